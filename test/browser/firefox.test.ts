// Chromium and a stock Firefox copy files to each other.
import { afterAll, beforeAll, expect, test } from "bun:test";
import { existsSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { type Folder, sha256, temporaryFolder } from "../support/files.ts";
import { FirefoxPerson, launchFirefox } from "../support/firefox.ts";
import { launchChromium, personIn } from "../support/person.ts";
import { openSite, type Site } from "../support/site.ts";

let chromium: Browser;
let firefox: Awaited<ReturnType<typeof launchFirefox>>;
let site: Site;
let folder: Folder;
const limit = 120_000;

beforeAll(async () => {
  folder = await temporaryFolder();
  [chromium, firefox, site] = await Promise.all([launchChromium(), launchFirefox(join(folder.path, "names")), openSite()]);
}, limit);

afterAll(async () => {
  await chromium?.close();
  await firefox?.browser.close();
  await site?.kill();
  await folder?.[Symbol.asyncDispose]();
  if (firefox) await rm(firefox.downloads, { recursive: true, force: true });
}, limit);

test(
  "[V1] [R7] Firefox makes a room whose secret outlives the redirect; Chromium comes, they talk, and copy a file in each direction",
  async () => {
    const page = await firefox.browser.newPage();
    await page.goto(site.url);
    await page.click("form[data-create] button");
    await page.waitForSelector("#nickname");
    const url = String(await page.evaluate("location.href"));
    expect(url).toMatch(/#k=[0-9a-f]{32}$/);
    const taro = await personIn(chromium);
    const zoe = new FirefoxPerson(page, firefox.downloads);
    await taro.enter(url, "太郎");
    await zoe.enter(url, "Zoë");
    await zoe.sees("太郎", "direct");
    await taro.sees("Zoë", "direct");
    await taro.says("火狐さん、こんにちは");
    await zoe.hears("火狐さん、こんにちは");
    await taro.says("https://elsewhere.example/");
    await zoe.hears("https://elsewhere.example/");
    await zoe.says("bonjour");
    await taro.hears("bonjour");

    const there = await folder.make("報告書 to Firefox.bin", 8_000_003);
    await taro.shares(there);
    await zoe.shareIs("報告書 to Firefox.bin", "available");
    await zoe.press("報告書 to Firefox.bin", "Download");
    await zoe.shareIs("報告書 to Firefox.bin", "complete");
    await zoe.press("報告書 to Firefox.bin", "Save");
    const saved = join(firefox.downloads, "報告書 to Firefox.bin");
    for (let tries = 0; tries < 200 && (!existsSync(saved) || existsSync(`${saved}.part`) || Bun.file(saved).size < 8_000_003); tries++)
      await Bun.sleep(50);
    expect(await sha256(saved)).toBe(await sha256(there));

    const back = await folder.make("from Firefox.bin", 20_000_001);
    await zoe.shares(back);
    await taro.downloads("from Firefox.bin");
    await taro.shareIs("from Firefox.bin", "complete");
    expect(await sha256((await taro.saves("from Firefox.bin")).path)).toBe(await sha256(back));
    expect(taro.mistakes).toEqual([]);

    // A link that nobody pressed is not looked up either; an address that somebody typed is.
    const typed = await firefox.browser.newPage();
    await typed.goto("http://typed.example/").catch(() => {});
    const lookedUp = async () => {
      const log = await Bun.file(join(folder.path, "names.moz_log")).text();
      return [...log.matchAll(/ Resolving host \[([^\]]+)\]/g)].map(([, name]) => name);
    };
    while (!(await lookedUp()).includes("typed.example")) await Bun.sleep(50);
    expect(await lookedUp()).not.toContain("elsewhere.example");
  },
  limit,
);
