// The page's end of the disk: what is read for others, what is kept of theirs, and the workers that do it.
import type { PeerEffect, PeerEvent } from "../../protocol/peer-state.ts";
import type { Share } from "../../protocol/share.ts";
import { openCrew } from "./crew.ts";
import { openKeeper, type Shelves } from "./keeper.ts";
import { type FromWorker, type Rung, rungs } from "./messages.ts";
import { openReader, readerName } from "./reader.ts";
import { saveFiles, savingMs } from "./save.ts";
import { openShelf } from "./shelves.ts";
import { claimPlace, sweep } from "./sweep.ts";

type DiskEffect = Extract<PeerEffect, { do: "read" | "free" | "digest" | "forget-source" | "receive" }>;

/** @param lent `rungs`: those that may be tried, best first */
export function diskEdge(lent: { session: string; workerUrl: string; rungs?: readonly Rung[]; report: (event: PeerEvent) => void }) {
  let opfsTried: ((works: boolean) => void) | undefined;
  /** When a copy was handed to the browser's own download, by transfer. */
  const saved = new Map<number, number>();

  const heard = (message: FromWorker, name: string) => {
    switch (message.on) {
      case "tried-opfs":
        return opfsTried?.(message.works);
      case "read":
      case "unreadable":
      case "changed":
        return reader.heard(message);
      case "digested": {
        const { of, digest } = message;
        if ("share" in of) return lent.report({ on: "digested", share: of.share, digest });
        return lent.report({ on: "receiving", transfer: of.transfer, event: { on: "digested", digest } });
      }
      case "emptied":
        return keeper.emptied(message.bytes);
      default:
        return keeper.heard(message, name);
    }
  };
  const broken = (name: string) => {
    keeper.broken(name);
    if (name !== readerName) return;
    opfsTried?.(false);
    reader.broken();
  };

  /** The best rung that works here, found by trying, once. */
  const findShelves = async (): Promise<Shelves> => {
    claimPlace(lent.session);
    void sweep();
    for (const rung of lent.rungs ?? rungs) {
      if (rung === "opfs" && !(await triedOpfs())) continue;
      try {
        return { rung, shelf: await openShelf(rung, lent.session) };
      } catch {}
    }
    throw new Error("memory is always there");
  };
  const triedOpfs = () => {
    if (navigator.storage?.getDirectory === undefined) return Promise.resolve(false);
    crew.order(readerName, { do: "try-opfs" });
    return new Promise<boolean>((resolve) => (opfsTried = resolve));
  };

  const crew = openCrew({ workerUrl: lent.workerUrl, heard, broken });
  const reader = openReader({ crew, report: lent.report });
  // Begun at once, so that the first download does not wait for it.
  const shelves = findShelves();
  const keeper = openKeeper({
    ...{ crew, place: lent.session, shelves },
    report: (transfer, event) => lent.report({ on: "receiving", transfer, event }),
  });

  /** What the browser may still be copying out is freed when it must be done with it. */
  const keep = (effect: Extract<DiskEffect, { do: "receive" }>) => {
    const since = saved.get(effect.transfer);
    if (effect.effect.do !== "discard" || since === undefined) return keeper.act(effect);
    setTimeout(() => keeper.act(effect), Math.max(0, since + savingMs - Date.now()));
  };

  return {
    source: reader.share,
    chunk: reader.chunk,

    act(effect: DiskEffect) {
      switch (effect.do) {
        case "read":
          return reader.read(effect);
        case "free":
          return reader.free(effect);
        case "digest":
          return crew.order(readerName, { do: "digest", of: { share: effect.share }, bytes: effect.bytes });
        case "forget-source":
          return reader.forget(effect.share);
        case "receive":
          return keep(effect);
        default:
          return effect satisfies never;
      }
    },

    /** Offers each file of a finished copy to the browser's own download. Rejects if the browser has lost some of it. */
    async save(transfer: number, share: Share): Promise<void> {
      saveFiles(await (await shelves).shelf.read(transfer, share), share);
      saved.set(transfer, Date.now());
    },
  };
}

export type Disk = ReturnType<typeof diskEdge>;
