// A participant's shares and transfers: who offers what, who takes it, and which link carries which part.
import type { Control } from "./channel.ts";
import type { Failure, OwnersEnding, ReceiversEnding } from "./failure.ts";
import { frameHeaderBytes, readFrameHead } from "./frame.ts";
import { automaticAtOnceMax, automaticBytesMax, highWaterBytes, sharesPerPeerMax } from "./limits.ts";
import { type Peer, type PeerEffect, type PeerEvent, type Person, type Stepped, tellPeer, withPerson } from "./peer-state.ts";
import { beginReceiving, isRunning, type ReceiveEffect, type ReceiveEvent, type Receiving, stepReceiving } from "./receive.ts";
import { andThen } from "./run.ts";
import {
  allDigests,
  asked,
  emptied,
  forward,
  newOffered,
  newSending,
  type Offered,
  type SendEffect,
  type Sending,
  wasRead,
  withDigest,
} from "./send.ts";
import { type Share, type ShareId, sealedBytesOf, sizeOf } from "./share.ts";
import type { PeerId } from "./signal.ts";

// What I offer

export function offer(peer: Peer, share: Share): Stepped {
  const offered = newOffered(share);
  const withdrawn = new Map(peer.withdrawn);
  withdrawn.delete(share.id);
  const next: Peer = { ...peer, offered: new Map(peer.offered).set(share.id, offered), withdrawn };
  return andThen([next, everybody(peer, { type: "offer", share })], (each) => sealIfKnown(each, offered));
}

/** I withdraw a share, or its file can no longer be trusted. */
export function stopSharing(peer: Peer, share: ShareId, why: OwnersEnding): Stepped {
  if (!peer.offered.has(share)) return [peer, []];
  const offered = new Map(peer.offered);
  offered.delete(share);
  const next = { ...peer, offered, withdrawn: new Map(peer.withdrawn).set(share, why) };
  const warning: PeerEffect[] = why === "share-withdrawn" ? [] : [{ do: "warn", why }];
  let stepped: Stepped = [next, [...everybody(peer, { type: "withdraw", share, why }), { do: "forget-source", share }, ...warning]];
  for (const sending of peer.sending.values()) {
    if (sending.share.id === share) stepped = andThen(stepped, (each) => endSending(each, sending, why));
  }
  return stepped;
}

/** What is told of my shares on a new link; whoever was away when one was withdrawn hears it now. */
export function introduceShares(peer: Peer): readonly Control[] {
  const gone = [...peer.withdrawn].map(([share, why]): Control => ({ type: "withdraw", share, why }));
  const here = [...peer.offered.values()].flatMap(({ share, digest }): Control[] =>
    digest === undefined
      ? [{ type: "offer", share }]
      : [
          { type: "offer", share },
          { type: "digest", share: share.id, digest },
        ],
  );
  return [...gone, ...here];
}

export function wasReadFor(peer: Peer, { peer: to, transfer, chunk, digest }: Extract<PeerEvent, { on: "read" }>): Stepped {
  const sending = peer.sending.get(`${to}/${transfer}`);
  const before = sending && peer.offered.get(sending.share.id);
  if (sending === undefined || before === undefined) return [peer, []];
  const offered = withDigest(before, chunk, digest);
  if (offered === undefined) return stopSharing(peer, sending.share.id, "source-changed");
  const next = withSending({ ...peer, offered: new Map(peer.offered).set(sending.share.id, offered) }, { ...wasRead(sending, chunk), to });
  return andThen(offered === before ? [next, []] : sealIfKnown(next, offered), (each) => pump(each, to));
}

function sealIfKnown(peer: Peer, offered: Offered): Stepped {
  const digests = allDigests(offered);
  if (digests === undefined) return [peer, []];
  return [peer, [{ do: "digest", share: offered.share.id, bytes: sealedBytesOf(offered.share, digests) }]];
}

export function digested(peer: Peer, share: ShareId, digest: string): Stepped {
  const offered = peer.offered.get(share);
  if (offered === undefined) return [peer, []];
  const next = { ...peer, offered: new Map(peer.offered).set(share, { ...offered, digest }) };
  return [next, everybody(next, { type: "digest", share, digest })];
}

/** T4: fills the link up to the high-water mark, one part of each transfer in turn, so that they share it fairly. */
function pump(peer: Peer, to: PeerId): Stepped {
  const person = peer.people.get(to);
  if (person?.link.at !== "up") return [peer, []];
  const sending = new Map(peer.sending);
  const effects: PeerEffect[] = [];
  let buffered = person.buffered;
  for (let moved = true; moved; ) {
    moved = false;
    for (const [key, each] of sending) {
      const offered = peer.offered.get(each.share.id);
      if (each.to !== to || each.ending !== undefined || offered === undefined) continue;
      const [next, acts] = forward(each, offered, buffered < highWaterBytes);
      if (next === each) continue;
      // Whoever had a turn goes to the end of the line.
      sending.delete(key);
      sending.set(key, { ...next, to });
      effects.push(...acts.map((act) => actSend(each, act)));
      const sent = acts.find((act) => act.do === "send-part");
      if (sent === undefined) continue;
      buffered += sent.part[2] + frameHeaderBytes;
      moved = true;
      break;
    }
  }
  if (effects.length === 0) return [peer, []];
  return [withPerson({ ...peer, sending }, { ...person, buffered }), effects];
}

export function drained(peer: Peer, id: PeerId, buffered: number): Stepped {
  const person = peer.people.get(id);
  return person === undefined ? [peer, []] : pump(withPerson(peer, { ...person, buffered }), id);
}

function actSend(sending: Sending & { readonly to: PeerId }, effect: SendEffect): PeerEffect {
  return effect.do === "send-part" ? { ...effect, peer: sending.to } : { ...effect, peer: sending.to, share: sending.share.id };
}

function endSending(peer: Peer, sending: Sending & { readonly to: PeerId }, ending?: "done" | Failure): Stepped {
  if (sending.ending !== undefined) return [peer, []];
  const [next, effects] = emptied(sending, ending);
  return [withSending(peer, { ...next, to: sending.to }), effects.map((effect) => actSend(sending, effect))];
}

// What others offer

export function fetchShare(peer: Peer, owner: PeerId, id: ShareId, now: number): Stepped {
  const person = peer.people.get(owner);
  const offered = person?.shares.get(id);
  if (person?.intro === undefined || offered === undefined) return [peer, []];
  const receiving = new Map(peer.receiving);
  for (const [transfer, receipt] of receiving) {
    if (receipt.owner !== owner || receipt.now.share.id !== id) continue;
    if (receipt.now.at !== "failed") return [peer, []];
    receiving.delete(transfer);
  }
  const transfer = peer.transfers + 1;
  const [begun, effects] = beginReceiving(offered.share, transfer, offered.digest);
  const [start] = stepReceiving(begun, { on: person.link.at === "up" ? "linked" : "unlinked" }, now);
  const receipt = { owner, ownerName: person.intro.nickname, now: start };
  const taken = withPerson(peer, { ...person, shares: new Map(person.shares).set(id, { ...offered, taken: true }) });
  const next = { ...taken, transfers: transfer, receiving: receiving.set(transfer, receipt) };
  return [next, effects.flatMap((effect) => actReceive(next, owner, start, effect))];
}

export function receive(peer: Peer, transfer: number, event: ReceiveEvent, now: number): Stepped {
  const receipt = peer.receiving.get(transfer);
  if (receipt === undefined) return [peer, []];
  const [next, effects] = stepReceiving(receipt.now, event, now);
  if (next === receipt.now && effects.length === 0) return [peer, []];
  const receiving = new Map(peer.receiving).set(transfer, { ...receipt, now: next });
  const stepped: Stepped = [{ ...peer, receiving }, effects.flatMap((effect) => actReceive(peer, receipt.owner, next, effect))];
  // One has ended: the next may begin.
  return isRunning(receipt.now) && !isRunning(next) ? andThen(stepped, (each) => automatically(each, now)) : stepped;
}

function actReceive(peer: Peer, owner: PeerId, { share, transfer }: Receiving, effect: ReceiveEffect): PeerEffect[] {
  const tell = (message: Control) => (peer.people.get(owner)?.link.at === "up" ? [tellPeer(owner, message)] : []);
  switch (effect.do) {
    case "ask":
      return tell({ type: "ask", share: share.id, transfer, parts: [...effect.parts], stored: effect.stored });
    case "done":
      return tell({ type: "done", transfer });
    case "cancel":
      return tell({ type: "cancel", transfer, why: effect.why });
    case "look":
      return [{ do: "wake", afterMs: effect.afterMs, event: { on: "receiving", transfer, event: { on: "look" } } }];
    default:
      return [{ do: "receive", transfer, share, effect }];
  }
}

/** R1: a frame counts only if it comes from the peer whom this transfer asks. */
export function frame(peer: Peer, from: PeerId, bytes: ArrayBuffer, now: number): Stepped {
  const head = readFrameHead(bytes);
  const receipt = head && peer.receiving.get(head.transfer);
  if (head === undefined || receipt?.owner !== from) return [peer, []];
  return receive(peer, head.transfer, { on: "frame", head, frame: bytes, length: bytes.byteLength - frameHeaderBytes }, now);
}

/** The person is done with a copy: what is stored of it is freed. */
export function remove(peer: Peer, transfer: number): Stepped {
  const receipt = peer.receiving.get(transfer);
  if (receipt === undefined || isRunning(receipt.now)) return [peer, []];
  const receiving = new Map(peer.receiving);
  receiving.delete(transfer);
  // A failed transfer kept nothing in the first place (R8).
  if (receipt.now.at === "failed") return [{ ...peer, receiving }, []];
  return [{ ...peer, receiving }, [{ do: "receive", transfer, share: receipt.now.share, effect: { do: "discard" } }]];
}

/** R9: with "Automatic download" on, whatever is offered and not too large is taken, a few at a time. */
export function automatically(peer: Peer, now: number): Stepped {
  if (!peer.automatic) return [peer, []];
  const wanted = [...peer.people.values()].flatMap(({ id, shares }) =>
    [...shares.values()].flatMap(({ share, taken }) => (taken || sizeOf(share) > automaticBytesMax ? [] : [{ id, share }])),
  );
  const running = [...peer.receiving.values()].filter((receipt) => isRunning(receipt.now)).length;
  let stepped: Stepped = [peer, []];
  for (const { id, share } of wanted.slice(0, Math.max(0, automaticAtOnceMax - running)))
    stepped = andThen(stepped, (each) => fetchShare(each, id, share.id, now));
  return stepped;
}

// What they say on the link

type TransferWord = Exclude<Control, { type: "intro" | "bye" | "say" | "heard" | "recall" | "history" }>;

export function heard(peer: Peer, person: Person, message: TransferWord, now: number): Stepped {
  switch (message.type) {
    case "offer": {
      if (person.shares.size >= sharesPerPeerMax) return [peer, []];
      const known = person.shares.get(message.share.id);
      if (known !== undefined) return [peer, []];
      const shares = new Map(person.shares).set(message.share.id, { share: message.share });
      return automatically(withPerson(peer, { ...person, shares }), now);
    }
    case "withdraw":
      return withdrawn(peer, person, message.share, message.why, now);
    case "digest":
      return toldDigest(peer, person, message.share, message.digest, now);
    case "ask":
      return wasAsked(peer, person.id, message, now);
    case "done":
    case "cancel": {
      const sending = peer.sending.get(`${person.id}/${message.transfer}`);
      return sending === undefined ? [peer, []] : endSending(peer, sending, message.type === "done" ? "done" : message.why);
    }
    case "refuse": {
      const receipt = peer.receiving.get(message.transfer);
      return receipt?.owner === person.id ? receive(peer, message.transfer, { on: "fail", why: message.why }, now) : [peer, []];
    }
    default:
      return message satisfies never;
  }
}

function withdrawn(peer: Peer, person: Person, share: ShareId, why: ReceiversEnding, now: number): Stepped {
  const shares = new Map(person.shares);
  shares.delete(share);
  return failReceipts(withPerson(peer, { ...person, shares }), person.id, why, now, share);
}

function toldDigest(peer: Peer, person: Person, id: ShareId, digest: string, now: number): Stepped {
  const known = person.shares.get(id);
  if (known === undefined) return [peer, []];
  const shares = new Map(person.shares).set(id, { ...known, digest });
  return eachReceipt(withPerson(peer, { ...person, shares }), person.id, { on: "told", digest }, now, id);
}

/** T1: parts are sent only of a share that is offered, and never more than a bounded number of bytes ahead. */
function wasAsked(peer: Peer, from: PeerId, message: Extract<Control, { type: "ask" }>, now: number): Stepped {
  const { transfer, share } = message;
  const key = `${from}/${transfer}`;
  const refuse = (why: OwnersEnding): Stepped => [peer, [tellPeer(from, { type: "refuse", transfer, why })]];
  const offered = peer.offered.get(share);
  if (offered === undefined) return refuse(peer.withdrawn.get(share) ?? "share-unknown");
  const known = peer.sending.get(key);
  if (known?.ending !== undefined || (known !== undefined && known.share.id !== share)) return [peer, []];
  const sending = asked(known ?? newSending(offered.share, transfer, now), message.parts, message.stored, now);
  if (typeof sending === "string") {
    return known === undefined ? refuse(sending) : andThen(endSending(peer, known, sending), (each) => [each, refuse(sending)[1]]);
  }
  const others: Stepped = known === undefined ? withoutEarlier(peer, from, share) : [peer, []];
  return andThen(others, (each) => pump(withSending(each, { ...sending, to: from }), from));
}

/** Whoever takes a share anew is done with earlier transfers of it, and nobody asks how they ended. */
function withoutEarlier(peer: Peer, to: PeerId, share: ShareId): Stepped {
  const isEarlier = (sending: Sending & { readonly to: PeerId }) => sending.to === to && sending.share.id === share;
  const freed = [...peer.sending.values()]
    .filter(isEarlier)
    .flatMap((each) => emptied(each)[1].map((effect) => actSend({ ...each, to }, effect)));
  return [{ ...peer, sending: new Map([...peer.sending].filter(([, each]) => !isEarlier(each))) }, freed];
}

// What becomes of transfers when links and people come and go

export function linkCame(peer: Peer, id: PeerId, now: number): Stepped {
  return eachReceipt(peer, id, { on: "linked" }, now);
}

/** What waited to be sent is forgotten: the receiver asks again for what it misses. */
export function linkWent(peer: Peer, id: PeerId, now: number): Stepped {
  return andThen(eachReceipt(peer, id, { on: "unlinked" }, now), (next) => {
    let stepped: Stepped = [next, []];
    for (const sending of next.sending.values()) {
      if (sending.to === id) stepped = andThen(stepped, (each) => endSending(each, sending));
    }
    return stepped;
  });
}

/** They are gone, or back on a new page: nothing that they offered or took can go on. */
export function personGone(peer: Peer, id: PeerId, now: number): Stepped {
  let stepped = failReceipts(peer, id, "sharer-left", now);
  for (const sending of peer.sending.values()) {
    if (sending.to === id) stepped = andThen(stepped, (each) => endSending(each, sending, "receiver-left"));
  }
  return andThen(stepped, (next) => {
    const person = next.people.get(id);
    const after = { ...next, sending: retired(next.sending, id, now) };
    return [person === undefined ? after : withPerson(after, { ...person, shares: new Map() }), []];
  });
}

/** A new page of the same person numbers its transfers from the start: how the earlier ones ended is kept where no new number meets it. */
function retired(sending: Peer["sending"], id: PeerId, now: number): Peer["sending"] {
  return new Map([...sending].map(([key, each]) => [key === `${id}/${each.transfer}` ? `${key}/${now}` : key, each]));
}

function failReceipts(peer: Peer, owner: PeerId, why: ReceiversEnding, now: number, share?: ShareId): Stepped {
  return eachReceipt(peer, owner, { on: "fail", why }, now, share);
}

function eachReceipt(peer: Peer, owner: PeerId, event: ReceiveEvent, now: number, share?: ShareId): Stepped {
  let stepped: Stepped = [peer, []];
  for (const [transfer, receipt] of peer.receiving) {
    if (receipt.owner !== owner || (share !== undefined && receipt.now.share.id !== share)) continue;
    stepped = andThen(stepped, (each) => receive(each, transfer, event, now));
  }
  return stepped;
}

function everybody(peer: Peer, message: Control): PeerEffect[] {
  return [...peer.people.values()].filter(({ link }) => link.at === "up").map(({ id }) => tellPeer(id, message));
}

function withSending(peer: Peer, sending: Sending & { readonly to: PeerId }): Peer {
  return { ...peer, sending: new Map(peer.sending).set(`${sending.to}/${sending.transfer}`, sending) };
}
