// The bytes of one frame on the data channel: where a piece of a chunk belongs, the chunk's digest, and the piece.
//
//   0   u8   version of the frame, 1        16  32 bytes  SHA-256 of the whole chunk
//   1   u8   0, u16 0                       48  payload   bytes of the chunk, from `offset` on
//   4   u32  transfer, as the receiver numbered it
//   8   u32  chunk                          numbers are big-endian
//   12  u32  offset in the chunk

import { fromHex, toHex } from "./bytes.ts";
import { frameBytesMax } from "./limits.ts";

export const frameHeaderBytes = 48;
const frameVersion = 1;

export type FrameHead = {
  readonly transfer: number;
  readonly chunk: number;
  readonly offset: number;
  /** SHA-256 of the whole chunk, in hexadecimal. */
  readonly digest: string;
};

/** Writes the head into the first 48 bytes of `bytes`. */
export function writeFrameHead(bytes: Uint8Array, head: FrameHead): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, frameHeaderBytes);
  view.setUint32(0, frameVersion << 24);
  view.setUint32(4, head.transfer);
  view.setUint32(8, head.chunk);
  view.setUint32(12, head.offset);
  bytes.set(fromHex(head.digest), 16);
}

/** The head of a frame, or undefined if these bytes are none of ours. A frame carries at least one byte. Never throws. */
export function readFrameHead(frame: ArrayBuffer): FrameHead | undefined {
  if (frame.byteLength <= frameHeaderBytes || frame.byteLength > frameBytesMax) return undefined;
  const view = new DataView(frame);
  if (view.getUint32(0) !== frameVersion << 24) return undefined;
  return {
    transfer: view.getUint32(4),
    chunk: view.getUint32(8),
    offset: view.getUint32(12),
    digest: toHex(new Uint8Array(frame, 16, 32)),
  };
}
