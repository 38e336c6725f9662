// What a terminal pipes into a room, at pages: nobody knows how large it is before its end, and it comes once.
import { afterAll, beforeAll, expect, test } from "bun:test";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { exit } from "../../cli/command.ts";
import { launchChromium, personIn } from "../support/person.ts";
import { openSite, type Site } from "../support/site.ts";
import { type Terminal, terminal } from "../support/terminal.ts";

let site: Site;
let browser: Browser;
let folder: string;
const all: Terminal[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "roomcp-stream-"));
  [site, browser] = await Promise.all([openSite(), launchChromium()]);
}, 60_000);

afterAll(async () => {
  for (const each of all) each.kill("SIGKILL");
  await Promise.all([browser.close(), site.kill()]);
  await rm(folder, { recursive: true, force: true });
}, 60_000);

async function pipes(name: string): Promise<{ sender: Terminal; url: string }> {
  const state = join(folder, `state-${all.length}`);
  await mkdir(state, { recursive: true });
  const sender = terminal(["send", "-", "--as", name, "--server", site.url, "--name", "端末"], { state });
  all.push(sender);
  const [url = ""] = await sender.said(/^http:\S+$/m);
  return { sender, url };
}

/** About so many megabytes of lines, no two alike. */
const lines = (from: number, megabytes: number) =>
  Array.from({ length: megabytes * 25_000 }, (_, i) => `${String(from + i).padStart(39, "0")}\n`).join("");
const sumOf = (bytes: Uint8Array | string) => new Bun.CryptoHasher("sha256").update(bytes).digest("hex");

test("[T9] [T10] [R16] a page receives what a terminal pipes, held for a while, and has it verified at its end; another page is refused", async () => {
  const { sender, url } = await pipes("記録.log");
  const [ken, mia] = [await personIn(browser), await personIn(browser)];
  await Promise.all([ken.enter(url, "ケン"), mia.enter(url, "Mia")]);
  await ken.shareIs("記録.log", "available");
  const bar = ken.share("記録.log").getByRole("progressbar");
  expect(await ken.share("記録.log").getByText("size unknown").isVisible()).toBe(true);
  await ken.downloads("記録.log");

  sender.types(lines(0, 5));
  await ken
    .share("記録.log")
    .getByText(/^3\.7 MB so far/)
    .waitFor();
  expect([await bar.getAttribute("aria-valuenow"), await bar.getAttribute("aria-valuetext")]).toEqual([
    null,
    expect.stringMatching(/so far/),
  ]);
  await mia.downloads("記録.log");
  await mia.shareIs("記録.log", "failed");
  expect(
    await mia
      .share("記録.log")
      .getByText(/can be received once, and somebody is receiving it already/)
      .isVisible(),
  ).toBe(true);

  await ken.presses("記録.log", "Pause");
  await ken.shareIs("記録.log", "paused");
  sender.types(lines(1_000_000, 4));
  await ken.presses("記録.log", "Resume");
  sender.closes();
  await ken.shareIs("記録.log", "complete");
  expect(await bar.getAttribute("aria-valuenow")).toBe("100");
  expect(await ken.share("記録.log").getByText("Verified").isVisible()).toBe(true);
  const saved = await ken.saves("記録.log");
  const whole = lines(0, 5) + lines(1_000_000, 4);
  expect([saved.suggested, sumOf(await Bun.file(saved.path).bytes())]).toEqual(["記録.log", sumOf(whole)]);
  expect(await ken.share("記録.log").getByText(sumOf(whole)).isVisible()).toBe(true);
  expect(await sender.ended).toBe(exit.ok);
  await mia.shareIs("記録.log", "failed");
  expect([...ken.mistakes, ...mia.mistakes]).toEqual([]);
  await Promise.all([ken.context.close(), mia.context.close()]);
}, 60_000);

test("[R17] a page that is loaded again amid a stream gives it up by name, and so the sender ends", async () => {
  const { sender, url } = await pipes("dump.sql");
  const ken = await personIn(browser);
  await ken.enter(url, "Ken");
  await ken.downloads("dump.sql");
  sender.types(lines(0, 5));
  await ken
    .share("dump.sql")
    .getByText(/so far/)
    .waitFor();
  await ken.page.reload();
  await ken.shareIs("dump.sql", "failed");
  expect(
    await ken
      .share("dump.sql")
      .getByText(/The stream broke off before its end/)
      .isVisible(),
  ).toBe(true);
  expect(await sender.ended).toBe(exit.failed);
  expect(sender.err).toContain("The stream broke off before its end");
  await ken.context.close();
}, 60_000);
