// The page's end of writing: frames are joined to chunks, chunks handed to the workers that hash and write them.
import { frameHeaderBytes } from "../../protocol/frame.ts";
import { chunkBytesMin, memorySinkBytesMax } from "../../protocol/limits.ts";
import type { PeerEffect } from "../../protocol/peer-state.ts";
import type { ReceiveEvent } from "../../protocol/receive.ts";
import { chunkBytesOf, chunkCountOf, chunkLengthOf, type Share, sizeOf } from "../../protocol/share.ts";
import type { Crew } from "./crew.ts";
import { chunksPerRecord, type FromWorker, type Rung, workerBytes } from "./messages.ts";
import { readerName } from "./reader.ts";
import type { Shelf } from "./shelves.ts";

type ReceiveEffect = Extract<PeerEffect, { do: "receive" }>;
type Bytes = Uint8Array<ArrayBuffer>;

/**
 * A transfer's storage. `joining`: chunks whose frames are arriving. They are joined here, since handing each frame to the worker costs
 * more than copying it. `left`: chunks that each worker has yet to store, where workers are ended.
 */
type Receipt = { readonly share: Share; readonly joining: Map<number, Bytes>; readonly left: Map<string, number>; digesting: boolean };

export type Shelves = { readonly rung: Rung; readonly shelf: Shelf };

const writerName = "writer";
/** Memory for chunks is used again and again: a browser that must find new memory for every MiB grows by a hundred of them. */
const spareMax = 8;

export function openKeeper(lent: {
  crew: Crew;
  place: string;
  shelves: Promise<Shelves>;
  report: (transfer: number, event: ReceiveEvent) => void;
}) {
  const { crew, place, report } = lent;
  const receipts = new Map<number, Receipt>();
  const closing = new Map<number, () => void>();
  const spare: Bytes[] = [];
  let rung: Rung = "memory";

  const open = async (transfer: number, share: Share) => {
    receipts.set(transfer, { share, joining: new Map(), left: new Map(), digesting: false });
    ({ rung } = await lent.shelves);
    const why = await whyNoRoom(
      [...receipts.values()].map((receipt) => receipt.share),
      rung,
    );
    if (!receipts.has(transfer)) return;
    if (why !== undefined) {
      receipts.delete(transfer);
      report(transfer, { on: "fail", why });
    } else if (rung === "indexeddb") report(transfer, { on: "opened" });
    else crew.order(writerName, { do: "open", transfer, share, rung, place });
  };

  /** Which worker has a chunk in hand: one writer for all, or in turn one for every 128 MiB. */
  const writerOf = (transfer: number, chunk: number, { share, left }: Receipt): string => {
    if (rung !== "indexeddb") return writerName;
    const perRecord = chunksPerRecord(chunkBytesOf(share));
    const perWorker = Math.max(1, Math.floor(workerBytes / (perRecord * chunkBytesOf(share)))) * perRecord;
    const turn = Math.floor(chunk / perWorker);
    const name = `${writerName}-${transfer}-${turn}`;
    if (!left.has(name)) {
      left.set(name, Math.min(perWorker, chunkCountOf(share) - turn * perWorker));
      crew.order(name, { do: "open", transfer, share, rung, place });
    }
    return name;
  };

  const join = ({ share, joining }: Receipt, { chunk, offset, frame }: Extract<ReceiveEffect["effect"], { do: "keep" }>) => {
    const length = chunkLengthOf(share, chunk);
    const bytes = joining.get(chunk) ?? (length === chunkBytesMin ? spare.pop() : undefined) ?? new Uint8Array(length);
    bytes.set(new Uint8Array(frame, frameHeaderBytes), offset);
    joining.set(chunk, bytes);
  };

  const stored = async ({ transfer, chunk, blob }: Extract<FromWorker, { on: "stored" }>, name: string) => {
    if (blob !== undefined) (await lent.shelves).shelf.put(transfer, chunk, blob);
    const receipt = receipts.get(transfer);
    const left = (receipt?.left.get(name) ?? 0) - 1;
    if (receipt?.left.has(name)) receipt.left.set(name, left);
    if (left === 0) crew.end(name);
    report(transfer, { on: "stored", chunk });
  };

  const close = (transfer: number) => {
    if (rung === "indexeddb") report(transfer, { on: "closed" });
    else crew.order(writerName, { do: "close", transfer });
  };

  const discard = async (transfer: number) => {
    const receipt = receipts.get(transfer);
    receipts.delete(transfer);
    if (receipt === undefined) return;
    for (const name of receipt.left.keys()) crew.end(name);
    const { shelf } = await lent.shelves;
    if (rung !== "indexeddb") {
      const closed = new Promise<void>((resolve) => closing.set(transfer, resolve));
      crew.order(writerName, { do: "close", transfer });
      await closed;
    }
    // It may never have got so far as to be there.
    await shelf.free(transfer, receipt.share).catch(() => {});
  };

  return {
    act({ transfer, share, effect }: ReceiveEffect) {
      const receipt = receipts.get(transfer);
      if (effect.do === "open") return void open(transfer, share);
      if (receipt === undefined) return;
      switch (effect.do) {
        case "keep":
          return join(receipt, effect);
        case "hash": {
          const bytes = receipt.joining.get(effect.chunk);
          if (bytes === undefined) return;
          receipt.joining.delete(effect.chunk);
          return crew.order(writerOf(transfer, effect.chunk, receipt), { do: "hash", transfer, chunk: effect.chunk, bytes }, [
            bytes.buffer,
          ]);
        }
        case "drop":
          if (receipt.joining.delete(effect.chunk)) return;
          return crew.order(writerOf(transfer, effect.chunk, receipt), { ...effect, transfer });
        case "store":
          return crew.order(writerOf(transfer, effect.chunk, receipt), { ...effect, transfer });
        case "digest":
          receipt.digesting = true;
          return crew.order(readerName, { do: "digest", of: { transfer }, bytes: effect.bytes });
        case "close":
          return close(transfer);
        case "discard":
          return void discard(transfer);
        default:
          return effect satisfies never;
      }
    },

    heard(message: Exclude<Extract<FromWorker, { transfer: number }>, { on: "read" }>, name: string) {
      const { transfer } = message;
      switch (message.on) {
        case "opened":
          return report(transfer, { on: "opened" });
        case "hashed":
          return report(transfer, { on: "hashed", chunk: message.chunk, digest: message.digest });
        case "stored":
          return void stored(message, name);
        case "closed":
        case "failed": {
          // A transfer that is being discarded waits for this, and for nothing else.
          const discarding = closing.get(transfer);
          closing.delete(transfer);
          if (discarding !== undefined) return discarding();
          return report(transfer, message.on === "closed" ? { on: "closed" } : { on: "fail", why: message.why });
        }
        default:
          return message satisfies never;
      }
    },

    /** Memory comes back from a worker. Only chunks of the usual length are worth keeping. */
    emptied(bytes: Bytes) {
      if (spare.length < spareMax && bytes.length === chunkBytesMin) spare.push(bytes);
    },

    /** A worker died: the transfers whose bytes it had, or whose digest it owed, have lost them. */
    broken(name: string) {
      for (const [transfer, { left, digesting }] of [...receipts]) {
        const lost = name === readerName ? digesting : name === writerName || left.has(name);
        if (lost) report(transfer, { on: "fail", why: "sink-broken" });
      }
      if (name !== writerName) return;
      for (const resolve of closing.values()) resolve();
      closing.clear();
    },
  };
}

/**
 * Asked before a byte moves, for all that is here or on its way. Over plain HTTP the browser does not tell, and a full disk is noticed when it is
 * full; a file takes its room when it is opened.
 */
async function whyNoRoom(shares: readonly Share[], rung: Rung): Promise<"no-space" | "memory-too-small" | undefined> {
  if (rung === "opfs") return undefined;
  const bytes = shares.reduce((sum, share) => sum + sizeOf(share), 0);
  if (rung === "memory") return bytes > memorySinkBytesMax ? "memory-too-small" : undefined;
  const known = await navigator.storage?.estimate?.().catch(() => undefined);
  const last = shares.at(-1);
  return known?.quota !== undefined && last !== undefined && known.quota - (known.usage ?? 0) < sizeOf(last) ? "no-space" : undefined;
}
