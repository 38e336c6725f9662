// A person at a Chromium: what people do with the page, by the names that the page promises to keep.
import { existsSync } from "node:fs";
import { type Browser, type BrowserContext, chromium, type Locator, type Page } from "playwright-core";

/** As root in a container, and without the browser's own talk to the internet. */
export const chromiumArguments = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** A browser without a window knows of no mouse, which desks have; wherever touch is emulated, that comes first. */
export const mouse = ["--blink-settings=primaryHoverType=2,availableHoverTypes=2,primaryPointerType=4,availablePointerTypes=4"];

/** What installs apps and tells news needs the whole browser. */
export const wholeChromium = "/usr/bin/chromium";
const shell = "/usr/bin/chromium-headless-shell";
/** The same engine without windows, where it is there. */
export const usualChromium = existsSync(shell) ? shell : wholeChromium;

export function launchChromium(executablePath = usualChromium, more: readonly string[] = []): Promise<Browser> {
  return chromium.launch({ executablePath, args: [...chromiumArguments, ...more] });
}

/** A browser with a profile on the disk, as people have. Playwright's usual contexts keep files and databases in memory. */
export function launchProfile(folder: string, executablePath = usualChromium): Promise<BrowserContext> {
  return chromium.launchPersistentContext(folder, { executablePath, args: chromiumArguments, acceptDownloads: true });
}

export async function personIn(browser: Browser, options: Parameters<Browser["newContext"]>[0] = {}): Promise<Person> {
  return new Person(await (await browser.newContext({ acceptDownloads: true, ...options })).newPage());
}

const patience = { timeout: 20_000 };

export class Person {
  readonly context: BrowserContext;
  readonly mistakes: string[] = [];

  constructor(readonly page: Page) {
    this.context = page.context();
    page.on("pageerror", (error) => this.mistakes.push(error.message));
    page.on("console", (message) => message.type() === "error" && this.mistakes.push(message.text()));
  }

  /** Stands at the door, with the name typed. */
  async arrives(url: string, nickname: string): Promise<void> {
    await this.page.goto(url);
    await this.page.getByRole("textbox", { name: "Nickname" }).fill(nickname);
  }

  async enter(url: string, nickname: string): Promise<void> {
    await this.arrives(url, nickname);
    await this.page.getByRole("button", { name: "Enter" }).click();
    await this.page.getByRole("list", { name: "People" }).waitFor(patience);
  }

  person(name: string): Locator {
    return this.page.getByRole("list", { name: "People" }).getByRole("listitem").filter({ hasText: name });
  }

  share(name: string): Locator {
    return this.page.getByRole("list", { name: "Shares" }).getByRole("listitem").filter({ hasText: name });
  }

  get log(): Locator {
    return this.page.getByRole("log", { name: "Chat" });
  }

  /** Waits until somebody is shown in a state, such as `direct`. */
  async sees(name: string, state: string): Promise<void> {
    await this.page
      .getByRole("list", { name: "People" })
      .locator(`[data-state="${state}"]`)
      .filter({ hasText: name })
      .first()
      .waitFor(patience);
  }

  async says(text: string): Promise<void> {
    await this.page.getByRole("textbox", { name: "Message" }).fill(text);
    await this.page.getByRole("button", { name: "Send" }).click();
  }

  async hears(text: string): Promise<void> {
    await this.log.getByText(text).first().waitFor(patience);
  }

  async shares(...paths: string[]): Promise<void> {
    await this.page.getByLabel("Share files").setInputFiles(paths);
  }

  async sharesFolder(path: string): Promise<void> {
    await this.page.getByLabel("Share a folder").setInputFiles(path);
  }

  /** Presses a button of a share. */
  async presses(name: string, button: string): Promise<void> {
    await this.share(name).getByRole("button", { name: button, exact: true }).click(patience);
  }

  /** Waits until a share has come so far, in whole percent. */
  async hasCome(name: string, percent: number): Promise<void> {
    const bar = this.share(name).getByRole("progressbar");
    while (Number(await bar.getAttribute("aria-valuenow", { timeout: 30_000 })) < percent) await Bun.sleep(30);
  }

  async downloads(name: string): Promise<void> {
    await this.share(name).getByRole("button", { name: "Download" }).click(patience);
  }

  async shareIs(name: string, state: string, timeout = 60_000): Promise<void> {
    const listed = this.page.getByRole("list", { name: "Shares" });
    await listed.locator(`[data-state="${state}"]`).filter({ hasText: name }).first().waitFor({ timeout });
  }

  /** Saves a finished share of one file. Returns where it lies, and under which name the browser was asked to save it. */
  async saves(name: string): Promise<{ path: string; suggested: string }> {
    const [download] = await Promise.all([
      this.page.waitForEvent("download", patience),
      this.share(name).getByRole("button", { name: "Save", exact: true }).click(),
    ]);
    return { path: await download.path(), suggested: download.suggestedFilename() };
  }
}
