// What a tab keeps in mind over a reload: which transfers lie on the disk, and which shares are its own. It lies in IndexedDB, which plain
// HTTP has too. Where a browser denies it, nothing outlives the page, and nothing else is lost.
import type { Receipt, Restored } from "../../protocol/peer-state.ts";
import type { Share, ShareId } from "../../protocol/share.ts";
import { type Database, openDatabase } from "../database.ts";
import type { Halfway, Sums } from "./messages.ts";

/** A share of mine that an earlier page offered. `digests`: of the chunks that were given out, by chunk. */
export type KeptShare = {
  readonly share: Share;
  readonly digests: readonly (string | undefined)[];
  readonly handles: readonly FileSystemHandle[];
};

type Kept = Omit<Restored, "complete" | "paused"> & { readonly room: string };
/** `landing`: it is to be copied into the folder that was picked, and is not yet. */
type Progress = {
  readonly complete?: boolean;
  readonly paused?: boolean;
  readonly landing?: boolean;
  readonly sums?: Sums;
  readonly halfway?: Halfway | undefined;
};
/** When somebody was last in a place, and in which room. */
type Used = { readonly room: string; readonly used: number };
type Mine = { readonly room: string; readonly share: Share; readonly handles: readonly FileSystemHandle[] };

const name = "roomcp-ledger";
/** By place and number or id: what never changes apart from what does, since a manifest may be large. `places`: when each was used last. */
const stores = ["receipts", "progress", "shares", "digests", "places"] as const;

export type Ledger = ReturnType<typeof openLedger>;

export function openLedger({ place, room }: { place: string; room: string }) {
  const database = opened();
  /** Does it in the background: nobody waits for it, and what cannot be kept is not. */
  const write = (deed: (db: Database) => Promise<unknown>) => void database.then((db) => db && deed(db)).catch(() => {});
  const progress = new Map<number, Progress>();
  const note = (transfer: number, more: Progress) => {
    progress.set(transfer, { ...progress.get(transfer), ...more });
    write((db) => db.put("progress", progress.get(transfer), [place, transfer]));
  };
  const mine = IDBKeyRange.bound([place], [place, []]);
  write((db) => db.put("places", { room, used: Date.now() } satisfies Used, place));

  return {
    opened(transfer: number, { owner, ownerName, automatic, now }: Receipt) {
      const { share, chosen } = now;
      const kept: Kept = { transfer, owner, ownerName, automatic, share, room, ...(chosen === undefined ? {} : { chosen }) };
      write((db) => db.put("receipts", kept, [place, transfer]));
    },
    /** A stream is this share. */
    ended: (transfer: number, share: Share) =>
      write(async (db) => {
        const kept = await db.get<Kept>("receipts", [place, transfer]);
        if (kept !== undefined) await db.put("receipts", { ...kept, share }, [place, transfer]);
      }),
    completed: (transfer: number, sums: Sums) => note(transfer, { complete: true, sums, halfway: undefined }),
    summing: (transfer: number, halfway: Halfway, sums: Sums) => note(transfer, { halfway, sums }),
    /** Where the sums of a transfer were when this or an earlier page let go of it. */
    halfway: (transfer: number) => progress.get(transfer)?.halfway,
    paused: (transfer: number, paused: boolean) => note(transfer, { paused }),
    /** Of a transfer that is freed meanwhile nothing is kept. */
    landing: (transfer: number, landing: boolean) => progress.has(transfer) && note(transfer, { landing }),
    freed(transfer: number) {
      progress.delete(transfer);
      for (const store of ["receipts", "progress"]) write((db) => db.delete(store, [place, transfer]));
    },
    offered: (share: Share, handles: readonly FileSystemHandle[]) =>
      write((db) => db.put("shares", { room, share, handles } satisfies Mine, [place, share.id])),
    gaveOut: (share: ShareId, digests: KeptShare["digests"]) => write((db) => db.put("digests", digests, [place, share])),
    forgot(share: ShareId) {
      for (const store of ["shares", "digests"]) write((db) => db.delete(store, [place, share]));
    },

    /** What earlier pages of this place left in this room. */
    async read() {
      const receipts: (Restored & { sums: Sums; landing: boolean })[] = [];
      const shares: KeptShare[] = [];
      const db = await database.catch(() => undefined);
      if (db === undefined) return { receipts, shares };
      for (const { room: where, ...kept } of await db.getAll<Kept>("receipts", mine)) {
        if (where !== room) continue;
        const known = (await db.get<Progress>("progress", [place, kept.transfer])) ?? {};
        progress.set(kept.transfer, known);
        receipts.push({
          ...kept,
          complete: known.complete === true,
          paused: known.paused === true,
          landing: known.landing === true,
          sums: known.sums ?? [],
        });
      }
      for (const { room: where, share, handles } of await db.getAll<Mine>("shares", mine)) {
        if (where === room) shares.push({ share, handles, digests: (await db.get("digests", [place, share.id])) ?? [] });
      }
      return { receipts, shares };
    },
  };
}

/** Undefined where the browser denies it. */
const opened = (): Promise<Database | undefined> => openDatabase(name, stores).catch(() => undefined);

/** Every place with something in it, when it was used last, and in which room; newest first. */
export async function placesInLedger(): Promise<readonly { place: string; room: string; used: number; holds: boolean }[]> {
  const db = await opened();
  if (db === undefined) return [];
  try {
    const keys = (await Promise.all(["receipts", "shares"].map((store) => db.keys(store)))).flat();
    const holding = new Set(keys.map((key) => String((key as [string])[0])));
    const names = (await db.keys("places")).map(String);
    const places = await Promise.all(
      names.map(async (place) => {
        const used = await db.get<Used>("places", place);
        return used === undefined ? [] : [{ place, holds: holding.has(place), ...used }];
      }),
    );
    return places.flat().sort((a, b) => b.used - a.used);
  } finally {
    db.close();
  }
}

/** Forgets all that a place had. */
export async function forgetPlace(place: string): Promise<void> {
  const db = await opened();
  if (db === undefined) return;
  for (const store of stores) await db.delete(store, store === "places" ? place : IDBKeyRange.bound([place], [place, []]));
  db.close();
}
