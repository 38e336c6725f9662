// What a person chose, dropped or pasted, as a share's entries and the files behind them.
import type { Failure } from "../protocol/failure.ts";
import { pathMax } from "../protocol/limits.ts";
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
  // No browser tells a folder's time.
  const now = Date.now();
  const entries = found.map(
    ({ path, file }): Entry => ({ path, size: file?.size ?? 0, modified: file?.lastModified ?? now, media: file?.type ?? "" }),
  );
  return { entries, files: found.map(({ file }) => file), handles };
}

/** Files or a folder of an `<input>`. A folder input does not tell of empty folders; no browser does. */
export function gatherInput(input: HTMLInputElement): Gathered {
  return gatheredOf([...(input.files ?? [])].map((file) => ({ path: file.webkitRelativePath || file.name, file })));
}

/**
 * What was pasted, if files were. A picture that comes from no file has no name of its own; beside plain text it is how office programs
 * copy text, and the text is meant.
 */
export function gatherPaste(data: DataTransfer, now = new Date()): Gathered | undefined {
  const files = [...data.files];
  if (files.length === 0 || (data.types.includes("text/plain") && files.every((file) => isNameless(file, now)))) return undefined;
  return gatheredOf(files.map((file) => ({ path: isNameless(file, now) ? pastedName(file, now) : file.name, file })));
}

/** Every browser calls such a picture "image.png", and it was made just now. A file that has that name is older. */
function isNameless({ name, type, lastModified }: File, now: Date): boolean {
  return type.startsWith("image/") && /^image\.\w+$/.test(name) && Math.abs(now.getTime() - lastModified) < freshMs;
}

const freshMs = 60_000;

function pastedName({ name }: File, now: Date): string {
  return `pasted image ${dayAndTime(now)}${name.slice(name.lastIndexOf("."))}`;
}

/** As it may stand in a file's name on every system. */
export function dayAndTime(now: Date): string {
  const two = (number: number) => String(number).padStart(2, "0");
  const day = `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
  return `${day} ${two(now.getHours())}.${two(now.getMinutes())}.${two(now.getSeconds())}`;
}

/** `unreadable`: how many could not be read, and are left out. */
export type Picked = Gathered & { readonly unreadable: number };

/** What was dropped: files, and folders with all that is in them. Must be called in the event itself: a browser forgets the items when it is over. */
export async function gatherDrop(data: DataTransfer): Promise<Picked> {
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
export function pickFiles(): Promise<Picked | undefined> {
  return picked(async () => (await pickers().showOpenFilePicker?.({ multiple: true })) ?? []);
}

/** Undefined if nothing was picked. */
export function pickFolder(): Promise<Picked | undefined> {
  return picked(async () => [await pickers().showDirectoryPicker?.()].flatMap((handle) => handle ?? []));
}

async function picked(pick: () => Promise<readonly FileSystemHandle[]>): Promise<Picked | undefined> {
  try {
    const handles = await pick();
    if (handles.length === 0) return undefined;
    const { found, unreadable } = await walk(handles);
    return { ...gatheredOf(found, handles), unreadable };
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

/**
 * Are these the files of a share? If so, in the share's order. By size and time; whether the bytes are the same, their hashes tell. Files
 * that were chosen one by one count by their names, whatever folder they were shared with.
 */
export function sameFiles(share: Share, gathered: Gathered): Gathered | Failure {
  const whole = matched(share, gathered, (path) => path.slice(-pathMax).toWellFormed());
  const isLoose = (entries: readonly Entry[]) => entries.every(({ path }) => !path.includes("/"));
  if (whole !== "other-files" || !(isLoose(share.entries) || isLoose(gathered.entries))) return whole;
  const loose = matched(share, gathered, (path) => path.slice(path.lastIndexOf("/") + 1).toWellFormed());
  // A later page could not tell by these handles which file is meant.
  return typeof loose === "string" ? loose : { ...loose, handles: [] };
}

function matched(share: Share, { entries, files, handles }: Gathered, keyOf: (path: string) => string): Gathered | Failure {
  const byKey = new Map<string, (File | undefined)[]>();
  entries.forEach(({ path }, i) => {
    const named = byKey.get(keyOf(path));
    if (named === undefined) byKey.set(keyOf(path), [files[i]]);
    else named.push(files[i]);
  });
  const again: (File | undefined)[] = [];
  let changed = false;
  for (const { path, size, modified } of share.entries) {
    // A folder input does not tell of empty folders; there is nothing to read in them either.
    const named = path.endsWith("/") ? [] : byKey.get(keyOf(path));
    if (named === undefined) return "other-files";
    // Two files may have one name, if they come from two folders.
    const found = named.find((file) => file?.size === size && Math.trunc(file.lastModified) === modified);
    changed ||= found === undefined && !path.endsWith("/");
    again.push(found);
  }
  return changed ? "source-changed" : { entries: share.entries, files: again, handles };
}
