// My shares, and who takes them: what is told of each, what is read and hashed, and which part goes out next.
import type { Control } from "./channel.ts";
import { type Failure, type OwnersEnding, ownersEndings } from "./failure.ts";
import { frameHeaderBytes } from "./frame.ts";
import { highWaterBytes, relayHighWaterBytes, sendingsShownMax, thumbnailsPerPeerMax, withdrawnKeptMax } from "./limits.ts";
import type { Path } from "./line.ts";
import { type Pausing, unheard } from "./pausing.ts";
import {
  isUp,
  newest,
  type Peer,
  type PeerEffect,
  type PeerEvent,
  type SendingTo,
  type Stepped,
  tellPeer,
  withPerson,
} from "./peer-state.ts";
import { andThen } from "./run.ts";
import {
  allDigests,
  asked,
  emptied,
  forward,
  held,
  newOffered,
  newSending,
  type Offered,
  type SendEffect,
  unknownChunk,
  wasRead,
  withDigest,
  withEnd,
} from "./send.ts";
import { portionOf, rawDigests, type Share, type ShareId } from "./share.ts";
import type { PeerId } from "./signal.ts";
import { endedStream, isOpen, isStream } from "./stream.ts";

export function offer(peer: Peer, { share, digests }: Extract<PeerEvent, { on: "share" }>): Stepped {
  if (peer.offered.has(share.id)) return [peer, []];
  const offered = newOffered(share, digests);
  const withdrawn = new Map(peer.withdrawn);
  withdrawn.delete(share.id);
  // How transfers ended when it was withdrawn counts no more: whoever kept something of it may go on.
  const sending = new Map([...peer.sending].filter(([, each]) => each.share.id !== share.id));
  const next: Peer = { ...peer, offered: new Map(peer.offered).set(share.id, offered), withdrawn, sending };
  return andThen([next, everybody(peer, offerOf(share))], (each) => sealIfKnown(each, offered));
}

function offerOf(share: Share): Control {
  const { id, name, size, count, stream } = share;
  const offer = { id, name, size, count, ...(stream === undefined ? {} : { stream }) };
  return { type: "offer", share: offer, entries: [...portionOf(share, 0)] };
}

/** I withdraw a share, or its file can no longer be trusted. */
export function stopSharing(peer: Peer, share: ShareId, why: OwnersEnding): Stepped {
  if (!peer.offered.has(share)) return [peer, []];
  const offered = new Map(peer.offered);
  offered.delete(share);
  const withdrawn = newest(new Map(peer.withdrawn).set(share, why), withdrawnKeptMax);
  const next = { ...peer, offered, withdrawn };
  const warning: PeerEffect[] = why === "share-withdrawn" ? [] : [{ do: "warn", why }];
  let stepped: Stepped = [next, [...everybody(peer, { type: "withdraw", share, why }), { do: "forget-source", share }, ...warning]];
  for (const sending of peer.sending.values()) {
    if (sending.share.id === share) stepped = andThen(stepped, (each) => endSending(each, sending, why));
  }
  return stepped;
}

/**
 * What is told of my shares on a new link; whoever was away when one was withdrawn hears it now. T6: of transfers that have not ended in my
 * eyes I say whether I hold them: whoever knows nothing of one answers that.
 */
export function introduceShares(peer: Peer, to: PeerId): readonly Control[] {
  const gone = [...peer.withdrawn].map(([share, why]): Control => ({ type: "withdraw", share, why }));
  const here = [...peer.offered.values()].flatMap(({ share, digest }): Control[] => {
    const known: Control[] = digest === undefined ? [] : [{ type: "digest", share: share.id, digest }];
    return [offerOf(share), ...known];
  });
  // T13: last, since nobody waits for them.
  const pictures = [...peer.offered.values()].flatMap((each) => thumbnailOf(each) ?? []).slice(-thumbnailsPerPeerMax);
  const open = [...peer.sending.values()].filter((sending) => sending.to === to && sending.ending === undefined);
  return [...gone, ...here, ...open.map(heldWord), ...pictures];
}

/** T7: the next portion of a manifest. */
export function tellList(peer: Peer, to: PeerId, { share, from }: Extract<Control, { type: "list" }>): Stepped {
  const offered = peer.offered.get(share);
  // A word of mine that it is withdrawn may have been forgotten before they heard it.
  if (offered === undefined) return [peer, [tellPeer(to, { type: "withdraw", share, why: whyGone(peer, share) })]];
  return [peer, [tellPeer(to, { type: "listed", share, from, entries: [...portionOf(offered.share, from)] })]];
}

/** T1: parts are sent only of a share that is offered, and never more than a bounded number of bytes ahead. */
export function wasAsked(peer: Peer, from: PeerId, message: Extract<Control, { type: "ask" }>, now: number): Stepped {
  const { transfer, share } = message;
  const refuseWith = (why: OwnersEnding): Stepped => [peer, [tellPeer(from, { type: "refuse", transfer, why })]];
  const offered = peer.offered.get(share);
  if (offered === undefined) return refuseWith(whyGone(peer, share));
  const known = peer.sending.get(`${from}/${transfer}`);
  // A number that once meant another share means this one from now on.
  if (known !== undefined && known.share.id !== share)
    return andThen(
      andThen(endSending(peer, known, "cancelled"), (each) => withoutEarlier(each, from, known.share.id)),
      (each) => wasAsked(each, from, message, now),
    );
  const { ending, ...before } = known ?? newSending(offered.share, transfer, now);
  const ended = ownersEndings.find((each) => each === ending);
  // T10: it would have to be read once more.
  if (isStream(offered.share) && known === undefined && [...peer.sending.values()].some((each) => each.share.id === share))
    return refuseWith("stream-taken");
  // What the owner ended stays so. What the receiver ended it may continue.
  if (ended !== undefined) return refuseWith(ended);
  const sending = asked(before, message, now);
  if (typeof sending === "string") {
    return known === undefined ? refuseWith(sending) : andThen(endSending(peer, known, sending), (each) => [each, refuseWith(sending)[1]]);
  }
  const others: Stepped = known === undefined ? withoutEarlier(peer, from, share) : [peer, []];
  const isWaiting = message.parts.length === 0 && sending.stored === offered.share.size && offered.digest === undefined;
  const next = andThen(others, (each) => pump(withSending(each, { ...sending, to: from }), from));
  // On a new link they have not heard that I hold it.
  const told = sending.pausing.known ? [] : [tellHeld({ ...sending, to: from })];
  return andThen(next, (each) => andThen(isWaiting ? hashRest(each, share) : [each, []], (last) => [last, told]));
}

/** Whoever takes a share anew is done with earlier transfers of it, and nobody asks how they ended. */
function withoutEarlier(peer: Peer, to: PeerId, share: ShareId): Stepped {
  const over = [...peer.sending.values()].filter(({ ending }) => ending !== undefined);
  const tooMany = new Set(over.slice(0, Math.max(0, over.length - sendingsShownMax)));
  const isEarlier = (sending: SendingTo) => tooMany.has(sending) || (sending.to === to && sending.share.id === share);
  const freed = [...peer.sending.values()].filter(isEarlier).flatMap((each) => emptied(each)[1].map((effect) => actSend(each, effect)));
  return [{ ...peer, sending: new Map([...peer.sending].filter(([, each]) => !isEarlier(each))) }, freed];
}

export function whyGone(peer: Peer, share: ShareId): OwnersEnding {
  return peer.withdrawn.get(share) ?? "share-unknown";
}

/** T4: fills the link up to the high-water mark, one part of each transfer in turn, so that they share it fairly. */
function pump(peer: Peer, to: PeerId): Stepped {
  const person = peer.people.get(to);
  if (person?.contact === undefined) return [peer, []];
  const highWater = person.contact.over === "direct" ? highWaterBytes : relayHighWaterBytes;
  const sending = new Map(peer.sending);
  const effects: PeerEffect[] = [];
  let buffered = person.buffered;
  for (let moved = true; moved; ) {
    moved = false;
    for (const [key, each] of sending) {
      const offered = peer.offered.get(each.share.id);
      if (each.to !== to || each.ending !== undefined || offered === undefined) continue;
      const [next, acts] = forward(each, offered, buffered < highWater);
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

export function drained(peer: Peer, id: PeerId, over: Path, buffered: number): Stepped {
  const person = peer.people.get(id);
  return person?.contact?.over !== over ? [peer, []] : pump(withPerson(peer, { ...person, buffered }), id);
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

/** T11: everybody is told how large a stream is by being offered it once more. */
export function streamEnded(peer: Peer, { share: id, size }: Extract<PeerEvent, { on: "ended" }>): Stepped {
  const before = peer.offered.get(id);
  if (before === undefined || !isOpen(before.share)) return [peer, []];
  const offered = { ...before, share: endedStream(before.share, size) };
  const told = everybody(peer, offerOf(offered.share));
  let stepped: Stepped = [{ ...peer, offered: new Map(peer.offered).set(id, offered) }, told];
  for (const sending of peer.sending.values()) {
    if (sending.share.id !== id || sending.ending !== undefined) continue;
    const { to } = sending;
    const [ended, effects] = withEnd(sending, offered.share);
    const acts = effects.map((effect) => actSend(sending, effect));
    stepped = andThen(stepped, (each) => andThen([withSending(each, { ...ended, to }), acts], (next) => pump(next, to)));
  }
  return andThen(stepped, (each) => sealIfKnown(each, offered));
}

function sealIfKnown(peer: Peer, offered: Offered): Stepped {
  const digests = allDigests(offered);
  if (digests === undefined) return [peer, []];
  return [peer, [{ do: "digest", share: offered.share.id, digests: rawDigests(digests) }]];
}

/** T3: a receiver has it all and waits for the share's digest. Chunks that nobody asked this page for are read for it, one at a time. */
function hashRest(peer: Peer, share: ShareId): Stepped {
  const offered = peer.offered.get(share);
  const chunk = offered && unknownChunk(offered);
  if (offered === undefined || chunk === undefined || offered.hashing !== undefined) return [peer, []];
  return [{ ...peer, offered: new Map(peer.offered).set(share, { ...offered, hashing: chunk }) }, [{ do: "hash-own", share, chunk }]];
}

export function hashedOwn(peer: Peer, { share, chunk, digest }: Extract<PeerEvent, { on: "hashed-own" }>): Stepped {
  const before = peer.offered.get(share);
  if (before?.hashing !== chunk) return [peer, []];
  const { hashing: _, ...rest } = before;
  const offered = withDigest(rest, chunk, digest);
  if (offered === undefined) return stopSharing(peer, share, "source-changed");
  const next = { ...peer, offered: new Map(peer.offered).set(share, offered) };
  if (unknownChunk(offered) !== undefined) return hashRest(next, share);
  // Somebody else may have asked for the last chunk meanwhile.
  return before.known === offered.known ? [next, []] : sealIfKnown(next, offered);
}

export function digested(peer: Peer, share: ShareId, digest: string): Stepped {
  const offered = peer.offered.get(share);
  if (offered === undefined) return [peer, []];
  const next = { ...peer, offered: new Map(peer.offered).set(share, { ...offered, digest }) };
  return [next, everybody(next, { type: "digest", share, digest })];
}

/** T13: a small picture of a share of mine is there. */
export function drawn(peer: Peer, share: ShareId, thumbnail: string): Stepped {
  const before = peer.offered.get(share);
  if (before === undefined) return [peer, []];
  const offered = { ...before, thumbnail };
  return [
    { ...peer, offered: new Map(peer.offered).set(share, offered) },
    (thumbnailOf(offered) ?? []).flatMap((told) => everybody(peer, told)),
  ];
}

function thumbnailOf({ share, thumbnail }: Offered): readonly Control[] | undefined {
  return thumbnail === undefined ? undefined : [{ type: "thumbnail", share: share.id, image: thumbnail }];
}

/** The owner holds one receiver's transfer, or lets it go on. */
export function hold(peer: Peer, to: PeerId, transfer: number, mine: boolean): Stepped {
  const sending = peer.sending.get(`${to}/${transfer}`);
  if (sending === undefined || sending.ending !== undefined || sending.pausing.mine === mine) return [peer, []];
  const tells = isUp(peer.people.get(to));
  return withHeld(peer, sending, { ...sending.pausing, mine, known: !tells && !mine }, tells);
}

/** The receiver says whether it holds a transfer, and what it knows of me. */
export function heardHold(peer: Peer, sending: SendingTo, { mine, yours, known: theyKnow }: Extract<Control, { type: "pause" }>): Stepped {
  if (sending.ending !== undefined) return [peer, []];
  const known = yours === sending.pausing.mine;
  return withHeld(peer, sending, { ...sending.pausing, theirs: mine, known }, mine !== sending.pausing.theirs || !known || !theyKnow);
}

function withHeld(peer: Peer, sending: SendingTo, pausing: Pausing, tell: boolean): Stepped {
  const [next, effects] = held(sending, pausing);
  const after = withSending(peer, { ...next, to: sending.to });
  return [after, [...effects.map((effect) => actSend(sending, effect)), ...(tell ? [tellHeld({ ...sending, pausing })] : [])]];
}

function tellHeld(sending: SendingTo): PeerEffect {
  return tellPeer(sending.to, heldWord(sending));
}

function heldWord({ share, transfer, pausing }: SendingTo): Control {
  return { type: "pause", share: share.id, transfer, mine: pausing.mine, yours: pausing.theirs, known: pausing.known };
}

/** The owner ends one receiver's transfer. */
export function refuse(peer: Peer, to: PeerId, transfer: number): Stepped {
  const sending = peer.sending.get(`${to}/${transfer}`);
  if (sending === undefined || sending.ending !== undefined) return [peer, []];
  const why = "refused-by-sharer";
  const told = isUp(peer.people.get(to)) ? [tellPeer(to, { type: "refuse", transfer, why })] : [];
  return andThen(endSending(peer, sending, why), (next) => [next, told]);
}

/** The receiver is done with a transfer, or gives it up. */
export function wasEnded(peer: Peer, from: PeerId, message: Extract<Control, { type: "done" | "cancel" }>): Stepped {
  const sending = peer.sending.get(`${from}/${message.transfer}`);
  if (sending === undefined) return [peer, []];
  const why = message.type === "done" ? "done" : message.why;
  // They keep what they have of it for later: there is no later, and they have not heard so.
  const ended = ownersEndings.find((each) => each === sending.ending);
  if (ended !== undefined && why !== "done" && why !== ended)
    return [peer, [tellPeer(from, { type: "refuse", transfer: message.transfer, why: ended })]];
  return endSending(peer, sending, why);
}

/** Nothing more is sent to somebody: what waited is forgotten. @param ending undefined: they may ask again for what they miss */
export function endSendings(peer: Peer, to: PeerId, ending?: Failure): Stepped {
  let stepped: Stepped = [peer, []];
  for (const sending of peer.sending.values()) {
    // T9: what is held of a stream waits for the one who has it, however long they are gone.
    const how = isStream(sending.share) ? undefined : ending;
    if (sending.to === to) stepped = andThen(stepped, (each) => endSending(each, sending, how));
  }
  return stepped;
}

function endSending(peer: Peer, sending: SendingTo, ending?: "done" | Failure): Stepped {
  if (sending.ending !== undefined) return [peer, []];
  const [next, effects] = emptied({ ...sending, pausing: unheard(sending.pausing) }, ending);
  const ended: Stepped = [withSending(peer, { ...next, to: sending.to }), effects.map((effect) => actSend(sending, effect))];
  // T10: there is nothing left to offer.
  const isOver = isStream(sending.share) && ending !== undefined;
  return isOver ? andThen(ended, (each) => stopSharing(each, sending.share.id, "share-withdrawn")) : ended;
}

function actSend(sending: SendingTo, effect: SendEffect): PeerEffect {
  return effect.do === "send-part" ? { ...effect, peer: sending.to } : { ...effect, peer: sending.to, share: sending.share.id };
}

function withSending(peer: Peer, sending: SendingTo): Peer {
  return { ...peer, sending: new Map(peer.sending).set(`${sending.to}/${sending.transfer}`, sending) };
}

function everybody(peer: Peer, message: Control): PeerEffect[] {
  return [...peer.people.values()].filter(isUp).map(({ id }) => tellPeer(id, message));
}
