// Somebody who knows the secret and means ill: words of every kind with something wrong in them, frames that nobody asked for, floods. It may
// lose what is its own; what others have of me, and I of them, is unharmed.
import { expect, test } from "bun:test";
import fc from "fast-check";
import { type Control, readControl } from "../../protocol/channel.ts";
import { frameHeaderBytes, writeFrameHead } from "../../protocol/frame.ts";
import { chunkBytesMin, messagesKeptMax, partBytes, protocolVersion, readAheadMax, sharesPerPeerMax } from "../../protocol/limits.ts";
import type { PeerEffect } from "../../protocol/peer-state.ts";
import { ada, bob, digestOf, linked, partsPerChunk, share, stageOf } from "../support/linked.ts";
import { mutated } from "../support/mutated.ts";
import { hexId, type Participant, saidTo } from "../support/participant.ts";
import { offerOf, shareOfSizes } from "../support/shares.ts";

/** By hand, a minute of it: ROOMCP_FUZZ_SECONDS=60 npx bun test test/trust */
const { ROOMCP_FUZZ_SECONDS: seconds = "4", ROOMCP_SEED: single } = process.env;
const mine = shareOfSizes(hexId("6"), 3 * chunkBytesMin, 5);
const theirs = shareOfSizes(hexId("8"), 2 * chunkBytesMin);
const ids = { share: mine.id, transfer: 1 };

/** One word of each kind, about what is mine, theirs and ours. */
const words: readonly Control[] = [
  { type: "intro", version: protocolVersion, session: hexId("1"), nickname: "Bob", era: 1 },
  { type: "bye" },
  { type: "say", id: hexId("2"), at: 5, text: "hello" },
  { type: "heard", id: hexId("2") },
  { type: "recall", all: true },
  { type: "history", said: [{ id: hexId("3"), from: ada, nickname: "Ada", at: 1, text: "she never said so" }] },
  { type: "commit", commitment: "0".repeat(64) },
  { type: "nonce", nonce: hexId("4") },
  { type: "reveal", nonce: hexId("4") },
  { type: "again", proof: "0".repeat(64) },
  { type: "lock", yes: true },
  offerOf(theirs),
  { type: "list", share: mine.id, from: 0 },
  { type: "listed", share: theirs.id, from: 0, entries: [...theirs.entries] },
  { type: "withdraw", share: share.id, why: "share-withdrawn" },
  { type: "digest", share: share.id, digest: "1".repeat(64) },
  { type: "pause", ...ids, mine: true, yours: false, known: false },
  { type: "ask", ...ids, parts: [[0, 0, partBytes]], stored: 0, wanted: 5 },
  { type: "done", transfer: 1 },
  { type: "cancel", transfer: 1, why: "cancelled" },
  { type: "refuse", transfer: 1, why: "share-unknown" },
];

/** Me, with a share of mine, in the middle of taking one of Ada's. */
function inTheMiddle(): { peer: Participant; asked: readonly PeerEffect[] } {
  const peer = linked();
  peer.does({ on: "share", share: mine });
  peer.hears(ada, offerOf(share));
  peer.does({ on: "fetch", owner: ada, share: share.id });
  return { peer, asked: peer.receiving(1, { on: "opened", found: [] }) };
}

/** Ada answers all that is asked of her; the disk stores it. */
function finish(peer: Participant, asked: readonly PeerEffect[]): void {
  const line = [...asked];
  for (let effect = line.shift(); effect !== undefined; effect = line.shift()) {
    for (const word of saidTo(ada, [effect]))
      if (word.type === "ask")
        for (const [chunk, offset, length] of word.parts)
          line.push(...peer.does({ on: "frame", peer: ada, frame: frameOf(1, chunk, offset, length) }));
    if (effect.do !== "receive" || effect.transfer !== 1) continue;
    const { effect: act } = effect;
    if (act.do === "hash") line.push(...peer.receiving(1, { on: "hashed", chunk: act.chunk, digest: digestOf(act.chunk) }));
    if (act.do === "store") line.push(...peer.receiving(1, { on: "stored", chunk: act.chunk }));
    if (act.do === "digest") line.push(...peer.receiving(1, { on: "digested", digest: "e".repeat(64) }));
    if (act.do === "close") line.push(...peer.receiving(1, { on: "closed" }));
  }
}

function frameOf(transfer: number, chunk: number, offset: number, length: number): ArrayBuffer {
  const bytes = new Uint8Array(frameHeaderBytes + length);
  writeFrameHead(bytes, { transfer, chunk, offset, digest: digestOf(chunk) });
  return bytes.buffer;
}

const anyFrame = fc.oneof(
  fc.uint8Array({ maxLength: 200 }).map((bytes) => new Uint8Array(bytes).buffer as ArrayBuffer),
  fc
    .tuple(fc.constantFrom(0, 1, 2, 2 ** 32 - 1), fc.nat({ max: 9 }), fc.nat({ max: 2 * chunkBytesMin }), fc.nat({ max: 2_000 }))
    .map(([transfer, chunk, offset, length]) => frameOf(transfer, chunk, offset, length)),
);

const deed = fc.oneof(
  { weight: 4, arbitrary: mutated(words).map((word) => ({ word })) },
  { weight: 2, arbitrary: fc.constantFrom(...words).map((word) => ({ word: word as unknown })) },
  { weight: 1, arbitrary: anyFrame.map((frame) => ({ frame })) },
);

function harmed(seed: number): void {
  const { peer, asked } = inTheMiddle();
  const before = peer.person(ada);
  for (const each of fc.sample(deed, { seed, numRuns: 300 })) {
    if ("frame" in each) peer.does({ on: "frame", peer: bob, frame: each.frame });
    else {
      const word = readControl(JSON.stringify(each.word));
      if (word !== undefined && peer.knows(bob)) peer.hears(bob, word);
    }
    if (!peer.knows(bob) || peer.person(bob).link.at === "up") continue;
    peer.passes(3_000);
    peer.meets(bob, hexId("1"), "Bob");
  }
  expect(peer.person(ada)).toEqual(before);
  expect(peer.state.people.size).toBe(2);
  expect(peer.person(bob).shares.size).toBeLessThanOrEqual(sharesPerPeerMax);
  expect(peer.state.chat.log.length).toBeLessThanOrEqual(messagesKeptMax);
  expect(peer.state.chat.log.filter((entry) => entry.kind === "said" && entry.from === ada && entry.toldBy !== bob)).toEqual([]);
  expect([...peer.state.offered.keys()]).toEqual([mine.id]);
  peer.hears(ada, { type: "digest", share: share.id, digest: "e".repeat(64) });
  finish(peer, asked);
  expect(stageOf(peer)?.at).toBe("complete");
}

test(`[R1] [T1] [C2] whatever somebody says and sends, for ${seconds} s, harms nobody else's transfer, words or shares`, () => {
  if (single !== undefined) return harmed(Number(single));
  const until = Date.now() + 1_000 * Number(seconds);
  const first = crypto.getRandomValues(new Uint32Array(1))[0] ?? 0;
  let seed = first >>> 1;
  for (; Date.now() < until; seed++) {
    try {
      harmed(seed);
    } catch (error) {
      throw new Error(`seed ${seed}: ROOMCP_SEED=${seed} npx bun test test/trust/malicious-peer.test.ts`, { cause: error });
    }
  }
  expect(seed - (first >>> 1)).toBeGreaterThan(3);
}, 90_000);

test("[T4] [T1] a flood of questions makes me hold no more in memory than was agreed", () => {
  const { peer } = inTheMiddle();
  let held = 0;
  for (let i = 0; i < 2_000; i++) {
    const parts = Array.from({ length: partsPerChunk }, (_, part): [number, number, number] => [i % 3, part * partBytes, partBytes]);
    const transfer = 1000 + (i % 50);
    for (const { do: what } of peer.hears(bob, { type: "ask", share: mine.id, transfer, parts, stored: 0, wanted: 5 }))
      held += what === "read" ? 1 : what === "free" ? -1 : 0;
    expect(held).toBeLessThanOrEqual(readAheadMax + 1);
  }
  expect(peer.state.sending.size).toBe(1);
});
