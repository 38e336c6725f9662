// Where a share's chunks are read from: the files that a person chose. Slicing a file asks the file system, so it is the worker's work.
import { chunkBytesOf, chunkLengthOf, placesOf, type Share } from "../../protocol/share.ts";

export type Source = { readonly share: Share; readonly files: readonly File[] };

/** Resolves to the bytes of a chunk, or to undefined if the files have become shorter. Rejects if they cannot be read any more. */
export async function readChunk({ share, files }: Source, chunk: number): Promise<ArrayBuffer | undefined> {
  const bytes = await pieceOf(share, files, chunk).arrayBuffer();
  return bytes.byteLength === chunkLengthOf(share, chunk) ? bytes : undefined;
}

/** The bytes of a chunk, still unread; it may lie across several files. */
function pieceOf(share: Share, files: readonly File[], chunk: number): Blob {
  const from = chunk * chunkBytesOf(share);
  const to = from + chunkLengthOf(share, chunk);
  const pieces = placesOf(share).flatMap((place, i) => {
    const file = files[i];
    return file === undefined || place.to <= from || place.from >= to ? [] : [file.slice(Math.max(0, from - place.from), to - place.from)];
  });
  return pieces.length === 1 && pieces[0] !== undefined ? pieces[0] : new Blob(pieces);
}
