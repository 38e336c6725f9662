// A small internet for tests: sites of one host each, every one behind a router of its own that translates addresses (NAT, RFC 4787). What listens
// outside of the namespaces is the rest of the internet.
import type { Folder } from "./files.ts";
import { addBridge, addNamespace, build, type Host, hostIn, ip, type Lan, ownName, type Wire, whyNoLan } from "./lab.ts";

/**
 * How a site's router treats UDP. All of them let in only what was asked for.
 * `cone`: a port is kept whoever is spoken to, so that two such find each other by STUN (endpoint-independent mapping).
 * `symmetric`: another port, at random, for each who is spoken to; two such need a relay.
 * `blocked`: none passes, as in some offices.
 */
export type Site = "cone" | "symmetric" | "blocked";

/** Why there can be no such internet here; undefined if there can. */
export function whyNoInternet(): string | undefined {
  const why = whyNoLan();
  if (why !== undefined) return why;
  if (Bun.which("nft") === null) return "needs nftables";
  const name = ownName("try");
  ip(`netns add ${name}`);
  const tried = nft(name, translating("symmetric", passingOn("192.168.1.2")));
  ip(`netns del ${name}`);
  return tried.success ? undefined : `this kernel translates no addresses: ${tried.stderr}`.trim();
}

/** One host for each site, in their order. `address`: where all of them reach what listens outside of the namespaces. */
export function openInternet(sites: readonly Site[]): Promise<Lan> {
  return build(async (folder) => {
    const wire = addBridge("wan");
    return { address: wire.outside, hosts: await addHomes(sites, wire, folder) };
  });
}

/** Ports that an office's router passes on from outside: of web pages over TLS and beside it, and of STUN. */
export const passedOn = { secure: 3000, plain: 3001 } as const;

/** A network with a server in it, behind a router that passes the server's ports on: as people have it who are their own host. */
export type Office = {
  /** Where the server is to run. */
  readonly server: Host;
  /** Its address for whoever is in the office, and for all others. */
  readonly inside: string;
  readonly outside: string;
  readonly hosts: readonly Host[];
};

/** An office of so many hosts beside its server, and homes of one host each. */
export function openTown(
  people: number,
  sites: readonly Site[],
): Promise<AsyncDisposable & { office: Office; homes: readonly Host[]; wan: string }> {
  return build(async (folder) => {
    const wire = addBridge("wan");
    const homes = await addHomes(sites, wire, folder);
    const number = sites.length + 1;
    const router = addRouter(number, wire);
    const hosts: Host[] = [];
    for (let i = 0; i <= people; i++)
      hosts.push(await addBehind(router, `office${i + 1}`, { address: i + 2, outside: wire.outside, folder }));
    const [server, ...others] = hosts;
    if (server === undefined) throw new Error("no server");
    const inside = `${router.subnet}.2`;
    load(router, translating("cone", passingOn(inside)));
    return { office: { server, inside, outside: `${wire.subnet}.${number}`, hosts: others }, homes, wan: wire.outside };
  });
}

async function addHomes(sites: readonly Site[], wire: Wire, folder: Folder): Promise<readonly Host[]> {
  const hosts: Host[] = [];
  for (const [i, site] of sites.entries()) {
    const router = addRouter(i + 1, wire);
    hosts.push(await addBehind(router, `host${i + 1}`, { address: 2, outside: wire.outside, folder }));
    load(router, translating(site));
  }
  return hosts;
}

/** `subnet`: of the network behind it, which nobody else sees. */
type Router = { readonly name: string; readonly subnet: string };

function addRouter(number: number, wire: Wire): Router {
  const name = ownName(`router${number}`);
  const subnet = `192.168.${number}`;
  addNamespace(name, number, wire);
  ip(`-n ${name} link add lan type bridge`);
  ip(`-n ${name} addr add ${subnet}.1/24 dev lan`);
  ip(`-n ${name} link set lan up`);
  ip(`netns exec ${name} sysctl -qw net.ipv4.ip_forward=1`);
  return { name, subnet };
}

/** A host on the network behind a router. */
function addBehind(router: Router, part: string, lent: { address: number; outside: string; folder: Folder }): Promise<Host> {
  const name = ownName(part);
  ip(`netns add ${name}`);
  ip(`link add e0 netns ${name} type veth peer name i${lent.address} netns ${router.name}`);
  ip(`-n ${router.name} link set i${lent.address} master lan up`);
  ip(`-n ${name} link set lo up`);
  ip(`-n ${name} addr add ${router.subnet}.${lent.address}/24 dev e0`);
  return hostIn(name, { ...lent, gateway: `${router.subnet}.1` });
}

function load(router: Router, rules: string): void {
  const { success, stderr } = nft(router.name, rules);
  if (!success) throw new Error(`nft: ${stderr}`);
}

export function nft(namespace: string, rules: string) {
  return Bun.spawnSync(["ip", "netns", "exec", namespace, "nft", "-f", "-"], { stdin: Buffer.from(rules) });
}

/** `input`: a stranger's datagram must not take a port that a host's own may need. @param passing a chain that passes ports on */
function translating(site: Site, passing = ""): string {
  return `
table ip site {
  ${passing}
  chain leaving {
    type nat hook postrouting priority 100;
    oifname "e0" masquerade ${site === "symmetric" ? "fully-random" : "persistent"};
  }
  chain input {
    type filter hook input priority 0;
    iifname "e0" meta l4proto udp ct state new drop;
  }
  chain forward {
    type filter hook forward priority 0;
    iifname "e0" ct status dnat accept;
    iifname "e0" ct state new drop;
    ${site === "blocked" ? "meta l4proto udp drop;" : ""}
  }
}`;
}

function passingOn(server: string): string {
  return `
  chain arriving {
    type nat hook prerouting priority -100;
    iifname "e0" tcp dport { ${passedOn.secure}, ${passedOn.plain} } dnat to ${server};
    iifname "e0" udp dport ${passedOn.secure} dnat to ${server};
  }`;
}
