// Transfers in bad company: words that cross or get lost, pages that come and go, disks that fill, people who say what they should not.
import { expect, test } from "bun:test";
import type { Control, Part } from "../../protocol/channel.ts";
import type { Failure } from "../../protocol/failure.ts";
import { automaticBytesMax, chunkBytesMin, entriesPerShareMax, partsPerAskMax, withdrawnKeptMax } from "../../protocol/limits.ts";
import type { PeerEffect, Restored } from "../../protocol/peer-state.ts";
import {
  ada,
  asks,
  bob,
  digestOf,
  endingOf,
  kinds,
  linked,
  owner,
  partsOf,
  partsPerChunk,
  pauseWord,
  reads,
  sent,
  share,
  stageOf,
} from "../support/linked.ts";
import { hexId, type Participant, saidTo } from "../support/participant.ts";
import { fileOf, offerOf, shareOfEntries, shareOfSizes } from "../support/shares.ts";

/** I take Ada's share as my first transfer, and the disk has said what it has of it. */
function receiver(found: readonly (readonly [number, number])[] = []): Participant {
  const peer = linked();
  peer.hears(ada, offerOf(share));
  peer.does({ on: "fetch", owner: ada, share: share.id });
  peer.receiving(1, { on: "opened", found });
  return peer;
}

const fails = (peer: Participant, why: "no-space" | "sink-broken" = "no-space") => peer.receiving(1, { on: "fail", why });
const fetches = (peer: Participant, id = share.id) => peer.does({ on: "fetch", owner: ada, share: id });
const typesTo = (id: string, effects: readonly PeerEffect[]) => saidTo(id, effects).map(({ type }) => type);
const onDisk = (effects: readonly PeerEffect[]) => effects.flatMap((effect) => (effect.do === "receive" ? [effect.effect.do] : []));
const pausingOf = (peer: Participant, to = ada) => peer.state.sending.get(`${to}/1`)?.pausing;

/** The link to somebody breaks and is up again, on the same page of theirs or on another. */
function relinks(peer: Participant, id: string, session: string) {
  peer.breaks(id);
  return peer.meets(id, session, "Again");
}

const restored = (differs: Partial<Restored> = {}): Restored => ({
  ...{ transfer: 77, owner: ada, ownerName: "Ada", automatic: false, share, complete: false, paused: false },
  ...differs,
});

// Links and pages

test("[R10] a transfer waits when its owner leaves while the link still seems up, and goes on when they are back", () => {
  const peer = receiver();
  peer.link(ada, { on: "ice", state: "disconnected", conversation: peer.conversationWith(ada) });
  peer.server({ type: "left", peer: ada });
  expect(peer.knows(ada)).toBe(false);
  expect(stageOf(peer)).toMatchObject({ at: "receiving", linked: false });
  peer.server({ type: "arrived", peer: ada });
  peer.meets(ada, hexId("2"), "Ada");
  expect(typesTo(ada, peer.hears(ada, offerOf(share)))).toEqual(["ask"]);
});

test("[T6] on a new link the owner names what it takes for unfinished, and whoever does not know it says so", () => {
  const mine = owner(share);
  asks(mine, ada, partsOf(0));
  const named = saidTo(ada, relinks(mine, ada, hexId("2")));
  expect(named).toContainEqual(pauseWord(false, false));

  const theirs = linked();
  theirs.hears(ada, offerOf(share));
  const answer: Control = { type: "cancel", transfer: 1, why: "cancelled" };
  expect(saidTo(ada, theirs.hears(ada, pauseWord(false, false)))).toEqual([answer]);
  mine.hears(ada, answer);
  expect(endingOf(mine, ada)).toBe("cancelled");
});

test("[T6] a word about a transfer of a share that nobody offers me is not answered", () => {
  const peer = owner(share);
  expect(peer.hears(ada, pauseWord(true, false))).toEqual([]);
  expect(peer.hears(ada, { ...pauseWord(true, false), share: hexId("9") })).toEqual([]);
});

test("[T6] what has ended is not named again", () => {
  const peer = owner(share);
  asks(peer, ada, partsOf(0));
  peer.hears(ada, { type: "done", transfer: 1 });
  expect(typesTo(ada, relinks(peer, ada, hexId("0")))).not.toContain("pause");
});

test("[T1] a number that once meant another share means the new one", () => {
  const other = shareOfSizes(hexId("6"), 4 * chunkBytesMin);
  const peer = owner(share, other);
  asks(peer, ada, partsOf(0), 1);
  const effects = asks(peer, ada, partsOf(2), 1, other.id);
  expect(effects).toContainEqual({ do: "free", peer: ada, share: share.id, transfer: 1, chunk: 0 });
  expect(effects).toContainEqual({ do: "read", peer: ada, share: other.id, transfer: 1, chunk: 2 });
  expect([...peer.state.sending.values()].map((each) => each.share.id)).toEqual([other.id]);
});

test("[R12] no number is given that an earlier page's transfer has", () => {
  const peer = linked();
  peer.does({ on: "restore", receipts: [restored({ transfer: 1, share: shareOfSizes(hexId("6"), 5) })] });
  peer.hears(ada, offerOf(share));
  fetches(peer);
  expect([...peer.state.receiving.keys()]).toEqual([1, 2]);
});

test("[R12] a transfer is restored once", () => {
  const peer = linked();
  expect(onDisk(peer.does({ on: "restore", receipts: [restored(), restored()] }))).toEqual(["open"]);
  expect(peer.does({ on: "restore", receipts: [restored()] })).toEqual([]);
});

test("[R12] what automatic download was quicker to begin gives way to what an earlier page has of it", () => {
  const peer = linked({ automatic: automaticBytesMax });
  peer.hears(ada, offerOf(share));
  const effects = peer.does({ on: "restore", receipts: [restored()] });
  expect(onDisk(effects)).toEqual(["discard", "open"]);
  expect(saidTo(ada, effects)).toEqual([{ type: "cancel", transfer: 1, why: "cancelled" }]);
  expect([...peer.state.receiving.keys()]).toEqual([77]);
});

test("[R12] what the owner told before it was restored counts", () => {
  const peer = linked();
  peer.hears(ada, offerOf(share));
  peer.hears(ada, { type: "digest", share: share.id, digest: digestOf(7) });
  peer.does({ on: "restore", receipts: [restored()] });
  expect(stageOf(peer, 77)).toMatchObject({ linked: true, theirs: digestOf(7) });
});

test("[R12] the disk says twice what it has: the first time counts", () => {
  const peer = receiver([[0, 2]]);
  peer.receiving(1, { on: "checked", chunk: 0, good: true });
  expect(peer.receiving(1, { on: "opened", found: [[0, 4]] })).toEqual([]);
  peer.receiving(1, { on: "checked", chunk: 3, good: true });
  expect(stageOf(peer)).toMatchObject({ stored: chunkBytesMin });
});

test("[R6] nothing is told to an owner before the disk has said what it has", () => {
  const peer = linked();
  peer.does({ on: "restore", receipts: [restored({ paused: true })] });
  expect(saidTo(ada, peer.hears(ada, offerOf(share)))).toEqual([]);
  const words = saidTo(ada, peer.receiving(77, { on: "opened", found: [[0, 4]] }));
  expect(words).toEqual([
    { type: "ask", share: share.id, transfer: 77, parts: [], stored: 0, wanted: 4 * chunkBytesMin },
    pauseWord(true, false, 77),
  ]);
});

test("[R6] however many parts are missing, each question is one that can be read", () => {
  const peer = receiver();
  // One frame of each part is here, so that far more parts than fill the window are unfinished.
  const before = stageOf(peer);
  if (before?.at !== "receiving") throw new Error("not receiving");
  const asked = Array.from({ length: partsPerAskMax + 1 }, (_, i) => ({ part: [0, i, 1] as Part, at: 0, times: 1 }));
  const chunks = new Map([[0, { at: "arriving", here: [], asked } as const]]);
  const receipt = peer.state.receiving.get(1);
  if (receipt === undefined) throw new Error("no receipt");
  (peer.state.receiving as Map<number, typeof receipt>).set(1, { ...receipt, now: { ...before, chunks, outside: asked.length } });
  relinks(peer, ada, hexId("0"));
  const words = saidTo(ada, peer.hears(ada, offerOf(share))).flatMap((word) => (word.type === "ask" ? [word.parts.length] : []));
  expect(words).toEqual([partsPerAskMax]);
  expect(stageOf(peer)).toMatchObject({ owed: true, outside: partsPerAskMax });
});

// Holding

test("[R13] an owner who holds a transfer says so again when it failed and is continued", () => {
  const peer = owner(share);
  asks(peer, ada, partsOf(0));
  peer.does({ on: "hold", to: ada, transfer: 1, yes: true });
  peer.hears(ada, pauseWord(false, true));
  peer.hears(ada, { type: "cancel", transfer: 1, why: "no-space" });
  expect(saidTo(ada, asks(peer, ada, partsOf(0)))).toEqual([pauseWord(true, false)]);
});

test("[R13] an owner who holds a transfer hears that the receiver's new page knows, before that page asks for anything", () => {
  const peer = owner(share);
  asks(peer, ada, partsOf(0));
  peer.does({ on: "hold", to: ada, transfer: 1, yes: true });
  expect(saidTo(ada, relinks(peer, ada, hexId("2")))).toContainEqual(pauseWord(true, false));
  expect(peer.hears(ada, pauseWord(false, true))).toEqual([]);
  expect(pausingOf(peer)).toEqual({ mine: true, theirs: false, known: true });
  expect(saidTo(ada, asks(peer, ada, partsOf(0)))).toEqual([]);
});

test("[R13] a receiver's hold is over when its transfer failed and is continued", () => {
  const mine = receiver();
  mine.does({ on: "pause", transfer: 1, yes: true });
  fails(mine);
  fetches(mine);
  expect(stageOf(mine)?.pausing).toEqual({ mine: false, theirs: false, known: true });

  const theirs = owner(share);
  asks(theirs, ada, partsOf(0));
  theirs.hears(ada, pauseWord(true, false));
  theirs.hears(ada, { type: "cancel", transfer: 1, why: "no-space" });
  expect(kinds(asks(theirs, ada, partsOf(0)))).toContain("read");
});

test("[R13] a hold that began and ended without a link is not spoken of", () => {
  const peer = owner(share);
  asks(peer, ada, partsOf(0));
  peer.breaks(ada);
  for (const yes of [true, false]) expect(peer.does({ on: "hold", to: ada, transfer: 1, yes })).toEqual([]);
  peer.meets(ada, hexId("0"), "Ada");
  expect(typesTo(ada, asks(peer, ada, partsOf(0)))).toEqual([]);

  const receives = receiver();
  receives.breaks(ada);
  for (const yes of [true, false]) receives.does({ on: "pause", transfer: 1, yes });
  expect(stageOf(receives)?.pausing).toEqual({ mine: false, theirs: false, known: true });
});

test("[R13] holds that cross are known on both sides after few words", () => {
  const owns = owner(share);
  const takes = receiver();
  asks(owns, ada, partsOf(0));
  const toOwner = [...saidTo(ada, takes.does({ on: "pause", transfer: 1, yes: true }))];
  const toReceiver = [...saidTo(ada, owns.does({ on: "hold", to: ada, transfer: 1, yes: true }))];
  let words = 0;
  while (toOwner.length + toReceiver.length > 0 && words < 20) {
    words += 1;
    const [there, here] = [toOwner.shift(), toReceiver.shift()];
    if (there !== undefined) toReceiver.push(...saidTo(ada, owns.hears(ada, there)));
    if (here !== undefined) toOwner.push(...saidTo(ada, takes.hears(ada, here)));
  }
  expect(words).toBeLessThan(5);
  for (const pausing of [pausingOf(owns), stageOf(takes)?.pausing]) expect(pausing).toEqual({ mine: true, theirs: true, known: true });
});

test("[R13] a pause before the disk is open is told behind the first question", () => {
  const peer = linked();
  peer.hears(ada, offerOf(share));
  fetches(peer);
  expect(saidTo(ada, peer.does({ on: "pause", transfer: 1, yes: true }))).toEqual([]);
  expect(typesTo(ada, peer.receiving(1, { on: "opened", found: [] }))).toEqual(["ask", "pause"]);
});

test("[R13] a hold whose acknowledgement fell into an ended transfer is acknowledged when it is said again", () => {
  const [owns, takes] = [owner(share), receiver()];
  asks(owns, ada, partsOf(0));
  owns.does({ on: "hold", to: ada, transfer: 1, yes: true });
  takes.receiving(1, { on: "fail", why: "no-space" });
  owns.hears(ada, { type: "cancel", transfer: 1, why: "no-space" });
  fetches(takes);
  const [early] = saidTo(ada, takes.hears(ada, pauseWord(true, false)));
  expect(early).toEqual(pauseWord(false, true));
  expect(owns.hears(ada, pauseWord(false, true))).toEqual([]);
  takes.receiving(1, { on: "opened", found: [] });
  expect(saidTo(ada, asks(owns, ada, []))).toEqual([pauseWord(true, false)]);
  expect(saidTo(ada, takes.hears(ada, pauseWord(true, false)))).toEqual([pauseWord(false, true)]);
  owns.hears(ada, pauseWord(false, true));
  expect(pausingOf(owns)).toEqual({ mine: true, theirs: false, known: true });
});

test("[R13] [T6] what was stored while the transfer is held is told at once", () => {
  const peer = receiver([[0, 1]]);
  peer.does({ on: "pause", transfer: 1, yes: true });
  expect(saidTo(ada, peer.receiving(1, { on: "checked", chunk: 0, good: true }))).toMatchObject([
    { type: "ask", parts: [], stored: chunkBytesMin },
  ]);
});

test("[R13] chunks on the disk are checked while somebody holds the transfer", () => {
  const peer = receiver([[0, 4]]);
  peer.does({ on: "pause", transfer: 1, yes: true });
  for (const chunk of [0, 1, 2, 3]) peer.receiving(1, { on: "checked", chunk, good: true });
  expect(stageOf(peer)?.at).toBe("sealing");
});

test("[R13] the owner's new page knows nothing of the old one's hold", () => {
  const peer = receiver();
  peer.hears(ada, pauseWord(true, false));
  relinks(peer, ada, hexId("2"));
  expect(saidTo(ada, peer.hears(ada, offerOf(share)))).toMatchObject([{ type: "ask", stored: 0 }]);
  expect(stageOf(peer)?.pausing.theirs).toBe(false);
});

// Ends

test("[T8] who has no link when their transfer is refused hears it when they ask, or when they say that they kept some of it", () => {
  const why = "refused-by-sharer";
  for (const word of ["ask", "cancel"] as const) {
    const peer = owner(share);
    asks(peer, ada, partsOf(0));
    peer.breaks(ada);
    expect(typesTo(ada, peer.does({ on: "refuse", to: ada, transfer: 1 }))).toEqual([]);
    peer.meets(ada, hexId("0"), "Ada");
    const effects = word === "ask" ? asks(peer, ada, []) : peer.hears(ada, { type: "cancel", transfer: 1, why: "no-space" });
    expect(saidTo(ada, effects)).toEqual([{ type: "refuse", transfer: 1, why }]);
    expect(peer.hears(ada, { type: "cancel", transfer: 1, why })).toEqual([]);
  }
});

const ends: readonly (readonly [how: string, event: (peer: Participant) => readonly PeerEffect[], why: Failure])[] = [
  ["withdrawn", (peer) => peer.hears(ada, { type: "withdraw", share: share.id, why: "share-withdrawn" }), "share-withdrawn"],
  ["refused", (peer) => peer.hears(ada, { type: "refuse", transfer: 1, why: "refused-by-sharer" }), "refused-by-sharer"],
  ["given up", (peer) => peer.does({ on: "cancel", transfer: 1 }), "cancelled"],
];

for (const [how, event, why] of ends) {
  test(`[R8] what a failed transfer kept is freed once when it is ${how}`, () => {
    const peer = receiver();
    expect(onDisk(fails(peer))).toEqual(["shelve"]);
    expect(onDisk(event(peer))).toEqual(["discard"]);
    expect(stageOf(peer)).toMatchObject({ at: "failed", why, stored: 0 });
    expect(onDisk(event(peer))).toEqual([]);
    expect(onDisk(peer.does({ on: "remove", transfer: 1 }))).toEqual([]);
  });
}

test("[R8] what a failed transfer kept is freed when it is removed, and another report of the disk's changes nothing", () => {
  const peer = receiver();
  fails(peer);
  expect(fails(peer, "sink-broken")).toEqual([]);
  expect(onDisk(peer.does({ on: "remove", transfer: 1 }))).toEqual(["discard"]);
});

test("[R8] [T5] a share whose files could not be read is offered again: what was kept goes on under its number", () => {
  const why = "source-unreadable";
  const mine = owner(share);
  asks(mine, ada, partsOf(0));
  mine.does({ on: "stop-sharing", share: share.id, why });
  expect(endingOf(mine, ada)).toBe(why);
  mine.does({ on: "share", share });
  expect(kinds(asks(mine, ada, partsOf(1)))).toContain("read");

  const peer = receiver();
  expect(onDisk(peer.hears(ada, { type: "withdraw", share: share.id, why }))).toEqual(["shelve"]);
  peer.hears(ada, offerOf(share));
  expect(onDisk(fetches(peer))).toEqual(["open"]);
  expect([...peer.state.receiving.keys()]).toEqual([1]);
});

test("[R8] it is continued while nobody is there, and waits", () => {
  const peer = receiver();
  fails(peer);
  peer.breaks(ada);
  expect(onDisk(fetches(peer))).toEqual(["open"]);
  peer.receiving(1, { on: "opened", found: [] });
  expect(stageOf(peer)).toMatchObject({ at: "receiving", linked: false });
});

test("[R8] cancelling while the disk is opened frees it, and its late answer means nothing", () => {
  const peer = linked();
  peer.hears(ada, offerOf(share));
  fetches(peer);
  expect(onDisk(peer.does({ on: "cancel", transfer: 1 }))).toEqual(["discard"]);
  expect(peer.receiving(1, { on: "opened", found: [] })).toEqual([]);
});

// Withdrawals and manifests

test("[T5] withdrawals are remembered up to a bound, and whoever asks for an older one, or lists it, is told", () => {
  const peer = linked();
  const ids = Array.from({ length: withdrawnKeptMax + 5 }, (_, i) => i.toString(16).padStart(32, "0"));
  for (const id of ids) {
    peer.does({ on: "share", share: { ...share, id } });
    peer.does({ on: "stop-sharing", share: id, why: "share-withdrawn" });
  }
  expect(peer.state.withdrawn.size).toBe(withdrawnKeptMax);
  const [oldest = "", newest = ""] = [ids[0], ids.at(-1)];
  const told = (id: string) => saidTo(ada, peer.hears(ada, { type: "list", share: id, from: 0 }));
  expect(told(oldest)).toEqual([{ type: "withdraw", share: oldest, why: "share-unknown" }]);
  expect(told(newest)).toEqual([{ type: "withdraw", share: newest, why: "share-withdrawn" }]);
});

test("[T5] a share that its owner does not know is no longer shown as offered", () => {
  const peer = receiver();
  peer.hears(ada, { type: "refuse", transfer: 1, why: "share-unknown" });
  expect(peer.person(ada).shares.size).toBe(0);
  expect(stageOf(peer)).toMatchObject({ at: "failed", why: "share-unknown" });
});

test("[T5] a share is offered once: said twice, nothing changes", () => {
  const peer = owner(share);
  asks(peer, ada, partsOf(0));
  expect(peer.does({ on: "share", share })).toEqual([]);
  expect(endingOf(peer, ada)).toBeUndefined();
});

/** A share whose manifest no message holds. */
const large = shareOfEntries(
  hexId("7"),
  Array.from({ length: 50 }, (_, i) => fileOf(`${"n".repeat(3_000)}/${i}`, i)),
);
const portion = (from: number, to: number): Control => ({ type: "listed", share: large.id, from, entries: large.entries.slice(from, to) });

test("[T7] portions smaller than they need to be end the offer: there could be 250,000 of them", () => {
  const peer = linked();
  peer.hears(ada, offerOf(large));
  const first = offerOf(large).entries.length;
  peer.does({ on: "list", owner: ada, share: large.id });
  expect(peer.hears(ada, portion(first, first + 1))).toEqual([{ do: "warn", why: "manifest-unreadable" }]);
});

test("[T7] portions that nobody asked for, or that do not follow the last, mean nothing", () => {
  const peer = linked();
  peer.hears(ada, offerOf(large));
  const first = offerOf(large).entries.length;
  expect(peer.hears(ada, portion(first, first + 10))).toEqual([]);
  peer.does({ on: "list", owner: ada, share: large.id });
  expect(peer.hears(ada, portion(0, first))).toEqual([]);
  expect(peer.hears(bob, portion(first, first + 10))).toEqual([]);
  expect(peer.person(ada).shares.get(large.id)?.entries).toHaveLength(first);
});

test("[T7] a folder has no bytes", () => {
  const peer = linked();
  const offer = offerOf(share);
  peer.hears(ada, { ...offer, entries: [{ path: "a/", size: share.size, modified: 0, media: "" }] });
  expect(peer.person(ada).shares.size).toBe(0);
});

test("[T5] [T7] a share is withdrawn while its manifest is listed", () => {
  const peer = linked();
  peer.hears(ada, offerOf(large));
  fetches(peer, large.id);
  peer.hears(ada, { type: "withdraw", share: large.id, why: "share-withdrawn" });
  expect(peer.hears(ada, portion(offerOf(large).entries.length, 50))).toEqual([]);
  expect(peer.state.receiving.size).toBe(0);
});

/** Tells all of a manifest that is asked for. */
function lists(peer: Participant, first: readonly PeerEffect[]) {
  const mine = owner(large);
  let effects = first;
  for (let word = saidTo(ada, effects)[0]; word?.type === "list"; [word] = saidTo(ada, effects)) {
    const [answer] = saidTo(ada, mine.hears(ada, word));
    if (answer !== undefined) effects = peer.hears(ada, answer);
  }
  return effects;
}

test("[T7] what was wished for while the manifest came is begun when its owner's next page tells it", () => {
  for (const how of ["reloads", "leaves"]) {
    const peer = linked();
    peer.hears(ada, offerOf(large));
    peer.does({ on: "fetch", owner: ada, share: large.id, chosen: [[3, 5]] });
    if (how === "leaves") peer.server({ type: "left", peer: ada });
    peer.breaks(ada);
    if (how === "leaves") peer.server({ type: "arrived", peer: ada });
    peer.meets(ada, hexId("2"), "Ada");
    expect(onDisk(lists(peer, peer.hears(ada, offerOf(large))))).toEqual(["open"]);
    expect(stageOf(peer)?.chosen).toEqual([[3, 5]]);
    expect(peer.state.taken.size).toBe(0);
  }
});

test("[R14] choosing nothing begins nothing, and choosing only what has no bytes is complete at once", () => {
  const peer = linked();
  const some = shareOfSizes(hexId("6"), 5, 0, 0);
  peer.hears(ada, offerOf(some));
  expect(peer.does({ on: "fetch", owner: ada, share: some.id, chosen: [] })).toEqual([]);
  peer.does({ on: "fetch", owner: ada, share: some.id, chosen: [[1, 3]] });
  const effects = peer.receiving(1, { on: "opened", found: [] });
  expect(onDisk(effects)).toEqual(["close"]);
  expect(saidTo(ada, effects)).toEqual([{ type: "ask", share: some.id, transfer: 1, parts: [], stored: 0, wanted: 0 }]);
  expect(saidTo(ada, peer.receiving(1, { on: "closed" }))).toEqual([{ type: "done", transfer: 1 }]);
});

test("[T3] a chunk that is asked for while it is hashed for the digest does not seal the share twice", () => {
  const one = shareOfSizes(hexId("6"), chunkBytesMin);
  const peer = owner(one);
  peer.hears(ada, { type: "ask", share: one.id, transfer: 1, parts: [], stored: chunkBytesMin, wanted: chunkBytesMin });
  asks(peer, bob, partsOf(0), 1, one.id);
  const effects = [...reads(peer, bob, 0), ...peer.does({ on: "hashed-own", share: one.id, chunk: 0, digest: digestOf(0) })];
  expect(kinds(effects).filter((kind) => kind === "digest")).toHaveLength(1);
  expect(sent(effects)).toHaveLength(partsPerChunk);
});

test("[T2] a chunk that is hashed for the digest and was another before ends the share", () => {
  const one = shareOfSizes(hexId("6"), chunkBytesMin);
  const peer = owner(one);
  peer.hears(ada, { type: "ask", share: one.id, transfer: 1, parts: [], stored: chunkBytesMin, wanted: chunkBytesMin });
  asks(peer, bob, partsOf(0), 1, one.id);
  reads(peer, bob, 0);
  const effects = peer.does({ on: "hashed-own", share: one.id, chunk: 0, digest: digestOf(9) });
  expect(saidTo(ada, effects)).toEqual([{ type: "withdraw", share: one.id, why: "source-changed" }]);
});

// Automatic download

const small = (digit: string) => shareOfSizes(hexId(digit), 5);
const taken = (peer: Participant) => [...peer.state.receiving.values()].map(({ now }) => now.share.id);

test("[R9] those that are held or whose owner is gone keep nobody waiting", () => {
  const peer = linked({ automatic: automaticBytesMax });
  for (const digit of ["1", "2", "3", "4"]) peer.hears(ada, offerOf(small(digit)));
  expect(taken(peer)).toHaveLength(3);
  peer.does({ on: "pause", transfer: 1, yes: true });
  expect(taken(peer)).toHaveLength(4);
  peer.breaks(ada);
  peer.hears(bob, offerOf(small("5")));
  expect(taken(peer)).toContain(hexId("5"));
});

test("[R9] what was taken once is left alone when its owner is back, also when it was removed", () => {
  const peer = linked({ automatic: automaticBytesMax });
  peer.hears(ada, offerOf(small("1")));
  peer.does({ on: "cancel", transfer: 1 });
  peer.does({ on: "remove", transfer: 1 });
  relinks(peer, ada, hexId("2"));
  expect(onDisk(peer.hears(ada, offerOf(small("1"))))).toEqual([]);
  peer.server({ type: "left", peer: ada });
  peer.breaks(ada);
  peer.server({ type: "arrived", peer: ada });
  peer.meets(ada, hexId("3"), "Ada");
  expect(onDisk(peer.hears(ada, offerOf(small("1"))))).toEqual([]);
});

test("[R9] manifests that are listed for it count among the three, and what comes of them was not clicked", () => {
  const peer = linked({ automatic: automaticBytesMax });
  const offers = ["7", "1", "2", "3"].map((digit) => peer.hears(ada, offerOf({ ...large, id: hexId(digit) })));
  expect(offers.map((effects) => typesTo(ada, effects))).toEqual([["list"], ["list"], ["list"], []]);
  expect(onDisk(lists(peer, offers[0] ?? []))).toEqual(["open"]);
  expect(peer.state.receiving.get(1)).toMatchObject({ automatic: true });
  expect(typesTo(ada, peer.does({ on: "cancel", transfer: 1 }))).toEqual(["cancel", "list"]);
});

test("[R9] one person's manifests are asked for without a click up to a bound", () => {
  const peer = linked({ automatic: automaticBytesMax });
  const offerOfMany = (digit: string, count: number): Control => ({
    ...offerOf(large),
    share: { ...offerOf(large).share, id: hexId(digit), count },
  });
  expect(typesTo(ada, peer.hears(ada, offerOfMany("1", entriesPerShareMax - 100)))).toEqual(["list"]);
  expect(typesTo(ada, peer.hears(ada, offerOfMany("2", 101)))).toEqual([]);
  expect(typesTo(ada, peer.hears(ada, offerOfMany("3", 100)))).toEqual(["list"]);
});
