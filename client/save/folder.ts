// Copying into a folder that was picked: the tree is kept, nothing that is there is overwritten, and half a file never has its name.
import { numbered, plainName, safePaths } from "../../protocol/path.ts";
import { isFolder, type Share } from "../../protocol/share.ts";
import type { Spans } from "../../protocol/span.ts";
import type { Piece } from "../disk/shelves.ts";
import { contentsOf } from "./handful.ts";

export type Copy = {
  readonly share: Share;
  /** Entries that are wanted, by index; undefined: all. */
  readonly chosen?: Spans;
  readonly pieces: readonly Piece[];
  progress(bytes: number): void;
};

/** Files written at once: a small one is little but waiting for the browser. */
const atOnceMax = 8;
/** Bytes written between two words of progress. */
const stepBytes = 8 * 1024 * 1024;

/**
 * Resolves when all is written. Rejects with the browser's own error: `QuotaExceededError` where it does not fit, `NotAllowedError` without
 * leave; what was written until then is taken away again. The quota that a page can ask about is not the room on that disk, so only writing tells.
 */
export async function copyInto(copy: Copy, folder: FileSystemDirectoryHandle): Promise<void> {
  // One after the other over all tabs: between looking for a free name and taking it nobody else may take it.
  await navigator.locks.request("roomcp-folder", () => copyAlone(copy, folder));
}

async function copyAlone({ share, chosen, pieces, progress }: Copy, folder: FileSystemDirectoryHandle): Promise<void> {
  const paths = safePaths(share.entries);
  const taken = openTaken(folder);
  const work = openWork();
  let done = 0;
  const tell = (more: number) => {
    done += more;
    progress(done);
  };
  try {
    for await (const { place, bytes } of contentsOf(share, chosen, pieces)) {
      const path = paths[place.index] ?? [];
      if (isFolder(place.entry)) {
        await taken.folder(path);
        continue;
      }
      const file = await taken.file(path);
      await work.add(() => write(file, bytes, tell));
    }
    await work.done();
  } catch (error) {
    // Those under way would be written after they were taken away.
    await work.done().catch(() => {});
    await taken.undo();
    throw error;
  }
}

/** What is written shows under the file's name only when it is closed; until then that name stands for an empty file. */
async function write(file: FileSystemFileHandle, bytes: Uint8Array<ArrayBuffer> | Blob, progress: (more: number) => void): Promise<void> {
  const size = bytes instanceof Blob ? bytes.size : bytes.length;
  if (size === 0) return;
  const writable = await file.createWritable();
  try {
    for (let at = 0; at < size; at += stepBytes) {
      const end = Math.min(size, at + stepBytes);
      // The browser copies a Blob by itself, and the page never sees the bytes.
      await writable.write(bytes instanceof Blob ? bytes.slice(at, end) : bytes.subarray(at, end));
      progress(end - at);
    }
    await writable.close();
  } catch (error) {
    await writable.abort().catch(() => {});
    throw error;
  }
}

/** Names taken in a folder, under which nothing was before, and the handles behind them. */
function openTaken(top: FileSystemDirectoryHandle) {
  const folders = new Map<string, FileSystemDirectoryHandle>();
  const made: { readonly parent: FileSystemDirectoryHandle; readonly name: string }[] = [];

  const folder = async (path: readonly string[]): Promise<FileSystemDirectoryHandle> => {
    const name = path.at(-1);
    if (name === undefined) return top;
    const key = path.join("/");
    const known = folders.get(key);
    if (known !== undefined) return known;
    const parent = await folder(path.slice(0, -1));
    const free = await freeName(parent, name);
    const handle = await parent.getDirectoryHandle(free, { create: true });
    made.push({ parent, name: free });
    folders.set(key, handle);
    return handle;
  };

  return {
    folder,
    async file(path: readonly string[]): Promise<FileSystemFileHandle> {
      const parent = await folder(path.slice(0, -1));
      const free = await freeName(parent, path.at(-1) ?? "_");
      const handle = await parent.getFileHandle(free, { create: true });
      made.push({ parent, name: free });
      return handle;
    },
    /** Takes away what was made, the last first. A folder that somebody put something into stays. */
    async undo(): Promise<void> {
      for (const { parent, name } of made.toReversed()) await parent.removeEntry(name).catch(() => {});
    },
  };
}

/** The name as it is, or as the browser takes it, or with a number: whichever is the first that nothing has. */
async function freeName(parent: FileSystemDirectoryHandle, wanted: string): Promise<string> {
  for (const name of [wanted, plainName(wanted)]) {
    try {
      return await firstFree(parent, name);
    } catch (error) {
      // Each browser has names that it refuses.
      if (!(error instanceof TypeError)) throw error;
    }
  }
  return firstFree(parent, "_");
}

async function firstFree(parent: FileSystemDirectoryHandle, name: string): Promise<string> {
  for (let n = 1; ; n++) {
    const next = n === 1 ? name : numbered(name, n);
    if (!(await isThere(parent, next))) return next;
  }
}

/** Asked of the disk itself, which knows best what it takes for one name. */
async function isThere(parent: FileSystemDirectoryHandle, name: string): Promise<boolean> {
  try {
    await parent.getFileHandle(name);
    return true;
  } catch (error) {
    if (error instanceof DOMException && error.name === "NotFoundError") return false;
    // A folder has that name.
    if (error instanceof DOMException && error.name === "TypeMismatchError") return true;
    throw error;
  }
}

/** Does so much at once. Both reject with the first thing that went wrong. */
function openWork() {
  const running = new Set<Promise<void>>();
  let wrong: { readonly error: unknown } | undefined;
  const check = () => {
    if (wrong !== undefined) throw wrong.error;
  };
  return {
    async add(job: () => Promise<void>): Promise<void> {
      while (running.size >= atOnceMax) await Promise.race(running);
      check();
      const under: Promise<void> = job()
        .catch((error) => {
          wrong ??= { error };
        })
        .finally(() => running.delete(under));
      running.add(under);
    },
    async done(): Promise<void> {
      await Promise.all(running);
      check();
    },
  };
}
