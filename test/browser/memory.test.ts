// What a file takes of the sharer's memory: a window of it, and not the file.
import { expect, test } from "bun:test";
import { privateBytesOf } from "../../bench/cost.ts";
import { temporaryFolder } from "../support/files.ts";
import { newRoom } from "../support/gathering.ts";
import { launchChromium, personIn } from "../support/person.ts";
import { openSite } from "../support/site.ts";

const limit = 180_000;
const MiB = 2 ** 20;
const fileBytes = 160 * MiB;
/** Far above what a window, chunks read ahead and garbage take, and far below the file. */
const mayGrowBy = 110 * MiB;
const lookEveryMs = 100;

test(
  "a page that shares a file of 160 MiB does not grow by it",
  async () => {
    await using things = new AsyncDisposableStack();
    const site = things.use(await openSite());
    const folder = things.use(await temporaryFolder());
    // Each in a browser of their own, so that it is known whose process is whose.
    const [one, other] = await Promise.all([launchChromium(), launchChromium()]);
    for (const each of [one, other]) things.defer(() => each.close());
    const [ann, ben] = [await personIn(one), await personIn(other)];
    const url = await newRoom(site);
    await ann.enter(url, "Ann");
    await ben.enter(url, "Ben");
    await ann.sees("Ben", "direct");
    await ann.shares(await folder.make("large.bin", fileBytes));
    await ben.share("large.bin").waitFor();

    const devTools = await one.newBrowserCDPSession();
    const { processInfo } = await devTools.send("SystemInfo.getProcessInfo");
    const renderers = processInfo.filter(({ type }) => type === "renderer").map(({ id }) => id);
    const held = () => Math.max(...renderers.map(privateBytesOf));
    const before = held();
    let most = before;
    const watching = setInterval(() => {
      most = Math.max(most, held());
    }, lookEveryMs);
    await ben.downloads("large.bin");
    await ben.shareIs("large.bin", "complete", limit);
    clearInterval(watching);
    expect(renderers).not.toBeEmpty();
    expect(before).toBeGreaterThan(0);
    expect(most - before).toBeLessThan(mayGrowBy);
  },
  limit,
);
