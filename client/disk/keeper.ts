// The page's end of writing: frames are joined to chunks, chunks handed to the workers that hash and write them.
import { frameHeaderBytes } from "../../protocol/frame.ts";
import { chunkBytesMin, memorySinkBytesMax } from "../../protocol/limits.ts";
import type { PeerEffect } from "../../protocol/peer-state.ts";
import type { ReceiveEvent } from "../../protocol/receive-state.ts";
import { bytesOfChunks, chunkBytesOf, chunkCountOf, chunkLengthOf, chunksOf, type Share } from "../../protocol/share.ts";
import { inBoth, type Spans, withoutSpan } from "../../protocol/span.ts";
import { isOpen } from "../../protocol/stream.ts";
import type { Crew } from "./crew.ts";
import type { Ledger } from "./ledger.ts";
import { chunksPerRecord, type FromWorker, type Rung, type Sums, workerBytes } from "./messages.ts";
import type { Shelf } from "./shelves.ts";

type ReceiveEffect = Extract<PeerEffect, { do: "receive" }>;
type Bytes = Uint8Array<ArrayBuffer>;

/**
 * A transfer's storage while it is open. `joining`: chunks whose frames are arriving. They are joined here, since handing each frame to the
 * worker costs more than copying it. `turns`: the workers of IndexedDB, each with the chunks it has yet to store.
 */
type Open = {
  share: Share;
  readonly chosen: Spans | undefined;
  wanted: Spans;
  readonly joining: Map<number, Bytes>;
  readonly turns: Map<string, Spans>;
};

export type Shelves = { readonly rung: Rung; readonly shelf: Shelf };

const writerName = "writer";
/** Memory for chunks is used again and again: a browser that must find new memory for every MiB grows by a hundred of them. */
const spareMax = 8;

export function openKeeper(lent: {
  crew: Crew;
  place: string;
  ledger: Ledger;
  shelves: Promise<Shelves>;
  report: (transfer: number, event: ReceiveEvent) => void;
  summed: (transfer: number, sums: Sums) => void;
  /** What is known of a transfer's files. */
  sumsOf: (transfer: number) => Sums;
}) {
  const { crew, place, ledger, report } = lent;
  const opened = new Map<number, Open>();
  /** Those who wait until a worker has let go of a transfer. */
  const closing = new Map<number, () => void>();
  /** A transfer is opened again only after it was closed. */
  const leaving = new Map<number, Promise<void>>();
  const spare: Bytes[] = [];
  let rung: Rung = "memory";

  const open = async ({ transfer, receipt }: ReceiveEffect) => {
    const { share, chosen } = receipt.now;
    const mine: Open = { share, chosen, wanted: chunksOf(share, chosen), joining: new Map(), turns: new Map() };
    opened.set(transfer, mine);
    await leaving.get(transfer);
    let shelf: Shelf;
    ({ rung, shelf } = await lent.shelves);
    const found = rung === "indexeddb" ? await shelf.found(transfer).catch(() => []) : [];
    const why = await whyNoRoom([...opened.values()], rung, bytesOfChunks(mine.share, inBoth(mine.wanted, found)));
    if (opened.get(transfer) !== mine) return;
    if (why !== undefined) {
      opened.delete(transfer);
      return report(transfer, { on: "fail", why });
    }
    if (rung !== "memory") ledger.opened(transfer, receipt);
    const halfway = ledger.halfway(transfer);
    const order = { do: "open", transfer, share: mine.share, chosen, rung, place, chunks: mine.wanted } as const;
    crew.order(writerName, halfway === undefined ? order : { ...order, halfway });
  };

  /** Which worker has a chunk in hand: one writer for all, or in turn one for every 128 MiB. */
  const writerOf = (transfer: number, chunk: number, { share, chosen, wanted, turns }: Open): string => {
    if (rung !== "indexeddb") return writerName;
    const perRecord = chunksPerRecord(chunkBytesOf(share));
    const perWorker = Math.max(1, Math.floor(workerBytes / (perRecord * chunkBytesOf(share)))) * perRecord;
    const turn = Math.floor(chunk / perWorker);
    const name = `${writerName}-${transfer}-${turn}`;
    if (!turns.has(name)) {
      const chunks = inBoth(wanted, [[turn * perWorker, Math.min((turn + 1) * perWorker, chunkCountOf(share))]]);
      turns.set(name, chunks);
      crew.order(name, { do: "open", transfer, share, chosen, rung, place, chunks });
    }
    return name;
  };

  const join = ({ share, joining }: Open, { chunk, offset, frame }: Extract<ReceiveEffect["effect"], { do: "keep" }>) => {
    const length = chunkLengthOf(share, chunk);
    const bytes = joining.get(chunk) ?? (length === chunkBytesMin ? spare.pop() : undefined) ?? new Uint8Array(length);
    bytes.set(new Uint8Array(frame, frameHeaderBytes), offset);
    joining.set(chunk, bytes);
  };

  /** A stream has come to its end: nothing of it lies beyond, and its last chunk may be a short one. */
  const end = (transfer: number, known: Open, share: Share) => {
    known.share = share;
    known.wanted = chunksOf(share, known.chosen);
    for (const [chunk, bytes] of known.joining) {
      const length = chunkLengthOf(share, chunk);
      if (length === 0) known.joining.delete(chunk);
      else if (length < bytes.length) known.joining.set(chunk, bytes.slice(0, length));
    }
    for (const [name, left] of known.turns) {
      const chunks = inBoth(left, known.wanted);
      known.turns.set(name, chunks);
      if (chunks.length === 0) crew.end(name);
    }
    ledger.ended(transfer, share);
    const busy = [...known.turns].filter(([, left]) => left.length > 0).map(([name]) => name);
    for (const name of [writerName, ...busy]) crew.order(name, { do: "end", transfer, share, chunks: known.wanted });
  };

  const stored = async ({ transfer, chunk, blob }: Extract<FromWorker, { on: "stored" }>, name: string) => {
    if (blob !== undefined) (await lent.shelves).shelf.put(transfer, chunk, blob);
    const turns = opened.get(transfer)?.turns;
    const left = turns?.get(name);
    if (turns !== undefined && left !== undefined) {
      turns.set(name, withoutSpan(left, [chunk, chunk + 1]));
      if (turns.get(name)?.length === 0) crew.end(name);
    }
    report(transfer, { on: "stored", chunk });
  };

  /** Lets go of a transfer; what waits for its record to be whole is written first, if it is to be kept. */
  const leave = (transfer: number, keep: boolean): Promise<void> => {
    const known = opened.get(transfer);
    opened.delete(transfer);
    const left = known === undefined ? leaving.get(transfer) : letGo(transfer, known, keep);
    const done = (left ?? Promise.resolve()).then(async () => {
      if (!keep) await (await lent.shelves).shelf.free(transfer).catch(() => {});
    });
    leaving.set(transfer, done);
    return done;
  };
  const letGo = async (transfer: number, { turns }: Open, keep: boolean) => {
    await lent.shelves;
    const names = keep ? [...turns].filter(([, left]) => left.length > 0).map(([name]) => name) : [];
    for (const [name] of turns) if (!names.includes(name)) crew.end(name);
    for (const name of [...names, writerName]) {
      await new Promise<void>((resolve) => {
        closing.set(transfer, resolve);
        crew.order(name, { do: "shelve", transfer });
      });
      if (name !== writerName) crew.end(name);
    }
    closing.delete(transfer);
  };

  return {
    act(received: ReceiveEffect) {
      const { transfer, effect } = received;
      const known = opened.get(transfer);
      switch (effect.do) {
        case "open":
          return void open(received);
        case "shelve":
          return void leave(transfer, true);
        case "discard":
          ledger.freed(transfer);
          return void leave(transfer, false);
        default:
          return known === undefined ? undefined : onOpen(received, known, effect);
      }
    },

    heard(message: Exclude<Extract<FromWorker, { transfer: number }>, { on: "read" }>, name: string) {
      const { transfer } = message;
      switch (message.on) {
        case "opened":
          return name === writerName ? void wasOpened(transfer, message.found) : undefined;
        case "checked":
          return report(transfer, { on: "checked", chunk: message.chunk, good: message.good });
        case "hashed":
          return report(transfer, { on: "hashed", chunk: message.chunk, digest: message.digest });
        case "digested":
          return report(transfer, { on: "digested", digest: message.digest });
        case "summed":
          return lent.summed(transfer, message.sums);
        case "halfway":
          return rung !== "memory" && opened.has(transfer) ? ledger.summing(transfer, message.halfway, lent.sumsOf(transfer)) : undefined;
        case "stored":
          return void stored(message, name);
        case "shelved":
          return closing.get(transfer)?.();
        case "closed":
          opened.delete(transfer);
          if (rung !== "memory") ledger.completed(transfer, lent.sumsOf(transfer));
          return report(transfer, { on: "closed" });
        case "failed": {
          // A transfer that is being let go of waits for this, and for nothing else.
          const left = closing.get(transfer);
          return left === undefined ? report(transfer, { on: "fail", why: message.why }) : left();
        }
        default:
          return message satisfies never;
      }
    },

    /** Memory comes back from a worker. Only chunks of the usual length are worth keeping. */
    emptied(bytes: Bytes) {
      if (spare.length < spareMax && bytes.length === chunkBytesMin) spare.push(bytes);
    },

    /** A worker died: what it had in hand is lost, and what is stored can be continued. */
    broken(name: string) {
      for (const [transfer, { turns }] of [...opened])
        if (name === writerName || turns.has(name)) report(transfer, { on: "fail", why: "sink-broken" });
      if (name !== writerName) return;
      for (const resolve of closing.values()) resolve();
      closing.clear();
    },
  };

  async function wasOpened(transfer: number, found: Spans): Promise<void> {
    const known = opened.get(transfer);
    if (known === undefined) return;
    const { shelf } = await lent.shelves;
    report(transfer, { on: "opened", found: rung === "indexeddb" ? await shelf.found(transfer) : found });
  }

  function onOpen(
    { transfer, receipt }: ReceiveEffect,
    known: Open,
    effect: Exclude<ReceiveEffect["effect"], { do: "open" | "shelve" | "discard" }>,
  ) {
    switch (effect.do) {
      case "keep":
        return join(known, effect);
      case "end":
        return end(transfer, known, receipt.now.share);
      case "hash": {
        const { chunk } = effect;
        const bytes = known.joining.get(chunk);
        if (bytes === undefined) return;
        known.joining.delete(chunk);
        return crew.order(writerOf(transfer, chunk, known), { do: "hash", transfer, chunk, bytes }, [bytes.buffer]);
      }
      case "drop":
        if (known.joining.delete(effect.chunk)) return;
        return crew.order(writerOf(transfer, effect.chunk, known), { ...effect, transfer });
      case "store":
        return crew.order(writerOf(transfer, effect.chunk, known), { ...effect, transfer });
      case "check":
      case "digest":
      case "close":
        return crew.order(writerName, { ...effect, transfer });
      default:
        return effect satisfies never;
    }
  }
}

/**
 * Asked before a byte moves, for all that is here or on its way. Over plain HTTP the browser does not tell, and a full disk is noticed when it is
 * full; a file takes its room when it is opened. @param found bytes of the last one that are on the disk already
 */
async function whyNoRoom(all: readonly Open[], rung: Rung, found: number): Promise<"no-space" | "memory-too-small" | undefined> {
  if (rung === "opfs") return undefined;
  // Of a stream nobody knows it before its end: a disk that it fills ends it.
  const known = all.filter(({ share }) => !isOpen(share));
  const bytes = known.reduce((sum, { share, wanted }) => sum + bytesOfChunks(share, wanted), 0);
  if (rung === "memory") return bytes > memorySinkBytesMax ? "memory-too-small" : undefined;
  const lent = await navigator.storage?.estimate?.().catch(() => undefined);
  const last = all.at(-1);
  const needed = last === undefined || isOpen(last.share) ? 0 : bytesOfChunks(last.share, last.wanted) - found;
  return lent?.quota !== undefined && lent.quota - (lent.usage ?? 0) < needed ? "no-space" : undefined;
}
