// Emoji are chosen by mouse, finger and keys from a palette above the field.
import { expect, setDefaultTimeout, test } from "bun:test";
import { parted } from "../support/gathering.ts";
import { type Person, personIn } from "../support/person.ts";
import { setStage } from "../support/stage.ts";

const stage = setStage();
setDefaultTimeout(60_000);

const fieldOf = ({ page }: Person) => page.getByRole("textbox", { name: "Message" });
const buttonOf = ({ page }: Person) => page.getByRole("button", { name: "Emoji" });
const paletteOf = ({ page }: Person) => page.getByRole("listbox", { name: "Emoji" });
const focused = ({ page }: Person) => page.evaluate(() => document.activeElement?.textContent);

test("what is chosen takes the place of what is selected, and one writes on behind it", async () => {
  const [ken, mia] = (await stage.meet("Ken", "Mia")) as [Person, Person];
  const field = fieldOf(ken);
  await field.fill("hello you there");
  await field.evaluate((area: HTMLTextAreaElement) => area.setSelectionRange(6, 9));
  expect(await buttonOf(ken).getAttribute("aria-expanded")).toBe("false");
  await buttonOf(ken).click();
  await paletteOf(ken).waitFor();
  expect(await buttonOf(ken).getAttribute("aria-expanded")).toBe("true");
  await paletteOf(ken).getByRole("option", { name: "🎉", exact: true }).click();
  await paletteOf(ken).waitFor({ state: "detached" });
  await ken.page.waitForFunction(() => document.activeElement?.localName === "textarea");
  await ken.page.keyboard.type("!");
  expect(await field.inputValue()).toBe("hello 🎉! there");
  await ken.page.keyboard.press("Enter");
  await mia.hears("hello 🎉! there");
  await parted([ken, mia]);
});

test("by keys: arrows, Home and End lead through it, in rows too, and Escape leads back and closes nothing else", async () => {
  const [ken, mia] = (await stage.meet("Ken", "Mia")) as [Person, Person];
  await ken.page.getByRole("button", { name: "Message Mia" }).click();
  const { keyboard } = ken.page;
  await keyboard.press("Tab");
  await keyboard.press("Enter");
  const options = paletteOf(ken).getByRole("option");
  await options.first().waitFor();
  const all = await options.allTextContents();
  const rows = await options.evaluateAll((each) => each.map((option) => option.getBoundingClientRect().top));
  const inRow = rows.filter((top) => top === rows[0]).length;
  expect(await focused(ken)).toBe(all[0]);
  for (const [key, there] of [
    ["ArrowRight", 1],
    ["ArrowDown", 1 + inRow],
    ["ArrowLeft", inRow],
    ["ArrowUp", 0],
    ["ArrowUp", 0],
    ["ArrowLeft", 0],
    ["End", all.length - 1],
    ["ArrowRight", all.length - 1],
    ["Home", 0],
  ] as const) {
    await keyboard.press(key);
    expect([key, await focused(ken)]).toEqual([key, all[there]]);
  }
  await keyboard.press("Escape");
  await paletteOf(ken).waitFor({ state: "detached" });
  expect(await buttonOf(ken).evaluate((button) => button === document.activeElement)).toBe(true);
  expect(await ken.page.getByText("Only Mia will see this.").isVisible()).toBe(true);
  await keyboard.press("Enter");
  await options.first().waitFor();
  await keyboard.press("ArrowRight");
  await keyboard.press("Enter");
  await ken.page.waitForFunction((text) => document.querySelector("textarea")?.value === text, all[1]);
  await parted([ken, mia]);
});

test("a click outside closes it and so does its button; whoever goes on by Tab leaves it behind", async () => {
  const [ken] = (await stage.meet("Ken")) as [Person];
  const open = () => buttonOf(ken).click();
  const closed = async () => {
    await paletteOf(ken).waitFor({ state: "detached" });
    expect(await buttonOf(ken).getAttribute("aria-expanded")).toBe("false");
  };
  await open();
  await paletteOf(ken).waitFor();
  await ken.page.getByRole("heading", { name: "Chat" }).click();
  await closed();
  await open();
  await paletteOf(ken).waitFor();
  await open();
  await closed();
  await open();
  await paletteOf(ken).waitFor();
  await ken.page.keyboard.press("Tab");
  await closed();
  await parted([ken]);
});

test("on a small phone, and from right to left, each can be touched and none is cut off", async () => {
  const [host] = (await stage.meet("Ken")) as [Person];
  const phone = { viewport: { width: 320, height: 640 }, isMobile: true, hasTouch: true, locale: "ar" };
  const person = await personIn(stage.browser, phone);
  const { page } = person;
  await page.goto(host.page.url());
  await page.locator("#nickname").fill("Mia");
  await page.locator("form button.primary").first().click();
  await page.locator(".field button").tap();
  await page.locator(".palette").waitFor();
  const { small, outside, scrolls, covers } = await page.evaluate(() => {
    const boxes = [...document.querySelectorAll(".palette button, .field button")].map((each) => each.getBoundingClientRect());
    const [area, button] = [".field textarea", ".field > button"].map((each) => document.querySelector(each)?.getBoundingClientRect());
    return {
      // Written in Latin letters or not at all, what stands in the field runs the other way than the page.
      covers: area !== undefined && button !== undefined && button.right > area.left + 0.5 && area.right > button.left + 0.5,
      small: boxes.filter(({ width, height }) => width < 43.9 || height < 43.9).length,
      outside: boxes.filter(({ left, right }) => left < 0 || right > innerWidth).length,
      scrolls: document.documentElement.scrollWidth > innerWidth,
    };
  });
  expect({ small, outside, scrolls, covers }).toEqual({ small: 0, outside: 0, scrolls: false, covers: false });
  await page.keyboard.press("ArrowLeft");
  expect(await focused(person)).toBe("😁");
  await page.getByRole("option", { name: "😄", exact: true }).tap();
  await page.waitForFunction(() => document.querySelector("textarea")?.value === "😄");
  await parted([host, person]);
});
