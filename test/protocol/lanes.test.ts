import { expect, test } from "bun:test";
import { type Lanes, oneLane, withLook } from "../../protocol/lanes.ts";
import { chunkBytesMin, lanesMax, lanesRestFirstMs, lanesRestMostMs, partBytes, windowBytesMin } from "../../protocol/limits.ts";
import type { PeerEffect } from "../../protocol/peer-state.ts";
import { ada, linked } from "../support/linked.ts";
import { hexId } from "../support/participant.ts";
import { offerOf, shareOfSizes } from "../support/shares.ts";

const long = 80;

/** Looks twice a second for so long, on a line that brings `rateOf` lanes. Returns every change of their number, and when. */
function look(rateOf: (count: number) => number, ms: number, roundTrip = long) {
  let lanes: Lanes = oneLane(0);
  const changes: [count: number, at: number][] = [];
  for (let now = 0; now <= ms; now += 500) {
    const next = withLook(lanes, rateOf(lanes.count), roundTrip, now);
    if (next.count !== lanes.count) changes.push([next.count, now]);
    lanes = next;
  }
  return { lanes, changes };
}

test("[L18] where more lanes bring more, there are soon sixteen, and no more", () => {
  const { changes } = look((count) => 600_000 * count, 60_000);
  expect(changes).toEqual([
    [4, 4_000],
    [lanesMax, 8_000],
  ]);
});

test("[L18] lanes that bring nothing are taken up again, and tried again after 30 s, then after twice as long each time", () => {
  const { changes } = look(() => 5_000_000, 1_200_000);
  expect(changes.map(([count]) => count)).toEqual(changes.map((_, i) => (i % 2 === 0 ? 4 : 1)));
  const rests = changes.flatMap(([count, at], i) => (count === 4 && i > 0 ? [at - (changes[i - 1]?.[1] ?? 0) - 4_000] : []));
  expect(rests.slice(0, 3)).toEqual([lanesRestFirstMs, 2 * lanesRestFirstMs, 4 * lanesRestFirstMs]);
  expect(Math.max(...rests)).toBe(lanesRestMostMs);
});

test("[L18] what four bring, sixteen need not: then it stays at four", () => {
  const { lanes } = look((count) => Math.min(count, 4) * 1_000_000, 30_000);
  expect(lanes.count).toBe(4);
});

test("[L18] on a short line, on one that is not known yet, and while nothing comes, nothing is tried", () => {
  expect(look(() => 5_000_000, 60_000, 20).changes).toEqual([]);
  expect(look(() => 5_000_000, 60_000, Number.POSITIVE_INFINITY).changes).toEqual([]);
  expect(look(() => 0, 60_000).changes).toEqual([]);
});

test("[L18] a receiver on a long line has lanes laid, asks for as much as they hold, and takes them up with its last transfer", () => {
  const peer = linked();
  const share = shareOfSizes(hexId("5"), 60 * chunkBytesMin);
  peer.hears(ada, offerOf(share));
  peer.does({ on: "fetch", owner: ada, share: share.id });
  peer.receiving(1, { on: "opened", found: [] });
  const wanted = (effects: readonly PeerEffect[]) => effects.flatMap((effect) => (effect.do === "lanes" ? [effect.count] : []));
  const outside = () => {
    const now = peer.state.receiving.get(1)?.now;
    return now?.at === "receiving" ? now.outside : 0;
  };
  const counts: number[] = [];
  for (let part = 0; part < 80; part++) {
    peer.passes(100);
    const head = { transfer: 1, chunk: Math.floor(part / 7), offset: (part % 7) * partBytes, digest: "1".repeat(64) };
    peer.receiving(1, { on: "frame", head, frame: new ArrayBuffer(0), length: partBytes });
    counts.push(...wanted(peer.receiving(1, { on: "look" })));
  }
  expect(counts).toEqual([4]);
  expect(outside()).toBe(4 * windowBytesMin);
  expect(wanted(peer.does({ on: "cancel", transfer: 1 }))).toEqual([1]);
});

test("[L18] what is said of a lane is handed to the other end, on a link and not over the relay", () => {
  const peer = linked();
  const word = { type: "lane", lane: 0, description: { type: "offer", sdp: "v=0" } } as const;
  expect(peer.does({ on: "lane", peer: ada, word })).toEqual([{ do: "control", peer: ada, message: word }]);
  expect(peer.hears(ada, word)).toEqual([{ do: "lane", peer: ada, word }]);
  peer.breaks(ada);
  expect(peer.does({ on: "lane", peer: ada, word })).toEqual([]);
});
