// Several files as one zip: names in UTF-8, trees and empty folders kept, zip64 where it must be. Loaded when somebody wants one.
import { makeZip, predictLength } from "client-zip";
import { safePaths } from "../../protocol/path.ts";
import { isChosen, isFolder, type Place, type Share } from "../../protocol/share.ts";
import type { Spans } from "../../protocol/span.ts";
import type { Content } from "./handful.ts";

/** A file or folder, and its bytes, also as they are read. */
export type Zipped = { readonly place: Place; readonly bytes: Content["bytes"] | AsyncIterable<Uint8Array> };

/** @param chosen entries that are in it, by index; undefined: all @param contents theirs, in order */
export function zipOf(
  share: Share,
  chosen: Spans | undefined,
  contents: AsyncIterable<Zipped>,
): { size: number; stream: ReadableStream<Uint8Array> } {
  const paths = safePaths(share.entries);
  const nameOf = (index: number) => (paths[index] ?? []).join("/") + (share.entries[index]?.path.endsWith("/") ? "/" : "");
  const described = share.entries.flatMap((entry, index) => {
    if (!isChosen(chosen, index)) return [];
    return [isFolder(entry) ? { name: nameOf(index) } : { name: nameOf(index), size: entry.size }];
  });
  async function* named() {
    for await (const { place, bytes } of contents) {
      const described = { name: nameOf(place.index), lastModified: dateInZip(place.entry.modified) };
      yield isFolder(place.entry) ? described : { ...described, size: place.entry.size, input: bytes };
    }
  }
  const size = Number(predictLength(described));
  const stream = makeZip(named());
  if (!lacksEnd(described)) return { size, stream };
  return { size: size + endBytes, stream: stream.pipeThrough(withEnd(described.length)) };
}

/** A zip tells years of 1980 to 2107, in local time. */
function dateInZip(modified: number): Date {
  return new Date(Math.min(Math.max(modified, new Date(1980, 0, 1).getTime()), new Date(2107, 11, 31).getTime()));
}

// client-zip 2.5.1 writes zip64's end record for many bytes only. More entries than 16 bits count need it too, or readers that go by the
// count find the first of them only. APPNOTE.TXT, 4.3.14 to 4.3.16.

const count16 = 0xffff;
const count32 = 0xffff_ffff;
/** Of zip64's end record and its locator. */
const endBytes = 56 + 20;
/** Of one local header and what follows the bytes. */
const perFileBytes = 46;

function lacksEnd(described: readonly { readonly name: string; readonly size?: number }[]): boolean {
  if (described.length < count16) return false;
  const encoder = new TextEncoder();
  return described.reduce((sum, { name, size = 0 }) => sum + perFileBytes + encoder.encode(name).length + size, 0) < count32;
}

/** Puts zip64's end before the end of a zip, which comes as the last piece of the stream. */
function withEnd(entries: number): TransformStream<Uint8Array, Uint8Array> {
  let last: Uint8Array | undefined;
  return new TransformStream({
    transform(piece, controller) {
      if (last !== undefined) controller.enqueue(last);
      last = piece;
    },
    flush(controller) {
      if (last === undefined) return;
      controller.enqueue(end64(entries, last));
      controller.enqueue(last);
    },
  });
}

function end64(entries: number, end: Uint8Array): Uint8Array {
  const told = new DataView(end.buffer, end.byteOffset, end.byteLength);
  const [size, from] = [told.getUint32(12, true), told.getUint32(16, true)];
  const view = new DataView(new ArrayBuffer(endBytes));
  view.setUint32(0, 0x06064b50, true);
  view.setBigUint64(4, 44n, true);
  view.setUint16(12, 45, true);
  view.setUint16(14, 45, true);
  view.setBigUint64(24, BigInt(entries), true);
  view.setBigUint64(32, BigInt(entries), true);
  view.setBigUint64(40, BigInt(size), true);
  view.setBigUint64(48, BigInt(from), true);
  view.setUint32(56, 0x07064b50, true);
  view.setBigUint64(64, BigInt(from + size), true);
  view.setUint32(72, 1, true);
  return new Uint8Array(view.buffer);
}
