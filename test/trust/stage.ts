// Whole participants in rooms of a server that somebody else has written: their letters go wherever an attack wants them to, and a connection
// is made with whomever a description is from that was accepted, as DTLS does.
import type { Agreement } from "../../protocol/cpace.ts";
import { cpace } from "../../protocol/cpace.ts";
import type { Candidate, Description } from "../../protocol/envelope.ts";
import { protocolVersion } from "../../protocol/limits.ts";
import { enter, seedBytes, stepPeer } from "../../protocol/peer.ts";
import type { Peer, PeerEffect, PeerEvent } from "../../protocol/peer-state.ts";
import { run } from "../../protocol/run.ts";
import type { RoomSecret } from "../../protocol/secret.ts";
import type { FromServer, PeerId } from "../../protocol/signal.ts";
import { hexId, peerId } from "../support/participant.ts";
import type { Attack, Passing } from "./attacks.ts";

type Person = { readonly letter: string; readonly room: string; readonly secret: RoomSecret };

export type Outcome = {
  /** Whose connection each accepted: "ada accepts bob", or the attacker's own. */
  readonly accepted: ReadonlyMap<PeerId, ReadonlySet<string>>;
  /** What each was told of ways to the other, in the order in which it counted. */
  readonly candidates: ReadonlyMap<PeerId, readonly string[]>;
  /** Why somebody counted as unreachable, at any time. */
  readonly whys: ReadonlyMap<PeerId, ReadonlySet<string>>;
  readonly warned: readonly string[];
};

export function stage(lent: { people: readonly Person[]; attack: Attack; agreement?: Agreement }) {
  let now = 0;
  const line: (() => void)[] = [];
  const timers: { at: number; act: () => void }[] = [];
  const accepted = new Map<PeerId, Set<string>>();
  const candidates = new Map<PeerId, string[]>();
  const whys = new Map<PeerId, Set<string>>();
  const warned: string[] = [];
  const machines = new Map<string, ReturnType<typeof open>>();

  const deliver = ({ room, from, to, envelope }: Passing) => {
    line.push(() => machines.get(`${room} ${to}`)?.heard({ type: "told", from, envelope }));
  };

  const open = ({ letter, room, secret }: Person) => {
    const me = peerId(letter);
    const known = { room, secret, agreement: lent.agreement ?? cpace, seed: crypto.getRandomValues(new Uint8Array(seedBytes)) };
    const [state, effects] = enter({
      ...known,
      aes: true,
      session: hexId("e"),
      token: hexId("f"),
      nickname: letter,
      automatic: undefined,
      firstTransfer: 1,
    });
    accepted.set(me, new Set());
    candidates.set(me, []);
    whys.set(me, new Set());
    const changed = ({ people }: Peer) => {
      for (const { link } of people.values()) if (link.at === "unreachable") whys.get(me)?.add(link.why);
    };
    const act = (effect: PeerEffect) => {
      if (effect.do === "wake") timers.push({ at: now + effect.afterMs, act: () => machine.send(effect.event) });
      if (effect.do === "warn") warned.push(effect.why);
      if (effect.do === "link") connect(effect.peer, effect.effect);
      if (effect.do !== "signalling" || effect.effect.do !== "send" || effect.effect.message.type !== "tell") return;
      const { to, envelope } = effect.effect.message;
      lent.attack({ room, from: me, to, envelope }, deliver);
    };
    const connect = (peer: PeerId, effect: Extract<PeerEffect, { do: "link" }>["effect"]) => {
      const conversation = () => {
        const link = machine.state.people.get(peer)?.link;
        return link !== undefined && "conversation" in link ? link.conversation : "";
      };
      const report = (event: { on: "described"; description: Description } | { on: "found"; candidate: Candidate }) =>
        machine.send({ on: "link", peer, event: { conversation: conversation(), ...event } });
      const describe = (type: "offer" | "answer") =>
        line.push(() => {
          report({ on: "described", description: { type, sdp: me } });
          for (const candidate of ["first", "second"]) report({ on: "found", candidate: { candidate } });
        });
      if (effect.do === "describe") describe("offer");
      if (effect.do === "add" && effect.candidate !== null) candidates.get(me)?.push(effect.candidate.candidate);
      if (effect.do !== "accept") return;
      accepted.get(me)?.add(effect.description.sdp);
      if (effect.description.type === "offer") describe("answer");
    };
    const machine = run<Peer, PeerEvent, PeerEffect>({ state, step: stepPeer, act, now: () => now, changed });
    for (const effect of effects) act(effect);
    return {
      me,
      machine,
      heard: (message: FromServer) => machine.send({ on: "signalling", event: { on: "heard", message } }),
      joins(peers: readonly PeerId[]) {
        machine.send({ on: "signalling", event: { on: "opened" } });
        const there = peers.map((id) => ({ id, away: false }));
        machine.send({
          on: "signalling",
          event: { on: "heard", message: { type: "welcome", version: protocolVersion, you: me, peers: there } },
        });
      },
    };
  };

  const settle = () => {
    for (let next = line.shift(); next !== undefined; next = line.shift()) next();
  };

  return {
    /** All of them join, one after the other; then `ms` pass. */
    live(ms = 20_000): Outcome {
      for (const person of lent.people) {
        const room = lent.people.filter(({ room, letter }) => room === person.room && machines.has(`${room} ${peerId(letter)}`));
        const each = open(person);
        machines.set(`${person.room} ${each.me}`, each);
        for (const other of room) machines.get(`${other.room} ${peerId(other.letter)}`)?.heard({ type: "arrived", peer: each.me });
        each.joins(room.map(({ letter }) => peerId(letter)));
        settle();
      }
      for (const end = now + ms; now < end; ) {
        timers.sort((a, b) => a.at - b.at);
        const next = timers.shift();
        if (next === undefined || next.at > end) break;
        now = next.at;
        next.act();
        settle();
      }
      return { accepted, candidates, whys, warned };
    },
    heardBy: (room: string, letter: string, message: FromServer) => {
      machines.get(`${room} ${peerId(letter)}`)?.heard(message);
      settle();
    },
    passes: (ms: number) => (now += ms),
  };
}
