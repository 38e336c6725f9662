// The worker: reads and hashes what is sent, hashes and writes what is received. It decides nothing.

import { toHex } from "../../protocol/bytes.ts";
import type { ReceiversEnding } from "../../protocol/failure.ts";
import { chunkBytesOf, type Share, type ShareId, sealedBytesOf } from "../../protocol/share.ts";
import { each } from "../../protocol/span.ts";
import { drawThumbnail } from "./draw.ts";
import { bestHasher } from "./hasher.ts";
import type { FromWorker, ToWorker } from "./messages.ts";
import { type Sink, sinks } from "./sinks.ts";
import { closeSource, openSource, readChunk, type Source } from "./sources.ts";
import { type Summing, summing } from "./sums.ts";

type Bytes = Uint8Array<ArrayBuffer>;
type Job = {
  share: Share;
  readonly sink: Sink;
  readonly sums: Summing;
  readonly chunks: Map<number, Bytes>;
  over: boolean;
};

declare const self: DedicatedWorkerGlobalScope;

const hasher = bestHasher();
const hash = async (bytes: Bytes) => (await hasher)(bytes);
const sources = new Map<ShareId, Source>();
/** Promised at once, so that what follows an `open` in the line waits for it. */
const jobs = new Map<number, Promise<Job>>();

const say = (message: FromWorker, transfer: Transferable[] = []) => self.postMessage(message, transfer);

self.onmessage = ({ data }: MessageEvent<ToWorker>) => {
  carryOut(data).catch((error: unknown) => {
    if ("transfer" in data) say({ on: "failed", transfer: data.transfer, why: reason(error) });
    else if ("key" in data) say({ on: "unreadable", key: data.key });
  });
};

/** What a full disk is called: Firefox has a name of its own for it, and no `DOMException`. */
const diskFull = /^(QuotaExceededError|NS_ERROR_FILE_NO_DEVICE_SPACE)$/;

function reason(error: unknown): ReceiversEnding {
  const named = typeof error === "object" && error !== null && "name" in error;
  return named && diskFull.test(String(error.name)) ? "no-space" : "sink-broken";
}

async function carryOut(order: ToWorker): Promise<void> {
  switch (order.do) {
    case "try-opfs":
      return say({ on: "tried-opfs", works: await opfsWorks() });
    case "draw":
      return say({ on: "drawn", image: await drawThumbnail(order.file).catch(() => undefined) });
    case "source":
      return source(order);
    case "forget-source":
      return forget(order.share);
    case "read":
      return read(order);
    case "digest-own": {
      const known = sources.get(order.share);
      if (known === undefined) return;
      return say({ on: "digested-own", share: order.share, digest: await hash(sealedBytesOf(known.share, order.digests)) });
    }
    case "open":
      return open(order);
    default: {
      const job = await jobs.get(order.transfer);
      if (job !== undefined) await onJob(job, order);
      // Whoever lets go of a transfer waits for this, also where it could not be opened.
      else if (order.do === "shelve") say({ on: "shelved", transfer: order.transfer });
    }
  }
}

function source({ share, files, from }: Extract<ToWorker, { do: "source" }>): void {
  if (from === 0) forget(share.id);
  const known = sources.get(share.id) ?? openSource(share);
  for (const file of files) known.files.push(file);
  sources.set(share.id, known);
}

function forget(share: ShareId): void {
  const known = sources.get(share);
  if (known !== undefined) closeSource(known);
  sources.delete(share);
}

async function read({ key, share, chunk, bytes: wanted }: Extract<ToWorker, { do: "read" }>): Promise<void> {
  const known = sources.get(share);
  if (known === undefined) return;
  const bytes = await readChunk(known, chunk);
  if (typeof bytes === "string") return say({ on: bytes, key });
  const digest = await hash(new Uint8Array(bytes));
  if (wanted) say({ on: "read", key, digest, bytes }, [bytes]);
  else say({ on: "read", key, digest });
}

async function open({ share, transfer, rung, place, chosen, chunks, halfway }: Extract<ToWorker, { do: "open" }>): Promise<void> {
  const job = sinks[rung]({ share, transfer, place, chunks }).then((sink): Job => {
    const read = readerOf(share, sink);
    const reread = async (chunk: number) => (made.over ? undefined : (await read(chunk))?.bytes);
    const sums = summing({
      ...{ share, chosen, hash, halfway, read: reread },
      summed: (sums) => say({ on: "summed", transfer, sums }),
      // Where chunks are kept until their record is whole, nothing is summed before the end.
      passed: (halfway) => sink.copies && say({ on: "halfway", transfer, halfway }),
    });
    const made: Job = { share, sink, sums, chunks: new Map(), over: false };
    return made;
  });
  jobs.set(transfer, job);
  const { sink } = await job.catch((error: unknown) => {
    jobs.delete(transfer);
    throw error;
  });
  say({ on: "opened", transfer, found: sink.found });
}

async function onJob(job: Job, order: Extract<ToWorker, { transfer: number }>): Promise<void> {
  const { transfer } = order;
  switch (order.do) {
    case "open":
      return;
    case "check":
      return check(job, order);
    case "hash":
      job.chunks.set(order.chunk, order.bytes);
      return say({ on: "hashed", transfer, chunk: order.chunk, digest: await hash(order.bytes) });
    case "store":
      return store(job, order);
    case "drop": {
      const bytes = job.chunks.get(order.chunk);
      job.chunks.delete(order.chunk);
      if (bytes !== undefined) giveBack(bytes);
      return;
    }
    case "end":
      return ended(job, order);
    case "digest":
      return say({ on: "digested", transfer, digest: await hash(sealedBytesOf(job.share, await job.sink.digests())) });
    case "close":
      await job.sums.finish();
      // Let go of meanwhile.
      if (job.over) return;
      await end(job, transfer);
      return say({ on: "closed", transfer });
    case "shelve":
      for (const safe of await job.sink.flush()) say({ on: "stored", transfer, ...safe });
      await end(job, transfer);
      return say({ on: "shelved", transfer });
    default:
      return order satisfies never;
  }
}

async function end(job: Job, transfer: number): Promise<void> {
  job.over = true;
  jobs.delete(transfer);
  await job.sink.close();
}

/** Reads chunks one after the other into the same memory: what it gave is good until the next one. */
function readerOf(share: Share, sink: Sink): (chunk: number) => ReturnType<Sink["read"]> {
  let memory: ArrayBuffer | undefined;
  return async (chunk) => {
    const found = await sink.read(chunk, memory ?? new ArrayBuffer(chunkBytesOf(share)));
    memory = found?.bytes.buffer;
    return found;
  };
}

/** R12: are chunks still what was stored? The files' sums follow after that: they take longer, and nobody waits for them. */
async function check(job: Job, { transfer, chunks }: Extract<ToWorker, { do: "check" }>): Promise<void> {
  const read = readerOf(job.share, job.sink);
  const good: number[] = [];
  for (const chunk of each(chunks)) {
    if (job.over) return;
    const found = await read(chunk);
    const isGood = found !== undefined && (await hash(found.bytes)) === toHex(found.digest);
    if (job.over) return;
    say({ on: "checked", transfer, chunk, good: isGood });
    if (isGood) good.push(chunk);
  }
  if (job.sink.copies) await job.sums.found(good);
}

async function store(job: Job, { transfer, chunk, digest }: Extract<ToWorker, { do: "store" }>): Promise<void> {
  const bytes = job.chunks.get(chunk);
  job.chunks.delete(chunk);
  if (bytes === undefined) return;
  for (const safe of await job.sink.write(chunk, bytes, digest)) say({ on: "stored", transfer, ...safe });
  if (!job.sink.copies) return;
  await job.sums.stored(chunk, bytes);
  giveBack(bytes);
}

/** What follows in the line may count on the true share at once. */
async function ended(job: Job, { transfer, share, chunks }: Extract<ToWorker, { do: "end" }>): Promise<void> {
  job.share = share;
  const safe = job.sink.end(share, chunks);
  await job.sums.end(share);
  for (const each of await safe) say({ on: "stored", transfer, ...each });
}

function giveBack(bytes: Bytes): void {
  say({ on: "emptied", bytes }, [bytes.buffer]);
}

/** Chosen by trying: Firefox's private windows have the function and not the file system. */
async function opfsWorks(): Promise<boolean> {
  try {
    const root = await navigator.storage.getDirectory();
    const name = `roomcp-try-${Math.random()}`;
    const handle = await (await root.getFileHandle(name, { create: true })).createSyncAccessHandle();
    handle.write(new Uint8Array(1));
    handle.close();
    await root.removeEntry(name);
    return true;
  } catch {
    return false;
  }
}
