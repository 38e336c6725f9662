import { expect, test } from "bun:test";
import { openGate } from "../../routes/gate.ts";

test("[S8] an address may do what it may in a minute, and then no more until time has passed", () => {
  let now = 0;
  const may = openGate(3, () => now);
  expect([1, 2, 3, 4].map(() => may("192.0.2.1"))).toEqual([true, true, true, false]);
  expect(may("192.0.2.2")).toBe(true);
  now = 20_000;
  expect([may("192.0.2.1"), may("192.0.2.1")]).toEqual([true, false]);
});

test("[S8] whoever has been quiet is forgotten once there are many, and nobody else", () => {
  let now = 0;
  const may = openGate(1, () => now);
  may("192.0.2.1");
  now = 50_000;
  may("192.0.2.2");
  now = 100_000;
  for (let i = 0; i < 20_000; i++) may(`host-${i}`);
  expect([may("host-0"), may("host-19999")]).toEqual([false, false]);
});
