// A file between two Chromium processes through the server's relay — sealed, verified and stored — against the same bytes through a bare WebSocket
// relay, and against one bare data channel, in turns; and what each relayed GiB costs the server.
//   bun bench/relay.ts [--mib=512] [--rounds=5]
import { rm } from "node:fs/promises";
import { newRoom } from "../test/support/gathering.ts";
import { openSite } from "../test/support/site.ts";
import { meet, openPair } from "./browsers.ts";
import { cpuMsOf } from "./cost.ts";
import { needDisk } from "./disk-room.ts";
import { perform } from "./perform.ts";
import { inTurns, judged, option, spreadOf, told } from "./ratio.ts";
import { connectRaw, sendRaw } from "./raw-channel.ts";
import { sendRelayed, startBareRelay } from "./raw-relay.ts";
import { letGo, timeToReceive } from "./shown.ts";

const mib = option("mib", 512);
const rounds = option("rounds", 5);
const bytes = mib * 2 ** 20;
const bounds = { overBare: 0.8, overRaw: 2 };

await perform(async (stage) => {
  await needDisk(2 * bytes);
  const site = stage.things.use(await openSite({ flags: ["--relay", "prefer"] }));
  const bare = await startBareRelay(stage);
  const browsers = await openPair(stage);
  // Without the site's rules, which let no page speak to another server.
  const blanks = [await browsers[0].context.newPage(), await browsers[1].context.newPage()] as const;
  await connectRaw(...blanks);
  const url = await newRoom(site);
  const { sharer, receiver } = await meet(browsers, [url, url], undefined, "relayed");

  const found = { overBare: [] as number[], overRaw: [] as number[], page: [] as number[], bare: [] as number[], raw: [] as number[] };
  const cpu = { server: [] as number[], browsers: [] as number[] };
  for (let round = 0; round < rounds; round++) {
    const name = `relayed ${round}.bin`;
    const path = await stage.folder.make(name, bytes);
    await sharer.shares(path);
    await receiver.share(name).waitFor();
    const through = async () => {
      const before = [cpuMsOf([site.pid]), cpuMsOf(browsers.map(({ pid }) => pid))];
      const ms = await timeToReceive(receiver, name);
      cpu.server.push(((cpuMsOf([site.pid]) - (before[0] ?? 0)) * 1024) / mib / 1000);
      cpu.browsers.push((cpuMsOf(browsers.map(({ pid }) => pid)) - (before[1] ?? 0)) / mib);
      return ms;
    };
    const raw = await sendRaw(...blanks, bytes);
    const [ours, relay] = await inTurns(round, [through, () => sendRelayed(...blanks, bare.url, bytes)]);
    found.overBare.push(relay / ours);
    found.overRaw.push(raw / ours);
    for (const [list, ms] of [
      [found.page, ours],
      [found.bare, relay],
      [found.raw, raw],
    ] as const)
      list.push((mib * 1000) / ms);
    console.log(
      `round ${round + 1}: page ${found.page.at(-1)?.toFixed(1)}, bare relay ${found.bare.at(-1)?.toFixed(1)}, raw channel ${found.raw.at(-1)?.toFixed(1)} MiB/s`,
    );
    await letGo(sharer, receiver, name);
    await rm(path);
  }
  console.log(
    `relay of ${mib} MiB, page / bare relay: ${judged(spreadOf(found.overBare), { atLeast: bounds.overBare })}, of ${rounds} rounds`,
  );
  console.log(`  page / raw channel: ${judged(spreadOf(found.overRaw), { atLeast: bounds.overRaw })}`);
  console.log(
    `  MiB/s: page ${told(spreadOf(found.page), 1)}, bare relay ${told(spreadOf(found.bare), 1)}, raw ${told(spreadOf(found.raw), 1)}`,
  );
  console.log(
    `  processor: server ${told(spreadOf(cpu.server))} s per relayed GiB; browsers ${told(spreadOf(cpu.browsers), 1)} ms per MiB`,
  );
});
