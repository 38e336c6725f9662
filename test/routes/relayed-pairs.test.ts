import { expect, test } from "bun:test";
import { openRelayedPairs } from "../../routes/relayed-pairs.ts";

test("a pair counts once, whoever of the two speaks, and for a minute after the last word", () => {
  let now = 0;
  const pairs = openRelayedPairs(() => now);
  pairs.passed("a", "b");
  pairs.passed("b", "a");
  pairs.passed("b", "c");
  expect(pairs.count()).toBe(2);
  now = 30_000;
  pairs.passed("a", "b");
  now = 60_000;
  expect(pairs.count()).toBe(1);
  now = 90_000;
  expect(pairs.count()).toBe(0);
});
