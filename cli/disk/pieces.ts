// Which bytes of a chunk belong to which file.
import { chunkBytesOf, isChosen, type Place, placeOf, placesIn, type Share } from "../../protocol/share.ts";
import type { Spans } from "../../protocol/span.ts";

type Bytes = Uint8Array<ArrayBuffer>;

/**
 * `entry`: undefined for bytes of a file that is not wanted, which only come with their chunk; `at`: where they lie in the file, or in the
 * share's stream. `small`: the whole file lies in this chunk.
 */
export type Piece = { readonly entry: number | undefined; readonly at: number; readonly bytes: Bytes; readonly small: boolean };

export function piecesOf(share: Share, chosen: Spans | undefined, chunk: number, bytes: Bytes): readonly Piece[] {
  const begin = chunk * chunkBytesOf(share);
  return placesIn(share, [begin, begin + bytes.length]).map((place) => {
    const from = Math.max(begin, place.from);
    const piece = bytes.subarray(from - begin, Math.min(bytes.length, place.to - begin));
    const wanted = isChosen(chosen, place.index);
    return wanted
      ? { entry: place.index, at: from - place.from, bytes: piece, small: liesInOne(share, place) }
      : { entry: undefined, at: from, bytes: piece, small: false };
  });
}

/** Does a file lie in one chunk? */
export function isSmall(share: Share, entry: number): boolean {
  const place = placeOf(share, entry);
  return place === undefined || liesInOne(share, place);
}

function liesInOne(share: Share, { from, to }: Place): boolean {
  const bytes = chunkBytesOf(share);
  return to <= from || Math.floor(from / bytes) === Math.floor((to - 1) / bytes);
}
