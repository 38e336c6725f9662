// My own shares, and those of an earlier page of this tab that wait for their files.
import { type ReadonlySignal, signal } from "@preact/signals-core";
import type { Failure } from "../protocol/failure.ts";
import type { PeerEvent } from "../protocol/peer-state.ts";
import type { Share, ShareId } from "../protocol/share.ts";
import type { Disk, KeptShare } from "./disk/index.ts";
import { askFor, type Gathered, regather, sameFiles } from "./gather.ts";
import { wayOf } from "./ui/kind.ts";

/** Entries among which the first image is looked for, to be the picture of a folder. */
const lookedThrough = 200;

type Mine = {
  readonly kept: ReadonlySignal<readonly KeptShare[]>;
  offer(share: Share, gathered: Gathered): void;
  /** Offers again what can be read without asking anybody; the rest waits in `kept`. */
  restore(shares: readonly KeptShare[]): void;
  /** @param gathered what was chosen anew; without it the kept handles are asked for, which needs a click. Returns what is wrong, if anything. */
  shareAgain(id: ShareId, gathered?: Gathered): Promise<Failure | undefined>;
  forget(id: ShareId): void;
  /** A later page can read it again without the person choosing it anew. */
  isKept(id: ShareId): boolean;
  filesOf(id: ShareId): Gathered["files"] | undefined;
};

export function openMine(lent: { disk: Disk; offer: (event: Extract<PeerEvent, { on: "share" | "drawn" }>) => void }): Mine {
  const kept = signal<readonly KeptShare[]>([]);
  const lentAgain = new Set<ShareId>();

  const files = new Map<ShareId, Gathered["files"]>();
  const offer = (share: Share, gathered: Gathered, digests?: KeptShare["digests"]) => {
    files.set(share.id, gathered.files);
    if (gathered.handles.length > 0) lentAgain.add(share.id);
    lent.disk.source(share, gathered, digests);
    lent.offer({ on: "share", share, ...(digests === undefined ? {} : { digests }) });
    void picture(share, gathered);
  };
  /** T13: after it was told, and only where somebody else cannot see it yet. */
  const picture = async ({ id, entries }: Share, { files }: Gathered) => {
    const first = entries.slice(0, lookedThrough).findIndex(({ path }) => wayOf(path)?.how === "image");
    const file = files[first];
    const image = file && (await lent.disk.draw(file));
    if (image !== undefined) lent.offer({ on: "drawn", share: id, image });
  };
  const without = (id: ShareId) => kept.value.filter(({ share }) => share.id !== id);

  const shareAgain = async (id: ShareId, gathered?: Gathered): Promise<Failure | undefined> => {
    const known = kept.value.find(({ share }) => share.id === id);
    if (known === undefined) return undefined;
    const found = gathered === undefined ? await fromHandles(known) : sameFiles(known.share, gathered);
    if (typeof found === "string") return found;
    kept.value = without(id);
    offer(known.share, found, known.digests);
    return undefined;
  };

  return {
    kept,
    offer,
    async restore(shares) {
      kept.value = shares;
      for (const { share, handles } of shares) {
        const found = handles.length === 0 ? "prompt" : await regather(handles, share).catch(() => "prompt" as const);
        if (typeof found !== "string") await shareAgain(share.id, found);
      }
    },
    shareAgain,
    forget(id) {
      kept.value = without(id);
      lent.disk.forgetKept(id);
    },
    isKept: (id) => lentAgain.has(id),
    filesOf: (id) => files.get(id),
  };
}

async function fromHandles({ share, handles }: KeptShare): Promise<Gathered | Failure> {
  if (!(await askFor(handles))) return "source-unreadable";
  const found = await regather(handles, share);
  return found === "prompt" ? "source-unreadable" : found;
}
