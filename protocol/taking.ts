// Others' shares, and what I take of them: manifests, transfers, and when each begins, goes on and ends.
import type { Control } from "./channel.ts";
import type { ReceiversEnding } from "./failure.ts";
import { frameHeaderBytes, readFrameHead } from "./frame.ts";
import { layLanes } from "./laying.ts";
import {
  automaticAtOnceMax,
  entriesPerShareMax,
  pathsMax,
  relayedAtOnceMax,
  sharesPerPeerMax,
  takenKeptMax,
  thumbnailsPerPeerMax,
} from "./limits.ts";
import type { Path } from "./line.ts";
import { isPaused } from "./pausing.ts";
import {
  isUp,
  type Known,
  newest,
  type Peer,
  type PeerEffect,
  type PeerEvent,
  type Person,
  type Receipt,
  type Restored,
  type Stepped,
  tellPeer,
  type Wish,
  withPerson,
} from "./peer-state.ts";
import { beginReceiving, completeReceiving, stepReceiving } from "./receive.ts";
import { isActive, isKept, isRunning, type ReceiveEffect, type ReceiveEvent, type Receiving } from "./receive-state.ts";
import { andThen } from "./run.ts";
import { charactersOf, isFullPortion, type Offer, type ShareId, shareListed } from "./share.ts";
import type { PeerId } from "./signal.ts";
import { endedStream, isOpen, isStream } from "./stream.ts";

export function wasOffered(
  peer: Peer,
  person: Person,
  { share: offer, entries }: Extract<Control, { type: "offer" }>,
  now: number,
): Stepped {
  const before = person.shares.get(offer.id);
  if (before !== undefined) {
    const known = knownToEnd(before, offer);
    const next = withKnown(withOffered(peer, person, offer.id), person, known);
    return andThen(available(next, next.people.get(person.id) ?? person, known, now), (each) => automatically(each, now));
  }
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

/** R16: a stream that is offered once more has ended, and that counts once. */
function knownToEnd(known: Known, { stream, size }: Offer): Known {
  if (!isOpen(known.offer) || stream !== "ended" || known.share === undefined) return known;
  const share = endedStream(known.share, size);
  return { ...known, offer: { ...known.offer, size, stream }, entries: share.entries, share };
}

/** They have offered it on the path in use. */
function withOffered(peer: Peer, { id }: Person, share: ShareId): Peer {
  const person = peer.people.get(id);
  if (person?.contact === undefined) return peer;
  return withPerson(peer, { ...person, contact: { ...person.contact, offered: new Set(person.contact.offered).add(share) } });
}

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
export function listed(
  peer: Peer,
  person: Person,
  { share: id, from, entries }: Extract<Control, { type: "listed" }>,
  now: number,
): Stepped {
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

export function withdrawn(peer: Peer, person: Person, share: ShareId, why: ReceiversEnding, now: number): Stepped {
  const shares = new Map(person.shares);
  shares.delete(share);
  return failReceipts(withPerson(peer, { ...person, shares }), person.id, why, now, share);
}

export function toldDigest(peer: Peer, person: Person, id: ShareId, digest: string, now: number): Stepped {
  const known = person.shares.get(id);
  if (known === undefined) return [peer, []];
  const shares = new Map(person.shares).set(id, { ...known, digest });
  return eachReceipt(withPerson(peer, { ...person, shares }), person.id, { on: "told", digest }, now, id);
}

/** R18: a picture of what is offered counts, of so many shares of one person. */
export function toldThumbnail(peer: Peer, person: Person, id: ShareId, thumbnail: string): Stepped {
  const known = person.shares.get(id);
  if (known === undefined) return [peer, []];
  const pictured = [...person.shares.values()].filter((each) => each.thumbnail !== undefined && each !== known);
  return pictured.length >= thumbnailsPerPeerMax ? [peer, []] : [withKnown(peer, person, { ...known, thumbnail }), []];
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
  const found = person?.shares.get(id);
  if (person?.intro === undefined || found === undefined || chosen?.length === 0) return [peer, []];
  const { queued: _, ...known } = found;
  if (known.share === undefined) {
    const wish: Wish = { automatic, ...(chosen === undefined ? {} : { chosen }) };
    return list(withKnown(peer, person, { ...known, wish, taken: true }), owner, id);
  }
  let transfer = peer.nextTransfer;
  while (peer.receiving.has(transfer)) transfer = (transfer + 1) % 2 ** 32;
  const [begun, effects] = beginReceiving(known.share, transfer, chosen);
  const start = { ...begun, ...linkOf(person), ...(known.digest === undefined ? {} : { theirs: known.digest }) };
  const { nickname, session } = person.intro;
  const receipt: Receipt = { owner, ownerName: nickname, session, automatic, now: start };
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
  const first = beginReceiving(share, transfer, chosen, paused);
  // R17: nobody can send it from where it was.
  const [begun, effects] = isStream(share) && !complete ? stepReceiving(first[0], { on: "fail", why: "stream-broken" }, now) : first;
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

/** R17: their page is another one now, and what a stream of the earlier one had left is gone. */
export function streamsBroke(peer: Peer, owner: PeerId, session: string, now: number): Stepped {
  let stepped: Stepped = [peer, []];
  for (const [transfer, receipt] of peer.receiving) {
    const isOfNow = receipt.owner !== owner || receipt.session === session || !isStream(receipt.now.share);
    if (!isOfNow) stepped = andThen(stepped, (each) => receive(each, transfer, { on: "fail", why: "stream-broken" }, now));
  }
  return stepped;
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
  const ended = known.offer.stream === "ended" ? [{ on: "ended" as const, size: known.offer.size }] : [];
  const { linked, path } = linkOf(person);
  const events: ReceiveEvent[] = [...ended, ...(linked ? [{ on: "linked" as const, path }] : []), ...told];
  return events.reduce((stepped, event) => andThen(stepped, (each) => eachReceipt(each, person.id, event, now, id)), came);
}

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

/** R19: these are taken as with "Automatic download", whatever their size. */
export function fetchAll(peer: Peer, shares: Extract<PeerEvent, { on: "fetch-all" }>["shares"], now: number): Stepped {
  let next = peer;
  for (const { owner, share } of shares) {
    const person = next.people.get(owner);
    const known = person?.shares.get(share);
    if (person !== undefined && known !== undefined && isTakeable(next, person, known))
      next = withKnown(next, person, { ...known, queued: true });
  }
  return automatically(next, now);
}

/** It can be downloaded from its beginning, and nobody has wished for it yet. A stream comes once, to whoever asks for it by itself. */
export function isTakeable(peer: Peer, { id }: Pick<Person, "id">, { offer, wish }: Known): boolean {
  if (isStream(offer) || wish !== undefined) return false;
  const receipt = [...peer.receiving.values()].find(({ owner, now }) => owner === id && now.share.id === offer.id);
  return receipt === undefined || (receipt.now.at === "failed" && !isKept(receipt.now));
}

/** R9: with "Automatic download" on, whatever is offered and not too large is taken, a few at a time. Those that wait keep nobody waiting. */
export function automatically(peer: Peer, now: number): Stepped {
  const here = [...peer.people.values()].filter((person) => linkOf(person).linked);
  const known = here.flatMap(({ id, shares }) => [...shares.values()].map((each) => ({ ...each, owner: id })));
  const running =
    [...peer.receiving.values()].filter((receipt) => isActive(receipt.now)).length + known.filter(({ wish }) => wish?.automatic).length;
  const isWanted = ({ owner, offer, taken }: (typeof known)[number]) =>
    !taken && !isStream(offer) && offer.size <= (peer.automatic ?? -1) && offer.count <= entriesLeft(peer.people.get(owner));
  const wanted = known
    .filter((each) => (each.queued === true && isTakeable(peer, { id: each.owner }, each)) || isWanted(each))
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

/** R1: a frame counts only if it comes from the peer whom this transfer asks. */
export function frame(peer: Peer, from: PeerId, bytes: ArrayBuffer, now: number): Stepped {
  const head = readFrameHead(bytes);
  const receipt = head && peer.receiving.get(head.transfer);
  if (head === undefined || receipt?.owner !== from) return [peer, []];
  return receive(peer, head.transfer, { on: "frame", head, frame: bytes, length: bytes.byteLength - frameHeaderBytes }, now);
}

/** The owner ends a transfer. */
export function wasRefused(peer: Peer, person: Person, { transfer, why }: Extract<Control, { type: "refuse" }>, now: number): Stepped {
  const receipt = peer.receiving.get(transfer);
  if (receipt?.owner !== person.id) return [peer, []];
  if (why === "share-unknown") return withdrawn(peer, person, receipt.now.share.id, why, now);
  return receive(peer, transfer, { on: "fail", why }, now);
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

export function eachReceipt(peer: Peer, owner: PeerId, event: ReceiveEvent, now: number, share?: ShareId): Stepped {
  let stepped: Stepped = [peer, []];
  for (const [transfer, receipt] of peer.receiving) {
    if (receipt.owner !== owner || (share !== undefined && receipt.now.share.id !== share)) continue;
    stepped = andThen(stepped, (each) => receive(each, transfer, event, now));
  }
  return stepped;
}

function failReceipts(peer: Peer, owner: PeerId, why: ReceiversEnding, now: number, share?: ShareId): Stepped {
  return eachReceipt(peer, owner, { on: "fail", why }, now, share);
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

function withKnown(peer: Peer, person: Person, known: Known): Peer {
  const here = peer.people.get(person.id) ?? person;
  return withPerson(peer, { ...here, shares: new Map(here.shares).set(known.offer.id, known) });
}
