// Bounds that only make sense together.
import { expect, test } from "bun:test";
import { frameHeaderBytes } from "../../protocol/frame.ts";
import * as limits from "../../protocol/limits.ts";
import { chunkBytesOf } from "../../protocol/share.ts";
import { shareOfSizes } from "../support/shares.ts";

test("every bound is a positive whole number", () => {
  const bounds = Object.entries(limits);
  expect(bounds.length).toBeGreaterThan(40);
  for (const [, bound] of bounds) expect(Number.isSafeInteger(bound) && bound > 0).toBe(true);
});

test("one frame carries one part, and parts fill a chunk", () => {
  expect(limits.partBytes + frameHeaderBytes).toBeLessThanOrEqual(limits.frameBytesMax);
  expect(limits.chunkBytesMin % limits.partBytes).toBe(0);
});

test("a manifest and an envelope fit the messages that carry them", () => {
  expect(limits.listedMax + limits.pathMax).toBeLessThan(limits.controlMax);
  expect(2 * limits.envelopeMax).toBeLessThan(limits.socketMessageBytesMax);
});

test("[T1] the largest window is within what an owner lets a receiver ask for", () => {
  expect(limits.windowBytesMin).toBeLessThan(limits.windowBytesMax);
  expect(limits.windowBytesMax).toBeLessThanOrEqual(limits.askedBytesMax / 2);
});

test("[T4] a link asks for more before it runs dry, and holds more than one frame", () => {
  expect(limits.lowWaterBytes).toBeLessThan(limits.highWaterBytes);
  expect(limits.frameBytesMax).toBeLessThan(limits.lowWaterBytes);
});

test("[S9] a socket that beats is never idle", () => {
  expect(2 * (limits.beatEveryMs + limits.beatWithinMs)).toBeLessThanOrEqual(1000 * limits.socketIdleSeconds);
});

test("an offset in the largest chunk fits the four bytes that a frame has for it", () => {
  const largest = shareOfSizes("0".repeat(32), limits.shareBytesMax);
  expect(chunkBytesOf(largest)).toBeLessThanOrEqual(2 ** 32);
});
