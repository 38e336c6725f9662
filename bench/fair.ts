// One sharer on a slow line serves five at once: how much of a fifth each of them gets. Linux, as root, with tc.
//   bun bench/fair.ts [--seconds=30] [--rounds=3] [--receivers=5]
import { chromium } from "playwright-core";
import { newRoom } from "../test/support/gathering.ts";
import { openLan, whyNoLimit } from "../test/support/lab.ts";
import { chromiumArguments, Person } from "../test/support/person.ts";
import { openSite } from "../test/support/site.ts";
import { openBrowser } from "./browsers.ts";
import { countMoved, movedIn } from "./moved.ts";
import { perform } from "./perform.ts";
import { judged, option, spreadOf, told } from "./ratio.ts";

const seconds = option("seconds", 30);
const rounds = option("rounds", 3);
const count = option("receivers", 5);
const mbit = 20;
/** Of an equal share, for whoever gets least. */
const bound = 0.8;
/** Begun, and found the line's pace. */
const settledMs = 3_000;

const why = whyNoLimit();
if (why !== undefined) {
  console.log(`The slow line is left out: ${why}.`);
  process.exit(0);
}

await perform(async (stage) => {
  const lan = stage.things.use(await openLan(2));
  const [slow, other] = lan.hosts;
  if (slow === undefined || other === undefined) throw new Error("two hosts are needed");
  const site = stage.things.use(await openSite({ host: lan.address }));
  const url = await newRoom({ url: `http://${lan.address}:${site.port}` });
  const sharing = await openBrowser(stage, "sharer", { executablePath: slow.wholeChromium });
  const sharer = new Person(await sharing.context.newPage());
  await sharer.enter(url, "太郎");
  const receivers = await openReceivers();
  slow.limit(`${mbit}mbit`);

  const found = { least: [] as number[], most: [] as number[], ofLine: [] as number[] };
  for (let round = 0; round < rounds; round++) {
    const name = `fair ${round}.bin`;
    // More than the line carries meanwhile, so that nobody is done before the others.
    await sharer.shares(await stage.folder.make(name, Math.ceil((mbit / 8) * (2 * seconds + 20)) * 1e6));
    for (const receiver of receivers) await receiver.share(name).waitFor();
    const arrived = () => Promise.all(receivers.map(async ({ page }) => (await movedIn(page)).arrived));
    await Promise.all(receivers.map((receiver) => receiver.downloads(name)));
    await Bun.sleep(settledMs);
    const [before, began] = [await arrived(), performance.now()];
    await Bun.sleep(1000 * seconds);
    const [after, ms] = [await arrived(), performance.now() - began];
    const got = after.map((bytes, i) => bytes - (before[i] ?? 0));
    const all = got.reduce((sum, bytes) => sum + bytes, 0);
    const shares = got.map((bytes) => (bytes * count) / all);
    found.least.push(Math.min(...shares));
    found.most.push(Math.max(...shares));
    found.ofLine.push((8 * all) / 1000 / ms / mbit);
    console.log(`round ${round + 1}: each one's part of an equal share ${shares.map((each) => each.toFixed(2)).join(", ")}`);
    await sharer.presses(name, "Stop sharing");
    for (const receiver of receivers) {
      await receiver.shareIs(name, "withdrawn");
      await receiver.presses(name, "Remove");
    }
  }
  console.log(
    `one sharer at ${mbit} Mbit/s and ${count} receivers, the least one's part of an equal share: ${judged(spreadOf(found.least), { atLeast: bound })}, of ${rounds} rounds`,
  );
  console.log(`  the most that one got: ${told(spreadOf(found.most))}; all together, of the line's rate: ${told(spreadOf(found.ofLine))}`);

  /** In one browser, each in a context of their own, as in windows that know nothing of each other. */
  async function openReceivers(): Promise<readonly Person[]> {
    const quiet = { handleSIGINT: false, handleSIGTERM: false, handleSIGHUP: false };
    const browser = await chromium.launch({ executablePath: other?.wholeChromium ?? "", args: chromiumArguments, ...quiet });
    stage.things.defer(() => browser.close());
    const people: Person[] = [];
    for (let i = 0; i < count; i++) {
      const person = new Person(await (await browser.newContext()).newPage());
      await countMoved(person.page);
      await person.enter(url, `receiver ${i}`);
      await person.sees("太郎", "direct");
      people.push(person);
    }
    return people;
  }
});
