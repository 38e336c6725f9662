// Where a share's chunks are read from: the files of a `Gathered`, at their positions, into memory that is lent.
import { constants } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { chunkBytesOf, chunkLengthOf, type Place, placesIn, type Share } from "../../protocol/share.ts";
import { eachAtOnce } from "./at-once.ts";
import type { FileHere } from "./gather.ts";
import { readAll } from "./tree.ts";

export type Source = {
  readonly share: Share;
  readonly files: readonly (FileHere | undefined)[];
  readonly open: Map<number, Opened>;
  over: boolean;
};

/** A file that goes on in the next chunk stays open for it. `users`: reads that are under way. */
type Opened = { readonly handle: Promise<FileHandle>; users: number };

/** Receivers are at different places of a share. */
const openMax = 8;

export type Refusal = "source-changed" | "source-unreadable";

export function openSource(share: Share, files: Source["files"]): Source {
  return { share, files, open: new Map(), over: false };
}

/** Reads that are under way close their files themselves. */
export function closeSource(source: Source): void {
  const { open } = source;
  source.over = true;
  for (const [index, opened] of open) if (opened.users === 0) close(open, index, opened);
}

/** Fills `memory` with a chunk, or says why it cannot: a file is not what it was when it was shared, or it cannot be read. */
export async function readChunk(source: Source, chunk: number, memory: Uint8Array): Promise<Refusal | undefined> {
  const from = chunk * chunkBytesOf(source.share);
  const to = from + chunkLengthOf(source.share, chunk);
  let refusal: Refusal | undefined;
  await eachAtOnce(placesIn(source.share, [from, to]), async (place) => {
    const piece = memory.subarray(Math.max(0, place.from - from), Math.min(memory.length, place.to - from));
    refusal ??= await readPiece(source, place, Math.max(0, from - place.from), piece);
  });
  return refusal;
}

async function readPiece(source: Source, { index, entry }: Place, at: number, piece: Uint8Array): Promise<Refusal | undefined> {
  const file = source.files[index];
  if (file === undefined || source.over) return "source-unreadable";
  const opened = openedOf(source, index, file);
  opened.users++;
  try {
    const handle = await opened.handle;
    if ((await readAll(handle, piece, at)) < piece.length) return "source-changed";
    // Looked at after it was read: what was changed meanwhile is not passed on.
    const { size, mtimeMs } = await handle.stat();
    return size === entry.size && mtimeMs === file.changed ? undefined : "source-changed";
  } catch {
    return "source-unreadable";
  } finally {
    opened.users--;
    if ((at + piece.length === entry.size || source.over) && opened.users === 0) close(source.open, index, opened);
  }
}

function openedOf({ open: all }: Source, index: number, file: FileHere): Opened {
  const known = all.get(index);
  if (known !== undefined) return known;
  for (const [other, opened] of all) {
    if (all.size < openMax) break;
    if (opened.users === 0) close(all, other, opened);
  }
  // A pipe that has taken the file's place must not keep us waiting for somebody to write into it.
  const handle = open(file.path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  handle.catch(() => {});
  const opened = { handle, users: 0 };
  all.set(index, opened);
  return opened;
}

function close(all: Source["open"], index: number, opened: Opened): void {
  if (all.get(index) === opened) all.delete(index);
  opened.handle.then((handle) => handle.close()).catch(() => {});
}
