// The page's end of the disk: what is read for others, what is kept of theirs, and the workers that do it.
import { type ReadonlySignal, signal } from "@preact/signals-core";
import type { PeerEffect, PeerEvent, Restored } from "../../protocol/peer-state.ts";
import type { Share, ShareId } from "../../protocol/share.ts";
import type { Gathered } from "../gather.ts";
import { openCrew } from "./crew.ts";
import { openKeeper, type Shelves } from "./keeper.ts";
import { type KeptShare, openLedger } from "./ledger.ts";
import { type FromWorker, type Rung, rungs, type Sums } from "./messages.ts";
import { openPainter, painterName } from "./painter.ts";
import { openReader, readerName } from "./reader.ts";
import type { Recorder } from "./record.ts";
import { openShelf, type Piece } from "./shelves.ts";
import { claimPlace, sweep } from "./sweep.ts";

export type { KeptShare } from "./ledger.ts";

type DiskEffect = Extract<PeerEffect, { do: "read" | "free" | "hash-own" | "digest" | "forget-source" | "receive" }>;
/** Plain SHA-256 of received files, by transfer and by entry. */
export type AllSums = ReadonlyMap<number, readonly (string | undefined)[]>;

/** How often new sums are told. */
const sumsEveryMs = 300;

/** @param lent `place`: this tab's own name; `rungs`: those that may be tried, best first */
export function diskEdge(lent: {
  place: string;
  room: string;
  workerUrl: string;
  rungs?: readonly Rung[];
  report: (event: PeerEvent) => void;
}) {
  const { place, room, report } = lent;
  let opfsTried: ((works: boolean) => void) | undefined;
  const sums = signal<AllSums>(new Map());
  const fresh = new Map<number, (string | undefined)[]>();

  const summed = (transfer: number, more: Sums) => {
    const known = fresh.get(transfer) ?? [];
    for (const [entry, digest] of more) known[entry] = digest;
    fresh.set(transfer, known);
    if (!telling) setTimeout(tellSums, sumsEveryMs);
    telling = true;
  };
  let telling = false;
  const tellSums = () => {
    telling = false;
    sums.value = new Map(fresh);
  };

  const heard = (message: FromWorker, name: string) => {
    if (recorder?.isMine(name)) return recorder.heard(message);
    switch (message.on) {
      case "tried-opfs":
        return opfsTried?.(message.works);
      case "drawn":
        return painter.heard(message.image);
      case "read":
      case "unreadable":
      case "changed":
        return reader.heard(message);
      case "digested-own":
        return report({ on: "digested", share: message.share, digest: message.digest });
      case "emptied":
        return keeper.emptied(message.bytes);
      default:
        return keeper.heard(message, name);
    }
  };
  const broken = (name: string) => {
    if (recorder?.isMine(name)) return recorder.broken();
    if (name === painterName) return painter.broken();
    keeper.broken(name);
    if (name !== readerName) return;
    opfsTried?.(false);
    reader.broken();
  };

  /** The best rung that works here, found by trying, once. */
  const findShelves = async (): Promise<Shelves> => {
    claimPlace(place);
    void sweep(place).catch(() => {});
    for (const rung of lent.rungs ?? rungs) {
      if (rung === "opfs" && !(await triedOpfs())) continue;
      try {
        return { rung, shelf: await openShelf(rung, place) };
      } catch {}
    }
    throw new Error("memory is always there");
  };
  const triedOpfs = () => {
    if (navigator.storage?.getDirectory === undefined) return Promise.resolve(false);
    crew.order(readerName, { do: "try-opfs" });
    return new Promise<boolean>((resolve) => (opfsTried = resolve));
  };

  const ledger = openLedger({ place, room });
  const crew = openCrew({ workerUrl: lent.workerUrl, heard, broken });
  const painter = openPainter(crew);
  const reader = openReader({ crew, ledger, report });
  // Begun at once, so that the first download does not wait for it.
  const shelves = findShelves();
  /** It comes when something is first made here, as a zip does. */
  let recorder: Recorder | undefined;
  const keeper = openKeeper({
    ...{ crew, place, ledger, shelves, summed },
    report: (transfer, event) => report({ on: "receiving", transfer, event }),
    sumsOf: (transfer) => (fresh.get(transfer) ?? []).flatMap((digest, entry) => (digest === undefined ? [] : [[entry, digest] as const])),
  });

  return {
    source: (share: Share, gathered: Gathered, digests?: KeptShare["digests"]) => reader.share(share, gathered, digests),
    chunk: reader.chunk,
    async record(...made: Parameters<Recorder["record"]>) {
      const { openRecorder } = await import("./record.ts");
      recorder ??= openRecorder({ crew, place, shelves });
      return recorder.record(...made);
    },
    draw: painter.draw,
    sums: sums as ReadonlySignal<AllSums>,
    /** True if what is received outlives a reload. */
    keeps: shelves.then(({ rung }) => rung !== "memory"),
    /** Notes that a transfer is held, so that a later page holds it too. */
    keepPaused: ledger.paused,
    /** Notes that a copy is to land in the picked folder, or has, so that a later page sees to it. */
    keepLanding: ledger.landing,
    forgetKept: (share: ShareId) => ledger.forgot(share),

    act(effect: DiskEffect) {
      switch (effect.do) {
        case "read":
          return reader.read(effect);
        case "free":
          return reader.free(effect);
        case "hash-own":
          return reader.hash(effect);
        case "digest":
          return crew.order(readerName, { do: "digest-own", share: effect.share, digests: effect.digests });
        case "forget-source":
          return reader.forget(effect.share);
        case "receive":
          return keeper.act(effect);
        default:
          return effect satisfies never;
      }
    },

    /** What earlier pages of this tab left in this room. `landing`: transfers that are complete and have yet to land. */
    async restore(): Promise<{ receipts: readonly Restored[]; shares: readonly KeptShare[]; landing: readonly number[] }> {
      const { receipts, shares } = await ledger.read().catch(() => ({ receipts: [], shares: [] }));
      for (const { transfer, sums: known } of receipts) if (known.length > 0) summed(transfer, known);
      return { receipts, shares, landing: receipts.flatMap(({ transfer, landing }) => (landing ? [transfer] : [])) };
    },

    /** What is stored of a transfer, in pieces of the stream; `cut` makes files of them. */
    read: async (transfer: number, share: Share): Promise<readonly Piece[]> => (await shelves).shelf.read(transfer, share),
  };
}

export type Disk = ReturnType<typeof diskEdge>;
