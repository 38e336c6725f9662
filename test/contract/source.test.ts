// Reading what is shared, in real browsers: every chunk has its bytes, however it is asked for, and a file that changed gives none.
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { createHash } from "node:crypto";
import { appendFile, readFile, rm, writeFile } from "node:fs/promises";
import type { BrowserContext } from "playwright-core";
import { chunkBytesMin } from "../../protocol/limits.ts";
import { type Folder, temporaryFolder } from "../support/files.ts";
import { launchFirefox } from "../support/firefox.ts";
import { launchProfile } from "../support/person.ts";
import { first } from "./sink.ts";
import { openSinkPage, openSinkSite, type SinkPage, type SinkSite } from "./sink-site.ts";

let site: SinkSite;
let folder: Folder;
let chromium: BrowserContext;
let firefox: Awaited<ReturnType<typeof launchFirefox>>;

setDefaultTimeout(60_000);

beforeAll(async () => {
  [site, folder, firefox] = await Promise.all([openSinkSite(), temporaryFolder(), launchFirefox()]);
  chromium = await launchProfile(folder.path);
});

afterAll(async () => {
  await chromium?.close();
  await firefox?.browser.close();
  await site?.[Symbol.asyncDispose]();
  await folder?.[Symbol.asyncDispose]();
  if (firefox) await rm(firefox.downloads, { recursive: true, force: true });
});

async function inChromium(paths: string[]): Promise<SinkPage> {
  const tab = await chromium.newPage();
  const page = await openSinkPage(tab, site.secure);
  await tab.setInputFiles("input", paths);
  return page;
}

async function inFirefox(paths: string[]): Promise<SinkPage> {
  const tab = await firefox.browser.newPage();
  const page = await openSinkPage(tab, site.secure);
  const input = await tab.waitForSelector('input[type="file"]');
  await (input as unknown as { uploadFile(...paths: string[]): Promise<void> }).uploadFile(...paths);
  return page;
}

async function digestsOf(paths: readonly string[]): Promise<readonly string[]> {
  const stream = Buffer.concat(await Promise.all(paths.map((path) => readFile(path))));
  return first(Math.ceil(stream.length / chunkBytesMin)).map((chunk) =>
    createHash("sha256")
      .update(stream.subarray(chunk * chunkBytesMin, (chunk + 1) * chunkBytesMin))
      .digest("hex"),
  );
}

for (const [browser, open] of [
  ["Chromium", inChromium],
  ["Firefox", inFirefox],
] as const) {
  test(`${browser}: chunks are the files' bytes, one after the other, all at once, from anywhere, and over many small files`, async () => {
    const sizes = [3 * chunkBytesMin + 9, 5, 0, 2 * chunkBytesMin, ...Array(80).fill(20_000), 4 * chunkBytesMin];
    const paths = await Promise.all(sizes.map((size, i) => folder.make(`${browser}-${String(i).padStart(3, "0")}`, size)));
    await using page = await open(paths);
    const count = await page.do.lend();
    const digests = await digestsOf(paths);
    expect(count).toBe(digests.length);
    expect(await page.do.reads(first(count))).toEqual(digests);
    expect(await page.do.reads(first(count), true)).toEqual(digests);
    const anywhere = [4, 1, 2, 3, 0, 1, 5, 9, 10, 2, 6, 0];
    expect(await page.do.reads(anywhere)).toEqual(anywhere.map((chunk) => digests[chunk] ?? ""));
    expect(await page.do.streams()).toBeWithin(0, 5);
  });
}

for (const [what, change] of [
  ["written anew", (path: string) => writeFile(path, Buffer.alloc(6 * chunkBytesMin, 7))],
  ["longer", (path: string) => appendFile(path, "more")],
  ["shorter", (path: string) => writeFile(path, "less")],
] as const) {
  test(`[T2] a file that is ${what} while a stream reads it gives nothing more`, async () => {
    const path = await folder.make(`changed ${what}`, 6 * chunkBytesMin);
    const other = await folder.make(`zzz ${what}`, 2 * chunkBytesMin);
    await using page = await inChromium([path, other]);
    await page.do.lend();
    const digests = await digestsOf([path, other]);
    expect(await page.do.reads([0, 1])).toEqual(digests.slice(0, 2));
    // The file system's clock must move.
    await Bun.sleep(1_100);
    await change(path);
    expect(await page.do.reads([2, 3])).toEqual(["changed", "changed"]);
    expect(await page.do.reads([6])).toEqual(digests.slice(6, 7));
  });
}

test("[T2] one small file among many that is written anew gives nothing of its chunk", async () => {
  const paths = await Promise.all(first(90).map((i) => folder.make(`small ${String(i).padStart(2, "0")}`, 20_000)));
  await using page = await inChromium(paths);
  await page.do.lend();
  const digests = await digestsOf(paths);
  expect(await page.do.reads([0])).toEqual(digests.slice(0, 1));
  await Bun.sleep(1_100);
  await writeFile(paths[10] ?? "", Buffer.alloc(20_000, 7));
  expect(await page.do.reads([0, 1])).toEqual(["changed", digests[1] ?? ""]);
});

test("a file that is gone while a stream reads it gives nothing more", async () => {
  const path = await folder.make("gone", 6 * chunkBytesMin);
  await using page = await inChromium([path]);
  await page.do.lend();
  expect(await page.do.reads([0])).toEqual((await digestsOf([path])).slice(0, 1));
  await rm(path);
  expect(await page.do.reads([1])).toEqual(["unreadable"]);
});
