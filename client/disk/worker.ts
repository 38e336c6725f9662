// The worker: reads and hashes what is sent, hashes and writes what is received. It decides nothing.
import type { ReceiversEnding } from "../../protocol/failure.ts";
import type { Share, ShareId } from "../../protocol/share.ts";
import { bestHasher } from "./hasher.ts";
import type { FromWorker, ToWorker } from "./messages.ts";
import { type Sink, sinks } from "./sinks.ts";
import { readChunk, type Source } from "./sources.ts";

type Job = { readonly share: Share; readonly sink: Sink; readonly chunks: Map<number, Uint8Array<ArrayBuffer>> };

declare const self: DedicatedWorkerGlobalScope;

const hasher = bestHasher();
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
    case "source":
      return void sources.set(order.share.id, order);
    case "forget-source":
      return void sources.delete(order.share);
    case "read": {
      const source = sources.get(order.share);
      if (source === undefined) return;
      const bytes = await readChunk(source, order.chunk);
      if (bytes === undefined) return say({ on: "changed", key: order.key });
      const digest = await (await hasher)(new Uint8Array(bytes));
      return say({ on: "read", key: order.key, digest, bytes }, [bytes]);
    }
    case "digest":
      return say({ on: "digested", of: order.of, digest: await (await hasher)(order.bytes) });
    case "open": {
      const { share, transfer, rung, place } = order;
      const job = sinks[rung]({ share, transfer, place }).then((sink) => ({ share, sink, chunks: new Map() }));
      jobs.set(transfer, job);
      await job;
      return say({ on: "opened", transfer });
    }
    case "close":
      await (await jobs.get(order.transfer))?.sink.close();
      jobs.delete(order.transfer);
      return say({ on: "closed", transfer: order.transfer });
    default: {
      const job = await jobs.get(order.transfer);
      if (job !== undefined) await onChunk(job, order);
    }
  }
}

async function onChunk(job: Job, order: Extract<ToWorker, { transfer: number; chunk: number }>): Promise<void> {
  const { transfer, chunk } = order;
  switch (order.do) {
    case "hash":
      job.chunks.set(chunk, order.bytes);
      return say({ on: "hashed", transfer, chunk, digest: await (await hasher)(order.bytes) });
    case "store": {
      const bytes = job.chunks.get(chunk);
      job.chunks.delete(chunk);
      if (bytes === undefined) return;
      for (const safe of await job.sink.write(chunk, bytes)) say({ on: "stored", transfer, ...safe });
      if (job.sink.copies) giveBack(bytes);
      return;
    }
    case "drop": {
      const bytes = job.chunks.get(chunk);
      job.chunks.delete(chunk);
      if (bytes !== undefined) giveBack(bytes);
      return;
    }
    default:
      return order satisfies never;
  }
}

function giveBack(bytes: Uint8Array<ArrayBuffer>): void {
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
