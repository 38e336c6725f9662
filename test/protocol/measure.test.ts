import { expect, test } from "bun:test";
import fc from "fast-check";
import { measuresOf, wholePercent } from "../../protocol/words/measure.ts";

test("0 to 100 percent, and 100 only when nothing is missing", () => {
  expect(wholePercent(0, 1000)).toBe(0);
  expect(wholePercent(9, 1000)).toBe(0);
  expect(wholePercent(10, 1000)).toBe(1);
  expect(wholePercent(999, 1000)).toBe(99);
  expect(wholePercent(2 ** 50 - 1, 2 ** 50)).toBe(99);
  expect(wholePercent(1000, 1000)).toBe(100);
  expect(wholePercent(2000, 1000)).toBe(100);
});

test("nothing of nothing is all of it", () => {
  expect(wholePercent(0, 0)).toBe(100);
});

test("percents are whole, and never go back while more arrives", () => {
  const whole = fc.integer({ min: 1, max: 2 ** 50 });
  fc.assert(
    fc.property(whole, fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true }), (total, one, other) => {
      const [less, more] = [Math.floor(Math.min(one, other) * total), Math.floor(Math.max(one, other) * total)];
      expect(Number.isInteger(wholePercent(less, total))).toBe(true);
      expect(wholePercent(less, total)).toBeLessThanOrEqual(wholePercent(more, total));
      if (more < total) expect(wholePercent(more, total)).toBeLessThan(100);
    }),
  );
});

test("sizes are written as people of the language write them", () => {
  const { bytes } = measuresOf("en");
  expect([0, 1, 999, 1000, 1500, 1e6, 1.25e9, 1e12, 2 ** 50].map(bytes)).toEqual([
    ...["0 bytes", "1 byte", "999 bytes", "1.0 kB", "1.5 kB", "1.0 MB", "1.3 GB", "1.0 TB", "1.1 PB"],
  ]);
  expect([2, 2.5e6].map(measuresOf("ja").bytes)).toEqual(["2 バイト", "2.5 MB"]);
});

test("larger than the largest unit is still a size", () => {
  expect(measuresOf("en").bytes(5e18)).toBe("5,000.0 PB");
});

test("times are rounded to what one wants to know, and are never nothing", () => {
  const { seconds } = measuresOf("en");
  expect([0, 0.2, 1, 59, 60, 89, 90, 3540, 3600, 5400].map(seconds)).toEqual([
    ...["1 sec", "1 sec", "1 sec", "59 sec", "1 min", "1 min", "2 min", "59 min", "1.0 hr", "1.5 hr"],
  ]);
  expect(measuresOf("ja").seconds(120)).toBe("2 分");
});

test("percents of a language", () => {
  expect(measuresOf("en").percent(999, 1000)).toBe("99%");
  expect(measuresOf("ja").percent(1, 1)).toBe("100%");
});

test("the time of day has hours and minutes", () => {
  const at = new Date(2026, 0, 2, 9, 5).getTime();
  expect(measuresOf("ja").clock(at)).toBe("09:05");
  expect(measuresOf("en").clock(at)).toContain("09:05");
});

test("milliseconds are whole, and never none: what takes less than one takes one", () => {
  const { milliseconds } = measuresOf("en");
  expect([0, 0.2, 1.4, 12.5, 1234].map(milliseconds)).toEqual(["1 ms", "1 ms", "1 ms", "13 ms", "1,234 ms"]);
});
