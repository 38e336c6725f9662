// What a curl sends to another curl through the server, against the same through a bare server that hands one body on as the other's, in interleaved
// pairs; and what the server holds meanwhile, also for receivers who take next to nothing.
//   bun bench/pipe.ts [--mib=1024] [--rounds=9] [--slow=8]
import { pipesPerRoomMax } from "../protocol/limits.ts";
import { curl } from "../test/support/curl.ts";
import { piperIn } from "../test/support/piper.ts";
import { openSite } from "../test/support/site.ts";
import { cpuMsOf, privateBytesOf } from "./cost.ts";
import { needDisk } from "./disk-room.ts";
import { perform, type Stage } from "./perform.ts";
import { inTurns, judged, option, spreadOf, told } from "./ratio.ts";

const mib = option("mib", 1024);
const rounds = option("rounds", 9);
const slow = Math.min(option("slow", 8), pipesPerRoomMax);
const MiB = 2 ** 20;
const bytes = mib * MiB;
/** A quick pipe leaves much to the collector; a slow one is held back by its receiver. */
const bounds = { ratio: 0.8, growthMib: 64, slowMib: 24 };
/** How long slow receivers are watched. */
const slowMs = 5_000;

/** Without curl's own pause of a second before a large body. */
const atOnce = ["-H", "Expect:"];

await perform(async (stage) => {
  await needDisk(bytes);
  const path = await stage.folder.make("pipe.bin", bytes);
  const site = stage.things.use(await openSite({ host: "127.0.0.1", flags: ["--pipe=on"] }));
  const bare = await startBarePipe(stage);
  const piper = await piperIn(site.url, "bench");

  const ours = async () => {
    const sent = curl(["-T", path, ...atOnce, `${site.url}/r/bench/f/`]);
    const { link } = await piper.offered();
    const ms = await taken([sent, link]);
    await piper.over();
    return ms;
  };
  const limit = (round: number) => async () => {
    const link = `${bare.url}/${round}`;
    const sent = curl(["-T", path, ...atOnce, link]);
    await Bun.sleep(100);
    return taken([sent, link]);
  };

  const found = { ratios: [] as number[], ours: [] as number[], bare: [] as number[], cpu: [] as number[], bareCpu: [] as number[] };
  const growth: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const watching = watchGrowth(site.pid);
    const [mine, other] = await inTurns(round, [() => costing(ours, site.pid), () => costing(limit(round), bare.pid)]);
    growth.push(watching.stop());
    found.ratios.push(other.ms / mine.ms);
    found.ours.push(bytes / 1e3 / mine.ms);
    found.bare.push(bytes / 1e3 / other.ms);
    found.cpu.push(mine.cpuMs / mib);
    found.bareCpu.push(other.cpuMs / mib);
  }
  console.log(
    `curl to curl, ${mib} MiB, server / bare server: ${judged(spreadOf(found.ratios), { atLeast: bounds.ratio })}, of ${rounds} pairs`,
  );
  console.log(`  MB/s: ours ${told(spreadOf(found.ours), 0)}, bare ${told(spreadOf(found.bare), 0)}`);
  console.log(`  the server's processor ms per MiB: ours ${told(spreadOf(found.cpu))}, bare ${told(spreadOf(found.bareCpu))}`);
  const grown = growth.map((each) => each / MiB / bounds.growthMib);
  console.log(`the server's growth meanwhile: ${judged(spreadOf(grown), { atMost: 1 })}, of ${bounds.growthMib} MiB`);

  const watching = watchGrowth(site.pid);
  for (let i = 0; i < slow; i++) {
    const sent = curl(["-T", path, ...atOnce, `${site.url}/r/bench/f/`]);
    stage.things.defer(() => sent[Symbol.asyncDispose]());
    const { link } = await piper.offered();
    const got = curl(["--limit-rate", "50k", "-o", "/dev/null", link]);
    stage.things.defer(() => got[Symbol.asyncDispose]());
  }
  await Bun.sleep(slowMs);
  const each = watching.stop() / slow / MiB;
  console.log(
    `the server's growth for each of ${slow} slow receivers: ${judged(spreadOf([each / bounds.slowMib]), { atMost: 1 })}, of ${bounds.slowMib} MiB`,
  );
});

async function startBarePipe({ things }: Stage): Promise<{ readonly url: string; readonly pid: number }> {
  const server = Bun.spawn([process.execPath, "bench/bare-pipe.ts"], { stdout: "pipe" });
  things.defer(() => server.kill());
  return { url: new TextDecoder().decode((await server.stdout.getReader().read()).value).trim(), pid: server.pid };
}

/** Milliseconds until both ends are done. */
async function taken([sent, link]: readonly [ReturnType<typeof curl>, string]): Promise<number> {
  const began = performance.now();
  const got = curl(["-o", "/dev/null", "-w", "%{size_download}", link]);
  const [{ code, printed }, end] = await Promise.all([got.ended, sent.ended]);
  if (code !== 0 || end.code !== 0 || Number(printed) !== bytes) throw new Error(`it did not come whole: ${printed} ${end.printed}`);
  return performance.now() - began;
}

async function costing(move: () => Promise<number>, pid: number): Promise<{ ms: number; cpuMs: number }> {
  const before = cpuMsOf([pid]);
  const ms = await move();
  return { ms, cpuMs: cpuMsOf([pid]) - before };
}

/** `stop` returns by how many bytes the process had grown at its largest. */
function watchGrowth(pid: number): { stop(): number } {
  const before = privateBytesOf(pid);
  let most = 0;
  const timer = setInterval(() => (most = Math.max(most, privateBytesOf(pid) - before)), 100);
  return {
    stop() {
      clearInterval(timer);
      return most;
    },
  };
}
