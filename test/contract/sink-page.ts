// The page of the sink suite: the real disk edge, given chunks as a transfer gives them, and read back where people press "Save".
import { openDB } from "idb";
import { type Disk, diskEdge } from "../../client/disk/index.ts";
import { databaseName, databaseStore, type Rung } from "../../client/disk/messages.ts";
import { randomHex } from "../../client/identity.ts";
import type { Failure } from "../../protocol/failure.ts";
import { frameHeaderBytes } from "../../protocol/frame.ts";
import { partBytes } from "../../protocol/limits.ts";
import type { PeerEvent } from "../../protocol/peer-state.ts";
import type { ReceiveEffect, ReceiveEvent } from "../../protocol/receive.ts";
import { chunkBytesOf, chunkCountOf, chunkLengthOf, placesOf, type Share } from "../../protocol/share.ts";

/** `differsAt`: the first byte of the file that is not what was stored. */
export type Saved = { readonly name: string; readonly size: number; readonly differsAt?: number };
/** What was stored: one stream of bytes over all files, a different one for each transfer. */
type Stored = { readonly transfer: number; readonly share: Share };

const place = randomHex();
const shares = new Map<number, Share>();
const heard: { transfer: number; event: ReceiveEvent }[] = [];
const news = new EventTarget();
let disk: Disk;

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

function act(transfer: number, effect: Exclude<ReceiveEffect, { do: "ask" | "done" | "cancel" | "look" }>): void {
  const share = shareOf(transfer);
  disk.act({ do: "receive", transfer, share, effect });
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
  if (hashed === "well") act(transfer, { do: "store", chunk });
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

// What would be downloaded is caught here: its name at the link, its bytes at the Blob.
const blobs: Blob[] = [];
const downloads: { name: string; blob: Blob }[] = [];
URL.createObjectURL = (blob: Blob) => `blob:${blobs.push(blob) - 1}`;
HTMLAnchorElement.prototype.click = function () {
  const blob = blobs[Number(this.href.slice("blob:".length))];
  if (blob !== undefined) downloads.push({ name: this.download, blob });
};

const workers: Worker[] = [];
globalThis.Worker = class extends Worker {
  constructor(...made: ConstructorParameters<typeof Worker>) {
    super(...made);
    workers.push(this);
  }
};

const verbs = {
  /** Comes first. Without `rungs` the disk edge chooses by itself. */
  start({ workerUrl, rungs }: { workerUrl: string; rungs?: readonly Rung[] }) {
    disk = diskEdge({ session: place, workerUrl, report, ...(rungs === undefined ? {} : { rungs }) });
  },

  async open(transfer: number, share: Share) {
    shares.set(transfer, share);
    act(transfer, { do: "open" });
    return outcome(await until(transfer, (event) => event.on === "opened"));
  },

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

  close: (transfer: number) => act(transfer, { do: "close" }),
  discard: (transfer: number) => act(transfer, { do: "discard" }),

  /** Presses "Save", and compares what comes with what was stored. */
  async save(transfer: number): Promise<readonly Saved[]> {
    const share = shareOf(transfer);
    await disk.save(transfer, share);
    const places = placesOf(share);
    return Promise.all(
      downloads.splice(0).map(async ({ name, blob }, i) => {
        const differsAt = await compared(blob, places[i]?.from ?? 0, { transfer, share });
        return { name, size: blob.size, ...(differsAt === undefined ? {} : { differsAt }) };
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
    const database = await openDB(databaseName(place));
    const keys = await database.getAllKeys(databaseStore);
    database.close();
    return [...names, ...keys.map(String).filter((key) => key !== "0,0")];
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

  endWorkers() {
    for (const worker of workers.splice(0)) worker.terminate();
  },

  chunkCount: (transfer: number) => chunkCountOf(shareOf(transfer)),
};

export type Verbs = typeof verbs;

Object.assign(globalThis, { verbs });
