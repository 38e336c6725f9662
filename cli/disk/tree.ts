// Files below a folder, which are made when they are first written to. No link is followed, whoever put one there.
import { constants } from "node:fs";
import { type FileHandle, lstat, mkdir, open } from "node:fs/promises";
import { join } from "node:path";

/** Files that go on in the next chunk are few; more are open only where chunks come from many places. */
const openMax = 8;
const noFollow = constants.O_NOFOLLOW ?? 0;
export const toWrite = constants.O_RDWR | constants.O_CREAT | noFollow;
export const toRead = constants.O_RDONLY | noFollow;

export type Tree = ReturnType<typeof openTree>;

/** @param top a folder, or a file if the only way is the empty one */
export function openTree(top: string) {
  const made = new Set<string>();
  const kept = new Map<string, Promise<FileHandle>>();

  const makeFolder = async (way: readonly string[]): Promise<void> => {
    const path = join(top, ...way);
    if (made.has(path)) return;
    if (way.length > 0) await makeFolder(way.slice(0, -1));
    await mkdir(path).catch(() => {});
    if (!(await lstat(path)).isDirectory()) throw new Error("something else is where a folder belongs");
    made.add(path);
  };
  const openAt = async (way: readonly string[], flags: number): Promise<FileHandle> => {
    if (way.length > 0) await makeFolder(way.slice(0, -1));
    return open(join(top, ...way), flags, 0o666);
  };
  const forget = async (key: string): Promise<void> => {
    const handle = kept.get(key);
    kept.delete(key);
    await (await handle)?.close();
  };

  return {
    makeFolder,
    pathOf: (way: readonly string[]) => join(top, ...way),

    /** A file for one job. */
    async once<Result>(way: readonly string[], flags: number, job: (handle: FileHandle) => Promise<Result>): Promise<Result> {
      const handle = await openAt(way, flags);
      try {
        return await job(handle);
      } finally {
        await handle.close();
      }
    },

    /** A file that stays open for later. Only one job at a time may use what it gets here: the next one may close it. */
    async keep(way: readonly string[]): Promise<FileHandle> {
      const key = way.join("/");
      const known = kept.get(key);
      if (known !== undefined) return known;
      for (const other of kept.keys()) {
        if (kept.size < openMax) break;
        await forget(other);
      }
      const handle = openAt(way, toWrite);
      kept.set(key, handle);
      handle.catch(() => kept.delete(key));
      return handle;
    },

    async close(): Promise<void> {
      for (const key of [...kept.keys()]) await forget(key).catch(() => {});
    },
  };
}

/** Throws what the system says, and `ENOSPC` where it says nothing. */
export async function writeAll(handle: FileHandle, bytes: Uint8Array, at: number): Promise<void> {
  for (let done = 0; done < bytes.length; ) {
    const { bytesWritten } = await handle.write(bytes, done, bytes.length - done, at + done);
    if (bytesWritten === 0) throw Object.assign(new Error("nothing more is taken"), { code: "ENOSPC" });
    done += bytesWritten;
  }
}

/** Resolves to how many there are: fewer than fit only where the file ends. */
export async function readAll(handle: FileHandle, memory: Uint8Array, at: number): Promise<number> {
  for (let done = 0; ; ) {
    if (done === memory.length) return done;
    const { bytesRead } = await handle.read(memory, done, memory.length - done, at + done);
    if (bytesRead === 0) return done;
    done += bytesRead;
  }
}
