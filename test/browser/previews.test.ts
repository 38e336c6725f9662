// What was received can be looked at: pictures, videos, sounds and texts where they are listed, a PDF in a tab of its own; and nothing of it runs.
import { afterAll, beforeAll, expect, test } from "bun:test";
import { mkdir } from "node:fs/promises";
import type { Browser } from "playwright-core";
import { type Folder, temporaryFolder } from "../support/files.ts";
import { gathered, newRoom, parted } from "../support/gathering.ts";
import { pdf, pictureIn, sound, videoIn } from "../support/media.ts";
import { launchChromium, type Person, wholeChromium } from "../support/person.ts";
import { openSite, type Site } from "../support/site.ts";
import { slowDown } from "../support/slow.ts";

let browser: Browser;
/** Shows PDFs and icons. */
let whole: Browser;
let site: Site;
let folder: Folder;
const limit = 60_000;

beforeAll(async () => {
  [browser, whole, site, folder] = await Promise.all([launchChromium(), launchChromium(wholeChromium), openSite(), temporaryFolder()]);
}, limit);

afterAll(async () => {
  await Promise.all([browser?.close(), whole?.close()]);
  await site?.kill();
  await folder?.[Symbol.asyncDispose]();
});

const two = async (where = browser) => (await gathered(where, await newRoom(site), "Ken", "Mia")) as [Person, Person];

/** What the browser says of an address that leads nowhere any more. */
const revoked = /ERR_FILE_NOT_FOUND/;

/** And of the script in an image, or of a file that only poses as one. */
const blocked = /Content Security Policy|ERR_/;

/** A file of these bytes under this name. */
async function fileOf(name: string, bytes: Uint8Array): Promise<string> {
  const path = `${folder.path}/${name}`;
  await Bun.write(path, bytes);
  return path;
}

async function takes(mia: Person, ken: Person, name: string, bytes: Uint8Array): Promise<void> {
  await ken.shares(await fileOf(name, bytes));
  await mia.downloads(name);
  await mia.shareIs(name, "complete");
}

test(
  "an image, a video, a sound and a text that were received are shown in the list, and are gone when they are not wanted",
  async () => {
    const [ken, mia] = await two();
    await takes(mia, ken, "sunset.png", await pictureIn(ken.page, "image/png", 640, 400));
    await mia.presses("sunset.png", "Preview");
    const image = mia.share("sunset.png").getByRole("img", { name: "sunset.png" });
    await image.waitFor();
    expect(await image.evaluate((each: HTMLImageElement) => each.decode().then(() => [each.naturalWidth, each.naturalHeight]))).toEqual([
      640, 400,
    ]);
    const url = await image.getAttribute("src");
    expect(url).toStartWith("blob:");
    await mia.presses("sunset.png", "Preview");
    await image.waitFor({ state: "detached" });
    // Its address leads nowhere now.
    const reached = mia.page.evaluate(
      (url) =>
        new Promise((resolve) => {
          const probe = new Image();
          probe.onload = () => resolve(true);
          probe.onerror = () => resolve(false);
          probe.src = url ?? "";
        }),
      url,
    );
    expect(await reached).toBe(false);

    await takes(mia, ken, "walk.webm", await videoIn(ken.page, 320, 200));
    await mia.presses("walk.webm", "Preview");
    const video = mia.share("walk.webm").locator("video");
    await mia.page.waitForFunction(() => (document.querySelector("video")?.readyState ?? 0) >= 1);
    expect(await video.evaluate((each: HTMLVideoElement) => [each.duration, each.videoWidth, each.controls, each.autoplay])).toEqual([
      2,
      320,
      true,
      false,
    ]);

    await takes(mia, ken, "tone.wav", sound());
    await mia.presses("tone.wav", "Preview");
    await mia.page.waitForFunction(() => (document.querySelector("audio")?.readyState ?? 0) >= 1);
    expect(
      await mia
        .share("tone.wav")
        .locator("audio")
        .evaluate((each: HTMLAudioElement) => each.duration),
    ).toBe(1);

    await takes(mia, ken, "メモ.txt", new TextEncoder().encode(`<b>お茶</b> ${"x".repeat(9_000)}`));
    await mia.presses("メモ.txt", "Preview");
    const excerpt = await mia.share("メモ.txt").locator("pre").textContent({ timeout: 5_000 });
    expect(excerpt).toStartWith("<b>お茶</b> xxx");
    expect(excerpt).toHaveLength(4_096 - 2 * 3 + 2 + 1);

    // One's own, too.
    await ken.presses("sunset.png", "Preview");
    await ken.share("sunset.png").getByRole("img", { name: "sunset.png" }).waitFor();
    await parted([ken, mia], revoked);
  },
  limit,
);

test(
  "a PDF opens in a tab of its own; what only poses as something is not shown, and nothing of an SVG runs",
  async () => {
    const [ken, mia] = await two(whole);
    await takes(mia, ken, "paper.pdf", pdf);
    const [tab] = await Promise.all([mia.context.waitForEvent("page"), mia.presses("paper.pdf", "Open")]);
    expect(tab.url()).toStartWith("blob:");
    await tab.close();
    const evil = new TextEncoder().encode("<script>opener.document.title='evil';document.title='evil'</script>");
    await takes(mia, ken, "page.pdf", evil);
    await mia.presses("page.pdf", "Open");
    await mia.page.getByRole("alert").filter({ hasText: "cannot show it" }).waitFor();
    expect(mia.context.pages()).toHaveLength(1);

    await takes(mia, ken, "broken.png", evil);
    await mia.presses("broken.png", "Preview");
    await mia.share("broken.png").getByText("cannot show it").waitFor();
    await takes(mia, ken, "page.html", evil);
    expect(await mia.share("page.html").getByRole("button", { name: "Preview" }).isVisible()).toBe(false);
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="40" height="30"><script>parent.document.title='evil'</script><rect width="40" height="30" fill="red"/></svg>`;
    await takes(mia, ken, "sign.svg", new TextEncoder().encode(svg));
    await mia.presses("sign.svg", "Preview");
    const image = mia.share("sign.svg").getByRole("img", { name: "sign.svg" });
    await image.waitFor();
    expect(await image.evaluate((each: HTMLImageElement) => each.decode().then(() => each.naturalWidth))).toBe(40);
    expect(await mia.page.title()).not.toContain("evil");
    await parted([ken, mia], blocked);
  },
  limit,
);

test(
  "an image is seen small before anybody takes it, also by whoever comes later; a folder by its first image",
  async () => {
    const [ken, mia] = await two();
    await ken.shares(await fileOf("fuji.jpg", await pictureIn(ken.page, "image/jpeg", 900, 600)));
    const sides = (person: Person, name: string) =>
      person
        .share(name)
        .locator(".tile img")
        .evaluate((each: HTMLImageElement) => each.decode().then(() => [each.naturalWidth, each.naturalHeight]));
    for (const person of [ken, mia]) expect(await sides(person, "fuji.jpg")).toEqual([132, 88]);
    expect(await mia.share("fuji.jpg").getAttribute("data-state")).toBe("available");
    await mkdir(`${folder.path}/trip`, { recursive: true });
    await fileOf("trip/a.txt", new Uint8Array(5));
    await fileOf("trip/b.png", await pictureIn(ken.page, "image/png", 50, 80));
    await ken.sharesFolder(`${folder.path}/trip`);
    expect(await sides(mia, "trip")).toEqual([50, 80]);
    await mia.page.reload();
    expect(await sides(mia, "fuji.jpg")).toEqual([132, 88]);
    // What is no image has a sign.
    await ken.shares(await fileOf("posing.jpg", new TextEncoder().encode("no image")));
    await mia.shareIs("posing.jpg", "available");
    await ken.presses("fuji.jpg", "Stop sharing");
    await mia.share("fuji.jpg").waitFor({ state: "detached" });
    expect(await mia.share("posing.jpg").locator(".tile img").count()).toBe(0);
    await parted([ken, mia]);
  },
  limit,
);

test(
  "everything is taken with one press; what of a folder is wanted is chosen by range, all or none, with the keyboard alone; and its files are looked at",
  async () => {
    const [ken, mia] = await two();
    const photos = Array.from({ length: 5 }, (_, i) => `旅/${i}.png`);
    await mkdir(`${folder.path}/旅`, { recursive: true });
    for (const path of photos) await fileOf(path, await pictureIn(ken.page, "image/png", 60, 40));
    await ken.sharesFolder(`${folder.path}/旅`);
    await mia.shareIs("旅", "available");
    await mia.presses("旅", "Show files");
    const boxes = mia.share("旅").getByRole("checkbox");
    await boxes.nth(4).waitFor();
    const ticked = () => boxes.evaluateAll((all) => all.map((box) => (box as HTMLInputElement).checked));
    await boxes.nth(1).focus();
    await mia.page.keyboard.press("Space");
    for (let i = 0; i < 2; i++)
      for (let step = 0; step < 5 && !(await boxes.nth(2 + i).evaluate((box) => box === document.activeElement)); step++)
        await mia.page.keyboard.press("Tab");
    await mia.page.keyboard.press("Shift+Space");
    expect(await ticked()).toEqual([false, true, true, true, false]);
    await mia.presses("旅", "Select all");
    expect(await ticked()).toEqual([true, true, true, true, true]);
    await mia.presses("旅", "Select none");
    expect(await ticked()).toEqual([false, false, false, false, false]);
    await boxes.nth(0).click();
    await boxes.nth(2).click({ modifiers: ["Shift"] });

    for (const name of ["one.txt", "two.txt", "three.txt", "four.txt"])
      await ken.shares(await fileOf(name, new TextEncoder().encode(name)));
    await mia.shareIs("four.txt", "available");
    await mia.page.getByRole("button", { name: "Download all" }).click();
    for (const name of ["旅", "one.txt", "two.txt", "three.txt", "four.txt"]) await mia.shareIs(name, "complete");
    expect(await mia.page.getByRole("button", { name: "Download all" }).isVisible()).toBe(false);
    // What was ticked was taken, and no more.
    expect(await mia.share("旅").getByText("not taken").count()).toBe(2);
    await mia.share("旅").getByRole("button", { name: "Preview 1.png" }).click();
    const image = mia.share("旅").getByRole("img", { name: "1.png" });
    await image.waitFor();
    expect(await image.evaluate((each: HTMLImageElement) => each.decode().then(() => each.naturalWidth))).toBe(60);
    await parted([ken, mia]);
  },
  limit,
);

test(
  "a verified file is dragged out of the page under its own name",
  async () => {
    const [ken, mia] = await two();
    await takes(mia, ken, "議事録.txt", new TextEncoder().encode("drag me"));
    await mia.page.evaluate(() =>
      document.addEventListener("dragstart", ({ dataTransfer }) => {
        document.body.dataset.dragged = dataTransfer?.getData("DownloadURL") ?? "";
      }),
    );
    const tile = mia.share("議事録.txt").locator(".tile");
    await tile.hover();
    // The file is at hand before the drag begins.
    await Bun.sleep(500);
    await mia.page.mouse.down();
    await mia.page.mouse.move(400, 400, { steps: 5 });
    await mia.page.waitForFunction(() => document.body.dataset.dragged !== undefined);
    expect(await mia.page.evaluate(() => document.body.dataset.dragged)).toMatch(/^application\/octet-stream:議事録\.txt:blob:http/);
    await mia.page.mouse.up();
    await parted([ken, mia]);
  },
  limit,
);

test(
  "how far files are is seen in the title, in the icon and on the installed app's badge, and no longer than they move",
  async () => {
    const [ken, mia] = await two(whole);
    await slowDown(ken.page, 8 * 2 ** 20);
    const { page } = mia;
    await page.evaluate(() => {
      const counts: (number | "clear")[] = [];
      Object.assign(globalThis, { counts });
      Object.assign(navigator, {
        setAppBadge: async (count: number) => counts.push(count),
        clearAppBadge: async () => counts.push("clear"),
      });
    });
    const [title, icon] = [await page.title(), await page.locator('link[rel="icon"]').getAttribute("href")];
    await ken.shares(await folder.make("long.bin", 16 * 2 ** 20));
    await mia.downloads("long.bin");
    await page.waitForFunction(() => /^\d+% – /.test(document.title), undefined, { timeout: 20_000 });
    await page.waitForFunction(() => document.querySelector<HTMLLinkElement>('link[rel="icon"]')?.href.startsWith("blob:"));
    await ken.page.waitForFunction(() => /^\d+% – /.test(document.title));
    await mia.presses("long.bin", "Pause");
    await page.waitForFunction((title) => document.title === title, title);
    await mia.presses("long.bin", "Resume");
    await mia.shareIs("long.bin", "complete");
    await page.waitForFunction((title) => document.title === title, title);
    expect(await page.locator('link[rel="icon"]').getAttribute("href")).toEndWith(icon ?? "?");
    // What an earlier page left is cleared once, before or after this began to listen.
    const counts = await page.evaluate(() => (globalThis as unknown as { counts: unknown[] }).counts);
    expect(counts.join()).toMatch(/^(clear,)?1,clear,1,clear$/);
    await parted([ken, mia]);
  },
  limit,
);
