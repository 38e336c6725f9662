// Several files as one zip: names in UTF-8, trees and empty folders kept, zip64 where it must be. Loaded when somebody wants one.
import { makeZip, predictLength } from "client-zip";
import { safePaths } from "../../protocol/path.ts";
import { isChosen, isFolder, placeOf, type Share } from "../../protocol/share.ts";
import type { Spans } from "../../protocol/span.ts";
import { cut, type Piece } from "../disk/shelves.ts";

/** @param chosen entries that are in it, by index; undefined: all */
export function zipOf(
  share: Share,
  chosen: Spans | undefined,
  pieces: readonly Piece[],
): { size: number; stream: ReadableStream<Uint8Array> } {
  const paths = safePaths(share.entries);
  const chosenEntries = share.entries.flatMap((entry, index) => (isChosen(chosen, index) ? [{ entry, index }] : []));
  const described = chosenEntries.map(({ entry, index }) => {
    const name = (paths[index] ?? []).join("/");
    return isFolder(entry) ? { name: `${name}/` } : { name, size: entry.size };
  });
  function* contents() {
    for (const { entry, index } of chosenEntries) {
      const name = (paths[index] ?? []).join("/");
      const lastModified = new Date(entry.modified);
      const place = placeOf(share, index);
      if (isFolder(entry)) yield { name: `${name}/`, lastModified };
      else if (place !== undefined) yield { name, size: entry.size, lastModified, input: cut(pieces, place.from, place.to) };
    }
  }
  return { size: Number(predictLength(described)), stream: makeZip(contents()) };
}
