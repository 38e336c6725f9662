// The list of shares: what others offer and how far it is here, what I offer and how far it is there.
import { signal } from "@preact/signals-core";
import type { AlpineComponent } from "alpinejs";
import { speedOf } from "../../protocol/line.ts";
import type { Peer, Receipt } from "../../protocol/peer-state.ts";
import { isRunning, storedBytes } from "../../protocol/receive.ts";
import type { Sending } from "../../protocol/send.ts";
import { type Share, sizeOf } from "../../protocol/share.ts";
import type { PeerId } from "../../protocol/signal.ts";
import { failureKey } from "../../protocol/words.ts";
import { remember } from "../identity.ts";
import { wholePercent } from "./measure.ts";
import { visible } from "./visible.ts";
import { toneOf, type Visit } from "./visit.ts";
import { reuse, watch } from "./watch.ts";

export type ShareShown = {
  readonly key: string;
  readonly id: string;
  readonly owner: PeerId;
  readonly transfer: number;
  readonly name: string;
  readonly size: string;
  readonly whose: string;
  readonly tone: string;
  readonly state: "offered" | "available" | "receiving" | "complete" | "saved" | "failed" | "withdrawn";
  readonly percent: number;
  readonly width: string;
  readonly busy: boolean;
  readonly line: string;
  readonly verified: boolean;
  readonly why: string;
  readonly many: boolean;
  readonly files: readonly { readonly key: number; readonly name: string; readonly size: string }[];
  readonly receivers: readonly { readonly key: string; readonly line: string; readonly tone: string }[];
  readonly can: {
    readonly download: boolean;
    readonly save: boolean;
    readonly cancel: boolean;
    readonly remove: boolean;
    readonly stop: boolean;
  };
};

type Shares = {
  shares: readonly ShareShown[];
  empty: boolean;
  automatic: boolean;
  picked(event: Event): void;
  setAutomatic(event: Event): void;
  download(share: ShareShown): void;
  cancel(share: ShareShown): void;
  save(share: ShareShown): Promise<void>;
  remove(share: ShareShown): void;
  stop(share: ShareShown): void;
};

/** A second click within this time is the end of a double click. */
const doubleClickMs = 1_000;

export function shares(visit: Visit): AlpineComponent<Shares> {
  const saved = signal<ReadonlySet<number>>(new Set());
  const saving = new Set<number>();
  const send = (event: Parameters<NonNullable<typeof visit.session.value>["send"]>[0]) => visit.session.value?.send(event);
  return {
    shares: [],
    empty: true,
    automatic: false,

    init() {
      watch<Shares>(this, () => {
        const listed = visit.peer.value === undefined ? [] : sharesShown(visit.peer.value, saved.value, visit);
        const shown = reuse(this.shares, listed, ({ key }) => key);
        return { shares: shown, empty: shown.length === 0, automatic: visit.peer.value?.automatic ?? false };
      });
    },

    picked(event) {
      const input = event.target as HTMLInputElement;
      shareFiles(visit, [...(input.files ?? [])]);
      // The same file may be chosen again.
      input.value = "";
    },

    setAutomatic(event) {
      const yes = (event.target as HTMLInputElement).checked;
      remember.automatic(visit.facts.room, yes);
      send({ on: "automatic", yes });
    },

    download: (share) => send({ on: "fetch", owner: share.owner, share: share.id }),
    cancel: (share) => send({ on: "cancel", transfer: share.transfer }),
    remove: (share) => send({ on: "remove", transfer: share.transfer }),
    stop: (share) => send({ on: "stop-sharing", share: share.id, why: "share-withdrawn" }),

    async save({ transfer }) {
      const receipt = visit.peer.value?.receiving.get(transfer);
      if (receipt === undefined || saving.has(transfer)) return;
      saving.add(transfer);
      setTimeout(() => saving.delete(transfer), doubleClickMs);
      try {
        await visit.session.value?.save(transfer, receipt.now.share);
        saved.value = new Set(saved.value).add(transfer);
      } catch {
        visit.warn("sink-broken");
      }
    },
  };
}

export function shareFiles(visit: Visit, files: readonly File[]): void {
  if (files.length === 0) return;
  const why = visit.session.value === undefined ? "not-entered" : visit.session.value.share(files);
  if (why !== undefined) visit.warn(why);
  else visit.notice.value = "";
}

type Speaking = Pick<Visit, "say" | "names" | "measures">;

export function sharesShown(peer: Peer, saved: ReadonlySet<number>, speaking: Speaking): readonly ShareShown[] {
  const receipts = new Map(
    [...peer.receiving].map(([transfer, receipt]) => [`${receipt.owner}/${receipt.now.share.id}`, { transfer, receipt }]),
  );
  const offered = [...peer.offered.values()].map(({ share }) => ownShown(peer, share, speaking));
  const others = [...peer.people.values()].flatMap((person) =>
    [...person.shares.values()].map(({ share }) => {
      const key = `${person.id}/${share.id}`;
      const known = receipts.get(key);
      receipts.delete(key);
      // A cancelled download leaves the offer as it was before.
      const cancelled = known?.receipt.now.at === "failed" && known.receipt.now.why === "cancelled";
      if (known !== undefined && !cancelled) return receiptShown(known.transfer, known.receipt, true, saved, speaking);
      const name = speaking.names.value.get(person.id) ?? "";
      return {
        ...blank(share, speaking),
        owner: person.id,
        key,
        whose: speaking.say("shares.of", { name }),
        tone: toneOf(person.id),
        can: { ...nothing, download: true },
      };
    }),
  );
  const kept = [...receipts.values()].map(({ transfer, receipt }) => receiptShown(transfer, receipt, false, saved, speaking));
  return [...offered, ...others, ...kept];
}

const nothing = { download: false, save: false, cancel: false, remove: false, stop: false };

function blank(share: Share, { say, measures }: Speaking): ShareShown {
  const [first] = share.files;
  const more = share.files.length - 1;
  const firstName = visible(first?.name ?? "");
  const name = more === 0 ? firstName : say("shares.many", { name: firstName, n: more });
  const files = more === 0 ? [] : share.files.map((file, key) => ({ key, name: visible(file.name), size: measures.bytes(file.size) }));
  return {
    ...{ key: share.id, id: share.id, owner: "", transfer: 0, name, size: measures.bytes(sizeOf(share)), whose: "", tone: "" },
    ...{ state: "available", percent: 0, width: "0%", busy: false, line: "", verified: false, why: "" },
    ...{ many: more > 0, files, receivers: [], can: nothing },
  };
}

function receiptShown(
  transfer: number,
  { owner, ownerName, now }: Receipt,
  offered: boolean,
  saved: ReadonlySet<number>,
  speaking: Speaking,
): ShareShown {
  const { say, names } = speaking;
  const name = names.value.get(owner) ?? ownerName;
  const running = isRunning(now);
  const percent = now.at === "failed" ? 0 : wholePercent(storedBytes(now), sizeOf(now.share));
  const shown = {
    ...blank(now.share, speaking),
    owner,
    transfer,
    key: `${owner}/${now.share.id}`,
    whose: say("shares.of", { name }),
    tone: toneOf(owner),
  };
  const progress = { percent, width: `${percent}%`, busy: running };
  switch (now.at) {
    case "opening":
      return {
        ...shown,
        ...progress,
        percent: 0,
        width: "0%",
        state: "receiving",
        line: say("shares.opening"),
        can: { ...nothing, cancel: true },
      };
    case "receiving": {
      const line = now.linked
        ? progressLine(now.stored, sizeOf(now.share), speedOf(now.line.pace), speaking)
        : say("shares.stalled", { name });
      return { ...shown, ...progress, state: "receiving", line, can: { ...nothing, cancel: true } };
    }
    case "sealing":
    case "closing":
      return { ...shown, ...progress, state: "receiving", line: say("shares.checking"), can: { ...nothing, cancel: true } };
    case "complete": {
      const line = saved.has(transfer) ? say("shares.saved") : "";
      return {
        ...shown,
        ...progress,
        state: saved.has(transfer) ? "saved" : "complete",
        line,
        verified: true,
        can: { ...nothing, save: true, remove: true },
      };
    }
    case "failed": {
      const state = now.why === "share-withdrawn" ? "withdrawn" : "failed";
      return { ...shown, ...progress, state, why: say(failureKey(now.why)), can: { ...nothing, download: offered, remove: true } };
    }
    default:
      return now satisfies never;
  }
}

function ownShown(peer: Peer, share: Share, speaking: Speaking): ShareShown {
  const { say } = speaking;
  const size = sizeOf(share);
  const takers = [...peer.sending.values()].filter((sending) => sending.share.id === share.id);
  const percents = takers.map((taker) => (taker.ending === "done" ? 100 : wholePercent(taker.stored, size)));
  const percent = takers.length === 0 ? 0 : Math.floor(percents.reduce((sum, each) => sum + each, 0) / takers.length);
  const busy = takers.some(({ ending }) => ending === undefined);
  const receivers = takers.map((taker) => ({
    key: `${taker.to}/${taker.transfer}`,
    line: receiverLine(taker, size, speaking),
    tone: toneOf(taker.to),
  }));
  return {
    ...blank(share, speaking),
    ...{ owner: peer.me ?? "", whose: say("shares.mine"), tone: peer.me === undefined ? "" : toneOf(peer.me), state: "offered" },
    ...{
      percent,
      width: `${percent}%`,
      busy,
      line: takers.length === 0 ? say("shares.nobody-takes") : "",
      receivers,
      can: { ...nothing, stop: true },
    },
  };
}

function receiverLine(taker: Sending & { readonly to: PeerId }, size: number, speaking: Speaking): string {
  const { say, names } = speaking;
  const name = names.value.get(taker.to) ?? say("people.nameless");
  if (taker.ending === "done") return say("shares.receiver-done", { name });
  if (taker.ending !== undefined) return say("shares.receiver-ended", { name, why: say(failureKey(taker.ending)) });
  return say("shares.receiver", { name, percent: progressLine(taker.stored, size, speedOf(taker.pace), speaking) });
}

function progressLine(done: number, total: number, speed: number, { say, measures }: Speaking): string {
  const parts = [
    say("shares.progress", { percent: measures.percent(done, total), done: measures.bytes(done), total: measures.bytes(total) }),
  ];
  if (speed > 0)
    parts.push(
      say("shares.speed", { speed: measures.bytes(speed) }),
      say("shares.left", { time: measures.seconds((total - done) / speed) }),
    );
  return parts.join(" · ");
}
