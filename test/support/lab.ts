// A small LAN for tests that must cross a real network: hosts in network namespaces of their own, joined by a bridge. Linux, as root.
import { existsSync } from "node:fs";
import { chmod } from "node:fs/promises";
import { join } from "node:path";
import { type Folder, temporaryFolder } from "./files.ts";
import { usualChromium, wholeChromium } from "./person.ts";

export type Host = {
  /** Of its network namespace. */
  readonly name: string;
  /** Where it reaches what listens outside of the namespaces. */
  readonly outside: string;
  /** An executable that starts Chromium on this host: the usual one of tests, and the whole one as people have it. */
  readonly chromium: string;
  readonly wholeChromium: string;
  /** Lets the host send no faster than this, such as `20mbit`. */
  limit(rate: string): void;
  unlimit(): void;
  /** Pulls the host's cable, and puts it back. */
  unplug(): void;
  plug(): void;
};

export type Hosts = AsyncDisposable & { readonly hosts: readonly Host[] };

export type Lan = Hosts & {
  /** Where hosts reach what listens outside of the namespaces. */
  readonly address: string;
};

/** Everything is named after the process that made it, so that runs do not meet, and what a killed one left is known. */
const nameOf = (pid: number, part: string) => `rct${pid}-${part}`;
export const ownName = (part: string) => nameOf(process.pid, part);
const madeBy = /\brct(\d+)-\w+/g;

/** Why there can be no such LAN here; undefined if there can. */
export function whyNoLan(): string | undefined {
  if (process.platform !== "linux" || process.getuid?.() !== 0) return "needs Linux and root";
  if (Bun.which("ip") === null) return "needs iproute2";
  const name = ownName("try");
  const tried = Bun.spawnSync(["ip", "netns", "add", name]);
  Bun.spawnSync(["ip", "netns", "del", name]);
  return tried.success ? undefined : `network namespaces are not allowed here: ${tried.stderr}`.trim();
}

/** Why no host can be limited here; undefined if it can. */
export function whyNoLimit(): string | undefined {
  const why = whyNoLan();
  if (why !== undefined) return why;
  if (Bun.which("tc") === null) return "needs tc, which comes with iproute2";
  const name = ownName("try");
  ip(`netns add ${name}`);
  const tried = Bun.spawnSync(limiting(name, "lo", "20mbit"));
  ip(`netns del ${name}`);
  return tried.success ? undefined : `this kernel limits no host: ${tried.stderr}`.trim();
}

/** Hosts on one bridge, each in reach of all others. @param isWayOut false: no host knows of any way that leads further */
export function openLan(count: number, isWayOut = true): Promise<Lan> {
  return build(async (folder) => {
    const wire = addBridge("lan");
    const hosts: Host[] = [];
    for (let i = 1; i <= count; i++) hosts.push(await addHost({ number: i, ...wire, folder, isWayOut }));
    return { address: wire.outside, hosts };
  });
}

/** Hosts that see what listens outside of the namespaces, each at an address of its own, and not each other: a line between them is laid by who needs it. */
export function openFarHosts(count: number): Promise<Hosts> {
  return build(async (folder) => {
    const hosts: Host[] = [];
    for (let i = 1; i <= count; i++) hosts.push(await addHost({ number: i, ...addBridge(`far${i}`), folder, isWayOut: false }));
    return { hosts };
  });
}

/** What was built when something failed is taken away like the rest. */
export async function build<Built>(raise: (folder: Folder) => Promise<Built>): Promise<Built & AsyncDisposable> {
  sweep();
  const folder = await temporaryFolder();
  const takeAway = async () => {
    remove(process.pid);
    await folder[Symbol.asyncDispose]();
  };
  try {
    return { ...(await raise(folder)), [Symbol.asyncDispose]: takeAway };
  } catch (error) {
    await takeAway();
    throw error;
  }
}

export type Wire = { readonly bridge: string; readonly subnet: string; readonly outside: string };

export function addBridge(part: string): Wire {
  const subnet = freeSubnet();
  const outside = `${subnet}.254`;
  const bridge = ownName(part);
  ip(`link add ${bridge} type bridge`);
  ip(`addr add ${outside}/24 dev ${bridge}`);
  ip(`link set ${bridge} up`);
  return { bridge, subnet, outside };
}

/** @param lent.isWayOut the cable leads to all other hosts: a browser asks which way leads out before it looks for its peers */
async function addHost(lent: Wire & { number: number; folder: Folder; isWayOut: boolean }): Promise<Host> {
  const name = ownName(`host${lent.number}`);
  addNamespace(name, lent.number, lent);
  return hostIn(name, { ...lent, gateway: lent.isWayOut ? lent.outside : undefined });
}

/** A network namespace with a cable `e0` to a bridge. */
export function addNamespace(name: string, number: number, { bridge, subnet }: Wire): void {
  const cable = ownName(`v${number}`);
  ip(`netns add ${name}`);
  ip(`link add ${cable} type veth peer name e0 netns ${name}`);
  ip(`link set ${cable} master ${bridge} up`);
  ip(`-n ${name} link set lo up`);
  ip(`-n ${name} addr add ${subnet}.${number}/24 dev e0`);
  ip(`-n ${name} link set e0 up`);
}

/** What a test does with a network namespace that has a cable. @param lent.gateway what leads out, if anything */
export async function hostIn(name: string, lent: { outside: string; gateway: string | undefined; folder: Folder }): Promise<Host> {
  const plug = () => {
    ip(`-n ${name} link set e0 up`);
    if (lent.gateway !== undefined) ip(`-n ${name} route replace default via ${lent.gateway}`);
  };
  plug();
  const startingIn = async (what: string, program: string) => {
    const script = join(lent.folder.path, `${what}-on-${name}`);
    await Bun.write(script, `#!/bin/sh\nexec ip netns exec ${name} ${program} "$@"\n`);
    await chmod(script, 0o755);
    return script;
  };
  const chromium = await startingIn("chromium", usualChromium);
  const whole = await startingIn("whole-chromium", wholeChromium);
  const limit = (rate: string) => {
    const { success, stderr } = Bun.spawnSync(limiting(name, "e0", rate));
    if (!success) throw new Error(`tc: ${stderr}`);
  };
  const unlimit = () => ip(`netns exec ${name} tc qdisc del dev e0 root`);
  return {
    name,
    outside: lent.outside,
    chromium,
    wholeChromium: whole,
    limit,
    unlimit,
    plug,
    unplug: () => ip(`-n ${name} link set e0 down`),
  };
}

/** A token bucket, with room for 100 ms of what waits. */
function limiting(name: string, device: string, rate: string): string[] {
  return `ip netns exec ${name} tc qdisc replace dev ${device} root tbf rate ${rate} burst 64k latency 100ms`.split(" ");
}

export function ip(command: string): string {
  const { success, stdout, stderr } = Bun.spawnSync(["ip", ...command.split(" ")]);
  if (!success) throw new Error(`ip ${command}: ${stderr}`);
  return stdout.toString();
}

/** Addresses that nothing on this machine has. */
function freeSubnet(): string {
  // Asked of `ip`: what has no cable yet is left out elsewhere.
  const taken = [...ip("-o -4 addr").matchAll(/ inet (\S+)\//g)].map(([, address = ""]) => address);
  for (let i = 0; i < 250; i++) {
    const subnet = `10.83.${(process.pid + i) % 250}`;
    if (!taken.some((address) => address.startsWith(`${subnet}.`))) return subnet;
  }
  throw new Error("no addresses are free");
}

/** Removes what runs left that did not live to do it themselves. */
function sweep(): void {
  const pids = new Set([...`${ip("netns list")}\n${ip("-o link show type bridge")}`.matchAll(madeBy)].map(([, pid]) => Number(pid)));
  for (const pid of pids) if (pid === process.pid || !existsSync(`/proc/${pid}`)) remove(pid);
}

function remove(pid: number): void {
  const made = (text: string) => new Set([...text.matchAll(madeBy)].filter(([, by]) => Number(by) === pid).map(([name]) => name));
  const devices = (kind: string) => made(ip(`-br link show type ${kind}`).replace(/[@ ].*/g, ""));
  // A namespace may outlive its name for a moment, and its cable with it.
  for (const cable of devices("veth")) ip(`link del ${cable}`);
  for (const host of made(ip("netns list"))) ip(`netns del ${host}`);
  for (const bridge of devices("bridge")) ip(`link del ${bridge}`);
}
