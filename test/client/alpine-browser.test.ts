// What we have in the place of Alpine's own: attributes, events and fields in a real browser, under the policy of our pages.
import { afterAll, beforeAll, beforeEach, expect, test } from "bun:test";
import type { Browser, Page } from "playwright-core";
import { lean } from "../../routes/lean.ts";
import { launchChromium } from "../support/person.ts";

let browser: Browser;
let page: Page;
let script: string;
const limit = 60_000;

const markup = `<main x-data="tried">
  <p id="classes" class="fixed tone" :class="tone" :title="label" :data-open="open" :aria-expanded="open" :aria-current="open">
  <p id="those" class="shut" :class="{ open: open, shut: !open }" :style="{ width: width }"></p>
  <input id="box" type="checkbox" :checked="ticked" :disabled="open">
  <select id="list" :value="chosen"><option value="a"><option value="b"></select>
  <input id="field" type="text" x-model="text" x-on:input="hear($event, text)">
  <form id="form" x-on:submit.prevent="hear($event, 'sent')" x-on:keydown.escape="hear($event, 'left')"><button></button></form>
  <ul><template x-for="(item, i) in items" :key="item"><li :id="'item-' + i" x-text="item"></li></template></ul>
</main>`;

beforeAll(async () => {
  browser = await launchChromium();
  const entrypoints = [new URL("alpine-page.ts", import.meta.url).pathname];
  const built = await Bun.build({ entrypoints, target: "browser", format: "iife", plugins: [lean] });
  script = (await built.outputs[0]?.text()) ?? "";
}, limit);
afterAll(() => browser?.close(), limit);
beforeEach(async () => {
  page = await browser.newPage();
  await page.setContent(markup);
  await page.evaluate(script);
  await page.evaluate(() => (globalThis as unknown as { startAlpine(): void }).startAlpine());
}, limit);

/** Puts parts on the component, and waits until the page shows them. */
const put = (parts: object) =>
  page.evaluate(async (parts) => {
    const main = document.querySelector("main") as unknown as { _x_dataStack: readonly object[] };
    Object.assign(main._x_dataStack[0] ?? {}, parts);
    await new Promise((resolve) => setTimeout(resolve));
  }, parts);
const part = (name: string) =>
  page.evaluate((name) => {
    const main = document.querySelector("main") as unknown as { _x_dataStack: readonly Record<string, unknown>[] };
    return JSON.parse(JSON.stringify(main._x_dataStack[0]?.[name] ?? null));
  }, name);
const attribute = (id: string, name: string) => page.locator(`#${id}`).getAttribute(name);

test(
  "classes come and go beside those that the page has, which stay",
  async () => {
    expect(await attribute("classes", "class")).toBe("fixed tone green");
    await put({ tone: "fixed blue" });
    expect(await attribute("classes", "class")).toBe("fixed tone blue");
    await put({ tone: "" });
    expect(await attribute("classes", "class")).toBe("fixed tone");
    expect(await attribute("those", "class")).toBe("shut");
    await put({ open: true });
    expect(await attribute("those", "class")).toBe("open");
  },
  limit,
);

test(
  'an attribute is there or is not; of what says whether something is open, "false" is said',
  async () => {
    expect(await Promise.all(["title", "data-open", "aria-expanded", "aria-current"].map((name) => attribute("classes", name)))).toEqual([
      "a",
      null,
      "false",
      null,
    ]);
    await put({ open: true, label: "" });
    expect(await Promise.all(["title", "data-open", "aria-expanded", "aria-current"].map((name) => attribute("classes", name)))).toEqual([
      "",
      "true",
      "true",
      "true",
    ]);
    await put({ label: null });
    expect(await attribute("classes", "title")).toBeNull();
    expect(await page.locator("#box").isDisabled()).toBe(true);
    expect(await attribute("those", "style")).toBe("width: 10%;");
    await put({ width: "20%" });
    expect(await attribute("those", "style")).toBe("width: 20%;");
  },
  limit,
);

test(
  "what a person ticked or chose meanwhile follows the component again",
  async () => {
    expect(await page.locator("#list").inputValue()).toBe("b");
    await page.locator("#list").selectOption("a");
    await put({ chosen: "a" });
    await put({ chosen: "b" });
    expect(await page.locator("#list").inputValue()).toBe("b");
    await page.locator("#box").uncheck();
    await put({ ticked: false });
    await put({ ticked: true });
    expect(await page.locator("#box").isChecked()).toBe(true);
  },
  limit,
);

test(
  "a field and its component have the same text, and the component has it before whoever hears of it",
  async () => {
    expect(await page.locator("#field").inputValue()).toBe("first");
    await page.locator("#field").fill("second");
    expect([await part("text"), await part("heard")]).toEqual(["second", ["second: input"]]);
    await put({ text: "third" });
    expect(await page.locator("#field").inputValue()).toBe("third");
  },
  limit,
);

test(
  "where somebody writes, the place in the text stays",
  async () => {
    await page.locator("#field").press("Home");
    await page.keyboard.type("my ");
    expect(await page.locator("#field").evaluate((field: HTMLInputElement) => [field.value, field.selectionStart])).toEqual([
      "my first",
      3,
    ]);
  },
  limit,
);

test(
  "a form that is sent stays on its page, and only the key that is named is heard",
  async () => {
    const address = page.url();
    await page.locator("#form button").press("Enter");
    await page.locator("#form button").press("Escape");
    expect([page.url(), await part("heard")]).toEqual([address, ["sent: submit", "left: keydown"]]);
  },
  limit,
);

test(
  "a list's elements follow their keys",
  async () => {
    await page.locator("#item-1").evaluate((element) => Object.assign(element, { mark: "y" }));
    await put({ items: ["y", "z"] });
    expect(await page.locator("li").allTextContents()).toEqual(["y", "z"]);
    expect(await page.locator("#item-0").evaluate((element) => (element as unknown as { mark: string }).mark)).toBe("y");
  },
  limit,
);
