// One page: a whole participant, its machine and its edges, until it is closed, reloaded or crashes.

import { fromHex } from "../../protocol/bytes.ts";
import type { Control } from "../../protocol/channel.ts";
import { cpace } from "../../protocol/cpace.ts";
import { partBytes } from "../../protocol/limits.ts";
import type { LinkEvent } from "../../protocol/link.ts";
import { isPaused } from "../../protocol/pausing.ts";
import { enter, stepPeer } from "../../protocol/peer.ts";
import type { Peer, PeerEffect, PeerEvent } from "../../protocol/peer-state.ts";
import type { ReceiveEvent } from "../../protocol/receive-state.ts";
import { type Running, run } from "../../protocol/run.ts";
import type { RoomSecret } from "../../protocol/secret.ts";
import type { ShareId } from "../../protocol/share.ts";
import { type FromServer, type PeerId, readFromServer } from "../../protocol/signal.ts";
import type { SignallingEvent } from "../../protocol/signalling.ts";
import { quickAgreement } from "../support/agreement.ts";
import type { Connection, Connections } from "./connection.ts";
import { actOnSink, actOnSource, digestOwn, framesOf, hashOwn, leaveOnDisk, type Memory, type Place, restoredFrom } from "./disk.ts";
import type { Relays } from "./relay.ts";
import { peerIdOf, type Server, type Socket } from "./server.ts";
import { addressOf, must, mustBeFor, type World } from "./world.ts";

export type Page = {
  readonly id: PeerId;
  readonly token: string;
  readonly secret: RoomSecret;
  readonly session: string;
  readonly room: string;
  readonly nickname: string;
  /** Its connections are described once (L21). */
  readonly once: boolean;
  readonly machine: Running<Peer, PeerEvent>;
  readonly connections: Map<PeerId, Connection>;
  readonly place: Place;
  readonly memory: Memory;
  readonly reading: Map<string, number>;
  /** Streams that it sends: the chunk that is read next, and when the one before it is here. */
  readonly streams: Map<ShareId, { readonly next: number; readonly until: number }>;
  alive: boolean;
  /** The machine it runs on sleeps until then. */
  asleepUntil: number;
  /** Those who are talked to through the relay. */
  readonly relayed: Set<PeerId>;
  socket: Socket | undefined;
  /** Does something later, if the page is still there, and not while it sleeps. */
  later(ms: number, act: () => void): void;
  tellSignalling(event: SignallingEvent): void;
  tellServerSaid(message: FromServer): void;
  tellLink(peer: PeerId, event: LinkEvent): void;
  tellReceiving(transfer: number, event: ReceiveEvent): void;
};

export type Surroundings = {
  readonly world: World;
  readonly server: Server;
  readonly connections: Connections;
  readonly relays: Relays;
};

type Coming = {
  token: string;
  once: boolean;
  room: string;
  secret: RoomSecret;
  nickname: string;
  automatic: number | undefined;
  place: Place;
};

export function openPage(around: Surroundings, who: Coming): Page {
  const { world } = around;
  const { clock, chance } = world;
  const session = chance.hex(32);
  // One network of a hundred really runs CPace; in the others a page that knows another password comes to another key just as well.
  const agreement = world.seed % 100 === 0 ? cpace : quickAgreement;
  const seed = fromHex(chance.hex(128));
  const [state, effects] = enter({ ...who, session, seed, agreement, aes: chance.happens(0.5), firstTransfer: chance.below(2 ** 32) });
  const machine = run<Peer, PeerEvent, PeerEffect>({ state, step: stepPeer, now: () => clock.now, act: (effect) => act(effect) });
  const page: Page = {
    ...{
      id: peerIdOf(who.token, who.room),
      token: who.token,
      secret: who.secret,
      session,
      room: who.room,
      nickname: who.nickname,
      once: who.once,
      machine,
    },
    ...{ connections: new Map(), place: who.place, memory: new Map(), reading: new Map(), streams: new Map() },
    ...{ alive: true, asleepUntil: 0, relayed: new Set(), socket: undefined },
    later(ms, deed) {
      const attempt = () => {
        if (!page.alive) return;
        if (clock.now < page.asleepUntil) clock.at(page.asleepUntil, attempt);
        else deed();
      };
      clock.after(ms, attempt);
    },
    tellSignalling: (event) => machine.send({ on: "signalling", event }),
    tellServerSaid(said) {
      const message = world.read(said, readFromServer);
      machine.send({ on: "signalling", event: { on: "heard", message } });
    },
    tellLink: (peer, event) => machine.send({ on: "link", peer, event }),
    tellReceiving: (transfer, event) => machine.send({ on: "receiving", transfer, event }),
  };
  const act = (effect: PeerEffect) => perform(around, page, effect);
  for (const effect of effects) act(effect);
  goOn(world, page);
  return page;
}

/** What earlier pages left goes on: transfers at once, shares by themselves, or when somebody has chosen the files again, or never. */
function goOn({ chance, originals, count }: World, page: Page): void {
  const receipts = restoredFrom(page.place);
  page.later(chance.between(0, 400), () => page.machine.send({ on: "restore", receipts }));
  for (const { share, digests } of page.place.shares.values()) {
    if (chance.happens(0.3)) continue;
    page.later(chance.happens(0.6) ? chance.between(0, 500) : chance.between(500, 20_000), () => {
      // Whoever chooses a changed file again is told so.
      if (originals.get(share.id)?.version !== 0) return;
      count("share offered again");
      page.machine.send({ on: "share", share, digests });
    });
  }
}

function perform({ world, server, connections, relays }: Surroundings, page: Page, effect: PeerEffect): void {
  switch (effect.do) {
    case "signalling":
      signal(world, server, page, effect.effect);
      return;
    case "link":
      connections.act(page, effect);
      return;
    case "control":
      if (effect.message.type === "listed") world.count("portion of a manifest told");
      if (effect.message.type === "pong") world.count("ping answered");
      if (effect.message.type === "ask") mustBeNew(page, effect.message);
      if (effect.message.type === "say") mustBeFor(effect.peer, effect.message.text);
      if (effect.message.type === "history") for (const { text } of effect.message.said) mustBeFor(effect.peer, text);
      if (effect.message.type === "typing") mustBeWriting(page, effect.peer, effect.message);
      if (page.relayed.has(effect.peer)) relays.control(page, effect.peer, effect.message);
      else connections.control(page, effect.peer, effect.message);
      return;
    case "lanes":
      // Lanes are an edge's affair: what they carry is frames like others.
      world.count("lanes wanted");
      return;
    case "lane":
      return;
    case "relay-socket":
      relays.socket(page, effect.effect);
      return;
    case "relay":
      relays.act(page, effect);
      return;
    case "talk":
      if (effect.over !== undefined) world.count(`talk over ${effect.over}`);
      if (effect.over === "relay") page.relayed.add(effect.peer);
      else page.relayed.delete(effect.peer);
      return;
    case "read":
    case "free":
      actOnSource(world, page, effect);
      return;
    case "send-part":
      mustFlow(page, effect);
      if (page.relayed.has(effect.peer)) relays.frames(page, effect.peer, framesOf(page, effect, partBytes));
      else connections.frames(page, effect.peer, framesOf(page, effect, connections.frameBytes(page, effect.peer)));
      return;
    case "digest":
      digestOwn(world, page, effect.share, effect.digests);
      return;
    case "hash-own":
      hashOwn(world, page, effect);
      return;
    case "forget-source":
    case "warn":
      return;
    case "receive":
      actOnSink(world, page, effect);
      return;
    case "wake":
      page.later(effect.afterMs, () => page.machine.send(effect.event));
      return;
    case "pipe":
      must(false, "[P2] nobody pipes here");
      return;
    default:
      effect satisfies never;
  }
}

/** I6: what is stored and verified is not asked for again. */
function mustBeNew(page: Page, { transfer, parts }: Extract<Control, { type: "ask" }>): void {
  const stored = page.place.sinks.get(transfer)?.stored;
  for (const [chunk] of parts) must(stored?.has(chunk) !== true, `[I6] chunk ${chunk} of ${transfer} is stored, and asked for again`);
}

/** C6: nobody learns that I write to somebody else. */
function mustBeWriting({ machine }: Page, peer: PeerId, { yes, direct }: Extract<Control, { type: "typing" }>): void {
  const { typing } = machine.state;
  if (yes)
    must(
      typing?.yes === true && (typing.to ?? peer) === peer && direct === (typing.to !== undefined),
      `[C6] ${peer} learns of writing to another`,
    );
}

/** I7: nothing of a transfer is sent while its owner knows that somebody holds it. */
function mustFlow(page: Page, { peer, transfer }: Extract<PeerEffect, { do: "send-part" }>): void {
  const sending = page.machine.state.sending.get(`${peer}/${transfer}`);
  must(sending !== undefined && !isPaused(sending), `[I7] a part is sent of a transfer that is held: ${transfer}`);
}

function signal(world: World, server: Server, page: Page, effect: Extract<PeerEffect, { do: "signalling" }>["effect"]): void {
  switch (effect.do) {
    case "open":
      must(page.socket === undefined || !page.socket.here, "[S9] one socket at a time");
      page.socket = server.connect(page);
      return;
    case "send": {
      const { message } = effect;
      if (page.socket === undefined || !page.socket.here || !page.socket.there) return;
      if (message.type === "tell") {
        const address = addressOf(page.room, page.id, message.to, message.envelope);
        world.envelopes.set(address, (world.envelopes.get(address) ?? 0) + 1);
      }
      server.send(page.socket, message);
      return;
    }
    case "close":
      if (page.socket !== undefined) server.close(page.socket);
      return;
    default:
      effect satisfies never;
  }
}

/** The page is gone: by its own goodbye, or without one. */
export function closePage({ world, server, connections, relays }: Surroundings, page: Page, goodbye: boolean): void {
  if (goodbye) page.machine.send({ on: "leave" });
  if (page.socket?.here) server.close(page.socket);
  page.alive = false;
  leaveOnDisk(world, page);
  // What was said last may still get out.
  const vanish = () => {
    connections.vanish(page);
    relays.vanish(page);
  };
  if (goodbye) world.clock.after(world.chance.between(0, 300), vanish);
  else vanish();
}
