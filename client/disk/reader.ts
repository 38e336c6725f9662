// The page's end of reading: chunks of what is shared from here, kept while somebody is sent their parts.
import type { PeerEffect, PeerEvent } from "../../protocol/peer-state.ts";
import { chunkCountOf, type Share, type ShareId } from "../../protocol/share.ts";
import type { Gathered } from "../gather.ts";
import type { Crew } from "./crew.ts";
import type { Ledger } from "./ledger.ts";
import type { FromWorker } from "./messages.ts";

type ReadEffect = Extract<PeerEffect, { do: "read" | "free" }>;
type HashEffect = Extract<PeerEffect, { do: "hash-own" }>;

/** The worker that reads and hashes. */
export const readerName = "reader";
/** Files handed to the worker at a time: each is copied into its world, and the page must go on living. */
const filesAtOnce = 2_000;
/** How often the digests of chunks that were given out are noted. */
const noteEveryMs = 1_000;

export function openReader(lent: { crew: Crew; ledger: Ledger; report: (event: PeerEvent) => void }) {
  const { ledger, report } = lent;
  const chunks = new Map<string, Uint8Array<ArrayBuffer>>();
  const reading = new Map<string, ReadEffect | HashEffect>();
  const shared = new Map<ShareId, (string | undefined)[]>();
  const toNote = new Set<ShareId>();
  /** Reads wait until their share's files are all with the worker. */
  const lending = new Map<ShareId, Promise<void>>();

  const nameOf = ({ peer, transfer, chunk }: { peer: string; transfer: number; chunk: number }) => `${peer}/${transfer}/${chunk}`;
  const order = (message: Parameters<Crew["order"]>[1]) => lent.crew.order(readerName, message);

  const lend = async (share: Share, files: Gathered["files"]) => {
    for (let from = 0; from < Math.max(1, files.length); from += filesAtOnce) {
      // Only the first portion brings the manifest; a worker knows it from then on.
      order({ do: "source", share: from === 0 ? share : { ...share, entries: [] }, files: files.slice(from, from + filesAtOnce), from });
      if (from + filesAtOnce < files.length) await new Promise((resolve) => setTimeout(resolve));
    }
  };

  const read = (key: string, effect: ReadEffect | HashEffect, bytes: boolean) => {
    reading.set(key, effect);
    const start = () => reading.has(key) && order({ do: "read", key, share: effect.share, chunk: effect.chunk, bytes });
    const lent = lending.get(effect.share);
    if (lent === undefined) start();
    else void lent.then(start);
  };

  /** A chunk's digest binds what is told of the share from now on, also on a later page. */
  const note = (share: ShareId, chunk: number, digest: string) => {
    const digests = shared.get(share);
    if (digests === undefined || digests[chunk] !== undefined) return;
    digests[chunk] = digest;
    if (toNote.size === 0) setTimeout(noteAll, noteEveryMs);
    toNote.add(share);
  };
  const noteAll = () => {
    for (const share of toNote) {
      const digests = shared.get(share);
      if (digests !== undefined) ledger.gaveOut(share, digests);
    }
    toNote.clear();
  };

  return {
    share(share: Share, { files, handles }: Gathered, digests: readonly (string | undefined)[] = []) {
      shared.set(
        share.id,
        Array.from({ length: chunkCountOf(share) }, (_, chunk) => digests[chunk]),
      );
      ledger.offered(share, handles);
      const lent = lend(share, files).then(() => void lending.delete(share.id));
      lending.set(share.id, lent);
    },

    forget(share: ShareId) {
      shared.delete(share);
      ledger.forgot(share);
      order({ do: "forget-source", share });
    },

    read: (effect: ReadEffect) => read(nameOf(effect), effect, true),
    hash: (effect: HashEffect) => read(`${effect.share}/${effect.chunk}`, effect, false),

    free(effect: ReadEffect) {
      const key = nameOf(effect);
      reading.delete(key);
      chunks.delete(key);
    },

    /** A chunk that was read for somebody and not freed since. */
    chunk(peer: string, transfer: number, chunk: number): Uint8Array | undefined {
      return chunks.get(nameOf({ peer, transfer, chunk }));
    },

    heard(message: Extract<FromWorker, { on: "read" | "unreadable" | "changed" }>) {
      const effect = reading.get(message.key);
      reading.delete(message.key);
      // Freed before it was read: nobody wants it any more.
      if (effect === undefined) return;
      const { share, chunk } = effect;
      if (message.on !== "read") {
        return report({ on: "stop-sharing", share, why: message.on === "changed" ? "source-changed" : "source-unreadable" });
      }
      note(share, chunk, message.digest);
      if (effect.do === "hash-own") return report({ on: "hashed-own", share, chunk, digest: message.digest });
      if (message.bytes !== undefined) chunks.set(message.key, new Uint8Array(message.bytes));
      report({ on: "read", peer: effect.peer, transfer: effect.transfer, chunk, digest: message.digest });
    },

    /** The worker died, and with it all files that it was lent. */
    broken() {
      reading.clear();
      for (const share of [...shared.keys()]) report({ on: "stop-sharing", share, why: "source-unreadable" });
    },
  };
}
