// Whole participants and a server, joined in memory: a seed moves the network, a virtual clock the time. A seed means another network as
// soon as chance is asked once more, so what one of them found becomes a test of its own in `test/protocol`.
import { expect, test } from "bun:test";
import { cpus } from "node:os";
import type { Shift } from "./shift.ts";

const { ROOMCP_SEED: single, ROOMCP_SEEDS: count = "600" } = process.env;
const seeds = single === undefined ? Array.from({ length: Number(count) }, (_, index) => index + 1) : [Number(single)];

const happened = new Map<string, number>();

function inShifts(): Promise<readonly Shift[]> {
  const shifts = Math.max(1, cpus().length);
  return Promise.all(
    Array.from({ length: shifts }, (_, shift) => {
      const worker = new Worker(new URL("shift.ts", import.meta.url));
      return new Promise<Shift>((resolve, reject) => {
        worker.onmessage = ({ data }: MessageEvent<Shift>) => resolve(data);
        worker.onerror = (error) => reject(new Error(error.message));
        worker.postMessage(seeds.filter((_, index) => index % shifts === shift));
      }).finally(() => worker.terminate());
    }),
  );
}

const name = single === undefined ? `${count} seeded networks` : `the network of seed ${single}`;
test(`[I1] [I2] [I3] [I4] [I5] [I6] [I7] [I8] ${name} keep every promise once they are calm`, async () => {
  for (const { counts, broken } of await inShifts()) {
    if (broken !== undefined)
      throw new Error(`seed ${broken.seed}: ${broken.why}\nAgain: ROOMCP_SEED=${broken.seed} npx bun test test/network`);
    for (const [what, times] of counts) happened.set(what, (happened.get(what) ?? 0) + times);
  }
}, 600_000);

test.skipIf(seeds.length < 200)("the networks were in trouble, and much was done in them all the same", () => {
  const often = ["frame dropped", "frame doubled", "frame overtaken", "frame corrupted in its head", "frame corrupted in its payload"];
  const links = [
    "link interrupted",
    "link cut",
    "link broken",
    "link not made",
    "link restarted",
    "link to somebody who describes once",
    "offer rolled back",
    "control message lost",
  ];
  const relayed = [
    "relayed path made",
    "relayed control opened",
    "relayed frame opened",
    "relay's socket cut",
    "talk over relay",
    "talk over direct",
  ];
  const sockets = ["socket cut", "socket gone mute", "server restarted", "socket closed: replaced"];
  const pages = ["page asleep", "page left", "page crashed", "page reloaded", "file changed", "share offered again"];
  const held = [
    "transfer held or let go on",
    "transfer paused or resumed",
    "transfer continued",
    "transfer held in calm",
    "transfer waits",
  ];
  const disks = [
    "chunks found on the disk",
    "disk failed at any step",
    "disk full at once",
    "place lost",
    "share of a liar",
    "chunk read falsely",
  ];
  const streams = ["stream offered", "chunk of a stream read", "stream complete"];
  const well = [
    "portion of a manifest told",
    "envelope delivered",
    "frame arrived",
    "chunk dropped",
    "chunk stored",
    "transfer complete",
    "message heard",
    "direct message heard",
    "direct message told back",
    "ping answered",
    "picture seen",
  ];
  for (const what of [...often, ...links, ...relayed, ...sockets, ...pages, ...held, ...disks, ...streams, ...well]) {
    expect(`${what}: ${(happened.get(what) ?? 0) > seeds.length / 20}`).toBe(`${what}: true`);
  }
  const rarely = [
    "chunk found damaged",
    "chunk hashed for its digest alone",
    "disk full midway",
    "disk slow",
    "transfer refused",
    "transfer failed: chunk-corrupt",
    "transfer failed: share-mismatch",
    "transfer failed: source-changed",
    "transfer failed: no-space",
    "stream slow",
    "stream stream-taken",
    "stream stream-broken",
  ];
  for (const what of rarely) expect(`${what}: ${(happened.get(what) ?? 0) > seeds.length / 2_000}`).toBe(`${what}: true`);
  expect(happened.get("transfer complete")).toBeGreaterThan(2 * seeds.length);
  expect(happened.get("message heard")).toBeGreaterThan(5 * seeds.length);
});
