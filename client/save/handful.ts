// What of a share is saved, in handfuls: small files that lie next to each other are read at once, since a Blob for each of 200,000 takes
// minutes; a large one comes alone, to be streamed.
import { type Place, placeOf, type Share } from "../../protocol/share.ts";
import type { Spans } from "../../protocol/span.ts";
import { cut, type Piece } from "../disk/shelves.ts";

/** Bytes of a handful at the most, which are in memory at once. */
const handfulBytes = 4 * 1024 * 1024;
/** Bytes of a file that is small. */
const smallBytes = 512 * 1024;

/** A file or folder, and its bytes: in memory if they are few, or on the disk. */
export type Content = { readonly place: Place; readonly bytes: Uint8Array<ArrayBuffer> | Blob };

/** @param chosen entries that are wanted, by index; undefined: all. Rejects if bytes are gone. */
export async function* contentsOf(share: Share, chosen: Spans | undefined, pieces: readonly Piece[]): AsyncGenerator<Content> {
  for (const places of handfulsOf(share, chosen)) {
    const [first, last] = [places[0], places.at(-1)];
    if (first === undefined || last === undefined) continue;
    const blob = cut(pieces, first.from, last.to);
    if (sizeOf(first) > smallBytes) {
      yield { place: first, bytes: blob };
      continue;
    }
    const bytes = blob.size === 0 ? new Uint8Array() : new Uint8Array(await blob.arrayBuffer());
    for (const place of places) yield { place, bytes: bytes.subarray(place.from - first.from, place.to - first.from) };
  }
}

function* handfulsOf(share: Share, chosen: Spans | undefined): Generator<readonly Place[]> {
  for (const [from, to] of chosen ?? [[0, share.count] as const]) {
    let places: Place[] = [];
    let room = handfulBytes;
    for (let index = from; index < to; index++) {
      const place = placeOf(share, index);
      if (place === undefined) break;
      const isLarge = sizeOf(place) > smallBytes;
      if (places.length > 0 && (isLarge || sizeOf(place) > room)) {
        yield places;
        [places, room] = [[], handfulBytes];
      }
      if (isLarge) yield [place];
      else {
        places.push(place);
        room -= sizeOf(place);
      }
    }
    if (places.length > 0) yield places;
  }
}

const sizeOf = ({ from, to }: Place) => to - from;
