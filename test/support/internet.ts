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
  const tried = translate(name, "symmetric");
  ip(`netns del ${name}`);
  return tried.success ? undefined : `this kernel translates no addresses: ${tried.stderr}`.trim();
}

/** One host for each site, in their order. `address`: where all of them reach what listens outside of the namespaces. */
export function openInternet(sites: readonly Site[]): Promise<Lan> {
  return build(async (folder) => {
    const wire = addBridge("wan");
    const hosts: Host[] = [];
    for (const [i, site] of sites.entries()) hosts.push(await addSite({ site, number: i + 1, wire, folder }));
    return { address: wire.outside, hosts };
  });
}

async function addSite({ site, number, wire, folder }: { site: Site; number: number; wire: Wire; folder: Folder }): Promise<Host> {
  const [name, router] = [ownName(`host${number}`), ownName(`router${number}`)];
  // Only these two see it.
  const subnet = `192.168.${number}`;
  addNamespace(router, number, wire);
  ip(`netns add ${name}`);
  ip(`link add e0 netns ${name} type veth peer name i0 netns ${router}`);
  ip(`-n ${router} addr add ${subnet}.1/24 dev i0`);
  ip(`-n ${router} link set i0 up`);
  ip(`-n ${name} link set lo up`);
  ip(`-n ${name} addr add ${subnet}.2/24 dev e0`);
  ip(`netns exec ${router} sysctl -qw net.ipv4.ip_forward=1`);
  const { success, stderr } = translate(router, site);
  if (!success) throw new Error(`nft: ${stderr}`);
  return hostIn(name, { number, outside: wire.outside, gateway: `${subnet}.1`, folder });
}

/** `input`: a stranger's datagram must not take a port that a host's own may need. */
function translate(router: string, site: Site) {
  const rules = `
table ip site {
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
    iifname "e0" ct state new drop;
    ${site === "blocked" ? "meta l4proto udp drop;" : ""}
  }
}`;
  return Bun.spawnSync(["ip", "netns", "exec", router, "nft", "-f", "-"], { stdin: Buffer.from(rules) });
}
