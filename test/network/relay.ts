// The simulated relay: pages' sockets to it, and the edge that seals and opens. What is sealed is known by its key and its number; nothing is lost on
// the way but with a socket.
import { toHex } from "../../protocol/bytes.ts";
import { type Control, readControl } from "../../protocol/channel.ts";
import { endingOf } from "../../protocol/failure.ts";
import { frameHeaderBytes } from "../../protocol/frame.ts";
import { relayHighWaterBytes } from "../../protocol/limits.ts";
import type { PeerEffect } from "../../protocol/peer-state.ts";
import { type RelayWord, readRelayWord } from "../../protocol/relay.ts";
import type { PeerId } from "../../protocol/signal.ts";
import { type Flying, land } from "./content.ts";
import type { Page } from "./page.ts";
import { must, type World } from "./world.ts";

/** A page's socket. `there`: the server passes on what comes. */
type Seat = {
  readonly page: Page;
  there: boolean;
  here: boolean;
  toServerAt: number;
  toPageAt: number;
  buffered: number;
  busyUntil: number;
};

/** How somebody is sealed for, and how many messages so far. */
type SealedPath = { readonly mine: string; readonly theirs: string; sealed: number; opened: number };

type Said =
  | { readonly kind: "absent" }
  | { readonly kind: "word"; readonly word: RelayWord }
  | ({ readonly key: string; readonly number: number } & (
      | { readonly kind: "control"; readonly message: Control }
      | { readonly kind: "frame"; readonly frame: Flying }
    ));

export type Relays = {
  /** What the server lends with a welcome. */
  lend(page: Page): { ticket: string; prefers: boolean } | undefined;
  socket(page: Page, effect: Extract<PeerEffect, { do: "relay-socket" }>["effect"]): void;
  act(page: Page, effect: Extract<PeerEffect, { do: "relay" }>): void;
  control(page: Page, peer: PeerId, message: Control): void;
  frames(page: Page, peer: PeerId, frames: readonly Flying[]): void;
  vanish(page: Page): void;
  restart(): void;
  harm(): void;
};

export function relays(world: World): Relays {
  const { clock, chance } = world;
  const seats = new Map<string, Seat>();
  const paths = new Map<Page, Map<PeerId, SealedPath>>();
  const mine = new Map<Page, Seat>();
  const bytesPerMs = chance.between(100, 10_000);
  let generation = world.number();

  const nameOf = ({ room, id }: Page) => `${room}\n${id}`;
  const ticketOf = (page: Page) => page.id + `${generation}`.padStart(43, "0");
  const pathsOf = (page: Page) => {
    const known = paths.get(page) ?? new Map<PeerId, SealedPath>();
    paths.set(page, known);
    return known;
  };

  const lose = (seat: Seat) => {
    seat.there = false;
    if (seats.get(nameOf(seat.page)) === seat) seats.delete(nameOf(seat.page));
  };

  const end = (seat: Seat, code: number) => {
    lose(seat);
    seat.page.later(chance.between(1, 400), () => {
      if (!seat.here) return;
      seat.here = false;
      seat.page.machine.send({ on: "relay-socket", event: { on: "closed", code, chance: chance.next() } });
    });
  };

  const open = (page: Page, ticket: string) => {
    const before = mine.get(page);
    if (before !== undefined) shut(before);
    const seat: Seat = { page, there: false, here: true, toServerAt: 0, toPageAt: 0, buffered: 0, busyUntil: 0 };
    mine.set(page, seat);
    page.later(chance.between(5, 300), () => {
      if (!seat.here) return;
      if (world.strikes(0.05)) return end(seat, 1006);
      if (ticket !== ticketOf(page)) return end(seat, endingOf("relay-unknown").closeCode ?? 0);
      seat.there = true;
      seats.set(nameOf(page), seat);
      page.machine.send({ on: "relay-socket", event: { on: "opened" } });
    });
  };

  const shut = (seat: Seat) => {
    seat.here = false;
    clock.after(chance.between(1, 200), () => lose(seat));
  };

  /** In order, up to the server and down from it. */
  const pass = (page: Page, peer: PeerId, said: Said) => {
    const seat = mine.get(page);
    if (seat === undefined || !seat.here) return;
    seat.toServerAt = Math.max(seat.toServerAt, seat.busyUntil, clock.now + chance.between(1, 80));
    clock.at(seat.toServerAt, () => {
      if (!seat.there) return;
      const to = seats.get(`${page.room}\n${peer}`);
      if (to === undefined) deliver(seat, peer, { kind: "absent" });
      else deliver(to, page.id, said);
    });
  };

  const deliver = (to: Seat, from: PeerId, said: Said) => {
    to.toPageAt = Math.max(to.toPageAt, clock.now + chance.between(1, 80));
    to.page.later(to.toPageAt - clock.now, () => {
      if (to.here) hear(to.page, from, said);
    });
  };

  const hear = (page: Page, from: PeerId, said: Said) => {
    const { machine } = page;
    if (said.kind === "absent") return machine.send({ on: "relay", peer: from, event: { on: "absent" } });
    if (said.kind === "word") {
      const word = world.read(said.word, readRelayWord);
      return machine.send({ on: "relay", peer: from, event: { on: "said", word } });
    }
    const path = pathsOf(page).get(from);
    if (path === undefined) return;
    if (said.key !== path.theirs || said.number !== path.opened++) {
      world.count("relayed message does not open");
      return machine.send({ on: "relay", peer: from, event: { on: "broken" } });
    }
    world.count(`relayed ${said.kind} opened`);
    if (said.kind === "control") machine.send({ on: "control", peer: from, over: "relay", message: world.read(said.message, readControl) });
    else machine.send({ on: "frame", peer: from, frame: land(said.frame) });
  };

  const sealed = (page: Page, peer: PeerId): { readonly key: string; readonly number: number } | undefined => {
    const path = pathsOf(page).get(peer);
    return path && { key: path.mine, number: path.sealed++ };
  };

  return {
    lend(page) {
      return world.relay === "off" ? undefined : { ticket: ticketOf(page), prefers: world.relay === "prefer" };
    },
    socket(page, effect) {
      if (effect.do === "open") return open(page, effect.ticket);
      const seat = mine.get(page);
      if (effect.do === "beat") {
        if (seat?.there === true)
          page.later(chance.between(2, 200), () => seat.here && page.machine.send({ on: "relay-socket", event: { on: "alive" } }));
        return;
      }
      if (seat !== undefined) shut(seat);
    },
    act(page, { peer, effect }) {
      switch (effect.do) {
        case "say":
          return pass(page, peer, { kind: "word", word: effect.word });
        case "use": {
          world.count("relayed path made");
          const { mine, theirs } = effect.keys;
          pathsOf(page).set(peer, { mine: toHex(mine), theirs: toHex(theirs), sealed: 0, opened: 0 });
          return;
        }
        case "stop":
          pathsOf(page).delete(peer);
          return;
        default:
          effect satisfies never;
      }
    },
    control(page, peer, message) {
      const seal = sealed(page, peer);
      must(seal !== undefined, "words are said on a relayed path that is there");
      pass(page, peer, { kind: "control", message, ...seal });
    },
    frames(page, peer, frames) {
      for (const frame of frames) {
        const seal = sealed(page, peer);
        const seat = mine.get(page);
        must(seal !== undefined && seat !== undefined, "frames are sent on a relayed path that is there");
        const bytes = frameHeaderBytes + frame.length;
        seat.buffered += bytes;
        seat.busyUntil = Math.max(clock.now, seat.busyUntil) + bytes / bytesPerMs;
        page.later(seat.busyUntil - clock.now, () => {
          seat.buffered -= bytes;
          if (!seat.here || seat.buffered >= relayHighWaterBytes / 2) return;
          for (const each of pathsOf(page).keys()) page.machine.send({ on: "drained", peer: each, over: "relay", buffered: seat.buffered });
        });
        pass(page, peer, { kind: "frame", frame, ...seal });
      }
    },
    vanish(page) {
      const seat = mine.get(page);
      if (seat !== undefined) shut(seat);
      mine.delete(page);
      paths.delete(page);
    },
    restart() {
      generation = world.number();
      for (const seat of [...seats.values()]) end(seat, chance.happens(0.5) ? 1006 : (endingOf("server-stopping").closeCode ?? 0));
    },
    harm() {
      const seat = chance.pick([...seats.values()]);
      if (seat === undefined) return;
      world.count("relay's socket cut");
      end(seat, 1006);
    },
  };
}
