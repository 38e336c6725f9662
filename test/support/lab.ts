// A small LAN for tests that must cross a real network: hosts in network namespaces of their own, joined by a bridge. Linux, as root.
import { existsSync } from "node:fs";
import { chmod } from "node:fs/promises";
import { networkInterfaces } from "node:os";
import { join } from "node:path";
import { type Folder, temporaryFolder } from "./files.ts";

export type Host = {
  /** An executable that starts Chromium on this host. */
  readonly chromium: string;
  /** Pulls the host's cable, and puts it back. */
  unplug(): void;
  plug(): void;
};

export type Lan = AsyncDisposable & {
  /** Where hosts reach what listens outside of the namespaces. */
  readonly address: string;
  readonly hosts: readonly Host[];
};

/** Everything is named after the process that made it, so that runs do not meet, and what a killed one left is known. */
const nameOf = (pid: number, part: string) => `rct${pid}-${part}`;
const madeBy = /\brct(\d+)-\w+/g;

/** Why there can be no such LAN here; undefined if there can. */
export function whyNoLan(): string | undefined {
  if (process.platform !== "linux" || process.getuid?.() !== 0) return "needs Linux and root";
  if (Bun.which("ip") === null) return "needs iproute2";
  const name = nameOf(process.pid, "try");
  const tried = Bun.spawnSync(["ip", "netns", "add", name]);
  Bun.spawnSync(["ip", "netns", "del", name]);
  return tried.success ? undefined : `network namespaces are not allowed here: ${tried.stderr}`.trim();
}

export async function openLan(count: number): Promise<Lan> {
  sweep();
  const folder = await temporaryFolder();
  const subnet = freeSubnet();
  const address = `${subnet}.254`;
  const bridge = nameOf(process.pid, "lan");
  ip(`link add ${bridge} type bridge`);
  ip(`addr add ${address}/24 dev ${bridge}`);
  ip(`link set ${bridge} up`);
  const hosts: Host[] = [];
  for (let i = 1; i <= count; i++) hosts.push(await addHost({ number: i, subnet, bridge, gateway: address, folder }));
  return {
    address,
    hosts,
    async [Symbol.asyncDispose]() {
      remove(process.pid);
      await folder[Symbol.asyncDispose]();
    },
  };
}

async function addHost(lent: { number: number; subnet: string; bridge: string; gateway: string; folder: Folder }): Promise<Host> {
  const name = nameOf(process.pid, `host${lent.number}`);
  const cable = nameOf(process.pid, `v${lent.number}`);
  const plug = () => {
    ip(`-n ${name} link set e0 up`);
    // A browser asks which way leads out before it looks for its peers.
    ip(`-n ${name} route replace default via ${lent.gateway}`);
  };
  ip(`netns add ${name}`);
  ip(`link add ${cable} type veth peer name e0 netns ${name}`);
  ip(`link set ${cable} master ${lent.bridge} up`);
  ip(`-n ${name} link set lo up`);
  ip(`-n ${name} addr add ${lent.subnet}.${lent.number}/24 dev e0`);
  plug();
  const chromium = join(lent.folder.path, `chromium-on-${lent.number}`);
  await Bun.write(chromium, `#!/bin/sh\nexec ip netns exec ${name} /usr/bin/chromium "$@"\n`);
  await chmod(chromium, 0o755);
  return { chromium, plug, unplug: () => ip(`-n ${name} link set e0 down`) };
}

function ip(command: string): string {
  const { success, stdout, stderr } = Bun.spawnSync(["ip", ...command.split(" ")]);
  if (!success) throw new Error(`ip ${command}: ${stderr}`);
  return stdout.toString();
}

/** Addresses that nothing on this machine has. */
function freeSubnet(): string {
  const taken = Object.values(networkInterfaces()).flatMap((each) => each?.map(({ address }) => address) ?? []);
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
  for (const host of made(ip("netns list"))) ip(`netns del ${host}`);
  for (const bridge of made(ip("-o link show type bridge"))) ip(`link del ${bridge}`);
}
