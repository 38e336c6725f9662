// The page of the sink suite: the real disk edge, given chunks as a transfer gives them, and read back where people press "Save".
import { sha256 } from "@noble/hashes/sha2.js";
import { openDatabase } from "../../client/database.ts";
import { nativeHasher } from "../../client/disk/hasher.ts";
import { type Disk, diskEdge } from "../../client/disk/index.ts";
import { databaseName, databaseStore, type Rung, type Record as StoredRecord } from "../../client/disk/messages.ts";
import { cut } from "../../client/disk/shelves.ts";
import { openSource, readChunk, type Source } from "../../client/disk/sources.ts";
import { randomHex } from "../../edges/random.ts";
import { toHex } from "../../protocol/bytes.ts";
import type { Failure } from "../../protocol/failure.ts";
import { frameHeaderBytes } from "../../protocol/frame.ts";
import { partBytes } from "../../protocol/limits.ts";
import type { PeerEvent, Receipt } from "../../protocol/peer-state.ts";
import { beginReceiving } from "../../protocol/receive.ts";
import type { ReceiveEffect, ReceiveEvent } from "../../protocol/receive-state.ts";
import { chunkBytesOf, chunkCountOf, chunkLengthOf, placesOf, type Share, shareOf as shareOfFiles } from "../../protocol/share.ts";
import type { Spans } from "../../protocol/span.ts";

/** `differsAt`: the first byte of the file that is not what was stored. */
export type Saved = { readonly name: string; readonly size: number; readonly differsAt?: number };
/** What was stored: one stream of bytes over all files, a different one for each transfer. */
type Stored = { readonly transfer: number; readonly share: Share };

let place = randomHex();
const shares = new Map<number, Share>();
const choices = new Map<number, Spans>();
const heard: { transfer: number; event: ReceiveEvent }[] = [];
const news = new EventTarget();
let disk: Disk;
let source: Source;

function report(event: PeerEvent): void {
  if (event.on !== "receiving") return;
  heard.push(event);
  news.dispatchEvent(new Event("heard"));
}

async function until(transfer: number, is: (event: ReceiveEvent) => boolean): Promise<ReceiveEvent> {
  for (;;) {
    const found = heard.find((each) => each.transfer === transfer && (each.event.on === "fail" || is(each.event)));
    if (found !== undefined) return found.event;
    await new Promise((resolve) => news.addEventListener("heard", resolve, { once: true }));
  }
}

function act(transfer: number, effect: Exclude<ReceiveEffect, { do: "ask" | "done" | "cancel" | "look" | "pause" }>): void {
  const [now] = beginReceiving(shareOf(transfer), transfer, choices.get(transfer));
  const receipt: Receipt = { owner: "o".repeat(43), ownerName: "Owner", automatic: false, now };
  disk.act({ do: "receive", transfer, receipt, effect });
}

function shareOf(transfer: number): Share {
  const share = shares.get(transfer);
  if (share === undefined) throw new Error(`transfer ${transfer} was not opened`);
  return share;
}

const outcome = (event: ReceiveEvent): Failure | "well" => (event.on === "fail" ? event.why : "well");

/** The bytes of a chunk: words that no other chunk and no other transfer has there. */
function bytesOf({ transfer, share }: Stored, chunk: number): Uint8Array<ArrayBuffer> {
  const length = chunkLengthOf(share, chunk);
  const words = new Uint32Array(Math.ceil(length / 4));
  let word = Math.imul(transfer + 1, 0x9e3779b1) ^ Math.imul(chunk + 1, 0x85ebca6b);
  for (let i = 0; i < words.length; i++) {
    word ^= word << 13;
    word ^= word >>> 17;
    word ^= word << 5;
    words[i] = word;
  }
  return new Uint8Array(words.buffer, 0, length);
}

/** Offers a chunk in frames, has it hashed, and stores it. Does not wait until it is stored. */
async function give(transfer: number, chunk: number): Promise<Failure | "well"> {
  const bytes = bytesOf({ transfer, share: shareOf(transfer) }, chunk);
  for (let offset = 0; offset < bytes.length; offset += partBytes) {
    const piece = bytes.subarray(offset, offset + partBytes);
    const frame = new Uint8Array(frameHeaderBytes + piece.length);
    frame.set(piece, frameHeaderBytes);
    act(transfer, { do: "keep", chunk, offset, frame: frame.buffer });
  }
  act(transfer, { do: "hash", chunk });
  const hashed = outcome(await until(transfer, (event) => event.on === "hashed" && event.chunk === chunk));
  if (hashed === "well") act(transfer, { do: "store", chunk, digest: verbs.digest(transfer, chunk) ?? "" });
  return hashed;
}

async function compared(blob: Blob, from: number, stored: Stored): Promise<number | undefined> {
  const chunkBytes = chunkBytesOf(stored.share);
  for (let at = 0; at < blob.size; ) {
    const chunk = Math.floor((from + at) / chunkBytes);
    const expected = bytesOf(stored, chunk).subarray((from + at) % chunkBytes);
    const bytes = new Uint8Array(await blob.slice(at, at + expected.length).arrayBuffer());
    for (let i = 0; i < bytes.length; i++) if (bytes[i] !== expected[i]) return at + i;
    at += bytes.length;
  }
  return undefined;
}

const workers: Worker[] = [];
/** What workers say of chunks that are safe and of files' sums, in order. */
const told: string[] = [];
globalThis.Worker = class extends Worker {
  constructor(...made: ConstructorParameters<typeof Worker>) {
    super(...made);
    workers.push(this);
    this.addEventListener("message", ({ data }) => /^(stored|summed)$/.test(data.on) && told.push(data.on));
  }
};

const verbs = {
  /** Comes first. Without `rungs` the disk edge chooses by itself. */
  start({ workerUrl, rungs, at }: { workerUrl: string; rungs?: readonly Rung[]; at?: string }) {
    place = at ?? place;
    disk = diskEdge({ place, room: "sinks", workerUrl, report, ...(rungs === undefined ? {} : { rungs }) });
  },

  async open(transfer: number, share: Share, chosen?: Spans) {
    shares.set(transfer, share);
    if (chosen !== undefined) choices.set(transfer, chosen);
    heard.splice(
      0,
      heard.length,
      ...heard.filter((each) => each.transfer !== transfer || (each.event.on !== "opened" && each.event.on !== "fail")),
    );
    act(transfer, { do: "open" });
    return outcome(await until(transfer, (event) => event.on === "opened"));
  },

  /** Chunks that were there when it was opened. */
  found(transfer: number) {
    const event = heard.findLast((each) => each.transfer === transfer && each.event.on === "opened")?.event;
    return event?.on === "opened" ? event.found : [];
  },

  /** Hashes chunks again as they lie there; resolves to those that are not what was stored. */
  async check(transfer: number, chunks: Spans): Promise<readonly number[]> {
    act(transfer, { do: "check", chunks });
    const bad: number[] = [];
    for (const [from, to] of chunks)
      for (let chunk = from; chunk < to; chunk++) {
        const event = await until(transfer, (event) => event.on === "checked" && event.chunk === chunk);
        if (event.on !== "checked" || !event.good) bad.push(chunk);
      }
    return bad;
  },

  /** Checks chunks, and stores another at the moment when that is done; resolves to what was told first: that it is safe, or a file's sum. */
  async storeAfterCheck(transfer: number, checked: Spans, chunk: number) {
    await verbs.check(transfer, checked);
    told.length = 0;
    const stored = await verbs.store(transfer, [chunk]);
    return stored === "well" ? told[0] : stored;
  },

  async digestOfAll(transfer: number) {
    act(transfer, { do: "digest" });
    const event = await until(transfer, (event) => event.on === "digested");
    return event.on === "digested" ? event.digest : "";
  },

  /** What the page learns of a transfer from the ledger. */
  knows: (transfer: number, share: Share) => void shares.set(transfer, share),

  shelve: (transfer: number) => act(transfer, { do: "shelve" }),

  /** Resolves when it is closed and its files' SHA-256 are told, which is a moment later. */
  async closed(transfer: number) {
    act(transfer, { do: "close" });
    await until(transfer, (event) => event.on === "closed");
    const told = () => Array.from(disk.sums.value.get(transfer) ?? [], (digest) => digest ?? "");
    const isAll = () => told().filter((digest) => digest !== "").length === shareOf(transfer).entries.length;
    for (let tries = 0; tries < 100 && !isAll(); tries++) await new Promise((resolve) => setTimeout(resolve, 20));
    return told();
  },

  restored: async () => (await disk.restore()).receipts.map(({ transfer, complete, paused }) => ({ transfer, complete, paused })),

  /** Stores chunks in this order, and resolves when the last of them is safe. */
  async store(transfer: number, chunks: readonly number[]) {
    for (const chunk of chunks) {
      const given = await give(transfer, chunk);
      if (given !== "well") return given;
    }
    for (const chunk of chunks) {
      const safe = outcome(await until(transfer, (event) => event.on === "stored" && event.chunk === chunk));
      if (safe !== "well") return safe;
    }
    return "well";
  },

  /** Stores a chunk without waiting until it is safe: of a stream, that may be when it has ended. */
  give,

  async safe(transfer: number, chunks: readonly number[]) {
    for (const chunk of chunks) await until(transfer, (event) => event.on === "stored" && event.chunk === chunk);
  },

  /** A stream that is received was this share. */
  end(transfer: number, share: Share) {
    shares.set(transfer, share);
    act(transfer, { do: "end" });
  },

  /** A chunk's SHA-256, as the worker told it. */
  digest(transfer: number, chunk: number) {
    const found = heard.find(({ transfer: of, event }) => of === transfer && event.on === "hashed" && event.chunk === chunk);
    return found?.event.on === "hashed" ? found.event.digest : undefined;
  },

  /** A chunk as it was given, in Base64. */
  bytes(transfer: number, chunk: number) {
    const bytes = bytesOf({ transfer, share: shareOf(transfer) }, chunk);
    return new Promise<string>((resolve) => {
      const reader = new FileReader();
      reader.onload = () => resolve(String(reader.result).replace(/^.*,/, ""));
      reader.readAsDataURL(new Blob([bytes]));
    });
  },

  /** The SHA-256 of each file as it was given. */
  sumsGiven(transfer: number): readonly string[] {
    const share = shareOf(transfer);
    return placesOf(share).map(({ from, to }) => {
      const hasher = sha256.create();
      for (let at = from; at < to; ) {
        const chunk = Math.floor(at / chunkBytesOf(share));
        const bytes = bytesOf({ transfer, share }, chunk).subarray(at - chunk * chunkBytesOf(share), to - chunk * chunkBytesOf(share));
        hasher.update(bytes);
        at += bytes.length;
      }
      return toHex(hasher.digest());
    });
  },

  close: (transfer: number) => act(transfer, { do: "close" }),
  discard: (transfer: number) => act(transfer, { do: "discard" }),

  /** Reads each file back, and compares it with what was stored. */
  async save(transfer: number): Promise<readonly Saved[]> {
    const share = shareOf(transfer);
    const pieces = await disk.read(transfer, share);
    return Promise.all(
      placesOf(share).map(async ({ entry, from, to }) => {
        const blob = cut(pieces, from, to);
        const differsAt = await compared(blob, from, { transfer, share });
        return { name: entry.path, size: blob.size, ...(differsAt === undefined ? {} : { differsAt }) };
      }),
    );
  },

  /** What this page has on the disk: names of files, keys of records. */
  async kept(): Promise<readonly string[]> {
    const names: string[] = [];
    const root = await navigator.storage?.getDirectory();
    const folder = await (await root?.getDirectoryHandle("roomcp").catch(() => undefined))
      ?.getDirectoryHandle(place)
      .catch(() => undefined);
    for await (const name of folder?.keys() ?? []) names.push(name);
    if (!(await indexedDB.databases()).some(({ name }) => name === databaseName(place))) return names;
    const database = await openDatabase(databaseName(place), [databaseStore]);
    const keys = await database.keys(databaseStore);
    database.close();
    return [...names, ...keys.map(String).filter((key) => key !== "-1,0")];
  },

  place: () => place,

  /** Everybody's places on this origin's disk. */
  async places(): Promise<readonly string[]> {
    const places: string[] = [];
    const root = await navigator.storage?.getDirectory();
    for await (const name of (await root?.getDirectoryHandle("roomcp").catch(() => undefined))?.keys() ?? []) places.push(name);
    for (const { name = "" } of await indexedDB.databases()) places.push(name.replace(databaseName(""), ""));
    return places;
  },

  /** Makes a place look as if nobody had used it for two days. */
  async age(place: string) {
    const database = await openDatabase("roomcp-ledger", []);
    await database.put("places", { room: "sinks", used: Date.now() - 48 * 3_600_000 }, place);
    database.close();
  },

  /** What a failing disk does: a byte of a stored chunk becomes another. The transfer must not be open: a worker that still has its file is waited for. */
  async damage(transfer: number, chunk: number) {
    const root = await navigator.storage?.getDirectory();
    const folder = await (await root?.getDirectoryHandle("roomcp").catch(() => undefined))
      ?.getDirectoryHandle(place)
      .catch(() => undefined);
    if (folder !== undefined) {
      const file = await folder.getFileHandle(String(transfer));
      const tried = () => file.createWritable({ keepExistingData: true }).catch(() => undefined);
      let writable = await tried();
      for (; writable === undefined; writable = await tried()) await new Promise((resolve) => setTimeout(resolve, 20));
      await writable.write({ type: "write", position: chunk * chunkBytesOf(shareOf(transfer)) + 9, data: new Uint8Array([1, 2, 3]) });
      await writable.close();
      return;
    }
    const database = await openDatabase(databaseName(place), [databaseStore]);
    const record = await database.get<StoredRecord>(databaseStore, [transfer, 0]);
    if (record === undefined) throw new Error(`nothing is stored of transfer ${transfer}`);
    const bytes = new Uint8Array(await record.blob.arrayBuffer());
    bytes.set([1, 2, 3], record.chunks.indexOf(chunk) * chunkBytesOf(shareOf(transfer)) + 9);
    await database.put(databaseStore, { ...record, blob: new Blob([bytes]) }, [transfer, 0]);
    database.close();
  },

  endWorkers() {
    for (const worker of workers.splice(0)) worker.terminate();
  },

  /** Makes a share of the files that the page's input has, and tells how many chunks it has. */
  lend() {
    const files = [...(document.querySelector("input")?.files ?? [])];
    const entries = files.map(({ name, size, lastModified, type }) => ({ path: name, size, modified: lastModified, media: type }));
    const share = shareOfFiles("5".repeat(32), entries);
    if (typeof share === "string") throw new Error(share);
    source = openSource(share);
    source.files.push(...files);
    return chunkCountOf(share);
  },

  /** Reads chunks of it, all at once or one after the other; resolves to their SHA-256, or to why there is none. */
  async reads(chunks: readonly number[], atOnce = false): Promise<readonly string[]> {
    const digestOf = async (chunk: number) => {
      const bytes = await readChunk(source, chunk);
      return typeof bytes === "string" ? bytes : nativeHasher(new Uint8Array(bytes));
    };
    if (atOnce) return Promise.all(chunks.map(digestOf));
    const digests: string[] = [];
    for (const chunk of chunks) digests.push(await digestOf(chunk));
    return digests;
  },

  /** Records a stream of so many bytes; resolves to the first byte that is not as it was, and then frees it. */
  async record(size: number) {
    const stored = { transfer: 77, share: shareOfFiles("5".repeat(32), [{ path: "zip", size, modified: 0, media: "" }]) as Share };
    const pieces = Array.from({ length: chunkCountOf(stored.share) }, (_, chunk) => bytesOf(stored, chunk));
    const told: number[] = [];
    const recorded = await disk.record("zip", size, new Blob(pieces).stream(), (bytes) => told.push(bytes));
    const differsAt = await compared(recorded.blob, 0, stored);
    const result = { size: recorded.blob.size, told: told.at(-1), ...(differsAt === undefined ? {} : { differsAt }) };
    await recorded.free();
    return result;
  },

  streams: () => source.runs.length,

  chunkCount: (transfer: number) => chunkCountOf(shareOf(transfer)),
};

export type Verbs = typeof verbs;

Object.assign(globalThis, { verbs });
