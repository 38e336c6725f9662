// Two people on two hosts of a LAN without internet, over plain HTTP; then somebody trips over a cable.
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import type { Browser } from "playwright-core";
import { type Folder, sha256, temporaryFolder } from "../support/files.ts";
import { newRoom, parted } from "../support/gathering.ts";
import { type Lan, openLan, whyNoLan } from "../support/lab.ts";
import { launchChromium, type Person, personIn } from "../support/person.ts";
import { openSite, type Site } from "../support/site.ts";
import { isLong, notNow } from "./extent.ts";

const why = notNow(isLong, "bun run test:lab") ?? whyNoLan();
if (why !== undefined) console.log(`The tests on a LAN are left out: ${why}.`);
setDefaultTimeout(90_000);

describe.skipIf(why !== undefined)("on a LAN", () => {
  let lan: Lan;
  let site: Site;
  let folder: Folder;
  let browsers: readonly Browser[] = [];
  let taro: Person;
  let zoe: Person;

  beforeAll(async () => {
    [lan, folder] = await Promise.all([openLan(2), temporaryFolder()]);
    site = await openSite({ host: lan.address });
    browsers = await Promise.all(lan.hosts.map(({ chromium }) => launchChromium(chromium)));
    [taro, zoe] = (await Promise.all(browsers.map((browser) => personIn(browser)))) as [Person, Person];
    const room = await newRoom({ url: `http://${lan.address}:${site.port}` });
    await taro.enter(room, "太郎");
    await zoe.enter(room, "Zoë");
  });

  afterAll(async () => {
    for (const browser of browsers) await browser.close();
    await site?.kill();
    await lan?.[Symbol.asyncDispose]();
    await folder?.[Symbol.asyncDispose]();
  });

  test("[C1] [L5] [R7] people see each other directly, talk, and copy a file", async () => {
    await taro.sees("Zoë", "direct");
    await zoe.sees("太郎", "direct");
    for (const { page } of [taro, zoe]) expect(await page.evaluate("isSecureContext")).toBe(false);
    await taro.says("こんにちは、ゾエさん。インターネットなしで話せます。");
    await zoe.hears("こんにちは、ゾエさん。インターネットなしで話せます。");
    await zoe.says("はい、太郎さん");
    await taro.hears("はい、太郎さん");

    const path = await folder.make("設計図.bin", 30 * 2 ** 20);
    await taro.shares(path);
    await zoe.downloads("設計図.bin");
    await zoe.shareIs("設計図.bin", "complete");
    expect(await sha256((await zoe.saves("設計図.bin")).path)).toBe(await sha256(path));
  });

  test("[L6] [R6] a cable that is out for 8 s amid a transfer delays it, and nothing else", async () => {
    const path = await folder.make("長い.bin", 80 * 2 ** 20);
    await taro.shares(path);
    await zoe.downloads("長い.bin");
    const progress = zoe.share("長い.bin").getByRole("progressbar");
    while (Number(await progress.getAttribute("aria-valuenow")) < 10) await Bun.sleep(50);
    lan.hosts[1]?.unplug();
    await Bun.sleep(8_000);
    expect(await zoe.share("長い.bin").getAttribute("data-state")).not.toBe("complete");
    lan.hosts[1]?.plug();
    await zoe.shareIs("長い.bin", "complete");
    expect(await sha256((await zoe.saves("長い.bin")).path)).toBe(await sha256(path));
    await zoe.sees("太郎", "direct");
    await taro.says("まだいますよ");
    await zoe.hears("まだいますよ");
    expect(await taro.log.getByText(/joined|left/).count()).toBe(1);
    await parted([taro, zoe], /WebSocket connection/);
  });
});
