// A file from terminal to terminal, from a terminal to a Chromium and back, and through the relay — each verified and stored — against bare processes
// that pass as many bytes in the same way, in interleaved pairs; and what either end holds while a file of 4 GiB passes.
//   bun bench/terminal.ts [--mib=512] [--rounds=9] [--gib=4] [--only=terminals|chromium|relay|memory]
import { readFileSync } from "node:fs";
import { mkdir, open, rm } from "node:fs/promises";
import { join } from "node:path";
import { Person } from "../test/support/person.ts";
import { openSite, type Site } from "../test/support/site.ts";
import { type Terminal, terminal } from "../test/support/terminal.ts";
import { openBlank, openBrowser } from "./browsers.ts";
import { cpuMsOf } from "./cost.ts";
import { needDisk } from "./disk-room.ts";
import { perform, type Stage } from "./perform.ts";
import { choice, inTurns, judged, option, spreadOf, told } from "./ratio.ts";
import { startBareRelay } from "./raw-relay.ts";
import {
  type Bare,
  connectBare,
  connectBareToPage,
  openBareRelay,
  sendBare,
  sendBareFile,
  sendBareToPage,
  sendPageToBare,
  startBare,
} from "./raw-terminal.ts";
import { timeToReceive } from "./shown.ts";

const mib = option("mib", 512);
const rounds = option("rounds", 9);
const gib = option("gib", 4);
const only = choice("only");
const bytes = mib * 2 ** 20;
/** Terminals so far, each with a state folder of its own. */
let count = 0;
const bounds = { terminals: 0.8, chromium: 0.83, relay: 0.7, residentMib: 150 };

await perform(async (stage) => {
  const parts = { terminals, chromium, relay, memory };
  for (const [name, part] of Object.entries(parts)) {
    if (only !== undefined && only !== name) continue;
    await using things = new AsyncDisposableStack();
    await part({ ...stage, things });
  }
});

/** How fast, and how many milliseconds of a processor each MiB takes at both ends. */
type Figures = {
  readonly ours: number[];
  readonly bare: number[];
  readonly ratios: number[];
  readonly cpu: number[];
  readonly bareCpu: number[];
};

function noFigures(): Figures {
  return { ours: [], bare: [], ratios: [], cpu: [], bareCpu: [] };
}

async function compare(
  what: string,
  figures: Figures,
  round: number,
  pair: readonly [ours: () => Promise<Taken>, bare: () => Promise<Taken>],
): Promise<Taken> {
  const took = await inTurns(round, pair);
  note(what, figures, round, took);
  return took[0];
}

function note(what: string, figures: Figures, round: number, [ours, bare]: readonly [Taken, Taken]): void {
  figures.ours.push(bytes / 1e3 / ours.ms);
  figures.bare.push(bytes / 1e3 / bare.ms);
  figures.ratios.push(bare.ms / ours.ms);
  figures.cpu.push(ours.cpuMs / mib);
  figures.bareCpu.push(bare.cpuMs / mib);
  console.log(`${what}, round ${round + 1}: ${figures.ours.at(-1)?.toFixed(1)} MB/s, its limit ${figures.bare.at(-1)?.toFixed(1)}`);
}

function conclude(what: string, limit: string, { ratios, ours, bare, cpu, bareCpu }: Figures, atLeast: number): void {
  console.log(`${what} of ${mib} MiB / ${limit}: ${judged(spreadOf(ratios), { atLeast })}, of ${rounds} pairs`);
  console.log(`  MB/s: ours ${told(spreadOf(ours), 1)}, bare ${told(spreadOf(bare), 1)}`);
  console.log(`  processor ms per MiB, both ends: ours ${told(spreadOf(cpu), 1)}, bare ${told(spreadOf(bareCpu), 1)}`);
}

type Taken = { readonly ms: number; readonly cpuMs: number };

async function taking(move: () => Promise<number>, pids: readonly number[]): Promise<Taken> {
  const before = cpuMsOf(pids);
  const ms = await move();
  return { ms, cpuMs: cpuMsOf(pids) - before };
}

function bareTaking(from: Bare, to: Bare): () => Promise<Taken> {
  return () => taking(() => sendBare(from, to, bytes), [from.pid, to.pid]);
}

async function terminals(stage: Stage): Promise<void> {
  await needDisk(2 * bytes);
  const site = stage.things.use(await openSite());
  const [from, to] = [startBare(stage), startBare(stage)];
  await connectBare(from, to);
  const sender = await send(stage, site, await stage.folder.make("terminals.bin", bytes));
  const figures = noFigures();
  for (let round = 0; round < rounds; round++)
    await compare("terminal to terminal", figures, round, [() => get(stage, sender), bareTaking(from, to)]);
  conclude("terminal to terminal", "the library's bare channel", figures, bounds.terminals);
}

/** Beside a relay's limit the least that any honest transfer over it costs: what is missing between the two is no fault of ours. */
async function relay(stage: Stage): Promise<void> {
  await needDisk(3 * bytes);
  const site = stage.things.use(await openSite({ flags: ["--relay", "prefer"] }));
  const [from, to] = [startBare(stage), startBare(stage)];
  await openBareRelay(from, to, (await startBareRelay(stage)).url);
  const path = await stage.folder.make("relayed.bin", bytes);
  const into = join(stage.folder.path, "least.bin");
  const sender = await send(stage, site, path);
  const [figures, least] = [noFigures(), noFigures()];
  const bare = bareTaking(from, to);
  const leastTaking = () => taking(() => sendBareFile([from, to], { path, into, bytes }), [from.pid, to.pid]);
  for (let round = 0; round < rounds; round++) {
    const ours = await compare("terminals, relayed", figures, round, [() => get(stage, sender), bare]);
    note("terminals, relayed, beside the least work", least, round, [ours, await leastTaking()]);
    await rm(into);
  }
  conclude("terminals, relayed", "a bare relay", figures, bounds.relay);
  console.log(
    `  of the least honest work over a bare relay (read, hashed, sealed; opened, hashed, written; in plain loops): ${told(spreadOf(least.ratios))}`,
  );
  console.log(
    `    MB/s: least ${told(spreadOf(least.bare), 1)}; processor ms per MiB, both ends: least ${told(spreadOf(least.bareCpu), 1)}`,
  );
}

async function chromium(stage: Stage): Promise<void> {
  await needDisk(4 * bytes);
  const site = stage.things.use(await openSite());
  const browser = await openBrowser(stage, "chromium");
  const [bare, blank] = [startBare(stage), await openBlank(browser, site)];
  await connectBareToPage(bare, blank);
  const path = await stage.folder.make("to the page.bin", bytes);
  const back = await stage.folder.make("from the page.bin", bytes);
  const sender = await send(stage, site, path);
  const person = new Person(await browser.context.newPage());
  await person.enter(sender.url, "花子");
  await person.sees("Sender", "direct");
  const fromPage = { url: await roomAt(stage, site), pid: browser.pid };
  const sharer = new Person(await browser.context.newPage());
  await sharer.enter(fromPage.url, "太郎");
  await sharer.shares(back);
  const [down, up] = [noFigures(), noFigures()];
  for (let round = 0; round < rounds; round++) {
    await compare("terminal to Chromium", down, round, [
      () => taking(() => timeToReceive(person, "to the page.bin"), [sender.pid, browser.pid]),
      () => taking(() => sendBareToPage(bare, blank, bytes), [bare.pid, browser.pid]),
    ]);
    await person.presses("to the page.bin", "Remove");
    await compare("Chromium to terminal", up, round, [
      () => get(stage, fromPage),
      () => taking(() => sendPageToBare(blank, bare, bytes), [bare.pid, browser.pid]),
    ]);
  }
  conclude("terminal to Chromium", "the library's bare channel", down, bounds.chromium);
  conclude("Chromium to terminal", "the library's bare channel", up, bounds.chromium);
}

async function memory(stage: Stage): Promise<void> {
  const size = Math.round(gib * 2 ** 30);
  await needDisk(size);
  const site = stage.things.use(await openSite());
  const path = join(stage.folder.path, "large.bin");
  const file = await open(path, "w");
  // Without a block on the disk: it is read as zeros, which nobody on the way takes for anything else.
  await file.truncate(size);
  await file.close();
  const sender = await send(stage, site, path);
  const took = await get(stage, sender);
  const residents = { sender: residentMibOf(sender.pid), receiver: took.residentMib };
  const most = Math.max(residents.sender, residents.receiver);
  console.log(
    `most memory of either end, ${gib} GiB: ${judged(spreadOf([most / bounds.residentMib]), { atMost: 1 })}, of ${bounds.residentMib} MiB resident`,
  );
  console.log(
    `  MiB: sender ${residents.sender.toFixed(0)}, receiver ${residents.receiver.toFixed(0)}; ${(size / 1e3 / took.ms).toFixed(1)} MB/s`,
  );
}

async function at({ folder, things }: Stage, argv: readonly string[]): Promise<Terminal> {
  const state = join(folder.path, `terminal-${++count}`);
  await mkdir(state);
  const made = terminal([...argv, "--json"], { state });
  things.defer(() => made.kill("SIGKILL"));
  return made;
}

async function roomAt(stage: Stage, site: Site): Promise<string> {
  const room = await at(stage, ["room", "--server", site.url]);
  return roomIn(room);
}

async function roomIn(said: Terminal): Promise<string> {
  return JSON.parse((await said.said(/^\{"event":"room".*\}$/m))[0]).url;
}

type Sender = { readonly url: string; readonly pid: number };

async function send(stage: Stage, site: Site, path: string): Promise<Sender> {
  const sender = await at(stage, ["send", path, "--server", site.url, "--name", "Sender"]);
  const url = await roomIn(sender);
  await sender.said(/"event":"shared"/);
  return { url, pid: sender.pid };
}

/** From knowing what there is until all of it is verified and has its name. */
async function get(stage: Stage, { url, pid }: Sender): Promise<Taken & { residentMib: number }> {
  const into = join(stage.folder.path, "taken");
  const getter = await at(stage, ["get", url, "-o", into]);
  await getter.said(/"event":"offer"/);
  let residentMib = 0;
  const watch = setInterval(() => (residentMib = residentMibOf(getter.pid) || residentMib), 200);
  const took = await taking(() => untilReceived(getter), [pid, getter.pid]);
  clearInterval(watch);
  if ((await getter.ended) !== 0) throw new Error(getter.err);
  await rm(into, { recursive: true });
  return { ...took, residentMib };
}

async function untilReceived(getter: Terminal): Promise<number> {
  const began = performance.now();
  await getter.said(/"event":"received"/);
  return performance.now() - began;
}

/** The most that a process has held so far, the pages of its program included. */
function residentMibOf(pid: number): number {
  try {
    return Number(/^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]) / 1024;
  } catch {
    return 0;
  }
}
