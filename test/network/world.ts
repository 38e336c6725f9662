// What all parts of one simulated network share: its clock, its chance, what is true in it, and a count of what happened.
import type { Share, ShareId } from "../../protocol/share.ts";
import type { PeerId } from "../../protocol/signal.ts";
import { type Chance, chanceOf } from "./chance.ts";
import { type Clock, newClock } from "./clock.ts";

/** A share's files as they lie on its owner's disk. `version` rises when somebody changes them. */
export type Original = { readonly share: Share; readonly seed: number; version: number; readonly lies: Lie | undefined };

/** What an owner does to those who take a share: other bytes than those whose hash it tells, now and then or always, or another digest of the whole. */
export type Lie = "at times" | "always" | "about the whole";

export type World = {
  readonly seed: number;
  readonly clock: Clock;
  readonly chance: Chance;
  readonly originals: Map<ShareId, Original>;
  /** Envelopes on their way: who wrote what to whom in which room, and how many of them. */
  readonly envelopes: Map<string, number>;
  /** How the host lets the relay be used; and whether two people can never have a connection of their own. */
  readonly relay: "off" | "fallback" | "prefer";
  blocked(one: string, other: string): boolean;
  /** Nothing is lost, cut or restarted any more. */
  calm: boolean;
  readonly counts: Map<string, number>;
  /** Numbers for connections, seats and sessions: no two alike. */
  number(): number;
  count(what: string): void;
  /** A message as the other side reads it. Writing and reading costs more than all else here, so every eighth has to do. */
  read<Message>(message: Message, reader: (text: string) => Message | undefined): Message;
  /** Something that only happens while the network is in trouble. */
  strikes(probability: number): boolean;
};

export function newWorld(seed: number): World {
  let last = 0;
  let messages = 0;
  const chance = chanceOf(seed);
  const counts = new Map<string, number>();
  const relay = chance.pick(["off", "off", "fallback", "fallback", "fallback", "prefer"] as const) ?? "off";
  /** Of the pairs. */
  const walls = chance.happens(0.4) ? 0.5 : 0;
  const blocked = new Map<string, boolean>();
  const world: World = {
    seed,
    clock: newClock(),
    chance,
    originals: new Map(),
    envelopes: new Map(),
    relay,
    blocked(one, other) {
      const pair = [one, other].sort().join();
      const known = relay !== "off" && (blocked.get(pair) ?? chance.happens(walls));
      blocked.set(pair, known);
      return known;
    },
    calm: false,
    counts,
    number: () => ++last,
    count: (what) => counts.set(what, (counts.get(what) ?? 0) + 1),
    read(message, reader) {
      if (++messages % 8 !== 0) return message;
      const text = JSON.stringify(message);
      const read = reader(text);
      must(read !== undefined, `what is said is in our words: ${text}`);
      return read;
    },
    strikes: (probability) => !world.calm && chance.happens(probability),
  };
  return world;
}

export function addressOf(room: string, from: PeerId, to: PeerId, envelope: string): string {
  return `${room} ${from} ${to} ${envelope}`;
}

/** What a direct message ends with here, so that whoever passes it on is found out. */
export function onlyFor(from: PeerId, to: PeerId): string {
  return ` only ${from} ${to}`;
}

/** C5: whom words may be told to. */
export function mustBeFor(to: PeerId, text: string): void {
  const [, from, only] = / only (\S+) (\S+)$/.exec(text) ?? [];
  must(only === undefined || only === to || from === to, `[I3] [C5] a direct message is told to one who is not meant: ${text}`);
}

/** A rule that must hold in every network. What breaks one ends the seed with its name. */
export function must(holds: boolean, rule: string): asserts holds {
  if (!holds) throw new Error(rule);
}
