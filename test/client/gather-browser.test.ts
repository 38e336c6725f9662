// How files come into a real browser: inputs, a real drop of a real folder, pickers with handles that a later page asks again.
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { mkdir, rm, utimes } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Browser, CDPSession, Page } from "playwright-core";
import { type Doing, doing, openSaveSite, type SaveSite } from "../save/site.ts";
import { type Folder, temporaryFolder } from "../support/files.ts";
import { launchFirefox } from "../support/firefox.ts";
import { launchChromium } from "../support/person.ts";

setDefaultTimeout(60_000);

let site: SaveSite;
let folder: Folder;
let browser: Browser;
let page: Page;
let verbs: Doing;
let cdp: CDPSession;

beforeAll(async () => {
  [site, folder, browser] = await Promise.all([openSaveSite(), temporaryFolder(), launchChromium()]);
  page = await (await browser.newContext()).newPage();
  verbs = doing(page);
  cdp = await page.context().newCDPSession(page);
  await page.goto(site.url);
});

afterAll(async () => {
  await browser?.close();
  await site?.[Symbol.asyncDispose]();
  await folder?.[Symbol.asyncDispose]();
});

const time = new Date(Date.UTC(2026, 1, 3, 4, 5, 6, 789));

async function makeTree(files: Readonly<Record<string, string>>): Promise<string> {
  const root = join(folder.path, crypto.randomUUID());
  for (const [path, text] of Object.entries(files)) {
    const here = join(root, path);
    await mkdir(path.endsWith("/") ? here : dirname(here), { recursive: true });
    if (path.endsWith("/")) continue;
    await Bun.write(here, text);
    await utimes(here, time, time);
  }
  return root;
}

const photos = { "写真/海.txt": "sea", "写真/夏/.hidden": "h", "写真/夏/空.txt": "", "写真/none/": "" };
const listed = ({ entries }: { entries: readonly { path: string; size: number; text: string | undefined }[] }) =>
  Object.fromEntries(entries.map(({ path, text }) => [path, text ?? ""]));
const { "写真/none/": _, ...inInput } = photos;

/** What a hand does: these are dropped on the page. */
async function drop(...files: readonly string[]) {
  const data = { items: [], files: [...files], dragOperationsMask: 1 };
  for (const type of ["dragEnter", "dragOver", "drop"] as const) await cdp.send("Input.dispatchDragEvent", { type, x: 200, y: 200, data });
  return verbs.dropped();
}

test("a folder input: paths from its top folder, with hidden and empty files; the browser leaves out empty folders", async () => {
  const root = await makeTree(photos);
  await page.locator("#folder").setInputFiles(join(root, "写真"));
  const told = await verbs.input("#folder");
  expect(listed(told)).toEqual(inInput);
  expect(told.entries.every(({ modified }) => modified === time.getTime())).toBe(true);
});

test("a file input: several files, under their own names", async () => {
  const root = await makeTree({ "it's.txt": "1", "空.txt": "" });
  await page.locator("#files").setInputFiles([join(root, "it's.txt"), join(root, "空.txt")]);
  expect(listed(await verbs.input("#files"))).toEqual({ "it's.txt": "1", "空.txt": "" });
});

test("a real drop of a folder and a file: everything is there, empty folders too, and handles for later", async () => {
  const root = await makeTree({ ...photos, "loose.txt": "l" });
  const told = await drop(join(root, "写真"), join(root, "loose.txt"));
  expect(told && listed(told)).toEqual({ ...photos, "loose.txt": "l" });
  expect(told?.handles).toBe(2);
  expect(told?.unreadable).toBe(0);
  const times = told?.entries.filter(({ path }) => !path.endsWith("/")).map(({ modified }) => modified);
  expect(new Set(times)).toEqual(new Set([time.getTime()]));
});

test("what was dropped is found again by its handles, until it changes", async () => {
  const root = await makeTree({ "p/a.txt": "a", "p/b.txt": "b", "loose.txt": "l" });
  await drop(join(root, "p"), join(root, "loose.txt"));
  expect(listed((await verbs.regather()) as never)).toEqual({ "p/a.txt": "a", "p/b.txt": "b", "loose.txt": "l" });
  // The same by an input, as somebody would choose it again.
  await page.locator("#folder").setInputFiles(join(root, "p"));
  expect(await verbs.same("#folder")).toBe("other-files");
  await Bun.write(join(root, "p/a.txt"), "aa");
  expect(await verbs.regather()).toBe("source-changed");
  await rm(join(root, "p/a.txt"));
  expect(await verbs.regather()).toBe("other-files");
});

test("what an input gave is the same when it is chosen again, and in a drop", async () => {
  const root = await makeTree({ "p/a.txt": "a", "p/q/b.txt": "b" });
  await drop(join(root, "p"));
  await page.locator("#folder").setInputFiles(join(root, "p"));
  expect(listed((await verbs.same("#folder")) as never)).toEqual({ "p/a.txt": "a", "p/q/b.txt": "b" });
  await page.locator("#files").setInputFiles([join(root, "p/q/b.txt"), join(root, "p/a.txt")]);
  expect(listed((await verbs.same("#files")) as never)).toEqual({ "p/a.txt": "a", "p/q/b.txt": "b" });
});

test("a real drop of 4,000 files in 80 folders takes seconds", async () => {
  const root = await makeTree({ "many/": "" });
  await Promise.all(
    Array.from({ length: 80 }, async (_, i) => {
      await mkdir(join(root, "many", `${i}`));
      for (let j = 0; j < 50; j++) await Bun.write(join(root, "many", `${i}`, `${j}.txt`), "x");
    }),
  );
  const told = await drop(join(root, "many"));
  expect(told?.entries.length).toBe(4_000);
  expect(told?.ms).toBeLessThan(20_000);
});

test("pickers give files with handles; a picker that is closed gives nothing, and is no mistake", async () => {
  await verbs.empty();
  await verbs.put("a.txt", "a");
  await verbs.put("b.txt", "b");
  const files = await verbs.pickFiles();
  expect([files && listed(files), files?.handles]).toEqual([{ "a.txt": "a", "b.txt": "b" }, 2]);
  const whole = await verbs.pickFolder();
  expect([whole && listed(whole), whole?.handles]).toEqual([{ "picked/a.txt": "a", "picked/b.txt": "b" }, 1]);
  await verbs.permission("prompt");
  expect(await verbs.regather()).toBe("prompt");
  await verbs.permission("granted");
  expect(listed((await verbs.regather()) as never)).toEqual({ "picked/a.txt": "a", "picked/b.txt": "b" });
  expect(await verbs.picksNothing()).toBe(true);
});

test("Firefox: a file input gives the same", async () => {
  const firefox = await launchFirefox();
  try {
    const tab = await firefox.browser.newPage();
    await tab.goto(site.url);
    const root = await makeTree({ "it's.txt": "1", "空.txt": "" });
    // A folder cannot be chosen for Firefox over BiDi: "File error: Is directory".
    const input = (await tab.$("#files")) as unknown as { uploadFile(...paths: string[]): Promise<void> };
    await input.uploadFile(join(root, "it's.txt"), join(root, "空.txt"));
    const told = await doing(tab as never).input("#files");
    expect(listed(told)).toEqual({ "it's.txt": "1", "空.txt": "" });
    expect(told.entries.every(({ modified }) => modified === time.getTime())).toBe(true);
  } finally {
    await firefox.browser.close();
    await rm(firefox.downloads, { recursive: true, force: true });
  }
});
