// Everything that the page can look like, one after the other, with real people and a real server. Whoever walks through the scenes takes pictures of
// them, or looks for what keeps people out.
import type { Browser, Locator, Page } from "playwright-core";
import { type SayAll, speak } from "../../protocol/words/all.ts";
import { detailsWords } from "../../protocol/words/details/all.ts";
import type { Language } from "../../protocol/words.ts";
import { makeAlbum } from "../support/album.ts";
import { type Folder, temporaryFolder } from "../support/files.ts";
import { pdf, pictureIn, sound, videoIn } from "../support/media.ts";
import { type Person, personIn } from "../support/person.ts";
import { openSite, type Site } from "../support/site.ts";
import { slowDown } from "../support/slow.ts";
import { linesOf } from "./lines.ts";

/** What a page shows until the next scene is asked for. */
export type Scene = { readonly name: string; readonly page: Page };

const patience = { timeout: 20_000 };
/** What is on its way leaves the machine time for those who look at it, and lasts. */
const bytesPerSecond = 8 * 2 ** 20;

/** Reads the page as people do, in any language. */
class Viewer {
  constructor(
    readonly page: Page,
    readonly say: SayAll,
  ) {}

  named(role: "button" | "textbox" | "list", key: Parameters<SayAll>[0]): Locator {
    return this.page.getByRole(role, { name: this.say(key), exact: true });
  }

  async enters(url: string, nickname: string): Promise<void> {
    await this.page.goto(url);
    await this.named("textbox", "enter.nickname").fill(nickname);
    await this.named("button", "enter.enter").click();
    await this.shown(".status[data-state=online]");
  }

  async shown(selector: string): Promise<void> {
    await this.page.locator(selector).first().waitFor(patience);
  }

  async sees(text: string, state: string): Promise<void> {
    await this.page.locator(`li[data-state="${state}"]`).filter({ hasText: text }).first().waitFor({ timeout: 60_000 });
  }

  async says(text: string): Promise<void> {
    await this.named("textbox", "chat.message").fill(text);
    await this.named("button", "chat.send").click();
  }

  /** Presses a button of a share or a person. */
  async presses(text: string, key: Parameters<SayAll>[0]): Promise<void> {
    await this.page
      .locator("li")
      .filter({ hasText: text })
      .getByText(this.say(key), { exact: true })
      .filter({ visible: true })
      .click(patience);
  }

  async hears(text: string): Promise<void> {
    await this.page.getByRole("log").getByText(text).first().waitFor(patience);
  }
}

/**
 * @param options what the viewer's browser context is made with
 * @returns each scene when it stands; the next is set once that is asked for
 */
export async function* scenes(
  browser: Browser,
  language: Language,
  options: Parameters<Browser["newContext"]>[0] = {},
): AsyncGenerator<Scene> {
  await using site = await openSite();
  await using folder = await temporaryFolder();
  const context = await browser.newContext({ locale: language, ...options });
  try {
    const viewer = new Viewer(await context.newPage(), speak(language));
    yield* outside(site, viewer);
    yield* openRoom(site, viewer, browser, language);
    yield* looking(site, viewer, browser, folder, language);
    yield* room(site, viewer, browser, folder, language);
  } finally {
    await context.close();
  }
}

/** What anybody sees who has not entered a room. */
async function* outside(site: Site, viewer: Viewer): AsyncGenerator<Scene> {
  const { page } = viewer;
  const at = async (name: string, path: string): Promise<Scene> => {
    await page.goto(site.url + path);
    return { name, page };
  };
  yield at("home", "/");
  yield at("home, no such name", "/r?name=no+spaces");
  yield at("no such page", "/nowhere");
  yield at("how to switch HTTPS on", "/tls");
  yield at("entering an open room", "/r/会議室");
  yield at("entering with a link", `/r/tea#k=${"5".repeat(32)}`);
  yield at("entering with a passphrase", `/r/coffee#k=${"5".repeat(32)}&p`);
  yield at("a damaged link", "/r/water#k=5");
  await page.evaluate(
    (rooms) => localStorage.setItem("roomcp:rooms:/", JSON.stringify(rooms)),
    [
      { name: "会議室", fragment: `k=${"7".repeat(32)}`, at: Date.now() - 3_600_000 },
      { name: "a-room-with-a-rather-long-name-for-a-phone", fragment: "", at: Date.now() - 26 * 3_600_000 },
      { name: "غرفة", fragment: "", at: Date.now() - 20 * 86_400_000 },
    ],
  );
  yield at("home, with last rooms", "/");
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready;
    // As the device's share sheet does.
    const chosen = new DataTransfer();
    for (const name of ["旅行の写真.jpg", "holiday.mp4", "notes.txt"]) chosen.items.add(new File(["x"], name));
    const input = Object.assign(document.createElement("input"), { type: "file", name: "files", files: chosen.files });
    const sheet = Object.assign(document.createElement("form"), { action: "/share", method: "post", enctype: "multipart/form-data" });
    sheet.append(input);
    document.body.append(sheet);
    sheet.submit();
  });
  await viewer.shown(".handed li");
  yield { name: "home, shared to", page };
  await page.locator(".handed button").click();
  await page.locator(".handed").waitFor({ state: "hidden" });
  await page.evaluate(() => localStorage.removeItem("roomcp:rooms:/"));
  await page.goto(`${site.url}/check`);
  await viewer.shown('.summary:not([data-state="running"])');
  yield { name: "check", page };
}

/** Nobody can tell here who sits in between, so people compare symbols. */
async function* openRoom(site: Site, viewer: Viewer, browser: Browser, language: Language): AsyncGenerator<Scene> {
  const { page } = viewer;
  const url = `${site.url}/r/${encodeURIComponent("広場")}`;
  await viewer.enters(url, "Hana");
  yield { name: "an empty room", page };
  await page.getByRole("button", { name: detailsWords[language].settings.title }).click();
  await viewer.shown(".settings[open]");
  yield { name: "the settings", page };
  await page.keyboard.press("Escape");
  await viewer.named("button", "room.qr").click();
  await viewer.shown(".qr[open]");
  yield { name: "the QR code", page };
  await page.keyboard.press("Escape");
  const ken = await personIn(browser);
  await ken.enter(url, "Ken");
  await viewer.sees("Ken", "direct");
  await viewer.presses("Ken", "people.compare");
  await viewer.shown(".comparison[open]");
  yield { name: "comparing symbols", page };
  await page.keyboard.press("Escape");
  await ken.context.close();
}

/** Shares of every kind: seen small before they are taken, looked at afterwards, given to somebody, refused. */
async function* looking(site: Site, viewer: Viewer, browser: Browser, folder: Folder, language: Language): AsyncGenerator<Scene> {
  const { page } = viewer;
  const { me, pictures } = linesOf(language);
  const url = `${site.url}/r/${encodeURIComponent("写真部")}#k=${"6".repeat(32)}`;
  await viewer.enters(url, me);
  const ken = await personIn(browser);
  await slowDown(ken.page, bytesPerSecond);
  await ken.enter(url, "Ken");
  await viewer.sees("Ken", "direct");
  const file = async (name: string, bytes: Uint8Array) => {
    await Bun.write(`${folder.path}/${name}`, bytes);
    return `${folder.path}/${name}`;
  };
  const photo = await pictureIn(page, "image/jpeg", 1_600, 1_067);
  await page
    .locator(".share-tools input")
    .first()
    .setInputFiles(await file(pictures.mine, photo));
  await viewer.sees(pictures.mine, "offered");
  await ken.downloads(pictures.mine);
  await ken.shareIs(pictures.mine, "complete");
  const takes = async (name: string, bytes: Uint8Array) => {
    await ken.shares(await file(name, bytes));
    await viewer.presses(name, "shares.download");
    await viewer.sees(name, "complete");
  };
  await takes(pictures.seen, await pictureIn(page, "image/png", 900, 600));
  await viewer.presses(pictures.seen, "shares.preview");
  await takes(pictures.heard, sound());
  await viewer.presses(pictures.heard, "shares.preview");
  await takes(pictures.walk, await videoIn(page, 480, 320));
  for (const name of pictures.more) await ken.shares(await file(name, await pictureIn(page, "image/jpeg", 300, 450)));
  await ken.shares(await file("plan.pdf", pdf));
  const refused = await folder.make(pictures.refused, 90 * 2 ** 20);
  await ken.shares(refused);
  await viewer.presses(pictures.refused, "shares.download");
  await viewer.sees(pictures.refused, "receiving");
  await ken.share(pictures.refused).locator(".receiver button").filter({ visible: true }).last().click();
  await viewer.sees(pictures.refused, "failed");
  await viewer.shown(".preview img");
  await viewer.shown(".preview audio");
  yield { name: "shares of many kinds", page };
  await viewer.presses(pictures.seen, "shares.preview");
  await viewer.presses(pictures.walk, "shares.preview");
  await viewer.shown(".preview video");
  yield { name: "a video that was received", page };
  await ken.context.close();
}

async function* room(site: Site, viewer: Viewer, browser: Browser, folder: Folder, language: Language): AsyncGenerator<Scene> {
  const { page } = viewer;
  const lines = linesOf(language);
  const url = `${site.url}/r/${encodeURIComponent("会議室")}#k=${"7".repeat(32)}`;
  await viewer.enters(url, lines.me);
  const [ken, mia, leo] = [await personIn(browser), await personIn(browser), await personIn(browser)] as [Person, Person, Person];
  await seclude(mia.page);
  await slowDown(ken.page, bytesPerSecond);
  for (const [person, name] of [
    [ken, "Ken"],
    [mia, "美咲"],
    [leo, "Leo"],
  ] as const)
    await person.enter(url, name);
  for (const [name, state] of [
    ["Ken", "direct"],
    ["美咲", "relayed"],
    ["Leo", "direct"],
  ] as const)
    await viewer.sees(name, state);

  await viewer.says(lines.said[0]);
  await ken.says(lines.said[1]);
  await viewer.hears(lines.said[1]);
  await mia.says(lines.said[2]);
  await viewer.hears(lines.said[2]);

  await page
    .locator(".share-tools input")
    .first()
    .setInputFiles(await folder.make(lines.files.mine, 2_400_000));
  await viewer.sees(lines.files.mine, "offered");
  await ken.shares(await folder.make(lines.files.done, 6_100_000));
  await viewer.presses(lines.files.done, "shares.download");
  await viewer.sees(lines.files.done, "complete");
  await ken.downloads(lines.files.mine);
  await ken.shareIs(lines.files.mine, "complete");
  yield { name: "a room", page };

  await ken.says(lines.code);
  await viewer.hears("make all");
  // On a small phone the log is full by now, and somebody reads further up.
  await page.setViewportSize({ width: 390, height: 600 });
  // The log follows the new size in the next frame.
  await page.evaluate(() => new Promise((seen) => requestAnimationFrame(() => requestAnimationFrame(seen))));
  await page.getByRole("log").evaluate((log) => log.scrollTo({ top: 0 }));
  await ken.page.getByRole("button", { name: speak("en")("people.message-whom", { name: lines.me }) }).click();
  await ken.says(lines.direct);
  await viewer.hears(lines.direct);
  await ken.page.keyboard.press("Escape");
  await ken.page.getByRole("textbox", { name: "Message" }).pressSequentially("…");
  await page.getByRole("button", { name: viewer.say("people.message-whom", { name: "Ken" }) }).click();
  await viewer.named("textbox", "chat.message").fill(lines.said[0]);
  await viewer.shown(".writing:not(:empty)");
  yield { name: "messages of many kinds", page };
  await page.keyboard.press("Escape");
  await ken.page.keyboard.press("Control+A");
  await ken.says(`@${lines.me} ${lines.said[1]}`);
  await viewer.shown('[data-mention="true"]');
  await page.getByRole("button", { name: viewer.say("chat.search"), exact: true }).click();
  await viewer.named("textbox", "chat.search").fill(lines.said[1].slice(0, 4));
  await viewer.shown('[data-found="current"]');
  await viewer.named("textbox", "chat.message").fill("");
  await viewer.named("textbox", "chat.message").pressSequentially("@");
  await viewer.shown('[role="option"]');
  yield { name: "searching, and naming somebody", page };
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: viewer.say("chat.search"), exact: true }).click();
  await viewer.named("button", "chat.emoji").click();
  await viewer.shown(".palette");
  yield { name: "choosing an emoji", page };
  await page.keyboard.press("Escape");
  await viewer.named("textbox", "chat.message").fill("x".repeat(4_100));
  await viewer.named("button", "chat.send").click();
  await viewer.shown('.compose [role="alert"]');
  yield { name: "too long a message", page };
  await page.keyboard.press("Escape");
  await viewer.named("textbox", "chat.message").fill("");

  await viewer.presses(lines.files.done, "shares.save");
  await viewer.sees(lines.files.done, "saved");
  await mia.shares(await folder.make("notes.md", 3_100));
  await viewer.sees("notes.md", "available");
  await ken.sharesFolder(await makeAlbum(folder));
  await viewer.sees("写真", "available");
  await viewer.presses("写真", "shares.show-files");
  await viewer.shown(".files .file");
  const large = await folder.make(lines.files.large, 400 * 2 ** 20);
  await ken.shares(large);
  await viewer.presses(lines.files.large, "shares.download");
  await viewer.sees(lines.files.large, "receiving");
  await viewer.shown('li[data-state="receiving"] .bar:not([aria-valuenow="0"])');
  yield { name: "a transfer under way", page };

  await viewer.presses(lines.files.large, "shares.pause");
  await viewer.sees(lines.files.large, "paused");
  await mia.shares(await folder.make("photo.jpg", 1_500_000));
  await viewer.sees("photo.jpg", "available");
  await mia.presses("photo.jpg", "Stop sharing");
  await leave(leo);
  await viewer.sees("Leo", "away");
  await page.getByRole("button", { name: viewer.say("people.details-of", { name: "Ken" }) }).click();
  yield { name: "paused, and somebody away", page };

  await page.evaluate(() => {
    const event = new DragEvent("dragover", { bubbles: true, dataTransfer: new DataTransfer() });
    event.dataTransfer?.items.add(new File(["x"], "x.txt"));
    document.body.dispatchEvent(event);
  });
  yield { name: "dropping files", page };
  await page.evaluate(() => document.body.dispatchEvent(new DragEvent("dragleave", { bubbles: true })));

  await viewer.presses(lines.files.large, "shares.resume");
  await ken.context.close();
  await viewer.sees(lines.files.large, "waiting");
  await site.kill();
  await viewer.shown('.status[data-state="reconnecting"]');
  await viewer.says("x".repeat(20_000));
  yield { name: "the server is away", page };
  await page.goto(site.url);
  yield { name: "no connection", page };
  await Promise.all([mia.context.close(), leo.context.close()]);
}

/** From now on this page offers nobody a way to it, so that only the relay is left. */
async function seclude(page: Page): Promise<void> {
  await page.addInitScript(() => {
    class Secluded extends RTCPeerConnection {
      constructor(configuration?: RTCConfiguration) {
        super({ ...configuration, iceTransportPolicy: "relay" });
      }
    }
    Object.assign(window, { RTCPeerConnection: Secluded });
  });
}

/** As a phone that runs out of power: without a word. */
async function leave({ page }: Person): Promise<void> {
  await page.goto("chrome://crash").catch(() => {});
}
