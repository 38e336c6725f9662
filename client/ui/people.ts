// The list of people: who they are, how each can be reached, and how to make sure that it is they.
import { signal } from "@preact/signals-core";
import type { AlpineComponent } from "alpinejs";
import type { Failure } from "../../protocol/failure.ts";
import { isLocked, isUp, lockedBy, type Peer, type Person } from "../../protocol/peer-state.ts";
import type { Guard } from "../../protocol/secret.ts";
import type { PeerId } from "../../protocol/signal.ts";
import { failureKey, type Say, sayIn, type WordKey } from "../../protocol/words.ts";
import { remember } from "../identity.ts";
import { detailsOf, toneOf, type Visit } from "./visit.ts";
import { reuse, watch } from "./watch.ts";

export type PersonShown = {
  readonly id: string;
  readonly name: string;
  readonly initial: string;
  readonly tone: string;
  readonly state: "self" | "connecting" | "direct" | "relayed" | "unreachable" | "away";
  readonly how: string;
  readonly why: string;
  readonly verified: boolean;
  /** What the buttons do, in words; empty where there is none. */
  readonly message: string;
  readonly compare: string;
  readonly ignore: string;
  readonly hear: string;
  readonly details: string;
  /** What is known of the connection, a line each, while somebody wants to know. */
  readonly open: boolean;
  readonly lines: string;
  /** Another look at this browser may tell more. */
  readonly check: boolean;
};

type Comparing = {
  readonly title: string;
  readonly symbols: readonly { readonly key: number; readonly emoji: string; readonly name: string }[];
};

type People = {
  people: readonly PersonShown[];
  alone: boolean;
  strangers: string;
  mayRetype: boolean;
  guard: Guard;
  trust: string;
  lockedText: string;
  lockLabel: string;
  comparing: Comparing;
  compare(person: PersonShown): Promise<void>;
  same(yes: boolean): void;
  closeComparison(): void;
  message(person: PersonShown): void;
  ignore(person: PersonShown, yes: boolean): void;
  look(person: PersonShown): Promise<void>;
  lock(): void;
  retype(): void;
};

/** Whose details are open, and what is said in them. */
export type Looks = { readonly open: ReadonlySet<PeerId>; lines(peer: Peer, person: Person): readonly string[] };
const noLooks: Looks = { open: new Set(), lines: () => [] };

export function people(visit: Visit): AlpineComponent<People> {
  const { say } = visit;
  const looks = signal(noLooks);
  let toggle: ((id: PeerId) => void) | undefined;
  let compared: { readonly peer: PeerId; readonly symbols: readonly number[] } | undefined;
  return {
    people: [],
    alone: false,
    strangers: "",
    mayRetype: false,
    guard: "open",
    trust: "",
    lockedText: "",
    lockLabel: say("room.lock"),
    comparing: { title: "", symbols: [] },

    init() {
      watch<People>(this, () => {
        const peer = visit.peer.value;
        if (peer === undefined) return {};
        const shown = peopleShown(peer, visit, looks.value);
        const n = strangersIn(peer);
        return {
          people: reuse(this.people, shown, ({ id }) => id),
          alone: peer.me !== undefined && shown.length < 2 && n === 0,
          strangers: n === 0 ? "" : say("room.strangers", { n }),
          mayRetype: n > 0 && peer.guard === "passphrase",
          guard: peer.guard,
          trust: say(`room.${peer.guard}`),
          lockedText: lockedText(peer, visit),
          lockLabel: say(peer.locked ? "room.unlock" : "room.lock"),
        };
      });
    },

    async compare({ id, name }) {
      const symbols = symbolsOf(visit.peer.value?.people.get(id));
      const loaded = await Promise.all([import("../../protocol/words/symbols.ts"), detailsOf(visit)]).catch(() => undefined);
      if (loaded === undefined) return visit.warn("page-incomplete");
      const [{ symbolOf }, words] = loaded;
      compared = { peer: id, symbols };
      this.comparing = {
        title: say("people.compare-with", { name }),
        symbols: symbols.map((symbol, key) => ({ key, ...symbolOf(symbol, words.symbols) })),
      };
      dialogOf(this.$refs.comparison)?.showModal();
    },

    same(yes) {
      if (compared === undefined) return;
      visit.session.value?.send({ on: "verified", ...compared, yes });
      if (!yes) visit.notice.value = say("people.in-between", { name: visit.names.value.get(compared.peer) ?? say("people.nameless") });
      this.closeComparison();
    },

    closeComparison() {
      dialogOf(this.$refs.comparison)?.close();
    },

    message({ id }) {
      visit.to.value = id;
    },

    ignore({ id }, yes) {
      if (yes && visit.to.value === id) visit.to.value = undefined;
      visit.session.value?.send({ on: "ignore", peer: id, yes });
    },

    async look({ id }) {
      const loaded = await Promise.all([import("./connection.ts"), detailsOf(visit)]).catch(() => undefined);
      if (loaded === undefined) return visit.warn("page-incomplete");
      const [{ openLooks }, words] = loaded;
      toggle ??= openLooks(visit, looks, sayIn(words.way, visit.language));
      toggle?.(id);
    },

    lock() {
      visit.session.value?.send({ on: "lock", yes: visit.peer.value?.locked === false });
    },

    retype() {
      remember.left(visit.facts.room);
      location.reload();
    },
  };
}

function dialogOf(element: HTMLElement | undefined): HTMLDialogElement | undefined {
  return element instanceof HTMLDialogElement ? element : undefined;
}

function lockedText(peer: Peer, { say, names }: Pick<Visit, "say" | "names">): string {
  if (peer.locked) return say("room.locked");
  const other = lockedBy(peer);
  return other === undefined ? "" : say("room.locked-by", { name: names.value.get(other.id) ?? say("people.nameless") });
}

/** People who know another secret: they are nobody to show, and so they are only counted. */
export function strangersIn(peer: Peer): number {
  return [...peer.people.values()].filter(isStranger).length;
}

function isStranger({ link, listed, intro }: Person): boolean {
  if (link.at !== "unreachable" || listed === "left" || intro !== undefined) return false;
  return link.why === "secret-mismatch" || link.why === "too-many-guesses";
}

/** What is compared with somebody; none while there is nothing to compare. */
function symbolsOf(person: Person | undefined): readonly number[] {
  return person?.comparison?.at === "ready" ? person.comparison.symbols : [];
}

export function peopleShown(peer: Peer, { say, names }: Pick<Visit, "say" | "names">, looks = noLooks): readonly PersonShown[] {
  const self: PersonShown = {
    ...{
      id: peer.me ?? "self",
      name: peer.nickname,
      initial: initialOf(peer.nickname),
      tone: peer.me === undefined ? "" : toneOf(peer.me),
    },
    ...{ state: "self", how: say("people.self"), why: "", verified: false, message: "", compare: "", ignore: "", hear: "" },
    ...{ details: "", open: false, lines: "", check: false },
  };
  // Whoever went before they could say who they are is nobody to show.
  const known = [...peer.people.values()].filter((person) => person.intro !== undefined || stateOf(person) !== "away");
  const others = known.filter((person) => !isStranger(person));
  return [self, ...others.map((person) => personShown(person, peer, { say, names }, looks))];
}

function personShown(person: Person, peer: Peer, { say, names }: Pick<Visit, "say" | "names">, looks: Looks): PersonShown {
  const isIgnored = peer.ignored.has(person.id);
  const isOutside = person.intro === undefined && isLocked(peer);
  const state = isIgnored ? "unreachable" : stateOf(person);
  const name = names.value.get(person.id) ?? say("people.nameless");
  const why = isIgnored ? undefined : whyUnreachable(person, state, isOutside);
  const open = !isIgnored && isUp(person) && looks.open.has(person.id);
  const act = (key: WordKey, may: boolean) => (may ? say(key, { name }) : "");
  return {
    ...{ id: person.id, name, initial: initialOf(name), tone: toneOf(person.id), state },
    how: say(isIgnored ? "people.ignored" : isOutside ? "people.outside" : `people.${state}`),
    why: !isIgnored && isCompromised(person) ? say("people.in-between", { name }) : whySaid(why, peer, say),
    verified: !isIgnored && isUp(person) && person.verified === "yes",
    compare: act("people.compare-with", !isIgnored && isUp(person) && symbolsOf(person).length > 0),
    message: act("people.message-whom", !isIgnored && person.intro !== undefined),
    ignore: act("people.ignore-whom", !isIgnored && person.intro !== undefined),
    hear: act("people.hear-whom", isIgnored),
    details: act("people.details-of", !isIgnored && isUp(person)),
    ...{ open, lines: open ? looks.lines(peer, person).join("\n") : "", check: why === "link-failed" },
  };
}

/** What stands for a name where there is no room for it. */
function initialOf(name: string): string {
  return [...name][0]?.toLocaleUpperCase() ?? "";
}

function isCompromised(person: Person): boolean {
  return person.comparison?.at === "broken" && isUp(person);
}

/** While another attempt is made, it is still so that none before it led anywhere. */
function whyUnreachable({ link }: Person, state: PersonShown["state"], isOutside: boolean): Failure | undefined {
  if (state !== "unreachable") return undefined;
  if (link.at === "unreachable") return link.why;
  return isOutside ? undefined : "link-failed";
}

/** Where no direct path was found, the relay would have helped: then it is said why it does not. */
function whySaid(why: Failure | undefined, { relaySocket }: Peer, say: Say): string {
  if (why !== "link-failed" || relaySocket.at === "open") return why === undefined ? "" : say(failureKey(why));
  const relay = relaySocket.why === undefined ? relaySocket.at === "off" && say("people.no-relay") : say(failureKey(relaySocket.why));
  return [say(failureKey(why)), ...(relay ? [relay] : [])].join(" ");
}

export function stateOf({ contact, link, listed }: Person): Exclude<PersonShown["state"], "self"> {
  if (contact !== undefined) return contact.over === "direct" ? "direct" : "relayed";
  if (listed !== "here") return "away";
  return link.at === "unreachable" || link.tries > 0 ? "unreachable" : "connecting";
}
