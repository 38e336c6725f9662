// The log of the room: it follows what is said, unless somebody reads further up, and marks where reading stopped.
import { computed } from "@preact/signals-core";
import type { AlpineComponent } from "alpinejs";
import { mayHear } from "../../protocol/delivery.ts";
import { isUp, type Peer } from "../../protocol/peer-state.ts";
import { copied, copiedMs } from "./copy.ts";
import { drawn } from "./drawn.ts";
import { type EntryShown, entriesShown } from "./entry-shown.ts";
import { markupOf } from "./markup.ts";
import { type ForMe, type Found, isComposing, nothingFound, type Visit } from "./visit.ts";
import { reuse, watch } from "./watch.ts";

type Chat = {
  entries: readonly EntryShown[];
  empty: boolean;
  /** Somebody reads further up. */
  behind: boolean;
  /** Messages since reading stopped, and how many in words. */
  unread: number;
  unreadText: string;
  /** The first message that had not been read when it came. */
  firstNew: string;
  /** Who is writing, in words. */
  writing: string;
  /** The entry that was copied just now. */
  copied: string;
  searching: boolean;
  found: Found;
  look(yes: boolean, event?: KeyboardEvent): Promise<void>;
  markOf(entry: EntryShown): "current" | "yes" | null;
  scrolled(): void;
  toLatest(): void;
  draw(place: HTMLElement, entry: EntryShown): void;
  copy(entry: EntryShown): Promise<void>;
  copyCode(event: Event): Promise<void>;
};

/** Within this many pixels of the end the log counts as read to the end, and follows. */
const nearEnd = 40;

/** @param loadSearch brings what looks for messages */
export function chat(visit: Visit, loadSearch: () => Promise<void>): AlpineComponent<Chat> {
  const { say } = visit;
  let lastTop = 0;
  /** What stands in each place: what is not said again is not drawn again, or a selection in it would be lost. */
  const standing = new WeakMap<HTMLElement, string>();
  return {
    entries: [],
    empty: true,
    behind: false,
    unread: 0,
    unreadText: "",
    firstNew: "",
    writing: "",
    copied: "",
    searching: false,
    found: nothingFound,

    init() {
      // Looked at again only when something was said, or somebody can hear us or no longer, however far transfers are.
      const said = computed(() => visit.peer.value?.chat);
      const hearers = computed(() => hearersOf(visit.peer.value));
      const writing = computed(() => writingText(visit.peer.value, visit));
      const log = this.$refs.log;
      // A phone is turned, a keyboard comes up: the end stays in sight.
      if (log !== undefined) new ResizeObserver(() => (this.behind ? this.scrolled() : this.toLatest())).observe(log);
      watch<Chat>(this, () => {
        const peer = hearers.value !== undefined && said.value && visit.peer.peek();
        const before = this.entries;
        const entries = !peer ? [] : reuse(before, entriesShown(peer, visit, visit.session.peek()?.startedAt ?? 0), ({ id }) => id);
        if (entries === before) return {};
        const forMe = newestForMe(before, entries);
        if (forMe !== undefined) visit.forMe.value = forMe;
        const read = readOn(this, before, entries, visit);
        if (!(read.behind ?? this.behind)) this.$nextTick(() => this.toLatest());
        return { entries, empty: entries.length === 0, ...read };
      });
      watch<Chat>(this, () => ({ writing: writing.value }));
      watch<Chat>(this, () => {
        const found = visit.found.value;
        if (found.current !== "") this.$nextTick(() => log?.querySelector('[data-found="current"]')?.scrollIntoView({ block: "nearest" }));
        return { found };
      });
      document.addEventListener("visibilitychange", () => {
        if (document.hidden || this.unread === 0 || this.behind) return;
        // Whoever comes back goes on where they stopped.
        log?.querySelector(".new")?.scrollIntoView({ block: "nearest" });
        this.scrolled();
      });
    },

    scrolled() {
      const log = this.$refs.log;
      if (log === undefined) return;
      // Only going up leaves the end: the end itself moves on while the page still scrolls to it.
      const up = log.scrollTop < lastTop;
      lastTop = log.scrollTop;
      if (log.scrollHeight - log.scrollTop - log.clientHeight <= nearEnd) this.behind = false;
      else if (up) this.behind = true;
      if (!this.behind && !document.hidden) this.unread = 0;
    },

    toLatest() {
      this.$refs.log?.scrollTo({ top: this.$refs.log.scrollHeight });
    },

    async look(yes, event) {
      if (event !== undefined && isComposing(event)) return;
      if (yes && (await loadSearch().catch(() => "failed")) === "failed") return visit.warn("page-incomplete");
      this.searching = yes;
      if (!yes) this.$refs.look?.focus();
    },

    markOf({ id }) {
      if (!this.found.ids.has(id)) return null;
      return this.found.current === id ? "current" : "yes";
    },

    draw(place, { said, text }) {
      if (standing.get(place) === text) return;
      standing.set(place, text);
      place.replaceChildren(said ? drawn(markupOf(text), say("room.copy-here")) : text);
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
      button.textContent = say("files.sum-copied");
      setTimeout(() => (button.textContent = say("room.copy-here")), copiedMs);
    },
  };
}

/** What changes with entries that came: they are read at once, or counted. What I say means that I have read the rest. */
export function readOn(
  { behind, unread }: Pick<Chat, "behind" | "unread">,
  before: readonly EntryShown[],
  entries: readonly EntryShown[],
  { say }: Pick<Visit, "say">,
  isAway = document.hidden,
): Partial<Chat> {
  const known = new Set(before.map(({ id }) => id));
  const fresh = entries.filter(({ id, live }) => live && !known.has(id));
  if (fresh.some(({ mine }) => mine)) return { firstNew: "", unread: 0, behind: false };
  const [first] = fresh;
  if (first === undefined || (!behind && !isAway)) return {};
  const n = unread + fresh.length;
  return { unread: n, unreadText: say("chat.unread", { n }), ...(unread === 0 ? { firstNew: first.id } : {}) };
}

export function newestForMe(before: readonly EntryShown[], entries: readonly EntryShown[]): ForMe | undefined {
  const known = new Set(before.map(({ id }) => id));
  const entry = entries.findLast(({ id, live, mine, direct, mention }) => live && !mine && (direct !== "" || mention) && !known.has(id));
  return entry && { id: entry.id, why: entry.direct === "" ? "mention" : "direct", name: entry.name, text: entry.text };
}

async function putOnClipboard({ notice, say }: Visit, text: string): Promise<boolean> {
  const done = await copied(text);
  if (!done) notice.value = say("chat.copy-failed");
  return done;
}

function hearersOf(peer: Peer | undefined): string | undefined {
  const heard = peer && [...peer.people.values()].filter((person) => mayHear(person) && !peer.ignored.has(person.id));
  return heard?.map(({ id }) => id).join();
}

/** C6: whoever writes to me alone is said to. */
export function writingText(peer: Peer | undefined, { say, names }: Pick<Visit, "say" | "names">): string {
  const writing = [...(peer?.people.values() ?? [])].filter((person) => person.typing !== undefined && isUp(person));
  const [one, two] = writing.map(({ id }) => names.value.get(id) ?? say("people.nameless"));
  if (one === undefined) return "";
  if (two !== undefined) return writing.length > 2 ? say("chat.many-write") : say("chat.two-write", { name: one, other: two });
  return say(writing[0]?.typing?.direct ? "chat.writes-you" : "chat.writes", { name: one });
}
