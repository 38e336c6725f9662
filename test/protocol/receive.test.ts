import { expect, test } from "bun:test";
import fc from "fast-check";
import { toHex } from "../../protocol/bytes.ts";
import type { Part } from "../../protocol/channel.ts";
import {
  askAgainMinMs,
  askedBytesMax,
  asksMax,
  chunkBytesMin,
  chunksInHandBytesMax,
  corruptChunksMax,
  lookEveryMs,
  partBytes,
  windowBytesFirst,
} from "../../protocol/limits.ts";
import { lateAfterMs } from "../../protocol/line.ts";
import { beginReceiving, stepReceiving } from "../../protocol/receive.ts";
import { isRunning, type ReceiveEffect, type ReceiveEvent, storedBytes } from "../../protocol/receive-state.ts";
import { asked, newSending } from "../../protocol/send.ts";
import { chunkCountOf, chunkLengthOf, type Share } from "../../protocol/share.ts";
import type { Spans } from "../../protocol/span.ts";
import { partsPerChunk } from "../support/linked.ts";
import { shareOfSizes } from "../support/shares.ts";

const MiB = 1024 * 1024;
const GiB = 1024 * MiB;
const shareOf = (...sizes: number[]) => shareOfSizes("5".repeat(32), ...sizes);
/** The digest of a chunk, and of the whole share, as this test's owner has them. */
const digestOf = (chunk: number) => chunk.toString(16).padStart(64, "0");
const owners = "ee".repeat(32);

const partsIn = (effects: readonly ReceiveEffect[]): Part[] => effects.flatMap((effect) => (effect.do === "ask" ? effect.parts : []));
const kinds = (effects: readonly ReceiveEffect[]) => effects.map((effect) => effect.do);
const bytesOf = (parts: readonly Part[]) => parts.reduce((sum, part) => sum + part[2], 0);

/** A transfer at its receiver. Its edges answer when the test says so. */
function transferOf(share: Share, theirs?: string, chosen?: Spans) {
  let [now, effects] = beginReceiving(share, 1, chosen);
  now = { ...now, linked: true, ...(theirs === undefined ? {} : { theirs }) };
  const does = (event: ReceiveEvent, at = 0): readonly ReceiveEffect[] => {
    [now, effects] = stepReceiving(now, event, at);
    return effects;
  };
  const arrives = ([chunk, offset, length]: Part, at = 0, digest = digestOf(chunk)) =>
    does({ on: "frame", head: { transfer: 1, chunk, offset, digest }, frame: new ArrayBuffer(0), length }, at);
  /** Carries out effects as an honest owner and sound edges would, until nothing is left to do. */
  const carryOut = (first: readonly ReceiveEffect[], at = 0): readonly ReceiveEffect[] => {
    const line = [...first];
    const done: ReceiveEffect[] = [];
    for (let effect = line.shift(); effect !== undefined; effect = line.shift()) {
      done.push(effect);
      if (effect.do === "ask") for (const part of effect.parts) line.push(...arrives(part, at));
      if (effect.do === "hash") line.push(...does({ on: "hashed", chunk: effect.chunk, digest: digestOf(effect.chunk) }, at));
      if (effect.do === "store") line.push(...does({ on: "stored", chunk: effect.chunk }, at));
    }
    return done;
  };
  return {
    does,
    arrives,
    carryOut,
    opens: (at = 0, found: Spans = []) => does({ on: "opened", found }, at),
    get now() {
      return now;
    },
  };
}

/** A transfer of one chunk, as far as being hashed. */
function hashing(share = shareOf(chunkBytesMin)) {
  const transfer = transferOf(share, owners);
  const effects = partsIn(transfer.opens())
    .filter(([chunk]) => chunk === 0)
    .flatMap((part) => transfer.arrives(part));
  return { ...transfer, effects, state: () => transfer.now };
}

test("room on the disk is asked for first, and nothing before it is there", () => {
  expect(beginReceiving(shareOf(chunkBytesMin), 1)[1]).toEqual([{ do: "open" }]);
  const transfer = transferOf(shareOf(chunkBytesMin));
  expect(transfer.arrives([0, 0, partBytes])).toEqual([]);
  expect(kinds(transfer.opens())).toEqual(["ask", "look"]);
});

test("[R1] bytes that were asked for are kept, and the same bytes again are ignored", () => {
  const transfer = transferOf(shareOf(3 * chunkBytesMin));
  transfer.opens();
  const frame = new ArrayBuffer(0);
  const event: ReceiveEvent = { on: "frame", head: { transfer: 1, chunk: 0, offset: 0, digest: digestOf(0) }, frame, length: partBytes };
  expect(transfer.does(event)[0]).toEqual({ do: "keep", chunk: 0, offset: 0, frame });
  const before = transfer.now;
  expect(transfer.does(event)).toEqual([]);
  expect(transfer.arrives([0, 10, 20])).toEqual([]);
  expect(transfer.now).toBe(before);
});

test("[R1] bytes that were not asked for are ignored", () => {
  const transfer = transferOf(shareOf(40 * chunkBytesMin + 5));
  const parts = partsIn(transfer.opens());
  const next = parts.at(-1)?.[0] ?? 0;
  const before = transfer.now;
  for (const part of [
    [next + 1, 0, partBytes],
    [40, 0, 5],
    [41, 0, 1],
    [0, 0, partBytes + 1],
    [0, chunkBytesMin - 1, 2],
    [99, 0, 1],
  ] as Part[]) {
    expect(transfer.arrives(part)).toEqual([]);
  }
  expect(transfer.now).toBe(before);
});

test("[R1] a late frame of a chunk that is being hashed or stored is ignored", () => {
  const transfer = hashing();
  expect(transfer.arrives([0, 0, partBytes])).toEqual([]);
  transfer.does({ on: "hashed", chunk: 0, digest: digestOf(0) });
  expect(transfer.arrives([0, 0, partBytes])).toEqual([]);
  transfer.does({ on: "stored", chunk: 0 });
  expect(transfer.arrives([0, 0, partBytes])).toEqual([]);
});

test("[R2] the first question is for a window, in parts, in order", () => {
  const parts = partsIn(transferOf(shareOf(40 * chunkBytesMin)).opens());
  expect(bytesOf(parts)).toBe(windowBytesFirst);
  expect(parts).toEqual(
    Array.from({ length: 8 }, (_, i): Part => [Math.floor(i / partsPerChunk), (i % partsPerChunk) * partBytes, partBytes]),
  );
});

test("[R2] what arrives makes room for more, and no more than the window is ever on its way", () => {
  const transfer = transferOf(shareOf(40 * chunkBytesMin));
  const waiting = [...partsIn(transfer.opens())];
  let asked = bytesOf(waiting);
  for (let part = waiting.shift(); part !== undefined; part = waiting.shift()) {
    // No time passes, so that the window stays the least.
    const more = partsIn(transfer.arrives(part));
    waiting.push(...more);
    asked += bytesOf(more);
    expect(bytesOf(waiting)).toBeLessThanOrEqual(windowBytesFirst);
  }
  expect(asked).toBeGreaterThan(windowBytesFirst);
});

test("[R2] a slow disk stops the questions: a bounded number of chunks is in memory", () => {
  const transfer = transferOf(shareOf(100 * MiB));
  const line = [...transfer.opens()];
  let arrived = 0;
  for (let effect = line.shift(); effect !== undefined; effect = line.shift()) {
    for (const part of partsIn([effect])) {
      arrived += part[2];
      line.push(...transfer.arrives(part));
    }
  }
  expect(arrived).toBeWithin(chunksInHandBytesMax - chunkBytesMin, chunksInHandBytesMax + 1);
  transfer.does({ on: "hashed", chunk: 0, digest: digestOf(0) });
  expect(bytesOf(partsIn(transfer.does({ on: "stored", chunk: 0 })))).toBe(chunkBytesMin);
});

test("[R3] a chunk is hashed once it is whole, and stored once its hash agrees", () => {
  const transfer = hashing();
  expect(kinds(transfer.effects).filter((kind) => kind !== "keep")).toEqual(["hash"]);
  expect(storedBytes(transfer.state())).toBe(0);
  expect(transfer.does({ on: "hashed", chunk: 0, digest: digestOf(0) })).toEqual([{ do: "store", chunk: 0, digest: digestOf(0) }]);
  expect(storedBytes(transfer.state())).toBe(0);
});

test("[R3] a chunk whose hash differs is never stored", () => {
  const transfer = hashing();
  expect(kinds(transfer.does({ on: "hashed", chunk: 0, digest: digestOf(9) }))).toEqual(["drop", "ask"]);
  expect(transfer.does({ on: "hashed", chunk: 0, digest: digestOf(0) })).toEqual([]);
  expect(transfer.does({ on: "stored", chunk: 0 })).toEqual([]);
});

test("[R3] frames that disagree about a chunk's hash make no chunk", () => {
  const transfer = transferOf(shareOf(chunkBytesMin));
  transfer.opens();
  transfer.arrives([0, 0, partBytes], 0, digestOf(0));
  expect(kinds(transfer.arrives([0, partBytes, partBytes], 0, digestOf(9)))).toEqual(["drop", "ask"]);
});

test("[R4] a damaged chunk is dropped and asked for again, and arrives like any other", () => {
  const transfer = hashing();
  const effects = transfer.does({ on: "hashed", chunk: 0, digest: digestOf(9) });
  expect(effects[0]).toEqual({ do: "drop", chunk: 0 });
  expect(bytesOf(partsIn(effects))).toBe(chunkBytesMin);
  transfer.carryOut(effects);
  expect(transfer.state().at).toBe("sealing");
});

test("[R2] [R4] a chunk that was not asked for to its end is asked for from its start, and no more than the window is on its way", () => {
  const transfer = transferOf(shareOf(40 * chunkBytesMin));
  const parts = partsIn(transfer.opens());
  const more = parts.slice(0, 4).flatMap((part) => partsIn(transfer.arrives(part)));
  const last = more.at(-1)?.[0] ?? 0;
  const asked = more.filter(([chunk]) => chunk === last);
  expect(asked.length).toBeWithin(1, partsPerChunk);
  transfer.arrives([last, 0, 5], 0, digestOf(last));
  const again = partsIn(transfer.arrives([last, 5, 5], 0, digestOf(9)));
  expect(again[0]).toEqual([last, 0, partBytes]);
  expect(bytesOf(again)).toBeLessThanOrEqual(windowBytesFirst);
});

test("[R4] after 8 damaged chunks the transfer goes on, with one more it fails", () => {
  const transfer = hashing();
  for (let i = 0; i < corruptChunksMax; i++) {
    const effects = transfer.does({ on: "hashed", chunk: 0, digest: digestOf(9) });
    expect(kinds(effects)).toEqual(["drop", "ask"]);
    for (const part of partsIn(effects)) transfer.arrives(part);
  }
  expect(corruptChunksMax).toBe(8);
  expect(transfer.does({ on: "hashed", chunk: 0, digest: digestOf(9) })).toEqual([
    { do: "shelve" },
    { do: "cancel", why: "chunk-corrupt" },
  ]);
  expect(transfer.state()).toMatchObject({ at: "failed", why: "chunk-corrupt" });
});

test("[R2] [R4] a damaged chunk of a giant share is asked for again in questions that its owner answers", () => {
  const share = shareOf(1024 * GiB);
  const transfer = transferOf(share);
  const waiting = [...partsIn(transfer.opens())];
  for (let whole = false; !whole; ) {
    const part = waiting.shift();
    if (part === undefined) throw new Error("the chunk was not asked for to its end");
    const effects = transfer.arrives(part);
    waiting.push(...partsIn(effects));
    whole = kinds(effects).includes("hash");
  }
  const again = partsIn(transfer.does({ on: "hashed", chunk: 0, digest: digestOf(9) }));
  expect(bytesOf(waiting) + bytesOf(again)).toBeLessThanOrEqual(askedBytesMax);
  expect(typeof asked(newSending(share, 1, 0), { parts: [...waiting, ...again], stored: 0, wanted: share.size }, 0)).toBe("object");
});

test("[R5] it looks for late parts regularly", () => {
  const transfer = transferOf(shareOf(chunkBytesMin));
  expect(transfer.opens()).toContainEqual({ do: "look", afterMs: lookEveryMs });
  expect(transfer.does({ on: "look" }, 500)).toEqual([{ do: "look", afterMs: lookEveryMs }]);
});

test("[R5] a late part is asked for again, and only what is missing", () => {
  const transfer = transferOf(shareOf(chunkBytesMin));
  const parts = partsIn(transfer.opens(0));
  for (const part of parts.slice(1)) transfer.arrives(part, 20);
  expect(partsIn(transfer.does({ on: "look" }, askAgainMinMs - 500))).toEqual([]);
  expect(partsIn(transfer.does({ on: "look" }, askAgainMinMs + 500))).toEqual(parts.slice(0, 1));
});

test("[R5] what is late is measured by the parts before it", () => {
  const lateness = (trip: number) => {
    const transfer = transferOf(shareOf(chunkBytesMin));
    const parts = partsIn(transfer.opens(0));
    for (const part of parts.slice(1)) transfer.arrives(part, trip);
    let at = trip;
    while (partsIn(transfer.does({ on: "look" }, at)).length === 0) at += 10;
    return at;
  };
  expect(lateness(20)).toBeLessThan(1_100);
  expect(lateness(2_000)).toBeGreaterThan(2_500);
});

test("[R5] a part that was asked for twice teaches nothing about the line", () => {
  const transfer = transferOf(shareOf(chunkBytesMin));
  const [first] = partsIn(transfer.opens(0));
  if (first === undefined) throw new Error("nothing asked");
  transfer.does({ on: "look" }, 60_000);
  const late = () => (transfer.now.at === "receiving" ? lateAfterMs(transfer.now.line, 1) : 0);
  const before = late();
  transfer.arrives(first, 60_001);
  expect(late()).toBe(before);
});

test("[R5] each wait is twice as long, and after 7 questions the source counts as silent", () => {
  const transfer = transferOf(shareOf(chunkBytesMin));
  transfer.opens(0);
  const asks = [0];
  let at = 0;
  for (; isRunning(transfer.now) && at < 3_600_000; at += 100) {
    if (partsIn(transfer.does({ on: "look" }, at)).length > 0) asks.push(at);
  }
  expect(asks).toHaveLength(asksMax);
  expect(asksMax).toBe(7);
  const waits = asks.slice(1).map((ask, i) => ask - (asks[i] ?? 0));
  waits.reduce((before, wait) => {
    expect(wait / before).toBeCloseTo(2, 0);
    return wait;
  });
  expect(transfer.now).toMatchObject({ at: "failed", why: "source-silent" });
  expect(at - (asks.at(-1) ?? 0)).toBeGreaterThan(1.8 * (waits.at(-1) ?? 0));
});

test("[R5] nobody is silent while there is no link", () => {
  const transfer = transferOf(shareOf(chunkBytesMin));
  transfer.opens(0);
  transfer.does({ on: "unlinked" }, 0);
  for (let at = 0; at < 3_600_000; at += 60_000) expect(transfer.does({ on: "look" }, at)).toEqual([{ do: "look", afterMs: lookEveryMs }]);
  expect(transfer.now.at).toBe("receiving");
});

test("[R6] when the link is back, what was on its way is asked for again, and what is stored is not", () => {
  const transfer = transferOf(shareOf(2 * chunkBytesMin));
  const parts = [...partsIn(transfer.opens())];
  for (let i = 0; i < 9; i++) parts.push(...partsIn(transfer.arrives(parts[i] as Part)));
  expect(parts).toHaveLength(2 * partsPerChunk);
  transfer.does({ on: "hashed", chunk: 0, digest: digestOf(0) });
  transfer.does({ on: "stored", chunk: 0 });
  transfer.does({ on: "unlinked" });
  expect(transfer.does({ on: "linked", path: "direct" })).toEqual([
    { do: "ask", parts: parts.slice(9), stored: chunkBytesMin, wanted: 2 * chunkBytesMin },
  ]);
});

test("[R6] without a link nothing is asked for, and with it everything", () => {
  const transfer = transferOf(shareOf(chunkBytesMin));
  transfer.does({ on: "unlinked" });
  expect(kinds(transfer.opens())).toEqual(["look"]);
  expect(bytesOf(partsIn(transfer.does({ on: "linked", path: "direct" })))).toBe(chunkBytesMin);
});

test("[R6] a chunk that is being hashed when the link goes is not asked for again", () => {
  const transfer = hashing();
  transfer.does({ on: "unlinked" });
  expect(partsIn(transfer.does({ on: "linked", path: "direct" }))).toEqual([]);
  transfer.carryOut([{ do: "hash", chunk: 0 }]);
  expect(transfer.state().at).toBe("sealing");
});

/** A transfer whose chunks are all stored. */
function sealing(share: Share, theirs?: string) {
  const transfer = transferOf(share, theirs);
  const effects = transfer.carryOut(transfer.opens());
  return { ...transfer, effects, state: () => transfer.now };
}

test("[R7] once all is stored, the digest of manifest and chunks is taken", () => {
  const share = shareOf(chunkBytesMin, chunkBytesMin + 7);
  const { effects, state } = sealing(share);
  expect(effects.at(-1)).toEqual({ do: "digest" });
  expect(effects).toContainEqual({ do: "ask", parts: [], stored: share.size, wanted: share.size });
  expect([state().at, storedBytes(state())]).toEqual(["sealing", share.size]);
});

test("[R7] it is complete when both digests agree, whichever is known first", () => {
  const early = sealing(shareOf(chunkBytesMin), owners);
  expect(early.does({ on: "digested", digest: owners })).toEqual([{ do: "close" }]);
  expect(early.state().at).toBe("closing");
  expect(early.does({ on: "closed" })).toEqual([{ do: "done" }]);
  expect(early.state().at).toBe("complete");

  const late = sealing(shareOf(chunkBytesMin));
  expect(late.does({ on: "digested", digest: owners })).toEqual([]);
  expect(late.state().at).toBe("sealing");
  expect(late.does({ on: "told", digest: owners })).toEqual([{ do: "close" }]);
});

test("[R7] it fails if the disk cannot finish writing", () => {
  const transfer = sealing(shareOf(chunkBytesMin), owners);
  transfer.does({ on: "digested", digest: owners });
  expect(transfer.does({ on: "fail", why: "sink-broken" })).toEqual([{ do: "shelve" }, { do: "cancel", why: "sink-broken" }]);
});

test("[R7] it is not complete before every chunk is stored, whatever is told", () => {
  const transfer = hashing();
  expect(transfer.does({ on: "told", digest: owners })).toEqual([]);
  expect(transfer.does({ on: "digested", digest: owners })).toEqual([]);
  expect(transfer.state().at).toBe("receiving");
});

test("[R7] with another digest than the owner's it fails and keeps nothing", () => {
  const transfer = sealing(shareOf(chunkBytesMin), owners);
  const effects = transfer.does({ on: "digested", digest: digestOf(1) });
  expect(effects).toEqual([{ do: "discard" }, { do: "cancel", why: "share-mismatch" }]);
  expect(transfer.state()).toMatchObject({ at: "failed", why: "share-mismatch" });
});

test("[R7] a link that comes back while the digest is awaited tells the owner that all is stored", () => {
  const transfer = sealing(shareOf(chunkBytesMin));
  transfer.does({ on: "unlinked" });
  expect(transfer.does({ on: "linked", path: "direct" })).toEqual([{ do: "ask", parts: [], stored: chunkBytesMin, wanted: chunkBytesMin }]);
});

const stages = {
  opening: () => transferOf(shareOf(chunkBytesMin)),
  receiving: () => {
    const transfer = transferOf(shareOf(chunkBytesMin));
    transfer.opens();
    return transfer;
  },
  sealing: () => sealing(shareOf(chunkBytesMin)),
};

for (const [stage, begin] of Object.entries(stages)) {
  test(`[R8] a transfer that is cancelled while ${stage} keeps nothing, and is over`, () => {
    const transfer = begin();
    expect(transfer.does({ on: "cancel" })).toEqual([{ do: "discard" }, { do: "cancel", why: "cancelled" }]);
    for (const event of [{ on: "opened", found: [] }, { on: "look" }, { on: "stored", chunk: 0 }, { on: "cancel" }] as ReceiveEvent[]) {
      expect(transfer.does(event)).toEqual([]);
    }
    expect(transfer.arrives([0, 0, partBytes])).toEqual([]);
  });

  test(`[R8] a transfer that fails while ${stage} keeps what is stored if it can be continued, and else nothing`, () => {
    expect(begin().does({ on: "fail", why: "share-withdrawn" })).toContainEqual({ do: "discard" });
    const transfer = begin();
    expect(transfer.does({ on: "fail", why: "no-space" })).toContainEqual({ do: "shelve" });
    expect(transfer.does({ on: "resume" })).toEqual([{ do: "open" }]);
    expect(kinds(transfer.opens())).toContain("look");
  });
}

test("[T6] how a transfer ended is said again on a new link: the old one may have taken the word with it", () => {
  const failed = transferOf(shareOf(chunkBytesMin));
  failed.does({ on: "fail", why: "no-space" });
  failed.does({ on: "unlinked" });
  expect(failed.does({ on: "linked", path: "direct" })).toEqual([{ do: "cancel", why: "no-space" }]);
  const complete = sealing(shareOf(chunkBytesMin), owners);
  complete.does({ on: "digested", digest: owners });
  complete.does({ on: "closed" });
  complete.does({ on: "unlinked" });
  expect(complete.does({ on: "linked", path: "direct" })).toEqual([{ do: "done" }]);
});

test("[R8] a complete transfer is kept, whatever comes after it", () => {
  const transfer = sealing(shareOf(chunkBytesMin), owners);
  transfer.does({ on: "digested", digest: owners });
  transfer.does({ on: "closed" });
  for (const event of [{ on: "cancel" }, { on: "fail", why: "source-silent" }, { on: "told", digest: digestOf(3) }] as ReceiveEvent[]) {
    expect(transfer.does(event)).toEqual([]);
  }
  expect(transfer.state().at).toBe("complete");
});

for (const sizes of [[0], [0, 0, 0], [0, 5, 0], [chunkBytesMin, 0]]) {
  test(`[R11] files of ${sizes.join(", ")} bytes arrive like any other`, () => {
    const share = shareOf(...sizes);
    const { effects, does, state } = sealing(share, owners);
    expect(effects.filter((effect) => effect.do === "store")).toHaveLength(chunkCountOf(share));
    expect(kinds(effects)).toContain("ask");
    does({ on: "digested", digest: owners });
    does({ on: "closed" });
    expect(state().at).toBe("complete");
  });
}

test("[R1] [R3] [R7] whatever is lost, doubled, damaged or out of order, what is stored is whole and stored once", () => {
  const share = shareOf(2 * chunkBytesMin, 3 * chunkBytesMin + 99);
  const chance = fc.constantFrom("arrives", "arrives", "arrives", "late", "lost", "twice", "half", "damaged", "unasked", "link");
  fc.assert(
    fc.property(fc.array(chance, { maxLength: 120 }), (chances) => {
      const transfer = transferOf(share, toHex(new Uint8Array(32).fill(0xee)));
      let at = 0;
      let damaged = 0;
      const line: ReceiveEffect[] = [...transfer.opens()];
      const wire: Part[] = [];
      const here = new Map<number, Set<number>>();
      const stored: number[] = [];
      const fate = chances[Symbol.iterator]();
      for (let turns = 0; isRunning(transfer.now) && turns < 5_000; turns++) {
        const effect = line.shift();
        if (effect === undefined) {
          const part = wire.shift();
          at += part === undefined ? 1_000 : 5;
          if (part === undefined) line.push(...transfer.does({ on: "look" }, at));
          else line.push(...meets(part));
          continue;
        }
        if (effect.do === "ask") wire.push(...effect.parts);
        if (effect.do === "keep") here.set(effect.chunk, (here.get(effect.chunk) ?? new Set()).add(effect.offset));
        if (effect.do === "drop") here.delete(effect.chunk);
        if (effect.do === "hash") line.push(...transfer.does({ on: "hashed", chunk: effect.chunk, digest: digestOf(effect.chunk) }, at));
        if (effect.do === "digest") line.push(...transfer.does({ on: "digested", digest: owners }, at));
        if (effect.do === "close") line.push(...transfer.does({ on: "closed" }, at));
        if (effect.do === "store") {
          expect(here.get(effect.chunk)?.size ?? 0).toBeGreaterThanOrEqual(Math.ceil(chunkLengthOf(share, effect.chunk) / partBytes));
          stored.push(effect.chunk);
          line.push(...transfer.does({ on: "stored", chunk: effect.chunk }, at));
        }
      }
      function meets(part: Part): readonly ReceiveEffect[] {
        switch (fate.next().value) {
          case "lost":
            return [];
          case "late":
            wire.push(part);
            return [];
          case "twice":
            wire.push(part);
            return transfer.arrives(part, at);
          case "half":
            wire.push(part);
            return transfer.arrives([part[0], part[1], Math.ceil(part[2] / 2)], at);
          case "damaged":
            return ++damaged > 8 ? transfer.arrives(part, at) : transfer.arrives(part, at, digestOf(99));
          case "unasked":
            wire.push(part);
            return transfer.arrives([part[0] + 3, part[1] + 1, part[2]], at);
          case "link":
            transfer.does({ on: "unlinked" }, at);
            wire.length = 0;
            return transfer.does({ on: "linked", path: "direct" }, at);
          default:
            return transfer.arrives(part, at);
        }
      }
      if (transfer.now.at === "failed") expect(transfer.now.why).toBe("chunk-corrupt");
      else {
        expect(transfer.now.at).toBe("complete");
        expect(stored.sort()).toEqual([0, 1, 2, 3, 4, 5]);
      }
    }),
    { numRuns: 100 },
  );
});

test("[R12] what an earlier page left on the disk is hashed again, while what is missing is asked for already", () => {
  const transfer = transferOf(shareOf(4 * chunkBytesMin), owners);
  const effects = transfer.opens(0, [[1, 3]]);
  expect(effects[0]).toEqual({ do: "check", chunks: [[1, 3]] });
  expect(partsIn(effects).every(([chunk]) => chunk === 0 || chunk === 3)).toBe(true);
  expect(storedBytes(transfer.now)).toBe(0);
  transfer.does({ on: "checked", chunk: 1, good: true });
  transfer.does({ on: "checked", chunk: 1, good: true });
  expect(storedBytes(transfer.now)).toBe(chunkBytesMin);
});

test("[R12] a chunk that is not what was stored is asked for like the rest, and all ends well", () => {
  const transfer = transferOf(shareOf(3 * chunkBytesMin), owners);
  const line = [...transfer.opens(0, [[0, 3]])];
  for (const chunk of [0, 2]) line.push(...transfer.does({ on: "checked", chunk, good: true }));
  line.push(...transfer.does({ on: "checked", chunk: 1, good: false }));
  const done = transfer.carryOut(line);
  expect(partsIn(done).map(([chunk]) => chunk)).toEqual(Array(partsPerChunk).fill(1));
  expect(done.at(-1)).toEqual({ do: "digest" });
});

test("[R14] of chosen files their chunks are asked for, and nothing else; their digests are all there is to compare", () => {
  const transfer = transferOf(shareOf(2 * chunkBytesMin, 2 * chunkBytesMin, 2 * chunkBytesMin), undefined, [[1, 2]]);
  const done = transfer.carryOut(transfer.opens());
  expect(new Set(partsIn(done).map(([chunk]) => chunk))).toEqual(new Set([2, 3]));
  expect(done.at(-1)).toEqual({ do: "close" });
  expect(transfer.does({ on: "closed" })).toEqual([{ do: "done" }]);
});

test("[R13] nothing is asked for while somebody holds the transfer, and everything that is missing afterwards", () => {
  for (const hold of ["mine", "theirs"] as const) {
    const transfer = transferOf(shareOf(2 * chunkBytesMin));
    const parts = partsIn(transfer.opens());
    const theirs = (yes: boolean) => ({ on: "paused", theirs: yes, known: true, answer: true }) as const;
    const set = (yes: boolean) => transfer.does(hold === "mine" ? { on: "pause", yes } : theirs(yes));
    const word = { do: "pause", mine: hold === "mine", yours: hold === "theirs", known: hold === "theirs" } as const;
    expect(set(true)).toEqual([word]);
    for (const part of parts.slice(0, 2)) expect(partsIn(transfer.arrives(part))).toEqual([]);
    expect(partsIn(transfer.does({ on: "look" }, 60_000))).toEqual([]);
    const effects = set(false);
    expect(effects[0]).toEqual({ ...word, mine: false, yours: false });
    expect(partsIn(effects).slice(0, parts.length - 2)).toEqual(parts.slice(2));
  }
});

test("[R13] a hold is said on every new link, and is over when nobody says so any more", () => {
  const transfer = transferOf(shareOf(2 * chunkBytesMin));
  transfer.opens();
  transfer.does({ on: "pause", yes: true });
  transfer.does({ on: "paused", theirs: true, known: true, answer: true });
  transfer.does({ on: "unlinked" });
  expect(transfer.now.pausing).toEqual({ mine: true, theirs: false, known: false });
  expect(kinds(transfer.does({ on: "linked", path: "direct" }))).toEqual(["ask", "pause"]);
});

test("[R13] a hold is acknowledged once, and never answered for ever", () => {
  const transfer = transferOf(shareOf(2 * chunkBytesMin));
  transfer.opens();
  expect(transfer.does({ on: "paused", theirs: true, known: true, answer: true })).toHaveLength(1);
  expect(transfer.does({ on: "paused", theirs: true, known: true, answer: false })).toHaveLength(0);
});
