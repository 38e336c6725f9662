// A participant's shares and transfers: who offers what, who takes it, and which link carries which part.
import type { Control } from "./channel.ts";
import { type Failure, type OwnersEnding, ownersEndings, type ReceiversEnding } from "./failure.ts";
import { frameHeaderBytes, readFrameHead } from "./frame.ts";
import { layLanes } from "./laying.ts";
import {
  automaticAtOnceMax,
  entriesPerShareMax,
  highWaterBytes,
  pathsMax,
  relayedAtOnceMax,
  relayHighWaterBytes,
  sendingsShownMax,
  sharesPerPeerMax,
  takenKeptMax,
  withdrawnKeptMax,
} from "./limits.ts";
import type { Path } from "./line.ts";
import {
  isUp,
  type Known,
  type Peer,
  type PeerEffect,
  type PeerEvent,
  type Person,
  type Receipt,
  type Restored,
  type SendingTo,
  type Stepped,
  tellPeer,
  type Wish,
  withPerson,
} from "./peer-state.ts";
import {
  beginReceiving,
  completeReceiving,
  isActive,
  isKept,
  isPaused,
  isRunning,
  type Pausing,
  type ReceiveEffect,
  type ReceiveEvent,
  type Receiving,
  stepReceiving,
  unheard,
} from "./receive.ts";
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
} from "./send.ts";
import { charactersOf, isFullPortion, portionOf, rawDigests, type Share, type ShareId, shareListed } from "./share.ts";
import type { PeerId } from "./signal.ts";

// What I offer

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
  const { id, name, size, count } = share;
  return { type: "offer", share: { id, name, size, count }, entries: [...portionOf(share, 0)] };
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

function newest<Key, Value>(map: ReadonlyMap<Key, Value>, count: number): ReadonlyMap<Key, Value> {
  return map.size <= count ? map : new Map([...map].slice(-count));
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
  const open = [...peer.sending.values()].filter((sending) => sending.to === to && sending.ending === undefined);
  return [...gone, ...here, ...open.map(heldWord)];
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

function actSend(sending: SendingTo, effect: SendEffect): PeerEffect {
  return effect.do === "send-part" ? { ...effect, peer: sending.to } : { ...effect, peer: sending.to, share: sending.share.id };
}

function endSending(peer: Peer, sending: SendingTo, ending?: "done" | Failure): Stepped {
  if (sending.ending !== undefined) return [peer, []];
  const [next, effects] = emptied({ ...sending, pausing: unheard(sending.pausing) }, ending);
  return [withSending(peer, { ...next, to: sending.to }), effects.map((effect) => actSend(sending, effect))];
}

/** The owner holds one receiver's transfer, or lets it go on. */
export function hold(peer: Peer, to: PeerId, transfer: number, mine: boolean): Stepped {
  const sending = peer.sending.get(`${to}/${transfer}`);
  if (sending === undefined || sending.ending !== undefined || sending.pausing.mine === mine) return [peer, []];
  const tells = isUp(peer.people.get(to));
  return withHeld(peer, sending, { ...sending.pausing, mine, known: !tells && !mine }, tells);
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

// What others offer

/** Asks for what is missing of a manifest, portion by portion. */
export function list(peer: Peer, owner: PeerId, id: ShareId): Stepped {
  const person = peer.people.get(owner);
  const known = person?.shares.get(id);
  if (person === undefined || known === undefined || known.share !== undefined || known.listing) return [peer, []];
  return askForList(withKnown(peer, person, { ...known, listing: true }), owner, known);
}

function askForList(peer: Peer, owner: PeerId, { offer, entries }: Known): Stepped {
  return [peer, isUp(peer.people.get(owner)) ? [tellPeer(owner, { type: "list", share: offer.id, from: entries.length })] : []];
}

/** A portion of a manifest came. T7: it counts where it fits; one that is not what was offered ends the offer. */
function listed(peer: Peer, person: Person, { share: id, from, entries }: Extract<Control, { type: "listed" }>, now: number): Stepped {
  const known = person.shares.get(id);
  if (known === undefined || !known.listing || from !== known.entries.length) return [peer, []];
  const all = [...known.entries, ...entries];
  const isShort = all.length < known.offer.count && !isFullPortion(entries);
  if (isShort || all.length > known.offer.count || charactersOf(all) > pathsMax) return forgetOffer(peer, person, id);
  const longer = { ...known, entries: all };
  if (all.length < known.offer.count) return askForList(withKnown(peer, person, longer), person.id, longer);
  const share = shareListed(known.offer, all);
  if (share === undefined) return forgetOffer(peer, person, id);
  const { wish, ...rest } = longer;
  const next = withKnown(peer, person, { ...rest, share, listing: false });
  const fetched: Stepped =
    wish === undefined ? [next, []] : fetchShare(next, { owner: person.id, share: id, ...wish }, now, wish.automatic);
  return andThen(fetched, (each) => automatically(each, now));
}

function forgetOffer(peer: Peer, person: Person, id: ShareId): Stepped {
  const shares = new Map(person.shares);
  shares.delete(id);
  return [withPerson(peer, { ...person, shares }), [{ do: "warn", why: "manifest-unreadable" }]];
}

type Fetch = Omit<Extract<PeerEvent, { on: "fetch" }>, "on">;

/** Begins a transfer, or continues the one that failed. */
export function fetchShare(peer: Peer, { owner, share: id, chosen }: Fetch, now: number, automatic = false): Stepped {
  const earlier = [...peer.receiving].find(([, receipt]) => receipt.owner === owner && receipt.now.share.id === id);
  if (earlier !== undefined) {
    const [transfer, receipt] = earlier;
    if (receipt.now.at !== "failed") return [peer, []];
    if (isKept(receipt.now)) return receive(peer, transfer, { on: "resume" }, now);
  }
  const person = peer.people.get(owner);
  const known = person?.shares.get(id);
  if (person?.intro === undefined || known === undefined || chosen?.length === 0) return [peer, []];
  if (known.share === undefined) {
    const wish: Wish = { automatic, ...(chosen === undefined ? {} : { chosen }) };
    return list(withKnown(peer, person, { ...known, wish, taken: true }), owner, id);
  }
  let transfer = peer.nextTransfer;
  while (peer.receiving.has(transfer)) transfer = (transfer + 1) % 2 ** 32;
  const [begun, effects] = beginReceiving(known.share, transfer, chosen);
  const start = { ...begun, ...linkOf(person), ...(known.digest === undefined ? {} : { theirs: known.digest }) };
  const receipt: Receipt = { owner, ownerName: person.intro.nickname, automatic, now: start };
  const receiving = new Map(peer.receiving);
  if (earlier !== undefined) receiving.delete(earlier[0]);
  const taken = withKnown(peer, person, { ...known, taken: true });
  const next = { ...taken, nextTransfer: (transfer + 1) % 2 ** 32, receiving: receiving.set(transfer, receipt) };
  return [next, effects.flatMap((effect) => actReceive(next, receipt, effect))];
}

/** R12: what earlier pages of this tab had begun goes on where it was, once its owner is here. */
export function restore(peer: Peer, receipts: readonly Restored[], now: number): Stepped {
  const numbers = new Set(receipts.map(({ transfer }) => transfer));
  const shares = new Set(receipts.map(({ owner, share }) => keyOf(owner, share.id)));
  let stepped: Stepped = [peer, []];
  for (const { owner, now: begun } of peer.receiving.values()) {
    // "Automatic download" may have been quicker than the disk, and has less of it.
    const isLess = isRunning(begun) && !numbers.has(begun.transfer) && shares.has(keyOf(owner, begun.share.id));
    if (isLess) stepped = andThen(stepped, (next) => giveUp(next, begun.transfer, now));
  }
  for (const each of receipts) stepped = andThen(stepped, (next) => restoreOne(next, each, now));
  return stepped;
}

function giveUp(peer: Peer, transfer: number, now: number): Stepped {
  return andThen(receive(peer, transfer, { on: "cancel" }, now), (next) => remove(next, transfer));
}

function restoreOne(
  peer: Peer,
  { transfer, owner, ownerName, automatic, share, chosen, complete, paused }: Restored,
  now: number,
): Stepped {
  if (peer.receiving.has(transfer)) return [peer, []];
  const [begun, effects] = beginReceiving(share, transfer, chosen, paused);
  const receipt: Receipt = { owner, ownerName, automatic, now: complete ? completeReceiving(share, transfer, chosen) : begun };
  const next: Peer = { ...peer, receiving: new Map(peer.receiving).set(transfer, receipt) };
  const opens: readonly PeerEffect[] = complete ? [] : effects.flatMap((effect) => actReceive(next, receipt, effect));
  const person = peer.people.get(owner);
  const known = person?.shares.get(share.id);
  return person === undefined || known === undefined
    ? [next, opens]
    : andThen([next, opens], (each) => available(each, person, known, now));
}

/** Remembers what was taken of somebody who is gone or on a new page, until they offer it again. */
export function withTaken(peer: Peer, { id, shares }: Person): Peer {
  const taken = new Map(peer.taken);
  for (const known of shares.values()) if (known.taken) taken.set(keyOf(id, known.offer.id), known.wish);
  return { ...peer, taken: newest(taken, takenKeptMax) };
}

function keyOf(owner: PeerId, share: ShareId): string {
  return `${owner}/${share}`;
}

/** R6: a share is offered on this link: whatever of it was begun goes on. */
function available(peer: Peer, person: Person, known: Known, now: number): Stepped {
  const id = known.offer.id;
  const isBegun = [...peer.receiving.values()].some((receipt) => receipt.owner === person.id && receipt.now.share.id === id);
  const next = isBegun ? withKnown(peer, person, { ...known, taken: true }) : peer;
  const told = known.digest === undefined ? [] : [{ on: "told" as const, digest: known.digest }];
  const came: Stepped = known.listing ? askForList(next, person.id, known) : [next, []];
  const link = linkOf(person);
  const events: ReceiveEvent[] = link.linked ? [{ on: "linked", path: link.path }, ...told] : told;
  return events.reduce((stepped, event) => andThen(stepped, (each) => eachReceipt(each, person.id, event, now, id)), came);
}

export function receive(peer: Peer, transfer: number, event: ReceiveEvent, now: number): Stepped {
  const receipt = peer.receiving.get(transfer);
  if (receipt === undefined) return [peer, []];
  const sharing = sharingPath(peer, receipt);
  const [next, effects] = stepReceiving(sharing, event, now);
  if (next === sharing && effects.length === 0) return [peer, []];
  const receiving = new Map(peer.receiving).set(transfer, { ...receipt, now: next });
  const after = { ...receipt, now: next };
  const stepped: Stepped = [{ ...peer, receiving }, effects.flatMap((effect) => actReceive(peer, after, effect))];
  const laid =
    event.on === "look" || isActive(receipt.now) !== isActive(next)
      ? andThen(stepped, (each) => layLanes(each, receipt.owner, now))
      : stepped;
  // One has ended, or waits: the next may begin.
  return isActive(receipt.now) && !isActive(next) ? andThen(laid, (each) => automatically(each, now)) : laid;
}

/**
 * L13, L18: over the relay all transfers of one owner share its window, as many as it has parts for, also those that are only about to begin: the
 * first would ask for all of it. Over a link they have one for each lane.
 */
function sharingPath(peer: Peer, { owner, now }: Receipt): Receiving {
  const person = peer.people.get(owner);
  let among = 1;
  if (person?.contact?.over === "relay") {
    const sharing = [...peer.receiving.values()].filter((each) => each.owner === owner && isRunning(each.now) && !isPaused(each.now));
    const place = sharing.findIndex((each) => each.now === now);
    among = place >= relayedAtOnceMax ? Number.POSITIVE_INFINITY : Math.min(relayedAtOnceMax, Math.max(1, sharing.length));
  }
  const lanes = person?.lanes?.count ?? 1;
  return among === now.among && lanes === now.lanes ? now : { ...now, among, lanes };
}

function actReceive(peer: Peer, receipt: Receipt, effect: ReceiveEffect): PeerEffect[] {
  const { owner } = receipt;
  const { share, transfer } = receipt.now;
  const tell = (message: Control) => (isUp(peer.people.get(owner)) ? [tellPeer(owner, message)] : []);
  switch (effect.do) {
    case "ask":
      return tell({ type: "ask", share: share.id, transfer, parts: [...effect.parts], stored: effect.stored, wanted: effect.wanted });
    case "pause":
      return tell({ type: "pause", share: share.id, transfer, mine: effect.mine, yours: effect.yours, known: effect.known });
    case "done":
      return tell({ type: "done", transfer });
    case "cancel":
      return tell({ type: "cancel", transfer, why: effect.why });
    case "look":
      return [{ do: "wake", afterMs: effect.afterMs, event: { on: "receiving", transfer, event: { on: "look" } } }];
    default:
      return [{ do: "receive", transfer, receipt, effect }];
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
  // Of most that failed, nothing was kept in the first place (R8).
  if (receipt.now.at === "failed" && !isKept(receipt.now)) return [{ ...peer, receiving }, []];
  return [{ ...peer, receiving }, [{ do: "receive", transfer, receipt, effect: { do: "discard" } }]];
}

/** R9: with "Automatic download" on, whatever is offered and not too large is taken, a few at a time. Those that wait keep nobody waiting. */
export function automatically(peer: Peer, now: number): Stepped {
  const { automatic } = peer;
  if (automatic === undefined) return [peer, []];
  const here = [...peer.people.values()].filter((person) => linkOf(person).linked);
  const known = here.flatMap(({ id, shares }) => [...shares.values()].map((each) => ({ ...each, owner: id })));
  const running =
    [...peer.receiving.values()].filter((receipt) => isActive(receipt.now)).length + known.filter(({ wish }) => wish?.automatic).length;
  const wanted = known
    .filter(({ owner, offer, taken }) => !taken && offer.size <= automatic && offer.count <= entriesLeft(peer.people.get(owner)))
    .map(({ owner, offer }) => ({ owner, share: offer.id }));
  let stepped: Stepped = [peer, []];
  for (const fetch of wanted.slice(0, Math.max(0, automaticAtOnceMax - running)))
    stepped = andThen(stepped, (each) => fetchShare(each, fetch, now, true));
  return stepped;
}

/** Entries of manifests that may still be asked of somebody without a click: as many as one share may have. */
function entriesLeft(person: Person | undefined): number {
  const asked = [...(person?.shares.values() ?? [])].filter(({ taken }) => taken);
  return asked.reduce((left, { offer }) => left - offer.count, entriesPerShareMax);
}

// What they say on the link

type TransferWord = Extract<
  Control,
  { type: "offer" | "list" | "listed" | "withdraw" | "digest" | "pause" | "ask" | "done" | "cancel" | "refuse" }
>;

export function heard(peer: Peer, person: Person, message: TransferWord, now: number): Stepped {
  switch (message.type) {
    case "offer":
      return wasOffered(peer, person, message, now);
    case "list": {
      const offered = peer.offered.get(message.share);
      // A word of mine that it is withdrawn may have been forgotten before they heard it.
      if (offered === undefined)
        return [peer, [tellPeer(person.id, { type: "withdraw", share: message.share, why: whyGone(peer, message.share) })]];
      const entries = [...portionOf(offered.share, message.from)];
      return [peer, [tellPeer(person.id, { type: "listed", share: message.share, from: message.from, entries })]];
    }
    case "listed":
      return listed(peer, person, message, now);
    case "pause":
      return heardPause(peer, person.id, message, now);
    case "withdraw":
      return withdrawn(peer, person, message.share, message.why, now);
    case "digest":
      return toldDigest(peer, person, message.share, message.digest, now);
    case "ask":
      return wasAsked(peer, person.id, message, now);
    case "done":
    case "cancel": {
      const sending = peer.sending.get(`${person.id}/${message.transfer}`);
      if (sending === undefined) return [peer, []];
      const why = message.type === "done" ? "done" : message.why;
      // They keep what they have of it for later: there is no later, and they have not heard so.
      const ended = ownersEndings.find((each) => each === sending.ending);
      if (ended !== undefined && why !== "done" && why !== ended)
        return [peer, [tellPeer(person.id, { type: "refuse", transfer: message.transfer, why: ended })]];
      return endSending(peer, sending, why);
    }
    case "refuse": {
      const receipt = peer.receiving.get(message.transfer);
      if (receipt?.owner !== person.id) return [peer, []];
      if (message.why === "share-unknown") return withdrawn(peer, person, receipt.now.share.id, message.why, now);
      return receive(peer, message.transfer, { on: "fail", why: message.why }, now);
    }
    default:
      return message satisfies never;
  }
}

function wasOffered(peer: Peer, person: Person, { share: offer, entries }: Extract<Control, { type: "offer" }>, now: number): Stepped {
  const before = person.shares.get(offer.id);
  if (before !== undefined)
    return andThen(available(withOffered(peer, person, offer.id), person, before, now), (each) => automatically(each, now));
  if (person.shares.size >= sharesPerPeerMax || entries.length > offer.count) return [peer, []];
  const share = shareListed(offer, entries);
  if (share === undefined && (entries.length === offer.count || entries.length === 0)) return [peer, []];
  const key = keyOf(person.id, offer.id);
  const known: Known = { offer, entries, ...(share === undefined ? {} : { share }), listing: false, taken: peer.taken.has(key) };
  const taken = new Map(peer.taken);
  taken.delete(key);
  const next = withKnown({ ...withOffered(peer, person, offer.id), taken }, person, known);
  const here = next.people.get(person.id) ?? person;
  const wish = peer.taken.get(key);
  return andThen(available(next, here, known, now), (each) =>
    wish === undefined ? automatically(each, now) : fetchShare(each, { owner: person.id, share: offer.id, ...wish }, now, wish.automatic),
  );
}

/** Both sides may hold a transfer; each says what it does, and what it knows of the other. */
function heardPause(peer: Peer, from: PeerId, word: Extract<Control, { type: "pause" }>, now: number): Stepped {
  const { share, transfer, mine, yours } = word;
  const receipt = peer.receiving.get(transfer);
  if (receipt?.owner === from && receipt.now.share.id === share) {
    const known = yours === receipt.now.pausing.mine;
    return receive(peer, transfer, { on: "paused", theirs: mine, known, answer: !word.known }, now);
  }
  const sending = peer.sending.get(`${from}/${transfer}`);
  if (sending?.share.id !== share) {
    // T6: they speak of a transfer that I gave up before they could hear of it.
    const isTheirs = peer.people.get(from)?.shares.has(share) === true;
    return [peer, isTheirs ? [tellPeer(from, { type: "cancel", transfer, why: "cancelled" })] : []];
  }
  if (sending.ending !== undefined) return [peer, []];
  const known = yours === sending.pausing.mine;
  return withHeld(peer, sending, { ...sending.pausing, theirs: mine, known }, mine !== sending.pausing.theirs || !known || !word.known);
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
  const refuseWith = (why: OwnersEnding): Stepped => [peer, [tellPeer(from, { type: "refuse", transfer, why })]];
  const offered = peer.offered.get(share);
  if (offered === undefined) return refuseWith(whyGone(peer, share));
  const known = peer.sending.get(`${from}/${transfer}`);
  // A number that once meant another share means this one from now on.
  if (known !== undefined && known.share.id !== share)
    return andThen(withoutEarlier(peer, from, known.share.id), (each) => wasAsked(each, from, message, now));
  const { ending, ...before } = known ?? newSending(offered.share, transfer, now);
  const ended = ownersEndings.find((each) => each === ending);
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

function whyGone(peer: Peer, share: ShareId): OwnersEnding {
  return peer.withdrawn.get(share) ?? "share-unknown";
}

/** Whoever takes a share anew is done with earlier transfers of it, and nobody asks how they ended. */
function withoutEarlier(peer: Peer, to: PeerId, share: ShareId): Stepped {
  const over = [...peer.sending.values()].filter(({ ending }) => ending !== undefined);
  const tooMany = new Set(over.slice(0, Math.max(0, over.length - sendingsShownMax)));
  const isEarlier = (sending: SendingTo) => tooMany.has(sending) || (sending.to === to && sending.share.id === share);
  const freed = [...peer.sending.values()].filter(isEarlier).flatMap((each) => emptied(each)[1].map((effect) => actSend(each, effect)));
  return [{ ...peer, sending: new Map([...peer.sending].filter(([, each]) => !isEarlier(each))) }, freed];
}

// What becomes of transfers when links and people come and go

/** File data may be asked of somebody now: what they have offered on this path goes on. */
export function mayFlow(peer: Peer, id: PeerId, now: number): Stepped {
  const person = peer.people.get(id);
  if (person?.contact === undefined) return [peer, []];
  const { over } = person.contact;
  let stepped: Stepped = [peer, []];
  for (const share of person.contact.offered)
    stepped = andThen(stepped, (each) => eachReceipt(each, id, { on: "linked", path: over }, now, share));
  return andThen(stepped, (each) => automatically(each, now));
}

/** Whether file data may be asked of somebody, and over which path. */
function linkOf({ contact }: Person): { readonly linked: boolean; readonly path: Path } {
  return { linked: contact?.carries === true, path: contact?.over ?? "direct" };
}

/** What waited to be sent is forgotten: the receiver asks again for what it misses. */
export function linkWent(peer: Peer, id: PeerId, now: number): Stepped {
  return andThen(eachReceipt(peer, id, { on: "unlinked" }, now), (next) => {
    let stepped: Stepped = [next, []];
    for (const sending of next.sending.values()) {
      if (sending.to !== id || sending.ending !== undefined) continue;
      stepped = andThen(stepped, (each) => endSending(each, sending));
    }
    return stepped;
  });
}

/** R10: they are gone. What they offered waits for them; what they took has ended, unless they come back for it. */
export function personGone(peer: Peer, id: PeerId, now: number): Stepped {
  return andThen(linkWent(peer, id, now), (next) => {
    let stepped: Stepped = [next, []];
    for (const sending of next.sending.values()) {
      if (sending.to === id) stepped = andThen(stepped, (each) => endSending(each, sending, "receiver-left"));
    }
    return stepped;
  });
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
  return [...peer.people.values()].filter(isUp).map(({ id }) => tellPeer(id, message));
}

/** They have offered it on the path in use. */
function withOffered(peer: Peer, { id }: Person, share: ShareId): Peer {
  const person = peer.people.get(id);
  if (person?.contact === undefined) return peer;
  return withPerson(peer, { ...person, contact: { ...person.contact, offered: new Set(person.contact.offered).add(share) } });
}

function withKnown(peer: Peer, person: Person, known: Known): Peer {
  const here = peer.people.get(person.id) ?? person;
  return withPerson(peer, { ...here, shares: new Map(here.shares).set(known.offer.id, known) });
}

function withSending(peer: Peer, sending: SendingTo): Peer {
  return { ...peer, sending: new Map(peer.sending).set(`${sending.to}/${sending.transfer}`, sending) };
}
