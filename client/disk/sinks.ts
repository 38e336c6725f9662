// Where verified chunks are written: one file in the origin private file system, records in IndexedDB, or Blobs that the page keeps.
// Reading them back is the page's part: `shelves.ts`.
import { openDB } from "idb";
import { chunkBytesOf, chunkCountOf, chunkLengthOf, type Share, sizeOf } from "../../protocol/share.ts";
import { chunksPerRecord, databaseName, databaseStore, type Rung, recordKey } from "./messages.ts";

/**
 * `write` resolves to the chunks that are safe now, each with its Blob if the page is to keep it. `copies`: the bytes are not needed any more
 * once it has resolved.
 */
export type Sink = {
  readonly copies: boolean;
  write(chunk: number, bytes: Uint8Array<ArrayBuffer>): Promise<readonly { chunk: number; blob?: Blob }[]>;
  close(): Promise<void>;
};

export type Opening = { readonly place: string; readonly transfer: number; readonly share: Share };

export const sinks: Readonly<Record<Rung, (opening: Opening) => Promise<Sink>>> = { opfs, indexeddb, memory };

async function opfs({ place, transfer, share }: Opening): Promise<Sink> {
  const root = await navigator.storage.getDirectory();
  const folder = await (await root.getDirectoryHandle("roomcp", { create: true })).getDirectoryHandle(place, { create: true });
  const file = await folder.getFileHandle(String(transfer), { create: true });
  const handle = await file.createSyncAccessHandle();
  takeRoom(handle, sizeOf(share));
  const chunkBytes = chunkBytesOf(share);
  return {
    copies: true,
    async write(chunk, bytes) {
      const written = handle.write(bytes, { at: chunk * chunkBytes });
      if (written !== bytes.length) throw diskFull();
      return [{ chunk }];
    },
    async close() {
      try {
        handle.flush();
      } finally {
        handle.close();
      }
    },
  };
}

/**
 * All the room that a share needs, at once: `navigator.storage.estimate` would tell of 10 GiB at the most, however much there is. The
 * file is sparse, so this takes no time; in private windows, where files lie in memory, Chromium says nothing and leaves it as it was.
 */
function takeRoom(handle: FileSystemSyncAccessHandle, bytes: number): void {
  try {
    handle.truncate(bytes);
    if (handle.getSize() !== bytes) throw diskFull();
  } catch (error) {
    handle.close();
    throw error;
  }
}

function diskFull(): DOMException {
  return new DOMException("the disk is full", "QuotaExceededError");
}

/** Chunks wait in memory until their record is whole; the record becomes one Blob, which IndexedDB keeps as a file. */
async function indexeddb({ place, transfer, share }: Opening): Promise<Sink> {
  const database = await openDB(databaseName(place));
  const chunkBytes = chunkBytesOf(share);
  const perRecord = chunksPerRecord(chunkBytes);
  const records = new Map<number, Map<number, Uint8Array<ArrayBuffer>>>();
  return {
    copies: false,
    async write(chunk, bytes) {
      const record = Math.floor(chunk / perRecord);
      const chunks = records.get(record) ?? new Map<number, Uint8Array<ArrayBuffer>>();
      records.set(record, chunks.set(chunk, bytes));
      const first = record * perRecord;
      const last = Math.min(first + perRecord, chunkCountOf(share));
      if (chunks.size < last - first) return [];
      records.delete(record);
      const inOrder = [...chunks].sort(([a], [b]) => a - b);
      await database.put(databaseStore, new Blob(inOrder.map(([, each]) => each)), recordKey(transfer, record));
      return inOrder.map(([each]) => ({ chunk: each }));
    },
    async close() {
      database.close();
    },
  };
}

async function memory({ share }: Opening): Promise<Sink> {
  return {
    copies: true,
    async write(chunk, bytes) {
      return [{ chunk, blob: new Blob([bytes.subarray(0, chunkLengthOf(share, chunk))]) }];
    },
    async close() {},
  };
}
