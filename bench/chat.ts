// How long a message takes from one page to another while a file is on its way between the same two, against the same at rest.
//   bun bench/chat.ts [--mib=256] [--rounds=5] [--rest=5]   (rest: seconds of talk at rest)
import { rm } from "node:fs/promises";
import { newRoom } from "../test/support/gathering.ts";
import { openSite } from "../test/support/site.ts";
import { meet, openPair } from "./browsers.ts";
import { needDisk } from "./disk-room.ts";
import { perform } from "./perform.ts";
import { judged, option, spreadOf, told } from "./ratio.ts";
import { letGo, timeToReceive } from "./shown.ts";
import { talk } from "./talk.ts";

const mib = option("mib", 256);
const rounds = option("rounds", 5);
const restSeconds = option("rest", 5);
const boundMs = 200;
/** Not a divisor of anything that the page does at fixed times. */
const sayEveryMs = 137;

await perform(async (stage) => {
  await needDisk(3 * mib * 2 ** 20);
  const site = stage.things.use(await openSite());
  const url = await newRoom(site);
  const { sharer, receiver } = await meet(await openPair(stage), [url, url]);

  const meanwhile = async (deed: () => Promise<unknown>) => {
    const stop = await talk(sharer, receiver, sayEveryMs);
    await deed();
    return stop();
  };

  const all = { rest: [] as number[], busy: [] as number[] };
  const ratios: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const name = `chat ${round}.bin`;
    const path = await stage.folder.make(name, mib * 2 ** 20);
    await sharer.shares(path);
    await receiver.share(name).waitFor();
    const rest = await meanwhile(() => Bun.sleep(1000 * restSeconds));
    const busy = await meanwhile(() => timeToReceive(receiver, name));
    all.rest.push(...rest);
    all.busy.push(...busy);
    // The clock counts whole milliseconds, and at rest there may be none.
    ratios.push(spreadOf(busy).median / Math.max(1, spreadOf(rest).median));
    await letGo(sharer, receiver, name);
    await rm(path);
  }
  const [rest, busy] = [spreadOf(all.rest), spreadOf(all.busy)];
  const of = (ms: number) => spreadOf([ms / boundMs]);
  console.log(`chat beside a transfer of ${mib} MiB, of ${boundMs} ms, ${rounds} rounds, ${all.busy.length} messages`);
  console.log(`  median: ${judged(of(busy.median), { atMost: 1 })}`);
  console.log(`  worst: ${judged(of(busy.most), { atMost: 1 })}`);
  console.log(`  median / median at rest: ${told(spreadOf(ratios))}`);
  console.log(`  ms: beside the transfer ${told(busy, 0)}, at rest ${told(rest, 0)}`);
});
