// How smoothly the page runs while three transfers do: tasks that hold it up, and frames that it paints, against a control: the same browsers
// and tabs with the page at rest, and a bare data channel kept full in the tab beside it. In interleaved pairs.
//   bun bench/smooth.ts [--seconds=8] [--mib=512] [--rounds=5]
import type { Page } from "playwright-core";
import { newRoom } from "../test/support/gathering.ts";
import { openSite } from "../test/support/site.ts";
import { meet, openBlank, openPair } from "./browsers.ts";
import { needDisk } from "./disk-room.ts";
import { perform } from "./perform.ts";
import { inTurns, option, spreadOf, told } from "./ratio.ts";
import { connectRaw, sendRaw } from "./raw-channel.ts";
import { letGo, untilShown } from "./shown.ts";

const seconds = option("seconds", 8);
const mib = option("mib", 512);
const rounds = option("rounds", 5);
const transfers = 3;
/** The channel is filled in such portions until the time is over. */
const portion = 8 * 2 ** 20;

await perform(async (stage) => {
  await needDisk(2 * transfers * mib * 2 ** 20);
  const site = stage.things.use(await openSite());
  const browsers = await openPair(stage);
  const [from, to] = [await openBlank(browsers[0], site), await openBlank(browsers[1], site)];
  await connectRaw(from, to);
  const url = await newRoom(site);
  const { sharer, receiver } = await meet(browsers, [url, url]);
  const names = Array.from({ length: transfers }, (_, i) => `smooth ${i}.bin`);
  const paths: string[] = [];
  for (const name of names) paths.push(await stage.folder.make(name, mib * 2 ** 20));
  const pages = { sharer: sharer.page, receiver: receiver.page };

  const control = async () => {
    let over = false;
    const full = (async () => {
      while (!over) await sendRaw(from, to, portion);
    })();
    const seen = await watchBoth(pages, Bun.sleep(1000 * seconds));
    over = true;
    await full;
    return seen;
  };
  const ours = async () => {
    for (const [i, name] of names.entries()) {
      await sharer.shares(paths[i] ?? "");
      await receiver.share(name).waitFor();
    }
    for (const name of names) await receiver.downloads(name);
    for (const name of names) await untilShown(receiver, name, { percent: 1 });
    // Or until the first is done: then three are running no more.
    const done = names.map((name) => untilShown(receiver, name, { state: "complete" }).catch(() => {}));
    const seen = await watchBoth(pages, Promise.race([Bun.sleep(1000 * seconds), ...done]));
    for (const name of names) await letGo(sharer, receiver, name);
    return seen;
  };

  const runs: { control: Both; ours: Both }[] = [];
  for (let round = 0; round < rounds; round++) {
    const [beside, busy] = await inTurns(round, [control, ours]);
    runs.push({ control: beside, ours: busy });
  }
  console.log(`three transfers at once, page / page at rest beside a full bare channel, ${rounds} pairs`);
  for (const who of ["receiver", "sharer"] as const) {
    const each = (tell: (run: { control: Seen; ours: Seen }) => number) =>
      told(spreadOf(runs.map((run) => tell({ control: run.control[who], ours: run.ours[who] }))));
    // None at all counts as one: nothing can be divided by nothing.
    const long = each((run) => run.ours.longTasks / Math.max(run.control.longTasks, 1 / run.control.seconds));
    console.log(`  ${who}: long tasks ${long}, frames ${each((run) => run.ours.frames / run.control.frames)}`);
    console.log(`    long tasks a second: page ${each((run) => run.ours.longTasks)}, control ${each((run) => run.control.longTasks)}`);
    console.log(`    ms a second in them: page ${each((run) => run.ours.longMs)}, control ${each((run) => run.control.longMs)}`);
    console.log(`    frames a second: page ${each((run) => run.ours.frames)}, control ${each((run) => run.control.frames)}`);
  }
});

/** A second, but for `seconds`. A long task is one of more than 50 ms (W3C Long Tasks). */
type Seen = { readonly seconds: number; readonly frames: number; readonly longTasks: number; readonly longMs: number };
type Both = { readonly sharer: Seen; readonly receiver: Seen };

async function watchBoth(pages: { sharer: Page; receiver: Page }, until: Promise<unknown>): Promise<Both> {
  const [sharer, receiver] = await Promise.all([watchPage(pages.sharer), watchPage(pages.receiver)]);
  await until;
  const seen = await Promise.all([sharer(), receiver()]);
  return { sharer: seen[0], receiver: seen[1] };
}

async function watchPage(page: Page): Promise<() => Promise<Seen>> {
  await page.bringToFront();
  await page.evaluate(() => {
    const began = performance.now();
    let frames = 0;
    let longTasks = 0;
    let longMs = 0;
    let over = false;
    const count = () => {
      frames++;
      if (!over) requestAnimationFrame(count);
    };
    requestAnimationFrame(count);
    const take = (entries: PerformanceEntryList) => {
      for (const { duration } of entries) {
        longTasks++;
        longMs += duration;
      }
    };
    const observer = new PerformanceObserver((list) => take(list.getEntries()));
    observer.observe({ type: "longtask" });
    const stop = () => {
      over = true;
      take(observer.takeRecords());
      observer.disconnect();
      const seconds = (performance.now() - began) / 1000;
      return { seconds, frames: frames / seconds, longTasks: longTasks / seconds, longMs: longMs / seconds };
    };
    Object.assign(window, { stopWatching: stop });
  });
  return () => page.evaluate(() => (window as unknown as { stopWatching(): Seen }).stopWatching());
}
