// The list of shares, and the ways to share something.
import { signal } from "@preact/signals-core";
import type { AlpineComponent } from "alpinejs";
import type { PeerEvent } from "../../protocol/peer-state.ts";
import { canPick, type Gathered, gatherInput, type Picked, pickFiles, pickFolder } from "../gather.ts";
import { copied, copiedMs } from "./copy.ts";
import { offer, whileReading } from "./offering.ts";
import { picturing } from "./pictures.ts";
import type { ReceiverShown } from "./receiver-shown.ts";
import { type How, type ShareShown, sharesShown, unfitOf } from "./share-shown.ts";
import type { Visit } from "./visit.ts";
import { renew, watch } from "./watch.ts";

type Shares = {
  shares: readonly ShareShown[];
  empty: boolean;
  reading: boolean;
  /** The screen is kept on. */
  awake: boolean;
  /** Something would be lost with this page. */
  loses: boolean;
  /** The share whose SHA-256 was copied just now. */
  copied: string;
  pick(event: Event, folder: boolean): Promise<void>;
  picked(event: Event): void;
  pickAgain(event: Event, share: ShareShown): Promise<void>;
  pickedAgain(event: Event, share: ShareShown): void;
  goOn(share: ShareShown): Promise<void>;
  download(share: ShareShown): void;
  /** Several can be taken at once. */
  several: boolean;
  downloadAll(): void;
  /** How many did not fit on this device. */
  unfit: string;
  pause(share: ShareShown): void;
  resume(share: ShareShown): void;
  cancel(share: ShareShown): void;
  save(share: ShareShown, how: How): Promise<void>;
  remove(share: ShareShown): void;
  stop(share: ShareShown): void;
  hold(receiver: ReceiverShown, yes: boolean): void;
  refuse(receiver: ReceiverShown): void;
  toggle(share: ShareShown): Promise<void>;
  look(share: ShareShown): Promise<void>;
  openApart(share: ShareShown): Promise<void>;
  copySum(share: ShareShown): Promise<void>;
  /** A small picture that the browser cannot show goes, and the sign of its kind stays. */
  unseen(event: Event): void;
  readyDrag(share: ShareShown): Promise<void>;
  drag(event: DragEvent, share: ShareShown): void;
  endDrag(): void;
};

/** A second click within this time is the end of a double click. */
const doubleClickMs = 1_000;

/** What is loaded when it is wanted: the components that show a share's files, and one of them. */
export type Later = { readonly files: () => Promise<void>; readonly preview: () => Promise<typeof import("./preview.ts")> };

export function shares(visit: Visit, later: Later): AlpineComponent<Shares> {
  const open = signal<ReadonlySet<string>>(new Set());
  const saving = new Set<number>();
  const pictures = picturing();
  let dragging: ReturnType<typeof import("./drag-out.ts").draggingOut> | undefined;
  const send = (event: PeerEvent) => visit.session.value?.send(event);
  /** What was loaded, or undefined if it did not come, which was said. */
  const loaded = <Part>(load: () => Promise<Part>) =>
    load().catch(() => {
      visit.warn("page-incomplete");
      return undefined;
    });
  return {
    shares: [],
    empty: true,
    reading: false,
    awake: false,
    loses: false,
    copied: "",
    several: false,
    unfit: "",

    init() {
      watch<Shares>(this, () => {
        const [peer, session] = [visit.peer.value, visit.session.value];
        if (peer === undefined || session === undefined) return {};
        const { kept, saved, sums, folder } = session;
        const around = {
          ...{ kept: kept.value, saved: saved.value, sums: sums.value, folder: folder.value },
          ...{ picks: visit.picks.value, open: open.value, previews: visit.previews.value, pictures: pictures(peer) },
        };
        const shown = renew(this.shares, sharesShown(peer, around, visit));
        const unfit = unfitOf(peer);
        return {
          ...{ shares: shown, empty: shown.length === 0, several: shown.filter(({ takeable }) => takeable).length > 1 },
          unfit: unfit > 0 ? visit.say("shares.no-room", { n: unfit }) : "",
        };
      });
      watch<Shares>(this, () => ({ reading: visit.reading.value }));
      watch<Shares>(this, () => {
        const staying = visit.session.value?.staying;
        return { awake: staying?.awake.value ?? false, loses: staying?.loses.value ?? false };
      });
    },

    async pick(event, folder) {
      const gathered = await fromPicker(visit, event, folder);
      if (gathered !== undefined) await offer(visit, gathered, gathered.unreadable);
    },

    picked(event) {
      void offer(visit, chosenIn(event));
    },

    async pickAgain(event, share) {
      const gathered = await fromPicker(visit, event, share.again?.folder ?? false);
      if (gathered !== undefined) await shareAgain(visit, share, gathered);
    },

    pickedAgain(event, share) {
      void shareAgain(visit, share, chosenIn(event));
    },

    goOn: (share) => shareAgain(visit, share),

    download({ key, owner, id }) {
      const picks = new Map(visit.picks.value);
      const chosen = picks.get(key);
      picks.delete(key);
      visit.picks.value = picks;
      send({ on: "fetch", owner, share: id, ...(chosen === undefined ? {} : { chosen }) });
    },

    downloadAll() {
      const shares = this.shares.filter(({ takeable }) => takeable);
      // What was chosen of one is all that is wanted of it.
      const chosen = shares.filter(({ key }) => visit.picks.value.has(key));
      for (const share of chosen) this.download(share);
      send({ on: "fetch-all", shares: shares.filter((share) => !chosen.includes(share)).map(({ owner, id }) => ({ owner, share: id })) });
    },

    pause: ({ transfer }) => send({ on: "pause", transfer, yes: true }),
    cancel: ({ transfer }) => send({ on: "cancel", transfer }),
    stop: ({ id }) => send({ on: "stop-sharing", share: id, why: "share-withdrawn" }),
    hold: ({ to, transfer }, yes) => send({ on: "hold", to, transfer, yes }),
    refuse: ({ to, transfer }) => send({ on: "refuse", to, transfer }),

    resume({ state, transfer, owner, id }) {
      send(state === "failed" ? { on: "fetch", owner, share: id } : { on: "pause", transfer, yes: false });
    },

    remove({ kept, transfer, id }) {
      if (kept) visit.session.value?.forgetKept(id);
      else send({ on: "remove", transfer });
    },

    async save({ transfer }, how) {
      if (saving.has(transfer)) return;
      saving.add(transfer);
      setTimeout(() => saving.delete(transfer), doubleClickMs);
      await visit.session.value?.save(transfer, how).catch(() => visit.warn("sink-broken"));
    },

    async toggle({ key, owner, id }) {
      if ((await loaded(() => later.files().then(() => true))) === undefined) return;
      const next = new Set(open.value);
      if (!next.delete(key)) {
        next.add(key);
        send({ on: "list", owner, share: id });
      }
      open.value = next;
    },

    async look({ key, only }) {
      if ((await loaded(later.preview)) === undefined) return;
      const previews = new Map(visit.previews.value);
      if (!previews.delete(key)) previews.set(key, only);
      visit.previews.value = previews;
    },

    async openApart(share) {
      const part = await loaded(later.preview);
      if (part !== undefined && !(await part.openApart(visit, share, share.only))) visit.notice.value = visit.say("shares.unseen");
    },

    unseen: ({ target }) => (target as Element).remove(),

    async readyDrag(share) {
      if (!share.draggable) return;
      dragging ??= (await import("./drag-out.ts").catch(() => undefined))?.draggingOut(visit);
      await dragging?.ready(share);
    },
    drag: (event, share) => dragging?.drag(event, share),
    endDrag: () => dragging?.letGo(),

    async copySum({ key, sum }) {
      if (!(await copied(sum))) return;
      this.copied = key;
      setTimeout(() => (this.copied = ""), copiedMs);
    },
  };
}

/** Where the browser has a picker it is asked instead of the input: what it gives can be read again after a reload. */
async function fromPicker(visit: Visit, event: Event, folder: boolean): Promise<Picked | undefined> {
  if (!canPick) return undefined;
  event.preventDefault();
  try {
    return await whileReading(visit, folder ? pickFolder() : pickFiles(), () => document.hasFocus());
  } catch {
    visit.warn("source-unreadable");
    return undefined;
  }
}

/** @param gathered what was chosen anew; without it the browser is asked for what it keeps */
async function shareAgain(visit: Visit, { id }: ShareShown, gathered?: Gathered): Promise<void> {
  const why = await visit.session.value?.shareAgain(id, gathered);
  if (why !== undefined) visit.warn(why);
  else visit.notice.value = "";
}

function chosenIn(event: Event): Gathered {
  const input = event.target as HTMLInputElement;
  const gathered = gatherInput(input);
  // The same file may be chosen again.
  input.value = "";
  return gathered;
}
