// The page of /check: runs by itself what tells how this browser fares with this server, and shows it item by item.

import { comeIn, type Guest } from "../edges/guest.ts";
import { randomHex } from "../edges/random.ts";
import { tryRelay } from "../edges/relay-trial.ts";
import type { CheckItem } from "../protocol/words/host/en.ts";
import { measuresOf } from "../protocol/words/measure.ts";
import { isLanguage } from "../protocol/words.ts";
import { openBoard } from "./check/board.ts";
import { tryDisk } from "./check/disk.ts";
import { reportOf, type Texts } from "./check/report.ts";
import { tryStun } from "./check/stun.ts";
import { type Findings, judge } from "./check/verdict.ts";
import { tryWebrtc } from "./check/webrtc.ts";
import { offerLanguages } from "./language.ts";

offerLanguages();
const main = document.querySelector<HTMLElement>("main[data-texts]");
const worker = document.querySelector<HTMLElement>("script[data-worker]")?.dataset.worker;
if (main?.dataset.texts !== undefined && worker !== undefined) start(main, JSON.parse(main.dataset.texts), worker);

function start(main: HTMLElement, texts: Texts, workerUrl: string): void {
  const { lang } = document.documentElement;
  const measures = measuresOf(isLanguage(lang) ? lang : "en");
  const board = openBoard(main, texts);
  const found = <Item extends CheckItem>(item: Item, finding: Findings[Item]) => board.show(item, judge(item, finding, measures));
  let running = false;
  const run = async () => {
    if (running) return;
    running = true;
    board.clear();
    await runAll(found, workerUrl).finally(() => (running = false));
  };
  const report = (addresses: boolean) =>
    reportOf(board.results, texts, { browser: navigator.userAgent, origin: location.origin, addresses });
  board.listen({ run, report });
  void run();
}

type Tell = <Item extends CheckItem>(item: Item, finding: Findings[Item]) => void;

/** What is measured does not run beside anything else: it would be slower than it is. */
async function runAll(found: Tell, workerUrl: string): Promise<void> {
  const here = /^(localhost|127(\.\d+){3}|\[::1\])$/.test(location.hostname);
  found("secure", { at: isSecureContext ? (here && location.protocol === "http:" ? "local" : "secure") : "plain" });
  const webrtc = await tryWebrtc();
  found("webrtc", webrtc);
  await tryServer(found, webrtc.at !== "missing");
  const { storage, hash } = await tryDisk(workerUrl);
  found("storage", storage);
  found("hash", hash);
}

/** Comes into a room that nobody else can know of, twice. */
async function tryServer(found: Tell, hasWebrtc: boolean): Promise<void> {
  const url = new URL(`r/check-${randomHex()}/`, location.href);
  url.protocol = location.protocol === "https:" ? "wss:" : "ws:";
  const signal = new URL("signal", url).href;
  const guest = await comeIn(signal);
  if (guest === undefined || "why" in guest) {
    const guarded = guest?.why === "room-not-made";
    const refused = guest && { at: "refused" as const, why: guest.why };
    found("server", guarded ? { at: "guarded" } : (refused ?? { at: "silent" }));
    found("stun", { at: "untried", needs: hasWebrtc ? (guarded ? "room" : "server") : "webrtc" });
    return found("relay", { at: "untried", needs: guarded ? "room" : "server" });
  }
  try {
    const ms = await guest.beat();
    found("server", ms === undefined ? { at: "silent" } : { at: "joined", ms });
    found("stun", hasWebrtc ? await tryStun(guest.welcome.iceServers ?? []) : { at: "untried", needs: "webrtc" });
    found("relay", await relayBetween(guest, await comeIn(signal), new URL("relay", url).href));
  } finally {
    guest.leave();
  }
}

async function relayBetween(first: Guest, second: Awaited<ReturnType<typeof comeIn>>, url: string): Promise<Findings["relay"]> {
  if (second === undefined) return { at: "untried", needs: "server" };
  if ("why" in second) return { at: "refused", why: second.why };
  try {
    return await tryRelay([first, second], url);
  } finally {
    second.leave();
  }
}
