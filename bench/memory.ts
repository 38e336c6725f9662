// How much each Chromium process of the receiver grows while it receives and saves a large file, with a real profile on the disk.
//   bun bench/memory.ts [--mib=2048] [--rung=opfs|indexeddb]   (both, if none is named)
import { temporaryFolder } from "../test/support/files.ts";
import { launchProfile, Person } from "../test/support/person.ts";
import { openSite } from "../test/support/site.ts";
import { privateBytesOf, roleOf, treeOf } from "./cost.ts";
import { lanAddress } from "./lan-address.ts";
import { option } from "./ratio.ts";

const mib = option("mib", 2048);
const wanted = process.argv.find((each) => each.startsWith("--rung="))?.slice(7);
const sampleEveryMs = 200;
/** MiB that no process may grow by. */
const bounds = { opfs: 100, indexeddb: 400 } as const;

for (const rung of ["opfs", "indexeddb"] as const) if (wanted === undefined || wanted === rung) await measure(rung);
process.exit(0);

async function measure(rung: keyof typeof bounds): Promise<void> {
  await using folder = await temporaryFolder();
  const host = rung === "opfs" ? "localhost" : lanAddress();
  await using site = await openSite({ host: "0.0.0.0" });
  const url = `http://${host}:${site.port}/r/memory`;
  const sharing = await launchProfile(`${folder.path}/sharer`);
  const before = new Set(treeOf(process.pid).map(({ pid }) => pid));
  const receiving = await launchProfile(`${folder.path}/receiver`);
  const root = treeOf(process.pid).find(({ pid, parent }) => parent === process.pid && !before.has(pid))?.pid ?? 0;

  const ann = new Person(await sharing.newPage());
  const ben = new Person(await receiving.newPage());
  await ann.enter(url, "Ann");
  await ben.enter(url, "Ben");
  await ben.sees("Ann", "direct");
  await ann.shares(await folder.make("large.bin", mib * 2 ** 20));
  await ben.share("large.bin").waitFor();

  const growth = watchGrowth(root);
  const began = performance.now();
  await ben.downloads("large.bin");
  await ben.shareIs("large.bin", "complete", 30 * 60_000);
  const received = performance.now();
  const [download] = await Promise.all([
    ben.page.waitForEvent("download", { timeout: 60_000 }),
    ben.share("large.bin").getByRole("button", { name: "Save" }).click(),
  ]);
  await download.path();
  const saved = performance.now();
  const grown = growth.stop();
  const most = Math.max(...grown.values()) / 2 ** 20;
  const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`;
  console.log(`memory, ${mib} MiB to ${rung}: ${(most / bounds[rung]).toFixed(2)} of the bound of ${bounds[rung]} MiB a process`);
  console.log(`  received in ${seconds(received - began)}, saved in ${seconds(saved - received)}`);
  for (const [process_, bytes] of [...grown].sort(([, a], [, b]) => b - a))
    console.log(`  ${process_}: +${(bytes / 2 ** 20).toFixed(0)} MiB`);
  await sharing.close();
  await receiving.close();
}

/** Watches a tree of processes from now on. `stop` returns by how many bytes each has grown at its largest. */
function watchGrowth(root: number) {
  const first = new Map<string, number>();
  const most = new Map<string, number>();
  const sample = () => {
    for (const { pid, command } of treeOf(root)) {
      const name = `${roleOf(command)} (${pid})`;
      const bytes = privateBytesOf(pid);
      if (!first.has(name)) first.set(name, bytes);
      most.set(name, Math.max(most.get(name) ?? 0, bytes));
    }
  };
  sample();
  const timer = setInterval(sample, sampleEveryMs);
  return {
    stop() {
      clearInterval(timer);
      return new Map([...most].map(([name, bytes]) => [name, bytes - (first.get(name) ?? 0)]));
    },
  };
}
