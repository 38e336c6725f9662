// Bytes of files that are cheap to make, send and hash: all are zero but for a word of four bytes at the start of every 16 KiB.
// A chunk is known by its words alone; frames carry them in buffers of the true length.
import { frameHeaderBytes } from "../../protocol/frame.ts";
import { chunkLengthOf } from "../../protocol/share.ts";
import type { Original } from "./world.ts";

export const grainBytes = 16 * 1024;

/** Words by their position in the chunk. */
export type Words = ReadonlyMap<number, number>;

/** A frame on its way: its head, the words of its payload, and the payload's length. */
export type Flying = { readonly head: Uint8Array<ArrayBuffer>; readonly words: readonly number[]; readonly length: number };

export function wordsOf({ share, seed }: Original, version: number, chunk: number): Words {
  const length = chunkLengthOf(share, chunk);
  const words = new Map<number, number>();
  for (let at = 0; at < length; at += grainBytes) words.set(at, mix(mix(mix(seed, version), chunk), at) & maskOf(length - at));
  return words;
}

/** Stands in for SHA-256 of a chunk: 64 hexadecimal digits that differ wherever a byte does. */
export function digestOfWords(words: Words): string {
  let sum = 0;
  for (const at of [...words.keys()].sort((a, b) => a - b)) sum = mix(mix(sum, at), words.get(at) ?? 0);
  return spread(sum);
}

export function digestOfBytes(bytes: Uint8Array): string {
  let sum = bytes.length;
  for (const byte of bytes) sum = mix(sum, byte);
  return spread(sum);
}

export function sameWords(one: Words, other: Words): boolean {
  return one.size === other.size && [...one].every(([at, word]) => other.get(at) === word);
}

/** One buffer for every length, filled anew for each frame: whoever is handed it reads it at once. */
const buffers = new Map<number, ArrayBuffer>();

export function land({ head, words, length }: Flying): ArrayBuffer {
  let frame = buffers.get(length);
  if (frame === undefined) {
    frame = new ArrayBuffer(frameHeaderBytes + length);
    buffers.set(length, frame);
  }
  const bytes = new Uint8Array(frame);
  bytes.set(head);
  words.forEach((word, index) => {
    const from = frameHeaderBytes + index * grainBytes;
    for (let byte = 0; byte < 4 && from + byte < bytes.length; byte++) bytes[from + byte] = word >>> (8 * byte);
  });
  return frame;
}

/** Writes the payload of a frame over what a chunk has from `offset` on. */
export function overwrite(words: Map<number, number>, offset: number, frame: ArrayBuffer): void {
  const bytes = new Uint8Array(frame, frameHeaderBytes);
  if (offset % grainBytes !== 0) for (const at of words.keys()) if (at >= offset && at < offset + bytes.length) words.delete(at);
  for (let from = 0; from < bytes.length; from += grainBytes) {
    let word = 0;
    for (let byte = 0; byte < 4; byte++) word |= (bytes[from + byte] ?? 0) << (8 * byte);
    words.set(offset + from, word);
  }
}

function maskOf(bytesLeft: number): number {
  return bytesLeft >= 4 ? -1 : 2 ** (8 * bytesLeft) - 1;
}

function mix(one: number, other: number): number {
  let mixed = Math.imul(one ^ 0x85ebca6b, 0xcc9e2d51) ^ Math.imul(other + 0x7ed55d16, 0x1b873593);
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return mixed ^ (mixed >>> 16);
}

function spread(sum: number): string {
  let text = "";
  for (let part = 0; part < 8; part++) text += (mix(sum, part) >>> 0).toString(16).padStart(8, "0");
  return text;
}
