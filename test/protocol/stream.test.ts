import { expect, test } from "bun:test";
import fc from "fast-check";
import type { Part } from "../../protocol/channel.ts";
import { asksMax, lookEveryMs, partBytes, shareBytesMax, streamAheadMax, streamChunkBytes } from "../../protocol/limits.ts";
import { beginReceiving, stepReceiving } from "../../protocol/receive.ts";
import type { ReceiveEffect, ReceiveEvent } from "../../protocol/receive-state.ts";
import { chunkCountOf, chunkLengthOf, rawDigests, type Share, shareListed } from "../../protocol/share.ts";
import { endedStream, streamOf } from "../../protocol/stream.ts";
import { ada, bob, digestOf, endingOf, kinds, linked, owner, pauseWord, sent, stageOf } from "../support/linked.ts";
import { propertyRuns } from "../support/mutated.ts";
import { hexId, type Participant, saidTo } from "../support/participant.ts";
import { fileOf, offerOf } from "../support/shares.ts";

const open = streamOf(hexId("5"), { path: "-", modified: 0, media: "" });
const most = chunkCountOf(open);
const owners = "ee".repeat(32);

// Its owner

const asks = (peer: Participant, from: string, parts: readonly Part[], stored = 0, transfer = 1) =>
  peer.hears(from, { type: "ask", share: open.id, transfer, parts: [...parts], stored: stored * streamChunkBytes, wanted: shareBytesMax });
const part = (chunk: number, offset = 0, length = partBytes): Part => [chunk, offset, length];
const reads = (peer: Participant, chunk: number) => peer.does({ on: "read", peer: ada, transfer: 1, chunk, digest: digestOf(chunk) });
const ends = (peer: Participant, size: number) => peer.does({ on: "ended", share: open.id, size });
const chunksIn = (effects: readonly { readonly do: string }[], what: "read" | "free") =>
  effects.flatMap((effect) => (effect.do === what && "chunk" in effect ? [effect.chunk] : []));

/** Ada takes a stream of mine, and so many chunks of it are read. */
function taken(read: number): Participant {
  const peer = owner(open);
  for (let chunk = 0; chunk < read; chunk++) asks(peer, ada, [part(chunk)]);
  for (let chunk = 0; chunk < read; chunk++) reads(peer, chunk);
  return peer;
}

test("[T9] a stream is offered open, as large as a share may be, and nothing of it is read before it is asked for", () => {
  const effects = linked().does({ on: "share", share: open });
  expect(saidTo(ada, effects)).toEqual([offerOf(open)]);
  expect(offerOf(open).share).toMatchObject({ size: shareBytesMax, stream: "open", count: 1 });
  expect(kinds(effects).every((kind) => kind === "control")).toBe(true);
});

test("[T9] it is read in order as far as it is asked for and one chunk more, whatever is asked for first", () => {
  const peer = owner(open);
  expect(chunksIn(asks(peer, ada, [part(2), part(0)]), "read")).toEqual([0, 1, 2, 3]);
  expect(chunksIn(asks(peer, ada, [part(3)]), "read")).toEqual([4]);
});

test("[T9] no more chunks are held than 8 that the receiver has not stored; what it has stored is freed", () => {
  const peer = taken(streamAheadMax);
  expect(chunksIn(asks(peer, ada, [part(7, partBytes)]), "read")).toEqual([]);
  const effects = asks(peer, ada, [part(8)], 2);
  expect(chunksIn(effects, "free")).toEqual([0, 1]);
  expect(chunksIn(effects, "read")).toEqual([8, 9]);
});

test("[T9] whoever asks for what is further ahead is refused, and the stream is over", () => {
  const peer = taken(1);
  const effects = asks(peer, ada, [part(streamAheadMax)]);
  expect(saidTo(ada, effects)).toContainEqual({ type: "refuse", transfer: 1, why: "asked-too-much" });
  expect(saidTo(bob, effects)).toEqual([{ type: "withdraw", share: open.id, why: "share-withdrawn" }]);
  expect(chunksIn(effects, "free")).toEqual([0, 1]);
});

test("[T9] a receiver that says it has stored what it was never sent is not believed", () => {
  const peer = taken(2);
  expect(chunksIn(asks(peer, ada, [part(2)], 1_000), "free")).toEqual([0, 1]);
  expect(peer.state.sending.get(`${ada}/1`)?.stored).toBe(2 * streamChunkBytes);
  expect(chunksIn(asks(peer, ada, [part(9)], 0), "read")).toEqual([4, 5, 6, 7, 8, 9]);
});

test("[T9] a lost link, a hold and a receiver who is gone for long lose nothing that is held: it is sent again, and not read again", () => {
  for (const goes of ["link", "hold", "left"] as const) {
    const peer = taken(2);
    if (goes === "left") peer.server({ type: "left", peer: ada });
    const lost = goes === "hold" ? peer.hears(ada, { ...pauseWord(true, false), share: open.id }) : peer.breaks(ada);
    expect(chunksIn(lost, "free")).toEqual([]);
    expect(peer.knows(ada)).toBe(goes !== "left");
    expect(endingOf(peer, ada)).toBeUndefined();
    if (goes === "left") peer.server({ type: "arrived", peer: ada });
    if (goes === "hold") peer.hears(ada, { ...pauseWord(false, false), share: open.id });
    else peer.meets(ada, hexId("0"), "Ada");
    const effects = asks(peer, ada, [part(1)], 1);
    expect(chunksIn(effects, "read")).toEqual([]);
    expect(sent(effects).map((effect) => effect.part)).toEqual([part(1)]);
  }
});

test("[T10] the first who asks has it; others, and another transfer of the same, are refused by name", () => {
  const peer = taken(1);
  expect(saidTo(bob, asks(peer, bob, [part(0)]))).toEqual([{ type: "refuse", transfer: 1, why: "stream-taken" }]);
  expect(saidTo(ada, asks(peer, ada, [part(0)], 0, 2))).toEqual([{ type: "refuse", transfer: 2, why: "stream-taken" }]);
  expect(sent(asks(peer, ada, [part(0, partBytes)]))).toHaveLength(1);
});

test("[T10] when its transfer has ended, however it did, the stream is withdrawn, and what was held is freed", () => {
  const withdrawn = { type: "withdraw", share: open.id, why: "share-withdrawn" } as const;
  const endings = {
    done: (peer: Participant) => peer.hears(ada, { type: "done", transfer: 1 }),
    cancelled: (peer: Participant) => peer.hears(ada, { type: "cancel", transfer: 1, why: "cancelled" }),
    "refused-by-sharer": (peer: Participant) => peer.does({ on: "refuse", to: ada, transfer: 1 }),
  };
  for (const [ending, end] of Object.entries(endings)) {
    const peer = taken(1);
    const effects = end(peer);
    expect(saidTo(bob, effects)).toEqual([withdrawn]);
    expect(chunksIn(effects, "free")).toEqual([0, 1]);
    expect(kinds(effects)).toContain("forget-source");
    expect(endingOf(peer, ada)).toBe(ending as never);
    expect(saidTo(bob, asks(peer, bob, [part(0)]))).toEqual([{ type: "refuse", transfer: 1, why: "share-withdrawn" }]);
  }
});

test("[T10] a number that means another share from now on ends the stream that it meant before", () => {
  const peer = taken(1);
  const other = endedStream(streamOf(hexId("6"), { path: "b", modified: 0, media: "" }), 5);
  peer.does({ on: "share", share: other });
  const effects = peer.hears(ada, { type: "ask", share: other.id, transfer: 1, parts: [[0, 0, 5]], stored: 0, wanted: 5 });
  expect(saidTo(bob, effects)).toEqual([{ type: "withdraw", share: open.id, why: "share-withdrawn" }]);
  expect(kinds(effects)).toContain("read");
});

test("[T11] at its end the stream is offered once more with its true size, and everybody who comes is told the same", () => {
  const peer = taken(1);
  const ended = offerOf(endedStream(open, streamChunkBytes + 5));
  const effects = ends(peer, streamChunkBytes + 5);
  for (const id of [ada, bob]) expect(saidTo(id, effects)).toEqual([ended]);
  expect(ends(peer, 1)).toEqual([]);
  peer.breaks(bob);
  expect(saidTo(bob, peer.opensLink(bob))).toContainEqual(ended);
});

test("[T11] the last chunk is as short as it is; what was asked for beyond the end is neither sent nor read, and no fault", () => {
  const peer = taken(1);
  asks(peer, ada, [part(1), part(1, partBytes), part(2)]);
  expect(chunksIn(ends(peer, streamChunkBytes + 5), "free")).toEqual([2, 3]);
  expect(sent(reads(peer, 1)).map((effect) => effect.part)).toEqual([[1, 0, 5]]);
  expect(asks(peer, ada, [part(2), part(1, partBytes)])).toEqual([]);
  expect(endingOf(peer, ada)).toBeUndefined();
  expect(chunksIn(asks(peer, ada, [], 2), "free")).toEqual([0, 1]);
});

test("[T3] [T11] the digest is taken over the true manifest, once the end is known and every chunk read", () => {
  const peer = taken(1);
  asks(peer, ada, [part(1)]);
  expect(kinds(ends(peer, streamChunkBytes + 5))).not.toContain("digest");
  expect(reads(peer, 1)).toContainEqual({ do: "digest", share: open.id, digests: rawDigests([0, 1].map(digestOf)) });
  // An end between two chunks, and nothing at all.
  expect(ends(taken(1), streamChunkBytes)).toContainEqual({ do: "digest", share: open.id, digests: rawDigests([digestOf(0)]) });
  const empty = owner(open);
  asks(empty, ada, [part(0)]);
  expect(ends(empty, 0)).toContainEqual({ do: "digest", share: open.id, digests: rawDigests([]) });
});

test("[T12] a source that fails ends the stream by name", () => {
  const peer = taken(1);
  const effects = peer.does({ on: "stop-sharing", share: open.id, why: "stream-broken" });
  for (const id of [ada, bob]) expect(saidTo(id, effects)).toEqual([{ type: "withdraw", share: open.id, why: "stream-broken" }]);
  expect(endingOf(peer, ada)).toBe("stream-broken");
});

test("[T9] what is offered as a stream and is none is not shown", () => {
  const offer = offerOf(open).share;
  expect(shareListed(offer, open.entries)).toEqual(open);
  expect(shareListed({ ...offer, size: 5 }, [fileOf("-", 5)])).toBeUndefined();
  expect(shareListed({ ...offer, count: 2 }, [fileOf("-", shareBytesMax), fileOf("b", 0)])).toBeUndefined();
  expect(shareListed({ ...offer, stream: "ended", size: 0 }, [fileOf("a/", 0)])).toBeUndefined();
});

// Its receiver

const partsIn = (effects: readonly ReceiveEffect[]): Part[] => effects.flatMap((effect) => (effect.do === "ask" ? effect.parts : []));
const storedIn = (effects: readonly ReceiveEffect[]) => effects.flatMap((effect) => (effect.do === "ask" ? [effect.stored] : []));

/** A stream on its way to me, with edges that do as the test says. */
function receiver(share: Share = open) {
  let now = { ...beginReceiving(share, 1)[0], linked: true };
  const does = (event: ReceiveEvent, at = 0): readonly ReceiveEffect[] => {
    const [next, effects] = stepReceiving(now, event, at);
    now = next;
    return effects;
  };
  const arrives = ([chunk, offset, length]: Part, digest = digestOf(chunk)) =>
    does({ on: "frame", head: { transfer: 1, chunk, offset, digest }, frame: new ArrayBuffer(0), length });
  return {
    does,
    arrives,
    opens: () => does({ on: "opened", found: [] }),
    stores: (chunk: number) => [...does({ on: "hashed", chunk, digest: digestOf(chunk) }), ...does({ on: "stored", chunk })],
    is: (state: object) => {
      now = { ...now, ...state };
    },
    get now() {
      return now;
    },
  };
}

/** As if its first chunks were stored. */
function after(chunks: number) {
  const transfer = receiver();
  transfer.opens();
  transfer.is({ todo: [[chunks, most]], chunks: new Map(), outside: 0, stored: chunks * streamChunkBytes });
  const { now } = transfer;
  if (now.at !== "receiving") throw new Error(now.at);
  const { next: _, ...rest } = now;
  transfer.is(rest);
  return transfer;
}

/** Chunks that arrive one after the other, all but one part of the first. */
function allButOne() {
  const transfer = receiver();
  const waiting = partsIn(transfer.opens());
  const first = waiting.shift();
  const asked: Part[] = [];
  const told: number[] = [];
  for (let each = waiting.shift(); each !== undefined; each = waiting.shift()) {
    asked.push(each);
    const effects = transfer.arrives(each);
    told.push(...storedIn(effects));
    waiting.push(...partsIn(effects));
    for (const effect of effects) {
      if (effect.do !== "hash") continue;
      const stored = transfer.stores(effect.chunk);
      told.push(...storedIn(stored));
      waiting.push(...partsIn(stored));
    }
  }
  return { transfer, first, asked, told };
}

test("[R15] no more than 8 chunks are asked for beyond what is stored without a gap, and only that is told as stored", () => {
  const { transfer, first, asked, told } = allButOne();
  expect(Math.max(...asked.map(([chunk]) => chunk))).toBe(streamAheadMax - 1);
  expect(told.length).toBeGreaterThan(streamAheadMax);
  expect(Math.max(...told)).toBe(0);
  if (first === undefined) throw new Error("nothing was asked for");
  transfer.arrives(first);
  const effects = transfer.stores(0);
  expect(storedIn(effects)).toEqual([streamAheadMax * streamChunkBytes]);
  expect(partsIn(effects)[0]).toEqual([streamAheadMax, 0, partBytes]);
});

test("[R15] the owner of an open stream never counts as silent; once it has ended it does", () => {
  const transfer = receiver();
  transfer.opens();
  let questions = 0;
  let at = 0;
  for (; at < 3_600_000; at += lookEveryMs)
    questions += partsIn(transfer.does({ on: "look" }, at)).filter(([, offset]) => offset === 0).length;
  expect(transfer.now.at).toBe("receiving");
  expect(questions).toBeWithin(asksMax, 100);
  transfer.does({ on: "ended", size: 5 }, at);
  for (const until = at + 500_000; at < until; at += lookEveryMs) transfer.does({ on: "look" }, at);
  expect(transfer.now).toMatchObject({ at: "failed", why: "stream-broken" });
});

test("[R16] wherever it ends, and whenever that is heard, a stream is complete with its true size", () => {
  const size = fc.oneof(
    fc.constantFrom(0, 1, partBytes, streamChunkBytes - 1, streamChunkBytes, streamChunkBytes + 1, 3 * streamChunkBytes),
    fc.nat({ max: 4 * streamChunkBytes }),
  );
  fc.assert(
    fc.property(size, fc.nat({ max: 140 }), (bytes, heardAfter) => {
      const share = endedStream(open, bytes);
      const transfer = receiver();
      let step = 0;
      const line = [...transfer.opens()];
      const hears = () => line.push(...transfer.does({ on: "ended", size: bytes }));
      for (let effect = line.shift(); effect !== undefined || step <= heardAfter; effect = line.shift()) {
        if (step++ === heardAfter) hears();
        if (effect?.do === "ask")
          for (const [chunk, offset, length] of effect.parts) {
            const sent = Math.min(length, chunkLengthOf(share, chunk) - offset);
            if (sent > 0) line.push(...transfer.arrives([chunk, offset, sent]));
          }
        if (effect?.do === "hash") line.push(...transfer.does({ on: "hashed", chunk: effect.chunk, digest: digestOf(effect.chunk) }));
        if (effect?.do === "store") line.push(...transfer.does({ on: "stored", chunk: effect.chunk }));
      }
      expect(transfer.now).toMatchObject({ at: "sealing", wanted: bytes, share });
      transfer.does({ on: "digested", digest: owners });
      transfer.does({ on: "told", digest: owners });
      transfer.does({ on: "closed" });
      expect(transfer.now.at).toBe("complete");
    }),
    propertyRuns,
  );
});

test("[R16] the sink is told of the end before anything is made of it, also while it is being opened", () => {
  const transfer = receiver();
  expect(deeds(transfer.does({ on: "ended", size: 5 }))).toEqual(["end"]);
  expect(partsIn(transfer.opens())).toEqual([[0, 0, 5]]);
  const short = receiver();
  short.opens();
  short.arrives([0, 0, 5]);
  expect(deeds(short.does({ on: "ended", size: 5 })).slice(0, 2)).toEqual(["end", "hash"]);
});

test("[R16] an end that is before what is stored, or in the middle of what has arrived, is a lie", () => {
  for (const size of [0, 5, 4 * streamChunkBytes, 5 * streamChunkBytes - 1]) {
    const transfer = after(5);
    transfer.does({ on: "ended", size });
    expect(transfer.now).toMatchObject({ at: "failed", why: "share-mismatch" });
  }
  expect(after(5).does({ on: "ended", size: 5 * streamChunkBytes })).toContainEqual({ do: "digest" });
  const midst = receiver();
  midst.opens();
  midst.arrives(part(0, partBytes));
  midst.does({ on: "ended", size: 2 * partBytes - 1 });
  expect(midst.now).toMatchObject({ at: "failed", why: "share-mismatch" });
});

test("[R16] the first end counts, and none ever is a lie too", () => {
  const peer = linked();
  peer.hears(ada, offerOf(open));
  peer.does({ on: "fetch", owner: ada, share: open.id });
  peer.receiving(1, { on: "opened", found: [] });
  peer.hears(ada, offerOf(endedStream(open, 7)));
  peer.hears(ada, offerOf(endedStream(open, 9)));
  expect(stageOf(peer)).toMatchObject({ wanted: 7, share: { size: 7, stream: "ended" } });
  expect(peer.person(ada).shares.get(open.id)?.offer.size).toBe(7);

  const endless = after(most - 1);
  for (let offset = 0; offset < streamChunkBytes; offset += partBytes) {
    endless.does({ on: "look" }, offset);
    endless.arrives(part(most - 1, offset));
  }
  const { now } = endless;
  endless.is({ chunks: new Map([[most - 1, { at: "storing", digest: digestOf(0) }]]), todo: [] });
  expect(now.at).toBe("receiving");
  endless.does({ on: "stored", chunk: most - 1 });
  expect(endless.now).toMatchObject({ at: "failed", why: "share-mismatch" });
});

test("[R17] whatever ends a stream early, nothing of it is kept, and the name says that it cannot be continued", () => {
  const named = {
    "no-space": "stream-too-large",
    "memory-too-small": "stream-too-large",
    "sink-broken": "stream-broken",
    "source-unreadable": "stream-broken",
    "stream-broken": "stream-broken",
    "share-withdrawn": "share-withdrawn",
    cancelled: "cancelled",
  } as const;
  for (const [why, name] of Object.entries(named)) {
    const transfer = after(2);
    const effects = transfer.does({ on: "fail", why: why as keyof typeof named });
    expect(effects).toEqual([{ do: "discard" }, { do: "cancel", why: name }]);
    expect(transfer.does({ on: "resume" })).toEqual([]);
  }
});

test("[R17] a page that is loaded again gives a stream up, and tells its owner when it is here; a whole one stays", () => {
  const left = { transfer: 1, owner: ada, ownerName: "Ada", automatic: false, share: open, paused: false };
  const peer = linked();
  expect(kinds(peer.does({ on: "restore", receipts: [{ ...left, complete: false }] }))).toEqual(["receive", "control"]);
  expect(stageOf(peer)).toMatchObject({ at: "failed", why: "stream-broken" });
  expect(saidTo(ada, peer.hears(ada, offerOf(open)))).toContainEqual({ type: "cancel", transfer: 1, why: "stream-broken" });
  const whole = linked();
  whole.does({ on: "restore", receipts: [{ ...left, share: endedStream(open, 5), complete: true }] });
  expect(stageOf(whole)?.at).toBe("complete");
});

test("[R17] when its owner is on another page, also after a time of absence, the stream broke off", () => {
  for (const isGone of [false, true]) {
    const peer = linked();
    peer.hears(ada, offerOf(open));
    peer.does({ on: "fetch", owner: ada, share: open.id });
    if (isGone) {
      peer.server({ type: "left", peer: ada });
      peer.breaks(ada);
      expect(stageOf(peer)?.at).toBe("opening");
      peer.server({ type: "arrived", peer: ada });
    }
    peer.meets(ada, hexId("9"), "Ada");
    expect(stageOf(peer)).toMatchObject({ at: "failed", why: "stream-broken" });
  }
});

test("[R9] [R17] automatic download takes no stream, whatever its size", () => {
  const peer = linked({ automatic: 2 ** 41 });
  peer.hears(ada, offerOf(open));
  peer.hears(bob, offerOf(endedStream(open, 5)));
  expect(peer.state.receiving.size).toBe(0);
});

function deeds(effects: readonly ReceiveEffect[]): readonly string[] {
  return effects.map((effect) => effect.do);
}
