// The field to write in, and whom it is for.
import type { AlpineComponent } from "alpinejs";
import { messageMax } from "../../protocol/limits.ts";
import type { Peer } from "../../protocol/peer-state.ts";
import type { PeerId } from "../../protocol/signal.ts";
import { dayAndTime, gatheredOf } from "../gather.ts";
import { offer } from "./offering.ts";
import type { Suggestion } from "./suggest.ts";
import { isComposing, type Visit } from "./visit.ts";
import { reuse, watch } from "./watch.ts";

type Addressee = { readonly id: string; readonly name: string };

type Compose = {
  message: string;
  /** The only one it is for; empty: everybody. */
  to: string;
  toHint: string;
  /** It is longer than a message may be, and may be shared as a file. */
  overlong: string;
  suggestions: readonly Suggestion[];
  active: number;
  addressees: readonly Addressee[];
  key(event: KeyboardEvent): void;
  wrote(): void;
  typed(event: Event): void;
  send(): unknown;
  grow(): void;
  choose(event: Event): void;
  toAll(): void;
  leave(event: KeyboardEvent): void;
  suggest(event: Event): Promise<void>;
  take(index: number): void;
  chooseEmoji(button: HTMLElement): Promise<void>;
  put(from: number, text: string): void;
  close(): void;
  shareText(): Promise<void>;
};

export function compose(visit: Visit): AlpineComponent<Compose> {
  const { say } = visit;
  /** Where what a suggestion replaces begins. */
  let from = 0;
  return {
    message: "",
    to: "",
    toHint: "",
    overlong: "",
    suggestions: [],
    active: 0,
    addressees: [],

    init() {
      watch<Compose>(this, () => {
        const to = visit.to.value ?? "";
        const addressees = reuse(this.addressees, addresseesIn(visit.peer.value, to, visit), ({ id }) => id);
        const name = visit.names.value.get(to) ?? say("people.nameless");
        return { to, addressees, toHint: to === "" ? "" : say("chat.to-hint", { name }) };
      });
      visit.to.subscribe((to) => {
        this.wrote();
        if (to !== undefined) this.$refs.message?.focus();
      });
    },

    key(event) {
      if (isComposing(event)) return;
      if (this.suggestions.length > 0 && !event.shiftKey && act[event.key] !== undefined) {
        event.preventDefault();
        event.stopPropagation();
        return act[event.key]?.(this);
      }
      if (event.key !== "Enter" || event.shiftKey) return;
      event.preventDefault();
      this.send();
    },

    typed(event) {
      this.wrote();
      void this.suggest(event);
    },

    wrote() {
      this.grow();
      this.overlong = "";
      visit.session.value?.send({ on: "typing", yes: this.message.trim() !== "", ...addressed(visit.to.value) });
    },

    send() {
      const text = this.message.replace(/\s+$/u, "");
      if (text.trim() === "") return;
      const why = visit.session.value === undefined ? "not-entered" : visit.session.value.say(text, visit.to.value);
      if (why === "message-too-long" && visit.to.value === undefined)
        return Object.assign(this, { overlong: say("failure.message-too-long", { n: messageMax }) });
      if (why !== undefined) return visit.warn(why, { n: messageMax });
      visit.notice.value = "";
      this.message = "";
      this.$refs.message?.focus();
      this.$nextTick(() => this.grow());
    },

    /** Names and emoji, as soon as somebody may want one; not while an IME is at work. */
    async suggest(event) {
      const field = this.$refs.message;
      if (!(field instanceof HTMLTextAreaElement) || ("isComposing" in event && event.isComposing)) return this.close();
      const before = this.message.slice(0, field.selectionEnd);
      if (!/[@＠:][^@＠:\n]{0,40}:?$/u.test(before)) return this.close();
      // Without suggestions one writes it oneself.
      const loaded = await import("./suggest.ts").catch(() => undefined);
      if (this.message.slice(0, field.selectionEnd) !== before) return;
      const others = [...visit.names.value].flatMap(([id, name]) => (visit.peer.value?.people.has(id) ? [name] : []));
      const found = loaded?.suggestionsAt(before, others);
      if (found === undefined) return this.close();
      from = found.from;
      if (found.whole !== undefined) return this.put(from, found.whole.text);
      Object.assign(this, { suggestions: Object.freeze(found.options), active: 0 });
    },

    take(index) {
      const chosen = this.suggestions[index];
      if (chosen !== undefined) this.put(from, chosen.text);
    },

    async chooseEmoji(button) {
      const field = this.$refs.message;
      const loaded = await import("./palette.ts").catch(() => visit.warn("page-incomplete"));
      if (loaded && field instanceof HTMLTextAreaElement) loaded.togglePalette(button, (text) => this.put(field.selectionStart, text));
    },

    put(at, text) {
      const field = this.$refs.message;
      if (!(field instanceof HTMLTextAreaElement)) return;
      // At once, caret and all: whoever types on is not waited for.
      field.setRangeText(text, at, field.selectionEnd, "end");
      this.message = field.value;
      this.close();
      field.focus();
      this.wrote();
    },

    close() {
      this.suggestions = [];
    },

    /** Nothing that was written is lost to a bound. */
    async shareText() {
      const path = `${say("chat.text-file")} ${dayAndTime(new Date())}.txt`;
      const file = new File([this.message], path, { type: "text/plain;charset=utf-8" });
      if (!(await offer(visit, gatheredOf([{ path, file }])))) return;
      this.message = "";
      this.$nextTick(() => this.wrote());
    },

    /** The field is as high as what is written, up to what the style allows. */
    grow() {
      const field = this.$refs.message;
      if (field === undefined) return;
      field.style.height = "auto";
      field.style.height = `${field.scrollHeight + field.offsetHeight - field.clientHeight}px`;
    },

    leave(event) {
      if (!isComposing(event)) this.toAll();
    },

    toAll() {
      if (visit.to.value === undefined) return;
      visit.to.value = undefined;
      this.$refs.message?.focus();
    },

    choose(event) {
      if (event.target instanceof HTMLSelectElement) visit.to.value = event.target.value || undefined;
    },
  };
}

/** What keys do while suggestions are open. */
const act: Readonly<Record<string, (compose: Compose) => void>> = {
  ArrowDown: (compose) => (compose.active = (compose.active + 1) % compose.suggestions.length),
  ArrowUp: (compose) => (compose.active = (compose.active + compose.suggestions.length - 1) % compose.suggestions.length),
  Enter: (compose) => compose.take(compose.active),
  Tab: (compose) => compose.take(compose.active),
  Escape: (compose) => compose.close(),
};

function addressed(to: PeerId | undefined) {
  return to === undefined ? {} : { to };
}

/** Whoever was chosen stays in the list when they leave: what is written for one person must not go to all. */
function addresseesIn(peer: Peer | undefined, to: string, { say, names }: Pick<Visit, "say" | "names">): readonly Addressee[] {
  const known = [...(peer?.people.values() ?? [])].filter(({ id, intro }) => intro !== undefined && peer?.ignored.has(id) !== true);
  const ids = known.map(({ id }) => id);
  if (to !== "" && !ids.includes(to)) ids.push(to);
  return ids.map((id) => ({ id, name: say("chat.to-one", { name: names.value.get(id) ?? say("people.nameless") }) }));
}
