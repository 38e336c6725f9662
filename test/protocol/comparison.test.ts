import { expect, test } from "bun:test";
import { toHex } from "../../protocol/bytes.ts";
import type { Control } from "../../protocol/channel.ts";
import {
  beginComparing,
  type Comparison,
  nonceBytes,
  proofOf,
  stepComparison,
  symbolsCount,
  symbolsShown,
} from "../../protocol/comparison.ts";
import { symbolsKnown } from "../../protocol/words/symbols.ts";
import { hexId, type Participant, participant, peerId, saidTo } from "../support/participant.ts";

type Bytes = Uint8Array<ArrayBuffer>;
type Word = Parameters<typeof stepComparison>[1];
const nonce = (byte: number): Bytes => new Uint8Array(nonceBytes).fill(byte);
const key = (byte: number): Bytes => new Uint8Array(32).fill(byte);

/** What two see who say everything to each other, each with the key of their own link. */
function compared(keys: readonly [Bytes, Bytes], change: (word: Word) => Word = (word) => word): readonly Comparison[] {
  const sides = [beginComparing(true, nonce(1), keys[0]), beginComparing(false, nonce(2), keys[1])].map(([now]) => now);
  const line = beginComparing(true, nonce(1), keys[0])[1].map((word): [number, Word] => [1, change(word)]);
  for (let next = line.shift(); next !== undefined; next = line.shift()) {
    const [to, word] = next;
    const [now, words] = stepComparison(sides[to] as Comparison, word, keys[to] as Bytes);
    sides[to] = now;
    for (const said of words) line.push([1 - to, change(said)]);
  }
  return sides;
}

test("[V5] both sides of one link see the same six symbols", () => {
  const [one, other] = compared([key(5), key(5)]);
  expect(one?.at).toBe("ready");
  expect(one).toEqual(other as Comparison);
  const symbols = one?.at === "ready" ? one.symbols : [];
  expect(symbols).toHaveLength(symbolsShown);
  for (const symbol of symbols) expect(symbol).toBeWithin(0, symbolsCount);
  expect(symbolsKnown).toBe(symbolsCount);
  expect(symbolsShown * Math.log2(symbolsCount)).toBeGreaterThanOrEqual(32);
});

test("[V5] with somebody in between there are two links, and other symbols on each side", () => {
  const symbolsOf = (now: Comparison | undefined) => (now?.at === "ready" ? now.symbols.join() : "none");
  for (let i = 0; i < 50; i++) {
    // In between, the protocol is run with each of the two, under the key that is theirs.
    const [one] = compared([key(i), key(i)]);
    const [, other] = compared([key(i + 100), key(i + 100)]);
    expect([one?.at, other?.at]).toEqual(["ready", "ready"]);
    expect(symbolsOf(one)).not.toBe(symbolsOf(other));
  }
});

test("[V5] whoever only passes on what is said on one link to the other is found out", () => {
  expect(compared([key(1), key(2)])[1]).toEqual({ at: "broken" });
});

test("[V5] another number than the one committed to is found out", () => {
  const swapped = (word: Word): Word => (word.type === "reveal" ? { ...word, nonce: hexId("9") } : word);
  expect(compared([key(5), key(5)], swapped)[1]).toEqual({ at: "broken" });
});

test("[V5] whoever grinds for a match after the commitment finds none in ten thousand tries", () => {
  // In between: the greeter's symbols with me are fixed once I have answered; I choose what I reveal to the other side, and am held to it.
  const [mine] = compared([key(1), key(1)]);
  const aim = mine?.at === "ready" ? mine.symbols.join() : "";
  const [, words] = beginComparing(true, nonce(3), key(2));
  const [commit] = words;
  if (commit === undefined) throw new Error("no commitment");
  const [waiting, [answer]] = stepComparison(beginComparing(false, nonce(4), key(2))[0], commit, key(2));
  expect(answer?.type).toBe("nonce");
  let found = 0;
  for (let i = 0; i < 10_000; i++) {
    const [now] = stepComparison(waiting, { type: "reveal", nonce: i.toString(16).padStart(32, "0") }, key(2));
    if (now.at === "ready" && now.symbols.join() === aim) found++;
  }
  expect(found).toBe(0);
});

test("[V5] words out of turn change nothing", () => {
  const all: Word[] = [
    { type: "commit", commitment: "0".repeat(64) },
    { type: "nonce", nonce: hexId("1") },
    { type: "reveal", nonce: hexId("1") },
  ];
  const wrong: readonly (readonly [boolean, readonly Word[]])[] = [
    [true, [all[0] as Word, all[2] as Word]],
    [false, [all[1] as Word, all[2] as Word]],
  ];
  for (const [greeted, words] of wrong) {
    const [start] = beginComparing(greeted, nonce(1), key(1));
    for (const word of words) expect(stepComparison(start, word, key(1))).toEqual([start, []]);
  }
});

const ada = peerId("a");
const here = [{ id: ada, away: false }];
const kinds = (words: readonly Control[]) => words.map(({ type }) => type);

/** In an open room, where Ada was met and what she committed to was the same. */
function verifiedAda() {
  const peer = participant(here, { secret: {} });
  const words = [...saidTo(ada, peer.opensLink(ada))];
  peer.introduces(ada);
  expect(kinds(words)).toContain("commit");
  peer.hears(ada, { type: "nonce", nonce: hexId("7") });
  peer.does({ on: "verified", peer: ada, symbols: symbolsIn(peer), yes: true });
  expect(peer.person(ada)).toMatchObject({ comparison: { at: "ready" }, verified: "yes" });
  return peer;
}

function symbolsIn(peer: Participant): readonly number[] {
  const { comparison } = peer.person(ada);
  if (comparison?.at !== "ready") throw new Error("nothing to compare");
  return comparison.symbols;
}

/** What Ada, who has the other side of both links, says to show that she is the same. */
function proofOfAda(peer: Participant): string {
  const { previous, link } = peer.person(ada);
  if (previous === undefined || link.at !== "up") throw new Error("no link before this one");
  return proofOf(previous, link.sealing.comparison, ada);
}

test("[V5] nothing is compared where a secret keeps others out", () => {
  const peer = participant(here);
  expect(kinds(saidTo(ada, peer.opensLink(ada)))).toEqual(["intro"]);
  expect(peer.hears(ada, { type: "commit", commitment: "0".repeat(64) })).toEqual([]);
});

test("[V5] on a new link it must be shown that it is the same page; until then nobody counts as verified", () => {
  const peer = verifiedAda();
  peer.breaks(ada);
  const again = saidTo(ada, peer.opensLink(ada)).find(({ type }) => type === "again");
  expect(again?.type === "again" && again.proof).toHaveLength(64);
  peer.introduces(ada);
  expect(peer.person(ada).verified).toBe("before");
  peer.hears(ada, { type: "again", proof: "0".repeat(64) });
  expect(peer.person(ada).verified).toBe("before");
  // My own proof sent back proves nothing.
  if (again?.type === "again") peer.hears(ada, again);
  expect(peer.person(ada).verified).toBe("before");
});

test("[V5] another page of the same person is verified anew", () => {
  const peer = verifiedAda();
  peer.breaks(ada);
  peer.opensLink(ada);
  peer.introduces(ada, hexId("9"));
  expect(peer.person(ada).verified).toBe("no");
});

test("[C3] in an open room nobody is asked what was said before, and nobody is believed who tells it", () => {
  const peer = participant(here, { secret: {} });
  expect(kinds(saidTo(ada, peer.meets(ada)))).not.toContain("recall");
  peer.hears(ada, { type: "history", said: [{ id: hexId("1"), from: peerId("b"), nickname: "Bob", at: 1, text: "I never said this" }] });
  expect(peer.log).toEqual([]);
  peer.does({ on: "say", id: hexId("2"), at: 2, text: "hello" });
  expect(peer.hears(ada, { type: "recall", all: true })).toEqual([]);
});

test("[V5] the same page shows on the next link that it is, and stays verified; a link on which it did not ends that", () => {
  const peer = verifiedAda();
  peer.breaks(ada);
  peer.meets(ada);
  peer.hears(ada, { type: "again", proof: proofOfAda(peer) });
  expect(peer.person(ada).verified).toBe("yes");
  peer.breaks(ada);
  peer.meets(ada);
  peer.breaks(ada);
  peer.meets(ada);
  peer.hears(ada, { type: "again", proof: proofOfAda(peer) });
  expect(peer.person(ada).verified).toBe("no");
});

test("[V5] whoever was in between on an earlier link, and stepped aside while people compared, is not taken for them later", () => {
  const peer = participant(here, { secret: {} });
  peer.meets(ada);
  const { link } = peer.person(ada);
  if (link.at !== "up") throw new Error("a link is up");
  peer.breaks(ada);
  peer.meets(ada);
  peer.hears(ada, { type: "nonce", nonce: hexId("7") });
  peer.does({ on: "verified", peer: ada, symbols: symbolsIn(peer), yes: true });
  expect(peer.person(ada).verified).toBe("yes");
  peer.breaks(ada);
  peer.meets(ada);
  const { link: last } = peer.person(ada);
  if (last.at !== "up") throw new Error("a link is up");
  peer.hears(ada, { type: "again", proof: proofOf(link.sealing.continuity, last.sealing.comparison, ada) });
  expect(peer.person(ada).verified).toBe("before");
});

test("[V5] symbols that were read aloud of a link that is gone verify nothing of the next", () => {
  const peer = verifiedAda();
  const seen = symbolsIn(peer);
  peer.does({ on: "verified", peer: ada, symbols: seen, yes: false });
  peer.does({ on: "verified", peer: ada, symbols: seen.with(0, (seen[0] ?? 0) ^ 1), yes: true });
  expect(peer.person(ada).verified).toBe("no");
});

test("[V5] the number that was committed to is in nothing else that is said", () => {
  const peer = participant([], { secret: {} });
  peer.server({ type: "arrived", peer: ada });
  peer.server({ type: "arrived", peer: peerId("b") });
  const words: unknown[] = [];
  for (let i = 0; i < 3; i++) {
    words.push(...peer.meets(ada), ...peer.link(peerId("b"), { on: "greet" }));
    const { comparison } = peer.person(ada);
    if (comparison === undefined || !("nonce" in comparison)) throw new Error("there is a number");
    expect(JSON.stringify(words)).not.toContain(toHex(comparison.nonce));
    peer.breaks(ada);
  }
});
