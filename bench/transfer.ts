// A file between two Chromium processes through the real page — verified and stored — against one bare data channel, in interleaved pairs.
//   bun bench/transfer.ts [--mib=256] [--rounds=9]
import type { BrowserContext } from "playwright-core";
import { temporaryFolder } from "../test/support/files.ts";
import { launchProfile, Person } from "../test/support/person.ts";
import { openSite } from "../test/support/site.ts";
import { cpuMsOf, treeOf } from "./cost.ts";
import { option, spreadOf, told } from "./ratio.ts";
import { connectRaw, sendRaw } from "./raw-channel.ts";

const mib = option("mib", 256);
const rounds = option("rounds", 9);
const bytes = mib * 2 ** 20;

await using folder = await temporaryFolder();
await using site = await openSite();
const before = new Set(treeOf(process.pid).map(({ pid }) => pid));
const browsers = [await launchProfile(`${folder.path}/one`), await launchProfile(`${folder.path}/two`)] as const;
const roots = treeOf(process.pid).filter(({ pid, parent }) => parent === process.pid && !before.has(pid));
const cpu = () => cpuMsOf(roots.map(({ pid }) => pid));

const [from, to] = await Promise.all(browsers.map((browser) => blank(browser)));
if (from === undefined || to === undefined) throw new Error("two browsers are needed");
await connectRaw(from, to);
const [taro, zoe] = [new Person(await browsers[0].newPage()), new Person(await browsers[1].newPage())];
await taro.enter(`${site.url}/r/bench`, "太郎");
await zoe.enter(`${site.url}/r/bench`, "Zoë");
await zoe.sees("太郎", "direct");

const ratios: number[] = [];
const figures = { rawSpeed: [] as number[], speed: [] as number[], rawCpu: [] as number[], cpu: [] as number[] };
for (let round = 0; round < rounds; round++) {
  const name = `bench ${round}.bin`;
  await taro.shares(await folder.make(name, bytes));
  await zoe.share(name).waitFor();
  const pairs = [() => raw(), () => page(name)];
  // Whoever is first in one round is second in the next, so that neither always meets the warmer machine.
  const results = new Map<string, { ms: number; cpu: number }>();
  for (const measure of round % 2 === 0 ? pairs : pairs.reverse()) {
    const [kind, result] = await measure();
    results.set(kind, result);
  }
  const [bare, ours] = [results.get("raw"), results.get("page")];
  if (bare === undefined || ours === undefined) throw new Error("both were measured");
  ratios.push(bare.ms / ours.ms);
  figures.rawSpeed.push((mib * 1000) / bare.ms);
  figures.speed.push((mib * 1000) / ours.ms);
  figures.rawCpu.push(bare.cpu / mib);
  figures.cpu.push(ours.cpu / mib);
  console.log(
    `round ${round + 1}: raw ${((mib * 1000) / bare.ms).toFixed(1)} MiB/s, page ${((mib * 1000) / ours.ms).toFixed(1)} MiB/s, ratio ${(bare.ms / ours.ms).toFixed(2)}`,
  );
  await zoe.share(name).getByRole("button", { name: "Remove" }).click();
  await taro.share(name).getByRole("button", { name: "Stop sharing" }).click();
}
console.log(`transfer of ${mib} MiB, page / raw channel: ${told(spreadOf(ratios))} of ${rounds} pairs`);
console.log(`  MiB/s: page ${told(spreadOf(figures.speed), 1)}, raw ${told(spreadOf(figures.rawSpeed), 1)}`);
console.log(`  processor ms per MiB: page ${told(spreadOf(figures.cpu), 1)}, raw ${told(spreadOf(figures.rawCpu), 1)}`);
for (const browser of browsers) await browser.close();

async function blank(browser: BrowserContext) {
  const page = await browser.newPage();
  await page.goto(`${site.url}/healthz`);
  return page;
}

async function raw() {
  if (from === undefined || to === undefined) throw new Error("two pages are needed");
  const cpuBefore = cpu();
  const ms = await sendRaw(from, to, bytes);
  return ["raw", { ms, cpu: cpu() - cpuBefore }] as const;
}

async function page(name: string) {
  const cpuBefore = cpu();
  const done = waitInPage(zoe, name);
  const began = performance.now();
  await zoe.share(name).getByRole("button", { name: "Download" }).click();
  await done;
  return ["page", { ms: performance.now() - began, cpu: cpu() - cpuBefore }] as const;
}

/** Resolves when the page itself says so, without asking it again and again meanwhile. */
function waitInPage(person: Person, name: string): Promise<void> {
  return person.page.evaluate((name) => {
    const list = document.querySelector('ul[aria-label="Shares"]');
    return new Promise<void>((resolve, reject) => {
      const look = () => {
        const item = [...(list?.children ?? [])].find((each) => each.textContent?.includes(name));
        const state = item?.getAttribute("data-state");
        if (state === "complete") resolve();
        if (state === "failed") reject(new Error(item?.textContent ?? "failed"));
      };
      if (list) new MutationObserver(look).observe(list, { subtree: true, attributes: true, attributeFilter: ["data-state"] });
    });
  }, name);
}
