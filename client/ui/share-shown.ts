// What the list says of one share: what others offer and how far it is here, and what of mine waits for its files.

import { canResume, type Failure } from "../../protocol/failure.ts";
import { speedOf } from "../../protocol/line.ts";
import { isPaused } from "../../protocol/pausing.ts";
import { isUp, type Known, type Peer, type Person, type Receipt } from "../../protocol/peer-state.ts";
import { progressLine } from "../../protocol/progress.ts";
import { type Receiving, storedBytes } from "../../protocol/receive-state.ts";
import { isFolder, type Offer, type Share } from "../../protocol/share.ts";
import type { PeerId } from "../../protocol/signal.ts";
import { countIn, type Spans } from "../../protocol/span.ts";
import { isOpen, isStream } from "../../protocol/stream.ts";
import { wholePercent } from "../../protocol/words/measure.ts";
import { failureKey } from "../../protocol/words.ts";
import { kindOf, wayOf } from "./kind.ts";
import { sizeLine } from "./progress.ts";
import { ownShown, type ReceiverShown } from "./receiver-shown.ts";
import { visible } from "./visible.ts";
import { type Speaking, toneOf } from "./visit.ts";

export type How = "zip" | "files" | "folder";

type State = "offered" | "available" | "receiving" | "paused" | "waiting" | "checking" | "complete" | "saved" | "failed" | "withdrawn";

export type ShareShown = {
  readonly key: string;
  readonly id: string;
  readonly owner: PeerId;
  readonly transfer: number;
  readonly name: string;
  readonly size: string;
  readonly count: string;
  readonly whose: string;
  /** Which sign stands beside it. */
  readonly glyph: string;
  /** Where a small picture of it is; empty where there is none. */
  readonly picture: string;
  readonly tone: string;
  readonly state: State;
  readonly percent: number;
  /** Nobody knows of how much: it is a stream that has not ended. */
  readonly endless: boolean;
  readonly width: string;
  readonly busy: boolean;
  /** "Download all" takes it. */
  readonly takeable: boolean;
  readonly line: string;
  readonly verified: boolean;
  readonly why: string;
  /** There is more than one file to show. */
  readonly many: boolean;
  readonly open: boolean;
  /** The only file, by its entry's index, if it is here in whole; else -1. */
  readonly only: number;
  /** It may be dragged out of the page. */
  readonly draggable: boolean;
  /** A file of it is looked at. */
  readonly previewed: boolean;
  /** SHA-256 of the only file. */
  readonly sum: string;
  readonly download: string;
  readonly saveAs: How;
  /** Mine of an earlier page, and it waits for its files. */
  readonly kept: boolean;
  /** What is to be chosen again, so that my share goes on: the words, and whether a folder. */
  readonly again: { readonly label: string; readonly folder: boolean } | undefined;
  readonly receivers: readonly ReceiverShown[];
  readonly can: Readonly<Record<keyof typeof nothing, boolean>>;
};

/** What else the list is made of. `open`: shares whose files are shown. */
export type Around = {
  readonly kept: readonly { readonly share: Share; readonly handles: readonly unknown[] }[];
  readonly saved: ReadonlyMap<number, Saved>;
  readonly sums: ReadonlyMap<number, readonly (string | undefined)[]>;
  readonly folder: { readonly ready: boolean } | undefined;
  readonly picks: ReadonlyMap<string, Spans>;
  readonly open: ReadonlySet<string>;
  readonly previews: ReadonlyMap<string, number>;
  readonly pictures: ReadonlyMap<string, string>;
};

type Saved =
  | { readonly at: "saving"; readonly done: number; readonly total: number }
  | { readonly at: "saved"; readonly how: How }
  | { readonly at: "failed"; readonly why: Failure };

const nothing = {
  ...{ download: false, pause: false, resume: false, cancel: false, remove: false, stop: false },
  ...{ save: false, saveFiles: false, saveZip: false, goOn: false },
  ...{ preview: false, open: false },
};

export function sharesShown(peer: Peer, around: Around, speaking: Speaking): readonly ShareShown[] {
  const receipts = new Map([...peer.receiving.values()].map((receipt) => [keyOf(receipt.owner, receipt.now.share), receipt]));
  const offered = [...peer.offered.values()].map(({ share }): ShareShown => {
    const only = share.count === 1 && !isStream(share) && !isFolder({ path: share.name }) ? 0 : -1;
    const can = { ...nothing, stop: true, ...waysToSee(share, only) };
    return { ...blank(share, share.id, around, speaking), ...ownShown(peer, share, speaking), only, can };
  });
  const waiting = around.kept.map((each) => keptShown(peer, each, around, speaking));
  const others = [...peer.people.values()].flatMap((person) =>
    [...person.shares.values()].map((known) => {
      const key = keyOf(person.id, known.offer);
      const receipt = receipts.get(key);
      receipts.delete(key);
      // A cancelled download leaves the offer as it was before.
      const cancelled = receipt?.now.at === "failed" && receipt.now.why === "cancelled";
      if (receipt !== undefined && !cancelled) return receiptShown(peer, receipt, true, around, speaking);
      return knownShown(person, known, around, speaking);
    }),
  );
  const rest = [...receipts.values()].map((receipt) => receiptShown(peer, receipt, false, around, speaking));
  return [...waiting, ...offered, ...others, ...rest];
}

/** How much of the bar is full while nobody knows how much it should be. */
export const endlessWidth = "30%";

function keyOf(owner: PeerId, { id }: Offer): string {
  return `${owner}/${id}`;
}

function blank(
  offer: Offer & { readonly entries?: Share["entries"] },
  key: string,
  { open, previews, pictures }: Around,
  speaking: Speaking,
): ShareShown {
  const { say } = speaking;
  const folder = isFolder({ path: offer.name });
  const first = visible(folder ? offer.name.slice(0, -1) : offer.name);
  const name = folder || offer.count === 1 ? first : say("shares.many", { name: first, n: offer.count - 1 });
  const files = offer.entries === undefined ? offer.count : filesIn(offer.entries);
  return {
    ...{ key, id: offer.id, owner: "", transfer: 0, name, size: sizeLine(offer, offer.size, speaking), whose: "", tone: "" },
    picture: pictures.get(key) ?? "",
    glyph: `#kind-${folder ? "folder" : offer.count > 1 ? "files" : kindOf(offer.name)}`,
    count: folder ? say("shares.count", { n: files }) : "",
    ...{
      state: "available",
      percent: 0,
      endless: isOpen(offer),
      width: "0%",
      busy: false,
      takeable: false,
      line: "",
      verified: false,
      why: "",
      again: undefined,
    },
    ...{
      many: folder || offer.count > 1,
      open: open.has(key),
      only: -1,
      draggable: false,
      previewed: previews.has(key),
      sum: "",
      download: say("shares.download"),
      saveAs: "files",
    },
    ...{ receivers: [], can: nothing, kept: false },
  };
}

/** Somebody offers it, and it was not begun here. */
function knownShown(person: Person, known: Known, around: Around, speaking: Speaking): ShareShown {
  const { say, names } = speaking;
  const key = keyOf(person.id, known.offer);
  const shown: ShareShown = {
    ...blank(known.share ?? known.offer, key, around, speaking),
    owner: person.id,
    whose: say("shares.of", { name: names.value.get(person.id) ?? "" }),
    tone: toneOf(person.id),
  };
  if (known.wish !== undefined && known.share === undefined)
    return { ...shown, state: "receiving", busy: true, line: say("shares.listing") };
  const download = say(around.picks.has(key) ? "shares.download-selected" : "shares.download");
  const line = isOpen(known.offer) ? say("shares.stream-once") : known.queued ? say("shares.queued") : "";
  const takeable = !isStream(known.offer) && known.queued !== true;
  return { ...shown, download, line, takeable, can: { ...nothing, download: true } };
}

function receiptShown(peer: Peer, { owner, ownerName, now }: Receipt, offered: boolean, around: Around, speaking: Speaking): ShareShown {
  const { say, names } = speaking;
  const { share, transfer } = now;
  const name = names.value.get(owner) ?? ownerName;
  const key = keyOf(owner, share);
  const open = isOpen(share);
  const percent = open ? 0 : wholePercent(storedBytes(now), now.wanted);
  const width = open && storedBytes(now) > 0 ? endlessWidth : `${percent}%`;
  const shown: ShareShown = {
    ...blank(share, key, around, speaking),
    ...{ owner, transfer, percent, width, whose: say("shares.of", { name }), tone: toneOf(owner) },
    ...(now.chosen === undefined ? {} : { count: countOf(share, now.chosen, say), size: sizeLine(share, now.wanted, speaking) }),
  };
  switch (now.at) {
    case "opening":
    case "receiving":
    case "sealing":
    case "closing": {
      const state = stateOf(now);
      const held = now.pausing.mine;
      const mayHold = now.at === "opening" || now.at === "receiving";
      const can = { ...nothing, pause: mayHold && !isPaused(now), resume: held, cancel: true };
      return {
        ...shown,
        state,
        busy: state === "receiving" || state === "checking",
        line: runningLine(peer, owner, now, name, speaking),
        can,
      };
    }
    case "complete":
      return completeShown(shown, now, around, speaking);
    case "failed": {
      if (canResume(now.why)) {
        const progress = progressLine(now.stored, now.wanted, 0, speaking);
        const line = now.stored > 0 ? say("shares.partly-kept", { progress }) : "";
        return { ...shown, state: "failed", line, why: say(failureKey(now.why)), can: { ...nothing, resume: true, remove: true } };
      }
      const state = now.why === "share-withdrawn" ? "withdrawn" : "failed";
      const download = say(around.picks.has(key) ? "shares.download-selected" : "shares.download");
      // A stream comes once, and this was it.
      const can = { ...nothing, download: offered && !isStream(share), remove: true };
      return { ...shown, percent: 0, width: "0%", state, download, why: say(failureKey(now.why)), can };
    }
    default:
      return now satisfies never;
  }
}

function countOf(share: Share, chosen: Spans, say: Speaking["say"]): string {
  return say("shares.count-of", { some: filesChosen(share, chosen), n: filesIn(share.entries) });
}

type Running = Extract<Receiving, { at: "opening" | "receiving" | "sealing" | "closing" }>;

function stateOf(now: Running): State {
  if (now.at === "closing") return "checking";
  // Only the owner's word is missing.
  if (now.at === "sealing") return now.mine !== undefined && !now.linked ? "waiting" : "checking";
  if (isPaused(now)) return "paused";
  if (now.at === "opening") return "receiving";
  if (now.checking.length > 0) return "checking";
  return now.linked ? "receiving" : "waiting";
}

function runningLine(peer: Peer, owner: PeerId, now: Running, name: string, speaking: Speaking): string {
  const { say } = speaking;
  const state = stateOf(now);
  if (now.at === "closing") return say("shares.checking");
  if (now.at === "sealing") return say(state === "waiting" ? "shares.confirming" : "shares.checking", { name });
  // How much of it is here is not known yet.
  if (now.at === "opening") return state === "paused" ? standing(peer, owner, now, name, speaking) : say("shares.opening");
  const speed = now.at === "receiving" && state === "receiving" ? speedOf(now.line.pace) : 0;
  const progress = progressLine(storedBytes(now), isOpen(now.share) ? undefined : now.wanted, speed, speaking);
  if (state === "receiving") return progress;
  return `${state === "checking" ? say("shares.rechecking") : standing(peer, owner, now, name, speaking)} · ${progress}`;
}

/** Why it stands still. */
function standing(peer: Peer, owner: PeerId, { linked, pausing }: Running, name: string, { say }: Speaking): string {
  if (pausing.mine && pausing.theirs) return say("shares.paused-both", { name });
  if (pausing.theirs) return say("shares.paused-by", { name });
  if (pausing.mine) return say(linked && !pausing.known ? "shares.pausing" : "shares.paused");
  const person = peer.people.get(owner);
  if (person?.contact?.carries === false) return say("shares.no-path-yet", { name });
  if (isUp(person)) return say("shares.not-offered", { name });
  return say(person?.listed === "here" ? "shares.stalled" : "shares.waiting", { name });
}

function completeShown(shown: ShareShown, now: Receiving, around: Around, speaking: Speaking): ShareShown {
  const { say, measures } = speaking;
  const saved = around.saved.get(now.transfer);
  const one = isOne(now);
  const ready = around.folder?.ready === true;
  const only = one ? (now.chosen?.[0]?.[0] ?? 0) : -1;
  const sum = shown.many ? "" : (around.sums.get(now.transfer)?.[0] ?? "");
  const base: ShareShown = {
    ...shown,
    ...{ state: saved?.at === "saved" ? "saved" : "complete", busy: saved?.at === "saving", verified: true, sum, only },
    draggable: only >= 0 && saved?.at !== "saving",
    saveAs: ready ? "folder" : one ? "files" : "zip",
    can: {
      ...{ ...nothing, remove: true, save: saved?.at !== "saving", ...waysToSee(now.share, only) },
      ...(saved?.at === "saving" || one ? {} : furtherWays(now, ready)),
    },
  };
  switch (saved?.at) {
    case undefined:
      return base;
    case "saving": {
      const progress = `${measures.percent(saved.done, saved.total)} · ${measures.bytes(saved.done)} / ${measures.bytes(saved.total)}`;
      return { ...base, line: say("shares.saving", { progress }) };
    }
    case "saved":
      return { ...base, line: say(savedKeys[saved.how]) };
    case "failed":
      return { ...base, why: say(failureKey(saved.why)) };
    default:
      return saved satisfies never;
  }
}

const savedKeys = { files: "shares.saved", zip: "shares.saved-zip", folder: "shares.saved-folder" } as const;

/** A browser asks before it saves many files at once, and nobody wants to choose a place for more than these. */
const oneByOneMax = 200;

function furtherWays({ share, chosen }: Receiving, ready: boolean): Partial<ShareShown["can"]> {
  return { saveFiles: filesChosen(share, chosen) <= oneByOneMax, saveZip: ready };
}

/** How the only file can be seen. */
function waysToSee({ entries }: Share, only: number) {
  const how = wayOf(entries[only]?.path ?? "")?.how;
  return { preview: how !== undefined && how !== "pdf", open: how === "pdf" };
}

/** A single file is saved as it is. The only file of a folder still has its folder. */
function isOne({ share, chosen }: Receiving): boolean {
  if (chosen === undefined) return share.count === 1 && !isFolder({ path: share.name });
  return countIn(chosen) === 1 && filesChosen(share, chosen) === 1;
}

/** A share of mine of an earlier page. */
function keptShown(peer: Peer, { share, handles }: Around["kept"][number], around: Around, speaking: Speaking): ShareShown {
  const { say } = speaking;
  const folder = isFolder({ path: share.name });
  const deep = !folder && share.entries.some(({ path }) => path.includes("/"));
  const label = say(folder ? "shares.again-folder" : share.count === 1 ? "shares.again-file" : "shares.again-files");
  return {
    ...blank(share, share.id, around, speaking),
    ...{ state: "waiting", owner: peer.me ?? "", whose: say("shares.mine"), tone: peer.me === undefined ? "" : toneOf(peer.me) },
    kept: true,
    line: say(deep ? "shares.again-drop" : "shares.kept"),
    again: deep ? undefined : { label, folder },
    can: { ...nothing, goOn: handles.length > 0, remove: true },
  };
}

const counted = new WeakMap<object, number>();

/** Files among the entries; folders are none. Counted once: a manifest may have 250,000 entries. */
export function filesIn(entries: Share["entries"]): number {
  const known = counted.get(entries);
  if (known !== undefined) return known;
  const files = entries.reduce((sum, entry) => sum + (isFolder(entry) ? 0 : 1), 0);
  counted.set(entries, files);
  return files;
}

function filesChosen({ entries }: Share, chosen: Spans | undefined): number {
  if (chosen === undefined) return filesIn(entries);
  const known = counted.get(chosen);
  if (known !== undefined) return known;
  const files = chosen.reduce((sum, [from, to]) => sum + filesIn(entries.slice(from, to)), 0);
  counted.set(chosen, files);
  return files;
}

/** How many downloads did not fit on this device. */
export function unfitOf({ receiving }: Peer): number {
  return [...receiving.values()].filter(({ now }) => now.at === "failed" && now.why === "no-space").length;
}
