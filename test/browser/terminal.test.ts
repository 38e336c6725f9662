// A Chromium and a terminal in one room: each has what the other sends and says, whoever came first.
import { afterAll, beforeAll, expect, test } from "bun:test";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
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
  folder = await mkdtemp(join(tmpdir(), "roomcp-terminal-"));
  [site, browser] = await Promise.all([openSite(), launchChromium()]);
}, 60_000);

afterAll(async () => {
  for (const each of all) each.kill("SIGKILL");
  await Promise.all([browser.close(), site.kill()]);
  await rm(folder, { recursive: true, force: true });
}, 60_000);

async function at(...argv: readonly string[]): Promise<Terminal> {
  const state = join(folder, `state-${all.length}`);
  await mkdir(state, { recursive: true });
  const made = terminal(argv, { state });
  all.push(made);
  return made;
}

async function fileOf(name: string, size: number): Promise<{ path: string; sum: string }> {
  const bytes = new Uint8Array(size);
  for (let from = 0; from < size; from += 65_536) crypto.getRandomValues(bytes.subarray(from, from + 65_536));
  const path = join(folder, name);
  await writeFile(path, bytes);
  return { path, sum: sumOf(bytes) };
}

const sumOf = (bytes: Uint8Array) => new Bun.CryptoHasher("sha256").update(bytes).digest("hex");

test("[L21] a terminal sends a file to a page that came later, over a link of their own", async () => {
  const { path, sum } = await fileOf("資料.bin", 12_345_678);
  const sender = await at("send", path, "--server", site.url, "--once", "--name", "端末");
  const [url = ""] = await sender.said(/^http:\S+$/m);
  const ken = await personIn(browser);
  await ken.enter(url, "ケン");
  await ken.sees("端末", "direct");
  await ken.downloads("資料.bin");
  await ken.shareIs("資料.bin", "complete");
  const saved = await ken.saves("資料.bin");
  expect([saved.suggested, sumOf(await Bun.file(saved.path).bytes())]).toEqual(["資料.bin", sum]);
  expect([await sender.ended, sender.err.split("\n").at(-2)]).toEqual([exit.ok, "ケン has 資料.bin, verified."]);
  expect(ken.mistakes).toEqual([]);
  await ken.context.close();
}, 60_000);

test("[L21] a page sends a file to a terminal that came later, and both say something", async () => {
  const { path, sum } = await fileOf("写真 1.bin", 7_654_321);
  const room = await at("room", "--server", site.url);
  await room.ended;
  const url = room.out.trim();
  const ken = await personIn(browser);
  await ken.enter(url, "ケン");
  await ken.shares(path);
  const [chat, getter] = [await at("chat", url, "--name", "端末"), await at("get", url, "-o", "受信", "--name", "受信係")];
  expect([await getter.ended, getter.out]).toEqual([exit.ok, `${sum}  受信/写真 1.bin\n`]);
  await ken.sees("端末", "direct");
  chat.types("こんにちは\n");
  await ken.hears("こんにちは");
  await ken.says("二行\nのメッセージ");
  await chat.said(/^ケン: 二行\n {2}のメッセージ$/m);
  chat.kill("SIGINT");
  expect(await chat.ended).toBe(exit.interrupted);
  expect(ken.mistakes).toEqual([]);
  await ken.context.close();
}, 60_000);

test("[V5] in an open room a page and a terminal see the same symbols", async () => {
  const url = `${site.url}/r/open`;
  const chat = await at("chat", url, "--name", "Tess", "--json");
  const ken = await personIn(browser);
  await ken.enter(url, "Ken");
  await Promise.all([ken.sees("Tess", "direct"), chat.said(/"path":"direct"/)]);
  await ken.person("Tess").getByRole("button", { name: "Compare with Tess" }).click();
  const shown = await ken.page.locator("dialog.comparison .symbols li").allTextContents();
  const [told = ""] = chat.out
    .split("\n")
    .filter((line) => line.includes('"event":"compare"'))
    .slice(-1);
  expect(shown).toHaveLength(6);
  expect(JSON.parse(told).symbols.map((symbol: string) => symbol.replace(" ", ""))).toEqual(shown);
  await ken.context.close();
}, 60_000);
