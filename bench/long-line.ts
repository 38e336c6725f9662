// A file over a long line — 40 ms each way, 12.5 MB/s, a queue of 100 ms — through the real page, against one bare data channel that is kept
// full, in interleaved pairs, and against the line's rate; and how long chat takes meanwhile. Linux, as root, with a C compiler.
//   bun bench/long-line.ts [--mb=48] [--rounds=5] [--loss=0]   (loss in percent)
// Over plain HTTP, as the two hosts see the server at an address each: received bytes go to IndexedDB.
import { newRoom } from "../test/support/gathering.ts";
import { openFarHosts } from "../test/support/lab.ts";
import { openSite } from "../test/support/site.ts";
import { meet, openBlank, openBrowser } from "./browsers.ts";
import { needDisk } from "./disk-room.ts";
import { layLine, udpOverflows, whyNoLine } from "./line/line.ts";
import { perform } from "./perform.ts";
import { inTurns, judged, option, spreadOf, told } from "./ratio.ts";
import { connectRaw, sendRaw } from "./raw-channel.ts";
import { letGo, timeToReceive } from "./shown.ts";
import { talk } from "./talk.ts";

const mb = option("mb", 48);
const rounds = option("rounds", 5);
const line = { delayMs: 40, lossPercent: option("loss", 0), bytesPerSecond: 12.5e6, queueMs: 100 };
const bounds = { overRaw: 1.5, ofRate: 0.42, chatMs: 400 };
const sayEveryMs = 250;

const why = whyNoLine();
if (why !== undefined) {
  console.log(`The long line is left out: ${why}.`);
  process.exit(0);
}

await perform(async (stage) => {
  const bytes = mb * 1e6;
  await needDisk(3 * bytes);
  const [near, far] = stage.things.use(await openFarHosts(2)).hosts;
  if (near === undefined || far === undefined) throw new Error("two hosts are needed");
  await layLine(stage, [near, far], line);
  const site = stage.things.use(await openSite({ host: "0.0.0.0" }));
  const [nearSite, farSite] = [near, far].map(({ outside }) => ({ url: `http://${outside}:${site.port}` })) as [Seen, Seen];
  const browsers = [
    await openBrowser(stage, "sharer", { executablePath: near.wholeChromium }),
    await openBrowser(stage, "receiver", { executablePath: far.wholeChromium }),
  ] as const;
  const [from, to] = [await openBlank(browsers[0], nearSite), await openBlank(browsers[1], farSite)];
  await connectRaw(from, to);
  const url = new URL(await newRoom(nearSite));
  const { sharer, receiver } = await meet(browsers, [url.href, `${farSite.url}${url.pathname}${url.hash}`]);

  /** With how many UDP packets found their host too busy. */
  const watched = async <Result>(measure: () => Promise<Result>) => {
    const overflows = () => udpOverflows(near) + udpOverflows(far);
    const before = overflows();
    const result = await measure();
    return { result, overflows: overflows() - before };
  };
  const throughPage = async (name: string) => {
    const stop = await talk(sharer, receiver, sayEveryMs);
    const ms = await timeToReceive(receiver, name);
    return { ms, delay: spreadOf(await stop()) };
  };

  const found = { overRaw: [] as number[], speed: [] as number[], rawSpeed: [] as number[], chat: [] as number[] };
  const overflows = { page: 0, raw: 0 };
  for (let round = 0; round < rounds; round++) {
    const name = `far ${round}.bin`;
    await sharer.shares(await stage.folder.make(name, bytes));
    await receiver.share(name).waitFor();
    const [bare, ours] = await inTurns(round, [() => watched(() => sendRaw(from, to, bytes)), () => watched(() => throughPage(name))]);
    const { ms, delay } = ours.result;
    found.overRaw.push(bare.result / ms);
    found.speed.push(bytes / 1000 / ms);
    found.rawSpeed.push(bytes / 1000 / bare.result);
    found.chat.push(delay.median);
    overflows.page += ours.overflows;
    overflows.raw += bare.overflows;
    console.log(
      `round ${round + 1}: bare channel ${(bytes / 1000 / bare.result).toFixed(2)} MB/s, page ${(bytes / 1000 / ms).toFixed(2)} MB/s, chat ${told(delay, 0)} ms`,
    );
    await letGo(sharer, receiver, name);
  }
  const mbPerSecond = line.bytesPerSecond / 1e6;
  console.log(`long line, ${mb} MB with ${line.lossPercent} % loss, ${rounds} pairs`);
  console.log(`  page / bare channel: ${judged(spreadOf(found.overRaw), { atLeast: bounds.overRaw })}`);
  console.log(`  page / line's rate: ${judged(spreadOf(found.speed.map((each) => each / mbPerSecond)), { atLeast: bounds.ofRate })}`);
  const chat = spreadOf(found.chat.map((each) => each / bounds.chatMs));
  console.log(`  chat's median delay meanwhile, of ${bounds.chatMs} ms: ${judged(chat, { atMost: 1 })}`);
  console.log(
    `  MB/s: page ${told(spreadOf(found.speed))}, bare channel ${told(spreadOf(found.rawSpeed))}; the line's rate is ${mbPerSecond}`,
  );
  const busy = overflows.page + overflows.raw > 0 ? ": this machine was too busy for true figures" : "";
  console.log(`  UDP packets that found a browser too busy: page ${overflows.page}, bare channel ${overflows.raw}${busy}`);
});

type Seen = { readonly url: string };
