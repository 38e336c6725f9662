// Where a share's chunks are read from: the files that a person chose. Slicing a file asks the file system, so it is the worker's work.
import { chunkBytesOf, chunkLengthOf, placesIn, type Share } from "../../protocol/share.ts";

/** `files`: by entry; undefined for folders. */
export type Source = { readonly share: Share; readonly files: (File | undefined)[] };

/**
 * Resolves to the bytes of a chunk, or to why there are none: a file is not what it was when it was shared, or it cannot be read.
 * Browsers refuse to read a file that was changed as they refuse one that is gone, with `NotReadableError`; Chromium says `NotFoundError` of the latter.
 */
export async function readChunk({ share, files }: Source, chunk: number): Promise<ArrayBuffer | "changed" | "unreadable"> {
  const from = chunk * chunkBytesOf(share);
  const to = from + chunkLengthOf(share, chunk);
  const pieces: Blob[] = [];
  for (const place of placesIn(share, [from, to])) {
    const file = files[place.index];
    if (file === undefined) return "unreadable";
    if (file.size !== place.entry.size) return "changed";
    pieces.push(file.slice(Math.max(0, from - place.from), Math.min(file.size, to - place.from)));
  }
  try {
    const [only] = pieces;
    const bytes = await (pieces.length === 1 && only !== undefined ? only : new Blob(pieces)).arrayBuffer();
    return bytes.byteLength === to - from ? bytes : "changed";
  } catch (error) {
    return error instanceof DOMException && error.name === "NotReadableError" ? "changed" : "unreadable";
  }
}
