// Where verified chunks are written, each with its digest beside it: a file in the origin private file system, records in IndexedDB, or
// Blobs that the page keeps. What a sink finds when it is opened was stored by an earlier page, and is checked before it counts.
import { fromHex } from "../../protocol/bytes.ts";
import { memorySinkBytesMax } from "../../protocol/limits.ts";
import { chunkBytesOf, chunkCountOf, chunkLengthOf, type Share } from "../../protocol/share.ts";
import { firstFrom, type Spans, withSpan } from "../../protocol/span.ts";
import { isOpen, isStream } from "../../protocol/stream.ts";
import { openDatabase } from "../database.ts";
import { chunksPerRecord, databaseName, databaseStore, digestsName, type Record, type Rung, recordKey } from "./messages.ts";
import { type Stream, streamOf } from "./stream.ts";

type Bytes = Uint8Array<ArrayBuffer>;

/** A chunk that is safe now, with its Blob if the page is to keep it. */
export type Safe = { readonly chunk: number; readonly blob?: Blob };

/**
 * `copies`: a chunk's bytes are not needed any more once `write` has resolved, which is to the chunks that are safe now. `read`: a chunk as it
 * lies there, and the digest it was stored with; `memory` for a chunk is lost to the caller, and its bytes are in it or in other memory. `flush`: what waits for a record to be whole is written as it is.
 * `end`: the stream that it was opened for is this share, of which these chunks are wanted; what is whole by that is written.
 */
export type Sink = {
  readonly copies: boolean;
  readonly found: Spans;
  write(chunk: number, bytes: Bytes, digest: string): Promise<readonly Safe[]>;
  read(chunk: number, memory: ArrayBuffer): Promise<{ bytes: Bytes; digest: Bytes } | undefined>;
  /** All digests, 32 bytes a chunk, in order. */
  digests(): Promise<Bytes>;
  flush(): Promise<readonly Safe[]>;
  end(share: Share, chunks: Spans): Promise<readonly Safe[]>;
  close(): Promise<void>;
};

export type Opening = { readonly place: string; readonly transfer: number; readonly share: Share; readonly chunks: Spans };

export const sinks: Readonly<{ [R in Rung]: (opening: Opening) => Promise<Sink> }> = { opfs, indexeddb, memory };

const digestBytes = 32;
/** The worker of the page before this one may hold the file for a moment yet. */
const lockTries = 40;
const lockTryMs = 100;

async function opfs({ place, transfer, share: opened }: Opening): Promise<Sink> {
  let share = opened;
  const root = await navigator.storage.getDirectory();
  const folder = await (await root.getDirectoryHandle("roomcp", { create: true })).getDirectoryHandle(place, { create: true });
  const [data, sums] = await handlesOf(folder, [String(transfer), digestsName(transfer)]);
  const count = chunkCountOf(share);
  if (data.getSize() !== share.size) sums.truncate(0);
  takeRoom([
    [sums, count * digestBytes],
    // Nobody knows how large a stream will be.
    [data, isOpen(share) ? 0 : share.size],
  ]);
  const digests = new Uint8Array(count * digestBytes);
  sums.read(digests, { at: 0 });
  const chunkBytes = chunkBytesOf(share);
  return {
    copies: true,
    found: presentIn(digests),
    async write(chunk, bytes, digest) {
      if (data.write(bytes, { at: chunk * chunkBytes }) !== bytes.length) throw diskFull();
      digests.set(fromHex(digest), chunk * digestBytes);
      sums.write(digests.subarray(chunk * digestBytes, (chunk + 1) * digestBytes), { at: chunk * digestBytes });
      return [{ chunk }];
    },
    async read(chunk, memory) {
      const bytes = new Uint8Array(memory, 0, chunkLengthOf(share, chunk));
      data.read(bytes, { at: chunk * chunkBytes });
      return { bytes, digest: digests.slice(chunk * digestBytes, (chunk + 1) * digestBytes) };
    },
    digests: async () => digests.subarray(0, chunkCountOf(share) * digestBytes),
    flush: async () => [],
    async end(ended) {
      share = ended;
      sums.truncate(chunkCountOf(share) * digestBytes);
      return [];
    },
    async close() {
      for (const handle of [data, sums]) {
        try {
          handle.flush();
        } finally {
          handle.close();
        }
      }
    },
  };
}

async function handlesOf(folder: FileSystemDirectoryHandle, names: readonly [string, string]) {
  const open = async (name: string) => (await folder.getFileHandle(name, { create: true })).createSyncAccessHandle();
  for (let tries = 1; ; tries++) {
    const opened: FileSystemSyncAccessHandle[] = [];
    try {
      for (const name of names) opened.push(await open(name));
      return opened as [FileSystemSyncAccessHandle, FileSystemSyncAccessHandle];
    } catch (error) {
      for (const handle of opened) handle.close();
      const isHeld = error instanceof DOMException && (error.name === "NoModificationAllowedError" || error.name === "InvalidStateError");
      if (!isHeld || tries >= lockTries) throw error;
      await new Promise((resolve) => setTimeout(resolve, lockTryMs));
    }
  }
}

/**
 * All the room that a share needs, at once: `navigator.storage.estimate` would tell of 10 GiB at the most, however much there is. The
 * file is sparse, so this takes no time; in private windows, where files lie in memory, Chromium says nothing and leaves it as it was.
 */
function takeRoom(files: readonly (readonly [FileSystemSyncAccessHandle, number])[]): void {
  try {
    for (const [handle, bytes] of files) {
      if (handle.getSize() === bytes) continue;
      handle.truncate(bytes);
      if (handle.getSize() !== bytes) throw diskFull();
    }
  } catch (error) {
    for (const [handle] of files) {
      handle.truncate(0);
      handle.close();
    }
    throw error;
  }
}

/** Chunks whose digest is there: an absent one is all zeros. */
function presentIn(digests: Bytes): Spans {
  const words = new Uint32Array(digests.buffer);
  let spans: Spans = [];
  for (let chunk = 0; chunk < words.length / 8; chunk++) {
    if (words.subarray(8 * chunk, 8 * chunk + 8).some((word) => word !== 0)) spans = withSpan(spans, [chunk, chunk + 1]);
  }
  return spans;
}

function diskFull(): DOMException {
  return new DOMException("the disk is full", "QuotaExceededError");
}

/** Chunks wait in memory until their record is whole; the record becomes one Blob, which IndexedDB keeps as a file. */
async function indexeddb({ place, transfer, share: opened, chunks }: Opening): Promise<Sink> {
  let share = opened;
  let mine = chunks;
  const database = await openDatabase(databaseName(place), [databaseStore]);
  const perRecord = chunksPerRecord(chunkBytesOf(share));
  const waiting = new Map<number, Map<number, { bytes: Bytes; digest: Bytes }>>();
  const recordOf = (chunk: number) => Math.floor(chunk / perRecord);
  const get = (record: number) => database.get<Record>(databaseStore, recordKey(transfer, record));
  const reader = recordReader(() => share, perRecord, get);

  /** Records are written one after the other, and the database is not closed before the last is. */
  let writing: Promise<readonly Safe[]> = Promise.resolve([]);
  const written = (record: number) => (writing = writing.catch(() => {}).then(() => write(record)));
  const write = async (record: number): Promise<readonly Safe[]> => {
    const fresh = waiting.get(record);
    if (fresh === undefined || fresh.size === 0) return [];
    waiting.delete(record);
    const pieces = new Map<number, readonly [Blob | Bytes, Bytes]>();
    // What an earlier page wrote of this record stays.
    const before = await get(record);
    before?.chunks.forEach((chunk, i) => {
      pieces.set(chunk, [sliceOf(share, before, i), before.digests.slice(i * digestBytes, (i + 1) * digestBytes)]);
    });
    for (const [chunk, { bytes, digest }] of fresh) pieces.set(chunk, [bytes, digest]);
    const inOrder = [...pieces].sort(([a], [b]) => a - b);
    const digests = new Uint8Array(inOrder.length * digestBytes);
    inOrder.forEach(([, [, digest]], i) => {
      digests.set(digest, i * digestBytes);
    });
    const whole: Record = { blob: new Blob(inOrder.map(([, [piece]]) => piece)), chunks: inOrder.map(([chunk]) => chunk), digests };
    await database.put(databaseStore, whole, recordKey(transfer, record));
    reader.forget();
    return [...fresh.keys()].map((chunk) => ({ chunk }));
  };

  /** Are all chunks of a record here, or written by an earlier page? */
  const isWhole = async (record: number): Promise<boolean> => {
    const first = record * perRecord;
    const wanted = countWithin(mine, first, Math.min(first + perRecord, chunkCountOf(share)));
    const before = (await get(record))?.chunks.length ?? 0;
    return before + (waiting.get(record)?.size ?? 0) >= wanted;
  };
  const flush = async (records: readonly number[]): Promise<readonly Safe[]> => {
    const safe: Safe[] = [];
    for (const record of records) safe.push(...(await written(record)));
    await writing;
    return safe;
  };

  let found: Spans = [];
  // Of a stream no earlier page has left anything.
  for (let record = 0; !isStream(share) && record * perRecord < chunkCountOf(share); record++) {
    if (firstFrom(mine, record * perRecord) === undefined) break;
    for (const chunk of (await get(record))?.chunks ?? []) found = withSpan(found, [chunk, chunk + 1]);
  }
  return {
    copies: false,
    found,
    async write(chunk, bytes, digest) {
      const record = recordOf(chunk);
      const chunks = waiting.get(record) ?? new Map<number, { bytes: Bytes; digest: Bytes }>();
      waiting.set(record, chunks.set(chunk, { bytes, digest: fromHex(digest) }));
      return (await isWhole(record)) ? written(record) : [];
    },
    read: reader.read,
    async digests() {
      const all = new Uint8Array(chunkCountOf(share) * digestBytes);
      for (let number = 0; number * perRecord < chunkCountOf(share); number++) {
        const record = await get(number);
        record?.chunks.forEach((chunk, i) => {
          all.set(record.digests.subarray(i * digestBytes, (i + 1) * digestBytes), chunk * digestBytes);
        });
      }
      return all;
    },
    flush: () => flush([...waiting.keys()]),
    async end(ended, left) {
      share = ended;
      mine = left;
      const whole: number[] = [];
      for (const record of waiting.keys()) if (await isWhole(record)) whole.push(record);
      return flush(whole);
    },
    async close() {
      reader.forget();
      database.close();
    },
  };
}

/** Reads chunks one after the other. Those that follow each other in a record come out of one stream. */
function recordReader(shareNow: () => Share, perRecord: number, get: (record: number) => Promise<Record | undefined>) {
  type Open = { readonly number: number; readonly record: Record; next: number; stream: Stream };
  let open: Open | undefined;
  let work: Promise<unknown> = Promise.resolve();

  const seek = async (chunk: number): Promise<Open | undefined> => {
    const number = Math.floor(chunk / perRecord);
    const known = open?.number === number ? open : undefined;
    const record = known?.record ?? (await get(number));
    const at = record?.chunks.indexOf(chunk) ?? -1;
    if (record === undefined || at < 0) return undefined;
    if (known?.next === at) return known;
    open?.stream.stop();
    open = { number, record, next: at, stream: streamOf(record.blob.slice(at * chunkBytesOf(shareNow()))) };
    return open;
  };
  const read = async (chunk: number, memory: ArrayBuffer) => {
    const found = await seek(chunk);
    if (found === undefined) return undefined;
    const at = found.next++;
    const bytes = await found.stream.read(chunkLengthOf(shareNow(), chunk), memory);
    return { bytes, digest: found.record.digests.slice(at * digestBytes, (at + 1) * digestBytes) };
  };
  const forget = () => {
    open?.stream.stop();
    open = undefined;
  };
  return {
    read(chunk: number, memory: ArrayBuffer) {
      const reading = work.then(() => read(chunk, memory));
      work = reading.catch(forget);
      return reading;
    },
    /** A record is not what it was. */
    forget,
  };
}

/** The bytes of a record's chunk: all before it have the usual length, since only the share's last may be shorter. */
function sliceOf(share: Share, { blob, chunks }: Record, at: number): Blob {
  const from = at * chunkBytesOf(share);
  return blob.slice(from, from + chunkLengthOf(share, chunks[at] ?? 0));
}

function countWithin(spans: Spans, from: number, to: number): number {
  let count = 0;
  for (let chunk = firstFrom(spans, from); chunk !== undefined && chunk < to; chunk = firstFrom(spans, chunk + 1)) count++;
  return count;
}

async function memory({ share: opened }: Opening): Promise<Sink> {
  let share = opened;
  let held = 0;
  const blobs = new Map<number, Blob>();
  const digests = new Uint8Array(chunkCountOf(share) * digestBytes);
  return {
    copies: true,
    found: [],
    async write(chunk, bytes, digest) {
      held += bytes.length;
      if (held > memorySinkBytesMax) throw diskFull();
      const blob = new Blob([bytes.subarray(0, chunkLengthOf(share, chunk))]);
      blobs.set(chunk, blob);
      digests.set(fromHex(digest), chunk * digestBytes);
      return [{ chunk, blob }];
    },
    async read(chunk, _) {
      const bytes = await blobs.get(chunk)?.arrayBuffer();
      return bytes && { bytes: new Uint8Array(bytes), digest: digests.slice(chunk * digestBytes, (chunk + 1) * digestBytes) };
    },
    digests: async () => digests.subarray(0, chunkCountOf(share) * digestBytes),
    flush: async () => [],
    async end(ended) {
      share = ended;
      return [];
    },
    close: async () => blobs.clear(),
  };
}
