// Reading back what was received, and freeing it: the page's part of `sinks.ts`.
import { type IDBPDatabase, openDB } from "idb";
import { chunkBytesOf, chunkCountOf, type Share } from "../../protocol/share.ts";
import { chunksPerRecord, databaseName, databaseStore, type Rung, recordKey } from "./messages.ts";

export type Shelf = {
  /** Called for chunks that the page itself keeps. */
  put(transfer: number, chunk: number, blob: Blob): void;
  /** The whole stream. Nothing is read yet: it is a Blob that lies on the disk where the rung has one. */
  read(transfer: number, share: Share): Promise<Blob>;
  free(transfer: number, share: Share): Promise<void>;
};

/** @param place this page's own name, so that tabs do not meet on the disk */
export async function openShelf(rung: Rung, place: string): Promise<Shelf> {
  if (rung === "opfs") return opfsShelf(place);
  return rung === "indexeddb" ? databaseShelf(place) : memoryShelf();
}

async function opfsShelf(place: string): Promise<Shelf> {
  const folder = async () => (await (await navigator.storage.getDirectory()).getDirectoryHandle("roomcp")).getDirectoryHandle(place);
  return {
    put() {},
    read: async (transfer) => (await (await folder()).getFileHandle(String(transfer))).getFile(),
    free: async (transfer) => (await folder()).removeEntry(String(transfer)),
  };
}

async function databaseShelf(place: string): Promise<Shelf> {
  const database: IDBPDatabase = await openDB(databaseName(place), 1, { upgrade: (db) => void db.createObjectStore(databaseStore) });
  // A small Blob first lets Chromium set its limits; without it, large ones can be unreadable.
  await database.put(databaseStore, new Blob(["roomcp"]), [0, 0]);
  const keys = (transfer: number, share: Share) => {
    const records = Math.ceil(chunkCountOf(share) / chunksPerRecord(chunkBytesOf(share)));
    return Array.from({ length: records }, (_, record) => recordKey(transfer, record));
  };
  return {
    put() {},
    async read(transfer, share) {
      const blobs: Blob[] = [];
      for (const key of keys(transfer, share)) {
        const blob: unknown = await database.get(databaseStore, key);
        // A browser that is short of space may have taken it away.
        if (!(blob instanceof Blob)) throw new Error(`record ${key} is gone`);
        blobs.push(blob);
      }
      return new Blob(blobs);
    },
    async free(transfer, share) {
      for (const key of keys(transfer, share)) await database.delete(databaseStore, key);
    },
  };
}

function memoryShelf(): Shelf {
  const kept = new Map<number, Map<number, Blob>>();
  return {
    put(transfer, chunk, blob) {
      kept.set(transfer, (kept.get(transfer) ?? new Map()).set(chunk, blob));
    },
    read: async (transfer) => new Blob([...(kept.get(transfer) ?? [])].sort(([a], [b]) => a - b).map(([, blob]) => blob)),
    free: async (transfer) => void kept.delete(transfer),
  };
}
