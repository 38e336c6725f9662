// A simulated RTCPeerConnection with its two channels, as the edge of `protocol/link.ts` would have it. Descriptions carry the number
// of the connection that made them; two connections whose descriptions fit, and that know a way to each other, are joined by a wire.
import { type Control, readControl } from "../../protocol/channel.ts";
import type { Description } from "../../protocol/envelope.ts";
import { frameHeaderBytes } from "../../protocol/frame.ts";
import { lowWaterBytes, partBytes } from "../../protocol/limits.ts";
import type { LinkEvent } from "../../protocol/link.ts";
import type { PeerEffect } from "../../protocol/peer-state.ts";
import type { PeerId } from "../../protocol/signal.ts";
import { type Flying, land } from "./content.ts";
import type { Page } from "./page.ts";
import { must, type World } from "./world.ts";

type IceState = "connected" | "disconnected" | "failed";
type OfConnection = Extract<LinkEvent, { conversation: string }>;
export type ConnectionEvent = OfConnection extends infer Each ? (Each extends OfConnection ? Omit<Each, "conversation"> : never) : never;

export type Connection = {
  readonly number: number;
  readonly page: Page;
  readonly peer: PeerId;
  readonly conversation: string;
  readonly frameBytes: number;
  /** What is to be done with it, one after the other, as browsers do. */
  readonly chain: (() => void)[];
  talk: "stable" | "offered";
  /** It was described, by an offer of its own first. */
  described: boolean;
  offers: boolean;
  local?: string;
  remote?: string;
  /** The description of the other side that a way was found with. */
  way?: string;
  restarting: boolean;
  ice?: IceState;
  opened: boolean;
  closed: boolean;
  wire?: Wire;
  /** Control messages that came before this side had opened. */
  readonly early: Control[];
  buffered: number;
  busyUntil: number;
  spokenUntil: number;
  readonly unheard: Control[];
};

/** The path between two connections. `healsAt`: infinite where only an ICE restart mends it; `hopeless` where that does not either. */
export type Wire = {
  readonly ends: readonly [Connection, Connection];
  readonly bytesPerMs: number;
  agreed: string;
  cut: number;
  healsAt: number;
  hopeless: boolean;
  dead: boolean;
};

export type Connections = {
  act(page: Page, effect: Extract<PeerEffect, { do: "link" }>): void;
  control(page: Page, peer: PeerId, message: Control): void;
  frames(page: Page, peer: PeerId, frames: readonly Flying[]): void;
  frameBytes(page: Page, peer: PeerId): number;
  /** A page vanished without a word. */
  vanish(page: Page): void;
  /** Trouble for one wire, if there is one. */
  harm(): void;
};

export function connecting(world: World): Connections {
  const { clock, chance } = world;
  const all = new Map<number, Connection>();
  const wires = new Set<Wire>();

  const report = (connection: Connection, event: ConnectionEvent, ms: number) =>
    connection.page.later(ms, () => connection.page.tellLink(connection.peer, { ...event, conversation: connection.conversation }));

  const otherOf = (connection: Connection) => connection.wire?.ends.find((end) => end !== connection);

  // Descriptions and ways

  const inTurn = (connection: Connection, job: () => void) => {
    connection.chain.push(job);
    if (connection.chain.length === 1) takeTurn(connection);
  };
  const takeTurn = (connection: Connection) => {
    connection.page.later(chance.between(1, 40), () => {
      if (!connection.closed) connection.chain[0]?.();
      connection.chain.shift();
      if (connection.chain.length > 0) takeTurn(connection);
    });
  };

  const describe = (connection: Connection, type: Description["type"]) => {
    must(!(connection.page.once && connection.described), "[L21] what is described once has one description");
    if (!connection.described) connection.offers = type === "offer";
    connection.described = true;
    const name = `${connection.number}.${world.number()}`;
    connection.local = name;
    connection.restarting = false;
    report(connection, { on: "described", description: { type, sdp: `${name} ${connection.remote ?? ""}` } }, 0);
    const candidates = 1 + chance.below(3);
    for (let i = 0; i <= candidates; i++) {
      const candidate = i < candidates ? { candidate: `candidate:${name}`, usernameFragment: name } : null;
      report(connection, { on: "found", candidate }, 1 + 30 * i);
    }
  };

  const needNegotiation = (connection: Connection) => {
    if (connection.page.once) return;
    connection.page.later(1, () => {
      if (connection.closed || connection.talk !== "stable" || connection.chain.length > 0) return;
      connection.page.tellLink(connection.peer, { on: "negotiation-needed", conversation: connection.conversation });
    });
  };

  const accept = (connection: Connection, { type, sdp }: Description) => {
    const [name = "", answered] = sdp.split(" ");
    if (type === "offer") {
      if (connection.talk === "offered") world.count("offer rolled back");
      connection.talk = "stable";
      connection.remote = name;
      describe(connection, "answer");
    } else {
      must(connection.talk === "offered", "an answer is accepted where an offer was made");
      must(answered === connection.local, "an answer answers the last offer");
      connection.talk = "stable";
      connection.remote = name;
    }
    if (connection.restarting) needNegotiation(connection);
    meet(connection);
  };

  /** Are both sides' descriptions each other's, and does one of them know a way? */
  const fits = (one: Connection, other: Connection) =>
    !one.closed &&
    !other.closed &&
    one.remote === other.local &&
    other.remote === one.local &&
    (one.way === one.remote || other.way === other.remote);

  const meet = (connection: Connection) => {
    const other = all.get(Number.parseInt(connection.remote ?? "", 10));
    if (other === undefined || !fits(connection, other)) return;
    must(other.page.id === connection.peer && other.peer === connection.page.id, "[I3] descriptions reach those they are for");
    must(other.page.room === connection.page.room, "[I3] links stay in a room");
    must(other.conversation === connection.conversation, "[L2] a link belongs to one conversation");
    for (const [one, two] of [
      [connection, other],
      [other, connection],
    ] as const)
      must(!one.offers || !one.page.once || two.page.once, "[L21] of two of which one can offer, that one does");
    const agreed = `${connection.local} ${other.local}`;
    const hopeless = world.blocked(connection.page.token, other.page.token) || world.strikes(0.1);
    clock.after(chance.between(10, 600), () => {
      if (hopeless || !fits(connection, other)) {
        if (hopeless) world.count("link not made");
        if (hopeless && chance.happens(0.5)) for (const end of [connection, other]) reportIce(end, "failed", chance.between(0, 3_000));
        return;
      }
      if (connection.wire === undefined) join(connection, other, agreed);
      else restarted(connection.wire, agreed);
    });
  };

  const join = (one: Connection, other: Connection, agreed: string) => {
    const bytesPerMs = chance.happens(0.4) ? chance.between(200, 1_500) : chance.between(1_500, 20_000);
    const wire: Wire = { ends: [one, other], bytesPerMs, agreed, cut: 0, healsAt: 0, hopeless: false, dead: false };
    wires.add(wire);
    if (one.page.once !== other.page.once) world.count("link to somebody who describes once");
    world.count("link made");
    for (const end of wire.ends) {
      end.wire = wire;
      reportIce(end, "connected", chance.between(0, 50));
      end.page.later(chance.between(50, 400), () => {
        if (end.closed || wire.dead) return;
        end.opened = true;
        end.page.tellLink(end.peer, { on: "opened", conversation: end.conversation });
        for (let message = end.early.shift(); message !== undefined; message = end.early.shift()) hear(end, message);
      });
    }
  };

  const restarted = (wire: Wire, agreed: string) => {
    if (wire.dead || wire.hopeless || wire.agreed === agreed) return;
    wire.agreed = agreed;
    world.count("link restarted");
    heal(wire);
    for (const end of wire.ends) reportIce(end, "connected", chance.between(0, 100));
  };

  // Trouble

  const reportIce = (end: Connection, state: IceState, ms: number) => {
    if (end.closed) return;
    end.ice = state;
    report(end, { on: "ice", state }, ms);
  };

  const isCut = (wire: Wire) => wire.healsAt > clock.now;

  const cut = (wire: Wire, healsAt: number, hopeless: boolean) => {
    const serial = ++wire.cut;
    wire.healsAt = healsAt;
    wire.hopeless = hopeless;
    for (const end of wire.ends) {
      const disconnectedAfter = chance.between(300, 2_500);
      const still = () => wire.cut === serial && isCut(wire) && !wire.dead;
      clock.after(disconnectedAfter, () => still() && reportIce(end, "disconnected", 0));
      clock.after(disconnectedAfter + chance.between(3_000, 12_000), () => still() && reportIce(end, "failed", 0));
    }
    if (healsAt < Number.POSITIVE_INFINITY) clock.after(healsAt - clock.now, () => wire.cut === serial && heal(wire));
  };

  const heal = (wire: Wire) => {
    if (wire.dead) return;
    wire.cut += 1;
    wire.healsAt = 0;
    for (const end of wire.ends) {
      if (end.ice !== "connected") reportIce(end, "connected", chance.between(0, 300));
      for (let i = 0; i < end.unheard.length; i++) clock.after(chance.between(1, 100), () => arrive(end));
    }
  };

  const kill = (wire: Wire) => {
    wire.dead = true;
    wires.delete(wire);
  };

  const close = (connection: Connection, silently: boolean) => {
    connection.closed = true;
    all.delete(connection.number);
    const other = otherOf(connection);
    if (connection.wire === undefined || other === undefined || connection.wire.dead) return;
    kill(connection.wire);
    if (silently || world.strikes(0.2)) {
      const noticedAfter = chance.between(500, 5_000);
      clock.after(noticedAfter, () => reportIce(other, "disconnected", 0));
      clock.after(noticedAfter + chance.between(3_000, 12_000), () => reportIce(other, "failed", 0));
    } else report(other, { on: "broken" }, chance.between(5, 500));
  };

  // The control channel: in order, and nothing lost while the wire lives

  const speak = (from: Connection, message: Control) => {
    must(from.opened, "words are said on an open channel");
    if (from.wire === undefined || from.wire.dead) return world.count("control message lost");
    from.unheard.push(message);
    from.spokenUntil = Math.max(from.spokenUntil, clock.now + chance.between(1, 150));
    clock.after(from.spokenUntil - clock.now, () => arrive(from));
  };

  const arrive = (from: Connection) => {
    const to = otherOf(from);
    if (from.wire === undefined || to === undefined || isCut(from.wire)) return;
    const message = from.unheard.shift();
    if (message === undefined) return;
    if (from.wire.dead || to.closed) return world.count("control message lost");
    to.page.later(0, () => {
      if (to.closed) return;
      if (to.opened) hear(to, message);
      else to.early.push(message);
    });
  };

  const hear = (to: Connection, said: Control) => {
    const from = otherOf(to);
    must(from?.page.id === to.peer && from.peer === to.page.id, "[I3] words on a link reach the one they are said to");
    const message = world.read(said, readControl);
    to.page.machine.send({ on: "control", peer: to.peer, over: "direct", message });
  };

  // The data channel: anything may become of a frame

  const fly = (from: Connection, frame: Flying) => {
    const { wire } = from;
    if (wire === undefined || wire.dead) return;
    const bytes = frameHeaderBytes + frame.length;
    from.buffered += bytes;
    from.busyUntil = Math.max(clock.now, from.busyUntil) + bytes / wire.bytesPerMs;
    from.page.later(from.busyUntil - clock.now, () => {
      if (from.closed) return;
      const before = from.buffered;
      from.buffered -= bytes;
      if (!wire.dead && ((before > lowWaterBytes && from.buffered <= lowWaterBytes) || from.buffered === 0)) {
        from.page.machine.send({ on: "drained", peer: from.peer, over: "direct", buffered: from.buffered });
      }
      if (isCut(wire) || world.strikes(0.04)) return world.count("frame dropped");
      const times = world.strikes(0.04) ? 2 : 1;
      if (times === 2) world.count("frame doubled");
      for (let i = 0; i < times; i++) {
        const slow = world.strikes(0.03);
        if (slow) world.count("frame overtaken");
        const flown = world.strikes((0.025 * frame.length) / partBytes) ? damaged(frame) : frame;
        clock.after(slow ? chance.between(200, 6_000) : chance.between(2, 120), () => touchDown(from, wire, flown));
      }
    });
  };

  const touchDown = (from: Connection, wire: Wire, frame: Flying) => {
    const to = otherOf(from);
    if (to === undefined || wire.dead || isCut(wire) || to.closed || !to.opened) return world.count("frame dropped");
    to.page.later(0, () => {
      if (to.closed) return;
      world.count("frame arrived");
      to.page.machine.send({ on: "frame", peer: to.peer, frame: land(frame) });
    });
  };

  const damaged = ({ head, words, length }: Flying): Flying => {
    const flip = 1 + chance.below(255);
    if (chance.happens(0.5)) {
      world.count("frame corrupted in its payload");
      const at = chance.below(words.length);
      return { head, words: words.map((word, index) => (index === at ? word ^ flip : word)), length };
    }
    world.count("frame corrupted in its head");
    const bent = new Uint8Array(head);
    const at = chance.below(head.length);
    bent[at] = (bent[at] ?? 0) ^ flip;
    return { head: bent, words, length };
  };

  const currentOf = (page: Page, peer: PeerId): Connection => {
    const connection = page.connections.get(peer);
    must(connection !== undefined, "there is a connection to act on");
    return connection;
  };

  return {
    act(page, { peer, effect }) {
      if (effect.do === "connect") {
        must(!page.connections.has(peer), "one connection for each peer");
        const connection: Connection = {
          ...{
            number: world.number(),
            page,
            peer,
            conversation: effect.conversation,
            chain: [],
            talk: "stable",
            described: false,
            offers: false,
          },
          ...{ frameBytes: chance.pick([16, 64, 128, 128]) ?? 128, restarting: false, opened: false, closed: false },
          ...{ early: [], buffered: 0, busyUntil: 0, spokenUntil: 0, unheard: [] },
        };
        all.set(connection.number, connection);
        page.connections.set(peer, connection);
        needNegotiation(connection);
        return;
      }
      const connection = currentOf(page, peer);
      switch (effect.do) {
        case "describe":
          return inTurn(connection, () => {
            if (connection.talk === "offered") return;
            connection.talk = "offered";
            describe(connection, "offer");
          });
        case "accept":
          return inTurn(connection, () => accept(connection, effect.description));
        case "add":
          return inTurn(connection, () => {
            const name = effect.candidate?.usernameFragment;
            if (name === undefined || name === null || name !== connection.remote) return;
            connection.way = name;
            meet(connection);
          });
        case "restart":
          must(!connection.page.once, "[L21] nobody who describes once restarts");
          connection.restarting = true;
          return needNegotiation(connection);
        case "disconnect":
          page.connections.delete(peer);
          return close(connection, false);
        default:
          effect satisfies never;
      }
    },
    control: (page, peer, message) => speak(currentOf(page, peer), message),
    frames(page, peer, frames) {
      for (const frame of frames) fly(currentOf(page, peer), frame);
    },
    frameBytes: (page, peer) => currentOf(page, peer).frameBytes * 1024,
    vanish(page) {
      for (const connection of page.connections.values()) close(connection, true);
      page.connections.clear();
    },
    harm() {
      const wire = chance.pick([...wires]);
      if (wire === undefined || isCut(wire)) return;
      const kind = chance.next();
      if (kind < 0.45) {
        world.count("link interrupted");
        cut(wire, clock.now + chance.between(100, 12_000), false);
      } else if (kind < 0.7) {
        world.count("link cut");
        cut(wire, Number.POSITIVE_INFINITY, chance.happens(0.3));
      } else {
        world.count("link broken");
        kill(wire);
        for (const end of wire.ends) report(end, { on: "broken" }, chance.between(0, 3_000));
      }
    },
  };
}
