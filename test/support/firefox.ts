// A person at a stock Firefox, driven over WebDriver BiDi. It does less than `person.ts` does with Chromium: what two browsers need to meet.
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import puppeteer, { type Browser, type Page } from "puppeteer-core";

const patience = { timeout: 30_000 };

/** @param log where it writes which names it looks up; `.moz_log` is added to it */
export async function launchFirefox(log?: string): Promise<{ browser: Browser; downloads: string }> {
  const downloads = await mkdtemp(join(tmpdir(), "roomcp-firefox-"));
  const browser = await puppeteer.launch({
    browser: "firefox",
    executablePath: "/usr/bin/firefox-esr",
    env: { ...process.env, ...(log === undefined ? {} : { MOZ_LOG: "nsHostResolver:4,sync", MOZ_LOG_FILE: log }) },
    headless: true,
    extraPrefsFirefox: {
      "browser.download.folderList": 2,
      "browser.download.dir": downloads,
      "browser.download.always_ask_before_handling_new_types": false,
      "browser.helperApps.neverAsk.saveToDisk": "application/octet-stream,text/plain",
    },
  });
  return { browser, downloads };
}

export class FirefoxPerson {
  constructor(
    readonly page: Page,
    readonly downloads: string,
  ) {}

  async enter(url: string, nickname: string): Promise<void> {
    await this.page.goto(url);
    await this.page.locator("#nickname").fill(nickname);
    await this.page.locator('.enter button[type="submit"]').click();
    await this.waitFor('ul[aria-label="People"] [data-state="self"]', nickname);
  }

  /** Waits until an element of that selector has that text in it. */
  private async waitFor(selector: string, text: string): Promise<void> {
    const look = (selector: string, text: string) =>
      [...document.querySelectorAll(selector)].some((each) => each.textContent?.includes(text));
    await this.page.waitForFunction(look, patience, selector, text).catch((error) => {
      throw new Error(`Firefox: waited in vain for ${selector} with ${text}: ${error}`);
    });
  }

  sees(name: string, state: string): Promise<void> {
    return this.waitFor(`ul[aria-label="People"] [data-state="${state}"]`, name);
  }

  async says(text: string): Promise<void> {
    await this.page.locator("textarea").fill(text);
    await this.page.locator(".compose button[type=submit]").click();
  }

  hears(text: string): Promise<void> {
    return this.waitFor('[role="log"]', text);
  }

  async shares(path: string): Promise<void> {
    const input = await this.page.$('input[type="file"]');
    await (input as unknown as { uploadFile(path: string): Promise<void> }).uploadFile(path);
  }

  shareIs(name: string, state: string): Promise<void> {
    return this.waitFor(`ul[aria-label="Shares"] [data-state="${state}"]`, name);
  }

  /** Presses a button of a share. */
  press(share: string, button: string): Promise<void> {
    return this.page.evaluate(
      (share, button) => {
        const item = [...document.querySelectorAll('ul[aria-label="Shares"] > li')].find((each) => each.textContent?.includes(share));
        const found = [...(item?.querySelectorAll("button") ?? [])].find(
          (each) => each.textContent?.trim() === button && each.offsetParent !== null,
        );
        if (found === undefined) throw new Error(`no button ${button} at ${share}`);
        found.click();
      },
      share,
      button,
    );
  }
}
