// Copying into a folder that was picked: the tree is kept, nothing that is there is overwritten, and half a file never has its name.
import { numbered, plainName, safePaths } from "../../protocol/path.ts";
import { isChosen, isFolder, placeOf, type Share } from "../../protocol/share.ts";
import type { Spans } from "../../protocol/span.ts";
import { cut, type Piece } from "../disk/shelves.ts";

type Copy = {
  share: Share;
  chosen: Spans | undefined;
  pieces: readonly Piece[];
  folder: FileSystemDirectoryHandle;
  progress: (bytes: number) => void;
};

/** Resolves when all is written. Rejects with the browser's own error: `QuotaExceededError` where it does not fit, `NotAllowedError` without leave. */
export async function copyInto({ share, chosen, pieces, folder, progress }: Copy): Promise<void> {
  const top = new Map<string, string>();
  const paths = safePaths(share.entries);
  const folders = new Map<string, Promise<FileSystemDirectoryHandle>>();
  const used = new Set<string>();
  let done = 0;

  /** The name that something at the top gets here: another one than what is there already has. */
  const topName = async (name: string) => {
    const known = top.get(name);
    if (known !== undefined) return known;
    let free = name;
    for (let n = 2; await exists(folder, free); n++) free = numbered(name, n);
    top.set(name, free);
    return free;
  };
  const folderAt = (path: readonly string[]): Promise<FileSystemDirectoryHandle> => {
    const name = path.at(-1);
    if (name === undefined) return Promise.resolve(folder);
    const key = path.join("/");
    const made = folders.get(key) ?? folderAt(path.slice(0, -1)).then((parent) => parent.getDirectoryHandle(name, { create: true }));
    folders.set(key, made);
    return made;
  };

  /** Two safe names may become one where a picked folder takes less than a file system does. */
  const unused = (path: readonly string[]) => {
    const name = path.at(-1) ?? "_";
    let free = name;
    const keyOf = () => [...path.slice(0, -1), free].join("/").toLowerCase();
    for (let n = 2; used.has(keyOf()); n++) free = numbered(name, n);
    used.add(keyOf());
    return free;
  };

  for (const [index, entry] of share.entries.entries()) {
    const place = placeOf(share, index);
    const path = (paths[index] ?? []).map(plainName);
    if (!isChosen(chosen, index) || place === undefined || path[0] === undefined) continue;
    path[0] = await topName(path[0]);
    if (isFolder(entry)) {
      await folderAt(path);
      continue;
    }
    const parent = await folderAt(path.slice(0, -1));
    await copyFile(await parent.getFileHandle(unused(path), { create: true }), cut(pieces, place.from, place.to), (bytes) =>
      progress(done + bytes),
    );
    done += entry.size;
    progress(done);
  }
}

async function exists(folder: FileSystemDirectoryHandle, name: string): Promise<boolean> {
  const isMissing = (error: unknown) => error instanceof DOMException && error.name === "NotFoundError";
  const isOther = (error: unknown) => error instanceof DOMException && error.name === "TypeMismatchError";
  try {
    await folder.getFileHandle(name);
    return true;
  } catch (error) {
    if (isOther(error)) return true;
    if (isMissing(error)) return false;
    throw error;
  }
}

/** What is written shows under the file's name only when the stream is closed. */
async function copyFile(file: FileSystemFileHandle, blob: Blob, progress: (bytes: number) => void): Promise<void> {
  const writable = await file.createWritable();
  let bytes = 0;
  const counted = new TransformStream<Uint8Array, Uint8Array>({
    transform(piece, controller) {
      bytes += piece.length;
      progress(bytes);
      controller.enqueue(piece);
    },
  });
  await blob.stream().pipeThrough(counted).pipeTo(writable);
}
