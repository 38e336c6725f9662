// What the entries of a share are called in the folder that they are received into, and in the part that they are in until then.
import { safePaths } from "../../protocol/path.ts";
import { isChosen, isFolder, type Share } from "../../protocol/share.ts";
import type { Spans } from "../../protocol/span.ts";

/** `tops`: what will lie side by side in the folder; `isTree`: it is more than one file; `inPart`: an entry's way inside of the part. */
export type Names = { readonly tops: readonly string[]; readonly isTree: boolean; readonly inPart: (entry: number) => readonly string[] };

export function namesOf(share: Share, chosen: Spans | undefined): Names {
  const paths = safePaths(share.entries);
  const tops = new Set<string>();
  let isTree = false;
  share.entries.forEach((entry, index) => {
    if (!isChosen(chosen, index)) return;
    tops.add(paths[index]?.[0] ?? "_");
    isTree ||= isFolder(entry) || (paths[index]?.length ?? 0) > 1;
  });
  // A part of one thing is that thing.
  const skipped = tops.size === 1 ? 1 : 0;
  return { tops: [...tops], isTree: isTree || tops.size > 1, inPart: (entry) => (paths[entry] ?? []).slice(skipped) };
}
