// People whose browsers find no way to each other: everything goes through the server's relay, sealed. Then one that finds a way late, or loses it.
import { expect, test } from "bun:test";
import type { Page } from "playwright-core";
import { sha256 } from "../support/files.ts";
import { newRoom, parted } from "../support/gathering.ts";
import { type Person, personIn } from "../support/person.ts";
import { openSite } from "../support/site.ts";
import { setStage } from "../support/stage.ts";
import { wallIn } from "../support/wall.ts";

const stage = setStage();
const limit = 120_000;
const MiB = 2 ** 20;

/** What this page says to the relay leaves at 2 MB/s, in order, so that a file is still on its way when something changes. */
async function slowRelay(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const send = WebSocket.prototype.send as (this: WebSocket, data: unknown) => void;
    let free = 0;
    WebSocket.prototype.send = function (data: unknown) {
      if (!(data instanceof Uint8Array)) return send.call(this, data);
      const due = Math.max(performance.now(), free);
      free = due + data.length / 2_000;
      const copy = data.slice();
      setTimeout(() => this.readyState === WebSocket.OPEN && send.call(this, copy), due - performance.now());
    };
  });
}

async function walled(): Promise<{ ann: Person; ben: Person }> {
  const [ann, ben] = await Promise.all([personIn(stage.browser), personIn(stage.browser)]);
  await Promise.all([wallIn(ann.page), wallIn(ben.page)]);
  return { ann, ben };
}

test(
  "[L13] where there is no direct link, people talk at once, and a file goes through the relay, whole",
  async () => {
    const { ann, ben } = await walled();
    const url = await newRoom(stage.site);
    await ann.enter(url, "Ann");
    await ben.enter(url, "Ben");
    await ann.sees("Ben", "relayed");
    await ben.sees("Ann", "relayed");
    await ann.says("Nothing else works here");
    await ben.hears("Nothing else works here");
    const path = await stage.folder.make("around.bin", 20 * MiB);
    await ann.shares(path);
    await ben.downloads("around.bin");
    await ben.shareIs("around.bin", "complete");
    expect(await sha256((await ben.saves("around.bin")).path)).toBe(await sha256(path));
    await parted([ann, ben]);
  },
  limit,
);

test(
  "[L14] a direct link that comes up late takes over, amid a transfer",
  async () => {
    const { ann, ben } = await walled();
    await slowRelay(ann.page);
    const url = await newRoom(stage.site);
    await ann.enter(url, "Ann");
    await ben.enter(url, "Ben");
    const path = await stage.folder.make("late.bin", 64 * MiB);
    await ann.shares(path);
    await ben.downloads("late.bin");
    await ben.hasCome("late.bin", 5);
    await ben.sees("Ann", "relayed");
    for (const { page } of [ann, ben]) await page.evaluate("fall()");
    await ben.sees("Ann", "direct");
    await ann.sees("Ben", "direct");
    expect(await ben.share("late.bin").getAttribute("data-state")).toBe("receiving");
    await ben.shareIs("late.bin", "complete");
    expect(await sha256((await ben.saves("late.bin")).path)).toBe(await sha256(path));
    await parted([ann, ben]);
  },
  limit,
);

test(
  "[L14] where the host prefers the relay it is used also beside a direct link",
  async () => {
    await using prefers = await openSite({ flags: ["--relay", "prefer"] });
    const [ann, ben] = [await personIn(stage.browser), await personIn(stage.browser)];
    const url = await newRoom(prefers);
    await ann.enter(url, "Ann");
    await ben.enter(url, "Ben");
    await ann.sees("Ben", "relayed");
    const path = await stage.folder.make("preferred.bin", 8 * MiB);
    await ann.shares(path);
    await ben.downloads("preferred.bin");
    await ben.shareIs("preferred.bin", "complete");
    expect(await sha256((await ben.saves("preferred.bin")).path)).toBe(await sha256(path));
    await parted([ann, ben]);
  },
  limit,
);
