// A participant's machine: one page, or one command-line process. It is made of parts; here is who answers what.
import { noChat } from "./chat.ts";
import { carry } from "./contact.ts";
import { type Agreement, cpace } from "./cpace.ts";
import * as offering from "./offering.ts";
import { isUp, type Peer, type PeerEffect, type PeerEvent, type Stepped, tellPeer } from "./peer-state.ts";
import { fromServer, goneSince, heardControl, ignore, lock, ofLink, ofRelay, refused, waited } from "./people.ts";
import type { PipeAsk } from "./pipe-word.ts";
import { noRelaySocket, type RelaySocketEffect, type RelaySocketEvent, stepRelaySocket } from "./relay-socket.ts";
import { ping } from "./round-trip.ts";
import { andThen } from "./run.ts";
import { guardOf, passwordOf, type RoomSecret } from "./secret.ts";
import type { FromServer, PeerId } from "./signal.ts";
import { beginSignalling, type SignallingEffect, type SignallingEvent, stepSignalling } from "./signalling.ts";
import { speak, typedOut, typing } from "./speaking.ts";
import * as taking from "./taking.ts";
import { verified } from "./verifying.ts";

/** Random bytes that every secret number of a page is made of. */
export const seedBytes = 64;

export type Entering = {
  room: string;
  secret: RoomSecret;
  seed: Uint8Array<ArrayBuffer>;
  agreement?: Agreement;
  /** This browser has AES-GCM. */
  aes: boolean;
  /** Connections here are described once, as a terminal's library does (L21). */
  once?: boolean;
  session: string;
  token: string;
  nickname: string;
  automatic: number | undefined;
  firstTransfer: number;
};

/**
 * @param lent random names: of this tab (`token`, kept over a reload) and of this page (`session`), 32 hexadecimal digits each; a random
 * number of 32 bits that transfers are counted from; `seed`: 64 random bytes of this page alone
 */
export function enter(lent: Entering): Stepped {
  const { session, token, nickname, automatic } = lent;
  const [signalling, effects] = beginSignalling(token, guardOf(lent.secret) === "open");
  const nobody = { people: new Map(), chat: noChat, recalled: new Set<PeerId>() };
  const none = { offered: new Map(), withdrawn: new Map(), sending: new Map(), taken: new Map(), receiving: new Map() };
  const nothing = { ...none, nextTransfer: lent.firstTransfer };
  const paths = { signalling, relaySocket: noRelaySocket, aes: lent.aes, once: lent.once === true };
  return [{ ...trustOf(lent), session, nickname, automatic, ...paths, ...nobody, ...nothing }, effects.map(actSignalling)];
}

function trustOf({ room, secret, seed, agreement = cpace }: Entering) {
  const own = { agreement, password: passwordOf(secret), seed, drawn: 0 };
  return { room, guard: guardOf(secret), own, guesses: [], locked: false, ignored: new Set<PeerId>() };
}

export function stepPeer(peer: Peer, event: PeerEvent, now: number): Stepped {
  switch (event.on) {
    case "say":
      return speak(peer, event, now);
    case "typing":
      return typing(peer, event, now);
    case "typed-out":
      return typedOut(peer, event);
    case "share":
      return offering.offer(peer, event);
    case "stop-sharing":
      return offering.stopSharing(peer, event.share, event.why);
    case "list":
      return taking.list(peer, event.owner, event.share);
    case "fetch":
      return taking.fetchShare(peer, event, now);
    case "fetch-all":
      return taking.fetchAll(peer, event.shares, now);
    case "pause":
      return taking.receive(peer, event.transfer, { on: "pause", yes: event.yes }, now);
    case "cancel":
      return taking.receive(peer, event.transfer, { on: "cancel" }, now);
    case "hold":
      return offering.hold(peer, event.to, event.transfer, event.yes);
    case "refuse":
      return offering.refuse(peer, event.to, event.transfer);
    case "restore":
      return taking.restore(peer, event.receipts, now);
    case "remove":
      return taking.remove(peer, event.transfer);
    case "automatic":
      return taking.automatically({ ...peer, automatic: event.upTo }, now);
    case "verified":
      return verified(peer, event.peer, event.symbols, event.yes);
    case "lock":
      return lock(peer, event.yes, now);
    case "ignore":
      return ignore(peer, event.peer, event.yes, now);
    case "ping":
      return ping(peer, event.peer, now);
    case "leave":
      return leave(peer);
    case "pipe":
      return askOfPipes(peer, event.word);
    case "signalling":
      return signal(peer, event.event, now);
    case "letter":
      return waited(peer, event.from, event.letter, now);
    case "link":
      return ofLink(peer, event.peer, event.event, now);
    case "control":
      return heardControl(peer, event.peer, event.over, event.message, now);
    case "frame":
      return taking.frame(peer, event.peer, event.frame, now);
    case "drained":
      return offering.drained(peer, event.peer, event.over, event.buffered);
    case "lane":
      return [peer, peer.people.get(event.peer)?.contact?.over === "direct" ? [tellPeer(event.peer, event.word)] : []];
    case "relay-socket":
      return relaySocket(peer, event.event, now);
    case "relay":
      return ofRelay(peer, event.peer, event.event, now);
    case "carry":
      return carry(peer, event.peer, event.era, now);
    case "read":
      return offering.wasReadFor(peer, event);
    case "ended":
      return offering.streamEnded(peer, event);
    case "hashed-own":
      return offering.hashedOwn(peer, event);
    case "digested":
      return offering.digested(peer, event.share, event.digest);
    case "drawn":
      return offering.drawn(peer, event.share, event.image);
    case "receiving":
      return taking.receive(peer, event.transfer, event.event, now);
    case "quiet":
      return goneSince(peer, event.peer, event.since, now);
    default:
      return event satisfies never;
  }
}

function leave(peer: Peer): Stepped {
  const [signalling, effects] = stepSignalling(peer.signalling, { on: "leave" });
  const up = [...peer.people.values()].filter(isUp);
  return [{ ...peer, signalling }, [...up.map(({ id }) => tellPeer(id, { type: "bye" })), ...effects.map(actSignalling)]];
}

/** P2: what is shared in a room with a secret is not asked to be let out of it. */
function askOfPipes(peer: Peer, word: PipeAsk): Stepped {
  if (peer.signalling.at !== "online" || peer.guard !== "open") return [peer, []];
  return [peer, [{ do: "signalling", effect: { do: "send", message: { type: "pipe", word } } }]];
}

function signal(peer: Peer, event: SignallingEvent, now: number): Stepped {
  const [signalling, effects] = stepSignalling(peer.signalling, event);
  const stepped: Stepped = [{ ...peer, signalling }, effects.map(actSignalling)];
  return event.on === "heard" ? andThen(stepped, (next) => serverSaid(next, event.message, now)) : stepped;
}

function serverSaid(peer: Peer, message: FromServer, now: number): Stepped {
  if (message.type === "refused") return refused(peer, message.about, now);
  // P2: whatever a server says, nobody who knows a secret of the room is shown what has gone in the clear.
  if (message.type === "pipe") return [peer, peer.guard === "open" ? [{ do: "pipe", word: message.word }] : []];
  const heard = fromServer(peer, message, now);
  if (message.type !== "welcome") return heard;
  return andThen(heard, (next) => relaySocket(next, { on: "welcomed", lent: message.relay }, now));
}

/** My socket to the relay; what becomes of it concerns everybody. */
function relaySocket(peer: Peer, event: RelaySocketEvent, now: number): Stepped {
  const [next, effects] = stepRelaySocket(peer.relaySocket, event);
  let stepped: Stepped = [{ ...peer, relaySocket: next }, effects.map(actRelaySocket)];
  if ((peer.relaySocket.at === "open") === (next.at === "open")) return stepped;
  for (const id of peer.people.keys())
    stepped = andThen(stepped, (each) => ofRelay(each, id, { on: next.at === "open" ? "opened" : "closed" }, now));
  return stepped;
}

function actRelaySocket(effect: RelaySocketEffect): PeerEffect {
  if (effect.do !== "wake") return { do: "relay-socket", effect };
  return { do: "wake", afterMs: effect.afterMs, event: { on: "relay-socket", event: { on: "woke", serial: effect.serial } } };
}

function actSignalling(effect: SignallingEffect): PeerEffect {
  if (effect.do !== "wake") return { do: "signalling", effect };
  return { do: "wake", afterMs: effect.afterMs, event: { on: "signalling", event: { on: "woke", serial: effect.serial } } };
}
