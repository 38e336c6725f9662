// The page's end of reading: chunks of what is shared from here, kept while somebody is sent their parts.
import type { PeerEffect, PeerEvent } from "../../protocol/peer-state.ts";
import type { Share, ShareId } from "../../protocol/share.ts";
import type { Crew } from "./crew.ts";
import type { FromWorker } from "./messages.ts";

type ReadEffect = Extract<PeerEffect, { do: "read" | "free" }>;

/** The worker that reads and hashes. It also hashes what the machines want a digest of. */
export const readerName = "reader";

export function openReader(lent: { crew: Crew; report: (event: PeerEvent) => void }) {
  const chunks = new Map<string, Uint8Array>();
  const reading = new Map<string, ReadEffect>();
  const shared = new Set<ShareId>();

  const nameOf = ({ peer, transfer, chunk }: { peer: string; transfer: number; chunk: number }) => `${peer}/${transfer}/${chunk}`;
  const order = (message: Parameters<Crew["order"]>[1]) => lent.crew.order(readerName, message);

  return {
    share(share: Share, files: readonly File[]) {
      shared.add(share.id);
      order({ do: "source", share, files });
    },

    forget(share: ShareId) {
      shared.delete(share);
      order({ do: "forget-source", share });
    },

    read(effect: ReadEffect) {
      const key = nameOf(effect);
      reading.set(key, effect);
      order({ do: "read", key, share: effect.share, chunk: effect.chunk });
    },

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
      const { peer, transfer, chunk, share } = effect;
      if (message.on !== "read") {
        return lent.report({ on: "stop-sharing", share, why: message.on === "changed" ? "source-changed" : "source-unreadable" });
      }
      chunks.set(message.key, new Uint8Array(message.bytes));
      lent.report({ on: "read", peer, transfer, chunk, digest: message.digest });
    },

    /** The worker died, and with it all files that it was lent. */
    broken() {
      reading.clear();
      for (const share of [...shared]) lent.report({ on: "stop-sharing", share, why: "source-unreadable" });
    },
  };
}
