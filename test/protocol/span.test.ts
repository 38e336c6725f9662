import { expect, test } from "bun:test";
import fc from "fast-check";
import { countIn, covers, each, firstFrom, inBoth, type Span, type Spans, without, withoutSpan, withSpan } from "../../protocol/span.ts";
import { propertyRuns } from "../support/mutated.ts";

test("spans that touch or overlap become one", () => {
  expect(withSpan([[0, 2]], [2, 4])).toEqual([[0, 4]]);
  const between = withSpan(
    [
      [0, 2],
      [6, 8],
    ] as Spans,
    [1, 7],
  );
  expect(between).toEqual([[0, 8]]);
});

test("spans apart from each other stay in order", () => {
  expect(withSpan([[4, 5]], [0, 2])).toEqual([
    [0, 2],
    [4, 5],
  ]);
});

test("[R1] spans agree with a set of bytes", () => {
  const spans = fc.array(
    fc.tuple(fc.nat({ max: 60 }), fc.integer({ min: 1, max: 12 })).map(([from, length]): Span => [from, from + length]),
    { maxLength: 12 },
  );
  fc.assert(
    fc.property(spans, fc.nat({ max: 60 }), fc.integer({ min: 1, max: 12 }), (all, from, length) => {
      const here = new Set<number>();
      for (const [low, high] of all) for (let byte = low; byte < high; byte++) here.add(byte);
      const merged = all.reduce<Spans>((sum, span) => withSpan(sum, span), []);
      expect(countIn(merged)).toBe(here.size);
      const wanted = Array.from({ length }, (_, i) => from + i);
      expect(covers(merged, [from, from + length])).toBe(wanted.every((byte) => here.has(byte)));
    }),
    propertyRuns,
  );
});

test("[R12] [R14] taking away, what is in both, and what comes next agree with sets", () => {
  const spans = fc
    .array(fc.tuple(fc.nat({ max: 40 }), fc.integer({ min: 1, max: 9 })), { maxLength: 8 })
    .map((some) => some.reduce<Spans>((sum, [from, length]) => withSpan(sum, [from, from + length]), []));
  const setOf = (all: Spans) => new Set(all.flatMap(([from, to]) => Array.from({ length: to - from }, (_, i) => from + i)));
  fc.assert(
    fc.property(spans, spans, fc.nat({ max: 50 }), (some, others, at) => {
      const [one, other] = [setOf(some), setOf(others)];
      expect([...each(some)]).toEqual([...one].sort((a, b) => a - b));
      expect(setOf(inBoth(some, others))).toEqual(new Set([...one].filter((number) => other.has(number))));
      expect(setOf(without(some, others))).toEqual(new Set([...one].filter((number) => !other.has(number))));
      expect(setOf(withoutSpan(some, [at, at + 5]))).toEqual(new Set([...one].filter((number) => number < at || number >= at + 5)));
      expect(firstFrom(some, at)).toBe([...one].sort((a, b) => a - b).find((number) => number >= at));
    }),
    propertyRuns,
  );
});
