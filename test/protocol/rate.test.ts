import { expect, test } from "bun:test";
import { type Bucket, take } from "../../protocol/rate.ts";

/** How often of `times` somebody may, all at `now`. */
function taken(
  bucket: Bucket | undefined,
  times: number,
  now: number,
  perSecond: number,
  burst: number,
): readonly [Bucket | undefined, number] {
  let [left, granted] = [bucket, 0];
  for (let i = 0; i < times; i++) {
    const [after, may] = take(left, now, perSecond, burst);
    left = after;
    if (may) granted++;
  }
  return [left, granted];
}

test("[S8] a burst is granted, and no more than that", () => {
  expect(taken(undefined, 20, 1000, 2, 5)[1]).toBe(5);
});

test("[S8] what flows in is granted again, up to the burst", () => {
  const [empty] = taken(undefined, 5, 0, 2, 5);
  const [next, granted] = taken(empty, 9, 1000, 2, 5);
  expect(granted).toBe(2);
  expect(taken(next, 9, 3_600_000, 2, 5)[1]).toBe(5);
});

test("[S8] asking in vain costs nothing, and time adds up however small its steps", () => {
  let [bucket] = taken(undefined, 5, 0, 1, 5);
  let granted = 0;
  for (let now = 100; now <= 10_000; now += 100) {
    const [after, may] = take(bucket, now, 1, 5);
    bucket = after;
    if (may) granted++;
  }
  expect(granted).toBeWithin(9, 11);
});
