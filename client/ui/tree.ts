// A manifest as folders, one level at a time, and which of its entries are ticked. It has up to 250,000 entries: each of these functions
// goes through them once at the most.
import { type Entry, isFolder } from "../../protocol/share.ts";
import type { Span, Spans } from "../../protocol/span.ts";

/** What lies below a folder: `files` without, `entries` with the folders that have an entry of their own. */
export type Inner = { readonly name: string; readonly path: string; size: number; files: number; entries: number };
export type Level = { readonly folders: readonly Inner[]; readonly files: readonly number[] };

/** Longer levels stay in the order that they came in: sorting them as people do would take seconds. */
const sortedMax = 2_000;

/** The folder that everything is in, or nothing. */
export function topOf(name: string): string {
  return isFolder({ path: name }) ? name : "";
}

/** What lies directly in a folder. @param folder its path with `/` at the end; "" is above all */
export function levelOf(entries: readonly Entry[], folder: string): Level {
  const folders = new Map<string, Inner>();
  const files: number[] = [];
  entries.forEach((entry, index) => {
    const step = stepBelow(folder, entry.path);
    if (step === undefined) return;
    if (!step.endsWith("/")) {
      files.push(index);
      return;
    }
    const known = folders.get(step) ?? { name: step.slice(0, -1), path: folder + step, size: 0, files: 0, entries: 0 };
    known.size += entry.size;
    known.files += isFolder(entry) ? 0 : 1;
    known.entries += 1;
    folders.set(step, known);
  });
  const order = new Intl.Collator(undefined, { numeric: true });
  const inner = [...folders.values()];
  if (inner.length <= sortedMax) inner.sort((a, b) => order.compare(a.name, b.name));
  if (files.length <= sortedMax) files.sort((a, b) => order.compare(entries[a]?.path ?? "", entries[b]?.path ?? ""));
  return { folders: inner, files };
}

/** The first name of a path below a folder, with `/` if it is a folder; undefined if the path is not below it. */
function stepBelow(folder: string, path: string): string | undefined {
  if (!path.startsWith(folder) || path === folder) return undefined;
  const end = path.indexOf("/", folder.length);
  return end < 0 ? path.slice(folder.length) : path.slice(folder.length, end + 1);
}

/** The way from the top to a folder, the folder last. */
export function crumbsOf(top: string, folder: string): readonly { readonly name: string; readonly path: string }[] {
  const crumbs = [{ name: top.slice(0, -1), path: top }];
  for (let end = folder.indexOf("/", top.length); end >= 0; end = folder.indexOf("/", end + 1)) {
    const before = crumbs.at(-1)?.path ?? "";
    crumbs.push({ name: folder.slice(before.length, end), path: folder.slice(0, end + 1) });
  }
  return crumbs;
}

/** One byte an entry: 1 if it is ticked. */
export type Ticks = Uint8Array;

export function ticksOf(count: number, chosen: Spans = []): Ticks {
  const ticks = new Uint8Array(count);
  for (const [from, to] of chosen) ticks.fill(1, from, to);
  return ticks;
}

/** Ticks all that lies below a folder, or takes the ticks away. */
export function tickFolder(ticks: Ticks, entries: readonly Entry[], folder: string, yes: boolean): void {
  entries.forEach(({ path }, index) => {
    if (path.startsWith(folder)) ticks[index] = yes ? 1 : 0;
  });
}

export function spansOf(ticks: Ticks): Spans {
  const spans: Span[] = [];
  for (let from = ticks.indexOf(1); from >= 0; ) {
    const end = ticks.indexOf(0, from);
    const to = end < 0 ? ticks.length : end;
    spans.push([from, to]);
    from = ticks.indexOf(1, to);
  }
  return spans;
}

/** How many entries are ticked below each folder of a level, by path; and of all, the files and their bytes. */
export function tickedIn(ticks: Ticks, entries: readonly Entry[], folder: string) {
  const below = new Map<string, number>();
  let [files, size] = [0, 0];
  entries.forEach((entry, index) => {
    if (ticks[index] !== 1) return;
    if (!isFolder(entry)) files += 1;
    size += entry.size;
    const step = stepBelow(folder, entry.path);
    if (step?.endsWith("/")) below.set(folder + step, (below.get(folder + step) ?? 0) + 1);
  });
  return { below, files, size };
}
