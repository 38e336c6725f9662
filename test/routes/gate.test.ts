import { expect, test } from "bun:test";
import { openGate } from "../../routes/gate.ts";

test("[S8] an address may do what it may in a minute, and then no more until time has passed", () => {
  let now = 0;
  const may = openGate(
    () => 3,
    () => now,
  );
  expect([1, 2, 3, 4].map(() => may("192.0.2.1"))).toEqual([true, true, true, false]);
  expect(may("192.0.2.2")).toBe(true);
  now = 20_000;
  expect([may("192.0.2.1"), may("192.0.2.1")]).toEqual([true, false]);
});

test("[S8] a burst may be larger or smaller than what a minute allows", () => {
  let now = 0;
  const may = openGate(
    () => 60,
    () => now,
    2,
  );
  expect([1, 2, 3].map(() => may("192.0.2.1"))).toEqual([true, true, false]);
  now = 1_000;
  expect([may("192.0.2.1"), may("192.0.2.1")]).toEqual([true, false]);
  now = 60_000;
  expect([1, 2, 3].map(() => may("192.0.2.1"))).toEqual([true, true, false]);
});

test("[S8] nobody is forgotten who has not been quiet for long enough, however many there are", () => {
  let now = 0;
  const may = openGate(
    () => 1,
    () => now,
  );
  may("192.0.2.1");
  now = 50_000;
  may("192.0.2.2");
  now = 100_000;
  for (let i = 0; i < 20_000; i++) may(`host-${i}`);
  expect([may("192.0.2.2"), may("host-0"), may("host-19999")]).toEqual([false, false, false]);
  now = 159_999;
  expect([may("host-0"), may("host-19999")]).toEqual([false, false]);
});
