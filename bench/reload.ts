// What a reload of the receiver in the middle of a transfer costs, against the same transfer without, in interleaved pairs: time beyond what
// the page takes to load, and bytes that are sent again.
//   bun bench/reload.ts [--mib=1024] [--rounds=5]
import { rm } from "node:fs/promises";
import { windowBytesMax } from "../protocol/limits.ts";
import { newRoom } from "../test/support/gathering.ts";
import type { Person } from "../test/support/person.ts";
import { openSite } from "../test/support/site.ts";
import { meet, openPair } from "./browsers.ts";
import { needDisk } from "./disk-room.ts";
import { countMoved, movedIn } from "./moved.ts";
import { perform } from "./perform.ts";
import { inTurns, judged, option, spreadOf, told } from "./ratio.ts";
import { letGo, timeToReceive, untilShown } from "./shown.ts";

const mib = option("mib", 1024);
const rounds = option("rounds", 5);
const bytes = mib * 2 ** 20;
const MiB = 2 ** 20;
/** Seconds lost, and windows sent again, at the most. */
const bounds = { seconds: 3, windows: 2 };

await perform(async (stage) => {
  await needDisk(4 * bytes);
  const site = stage.things.use(await openSite());
  const browsers = await openPair(stage);
  const url = await newRoom(site);
  const { sharer, receiver } = await meet(browsers, [url, url], countMoved);

  const received = async (name: string, receive: (name: string) => Promise<Received>) => {
    const path = await stage.folder.make(name, bytes);
    await sharer.shares(path);
    await receiver.share(name).waitFor();
    const before = (await movedIn(sharer.page)).sent;
    const result = await receive(name);
    const again = (await movedIn(sharer.page)).sent - before - bytes;
    await letGo(sharer, receiver, name);
    await rm(path);
    return { ...result, again };
  };

  const found = { lost: [] as number[], load: [] as number[], plain: [] as number[], again: [] as number[], window: [] as number[] };
  for (let round = 0; round < rounds; round++) {
    const [plain, reloaded] = await inTurns(round, [
      () => received(`plain ${round}.bin`, (name) => straight(receiver, name)),
      () => received(`reloaded ${round}.bin`, (name) => withReload(receiver, name)),
    ]);
    const lost = reloaded.ms - plain.ms - reloaded.loadMs;
    const window = Math.max(plain.window, reloaded.window);
    found.lost.push(lost / 1000);
    found.load.push(reloaded.loadMs / 1000);
    found.plain.push(plain.ms / 1000);
    found.again.push(reloaded.again / MiB);
    found.window.push(window / MiB);
    console.log(
      `round ${round + 1}: ${(plain.ms / 1000).toFixed(1)} s without, ${(reloaded.ms / 1000).toFixed(1)} s with a reload of ${(reloaded.loadMs / 1000).toFixed(1)} s; ${(reloaded.again / MiB).toFixed(1)} MiB sent again (${(plain.again / MiB).toFixed(1)} without)`,
    );
  }
  const part = (of: readonly number[], whole: (i: number) => number) => spreadOf(of.map((each, i) => each / whole(i)));
  const seconds = judged(
    part(found.lost, () => bounds.seconds),
    { atMost: 1 },
  );
  console.log(`reload at half of ${mib} MiB, time lost, of ${bounds.seconds} s: ${seconds}, of ${rounds} pairs`);
  console.log(
    `  seconds: lost ${told(spreadOf(found.lost))}, the page's own load ${told(spreadOf(found.load))}, all without ${told(spreadOf(found.plain))}`,
  );
  const windows = part(found.again, (i) => bounds.windows * (found.window[i] ?? Number.NaN));
  console.log(`  bytes sent again, of ${bounds.windows} of the largest windows seen: ${judged(windows, { atMost: 1 })}`);
  console.log(
    `  MiB: sent again ${told(spreadOf(found.again), 1)}, most outstanding at one time ${told(spreadOf(found.window), 1)}; no window is larger than ${windowBytesMax / MiB}`,
  );
});

/** `window`: the most bytes that were outstanding. */
type Received = { readonly ms: number; readonly loadMs: number; readonly window: number };

async function straight(receiver: Person, name: string): Promise<Received> {
  const ms = await timeToReceive(receiver, name);
  return { ms, loadMs: 0, window: (await movedIn(receiver.page)).outstanding };
}

async function withReload(receiver: Person, name: string): Promise<Received> {
  const half = untilShown(receiver, name, { percent: 50 });
  const began = performance.now();
  await receiver.downloads(name);
  await half;
  const before = (await movedIn(receiver.page)).outstanding;
  await receiver.page.reload();
  const loadMs = await receiver.page.evaluate(
    () => (performance.getEntriesByType("navigation")[0] as PerformanceNavigationTiming).loadEventEnd,
  );
  await untilShown(receiver, name, { state: "complete" });
  const ms = performance.now() - began;
  return { ms, loadMs, window: Math.max(before, (await movedIn(receiver.page)).outstanding) };
}
