// A full room: how smoothly its lists scroll, against a plain page of as many rows in the same browser, and how soon a key that is pressed is seen.
// One person sits at a browser; all others are terminals in this process, and talk on while keys are pressed.
//   bun bench/crowd.ts [--people=30] [--messages=500] [--shares=200] [--rounds=5] [--seconds=3] [--keys=40]
import type { Page } from "playwright-core";
import { loadAddon } from "../cli/addon.ts";
import { linkEdgeOf, type TerminalLink } from "../cli/link.ts";
import { type RunningPeer, runPeer } from "../edges/peer.ts";
import { randomHex } from "../edges/random.ts";
import { relaySeal } from "../edges/relay-seal.ts";
import { type Share, shareOf } from "../protocol/share.ts";
import { Person } from "../test/support/person.ts";
import { openSite } from "../test/support/site.ts";
import { openBlank, openBrowser } from "./browsers.ts";
import { perform } from "./perform.ts";
import { inTurns, judged, option, spreadOf, told } from "./ratio.ts";

const people = option("people", 30);
const messages = option("messages", 500);
const shares = option("shares", 200);
const rounds = option("rounds", 5);
const seconds = option("seconds", 3);
const keys = option("keys", 40);
/** From the press of a key until it is painted. */
const typingMsMax = 50;
/** Somebody says something so often while keys are pressed. */
const sayEveryMs = 250;
const gatherWithinMs = 120_000;

await perform(async (stage) => {
  const site = stage.things.use(await openSite());
  const browser = await openBrowser(stage, "crowd");
  const url = `${site.url}/r/crowd`;
  const person = new Person(await browser.context.newPage());
  await person.page.setViewportSize({ width: 1280, height: 800 });
  await person.enter(url, "Ann");
  const linkEdge = linkEdgeOf({ addon: loadAddon(), lookUp: async () => undefined });
  const crowd = Array.from({ length: people - 1 }, (_, i) => enter(site.url, `Guest ${i + 1}`, linkEdge));
  stage.things.defer(async () => {
    for (const each of crowd) each.send({ on: "leave" });
    await Bun.sleep(200);
  });
  await holds(person.page, '.people li[data-state="direct"]', people - 1);
  for (let i = 0; i < messages; i++) say(crowd, i);
  for (let i = 0; i < shares; i++) crowd[i % crowd.length]?.send({ on: "share", share: shareNamed(`photo ${i}.jpg`) });
  await holds(person.page, ".entry.said", messages);
  await holds(person.page, ".share", shares);

  const plain = await openBlank(browser, site);
  await plain.setViewportSize({ width: 1280, height: 800 });
  await plain.evaluate((rows) => {
    const list = document.createElement("div");
    list.className = "plain";
    list.style.cssText = "height: 700px; overflow-y: auto; font: 16px sans-serif";
    list.append(...Array.from({ length: rows }, (_, i) => Object.assign(document.createElement("p"), { textContent: `row ${i}` })));
    document.body.replaceChildren(list);
  }, messages + shares);

  const ratios: number[] = [];
  const frames = { room: [] as number[], plain: [] as number[] };
  const typed: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const [beside, room] = await inTurns(round, [() => scroll(plain, [".plain"]), () => scroll(person.page, [".log", ".shares > ul"])]);
    frames.room.push(room);
    frames.plain.push(beside);
    ratios.push(room / beside);
    typed.push(...(await type(person.page, crowd)));
  }
  console.log(`a room of ${people} people, ${messages} messages and ${shares} shares, ${rounds} rounds`);
  console.log(`  scrolling, frames of the room / of a plain page: ${judged(spreadOf(ratios), { atLeast: 0.95 })}`);
  console.log(`    frames a second: room ${told(spreadOf(frames.room), 1)}, plain page ${told(spreadOf(frames.plain), 1)}`);
  console.log(`  a key until it is painted, of ${typingMsMax} ms: ${judged(spreadOf(typed.map((ms) => ms / typingMsMax)), { atMost: 1 })}`);
  console.log(`    ms: ${told(spreadOf(typed), 1)} of ${typed.length} keys`);
});

/** Somebody without a page, and without a disk: nothing that they share is taken. */
function enter(site: string, nickname: string, linkEdge: ReturnType<typeof linkEdgeOf>): RunningPeer<TerminalLink> {
  const socket = (name: string) => `${site.replace(/^http/, "ws")}/r/crowd/${name}`;
  const nothing = () => {};
  return runPeer({
    entering: { room: "crowd", secret: {}, session: randomHex(), token: randomHex(), nickname, automatic: undefined, once: true },
    socketUrl: socket("signal"),
    relayUrl: socket("relay"),
    disk: { act: nothing, chunk: () => undefined },
    linkEdge,
    sealing: relaySeal,
    warn: (why) => console.error(`${nickname}: ${why}`),
    changed: nothing,
  });
}

function say(crowd: readonly RunningPeer<TerminalLink>[], i: number): void {
  const text = `Message ${i}: ${"a few words that somebody says ".repeat(1 + (i % 3))}`;
  crowd[i % crowd.length]?.send({ on: "say", id: randomHex(), at: Date.now(), text });
}

function shareNamed(path: string): Share {
  const share = shareOf(randomHex(), [{ path, size: 1_500_000, modified: Date.now(), media: "image/jpeg" }]);
  if (typeof share === "string") throw new Error(share);
  return share;
}

/** Waits until the page shows so many. */
async function holds(page: Page, selector: string, count: number): Promise<void> {
  await page.waitForFunction(([selector, count]) => document.querySelectorAll(selector).length >= count, [selector, count] as const, {
    timeout: gatherWithinMs,
  });
}

/** Moves lists up and down with every frame. @returns frames a second */
async function scroll(page: Page, selectors: readonly string[]): Promise<number> {
  await page.bringToFront();
  return page.evaluate(
    ([selectors, ms]) =>
      new Promise<number>((resolve) => {
        const lists = selectors.map((selector) => ({ list: document.querySelector(selector) as HTMLElement, by: -90 }));
        const began = performance.now();
        let frames = 0;
        const step = () => {
          for (const each of lists) {
            const { list } = each;
            if (list.scrollTop <= 0) each.by = 90;
            else if (list.scrollTop + list.clientHeight >= list.scrollHeight - 1) each.by = -90;
            list.scrollTop += each.by;
          }
          frames++;
          const passed = performance.now() - began;
          if (passed < ms) requestAnimationFrame(step);
          else resolve((1000 * frames) / passed);
        };
        requestAnimationFrame(step);
      }),
    [selectors, 1000 * seconds] as const,
  );
}

/** Presses keys while others talk. @returns milliseconds from each until it is painted */
async function type(page: Page, crowd: readonly RunningPeer<TerminalLink>[]): Promise<readonly number[]> {
  await page.bringToFront();
  await page.locator(".compose textarea").focus();
  await page.evaluate(() => {
    const seen: number[] = [];
    const key = ({ timeStamp }: Event) => requestAnimationFrame(() => setTimeout(() => seen.push(performance.now() - timeStamp)));
    addEventListener("keydown", key, true);
    Object.assign(window, { keysSeen: { seen, over: () => removeEventListener("keydown", key, true) } });
  });
  let said = 0;
  const talk = setInterval(() => say(crowd, said++), sayEveryMs);
  for (let i = 0; i < keys; i++) {
    await page.keyboard.press("x");
    await Bun.sleep(70);
  }
  clearInterval(talk);
  return page.evaluate(() => {
    const { seen, over } = (window as unknown as { keysSeen: { seen: readonly number[]; over(): void } }).keysSeen;
    over();
    return seen;
  });
}
