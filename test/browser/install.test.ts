// roomcp as an app of the device: it can be installed, is shared to, opens files, knows the last rooms, and says so without a network. And nothing of that where
// browsers have none of it.
import { expect, test } from "bun:test";
import type { Page } from "playwright-core";
import { temporaryFolder } from "../support/files.ts";
import { parted } from "../support/gathering.ts";
import { lanHost } from "../support/lan-host.ts";
import { launchProfile, Person, personIn, wholeChromium } from "../support/person.ts";
import { openSite } from "../support/site.ts";
import { setWholeStage } from "../support/stage.ts";

const stage = setWholeStage();
const limit = 90_000;
const patience = { timeout: 20_000 };

/** Until the page's service worker stands between it and its server. */
async function served(page: Page): Promise<void> {
  await page.evaluate(async () => void (await navigator.serviceWorker.ready));
}

/** What a browser sends when a person chooses roomcp in the device's share sheet. */
async function sharedTo(page: Page, home: string, what: { files?: Record<string, string>; text?: string; url?: string }): Promise<void> {
  await page.goto(`${home}/`);
  await served(page);
  await page.goto(`${home}/check`);
  await page.evaluate(
    ({ action, files = {}, text = "", url = "" }) => {
      const form = document.createElement("form");
      Object.assign(form, { action, method: "post", enctype: "multipart/form-data" });
      const field = (name: string, type: string) => {
        const input = document.createElement("input");
        Object.assign(input, { name, type });
        form.append(input);
        return input;
      };
      field("title", "text").value = "a title";
      field("text", "text").value = text;
      field("url", "text").value = url;
      const chosen = new DataTransfer();
      for (const [name, content] of Object.entries(files)) chosen.items.add(new File([content], name));
      field("files", "file").files = chosen.files;
      document.body.append(form);
      form.submit();
    },
    { action: `${home}/share`, ...what },
  );
  await page.waitForURL((url) => url.pathname.endsWith("/") && !url.search.includes("handed"), patience);
}

test(
  "Chromium would install it, and finds nothing wrong with its manifest",
  async () => {
    await using folder = await temporaryFolder();
    const profile = await launchProfile(folder.path, wholeChromium);
    const page = await profile.newPage();
    await page.goto(stage.site.url);
    await served(page);
    const devices = await profile.newCDPSession(page);
    expect((await devices.send("Page.getInstallabilityErrors")).installabilityErrors).toEqual([]);
    const { url, errors, data } = await devices.send("Page.getAppManifest");
    expect([new URL(url).pathname, errors]).toEqual(["/manifest.webmanifest", []]);
    expect(JSON.parse(data ?? "").share_target.params.files).toHaveLength(1);
    await profile.close();
  },
  limit,
);

test(
  "what a share sheet sends waits for the room that is chosen in that tab, and arrives there",
  async () => {
    const [ann, ben] = [await personIn(stage.browser), await personIn(stage.browser)];
    const room = `${stage.site.url}/r/handed#k=${"1".repeat(32)}`;
    await ben.enter(room, "Ben");
    // A room of hers before, which then is among her last.
    await ann.enter(room, "Ann");
    await ann.page.getByRole("button", { name: "Leave room" }).click();
    await ann.page.getByRole("link", { name: /^handed/ }).waitFor();

    const files = { "写真 1.txt": "one", "two.txt": "two two" };
    await sharedTo(ann.page, stage.site.url, { files, text: "look at these", url: "https://example.com/album" });
    await ann.page.getByRole("heading", { name: "Create or choose a room to share this in" }).waitFor();
    for (const name of Object.keys(files)) await ann.page.getByText(name).waitFor();

    // Another tab's room is not meant.
    const other = new Person(await ann.context.newPage());
    await other.enter(`${stage.site.url}/r/elsewhere#k=${"2".repeat(32)}`, "Ann");
    await ann.page.getByRole("link", { name: /^handed/ }).click();
    await ann.page.getByText("What you are sharing goes into this room").waitFor();
    await ann.page.getByRole("button", { name: "Enter" }).click();
    await ben.share("写真 1.txt").waitFor(patience);
    await ben.downloads("写真 1.txt");
    await ben.shareIs("写真 1.txt", "complete");
    expect(await ann.page.getByRole("textbox", { name: "Message" }).inputValue()).toBe("look at these\nhttps://example.com/album");
    expect(await other.page.getByRole("list", { name: "Shares" }).getByRole("listitem").count()).toBe(0);

    // It was taken: what comes next in this tab brings nothing.
    await ann.page.getByRole("button", { name: "Leave room" }).click();
    await ann.page.getByRole("link", { name: /^elsewhere/ }).click();
    await ann.page.getByRole("textbox", { name: "Nickname" }).waitFor();
    expect(await ann.page.getByText("What you are sharing goes into this room").isVisible()).toBe(false);
    await other.context.close();
    await parted([ann, ben]);
  },
  limit,
);

test(
  "what was handed can be discarded, and a room that is created gets the next",
  async () => {
    const ann = await personIn(stage.browser);
    await sharedTo(ann.page, stage.site.url, { files: { "a.txt": "a" } });
    await ann.page.getByRole("button", { name: "Discard" }).click();
    await ann.page.getByRole("button", { name: "Create room" }).click();
    await ann.page.getByRole("textbox", { name: "Nickname" }).waitFor();
    expect(await ann.page.getByText("What you are sharing goes into this room").isVisible()).toBe(false);
    await sharedTo(ann.page, stage.site.url, { files: { "b.txt": "b" } });
    await ann.page.getByRole("button", { name: "Create room" }).click();
    await ann.page.getByRole("textbox", { name: "Nickname" }).fill("Ann");
    await ann.page.getByRole("button", { name: "Enter" }).click();
    await ann.share("b.txt").waitFor(patience);
    await parted([ann]);
  },
  limit,
);

test(
  "files that are opened with the app wait for a room too",
  async () => {
    const ann = await personIn(stage.browser);
    // As an installed app is launched; the file system of the page itself lends the same handles.
    await ann.page.addInitScript(() => {
      const launchQueue = {
        async setConsumer(consumer: (launch: { files: FileSystemHandle[] }) => void) {
          const root = await navigator.storage.getDirectory();
          const handle = await root.getFileHandle("opened.txt", { create: true });
          const writable = await handle.createWritable();
          await writable.write("opened");
          await writable.close();
          consumer({ files: location.pathname === "/" ? [handle] : [] });
        },
      };
      Object.defineProperty(window, "launchQueue", { value: launchQueue });
    });
    await ann.page.goto(stage.site.url);
    await ann.page.getByText("opened.txt").waitFor(patience);
    await ann.page.getByRole("button", { name: "Create room" }).click();
    await ann.page.getByRole("textbox", { name: "Nickname" }).fill("Ann");
    await ann.page.getByRole("button", { name: "Enter" }).click();
    await ann.share("opened.txt").waitFor(patience);
    await parted([ann]);
  },
  limit,
);

test(
  "the last rooms are listed with their whole link, and forgotten one by one",
  async () => {
    const ann = await personIn(stage.browser);
    const [first, second] = [`${stage.site.url}/r/${encodeURIComponent("会議室")}#k=${"3".repeat(32)}`, `${stage.site.url}/r/open`];
    await ann.enter(first, "Ann");
    await ann.page.goto(second);
    // The nickname is known in every room.
    expect(await ann.page.getByRole("textbox", { name: "Nickname" }).inputValue()).toBe("Ann");
    await ann.page.getByRole("button", { name: "Enter" }).click();
    await ann.sees("Ann", "self");
    await ann.page.goto(stage.site.url);
    const links = ann.page.locator("[data-rooms] a");
    expect(await links.evaluateAll((all) => all.map((each) => (each as HTMLAnchorElement).href))).toEqual([second, first]);
    await ann.page.getByRole("button", { name: "Forget open" }).click();
    expect(await links.count()).toBe(1);
    expect(await ann.page.evaluate(() => document.activeElement?.getAttribute("aria-label"))).toBe("Forget 会議室");
    await ann.page.keyboard.press("Enter");
    expect(await ann.page.getByRole("heading", { name: "Last rooms" }).isVisible()).toBe(false);
    await ann.page.reload();
    expect(await links.count()).toBe(0);
    await parted([ann]);
  },
  limit,
);

test(
  "without a way to the server the page says so in the person's language, keeps the link, and comes back",
  async () => {
    await using site = await openSite();
    const ann = await personIn(stage.browser, { locale: "ja" });
    const room = `${site.url}/r/tea#k=${"4".repeat(32)}`;
    await ann.page.goto(room);
    await served(ann.page);
    await site.kill();
    await ann.page.reload();
    await ann.page.getByRole("heading", { name: "接続できません" }).waitFor(patience);
    expect(await ann.page.evaluate(() => document.documentElement.lang)).toBe("ja");
    await ann.page.goto(`${site.url}/?lang=en`);
    await ann.page.getByRole("heading", { name: "No connection" }).waitFor(patience);
    await ann.page.goto(room);
    await ann.page.getByRole("button", { name: "もう一度試す" }).click();
    await ann.page.getByRole("heading", { name: "接続できません" }).waitFor(patience);
    await site.restart();
    await ann.page.getByRole("button", { name: "もう一度試す" }).click();
    await ann.page.getByRole("textbox", { name: "ニックネーム" }).waitFor(patience);
    expect(ann.page.url()).toBe(room);
    await ann.context.close();
  },
  limit,
);

test(
  "the service worker stores no page and no script: what the host changes is there at the next look",
  async () => {
    const ann = await personIn(stage.browser);
    await ann.page.goto(stage.site.url);
    await served(ann.page);
    await ann.page.reload();
    expect(await ann.page.evaluate(() => navigator.serviceWorker.controller !== null)).toBe(true);
    let asked = 0;
    await ann.context.route(`${stage.site.url}/`, async (route) => {
      asked++;
      await route.fulfill({ contentType: "text/html", body: "<!doctype html><title>new</title>" });
    });
    await ann.page.reload();
    expect([await ann.page.title(), asked > 0]).toEqual(["new", true]);
    expect(await ann.page.evaluate(() => caches.keys())).toEqual([]);
    await ann.context.close();
  },
  limit,
);

test(
  "over plain HTTP there is no service worker, and nothing misses it",
  async () => {
    await using site = await openSite({ host: "0.0.0.0" });
    const ann = await personIn(stage.browser);
    const url = `http://${lanHost}:${site.port}`;
    await ann.page.goto(url);
    expect(await ann.page.evaluate(() => [isSecureContext, "serviceWorker" in navigator])).toEqual([false, false]);
    await ann.page.getByRole("button", { name: "Create room" }).click();
    await ann.page.getByRole("textbox", { name: "Nickname" }).fill("Ann");
    await ann.page.getByRole("button", { name: "Enter" }).click();
    await ann.sees("Ann", "self");
    await ann.page.goto(url);
    await ann.page.getByRole("heading", { name: "Last rooms" }).waitFor();
    await parted([ann]);
  },
  limit,
);
