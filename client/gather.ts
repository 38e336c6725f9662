// What a person chose, dropped or pasted, as a share's entries and the files behind them.
import type { Failure } from "../protocol/failure.ts";
import type { Entry, Share } from "../protocol/share.ts";
import { walk } from "./walk.ts";

/**
 * `files`: by entry, undefined for folders. `handles`: what the browser lends for later visits, where it does; with them a reload can read
 * the same files again.
 */
export type Gathered = {
  readonly entries: readonly Entry[];
  readonly files: readonly (File | undefined)[];
  readonly handles: readonly FileSystemHandle[];
};

/** A file where it lies below what was chosen, or an empty folder, whose path ends in `/`. */
export type Found = { readonly path: string; readonly file?: File };

export function gatheredOf(found: readonly Found[], handles: readonly FileSystemHandle[] = []): Gathered {
  const entries = found.map(
    ({ path, file }): Entry => ({ path, size: file?.size ?? 0, modified: file?.lastModified ?? 0, media: file?.type ?? "" }),
  );
  return { entries, files: found.map(({ file }) => file), handles };
}

/** Files or a folder of an `<input>`. A folder input does not tell of empty folders; no browser does. */
export function gatherInput(input: HTMLInputElement): Gathered {
  return gatheredOf([...(input.files ?? [])].map((file) => ({ path: file.webkitRelativePath || file.name, file })));
}

/** What was pasted, if files were. A picture of the screen has no name of its own but "image.png". */
export function gatherPaste(data: DataTransfer): Gathered | undefined {
  const found = [...data.files].map((file) => ({ path: pastedName(file), file }));
  return found.length === 0 ? undefined : gatheredOf(found);
}

function pastedName({ name }: File): string {
  const ending = /^image(\.\w+)$/.exec(name)?.[1];
  if (ending === undefined) return name;
  const now = new Date();
  const two = (number: number) => String(number).padStart(2, "0");
  const day = `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
  return `pasted image ${day} ${two(now.getHours())}.${two(now.getMinutes())}.${two(now.getSeconds())}${ending}`;
}

/**
 * What was dropped: files, and folders with all that is in them. Must be called in the event itself: a browser forgets the items when it is
 * over. @returns also how many could not be read, and are left out
 */
export async function gatherDrop(data: DataTransfer): Promise<Gathered & { readonly unreadable: number }> {
  const items = [...data.items].filter(({ kind }) => kind === "file");
  const entries = items.map((item) => item.webkitGetAsEntry?.() ?? item.getAsFile());
  const lent = items.map((item) => (item as Lending).getAsFileSystemHandle?.().catch(() => null));
  const { found, unreadable } = await walk(entries.flatMap((entry) => entry ?? []));
  const handles = (await Promise.all(lent)).flatMap((handle) => handle ?? []);
  return { ...gatheredOf(found, handles.length === items.length ? handles : []), unreadable };
}

type Lending = DataTransferItem & { getAsFileSystemHandle?(): Promise<FileSystemHandle | null> };

type Pickers = {
  showOpenFilePicker?(how: { multiple: true }): Promise<FileSystemFileHandle[]>;
  showDirectoryPicker?(): Promise<FileSystemDirectoryHandle>;
};
const pickers = () => window as Pickers;

/** This browser's own pickers lend handles, so that a reload can read the same files again. */
export const canPick = typeof window !== "undefined" && pickers().showOpenFilePicker !== undefined;

/** Undefined if nothing was picked. */
export function pickFiles(): Promise<Gathered | undefined> {
  return picked(async () => (await pickers().showOpenFilePicker?.({ multiple: true })) ?? []);
}

/** Undefined if nothing was picked. */
export function pickFolder(): Promise<Gathered | undefined> {
  return picked(async () => [await pickers().showDirectoryPicker?.()].flatMap((handle) => handle ?? []));
}

async function picked(pick: () => Promise<readonly FileSystemHandle[]>): Promise<Gathered | undefined> {
  try {
    const handles = await pick();
    return handles.length === 0 ? undefined : gatheredOf((await walk(handles)).found, handles);
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") return undefined;
    throw error;
  }
}

type Permitting = FileSystemHandle & {
  queryPermission?(how: { mode: "read" }): Promise<PermissionState>;
  requestPermission?(how: { mode: "read" }): Promise<PermissionState>;
};

/** Asks for leave to read what was lent on an earlier page. Needs a click. */
export async function askFor(handles: readonly FileSystemHandle[]): Promise<boolean> {
  for (const handle of handles as readonly Permitting[]) {
    // The page's own file system asks nobody, and has no such question.
    if (((await handle.requestPermission?.({ mode: "read" })) ?? "granted") !== "granted") return false;
  }
  return handles.length > 0;
}

/** The files of a share that handles were kept of; "prompt" if the person must be asked first. */
export async function regather(handles: readonly FileSystemHandle[], share: Share): Promise<Gathered | Failure | "prompt"> {
  for (const handle of handles as readonly Permitting[]) {
    if (((await handle.queryPermission?.({ mode: "read" })) ?? "granted") !== "granted") return "prompt";
  }
  return sameFiles(share, gatheredOf((await walk(handles)).found, handles));
}

/** Are these the files of a share? If so, in the share's order. By size and time; whether the bytes are the same, their hashes tell. */
export function sameFiles(share: Share, { entries, files, handles }: Gathered): Gathered | Failure {
  const byPath = new Map(entries.map((entry, i) => [entry.path, { entry, file: files[i] }]));
  const again: (File | undefined)[] = [];
  for (const { path, size, modified } of share.entries) {
    const found = byPath.get(path);
    // A folder input does not tell of empty folders; there is nothing to read in them either.
    if (path.endsWith("/")) again.push(undefined);
    else if (found === undefined) return "other-files";
    else if (found.entry.size !== size || found.entry.modified !== modified) return "source-changed";
    else again.push(found.file);
  }
  return { entries: share.entries, files: again, handles };
}
