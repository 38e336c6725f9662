// The screen stays on and leaving is asked about while it matters, and no longer.
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import type { Browser, Page } from "playwright-core";
import { launchChromium } from "../support/person.ts";
import { doing, openSaveSite, type SaveSite } from "./site.ts";

setDefaultTimeout(30_000);

let site: SaveSite;
let browser: Browser;

beforeAll(async () => {
  [site, browser] = await Promise.all([openSaveSite(), launchChromium()]);
});

afterAll(async () => {
  await browser?.close();
  await site?.[Symbol.asyncDispose]();
});

/** A page whose screen lock is counted, and can be taken back as a browser does. */
async function open(wakeLock = true): Promise<Page> {
  const page = await (await browser.newContext()).newPage();
  await page.addInitScript((wakeLock) => {
    const held = new Set<EventTarget>();
    const shown = { state: "visible" };
    const request = async () => {
      const sentinel = Object.assign(new EventTarget(), { released: false, release: async () => void held.delete(sentinel) });
      held.add(sentinel);
      return sentinel;
    };
    Object.defineProperty(navigator, "wakeLock", { value: wakeLock ? { request } : undefined });
    Object.defineProperty(document, "visibilityState", { get: () => shown.state });
    const show = (state: string) => {
      shown.state = state;
      if (state === "hidden") held.clear();
      document.dispatchEvent(new Event("visibilitychange"));
    };
    Object.assign(window, { held, show });
  }, wakeLock);
  await page.goto(site.url);
  return page;
}

const held = async (page: Page) => {
  await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 20)));
  return page.evaluate("held.size");
};

test("the screen is kept on while busy, and again when the page is seen again", async () => {
  const page = await open();
  const verbs = doing(page);
  await verbs.startAwake();
  expect(await held(page)).toBe(0);
  await verbs.awake(true);
  expect(await held(page)).toBe(1);
  await page.evaluate("show('hidden')");
  expect(await held(page)).toBe(0);
  await page.evaluate("show('visible')");
  expect(await held(page)).toBe(1);
  await verbs.awake(false);
  expect(await held(page)).toBe(0);
  await page.evaluate("show('hidden'), show('visible')");
  expect(await held(page)).toBe(0);
  // Over before the browser has answered.
  await page.evaluate("verbs.awake(true), verbs.awake(false)");
  expect(await held(page)).toBe(0);
  await page.close();
});

test("where there is no such thing, nothing breaks", async () => {
  const page = await open(false);
  const mistakes: unknown[] = [];
  page.on("pageerror", (error) => mistakes.push(error));
  const verbs = doing(page);
  await verbs.startAwake();
  await verbs.awake(true);
  await page.evaluate("show('hidden'), show('visible')");
  await verbs.awake(false);
  expect(mistakes).toEqual([]);
  await page.close();
});

test("leaving is asked about only while it would lose something", async () => {
  const page = await open();
  const verbs = doing(page);
  await verbs.startAwake();
  // A browser asks only for pages that somebody has used.
  await page.mouse.click(5, 5);
  const asked: string[] = [];
  page.on("dialog", async (dialog) => {
    asked.push(dialog.type());
    await dialog.accept();
  });
  const leave = () => page.goto(`${site.url}?${Math.random()}`);
  await leave();
  expect(asked).toEqual([]);
  await verbs.startAwake();
  await page.mouse.click(5, 5);
  await verbs.losing(true);
  await leave();
  expect(asked).toEqual(["beforeunload"]);
  await verbs.startAwake();
  await page.mouse.click(5, 5);
  await verbs.losing(true);
  await verbs.losing(false);
  await leave();
  expect(asked.length).toBe(1);
  await page.close();
});
