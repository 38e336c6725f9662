import { expect, test } from "bun:test";
import { askAgainMinMs, windowBytesMax, windowBytesMin } from "../../protocol/limits.ts";
import { lateAfterMs, newLine, newPace, speedOf, windowOf, withBytes, withRoundTrip } from "../../protocol/line.ts";

/** A line on which `rate` bytes per millisecond came for three seconds, each part after `trip` milliseconds. */
function lineOf(rate: number, trip: number) {
  let line = newLine(0);
  for (let now = 300; now <= 3000; now += 300) {
    line = withRoundTrip({ ...line, pace: withBytes(line.pace, rate * 300, now) }, trip);
  }
  return line;
}

test("speed is bytes per second over the last periods, and 0 while nothing is known", () => {
  expect(speedOf(newPace(0))).toBe(0);
  expect(speedOf(withBytes(newPace(0), 500, 100))).toBe(0);
  expect(speedOf(lineOf(1000, 10).pace)).toBeCloseTo(1_000_000);
});

test("what was long ago does not count", () => {
  let pace = lineOf(1000, 10).pace;
  for (let now = 3300; now <= 6300; now += 300) pace = withBytes(pace, 0, now);
  expect(speedOf(pace)).toBe(0);
});

test("[R2] the window is twice what the line holds, within its bounds", () => {
  expect(windowOf(newLine(0))).toBe(windowBytesMin);
  expect(windowOf(lineOf(12_500, 200))).toBe(2 * 12_500 * 200);
  expect(windowOf(lineOf(100, 1))).toBe(windowBytesMin);
  expect(windowOf(lineOf(1_000_000, 1000))).toBe(windowBytesMax);
});

test("[R2] the window follows the shortest way, not the queue that it makes", () => {
  const line = lineOf(12_500, 200);
  expect(windowOf(withRoundTrip(line, 5_000))).toBe(windowOf(line));
});

test("[R5] a part is late after what the parts before it took, and each time after twice the wait", () => {
  const line = lineOf(1000, 4_000);
  const first = lateAfterMs(line, 1);
  expect(first).toBeGreaterThan(4_000);
  expect(first).toBeLessThan(3 * 4_000);
  expect([2, 3, 4].map((asks) => lateAfterMs(line, asks) / first)).toEqual([2, 4, 8]);
});

test("[R5] on a quick line a part is not called late at once", () => {
  expect(lateAfterMs(lineOf(100_000, 1), 1)).toBe(askAgainMinMs);
});
