// Reading back what was received, and freeing it: the page's part of `sinks.ts`.
import { chunkBytesOf, chunkLengthOf, type Share } from "../../protocol/share.ts";
import { type Spans, withSpan } from "../../protocol/span.ts";
import { openDatabase } from "../database.ts";
import { databaseName, databaseStore, digestsName, type Record, type Rung } from "./messages.ts";

export type Shelf = {
  /** Called for chunks that the page itself keeps. */
  put(transfer: number, chunk: number, blob: Blob): void;
  /** Pieces of the stream by where they begin in it; nothing is read yet: they lie on the disk where the rung has one. */
  read(transfer: number, share: Share): Promise<readonly Piece[]>;
  /** Chunks that an earlier page left. The file system's are told by the worker that opens them. */
  found(transfer: number): Promise<Spans>;
  free(transfer: number): Promise<void>;
};

export type Piece = { readonly from: number; readonly blob: Blob };

/** @param place this tab's own name, so that tabs do not meet on the disk */
export async function openShelf(rung: Rung, place: string): Promise<Shelf> {
  if (rung === "opfs") return opfsShelf(place);
  return rung === "indexeddb" ? databaseShelf(place) : memoryShelf();
}

async function opfsShelf(place: string): Promise<Shelf> {
  const folder = async () => (await (await navigator.storage.getDirectory()).getDirectoryHandle("roomcp")).getDirectoryHandle(place);
  return {
    put() {},
    read: async (transfer) => [{ from: 0, blob: await (await (await folder()).getFileHandle(String(transfer))).getFile() }],
    found: async () => [],
    async free(transfer) {
      const here = await folder();
      for (const name of [String(transfer), digestsName(transfer)]) await here.removeEntry(name).catch(() => {});
    },
  };
}

async function databaseShelf(place: string): Promise<Shelf> {
  const database = await openDatabase(databaseName(place), [databaseStore]);
  // A small Blob first lets Chromium set its limits; without it, large ones can be unreadable.
  await database.put(databaseStore, new Blob(["roomcp"]), [-1, 0]);
  const allOf = (transfer: number) => IDBKeyRange.bound([transfer, 0], [transfer, Number.MAX_SAFE_INTEGER]);
  const records = (transfer: number) => database.getAll<Record>(databaseStore, allOf(transfer));
  return {
    put() {},
    async read(transfer, share) {
      const pieces: Piece[] = [];
      for (const { blob, chunks } of await records(transfer)) {
        // Chunks that follow each other are one piece.
        let first = 0;
        chunks.forEach((chunk, i) => {
          if (chunks[i + 1] === chunk + 1) return;
          const bytes = chunkBytesOf(share);
          const end = i * bytes + chunkLengthOf(share, chunk);
          pieces.push({ from: (chunks[first] ?? 0) * bytes, blob: blob.slice(first * bytes, end) });
          first = i + 1;
        });
      }
      return pieces;
    },
    found: async (transfer) =>
      (await records(transfer)).flatMap(({ chunks }) => chunks).reduce<Spans>((spans, chunk) => withSpan(spans, [chunk, chunk + 1]), []),
    free: (transfer) => database.delete(databaseStore, allOf(transfer)),
  };
}

function memoryShelf(): Shelf {
  const kept = new Map<number, Map<number, Blob>>();
  return {
    put: (transfer, chunk, blob) => void kept.set(transfer, (kept.get(transfer) ?? new Map()).set(chunk, blob)),
    async read(transfer, share) {
      const chunks = [...(kept.get(transfer) ?? [])].sort(([a], [b]) => a - b);
      return chunks.map(([chunk, blob]) => ({ from: chunk * chunkBytesOf(share), blob }));
    },
    found: async () => [],
    free: async (transfer) => void kept.delete(transfer),
  };
}

/** A span of the stream as one Blob. Throws if the browser has lost some of it: short of space, it may take away what it lent. */
export function cut(pieces: readonly Piece[], from: number, to: number): Blob {
  const parts: Blob[] = [];
  let at = from;
  for (let i = firstAt(pieces, from); at < to; i++) {
    const piece = pieces[i];
    if (piece === undefined || piece.from > at || piece.from + piece.blob.size <= at) throw new Error(`bytes from ${at} on are gone`);
    const end = Math.min(to, piece.from + piece.blob.size);
    parts.push(piece.blob.slice(at - piece.from, end - piece.from));
    at = end;
  }
  // Whatever a peer calls its type: it is to be saved, never to be opened here.
  return new Blob(parts, { type: "application/octet-stream" });
}

/** The last piece that begins at or before `from`. */
function firstAt(pieces: readonly Piece[], from: number): number {
  let low = 0;
  let high = pieces.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((pieces[middle]?.from ?? 0) <= from) low = middle + 1;
    else high = middle;
  }
  return Math.max(0, low - 1);
}
