// A phone: taps, no mouse, a keyboard on the screen, a page that is put away and comes back, a device that is turned. And whoever needs the page larger.
import { expect, test } from "bun:test";
import { devices, type Page } from "playwright-core";
import { newRoom, parted } from "../support/gathering.ts";
import { type Person, personIn } from "../support/person.ts";
import { setStage } from "../support/stage.ts";

const stage = setStage();
const limit = 90_000;
const { viewport, userAgent, deviceScaleFactor, isMobile, hasTouch } = devices["Pixel 7"] as (typeof devices)[string];
const phone = { viewport, userAgent, deviceScaleFactor, isMobile, hasTouch };

/** What can be touched and is less than 44 px high or wide (a link within a sentence excepted, as in WCAG 2.5.8), and is not inside something larger that does the same. */
function tooSmall(page: Page): Promise<readonly string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>("button, .button, a[href], select, textarea, input, summary")]
      .filter((each) => each.checkVisibility({ opacityProperty: true }) && !each.closest("p a, .address, [aria-hidden]"))
      .map((each) => each.closest<HTMLElement>("label") ?? each)
      .filter((each) => {
        const { width, height } = each.getBoundingClientRect();
        return width > 0 && (height < 43.9 || width < 43.9);
      })
      .map((each) => {
        const { width, height } = each.getBoundingClientRect();
        return `${each.localName}.${each.className} “${each.textContent?.trim().slice(0, 30)}” ${Math.round(width)} × ${Math.round(height)}`;
      }),
  );
}

/** Whatever is cut off on the right, and by how much the page is too wide. */
function tooWide(page: Page) {
  return page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    const cut = [...document.querySelectorAll<HTMLElement>("button, .button, label, h1, h2, p, select, textarea")]
      .filter(
        (each) =>
          each.checkVisibility() && !each.closest(".heard, .visually, .skip, pre") && each.getBoundingClientRect().right > clientWidth + 1,
      )
      .map((each) => `${each.localName}.${each.className} ${each.textContent?.trim().slice(0, 30)}`);
    return { over: Math.max(0, scrollWidth - clientWidth), cut };
  });
}

/** On each of these, words that do not fit their box. */
function clipped(page: Page): Promise<readonly string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>("button, .button, h1, h2, label, .status, .line, .what, .whose, .lead")]
      .filter((each) => each.checkVisibility() && !each.closest(".heard, .skip") && each.clientHeight > 0)
      .filter((each) => getComputedStyle(each).overflow === "hidden" && each.scrollHeight > each.clientHeight + 2)
      .map((each) => `${each.localName}.${each.className} “${each.textContent?.trim().slice(0, 40)}”`),
  );
}

test(
  "on two phones with taps alone: make a room, enter, speak, share, take and save",
  async () => {
    const [ann, ben] = [await personIn(stage.browser, phone), await personIn(stage.browser, phone)];
    const { page } = ann;
    await page.goto(stage.site.url);
    expect(await tooSmall(page)).toEqual([]);
    await page.getByRole("button", { name: "Create room" }).tap();
    await page.getByRole("textbox", { name: "Nickname" }).tap();
    await page.keyboard.insertText("Ann");
    expect(await tooSmall(page)).toEqual([]);
    await page.getByRole("button", { name: "Enter" }).tap();
    await ann.sees("Ann", "self");
    await ben.page.goto(page.url());
    await ben.page.getByRole("textbox", { name: "Nickname" }).tap();
    await ben.page.keyboard.insertText("Ben");
    await ben.page.getByRole("button", { name: "Enter" }).tap();
    await ben.sees("Ann", "direct");
    await page.getByRole("textbox", { name: "Message" }).tap();
    await page.keyboard.insertText("tapped");
    await page.getByRole("button", { name: "Send" }).tap();
    await ben.hears("tapped");
    const path = await stage.folder.make("phone.bin", 2_000_000);
    const [chooser] = await Promise.all([page.waitForEvent("filechooser"), page.getByLabel("Share files").tap()]).catch(() => [undefined]);
    if (chooser === undefined) await ann.shares(path);
    else await chooser.setFiles(path);
    await ben.share("phone.bin").getByRole("button", { name: "Download" }).tap();
    await ben.shareIs("phone.bin", "complete");
    expect({ ann: await tooSmall(page), ben: await tooSmall(ben.page) }).toEqual({ ann: [], ben: [] });
    const [download] = await Promise.all([
      ben.page.waitForEvent("download"),
      ben.share("phone.bin").getByRole("button", { name: "Save", exact: true }).tap(),
    ]);
    expect((await Bun.file(await download.path()).bytes()).length).toBe(2_000_000);
    await parted([ann, ben]);
  },
  limit,
);

test(
  "the keyboard on the screen leaves the field in sight, pulling down does not load the page again, and a page that was put away heals",
  async () => {
    const url = await newRoom(stage.site);
    const [ann, ben] = [await personIn(stage.browser, phone), await personIn(stage.browser, phone)] as [Person, Person];
    await ann.enter(url, "Ann");
    await ben.enter(url, "Ben");
    await ann.sees("Ben", "direct");
    for (let n = 0; n < 12; n++) await ben.says(`line ${n}`);
    await ann.hears("line 11");

    // `interactive-widget=resizes-content`: the keyboard takes its half of the page.
    const field = ann.page.getByRole("textbox", { name: "Message" });
    await field.tap();
    for (const [width, height] of [
      [412, 430],
      [839, 200],
    ] as const) {
      await ann.page.setViewportSize({ width, height });
      await ann.page.keyboard.type("x");
      const box = await field.boundingBox();
      expect({ width, above: (box?.y ?? -1) >= 0, below: (box?.y ?? 0) + (box?.height ?? 0) <= height }).toEqual({
        width,
        above: true,
        below: true,
      });
      expect(await tooWide(ann.page)).toEqual({ over: 0, cut: [] });
    }
    await ann.page.setViewportSize(phone.viewport);
    expect(await ann.page.evaluate(() => getComputedStyle(document.documentElement).overscrollBehaviorY)).toBe("none");

    const device = await ann.page.context().newCDPSession(ann.page);
    await device.send("Page.setWebLifecycleState", { state: "frozen" });
    await ben.says("while you were away");
    await Bun.sleep(3_000);
    await device.send("Page.setWebLifecycleState", { state: "active" });
    await ann.hears("while you were away");
    await ann.sees("Ben", "direct");
    await ben.sees("Ann", "direct");
    await field.fill("back again");
    await ann.page.getByRole("button", { name: "Send" }).tap();
    await ben.hears("back again");
    await parted([ann, ben]);
  },
  limit,
);

test(
  "at 320 px, which is 400 % of a desk's window, and with text spread as WCAG 1.4.12 has it, nothing is cut off and nothing scrolls sideways",
  async () => {
    const ann = await personIn(stage.browser, { viewport: { width: 320, height: 568 } });
    for (const path of ["/", "/check", "/r/reflow"]) {
      await ann.page.goto(stage.site.url + path);
      expect({ path, ...(await tooWide(ann.page)) }).toEqual({ path, over: 0, cut: [] });
    }
    await ann.enter(`${stage.site.url}/r/reflow`, "Ann");
    await ann.says("a message");
    await ann.shares(await stage.folder.make("a file with a name that is not short.bin", 1_000));
    await ann.share("a file").waitFor();
    const spread =
      "* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important } p { margin-block-end: 2em !important }";
    const seen: Record<string, unknown> = {};
    for (const [width, height, spreads] of [
      [320, 568, false],
      [640, 400, false],
      [320, 568, true],
      [1280, 800, true],
    ] as const) {
      await ann.page.setViewportSize({ width, height });
      // The page's policy lets no style in but through the object model.
      await ann.page.evaluate(
        ([spread, on]) => {
          const sheet = new CSSStyleSheet();
          sheet.replaceSync(on ? spread : "");
          document.adoptedStyleSheets = [sheet];
        },
        [spread, spreads] as const,
      );
      const faults = { ...(await tooWide(ann.page)), clipped: spreads ? await clipped(ann.page) : [] };
      if (faults.over > 0 || faults.cut.length > 0 || faults.clipped.length > 0) seen[`${width} px, spread: ${spreads}`] = faults;
    }
    expect(seen).toEqual({});
    await parted([ann]);
  },
  limit,
);

test(
  "where colours are forced, contrast is wanted or motion is not, the page follows",
  async () => {
    const ann = await personIn(stage.browser, { forcedColors: "active", reducedMotion: "reduce", contrast: "more" });
    await ann.enter(await newRoom(stage.site), "Ann");
    await ann.says("seen");
    await ann.shares(await stage.folder.make("seen.bin", 1_000));
    await ann.share("seen.bin").waitFor();
    const found = await ann.page.evaluate(() => {
      const edge = (selector: string) =>
        Number.parseFloat(getComputedStyle(document.querySelector(selector) as Element).borderBlockStartWidth);
      const moving = document.getAnimations().filter(({ playState }) => playState === "running").length;
      const { soft, ink } = Object.fromEntries(
        ["soft", "ink"].map((name) => [name, getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim()]),
      );
      return {
        forced: matchMedia("(forced-colors: active)").matches,
        bubble: edge(".entry.said .text"),
        button: edge(".compose button"),
        moving,
        same: soft === ink,
      };
    });
    expect(found).toEqual({ forced: true, bubble: 2, button: 1, moving: 0, same: true });
    await parted([ann]);
  },
  limit,
);
