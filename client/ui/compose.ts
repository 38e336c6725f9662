// The field to write in, and whom it is for.
import type { AlpineComponent } from "alpinejs";
import { messageMax } from "../../protocol/limits.ts";
import type { Peer } from "../../protocol/peer-state.ts";
import type { PeerId } from "../../protocol/signal.ts";
import { isComposing, type Visit } from "./visit.ts";
import { reuse, watch } from "./watch.ts";

type Addressee = { readonly id: string; readonly name: string };

type Compose = {
  message: string;
  /** The only one it is for; empty: everybody. */
  to: string;
  toHint: string;
  addressees: readonly Addressee[];
  key(event: KeyboardEvent): void;
  wrote(): void;
  send(): void;
  grow(): void;
  choose(event: Event): void;
  toAll(): void;
};

export function compose(visit: Visit): AlpineComponent<Compose> {
  const { say } = visit;
  return {
    message: "",
    to: "",
    toHint: "",
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
      if (event.key === "Escape" && visit.to.value !== undefined) this.toAll();
      if (event.key !== "Enter" || event.shiftKey) return;
      event.preventDefault();
      this.send();
    },

    wrote() {
      this.grow();
      visit.session.value?.send({ on: "typing", yes: this.message.trim() !== "", ...addressed(visit.to.value) });
    },

    send() {
      const text = this.message.replace(/\s+$/u, "");
      if (text.trim() === "") return;
      const why = visit.session.value === undefined ? "not-entered" : visit.session.value.say(text, visit.to.value);
      if (why !== undefined) return visit.warn(why, { n: messageMax });
      visit.notice.value = "";
      this.message = "";
      this.$nextTick(() => this.grow());
    },

    /** The field is as high as what is written, up to what the style allows. */
    grow() {
      const field = this.$refs.message;
      if (field === undefined) return;
      field.style.height = "auto";
      field.style.height = `${field.scrollHeight + 2}px`;
    },

    toAll() {
      visit.to.value = undefined;
      this.$refs.message?.focus();
    },

    choose(event) {
      if (event.target instanceof HTMLSelectElement) visit.to.value = event.target.value || undefined;
    },
  };
}

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
