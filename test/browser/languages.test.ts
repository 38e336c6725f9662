// Every language on a phone: nothing sticks out of the page, and no button cuts its word off.
import { afterAll, afterEach, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import type { Page } from "playwright-core";
import { speak } from "../../protocol/words/all.ts";
import { directionOf, languageNames } from "../../protocol/words.ts";
import { newRoom, parted } from "../support/gathering.ts";
import { type Person, personIn } from "../support/person.ts";
import { setStage } from "../support/stage.ts";

setDefaultTimeout(60_000);
const stage = setStage();
const phone = { width: 390, height: 844 };
const mixed = { name: "写真 صور photos (1).zip", person: "سارة Ken 健" };

let url: string;
let host: Person;

beforeAll(async () => {
  url = await newRoom(stage.site);
  host = await personIn(stage.browser);
  await host.enter(url, mixed.person);
  await host.sees("Ken", "self");
  const large = await stage.folder.make(mixed.name, 3_000_000);
  await host.shares(large);
  await host.shareIs("photos", "offered");
  await host.shares(await stage.folder.make("one.bin", 10), await stage.folder.make("two.bin", 20));
  await host.shareIs("one.bin", "offered");
  await host.says("مرحبا Hello こんにちは: https://example.com/a");
});
const viewers: Person[] = [];
afterEach(async () => {
  for (const { context } of viewers.splice(0)) await context.close();
});
afterAll(() => parted([host]));

/** What does not fit: the page that scrolls sideways, and whatever is pressed whose word is cut off. */
function misfits(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const root = document.documentElement;
    const found = root.scrollWidth > root.clientWidth ? [`the page is ${root.scrollWidth} wide`] : [];
    for (const each of document.querySelectorAll<HTMLElement>(
      "button, a.button, label.button, label.check, summary, select, h1, h2, .state, .verified",
    )) {
      const { left, right, width } = each.getBoundingClientRect();
      if (width <= 1 || each.clientWidth === 0 || !each.checkVisibility({ visibilityProperty: true })) continue;
      if (each.scrollWidth > each.clientWidth + 1 || left < -1 || right > root.clientWidth + 1)
        found.push(`${each.tagName} “${each.textContent?.trim()}”: ${each.scrollWidth} in ${each.clientWidth}, from ${left} to ${right}`);
    }
    return found;
  });
}

for (const language of languageNames) {
  test(`${language} fits on a phone: front page, entering, a room with shares and chat, /check`, async () => {
    const person = await personIn(stage.browser, { viewport: phone, locale: language });
    const { page } = person;
    viewers.push(person);
    const fits = async (where: string) => {
      expect([language, where, await misfits(page)]).toEqual([language, where, []]);
    };

    await page.goto(stage.site.url);
    expect(await page.getAttribute("html", "lang")).toBe(language);
    expect(await page.evaluate(() => getComputedStyle(document.body).direction)).toBe(directionOf(language));
    await fits("front page");

    await page.goto(url);
    await page.locator(".enter button[type=submit]:enabled").waitFor();
    await fits("entering");
    await page.locator("#nickname").fill(`Viewer-${language}`);
    await page.locator(".enter button[type=submit]").click();
    await page.locator(".people [data-state=direct]").waitFor();
    await page.locator(".share").nth(1).waitFor();
    await page
      .locator("input[type=file]:not([webkitdirectory])")
      .first()
      .setInputFiles(await stage.folder.make(`${language}.bin`, 1_000));
    const say = speak(language);
    const download = page
      .locator(".share")
      .filter({ hasText: "photos" })
      .getByRole("button", { name: say("shares.download"), exact: true });
    await download.click();
    await page.locator(".share").filter({ hasText: "photos" }).getByText(say("shares.verified"), { exact: true }).waitFor();
    await page.locator(".compose textarea").fill("Hello, مرحبا");
    await fits("room");

    await page.goto(`${stage.site.url}/check`);
    await page
      .locator(".board .summary")
      .filter({ hasNotText: speak(language)("people.connecting") })
      .waitFor();
    await page.locator(".checks li[data-state=running]").first().waitFor({ state: "detached" });
    await fits("/check");
  });
}
