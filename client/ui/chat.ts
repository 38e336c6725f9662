// The log of the room and the field to write in.
import { computed } from "@preact/signals-core";
import type { AlpineComponent } from "alpinejs";
import { type Entry, isWaiting } from "../../protocol/chat.ts";
import { messageMax } from "../../protocol/limits.ts";
import type { Peer } from "../../protocol/peer-state.ts";
import { copied, copiedMs } from "./copy.ts";
import { drawn } from "./drawn.ts";
import { markupOf } from "./markup.ts";
import { visible } from "./visible.ts";
import { isComposing, toneOf, type Visit } from "./visit.ts";
import { reuse, watch } from "./watch.ts";

export type EntryShown = {
  readonly id: string;
  readonly kind: Entry["kind"];
  readonly said: boolean;
  readonly name: string;
  readonly tone: string;
  readonly stamp: string;
  readonly time: string;
  readonly note: string;
  readonly waiting: boolean;
  readonly mine: boolean;
  readonly text: string;
};

type Chat = {
  entries: readonly EntryShown[];
  empty: boolean;
  message: string;
  behind: boolean;
  /** The entry that was copied just now. */
  copied: string;
  key(event: KeyboardEvent): void;
  send(): void;
  grow(): void;
  scrolled(): void;
  toLatest(): void;
  draw(place: HTMLElement, entry: EntryShown): void;
  copy(entry: EntryShown): Promise<void>;
  copyCode(event: Event): Promise<void>;
};

/** Within this many pixels of the end the log counts as read to the end, and follows. */
const nearEnd = 40;

export function chat(visit: Visit): AlpineComponent<Chat> {
  let lastTop = 0;
  /** What stands in each place: what is not said again is not drawn again, or a selection in it would be lost. */
  const standing = new WeakMap<HTMLElement, string>();
  return {
    entries: [],
    empty: true,
    message: "",
    behind: false,
    copied: "",

    init() {
      // Looked at again only when something was said, however far transfers are.
      const said = computed(() => visit.peer.value?.chat);
      const log = this.$refs.log;
      // A phone is turned, a keyboard comes up: the end stays in sight.
      if (log !== undefined) new ResizeObserver(() => this.behind || this.toLatest()).observe(log);
      watch<Chat>(this, () => {
        const peer = said.value && visit.peer.peek();
        const before = this.entries;
        const entries =
          peer === undefined ? [] : reuse(before, entriesShown(peer, visit, visit.session.peek()?.startedAt ?? 0), ({ id }) => id);
        if (entries !== before && !this.behind) this.$nextTick(() => this.toLatest());
        return { entries, empty: entries.length === 0 };
      });
    },

    key(event) {
      if (event.key !== "Enter" || event.shiftKey || isComposing(event)) return;
      event.preventDefault();
      this.send();
    },

    send() {
      const text = this.message.replace(/\s+$/u, "");
      if (text.trim() === "") return;
      const why = visit.session.value === undefined ? "not-entered" : visit.session.value.say(text);
      if (why !== undefined) return visit.warn(why, { n: messageMax });
      visit.notice.value = "";
      this.message = "";
      this.behind = false;
      this.$nextTick(() => this.grow());
    },

    /** The field is as high as what is written, up to what the style allows. */
    grow() {
      const field = this.$refs.message;
      if (field === undefined) return;
      field.style.height = "auto";
      field.style.height = `${field.scrollHeight + 2}px`;
    },

    scrolled() {
      const log = this.$refs.log;
      if (log === undefined) return;
      // Only going up leaves the end: the end itself moves on while the page still scrolls to it.
      const up = log.scrollTop < lastTop;
      lastTop = log.scrollTop;
      if (log.scrollHeight - log.scrollTop - log.clientHeight <= nearEnd) this.behind = false;
      else if (up) this.behind = true;
    },

    toLatest() {
      this.$refs.log?.scrollTo({ top: this.$refs.log.scrollHeight });
    },

    draw(place, { said, text }) {
      if (standing.get(place) === text) return;
      standing.set(place, text);
      place.replaceChildren(said ? drawn(markupOf(text), visit.say("room.copy-here")) : text);
    },

    async copy({ id, text }) {
      if (!(await putOnClipboard(visit, text))) return;
      this.copied = id;
      setTimeout(() => (this.copied = ""), copiedMs);
    },

    /** A block of code that was drawn here has no component of its own. */
    async copyCode(event) {
      const button = event.target instanceof Element ? event.target.closest("button[data-copy]") : null;
      const code = button?.parentElement?.querySelector("code")?.textContent;
      if (!button || !code || !(await putOnClipboard(visit, code))) return;
      button.textContent = visit.say("files.sum-copied");
      setTimeout(() => (button.textContent = visit.say("room.copy-here")), copiedMs);
    },
  };
}

async function putOnClipboard({ notice, say }: Visit, text: string): Promise<boolean> {
  const done = await copied(text);
  if (!done) notice.value = say("chat.copy-failed");
  return done;
}

/** @param since when this page came in: what it is told of later was not said before */
export function entriesShown(
  peer: Peer,
  { say, names, measures }: Pick<Visit, "say" | "names" | "measures">,
  since: number,
): readonly EntryShown[] {
  return peer.chat.log.map((entry): EntryShown => {
    const { kind, at, nickname } = entry;
    const from = entry.kind === "said" ? entry.from : entry.peer;
    const id = `${from}/${entry.id}`;
    const name = names.value.get(from) ?? nickname;
    const mine = from === peer.me;
    const base = { id, kind, name, mine, tone: toneOf(from), stamp: new Date(at).toISOString(), time: measures.clock(at) };
    if (entry.kind !== "said") {
      const text = say(entry.kind === "joined" ? "chat.joined" : "chat.left", { name });
      return { ...base, said: false, note: "", waiting: false, text };
    }
    const waiting = mine && isWaiting(peer.chat, entry.id);
    const note = waiting ? say("chat.waiting") : noteOf(entry, since, { say, names });
    return { ...base, said: true, note, waiting, text: visible(entry.text) };
  });
}

/** Who vouches for what was said before: nobody but the one who tells it. */
function noteOf(
  { toldBy, from, at }: Extract<Entry, { kind: "said" }>,
  since: number,
  { say, names }: Pick<Visit, "say" | "names">,
): string {
  if (toldBy === undefined) return "";
  if (toldBy !== from) return say("chat.told-by", { name: names.value.get(toldBy) ?? say("people.nameless") });
  return at < since ? say("chat.told") : "";
}
