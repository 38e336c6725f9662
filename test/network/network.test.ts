// Whole participants and a server, joined in memory: a seed moves the network, a virtual clock the time.
import { expect, test } from "bun:test";
import { liveThrough } from "./network.ts";

const { ROOMCP_SEED: single, ROOMCP_SEEDS: count = "1000" } = process.env;
const seeds = single === undefined ? Array.from({ length: Number(count) }, (_, index) => index + 1) : [Number(single)];

/** Networks that once broke a rule, and what was wrong. */
const regressions: readonly (readonly [seed: number, found: string])[] = [
  [9, "the transfers of a new page met the numbers of the page before it, and were never answered"],
  [23, "a withdrawal that a lost link swallowed was never heard of"],
  [59, "a connection that was not there was ended"],
  [65, "an owner waited forever for a receiver whose last word was lost"],
  [341, "a server that never answered `join` was waited for without end"],
  [717, "what was said while somebody was thought to be gone never reached them"],
  [1215, "what a failed transfer had kept was discarded twice"],
  [2405, "the late goodbye of an old page made the new one count as away"],
];

const happened = new Map<string, number>();

function live(seed: number): void {
  try {
    for (const [what, times] of liveThrough(seed)) happened.set(what, (happened.get(what) ?? 0) + times);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Error(`seed ${seed}: ${why}\nAgain: ROOMCP_SEED=${seed} npx bun test test/network`, { cause: error });
  }
}

for (const [seed, found] of regressions) test(`[I1] [I2] [I3] [I4] seed ${seed}: ${found}`, () => live(seed));

const name = single === undefined ? `${count} seeded networks` : `the network of seed ${single}`;
test(`[I1] [I2] [I3] [I4] ${name} keep every promise once they are calm`, () => seeds.forEach(live), 120_000);

test.skipIf(seeds.length < 200)("the networks were in trouble, and much was done in them all the same", () => {
  const often = ["frame dropped", "frame doubled", "frame overtaken", "frame corrupted in its head", "frame corrupted in its payload"];
  const links = [
    "link interrupted",
    "link cut",
    "link broken",
    "link not made",
    "link restarted",
    "offer rolled back",
    "control message lost",
  ];
  const sockets = ["socket cut", "socket gone mute", "server restarted", "socket closed: replaced"];
  const pages = ["page asleep", "page left", "page crashed", "page reloaded", "file changed"];
  const well = ["envelope delivered", "frame arrived", "chunk dropped", "chunk stored", "transfer complete", "message heard"];
  for (const what of [...often, ...links, ...sockets, ...pages, ...well]) {
    expect(`${what}: ${(happened.get(what) ?? 0) > seeds.length / 20}`).toBe(`${what}: true`);
  }
  expect(happened.get("transfer complete")).toBeGreaterThan(2 * seeds.length);
  expect(happened.get("message heard")).toBeGreaterThan(5 * seeds.length);
});
