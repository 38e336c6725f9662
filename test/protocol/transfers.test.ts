import { expect, test } from "bun:test";
import type { Part } from "../../protocol/channel.ts";
import { frameHeaderBytes, writeFrameHead } from "../../protocol/frame.ts";
import { automaticBytesMax, chunkBytesMin, highWaterBytes, partBytes, sharesPerPeerMax } from "../../protocol/limits.ts";
import type { PeerEffect } from "../../protocol/peer-state.ts";
import { rawDigests } from "../../protocol/share.ts";
import { streamOf } from "../../protocol/stream.ts";
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
  reads,
  sent,
  share,
  stageOf,
} from "../support/linked.ts";
import { hexId, type Participant, peerId, saidTo } from "../support/participant.ts";
import { fileOf, offerOf, shareOfEntries, shareOfSizes } from "../support/shares.ts";

const MiB = 1024 * 1024;
const shareOf = (digit: string, size: number) => shareOfSizes(hexId(digit), size);
const owners = "ee".repeat(32);

const bytesSent = (effects: readonly PeerEffect[]) => sent(effects).reduce((sum, { part }) => sum + part[2] + frameHeaderBytes, 0);
/** I take Ada's share, as the first transfer of mine. */
function receiver(size = 4 * chunkBytesMin): Participant {
  const peer = linked();
  peer.hears(ada, offerOf(shareOf("5", size)));
  peer.does({ on: "fetch", owner: ada, share: hexId("5") });
  return peer;
}

function frameOf(transfer: number, [chunk, offset, length]: Part): ArrayBuffer {
  const bytes = new Uint8Array(frameHeaderBytes + length);
  writeFrameHead(bytes, { transfer, chunk, offset, digest: digestOf(chunk) });
  return bytes.buffer;
}

/** My transfer runs to its end, if the owner's digest is known. */
function completes(peer: Participant) {
  peer.hears(ada, { type: "digest", share: hexId("5"), digest: owners });
  peer.receiving(1, { on: "opened", found: [] });
  peer.receiving(1, { on: "digested", digest: owners });
  return peer.receiving(1, { on: "closed" });
}

test("[T1] whoever asks for a share that is not offered is refused by name", () => {
  expect(saidTo(ada, asks(linked(), ada, partsOf(0)))).toEqual([{ type: "refuse", transfer: 1, why: "share-unknown" }]);
});

test("[T1] whoever asks for parts that do not lie in the share is refused by name", () => {
  const peer = owner(share);
  expect(asks(peer, ada, [[4, 0, 1]])).toEqual([
    { do: "control", peer: ada, message: { type: "refuse", transfer: 1, why: "asked-too-much" } },
  ]);
});

test("[T1] a transfer that asks for too much is over, and another of the same share is not", () => {
  const peer = owner(share);
  asks(peer, ada, partsOf(0));
  asks(peer, bob, partsOf(0));
  expect(saidTo(ada, asks(peer, ada, [[0, 0, 2 * chunkBytesMin]]))).toEqual([{ type: "refuse", transfer: 1, why: "asked-too-much" }]);
  expect(endingOf(peer, ada)).toBe("asked-too-much");
  expect(sent(reads(peer, ada, 0))).toEqual([]);
  expect(sent(reads(peer, bob, 0))).toHaveLength(partsPerChunk);
});

test("[T1] a receiver on a new page may ask under numbers that its old page used", () => {
  for (const ends of ["done", "cancel", "nothing"]) {
    const peer = owner(share);
    asks(peer, ada, partsOf(0));
    if (ends === "done") peer.hears(ada, { type: "done", transfer: 1 });
    if (ends === "cancel") peer.hears(ada, { type: "cancel", transfer: 1, why: "cancelled" });
    peer.meets(ada, hexId("2"), "Ada");
    expect(kinds(asks(peer, ada, partsOf(0)))).toContain("read");
  }
});

test("[R6] a receiver who had left in our eyes and comes back on the same page goes on", () => {
  const peer = owner(share);
  asks(peer, ada, partsOf(0));
  peer.server({ type: "left", peer: ada });
  peer.breaks(ada);
  expect(peer.knows(ada)).toBe(false);
  peer.server({ type: "arrived", peer: ada });
  peer.meets(ada, hexId("0"), "Ada");
  expect(kinds(asks(peer, ada, partsOf(0)))).toContain("read");
});

test("[T2] a chunk is read when it is first asked for, and its parts go out once it is hashed", () => {
  const peer = owner(share);
  const read = { do: "read", peer: ada, share: share.id, transfer: 1, chunk: 0 } as const;
  expect(asks(peer, ada, partsOf(0))).toEqual([read, { ...read, chunk: 1 }]);
  const effects = reads(peer, ada, 0);
  expect(sent(effects).map(({ part }) => part)).toEqual(partsOf(0));
  expect(sent(effects)[0]).toEqual({ do: "send-part", peer: ada, transfer: 1, part: [0, 0, partBytes], digest: digestOf(0) });
});

test("[T2] the same chunk with another digest ends the share with source-changed", () => {
  const peer = owner(share);
  asks(peer, ada, partsOf(0));
  reads(peer, ada, 0);
  asks(peer, bob, partsOf(0));
  const effects = reads(peer, bob, 0, digestOf(9));
  for (const id of [ada, bob]) {
    expect(saidTo(id, effects)).toEqual([{ type: "withdraw", share: share.id, why: "source-changed" }]);
    expect(endingOf(peer, id)).toBe("source-changed");
  }
  expect(sent(effects)).toEqual([]);
  expect(peer.state.offered.size).toBe(0);
});

test("[T3] the share's digest is told once every chunk has been read", () => {
  const peer = owner(share);
  for (const chunk of [0, 1, 2]) {
    asks(peer, ada, partsOf(chunk));
    expect(kinds(reads(peer, ada, chunk))).not.toContain("digest");
  }
  asks(peer, ada, partsOf(3));
  const digests = rawDigests([0, 1, 2, 3].map(digestOf));
  expect(reads(peer, ada, 3)).toContainEqual({ do: "digest", share: share.id, digests });
  const told = peer.does({ on: "digested", share: share.id, digest: owners });
  for (const id of [ada, bob]) expect(saidTo(id, told)).toEqual([{ type: "digest", share: share.id, digest: owners }]);
});

test("[T3] whoever comes later is told the offer and the digest", () => {
  const peer = owner(share);
  peer.does({ on: "digested", share: share.id, digest: owners });
  peer.breaks(ada);
  expect(saidTo(ada, peer.opensLink(ada)).slice(1)).toEqual([offerOf(share), { type: "digest", share: share.id, digest: owners }]);
});

test("[R11] the digest of an empty share is taken at once", () => {
  expect(kinds(linked().does({ on: "share", share: shareOf("6", 0) }))).toContain("digest");
});

test("[T4] a link is filled up to the high-water mark and no further", () => {
  const peer = owner(share);
  asks(peer, ada, [0, 1, 2, 3].flatMap(partsOf));
  const first = [0, 1, 2].flatMap((chunk) => reads(peer, ada, chunk));
  expect(bytesSent(first)).toBeWithin(highWaterBytes, highWaterBytes + partBytes + frameHeaderBytes);
  expect(sent(peer.does({ on: "drained", peer: ada, over: "direct", buffered: highWaterBytes }))).toEqual([]);
  const room = 3 * partBytes;
  expect(bytesSent(peer.does({ on: "drained", peer: ada, over: "direct", buffered: highWaterBytes - room }))).toBeWithin(
    room,
    room + partBytes + 99,
  );
});

test("[T4] one link's fill is not another's", () => {
  const peer = owner(share);
  for (const id of [ada, bob]) asks(peer, id, [0, 1, 2].flatMap(partsOf));
  for (const chunk of [0, 1, 2]) reads(peer, ada, chunk);
  expect(sent(reads(peer, bob, 0))).toHaveLength(partsPerChunk);
});

test("[T4] transfers over the same link take turns", () => {
  const other = shareOf("6", 4 * chunkBytesMin);
  const peer = owner(share, other);
  peer.does({ on: "drained", peer: ada, over: "direct", buffered: highWaterBytes });
  asks(peer, ada, [0, 1].flatMap(partsOf), 1);
  asks(peer, ada, [0, 1].flatMap(partsOf), 2, other.id);
  for (const transfer of [1, 2]) for (const chunk of [0, 1]) reads(peer, ada, chunk, digestOf(chunk), transfer);
  const order = sent(peer.does({ on: "drained", peer: ada, over: "direct", buffered: 0 })).map(({ transfer }) => transfer);
  order.push(...sent(peer.does({ on: "drained", peer: ada, over: "direct", buffered: 0 })).map(({ transfer }) => transfer));
  expect(order).toHaveLength(4 * partsPerChunk);
  for (let i = 1; i < order.length; i++) expect(order[i]).not.toBe(order[i - 1]);
});

test("[T4] nothing is sent while there is no link", () => {
  const peer = owner(share);
  asks(peer, ada, partsOf(0));
  peer.breaks(ada);
  expect(sent(reads(peer, ada, 0))).toEqual([]);
  expect(peer.does({ on: "drained", peer: ada, over: "direct", buffered: 0 })).toEqual([]);
});

test("[T5] withdrawing a share tells everybody and ends its transfers", () => {
  const peer = owner(share);
  asks(peer, ada, partsOf(0));
  const effects = peer.does({ on: "stop-sharing", share: share.id, why: "share-withdrawn" });
  for (const id of [ada, bob]) expect(saidTo(id, effects)).toEqual([{ type: "withdraw", share: share.id, why: "share-withdrawn" }]);
  expect(effects).toContainEqual({ do: "forget-source", share: share.id });
  expect(effects).toContainEqual({ do: "free", peer: ada, share: share.id, transfer: 1, chunk: 0 });
  expect(endingOf(peer, ada)).toBe("share-withdrawn");
});

test("[T5] whoever has no link when a share is withdrawn hears of it when it is back", () => {
  const peer = owner(share);
  peer.breaks(ada);
  peer.does({ on: "stop-sharing", share: share.id, why: "share-withdrawn" });
  expect(saidTo(ada, peer.meets(ada))).toContainEqual({ type: "withdraw", share: share.id, why: "share-withdrawn" });
});

test("[T5] a share that its owner withdraws is gone, and its transfer fails with the owner's word", () => {
  const peer = receiver();
  peer.hears(ada, { type: "withdraw", share: hexId("5"), why: "share-withdrawn" });
  expect(stageOf(peer)).toMatchObject({ at: "failed", why: "share-withdrawn" });
  expect(peer.person(ada).shares.size).toBe(0);
});

test("[T5] nobody withdraws another's share", () => {
  const peer = receiver();
  peer.hears(bob, { type: "withdraw", share: hexId("5"), why: "share-withdrawn" });
  peer.hears(bob, { type: "refuse", transfer: 1, why: "share-unknown" });
  expect(stageOf(peer)?.at).toBe("opening");
  expect(peer.person(ada).shares.size).toBe(1);
});

test("[T6] the owner sees what each receiver has stored, and how its transfer ended", () => {
  const peer = owner(share);
  asks(peer, ada, [], 1, share.id, chunkBytesMin);
  asks(peer, bob, [], 1, share.id, 2 * chunkBytesMin);
  expect([ada, bob].map((id) => peer.state.sending.get(`${id}/1`)?.stored)).toEqual([chunkBytesMin, 2 * chunkBytesMin]);
  peer.hears(ada, { type: "done", transfer: 1 });
  peer.hears(bob, { type: "cancel", transfer: 1, why: "no-space" });
  expect([endingOf(peer, ada), endingOf(peer, bob)]).toEqual(["done", "no-space"]);
});

test("[T6] a receiver tells how its transfer ended, also when that happened without a link", () => {
  const before = receiver(0);
  expect(saidTo(ada, completes(before))).toEqual([{ type: "done", transfer: 1 }]);

  const without = receiver(0);
  without.breaks(ada);
  without.does({ on: "cancel", transfer: 1 });
  without.meets(ada, hexId("0"), "Ada");
  expect(saidTo(ada, without.hears(ada, offerOf(shareOf("5", 0))))).toContainEqual({ type: "cancel", transfer: 1, why: "cancelled" });
});

test("[T6] the transfer of a receiver who left has ended so", () => {
  const peer = owner(share);
  asks(peer, ada, partsOf(0));
  peer.hears(ada, { type: "bye" });
  peer.server({ type: "left", peer: ada });
  expect([...peer.state.sending.values()].map(({ ending }) => ending)).toEqual(["receiver-left"]);
});

test("[R1] a frame counts only if it comes from the peer that the transfer asks", () => {
  const peer = receiver(9);
  peer.receiving(1, { on: "opened", found: [] });
  const before = peer.state;
  expect(before.receiving.size).toBe(1);
  const frame = frameOf(1, [0, 0, 5]);
  expect(peer.does({ on: "frame", peer: bob, frame })).toEqual([]);
  expect(peer.does({ on: "frame", peer: ada, frame: frameOf(2, [0, 0, 5]) })).toEqual([]);
  expect(peer.does({ on: "frame", peer: ada, frame: new ArrayBuffer(20) })).toEqual([]);
  expect(peer.state).toBe(before);
  expect(peer.does({ on: "frame", peer: ada, frame })).toMatchObject([{ do: "receive", transfer: 1, effect: { do: "keep", offset: 0 } }]);
});

test("[R6] when a link comes back and the share is offered on it, what was on its way is asked for again", () => {
  const peer = receiver();
  const first = saidTo(ada, peer.receiving(1, { on: "opened", found: [] }));
  expect(first).toHaveLength(1);
  peer.breaks(ada);
  expect(saidTo(ada, peer.meets(ada, hexId("0"), "Ada"))[0]).toMatchObject({ type: "intro" });
  expect(saidTo(ada, peer.hears(ada, offerOf(share)))).toEqual(first);
});

test("[R6] an owner forgets what waited on a link that broke, and goes on when asked again", () => {
  const peer = owner(share);
  asks(peer, ada, partsOf(0));
  peer.breaks(ada);
  expect(saidTo(ada, peer.meets(ada)).map((word) => word.type)).toContain("offer");
  expect(sent(reads(peer, ada, 0))).toEqual([]);
  asks(peer, ada, partsOf(0));
  expect(sent(reads(peer, ada, 0))).toHaveLength(partsPerChunk);
});

test("[R8] a transfer that is cancelled keeps nothing, and may be begun anew", () => {
  const peer = receiver();
  const effects = peer.does({ on: "cancel", transfer: 1 });
  expect(effects).toContainEqual(expect.objectContaining({ do: "receive", transfer: 1, effect: { do: "discard" } }));
  expect(saidTo(ada, effects)).toEqual([{ type: "cancel", transfer: 1, why: "cancelled" }]);
  expect(peer.does({ on: "fetch", owner: ada, share: share.id })).toMatchObject([{ do: "receive", transfer: 2, effect: { do: "open" } }]);
  expect([...peer.state.receiving.keys()]).toEqual([2]);
});

test("[R8] what is stored of a finished copy is freed when the person is done with it, and not before", () => {
  const peer = receiver(0);
  expect(peer.does({ on: "remove", transfer: 1 })).toEqual([]);
  completes(peer);
  expect(peer.does({ on: "remove", transfer: 1 })).toMatchObject([{ do: "receive", effect: { do: "discard" } }]);
  expect(peer.state.receiving.size).toBe(0);
});

test("a share is taken once at a time", () => {
  const peer = receiver();
  expect(peer.does({ on: "fetch", owner: ada, share: share.id })).toEqual([]);
  expect(peer.does({ on: "fetch", owner: bob, share: share.id })).toEqual([]);
  expect(peer.state.receiving.size).toBe(1);
});

test("[R9] automatic download takes what is offered, up to 2 GiB", () => {
  const peer = linked({ automatic: automaticBytesMax });
  expect(automaticBytesMax).toBe(2 * 1024 * MiB);
  expect(kinds(peer.hears(ada, offerOf(shareOf("5", automaticBytesMax))))).toEqual(["receive"]);
  expect(peer.hears(ada, offerOf(shareOf("6", automaticBytesMax + 1)))).toEqual([]);
});

test("[R9] it takes what was offered before it was turned on, and nothing while it is off", () => {
  const peer = linked();
  expect(peer.hears(ada, offerOf(share))).toEqual([]);
  expect(kinds(peer.does({ on: "automatic", upTo: automaticBytesMax }))).toEqual(["receive"]);
  peer.does({ on: "automatic", upTo: undefined });
  expect(peer.hears(ada, offerOf(shareOf("6", 5)))).toEqual([]);
});

test("[R9] three at a time: the next begins when one has ended, however it ended", () => {
  const peer = linked({ automatic: automaticBytesMax });
  for (const digit of ["1", "2", "3", "4", "5"]) peer.hears(ada, offerOf(shareOf(digit, 5)));
  expect(peer.state.receiving.size).toBe(3);
  peer.does({ on: "cancel", transfer: 1 });
  expect(peer.state.receiving.size).toBe(4);
  peer.receiving(2, { on: "fail", why: "no-space" });
  expect([...peer.state.receiving.values()].map(({ now }) => now.share.id)).toEqual(["1", "2", "3", "4", "5"].map(hexId));
});

test("[R9] it does not take again what was cancelled", () => {
  const peer = linked({ automatic: automaticBytesMax });
  peer.hears(ada, offerOf(share));
  peer.does({ on: "cancel", transfer: 1 });
  expect(kinds(peer.hears(bob, offerOf(shareOf("6", 5))))).toEqual(["receive"]);
  expect(peer.state.receiving.size).toBe(2);
});

test("[R19] many are taken at once, three at a time, whatever their size; no stream, and nothing twice", () => {
  const peer = linked();
  const digits = ["1", "2", "3", "4", "5"];
  for (const digit of digits) peer.hears(ada, offerOf(shareOf(digit, automaticBytesMax + 1)));
  peer.hears(ada, offerOf(streamOf(hexId("6"), { path: "stdin", modified: 0, media: "" })));
  const all = [...digits, "6"].map((digit) => ({ owner: ada, share: hexId(digit) }));
  peer.does({ on: "fetch-all", shares: [...all, { owner: bob, share: hexId("1") }] });
  const begun = () => [...peer.state.receiving.values()].map(({ now }) => now.share.id);
  expect(begun()).toEqual(["1", "2", "3"].map(hexId));
  peer.does({ on: "fetch-all", shares: all });
  expect(begun()).toHaveLength(3);
  // Whoever clicks does not wait, and what was clicked is not begun again when its turn would come.
  peer.does({ on: "fetch", owner: ada, share: hexId("5") });
  expect(begun()).toEqual(["1", "2", "3", "5"].map(hexId));
  for (const transfer of [1, 2, 3, 4]) peer.does({ on: "cancel", transfer });
  expect(begun()).toEqual(["1", "2", "3", "5", "4"].map(hexId));
  expect([...(peer.person(ada).shares.values() ?? [])].filter(({ queued }) => queued)).toEqual([]);
});

test("[R10] when the owner has left, an unfinished transfer waits, and what is stored stays", () => {
  const peer = receiver();
  peer.receiving(1, { on: "opened", found: [] });
  peer.hears(ada, { type: "bye" });
  const effects = peer.server({ type: "left", peer: ada });
  expect(stageOf(peer)).toMatchObject({ at: "receiving", linked: false });
  expect(kinds(effects)).not.toContain("receive");
});

test("[R10] when the owner comes back on a new page, the transfer goes on once the share is offered there", () => {
  const peer = receiver();
  peer.receiving(1, { on: "opened", found: [] });
  peer.breaks(ada);
  expect(saidTo(ada, peer.meets(ada, hexId("2"), "Ada")).map(({ type }) => type)).not.toContain("ask");
  expect(stageOf(peer)?.linked).toBe(false);
  expect(saidTo(ada, peer.hears(ada, offerOf(share)))).toMatchObject([{ type: "ask", transfer: 1 }]);
});

test("[R10] a receiver's new page goes on under the number of the old one", () => {
  const peer = owner(share);
  asks(peer, ada, partsOf(0));
  peer.breaks(ada);
  peer.meets(ada, hexId("2"), "Ada");
  expect(kinds(asks(peer, ada, partsOf(1), 1, share.id, chunkBytesMin))).toContain("read");
  expect(endingOf(peer, ada)).toBeUndefined();
  peer.server({ type: "left", peer: ada });
  peer.breaks(ada);
  expect(endingOf(peer, ada)).toBe("receiver-left");
  peer.server({ type: "arrived", peer: ada });
  peer.meets(ada, hexId("3"), "Ada");
  expect(kinds(asks(peer, ada, partsOf(1), 1, share.id, chunkBytesMin))).toContain("read");
  expect(endingOf(peer, ada)).toBeUndefined();
});

test("[R12] what an earlier page had begun is opened at once, and goes on when its owner offers it", () => {
  const peer = linked();
  const restored = { transfer: 77, owner: ada, ownerName: "Ada", automatic: false, share, complete: false, paused: false };
  expect(peer.does({ on: "restore", receipts: [restored] })).toMatchObject([{ do: "receive", transfer: 77, effect: { do: "open" } }]);
  expect(peer.receiving(77, { on: "opened", found: [[0, 3]] })).toMatchObject([
    { do: "receive", effect: { do: "check", chunks: [[0, 3]] } },
    { do: "wake" },
  ]);
  const [ask] = saidTo(ada, peer.hears(ada, offerOf(share)));
  expect(ask).toMatchObject({ type: "ask", transfer: 77 });
  expect(ask?.type === "ask" && ask.parts.every(([chunk]) => chunk === 3)).toBe(true);
  // It is taken: nobody begins it a second time.
  expect(peer.does({ on: "fetch", owner: ada, share: share.id })).toEqual([]);
});

test("[R12] what an earlier page had completed is complete, wherever its owner is", () => {
  const peer = linked();
  const restored = { transfer: 77, owner: peerId("z"), ownerName: "Zoë", automatic: false, share, complete: true, paused: false };
  expect(peer.does({ on: "restore", receipts: [restored] })).toEqual([]);
  expect(stageOf(peer, 77)?.at).toBe("complete");
});

test("[R13] the owner holds one receiver's transfer: nothing more goes out, and what is asked meanwhile is not answered", () => {
  const peer = owner(share);
  asks(peer, ada, partsOf(0));
  const word = { type: "pause", share: share.id, transfer: 1, mine: true, yours: false, known: false } as const;
  expect(saidTo(ada, peer.does({ on: "hold", to: ada, transfer: 1, yes: true }))).toEqual([word]);
  expect(sent(reads(peer, ada, 0))).toEqual([]);
  expect(asks(peer, ada, partsOf(1)).filter((effect) => effect.do === "read")).toEqual([]);
  peer.hears(ada, { type: "pause", share: share.id, transfer: 1, mine: false, yours: true, known: true });
  expect(peer.state.sending.get(`${ada}/1`)?.pausing).toEqual({ mine: true, theirs: false, known: true });
  expect(saidTo(ada, peer.does({ on: "hold", to: ada, transfer: 1, yes: false }))).toEqual([{ ...word, mine: false }]);
  expect(kinds(asks(peer, ada, partsOf(1)))).toContain("read");
});

test("[R13] a hold that a lost link swallowed is said again when the receiver asks on a new one", () => {
  const peer = owner(share);
  asks(peer, ada, partsOf(0));
  peer.does({ on: "hold", to: ada, transfer: 1, yes: true });
  peer.breaks(ada);
  peer.meets(ada, hexId("0"), "Ada");
  expect(saidTo(ada, asks(peer, ada, partsOf(0)))).toContainEqual({
    type: "pause",
    share: share.id,
    transfer: 1,
    mine: true,
    yours: false,
    known: false,
  });
});

test("[R13] the receiver's hold is acknowledged, and nothing is sent until it is over", () => {
  const peer = owner(share);
  asks(peer, ada, partsOf(0));
  const word = { type: "pause", share: share.id, transfer: 1, mine: true, yours: false, known: false } as const;
  expect(saidTo(ada, peer.hears(ada, word))).toEqual([{ ...word, mine: false, yours: true, known: true }]);
  expect(sent(reads(peer, ada, 0))).toEqual([]);
});

test("[T8] the owner ends one receiver's transfer, by name and for good; another may be begun", () => {
  const peer = owner(share);
  asks(peer, ada, partsOf(0));
  const why = "refused-by-sharer";
  expect(saidTo(ada, peer.does({ on: "refuse", to: ada, transfer: 1 }))).toEqual([{ type: "refuse", transfer: 1, why }]);
  expect(saidTo(ada, asks(peer, ada, partsOf(0)))).toEqual([{ type: "refuse", transfer: 1, why }]);
  expect(kinds(asks(peer, ada, partsOf(0), 2))).toContain("read");
});

/** A share whose manifest no message holds. */
const large = shareOfEntries(
  hexId("7"),
  Array.from({ length: 50 }, (_, i) => fileOf(`${"n".repeat(3_000)}/${i}`, i)),
);

test("[T7] a manifest that no message holds is told in portions, and taken when it is whole", () => {
  const mine = owner(large);
  const peer = linked();
  const offer = offerOf(large);
  expect(offer.entries.length).toBeLessThan(large.count);
  peer.hears(ada, offer);
  let [word] = saidTo(ada, peer.does({ on: "fetch", owner: ada, share: large.id }));
  let portions = 0;
  while (word?.type === "list") {
    const [answer] = saidTo(ada, mine.hears(ada, word));
    if (answer === undefined) throw new Error("a portion is told");
    portions += 1;
    [word] = saidTo(ada, peer.hears(ada, answer));
  }
  expect(portions).toBeGreaterThan(2);
  expect(stageOf(peer)?.share).toEqual(large);
});

test("[T7] what is not the manifest that was offered ends the offer", () => {
  for (const entries of [[], [fileOf("x", 1)], Array.from({ length: 99 }, () => fileOf("x", 1))]) {
    const peer = linked();
    const first = offerOf(large).entries;
    peer.hears(ada, { ...offerOf(large), share: { ...offerOf(large).share, count: first.length + 1 } });
    peer.does({ on: "list", owner: ada, share: large.id });
    const effects = peer.hears(ada, { type: "listed", share: large.id, from: first.length, entries });
    expect(effects).toContainEqual({ do: "warn", why: "manifest-unreadable" });
    expect(peer.person(ada).shares.size).toBe(0);
  }
});

test("[T7] a list that a lost link swallowed is asked for again", () => {
  const peer = linked();
  peer.hears(ada, offerOf(large));
  peer.does({ on: "list", owner: ada, share: large.id });
  peer.breaks(ada);
  peer.meets(ada, hexId("0"), "Ada");
  expect(saidTo(ada, peer.hears(ada, offerOf(large)))).toMatchObject([{ type: "list", share: large.id }]);
});

test("[T3] chunks that nobody asked this page for are read for the share's digest, one at a time", () => {
  const peer = owner(share);
  const effects = asks(peer, ada, [], 1, share.id, 4 * chunkBytesMin);
  expect(effects).toEqual([{ do: "hash-own", share: share.id, chunk: 0 }]);
  for (const chunk of [0, 1, 2]) {
    const next = peer.does({ on: "hashed-own", share: share.id, chunk, digest: digestOf(chunk) });
    expect(next).toEqual([{ do: "hash-own", share: share.id, chunk: chunk + 1 }]);
  }
  expect(kinds(peer.does({ on: "hashed-own", share: share.id, chunk: 3, digest: digestOf(3) }))).toEqual(["digest"]);
});

test("[T2] digests that an earlier page gave out bind the share on a new one", () => {
  const peer = linked();
  peer.does({ on: "share", share, digests: [digestOf(0)] });
  asks(peer, ada, partsOf(0));
  expect(saidTo(ada, reads(peer, ada, 0, digestOf(9)))).toEqual([{ type: "withdraw", share: share.id, why: "source-changed" }]);
});

test("[R10] when the owner comes back on the same page, the transfer goes on", () => {
  const peer = receiver();
  peer.breaks(ada);
  peer.meets(ada, hexId("0"), "Ada");
  expect(stageOf(peer)?.at).toBe("opening");
});

test("[R10] a finished copy stays", () => {
  for (const how of ["left", "reloaded"]) {
    const peer = receiver(0);
    completes(peer);
    if (how === "left") {
      peer.hears(ada, { type: "bye" });
      peer.server({ type: "left", peer: ada });
    } else peer.meets(ada, hexId("2"), "Ada");
    expect(stageOf(peer)?.at).toBe("complete");
  }
});

test("[R10] a transfer from somebody else goes on", () => {
  const peer = receiver();
  peer.hears(bob, { type: "bye" });
  peer.server({ type: "left", peer: bob });
  expect(stageOf(peer)?.at).toBe("opening");
});

test("somebody offers a bounded number of shares", () => {
  const peer = linked();
  for (let i = 0; i <= sharesPerPeerMax; i++) {
    peer.hears(ada, offerOf({ ...share, id: i.toString(16).padStart(32, "0") }));
  }
  expect(peer.person(ada).shares.size).toBe(sharesPerPeerMax);
});
