import { expect, test } from "bun:test";
import { askAgainMinMs, relayWindowBytesMax, windowBytesFirst, windowBytesMax, windowBytesMin } from "../../protocol/limits.ts";
import { lateAfterMs, newLine, newPace, type Path, speedOf, windowOf, withArrived, withBytes, withRoundTrip } from "../../protocol/line.ts";

/** A line on which `rate` bytes per millisecond came for six seconds, each part after `trip` milliseconds. */
function lineOf(rate: number, trip: number, path: Path = "direct") {
  let line = newLine(0, path);
  for (let now = 300; now <= 6000; now += 300) line = withRoundTrip(withArrived(line, rate * 300, now), trip, now);
  return line;
}

test("speed is bytes per second over the last periods, and 0 while nothing is known", () => {
  expect(speedOf(newPace(0))).toBe(0);
  expect(speedOf(withBytes(newPace(0), 500, 100))).toBe(0);
  expect(speedOf(lineOf(1000, 10).pace)).toBeCloseTo(1_000_000);
});

test("what was long ago does not count", () => {
  let pace = lineOf(1000, 10).pace;
  for (let now = 6300; now <= 9300; now += 300) pace = withBytes(pace, 0, now);
  expect(speedOf(pace)).toBe(0);
});

test("[R2] [L13] the window holds what is on a long way, a little more to look for more, and never leaves its bounds", () => {
  expect(windowOf(newLine(0), 0)).toBe(windowBytesFirst);
  const holds = 12_500 * 200;
  expect(windowOf(lineOf(12_500, 200), 6_000)).toBeWithin(holds, 2 * holds);
  expect(windowOf(lineOf(100, 1), 6_000)).toBe(windowBytesMin);
  expect(windowOf(lineOf(1_000_000, 1000), 6_000)).toBe(windowBytesMax);
  expect(windowOf(lineOf(1_000_000, 1000, "relay"), 6_000)).toBe(relayWindowBytesMax);
});

test("[R2] a short way still holds what covers a busy page's pause", () => {
  expect(windowOf(lineOf(15_000, 2), 6_000)).toBeGreaterThanOrEqual(15_000 * 100);
});

test("[R2] while the rate still rises the window looks for the line's end in larger steps", () => {
  const young = withRoundTrip(withArrived(newLine(0), 12_500 * 300, 300), 200, 300);
  expect(windowOf(young, 300)).toBeGreaterThan(1.5 * windowOf(lineOf(12_500, 200), 6_000));
});

test("[R2] the window follows the shortest way, not the queue that it makes, and forgets a way that is no more", () => {
  const line = lineOf(12_500, 200);
  const queued = withRoundTrip(line, 5_000, 6_100);
  expect(windowOf(queued, 6_100)).toBe(windowOf(line, 6_100));
  let other = line;
  for (let now = 6_300; now <= 40_000; now += 300) other = withRoundTrip(withArrived(other, 12_500 * 300, now), 400, now);
  expect(windowOf(other, 39_000)).toBeGreaterThan(1.5 * windowOf(line, 6_000));
});

test("[R2] now and then it asks for less for a moment, so that the true way shows", () => {
  const line = lineOf(12_500, 200);
  const at = { ...line, since: 10_000 };
  expect(windowOf(at, 10_100)).toBeLessThan(0.6 * windowOf(at, 11_000));
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
