// The page's end of the disk: sources that are read, sinks that are written, and the workers that do it.
import { frameHeaderBytes } from "../../protocol/frame.ts";
import { memorySinkBytesMax } from "../../protocol/limits.ts";
import type { PeerEffect, PeerEvent } from "../../protocol/peer-state.ts";
import { chunkBytesOf, chunkCountOf, chunkLengthOf, placesOf, type Share, safeName, sizeOf } from "../../protocol/share.ts";
import { chunksPerRecord, type FromWorker, type Rung, rungs, type ToWorker, workerBytes } from "./messages.ts";
import { openShelf, type Shelf } from "./shelves.ts";
import { claimPlace, sweep } from "./sweep.ts";
import { workerUrlOf } from "./worker-url.ts";

type DiskEffect = Extract<PeerEffect, { do: "read" | "free" | "digest" | "forget-source" | "receive" }>;
type ReadEffect = Extract<PeerEffect, { do: "read" | "free" }>;
type ReceiveEffect = Extract<PeerEffect, { do: "receive" }>;

/**
 * A transfer's storage. `joining`: chunks whose frames are arriving. They are joined here, since handing each frame to the worker costs
 * more than copying it. `left`: chunks that each worker has yet to store, where workers are ended.
 */
type Receipt = { readonly share: Share; readonly joining: Map<number, Uint8Array<ArrayBuffer>>; readonly left: Map<string, number> };

type Shelves = { readonly rung: Rung; readonly shelf: Shelf };

/** @param lent `rungs`: those that may be tried, best first */
export function diskEdge(lent: { session: string; workerUrl: string; rungs?: readonly Rung[]; report: (event: PeerEvent) => void }) {
  const chunks = new Map<string, Uint8Array>();
  const reading = new Map<string, ReadEffect>();
  const receipts = new Map<number, Receipt>();
  const workers = new Map<string, Worker>();
  let rung: Rung = "memory";

  const worker = (name: string): Worker => {
    const known = workers.get(name);
    if (known !== undefined) return known;
    const made = new Worker(workerUrlOf(lent.workerUrl), { type: "module", name });
    made.onmessage = ({ data }: MessageEvent<FromWorker>) => heard(data, name);
    made.onerror = () => broken(name);
    workers.set(name, made);
    return made;
  };
  const order = (name: string, message: ToWorker, transfer: Transferable[] = []) => worker(name).postMessage(message, transfer);
  const receiving = (transfer: number, event: Extract<PeerEvent, { on: "receiving" }>["event"]) =>
    lent.report({ on: "receiving", transfer, event });

  /** The best rung that works here, found by trying, once. */
  const findShelves = async (): Promise<Shelves> => {
    claimPlace(lent.session);
    void sweep();
    for (const each of lent.rungs ?? rungs) {
      if (each === "opfs" && !(await triedOpfs())) continue;
      try {
        rung = each;
        return { rung: each, shelf: await openShelf(each, lent.session) };
      } catch {}
    }
    throw new Error("memory is always there");
  };
  let opfsTried: ((works: boolean) => void) | undefined;
  const triedOpfs = () => {
    if (navigator.storage?.getDirectory === undefined) return Promise.resolve(false);
    order("reader", { do: "try-opfs" });
    return new Promise<boolean>((resolve) => (opfsTried = resolve));
  };

  const heard = (message: FromWorker, name: string) => {
    switch (message.on) {
      case "tried-opfs":
        return opfsTried?.(message.works);
      case "read": {
        const effect = reading.get(message.key);
        reading.delete(message.key);
        // Freed before it was read: nobody wants it any more.
        if (effect === undefined) return;
        chunks.set(message.key, new Uint8Array(message.bytes));
        return lent.report({ on: "read", peer: effect.peer, transfer: effect.transfer, chunk: effect.chunk, digest: message.digest });
      }
      case "unreadable":
      case "changed": {
        const share = reading.get(message.key)?.share ?? message.key;
        reading.delete(message.key);
        return lent.report({ on: "stop-sharing", share, why: message.on === "changed" ? "source-changed" : "source-unreadable" });
      }
      case "digested": {
        const transfer = Number(message.key);
        if (receipts.has(transfer)) return receiving(transfer, { on: "digested", digest: message.digest });
        return lent.report({ on: "digested", share: message.key, digest: message.digest });
      }
      case "opened":
        return receiving(message.transfer, { on: "opened" });
      case "hashed":
        return receiving(message.transfer, { on: "hashed", chunk: message.chunk, digest: message.digest });
      case "stored":
        return stored(message, name);
      case "closed":
        return;
      case "emptied":
        return void (spare.length < spareMax && spare.push(message.bytes));
      case "failed":
        return receiving(message.transfer, { on: "fail", why: message.why });
      default:
        return message satisfies never;
    }
  };

  const stored = async ({ transfer, chunk, blob }: Extract<FromWorker, { on: "stored" }>, name: string) => {
    if (blob !== undefined) (await shelves).shelf.put(transfer, chunk, blob);
    const receipt = receipts.get(transfer);
    const left = (receipt?.left.get(name) ?? 1) - 1;
    if (receipt?.left.has(name)) receipt.left.set(name, left);
    if (left === 0 && rung === "indexeddb") end(name);
    receiving(transfer, { on: "stored", chunk });
  };

  const end = (name: string) => {
    workers.get(name)?.terminate();
    workers.delete(name);
  };

  /** A worker that could not start, or died: whatever it had is lost. */
  const broken = (name: string) => {
    end(name);
    for (const [transfer, receipt] of receipts)
      if (name === "writer" || receipt.left.has(name)) receiving(transfer, { on: "fail", why: "sink-broken" });
    if (name !== "reader") return;
    opfsTried?.(false);
    for (const { share } of reading.values()) lent.report({ on: "stop-sharing", share, why: "source-unreadable" });
    reading.clear();
  };

  /** Which worker has a chunk in hand: one writer for all, or in turn one for every 128 MiB. */
  const writerOf = (transfer: number, chunk: number, receipt: Receipt): string => {
    if (rung !== "indexeddb") return "writer";
    const perRecord = chunksPerRecord(chunkBytesOf(receipt.share));
    const perWorker = Math.max(1, Math.floor(workerBytes / (perRecord * chunkBytesOf(receipt.share)))) * perRecord;
    const turn = Math.floor(chunk / perWorker);
    const name = `writer-${transfer}-${turn}`;
    if (!receipt.left.has(name)) {
      receipt.left.set(name, Math.min(perWorker, chunkCountOf(receipt.share) - turn * perWorker));
      order(name, { do: "open", transfer, share: receipt.share, rung, place: lent.session });
    }
    return name;
  };

  const open = async (transfer: number, share: Share) => {
    receipts.set(transfer, { share, joining: new Map(), left: new Map() });
    await shelves;
    const why = await whyNoRoom(share, rung);
    if (!receipts.has(transfer)) return;
    if (why !== undefined) return receiving(transfer, { on: "fail", why });
    if (rung === "indexeddb") return receiving(transfer, { on: "opened" });
    order("writer", { do: "open", transfer, share, rung, place: lent.session });
  };

  const discard = async (transfer: number) => {
    const receipt = receipts.get(transfer);
    receipts.delete(transfer);
    if (receipt === undefined) return;
    for (const name of receipt.left.keys()) end(name);
    if (rung !== "indexeddb" && workers.has("writer")) await closed(transfer);
    // It may never have got so far as to be there.
    await (await shelves).shelf.free(transfer, receipt.share).catch(() => {});
  };
  const closed = (transfer: number) =>
    new Promise<void>((resolve) => {
      const writer = worker("writer");
      const listen = ({ data }: MessageEvent<FromWorker>) => {
        if ((data.on !== "closed" && data.on !== "failed") || data.transfer !== transfer) return;
        writer.removeEventListener("message", listen);
        resolve();
      };
      writer.addEventListener("message", listen);
      order("writer", { do: "close", transfer });
    });

  const receive = ({ transfer, share, effect }: ReceiveEffect) => {
    const receipt = receipts.get(transfer);
    switch (effect.do) {
      case "open":
        return void open(transfer, share);
      case "keep":
        return receipt && join(receipt, effect);
      case "hash": {
        const bytes = receipt?.joining.get(effect.chunk);
        if (receipt === undefined || bytes === undefined) return;
        receipt.joining.delete(effect.chunk);
        return order(writerOf(transfer, effect.chunk, receipt), { do: "hash", transfer, chunk: effect.chunk, bytes }, [bytes.buffer]);
      }
      case "drop":
        if (receipt?.joining.delete(effect.chunk)) return;
        return receipt && order(writerOf(transfer, effect.chunk, receipt), { ...effect, transfer });
      case "store":
        return receipt && order(writerOf(transfer, effect.chunk, receipt), { ...effect, transfer });
      case "digest":
        return order("reader", { do: "digest", key: String(transfer), bytes: effect.bytes });
      case "close":
        return rung === "indexeddb" ? undefined : order("writer", { do: "close", transfer });
      case "discard":
        return void discard(transfer);
      default:
        return effect satisfies never;
    }
  };

  // Begun at once, so that the first download does not wait for it.
  const shelves = findShelves();

  return {
    source(share: Share, files: readonly File[]) {
      order("reader", { do: "source", share, files });
    },

    /** A chunk that was read for somebody and not freed since. */
    chunk({ peer, transfer, part }: { peer: string; transfer: number; part: readonly [number, number, number] }): Uint8Array | undefined {
      return chunks.get(keyOf(peer, transfer, part[0]));
    },

    act(effect: DiskEffect) {
      switch (effect.do) {
        case "read": {
          const key = keyOf(effect.peer, effect.transfer, effect.chunk);
          reading.set(key, effect);
          return order("reader", { do: "read", key, share: effect.share, chunk: effect.chunk });
        }
        case "free": {
          const key = keyOf(effect.peer, effect.transfer, effect.chunk);
          reading.delete(key);
          chunks.delete(key);
          return;
        }
        case "digest":
          return order("reader", { do: "digest", key: effect.share, bytes: effect.bytes });
        case "forget-source":
          return order("reader", effect);
        case "receive":
          return receive(effect);
        default:
          return effect satisfies never;
      }
    },

    /** Offers each file of a finished copy to the browser's own download, under its own name. The bytes stay on the disk. */
    async save(transfer: number, share: Share): Promise<void> {
      const whole = await (await shelves).shelf.read(transfer, share);
      for (const { file, from, to } of placesOf(share)) offerDownload(whole.slice(from, to, file.media), safeName(file.name));
    },
  };
}

export type Disk = ReturnType<typeof diskEdge>;

/** Memory for chunks is used again and again: a browser that must find new memory for every MiB grows by a hundred of them. */
const spareMax = 8;
const spare: Uint8Array<ArrayBuffer>[] = [];

function memoryFor(length: number): Uint8Array<ArrayBuffer> {
  const fits = spare.findIndex((each) => each.length === length);
  return spare.splice(fits, fits === -1 ? 0 : 1)[0] ?? new Uint8Array(length);
}

function join({ share, joining }: Receipt, { chunk, offset, frame }: Extract<ReceiveEffect["effect"], { do: "keep" }>): void {
  const bytes = joining.get(chunk) ?? memoryFor(chunkLengthOf(share, chunk));
  bytes.set(new Uint8Array(frame, frameHeaderBytes), offset);
  joining.set(chunk, bytes);
}

function keyOf(peer: string, transfer: number, chunk: number): string {
  return `${peer}/${transfer}/${chunk}`;
}

/** Asked before a byte moves. Over plain HTTP the browser does not tell, and a full disk is noticed when it is full; a file takes its room. */
async function whyNoRoom(share: Share, rung: Rung): Promise<"no-space" | "memory-too-small" | undefined> {
  if (rung === "opfs") return undefined;
  if (rung === "memory") return sizeOf(share) > memorySinkBytesMax ? "memory-too-small" : undefined;
  const known = await navigator.storage?.estimate?.().catch(() => undefined);
  return known?.quota !== undefined && known.quota - (known.usage ?? 0) < sizeOf(share) ? "no-space" : undefined;
}

/** The browser may take minutes to copy a large file out of its storage, and needs the URL until then. */
const urlKeptMs = 60 * 60_000;

function offerDownload(blob: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), urlKeptMs);
}
