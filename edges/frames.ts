// A part of a chunk as frames, as large as the other side takes them.
import type { Part } from "../protocol/channel.ts";
import { frameHeaderBytes, writeFrameHead } from "../protocol/frame.ts";
import { frameBytesMax } from "../protocol/limits.ts";

/** One frame is built here and copied by whatever sends it before that returns, so one piece of memory serves all frames of all links. */
const scratch = new Uint8Array(frameBytesMax);

/** Bytes of a frame's payload that a peer must be able to take at least. */
const payloadBytesMin = 1024;

/**
 * Hands every frame of a part to `send`, which copies it before it returns.
 * @param chunk the bytes of the whole chunk
 * @param messageBytesMax what the other side takes at once, bytes
 * @returns false, with nothing sent, where that is too little to be of use to anybody
 */
export function sendFrames(
  { transfer, part: [chunk, offset, length], digest, bytes }: { transfer: number; part: Part; digest: string; bytes: Uint8Array },
  messageBytesMax: number,
  send: (frame: Uint8Array<ArrayBuffer>) => void,
): boolean {
  const most = Math.min(frameBytesMax, messageBytesMax) - frameHeaderBytes;
  if (most < payloadBytesMin) return false;
  for (let from = offset; from < offset + length; from += most) {
    const piece = bytes.subarray(from, Math.min(from + most, offset + length));
    writeFrameHead(scratch, { transfer, chunk, offset: from, digest });
    scratch.set(piece, frameHeaderBytes);
    send(scratch.subarray(0, frameHeaderBytes + piece.length));
  }
  return true;
}
