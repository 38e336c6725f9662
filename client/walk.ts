// Walking through folders, as a drop or a picker lends them: every file, and every folder that is empty.
import { entriesPerShareMax, pathMax } from "../protocol/limits.ts";
import type { Found } from "./gather.ts";

type Walked = { readonly found: readonly Found[]; readonly unreadable: number };
type Root = FileSystemEntry | FileSystemHandle | File;

/** Questions to the browser under way: one by one they take minutes for 200,000 files, and all at once the tab's memory. */
const atOnceMax = 64;

/** What is found at a path, and below it: in the folder's own order, however the browser's answers come. */
type Grown = { readonly path: string; file?: File; inside?: Grown[] };

/** @param roots what was chosen. @returns in the order of the folders; `unreadable`: how many could not be read, and are left out */
export async function walk(roots: readonly Root[]): Promise<Walked> {
  let unreadable = 0;
  let seen = 0;
  const work = openWork();

  const visit = async (root: Root, grown: Grown) => {
    try {
      if (isFile(root)) grown.file = await fileOf(root);
      else await look(root as FileSystemDirectoryEntry | FileSystemDirectoryHandle, grown);
    } catch {
      // It vanished since its folder was read, or the browser may not read it.
      unreadable += 1;
    }
  };
  const look = async (root: FileSystemDirectoryEntry | FileSystemDirectoryHandle, grown: Grown) => {
    if (grown.path.length > pathMax) throw new Error("a folder in itself");
    const inside: Grown[] = [];
    for await (const child of childrenOf(root)) {
      grown.inside = inside;
      // More than can be shared is not looked at: somebody may have dropped a whole disk.
      if (++seen > entriesPerShareMax + 1) return;
      plan(child, inside, grown.path);
    }
    grown.inside = inside;
  };
  const plan = (root: Root, parent: Grown[], path: string) => {
    const grown = { path: `${path}${root.name}${isFile(root) ? "" : "/"}` };
    parent.push(grown);
    work.add(() => visit(root, grown));
  };

  const top: Grown[] = [];
  for (const root of roots) plan(root, top, "");
  await work.done();
  return { found: flat(top), unreadable };
}

function flat(top: readonly Grown[]): readonly Found[] {
  const found: Found[] = [];
  const left = top.toReversed();
  for (let next = left.pop(); next !== undefined; next = left.pop()) {
    const { path, file, inside } = next;
    if (file !== undefined) found.push({ path, file });
    else if (inside?.length === 0) found.push({ path });
    else if (inside !== undefined) for (const each of inside.toReversed()) left.push(each);
  }
  return found;
}

/** Does so much of what is added at once, the newest first, so that little waits. */
function openWork() {
  const waiting: (() => Promise<void>)[] = [];
  let running = 0;
  let finished = () => {};
  const next = () => {
    while (running < atOnceMax) {
      const job = waiting.pop();
      if (job === undefined) break;
      running += 1;
      void job().then(() => {
        running -= 1;
        next();
      });
    }
    if (running === 0) finished();
  };
  return {
    add(job: () => Promise<void>): void {
      waiting.push(job);
      if (running < atOnceMax) next();
    },
    done: () =>
      new Promise<void>((resolve) => {
        finished = resolve;
        next();
      }),
  };
}

function isFile(root: Root): root is File | FileSystemFileEntry | FileSystemFileHandle {
  if (root instanceof File) return true;
  return "kind" in root ? root.kind === "file" : root.isFile;
}

async function fileOf(root: File | FileSystemFileEntry | FileSystemFileHandle): Promise<File> {
  if (root instanceof File) return root;
  return "getFile" in root ? root.getFile() : new Promise((resolve, reject) => root.file(resolve, reject));
}

async function* childrenOf(root: FileSystemDirectoryEntry | FileSystemDirectoryHandle): AsyncGenerator<FileSystemEntry | FileSystemHandle> {
  if ("kind" in root) return yield* root.values();
  // Chromium tells a hundred at a time; the folder is read when a batch is empty.
  const reader = root.createReader();
  for (;;) {
    const batch = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (batch.length === 0) return;
    yield* batch;
  }
}
