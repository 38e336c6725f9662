// The files of one share: what is in it, which of them are wanted, and their digests. Loaded when somebody looks.
import { computed, signal } from "@preact/signals-core";
import type { AlpineComponent } from "alpinejs";
import type { Peer } from "../../protocol/peer-state.ts";
import { type Entry, isChosen, type Share } from "../../protocol/share.ts";
import type { Spans } from "../../protocol/span.ts";
import { copied, copiedMs } from "./copy.ts";
import { wayOf } from "./kind.ts";
import type { ShareShown } from "./share-shown.ts";
import { crumbsOf, type Level, levelOf, spansOf, type Ticks, tickedIn, tickFolder, ticksOf, topOf } from "./tree.ts";
import { visible } from "./visible.ts";
import type { Speaking, Visit } from "./visit.ts";
import { reuse, watch } from "./watch.ts";

export type RowShown = {
  readonly key: string;
  /** The entry's index; -1 for a folder. */
  readonly index: number;
  readonly folder: boolean;
  readonly path: string;
  readonly label: string;
  readonly name: string;
  readonly size: string;
  readonly ticked: boolean;
  /** Some of a folder is ticked, and some is not. */
  readonly partly: boolean;
  readonly out: boolean;
  /** What the button that shows it is called; empty where it cannot be shown. */
  readonly look: string;
  /** There is nothing to press. */
  readonly plain: boolean;
  readonly sum: string;
  readonly short: string;
};

type CrumbShown = { readonly path: string; readonly name: string; readonly here: boolean };

type Files = {
  label: string;
  listing: string;
  crumbs: readonly CrumbShown[];
  rows: readonly RowShown[];
  more: string;
  selected: string;
  /** The row whose digest was copied just now. */
  copied: string;
  enter(path: string): void;
  showMore(): void;
  /** With Shift, all rows from the one before to this. */
  tick(event: MouseEvent, row: RowShown): void;
  /** All of the folder that is open. */
  tickAll(yes: boolean): void;
  look(row: RowShown): Promise<void>;
  /** A box that is neither empty nor full: there is no attribute for it. */
  mark(box: HTMLInputElement, row: RowShown): void;
  copySum(row: RowShown): Promise<void>;
  destroy(): void;
};

/** Rows that are shown at once. */
const rowsMax = 200;

const none: readonly Entry[] = [];

/** @param loadPreview brings the component that shows a file */
export function files(visit: Visit, loadPreview: () => Promise<object>): (share: ShareShown) => AlpineComponent<Files> {
  return ({ key, owner, id, name }) => {
    const session = visit.session.value;
    // Progress is news many times a second; a manifest is not.
    const found = computed(() => visit.peer.value && manifestOf(visit.peer.value, session?.kept.value ?? [], owner, id));
    const entries = computed(() => found.value?.entries ?? none);
    const transfer = computed(() => found.value?.transfer);
    const chosen = computed(() => found.value?.chosen);
    const whole = computed(() => found.value?.whole ?? false);
    const here = computed(() => found.value?.here ?? false);
    const top = computed(() => topOf(found.value?.name ?? ""));
    const inside = signal<string | undefined>(undefined);
    const folder = computed(() => inside.value ?? top.value);
    const level = computed(() => levelOf(entries.value, folder.value));
    const rowsUpTo = signal(rowsMax);
    let ticks: Ticks = new Uint8Array();
    const ticked = computed(() => {
      const picked = visit.picks.value.get(key);
      if (ticks.length !== entries.value.length || picked === undefined) ticks = ticksOf(entries.value.length, picked);
      return tickedIn(ticks, entries.value, folder.value);
    });
    /** Where a range begins. */
    let last = "";
    const set = (row: RowShown, yes: boolean) => {
      if (row.folder) tickFolder(ticks, entries.value, row.path, yes);
      else ticks[row.index] = yes ? 1 : 0;
    };
    const pickTicked = () => {
      const picks = new Map(visit.picks.value);
      const picked = spansOf(ticks);
      if (picked.length === 0) picks.delete(key);
      else picks.set(key, picked);
      visit.picks.value = picks;
    };
    let endings: readonly (() => void)[] = [];
    return {
      label: visit.say("files.list", { name }),
      listing: "",
      crumbs: [],
      rows: [],
      more: "",
      selected: "",
      copied: "",

      init() {
        const { say, measures } = visit;
        endings = [
          watch<Files>(this, () => ({
            listing: whole.value ? "" : say("shares.listing"),
            crumbs: crumbsShown(top.value, folder.value, name),
          })),
          watch<Files>(this, () => {
            const { folders, files } = level.value;
            const hidden = folders.length + files.length - rowsUpTo.value;
            return { more: hidden > 0 ? say("files.more", { n: hidden }) : "" };
          }),
          watch<Files>(this, () => {
            const { files, size } = ticked.value;
            return { selected: files > 0 ? say("files.selected", { n: files, size: measures.bytes(size) }) : "" };
          }),
          watch<Files>(this, () => {
            const { below } = ticked.value;
            const sums = (transfer.value !== undefined && session?.sums.value.get(transfer.value)) || [];
            const state = {
              ...{ entries: entries.value, level: level.value, upTo: rowsUpTo.value, ticks, below, chosen: chosen.value, sums },
              here: here.value,
            };
            return { rows: reuse(this.rows, rowsShown(state, visit), (row) => row.key) };
          }),
        ];
      },

      destroy() {
        for (const end of endings) end();
      },

      enter(path) {
        // What was pressed will be gone: whoever goes by keyboard goes on in the new level.
        const { rows } = this.$refs;
        inside.value = path;
        rowsUpTo.value = rowsMax;
        this.$nextTick(() => rows?.focus());
      },

      showMore() {
        rowsUpTo.value += rowsMax;
      },

      tick(event, row) {
        const yes = (event.target as HTMLInputElement).checked;
        for (const each of event.shiftKey ? rowsBetween(this.rows, last, row.key) : [row]) set(each, yes);
        last = row.key;
        pickTicked();
      },

      tickAll(yes) {
        tickFolder(ticks, entries.value, folder.value, yes);
        pickTicked();
      },

      async look({ index }) {
        if ((await loadPreview().catch(() => undefined)) === undefined) return visit.warn("page-incomplete");
        const previews = new Map(visit.previews.value);
        if (previews.get(key) === index) previews.delete(key);
        else previews.set(key, index);
        visit.previews.value = previews;
      },

      mark(box, { partly }) {
        box.indeterminate = partly;
      },

      async copySum({ key, sum }) {
        if (!(await copied(sum))) return;
        this.copied = key;
        setTimeout(() => (this.copied = ""), copiedMs);
      },
    };
  };
}

type Manifest = {
  readonly name: string;
  readonly entries: readonly Entry[];
  readonly whole: boolean;
  /** Its files are here in whole, so that they can be looked at. */
  readonly here: boolean;
  readonly transfer?: number;
  readonly chosen?: Spans | undefined;
};

/** What is known of a share's files: by the download of it, by who offers it, or by me. */
export function manifestOf(peer: Peer, kept: readonly { readonly share: Share }[], owner: string, id: string): Manifest | undefined {
  const ofShare = ({ name, entries }: Share): Manifest => ({ name, entries, whole: true, here: false });
  const receipt = [...peer.receiving.values()].find((each) => each.owner === owner && each.now.share.id === id);
  if (receipt !== undefined) {
    const { share, transfer, chosen, at } = receipt.now;
    return { ...ofShare(share), here: at === "complete", transfer, chosen: at === "failed" ? undefined : chosen };
  }
  const known = peer.people.get(owner)?.shares.get(id);
  // While portions come, nothing is shown: the level would grow under the finger.
  if (known !== undefined)
    return known.share === undefined ? { name: known.offer.name, entries: none, whole: false, here: false } : ofShare(known.share);
  const mine = peer.offered.get(id)?.share;
  if (mine !== undefined) return { ...ofShare(mine), here: true };
  const waiting = kept.find(({ share }) => share.id === id)?.share;
  return waiting && ofShare(waiting);
}

function crumbsShown(top: string, folder: string, name: string): readonly CrumbShown[] {
  return crumbsOf(top, folder).map((crumb) => ({
    path: crumb.path,
    name: crumb.path === top ? name : visible(crumb.name),
    here: crumb.path === folder,
  }));
}

type State = {
  readonly entries: readonly Entry[];
  readonly level: Level;
  readonly upTo: number;
  readonly ticks: Ticks;
  readonly below: ReadonlyMap<string, number>;
  readonly chosen: Spans | undefined;
  readonly sums: readonly (string | undefined)[];
  readonly here: boolean;
};

/** The rows from one to another, whichever comes first; the last alone where the other is not among them. */
export function rowsBetween(rows: readonly RowShown[], one: string, other: string): readonly RowShown[] {
  const [from, to] = [one, other].map((key) => rows.findIndex((row) => row.key === key)) as [number, number];
  return from < 0 ? rows.slice(to, to + 1) : rows.slice(Math.min(from, to), Math.max(from, to) + 1);
}

/** Folders first, each with what is in it; then files. */
export function rowsShown(
  { entries, level, upTo, ticks, below, chosen, sums, here }: State,
  { say, measures }: Speaking,
): readonly RowShown[] {
  const folders = level.folders.slice(0, upTo).map(({ name, path, size, files, entries }): RowShown => {
    const ticked = below.get(path) ?? 0;
    return {
      ...{ key: path, index: -1, folder: true, path, label: visible(path), name: visible(name) || "_" },
      size: `${say("shares.count", { n: files })} · ${measures.bytes(size)}`,
      ...{ ticked: ticked === entries, partly: ticked > 0 && ticked < entries, out: false, look: "", plain: false, sum: "", short: "" },
    };
  });
  const files = level.files.slice(0, Math.max(0, upTo - folders.length)).map((index): RowShown => {
    const { path, size } = entries[index] ?? { path: "", size: 0 };
    const out = !isChosen(chosen, index);
    const sum = sums[index] ?? "";
    const name = visible(path.slice(path.lastIndexOf("/") + 1));
    const how = here && !out ? wayOf(path)?.how : undefined;
    const look = how !== undefined && how !== "pdf" ? say("files.preview", { name }) : "";
    return {
      ...{ key: `${index}`, index, folder: false, path, label: visible(path), name, look, plain: look === "" },
      size: out ? say("files.left-out") : measures.bytes(size),
      ...{ ticked: ticks[index] === 1, partly: false, out, sum, short: shortSum(sum) },
    };
  });
  return [...folders, ...files];
}

/** Enough to compare at a glance. */
function shortSum(sum: string): string {
  return sum === "" ? "" : `${sum.slice(0, 12)}…`;
}
