import { expect, test } from "bun:test";
import fc from "fast-check";
import { bytesIn, covers, type Span, type Spans, withSpan } from "../../protocol/span.ts";
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
      expect(bytesIn(merged)).toBe(here.size);
      const wanted = Array.from({ length }, (_, i) => from + i);
      expect(covers(merged, [from, from + length])).toBe(wanted.every((byte) => here.has(byte)));
    }),
    propertyRuns,
  );
});
