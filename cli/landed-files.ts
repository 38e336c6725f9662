// Where each file of a finished transfer lies, and its SHA-256.
import { join, relative } from "node:path";
import type { Receiving } from "../protocol/receive-state.ts";
import type { Landed } from "./disk/index.ts";
import { namesOf } from "./disk/names.ts";

export type LandedFile = { readonly path: string; readonly sha256: string };

/** Paths are as seen from the folder that the process runs in; `-` is standard output. */
export function landedFiles({ share, chosen }: Pick<Receiving, "share" | "chosen">, { paths, sums }: Landed): readonly LandedFile[] {
  const { tops, inPart } = namesOf(share, chosen);
  const places = new Map([...tops].sort().map((top, index) => [top, paths[index]] as const));
  return sums.flatMap((sha256, entry) => {
    if (sha256 === undefined) return [];
    const way = tops.length === 1 ? [tops[0] ?? "_", ...inPart(entry)] : inPart(entry);
    const [top = "_", ...below] = way;
    const place = places.get(top);
    if (place === undefined) return [{ path: "-", sha256 }];
    const path = join(place, ...below);
    return [{ path: relative(process.cwd(), path) || path, sha256 }];
  });
}
