// How much each Chromium process grows, at the sharer and at the receiver, while a large file is sent, received and saved, with real profiles
// on the disk.
//   bun bench/memory.ts [--mib=N] [--rung=opfs|indexeddb]   (both, if none is named; 4096 MiB to OPFS, 2048 to IndexedDB)
import { rm } from "node:fs/promises";
import { newRoom } from "../test/support/gathering.ts";
import { openSite } from "../test/support/site.ts";
import { type Browser, meet, openPair } from "./browsers.ts";
import { privateBytesOf, roleOf, treeOf } from "./cost.ts";
import { needDisk } from "./disk-room.ts";
import { lanAddress } from "./lan-address.ts";
import { perform, type Stage } from "./perform.ts";
import { choice, option } from "./ratio.ts";
import { letGo, untilShown } from "./shown.ts";

/** MiB that a browser process and a renderer may grow by, and how large the file is. */
const rungs = { opfs: { bound: 64, mib: 4096 }, indexeddb: { bound: 400, mib: 2048 } } as const;
type Rung = keyof typeof rungs;
const wanted = choice("rung");
const sampleEveryMs = 200;
/** What the page loads after it was entered is loaded by then. */
const settledMs = 2_000;
const MiB = 2 ** 20;

await perform(async (stage) => {
  for (const rung of ["opfs", "indexeddb"] as const) {
    if (wanted !== undefined && wanted !== rung) continue;
    // New browsers, which have received nothing before.
    const things = stage.things.use(new AsyncDisposableStack());
    await measure({ ...stage, things }, rung);
    await things.disposeAsync();
  }
});

async function measure(stage: Stage, rung: Rung): Promise<void> {
  const { bound, mib } = { ...rungs[rung], ...(choice("mib") === undefined ? {} : { mib: option("mib", 0) }) };
  // The file, the copy, and what "Save" makes of it.
  await needDisk(3 * mib * MiB);
  const host = rung === "opfs" ? "localhost" : lanAddress();
  const site = stage.things.use(await openSite({ host: "0.0.0.0" }));
  const browsers = await openPair(stage, rung);
  const url = await newRoom({ url: `http://${host}:${site.port}` });
  const { sharer, receiver } = await meet(browsers, [url, url]);
  const name = `large to ${rung}.bin`;
  const path = await stage.folder.make(name, mib * MiB);
  await Bun.sleep(settledMs);

  const growth = browsers.map(watchGrowth);
  await sharer.shares(path);
  await receiver.share(name).waitFor();
  const began = performance.now();
  await receiver.downloads(name);
  await untilShown(receiver, name, { state: "complete" });
  const received = performance.now();
  const [download] = await Promise.all([receiver.page.waitForEvent("download", { timeout: 60_000 }), receiver.presses(name, "Save")]);
  await download.path();
  const saved = performance.now();
  const [sharers, receivers] = growth.map((each) => each.stop()) as [Growth, Growth];

  const judged = [...sharers, ...receivers].filter(({ role }) => role === "browser" || role === "renderer");
  const most = Math.max(...judged.map(({ bytes }) => bytes)) / MiB;
  const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`;
  console.log(
    `memory, ${mib} MiB to ${rung}: ${(most / bound).toFixed(2)} of the bound of ${bound} MiB for each browser process and each renderer`,
  );
  console.log(`  received in ${seconds(received - began)}, saved in ${seconds(saved - received)}`);
  for (const [who, grown] of [["sharer", sharers] as const, ["receiver", receivers] as const])
    for (const { role, pid, bytes } of [...grown].sort((a, b) => b.bytes - a.bytes))
      console.log(`  ${who}'s ${role} (${pid}): ${bytes < 0 ? "" : "+"}${(bytes / MiB).toFixed(0)} MiB`);
  await letGo(sharer, receiver, name);
  await rm(path);
}

type Growth = readonly { readonly role: string; readonly pid: number; readonly bytes: number }[];

/** Watches a browser's processes from now on. `stop` returns by how many bytes each has grown at its largest. */
function watchGrowth({ pid: root }: Browser) {
  const seen = new Map<number, { role: string; first: number; most: number }>();
  const sample = () => {
    for (const { pid, command } of treeOf(root)) {
      const bytes = privateBytesOf(pid);
      const known = seen.get(pid);
      if (known === undefined) seen.set(pid, { role: roleOf(command), first: bytes, most: bytes });
      else known.most = Math.max(known.most, bytes);
    }
  };
  sample();
  const timer = setInterval(sample, sampleEveryMs);
  return {
    stop(): Growth {
      clearInterval(timer);
      return [...seen].map(([pid, { role, first, most }]) => ({ role, pid, bytes: most - first }));
    },
  };
}
