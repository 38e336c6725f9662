// What I say and what I hear, and who is writing something.

import type { Control } from "./channel.ts";
import { hear, say, sayOf } from "./chat.ts";
import { typingEveryMs, typingForMs } from "./limits.ts";
import { isUp, type Peer, type PeerEffect, type PeerEvent, type Person, type Stepped, tellPeer, withPerson } from "./peer-state.ts";
import type { PeerId } from "./signal.ts";

/** C1, C5: to everybody who is here, or to one of them and nobody else. */
export function speak(peer: Peer, { id, at, text, to }: Extract<PeerEvent, { on: "say" }>, now: number): Stepped {
  if (peer.me === undefined || (to !== undefined && !peer.people.has(to))) return [peer, []];
  const said = { id, at, text, from: peer.me, nickname: peer.nickname, ...(to === undefined ? {} : { to }) };
  const chat = say(peer.chat, said, to === undefined ? [...peer.people.keys()] : [to]);
  // Whoever gets the message sees by it that nothing is being written any more.
  const [written, stops] = peer.typing?.to === to ? [peer, []] : typing(peer, { on: "typing", yes: false }, now);
  const { typing: _, ...rest } = written;
  return [{ ...rest, chat }, [...stops, ...tellListeners(peer, to, sayOf(said))]];
}

export function heardSay(peer: Peer, { id: from, intro }: Person, { id, at, text, direct }: Extract<Control, { type: "say" }>): Stepped {
  if (peer.me === undefined || intro === undefined) return [peer, []];
  const said = { id, at, text, from, nickname: intro.nickname, ...(direct ? { to: peer.me } : {}) };
  return [withTyping({ ...peer, chat: hear(peer.chat, said) }, from, undefined), [tellPeer(from, { type: "heard", id })]];
}

/** C6: said once in a while to those whom it is for, over links that are up; nobody is told later. */
export function typing(peer: Peer, { yes, to }: Extract<PeerEvent, { on: "typing" }>, now: number): Stepped {
  const told = peer.typing;
  const isSame = told?.to === to;
  if (!yes && !told?.yes) return [peer, []];
  if (yes && told !== undefined && isSame && now - told.at < (told.yes ? typingEveryMs : 1_000)) return [peer, []];
  const stops =
    told?.yes && !(yes && isSame) ? tellListeners(peer, told.to, { type: "typing", yes: false, direct: told.to !== undefined }) : [];
  const starts = yes ? tellListeners(peer, to, { type: "typing", yes, direct: to !== undefined }) : [];
  const at = yes ? now : (told?.at ?? now);
  return [{ ...peer, typing: { at, yes, to: yes ? to : told?.to } }, [...stops, ...starts]];
}

export function heardTyping(peer: Peer, person: Person, { yes, direct }: Extract<Control, { type: "typing" }>, now: number): Stepped {
  if (!yes) return [withTyping(peer, person.id, undefined), []];
  const wake: PeerEffect = { do: "wake", afterMs: typingForMs, event: { on: "typed-out", peer: person.id, since: now } };
  return [withTyping(peer, person.id, { since: now, direct }), [wake]];
}

export function typedOut(peer: Peer, { peer: id, since }: Extract<PeerEvent, { on: "typed-out" }>): Stepped {
  return [peer.people.get(id)?.typing?.since === since ? withTyping(peer, id, undefined) : peer, []];
}

function withTyping(peer: Peer, id: PeerId, next: Person["typing"]): Peer {
  const person = peer.people.get(id);
  if (person === undefined || (person.typing === undefined && next === undefined)) return peer;
  const { typing: _, ...rest } = person;
  return withPerson(peer, next === undefined ? rest : { ...rest, typing: next });
}

function tellListeners({ people }: Peer, to: PeerId | undefined, message: Control): readonly PeerEffect[] {
  const up = [...people.values()].filter((person) => isUp(person) && (to === undefined || person.id === to));
  return up.map(({ id }) => tellPeer(id, message));
}
