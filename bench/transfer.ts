// A file between two Chromium processes through the real page — verified and stored — against one bare data channel, in interleaved pairs.
//   bun bench/transfer.ts [--mib=512] [--rounds=9]
import { rm } from "node:fs/promises";
import { newRoom } from "../test/support/gathering.ts";
import { openSite } from "../test/support/site.ts";
import { meet, openBlank, openPair } from "./browsers.ts";
import { cpuMsOf } from "./cost.ts";
import { needDisk } from "./disk-room.ts";
import { perform } from "./perform.ts";
import { inTurns, option, spreadOf, told } from "./ratio.ts";
import { connectRaw, sendRaw } from "./raw-channel.ts";
import { letGo, timeToReceive } from "./shown.ts";

const mib = option("mib", 512);
const rounds = option("rounds", 9);
const bytes = mib * 2 ** 20;

await perform(async (stage) => {
  await needDisk(2 * bytes);
  const site = stage.things.use(await openSite());
  const browsers = await openPair(stage);
  const [from, to] = [await openBlank(browsers[0], site), await openBlank(browsers[1], site)];
  await connectRaw(from, to);
  const url = await newRoom(site);
  const { sharer, receiver } = await meet(browsers, [url, url]);

  const measured = async (move: () => Promise<number>) => {
    const cpu = () => cpuMsOf(browsers.map(({ pid }) => pid));
    const before = cpu();
    const ms = await move();
    return { ms, cpu: cpu() - before };
  };

  const ratios: number[] = [];
  const figures = { rawSpeed: [] as number[], speed: [] as number[], rawCpu: [] as number[], cpu: [] as number[] };
  for (let round = 0; round < rounds; round++) {
    const name = `bench ${round}.bin`;
    const path = await stage.folder.make(name, bytes);
    await sharer.shares(path);
    await receiver.share(name).waitFor();
    const [bare, ours] = await inTurns(round, [
      () => measured(() => sendRaw(from, to, bytes)),
      () => measured(() => timeToReceive(receiver, name)),
    ]);
    const speed = ({ ms }: { ms: number }) => (mib * 1000) / ms;
    ratios.push(bare.ms / ours.ms);
    figures.rawSpeed.push(speed(bare));
    figures.speed.push(speed(ours));
    figures.rawCpu.push(bare.cpu / mib);
    figures.cpu.push(ours.cpu / mib);
    console.log(
      `round ${round + 1}: raw ${speed(bare).toFixed(1)} MiB/s, page ${speed(ours).toFixed(1)} MiB/s, ratio ${(bare.ms / ours.ms).toFixed(2)}`,
    );
    await letGo(sharer, receiver, name);
    await rm(path);
  }
  console.log(`transfer of ${mib} MiB, page / raw channel: ${told(spreadOf(ratios))} of ${rounds} pairs`);
  console.log(`  MiB/s: page ${told(spreadOf(figures.speed), 1)}, raw ${told(spreadOf(figures.rawSpeed), 1)}`);
  console.log(`  processor ms per MiB: page ${told(spreadOf(figures.cpu), 1)}, raw ${told(spreadOf(figures.rawCpu), 1)}`);
});
