// Without a mouse, from the front page to what was saved and out again: where the focus is can be seen, it is never lost, and what happens is said, once.
import { expect, test } from "bun:test";
import type { Page } from "playwright-core";
import { parted } from "../support/gathering.ts";
import { personIn } from "../support/person.ts";
import { setStage } from "../support/stage.ts";

const stage = setStage();
const limit = 90_000;

/** What has the focus, by its name, and whether that is seen: an outline of two pixels and more, on it or on what it lies in. */
function focus(page: Page) {
  return page.evaluate(() => {
    const element = document.activeElement as HTMLElement;
    const label = element.closest<HTMLElement>("label");
    const outlined = (each: HTMLElement | null) => {
      if (each === null) return false;
      const { outlineStyle, outlineWidth } = getComputedStyle(each);
      return outlineStyle !== "none" && Number.parseFloat(outlineWidth) >= 2;
    };
    const box = element.getBoundingClientRect();
    const middle = document.elementFromPoint(box.x + box.width / 2, box.y + Math.min(box.height / 2, 20));
    return {
      name: (label ?? element).getAttribute("aria-label") ?? (label ?? element).textContent?.trim(),
      // What one writes in is outlined with the button that stands inside it.
      seen: outlined(element) || outlined(label) || (element.matches("textarea") && outlined(element.closest(".field"))),
      // WCAG 2.2, 2.4.11
      covered: middle !== null && !element.contains(middle) && label?.contains(middle) !== true && !middle.contains(element),
      y: box.y,
      lost: element === document.body,
    };
  });
}

/** Goes on with Tab until something has the focus, which is seen at each step. */
async function tabTo(page: Page, name: string | RegExp, key = "Tab"): Promise<void> {
  const passed: string[] = [];
  for (let presses = 0; presses < 40; presses++) {
    await page.keyboard.press(key);
    const now = await focus(page);
    // The browser's own end of the page.
    if (now.lost) continue;
    expect({ ...now, y: 0 }).toEqual({ name: now.name, seen: true, covered: false, y: 0, lost: false });
    if (typeof name === "string" ? now.name === name : name.test(now.name)) return;
    passed.push(now.name);
  }
  throw new Error(`there is no way to ${name}: ${passed.join(" | ")}`);
}

/** Begins to write down what a screen reader would be handed: what comes into a live region, one by one. */
async function listen(page: Page): Promise<() => Promise<readonly string[]>> {
  await page.evaluate(() => {
    const heard: (string | null)[] = [];
    const live = '[role="log"], [role="status"], [role="alert"], [aria-live]';
    new MutationObserver((records) => {
      for (const { target, addedNodes, type } of records) {
        const place = target instanceof Element ? target : target.parentElement;
        const region = place?.closest<HTMLElement>(live);
        if (!region || region.getAttribute("aria-live") === "off" || !region.checkVisibility()) continue;
        if (region.matches('[role="log"]')) {
          for (const node of addedNodes)
            if (node instanceof HTMLElement && node.matches(".entry")) setTimeout(() => heard.push(node.textContent), 100);
        } else if (type === "characterData" || addedNodes.length > 0) heard.push(region.textContent);
      }
    }).observe(document.body, { subtree: true, childList: true, characterData: true });
    Object.assign(window, { heard });
  });
  return () => page.evaluate(() => (window as unknown as { heard: string[] }).heard);
}

test(
  "by keyboard alone: make a room, speak, share, take, save and leave",
  async () => {
    const [ann, ben] = [await personIn(stage.browser), await personIn(stage.browser)];
    const [page, other] = [ann.page, ben.page];
    await page.goto(stage.site.url);
    await tabTo(page, "Create room");
    await page.keyboard.press("Enter");
    await page.locator('.enter button[type="submit"]:enabled').waitFor();
    expect(await focus(page)).toMatchObject({ seen: true, covered: false });
    await page.keyboard.type("Ann");
    await page.keyboard.press("Enter");
    await ann.sees("Ann", "self");
    // The field that had the focus is gone: one goes on from the head of the room.
    expect((await focus(page)).lost).toBe(false);
    await ben.enter(page.url(), "Ben");
    await ann.sees("Ben", "direct");
    await ben.sees("Ann", "direct");
    const [heardByAnn, heardByBen] = [await listen(page), await listen(other)];

    await page.evaluate(() => (document.activeElement as HTMLElement).blur());
    await tabTo(page, "Skip to messages");
    await page.keyboard.press("Enter");
    expect(await focus(page)).toMatchObject({ name: "Message", seen: true });
    await page.keyboard.type("by keys");
    await page.keyboard.press("Enter");
    await ben.hears("by keys");
    expect((await focus(page)).name).toBe("Message");

    await tabTo(page, "Share files", "Shift+Tab");
    const chooser = page.waitForEvent("filechooser").catch(() => undefined);
    // A person's own picker would answer; here the input is filled behind it, as tests cannot operate it.
    await page.evaluate(() => Object.assign(window, { showOpenFilePicker: undefined }));
    await Promise.race([chooser, page.keyboard.press("Space").then(() => Bun.sleep(1_000))]);
    const path = await stage.folder.make("keys.bin", 3_000_000);
    await ann.shares(path);
    await ben.shareIs("keys.bin", "available");
    // Rows that come leave the focus where it is.
    expect((await focus(page)).name).toBe("Share files");

    await tabTo(other, "Download");
    await other.keyboard.press("Enter");
    await ben.shareIs("keys.bin", "complete");
    // The button that was pressed is gone; the focus is in the same row.
    await other.waitForFunction(() => document.activeElement?.closest('[data-state="complete"]') !== null);
    expect(await focus(other)).toMatchObject({ lost: false, seen: true });
    await other.evaluate(() => (document.activeElement as HTMLElement).closest("ul")?.parentElement?.querySelector("input")?.focus());
    await tabTo(other, "Save");
    const [download] = await Promise.all([other.waitForEvent("download"), other.keyboard.press("Enter")]);
    expect(Bun.deepEquals(await Bun.file(await download.path()).bytes(), await Bun.file(path).bytes())).toBe(true);
    await Bun.sleep(1_000);

    // Two things are said to Ann: her own words, and that Ben has the file. To Ben as well. Progress is not.
    const toAnn = await heardByAnn();
    const toBen = await heardByBen();
    const about = (heard: readonly string[], what: RegExp) => heard.filter((each) => what.test(each)).length;
    expect({ words: about(toBen, /by keys/), file: about(toBen, /^keys\.bin: Verified$/), all: toBen.length }).toEqual({
      words: 1,
      file: 1,
      all: 2,
    });
    expect({ words: about(toAnn, /by keys/), file: about(toAnn, /^keys\.bin: .*Ben/), all: toAnn.length }).toEqual({
      words: 1,
      file: 1,
      all: 2,
    });

    await tabTo(page, "Leave room", "Shift+Tab");
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: "Create room" }).waitFor();
    await parted([ann, ben]);
  },
  limit,
);

test(
  "a row that goes away hands its focus on; Escape closes what lies over the page; Tab goes as one reads",
  async () => {
    const [ann, ben] = (await stage.meet("Ann", "Ben")) as [Awaited<ReturnType<typeof personIn>>, Awaited<ReturnType<typeof personIn>>];
    const paths = await Promise.all(["one.txt", "two.txt", "three.txt"].map((name) => stage.folder.make(name, 1_000)));
    for (const path of paths) await ann.shares(path);
    for (const name of ["one.txt", "two.txt", "three.txt"]) await ben.shareIs(name, "available");
    const inRow = () =>
      ben.page.evaluate(() => document.activeElement?.closest("li")?.textContent ?? document.activeElement?.localName ?? "");
    await ben.share("two.txt").getByRole("button", { name: "Download" }).focus();
    await ann.presses("two.txt", "Stop sharing");
    await ben.share("two.txt").waitFor({ state: "detached" });
    await ben.page.waitForFunction(() => document.activeElement?.closest(".share") !== null);
    expect(await inRow()).toMatch(/one\.txt|three\.txt/);
    for (const name of ["one.txt", "three.txt"]) await ann.presses(name, "Stop sharing");
    await ben.share("txt").first().waitFor({ state: "detached" });
    await ben.page.waitForFunction(() => document.activeElement?.closest(".shares") !== null);
    expect(await inRow()).toBe("input");

    await ben.page.getByRole("button", { name: "Show QR code" }).focus();
    await ben.page.keyboard.press("Enter");
    await ben.page.getByRole("dialog").waitFor();
    await ben.page.keyboard.press("Escape");
    await ben.page.getByRole("dialog").waitFor({ state: "hidden" });
    expect((await focus(ben.page)).name).toBe("Show QR code");

    // On a phone all is one column: whoever goes on goes down.
    await ben.page.setViewportSize({ width: 390, height: 844 });
    await ben.page.evaluate(() => (document.activeElement as HTMLElement).blur());
    const order: (readonly [name: string, section: number])[] = [];
    for (let presses = 0; presses < 30; presses++) {
      await ben.page.keyboard.press("Tab");
      const section = await ben.page.evaluate(() => {
        const parts = [".skip", ".top", ".people", ".shares", ".chat", ".foot"];
        return parts.findIndex((part) => document.activeElement?.closest(part));
      });
      if (section >= 0) order.push([(await focus(ben.page)).name, section]);
      if (section === 5) break;
    }
    const sections = order.map(([, section]) => section);
    expect(sections).toEqual(sections.toSorted());
    // It went on from the head of the page, where the QR code was shown.
    expect([...new Set(sections)]).toEqual([1, 2, 3, 4, 5]);

    const outline = await ben.page.evaluate(() => ({
      landmarks: [...document.querySelectorAll("main, section[aria-labelledby]")]
        .filter((each) => each.checkVisibility())
        .map((each) => document.getElementById(each.getAttribute("aria-labelledby") ?? "")?.textContent ?? each.localName),
      headings: [...document.querySelectorAll("h1, h2, h3")].filter((each) => each.checkVisibility()).map((each) => each.localName),
    }));
    expect(outline).toEqual({ landmarks: ["main", "People", "Shares", "Chat"], headings: ["h1", "h2", "h2", "h2"] });
    await parted([ann, ben]);
  },
  limit,
);
