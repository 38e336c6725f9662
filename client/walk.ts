// Walking through folders, as a drop or a picker lends them: every file, and every folder that is empty.
import type { Found } from "./gather.ts";

type Walked = { readonly found: readonly Found[]; readonly unreadable: number };
type Root = FileSystemEntry | FileSystemHandle | File;

/** Files asked for at a time: one by one would take minutes for 200,000, and all at once the tab's memory. */
const atOnce = 64;

/** @param roots what was chosen. @returns in the order of the folders; `unreadable`: how many could not be read, and are left out */
export async function walk(roots: readonly Root[]): Promise<Walked> {
  const places: (() => Promise<Found>)[] = [];
  let unreadable = 0;
  for (const root of roots) {
    if (root instanceof File) places.push(async () => ({ path: root.name, file: root }));
    else
      for await (const place of below(root, "")) {
        if (place === undefined) unreadable += 1;
        else places.push(place);
      }
  }
  const found: Found[] = [];
  for (let from = 0; from < places.length; from += atOnce) {
    // What vanished since its folder was read is left out.
    const some = await Promise.all(places.slice(from, from + atOnce).map((place) => place().catch(() => undefined)));
    for (const each of some) {
      if (each === undefined) unreadable += 1;
      else found.push(each);
    }
  }
  return { found, unreadable };
}

/** Each file below a root, still unopened; undefined stands for a folder that cannot be read. */
async function* below(root: FileSystemEntry | FileSystemHandle, path: string): AsyncGenerator<(() => Promise<Found>) | undefined> {
  const here = `${path}${root.name}`;
  if (isFile(root)) {
    yield async () => ({ path: here, file: await fileOf(root) });
    return;
  }
  let children: readonly (FileSystemEntry | FileSystemHandle)[];
  try {
    children = await childrenOf(root);
  } catch {
    yield undefined;
    return;
  }
  if (children.length === 0) yield async () => ({ path: `${here}/` });
  for (const child of children) yield* below(child, `${here}/`);
}

function isFile(root: FileSystemEntry | FileSystemHandle): root is FileSystemFileEntry | FileSystemFileHandle {
  return "kind" in root ? root.kind === "file" : root.isFile;
}

function fileOf(root: FileSystemFileEntry | FileSystemFileHandle): Promise<File> {
  return "getFile" in root ? root.getFile() : new Promise((resolve, reject) => root.file(resolve, reject));
}

async function childrenOf(root: FileSystemEntry | FileSystemHandle): Promise<readonly (FileSystemEntry | FileSystemHandle)[]> {
  const children: (FileSystemEntry | FileSystemHandle)[] = [];
  if ("kind" in root) {
    for await (const child of (root as FileSystemDirectoryHandle).values()) children.push(child);
    return children;
  }
  // Chromium tells a hundred at a time; the folder is read when a batch is empty.
  const reader = (root as FileSystemDirectoryEntry).createReader();
  for (;;) {
    const batch = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (batch.length === 0) return children;
    children.push(...batch);
  }
}
