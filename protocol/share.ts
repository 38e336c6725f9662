// What a share is: files one after the other in one byte stream, cut into chunks.
import * as v from "valibot";
import type { Failure } from "./failure.ts";
import { chunkBytesMin, chunksMax, fileNameMax, filesPerShareMax, manifestMax, shareBytesMax } from "./limits.ts";

const Bytes = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(shareBytesMax));

export const ShareId = v.pipe(v.string(), v.regex(/^[0-9a-f]{32}$/));
export type ShareId = v.InferOutput<typeof ShareId>;

/** UTF-16 units of a name and of a media type in a manifest. */
const nameMax = 2 * fileNameMax;
const mediaMax = 128;

const FileEntry = v.object({
  /** As the sharer's file system has it; use `safeName` before it names anything here. */
  name: v.pipe(v.string(), v.minLength(1), v.maxLength(nameMax)),
  /** Bytes. */
  size: Bytes,
  /** Last change, in milliseconds since 1970. */
  modified: v.pipe(v.number(), v.integer()),
  /** Media type as the sharer's browser guesses it; may be empty. Nothing here trusts it. */
  media: v.pipe(v.string(), v.maxLength(mediaMax)),
});
export type FileEntry = v.InferOutput<typeof FileEntry>;

const Manifest = v.object({ id: ShareId, files: v.pipe(v.array(FileEntry), v.minLength(1), v.maxLength(filesPerShareMax)) });
export type Share = v.InferOutput<typeof Manifest>;
export const Share = v.pipe(
  Manifest,
  v.check((share) => sizeOf(share) <= shareBytesMax),
);

/** Makes a share of files, or says why it cannot be one: more files than one manifest holds, or more bytes than can be counted. */
export function shareOf(id: ShareId, files: readonly FileEntry[]): Share | Failure {
  const share = { id, files: files.map(entryOf) };
  if (files.length === 0) return "source-unreadable";
  if (files.length > filesPerShareMax || JSON.stringify(share).length > manifestMax) return "too-many-files";
  return sizeOf(share) > shareBytesMax ? "share-too-large" : share;
}

/** A file of any file system, within the bounds of a manifest. */
function entryOf(file: FileEntry): FileEntry {
  return { ...file, name: file.name.slice(0, nameMax).toWellFormed() || "_", media: file.media.length > mediaMax ? "" : file.media };
}

/** Bytes of the whole stream. */
export function sizeOf(share: Share): number {
  return share.files.reduce((sum, file) => sum + file.size, 0);
}

/** Bytes of a chunk: 1 MiB, doubled until the share has few enough chunks. Both sides reckon it, so nobody can lie about it. */
export function chunkBytesOf(share: Share): number {
  const size = sizeOf(share);
  let bytes = chunkBytesMin;
  while (size / bytes > chunksMax) bytes *= 2;
  return bytes;
}

/** Number of chunks; an empty share has none. */
export function chunkCountOf(share: Share): number {
  return Math.ceil(sizeOf(share) / chunkBytesOf(share));
}

/** Bytes of chunk `index`: all alike but the last. */
export function chunkLengthOf(share: Share, index: number): number {
  const bytes = chunkBytesOf(share);
  return Math.max(0, Math.min(bytes, sizeOf(share) - index * bytes));
}

/** Where each file lies in the stream. */
export function placesOf(share: Share): readonly { readonly file: FileEntry; readonly from: number; readonly to: number }[] {
  let from = 0;
  return share.files.map((file) => {
    const place = { file, from, to: from + file.size };
    from = place.to;
    return place;
  });
}

/**
 * The bytes whose SHA-256 is the share's digest: the manifest as JSON, a zero byte, and the chunks' digests as raw bytes.
 * @param digests of all chunks in order, in hexadecimal
 */
export function sealedBytesOf(share: Share, digests: readonly string[]): Uint8Array<ArrayBuffer> {
  const manifest = share.files.map(({ name, size, modified, media }) => [name, size, modified, media]);
  const head = utf8(JSON.stringify([share.id, chunkBytesOf(share), manifest]));
  const bytes = new Uint8Array(head.length + 1 + 32 * digests.length);
  bytes.set(head);
  digests.forEach((digest, index) => {
    bytes.set(fromHex(digest), head.length + 1 + 32 * index);
  });
  return bytes;
}

/**
 * A name that is safe to save under, as close to the given one as a file system allows: quotes, markup, spaces and any script stay;
 * path separators, control characters and characters that turn the reading direction become `_`, and `.` and `..` are no names.
 */
export function safeName(name: string): string {
  const plain = name.toWellFormed().replace(/[/\\\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c]/gu, "_");
  return shortened(/^[.\s]*$/u.test(plain) ? `_${plain.trim()}` : plain);
}

/** At most 255 bytes of UTF-8. It keeps the ending, since that is what programs go by. */
function shortened(name: string): string {
  const ending = /\.[^.]{1,16}$/u.exec(name)?.[0] ?? "";
  const points = [...name.slice(0, name.length - ending.length)];
  while (points.length > 1 && utf8(points.join("") + ending).length > fileNameMax) points.pop();
  return points.join("") + ending;
}

/** @param digest 32 bytes in hexadecimal */
export function fromHex(digest: string): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(digest.length / 2);
  for (let i = 0; i < bytes.length; i++) bytes[i] = Number.parseInt(digest.slice(2 * i, 2 * i + 2), 16);
  return bytes;
}

const hexOfByte = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));

export function toHex(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) text += hexOfByte[byte];
  return text;
}

/** `TextEncoder` is the platform's, and this folder knows no platform. */
function utf8(text: string): Uint8Array<ArrayBuffer> {
  const escaped = encodeURIComponent(text.toWellFormed());
  const bytes = new Uint8Array(escaped.length);
  let length = 0;
  for (let i = 0; i < escaped.length; i++) {
    if (escaped[i] === "%") {
      bytes[length++] = Number.parseInt(escaped.slice(i + 1, i + 3), 16);
      i += 2;
    } else bytes[length++] = escaped.charCodeAt(i);
  }
  return bytes.slice(0, length);
}
