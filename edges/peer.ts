// One visit to a room, the same in a browser and in a terminal: runs `protocol/peer.ts` and hands each effect to its edge.
import type { Failure } from "../protocol/failure.ts";
import { type Entering, enter, seedBytes, stepPeer } from "../protocol/peer.ts";
import type { Peer, PeerEffect, PeerEvent } from "../protocol/peer-state.ts";
import { type Running, run } from "../protocol/run.ts";
import type { IceServer, PeerId } from "../protocol/signal.ts";
import type { SignallingEvent } from "../protocol/signalling.ts";
import { risingClock } from "./clock.ts";
import type { DiskEdge } from "./disk.ts";
import type { LinkEdge, LinkLent, LinkReport } from "./link.ts";
import { relayEdge } from "./relay.ts";
import type { Sealing } from "./relay-seal.ts";
import { socketEdge } from "./socket.ts";

export type Visiting<Link extends LinkEdge> = {
  /** Who comes where; what is random is drawn here. */
  readonly entering: Omit<Entering, "seed" | "aes" | "firstTransfer" | "agreement">;
  /** `ws:` or `wss:` addresses of the room. */
  readonly socketUrl: string;
  readonly relayUrl: string;
  readonly disk: DiskEdge;
  readonly linkEdge: (lent: LinkLent) => Link;
  readonly sealing: Sealing;
  readonly warn: (why: Failure) => void;
  /** Told what the server says of pipes, by whoever cares. */
  readonly pipes?: { hear(word: unknown): void };
  /** After the effects of each event that changed something. */
  readonly changed: (state: Peer, because: PeerEvent) => void;
};

export type RunningPeer<Link extends LinkEdge> = Running<Peer, PeerEvent> & {
  /** The link's edge to somebody, made when it is first asked for. */
  linkTo(peer: PeerId): Link;
};

export function runPeer<Link extends LinkEdge>(lent: Visiting<Link>): RunningPeer<Link> {
  const { disk, warn, changed } = lent;
  const [start, effects] = enter({ ...lent.entering, ...drawn() });
  const links = new Map<PeerId, Link>();
  /** Those who are talked to through the relay; all others directly. */
  const relayed = new Set<PeerId>();
  const send = (event: PeerEvent) => machine.send(event);
  const { socket, iceServers } = signalling(lent.socketUrl, send);
  const relay = relayFor(lent, send);

  const linkTo = (peer: PeerId): Link => {
    const known = links.get(peer);
    if (known !== undefined) return known;
    const made = lent.linkEdge({ iceServers, report: reportOf(peer, send) });
    links.set(peer, made);
    return made;
  };

  const act = (effect: PeerEffect) => {
    switch (effect.do) {
      case "signalling":
        return socket(effect.effect);
      case "link":
        return linkTo(effect.peer).act(effect.effect);
      case "lanes":
        return linkTo(effect.peer).lanes(effect.count);
      case "lane":
        return linkTo(effect.peer).lane(effect.word);
      case "relay-socket":
        return relay.socket(effect.effect);
      case "relay":
        return relay.act(effect.peer, effect.effect);
      case "talk":
        if (effect.over === "relay") relayed.add(effect.peer);
        else relayed.delete(effect.peer);
        return;
      case "control":
        return relayed.has(effect.peer) ? relay.tell(effect.peer, effect.message) : linkTo(effect.peer).tell(effect.message);
      case "send-part":
        return sendPart(effect);
      case "pipe":
        return lent.pipes?.hear(effect.word);
      case "warn":
        return warn(effect.why);
      case "wake":
        setTimeout(send, effect.afterMs, effect.event);
        return;
      case "read":
      case "free":
      case "hash-own":
      case "digest":
      case "forget-source":
      case "receive":
        return disk.act(effect);
      default:
        return effect satisfies never;
    }
  };

  const sendPart = ({ peer, transfer, part, digest }: Extract<PeerEffect, { do: "send-part" }>) => {
    const chunk = disk.chunk(peer, transfer, part[0]);
    if (chunk === undefined) return;
    if (relayed.has(peer)) relay.sendPart(peer, transfer, part, digest, chunk);
    else linkTo(peer).sendPart(transfer, part, digest, chunk);
  };

  const machine = run({ state: start, step: stepPeer, act, now: risingClock(), changed });
  for (const effect of effects) act(effect);
  return {
    send,
    get state() {
      return machine.state;
    },
    linkTo,
  };
}

type Send = (event: PeerEvent) => void;

function drawn() {
  const [firstTransfer = 0] = crypto.getRandomValues(new Uint32Array(1));
  return { seed: crypto.getRandomValues(new Uint8Array(seedBytes)), firstTransfer, aes: globalThis.crypto.subtle !== undefined };
}

/** The socket, and the newest STUN and TURN servers that were told over it; no machine knows of them (S13). */
function signalling(url: string, send: Send) {
  let newest: readonly IceServer[] = [];
  const report = (event: SignallingEvent) => {
    const told = event.on === "heard" && "iceServers" in event.message ? event.message.iceServers : undefined;
    if (told !== undefined) newest = told;
    send({ on: "signalling", event });
  };
  return { socket: socketEdge({ url, report }), iceServers: () => newest };
}

function relayFor({ relayUrl, sealing }: { relayUrl: string; sealing: Sealing }, send: Send) {
  return relayEdge({
    ...{ url: relayUrl, sealing },
    report: {
      socket: (event) => send({ on: "relay-socket", event }),
      relay: (peer, event) => send({ on: "relay", peer, event }),
      control: (peer, message) => send({ on: "control", peer, over: "relay", message }),
      frame: (peer, frame) => send({ on: "frame", peer, frame }),
      drained: (peer, buffered) => send({ on: "drained", peer, over: "relay", buffered }),
    },
  });
}

function reportOf(peer: PeerId, send: Send): LinkReport {
  return {
    link: (event) => send({ on: "link", peer, event }),
    control: (message) => send({ on: "control", peer, over: "direct", message }),
    frame: (frame) => send({ on: "frame", peer, frame }),
    lane: (word) => send({ on: "lane", peer, word }),
    drained: (buffered) => send({ on: "drained", peer, over: "direct", buffered }),
  };
}
