// What curl is given of a share of mine: its only file as it is, or a zip of all, in pieces of one size. Every piece is read through a slice of its own, which
// a browser refuses once the file behind it was changed.
import { pipePieceBytes } from "../../protocol/limits.ts";
import { safeName } from "../../protocol/path.ts";
import { isFolder, placesOf, type Share } from "../../protocol/share.ts";
import type { Gathered } from "../gather.ts";
import { type Zipped, zipOf } from "../save/zip.ts";

type Files = Gathered["files"];

/** Bytes that are read of a file at a time. */
const sliceBytes = pipePieceBytes;

export function isAlone(share: Share): boolean {
  return share.count === 1 && !isFolder({ path: share.name });
}

/** What curl saves it as. */
export function pipedName(share: Share): string {
  const name = safeName(share.name.replace(/\/$/, ""));
  return isAlone(share) ? name : `${safeName(`${name}.zip`)}`;
}

/** `size`: bytes in all. Pieces reject where a file cannot be read, or is not what it was when it was shared. */
export function pipedBytes(share: Share, files: Files): { size: number; pieces: AsyncGenerator<Uint8Array<ArrayBuffer>> } {
  if (isAlone(share)) return { size: share.size, pieces: inPieces(slicesOf(files[0], share.size)) };
  const { size, stream } = zipOf(share, undefined, contentsOf(share, files));
  return { size, pieces: inPieces(chunksOf(stream)) };
}

async function* contentsOf(share: Share, files: Files): AsyncGenerator<Zipped> {
  for (const place of placesOf(share)) {
    const { entry, index } = place;
    yield { place, bytes: isFolder(entry) ? new Uint8Array() : slicesOf(files[index], entry.size) };
  }
}

async function* slicesOf(file: File | undefined, size: number): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  if (file === undefined || file.size !== size) throw new Error("the file is not what it was");
  for (let at = 0; at < size; at += sliceBytes) {
    const bytes = await file.slice(at, Math.min(size, at + sliceBytes)).arrayBuffer();
    if (bytes.byteLength !== Math.min(sliceBytes, size - at)) throw new Error("the file is not what it was");
    yield new Uint8Array(bytes);
  }
}

/** Not every browser's streams can be iterated. */
async function* chunksOf(stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = stream.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    yield value;
  }
}

/** The same bytes, `pipePieceBytes` at a time; the last piece may be smaller. */
async function* inPieces(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  let piece = new Uint8Array(pipePieceBytes);
  let filled = 0;
  for await (const chunk of chunks) {
    for (let from = 0; from < chunk.length; ) {
      const part = chunk.subarray(from, from + pipePieceBytes - filled);
      piece.set(part, filled);
      filled += part.length;
      from += part.length;
      if (filled < pipePieceBytes) continue;
      yield piece;
      piece = new Uint8Array(pipePieceBytes);
      filled = 0;
    }
  }
  if (filled > 0) yield piece.subarray(0, filled);
}
