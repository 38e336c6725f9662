import { expect, test } from "bun:test";
import fc from "fast-check";
import { type Control, readControl } from "../../protocol/channel.ts";
import { controlMax, messageMax } from "../../protocol/limits.ts";
import { anyText, mutated } from "../support/mutated.ts";
import { fileOf, offerOf, shareOfEntries } from "../support/shares.ts";

const id = "0a".repeat(16);
const peer = "p".repeat(43);
const digest = "0f".repeat(32);
const share = shareOfEntries(id, [fileOf("a.txt", 5)]);

const words: Control[] = [
  { type: "intro", version: 1, session: id, nickname: "Ada", era: 1 },
  { type: "bye" },
  { type: "ping" },
  { type: "pong" },
  { type: "say", id, at: 1, text: "hi" },
  { type: "heard", id },
  { type: "recall", all: true },
  { type: "history", said: [{ id, from: peer, nickname: "Ada", at: 1, text: "hi" }] },
  offerOf(share),
  { type: "list", share: id, from: 7 },
  { type: "listed", share: id, from: 7, entries: [...share.entries] },
  { type: "pause", share: id, transfer: 1, mine: true, yours: false, known: false },
  { type: "withdraw", share: id, why: "share-withdrawn" },
  { type: "digest", share: id, digest },
  { type: "ask", share: id, transfer: 1, parts: [[0, 0, 5]], stored: 0, wanted: 5 },
  { type: "done", transfer: 1 },
  { type: "cancel", transfer: 1, why: "cancelled" },
  { type: "refuse", transfer: 1, why: "share-unknown" },
];

test("every word is read as it was said", () => {
  for (const message of words) expect(readControl(JSON.stringify(message))).toEqual(message);
});

test("the longest message fits one control message, however JSON writes it", () => {
  const text = "\u0001".repeat(messageMax);
  const said = JSON.stringify({ type: "say", id, at: 1, text });
  expect(readControl(said)).toEqual({ type: "say", id, at: 1, text });
});

test("a control message that is too long is not read", () => {
  const padded = JSON.stringify({ type: "bye" }).padEnd(controlMax + 1);
  expect(readControl(padded)).toBeUndefined();
  expect(readControl(padded.slice(0, controlMax))).toEqual({ type: "bye" });
});

test("[T1] a part is three whole numbers of 32 bits", () => {
  const ask = (part: unknown) => readControl(JSON.stringify({ type: "ask", share: id, transfer: 1, parts: [part], stored: 0, wanted: 5 }));
  expect(ask([0, 0xffff_ffff, 1])).toBeDefined();
  for (const part of [[0, 0], [0, -1, 1], [0.5, 0, 1], [0, 0, 2 ** 32], ["0", 0, 1], null]) expect(ask(part)).toBeUndefined();
});

test("a share of more bytes than can be counted is not read, nor one of more entries than a manifest holds", () => {
  for (const wrong of [{ size: 2 ** 50 }, { count: 2 ** 20 }, { count: 0 }, { name: "" }]) {
    const offer = offerOf(share);
    expect(readControl(JSON.stringify({ ...offer, share: { ...offer.share, ...wrong } }))).toBeUndefined();
  }
});

test("no control message throws, and nothing out of bounds passes", () => {
  const asText = fc.oneof(mutated(words), fc.jsonValue()).map((value) => JSON.stringify(value));
  fc.assert(
    fc.property(fc.oneof(asText, fc.json(), anyText, fc.anything()), (raw) => {
      const message = readControl(raw);
      if (message !== undefined) expectInBounds(message);
    }),
    { numRuns: 400 },
  );
});

function expectInBounds(message: Control) {
  if ("transfer" in message) expect(message.transfer).toBeWithin(0, 2 ** 32);
  if ("id" in message) expect(message.id).toMatch(/^[0-9a-f]{32}$/);
  if ("why" in message) expect(message.why).toMatch(/^[a-z-]+$/);
  if ("nickname" in message) expect(message.nickname.length).toBeWithin(1, 161);
  if ("text" in message) expect(message.text.length).toBeWithin(1, 2 * messageMax + 1);
  if (message.type === "say") expect(Number.isSafeInteger(message.at)).toBe(true);
  if (message.type === "digest") expect(message.digest).toMatch(/^[0-9a-f]{64}$/);
  if (message.type === "history") {
    expect(message.said.length).toBeLessThanOrEqual(50);
    for (const said of message.said) expect(Number.isSafeInteger(said.at)).toBe(true);
  }
  if (message.type === "offer") {
    expect(message.share.count).toBeWithin(1, 250_001);
    expect(message.share.size).toBeWithin(0, 2 ** 40 + 1);
  }
  if (message.type === "offer" || message.type === "listed") {
    expect(message.entries.length).toBeLessThanOrEqual(1_000);
    for (const { path, size } of message.entries) {
      expect(path.length).toBeWithin(1, 4_097);
      expect(size).toBeWithin(0, 2 ** 40 + 1);
    }
  }
  if (message.type === "ask") {
    expect(message.parts.length).toBeLessThanOrEqual(512);
    for (const number of message.parts.flat()) expect(number).toBeWithin(0, 2 ** 32);
  }
}
