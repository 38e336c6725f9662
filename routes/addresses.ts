// The addresses under which people on the same network find this server, and all names that it goes by.
import { isIP, isIPv6 } from "node:net";
import { hostname, type NetworkInterfaceInfo, networkInterfaces } from "node:os";

type Interfaces = Readonly<Record<string, readonly NetworkInterfaceInfo[] | undefined>>;

/** The name that is announced on the network. */
export const announcedName = "roomcp.local";

/**
 * URLs to print at start: where the server listens on all addresses, this machine's own, the one that others reach most likely first, and
 * at last localhost.
 */
export function addressesToPrint(
  host: string,
  port: number,
  scheme = "http",
  interfaces: Interfaces = networkInterfaces(),
): readonly string[] {
  const urlOf = (each: string) => new URL(`${scheme}://${isIPv6(each) ? `[${each}]` : each}:${port}`).origin;
  if (!isEverywhere(host)) return [urlOf(host)];
  const own = ownAddresses(interfaces);
  const short = own.filter((each) => !isIPv6(each));
  // Nobody types an IPv6 address where there is another way.
  return [...new Set([...(short.length === 0 && host === "::" ? own : short), "localhost"])].map(urlOf);
}

/** Does nobody but this machine reach a server on this address? */
export function isLoopback(host: string): boolean {
  return /^(localhost|127(\.\d+){3}|::1)$/.test(host);
}

/** Does a server on this address listen on all of them? IPv6 also as it stands in an address, in brackets. */
export function isEverywhere(host: string): boolean {
  return host === "0.0.0.0" || host === "::" || host === "[::]";
}

/** What a certificate should hold for: every address of this machine, its names, and the name that people are told. */
export function namesOf(
  host: string,
  publicUrl: string,
  interfaces: Interfaces = networkInterfaces(),
  machine = hostname(),
): readonly string[] {
  const told = publicUrl === "" ? [] : [hostOf(publicUrl)];
  const listening = isEverywhere(host) ? [] : [host];
  const names = ["localhost", announcedName, machine, `${shortName(machine)}.local`, ...listening, ...told].map((each) =>
    each.toLowerCase(),
  );
  // Of names only what can be one (RFC 1123, section 2.1).
  const sound = names.filter((each) => isIP(each) !== 0 || /^[a-z\d]([a-z\d-]*[a-z\d])?(\.[a-z\d]([a-z\d-]*[a-z\d])?)*$/.test(each));
  return [...new Set(["127.0.0.1", "::1", ...ownAddresses(interfaces), ...sound])];
}

/** A name or an address, of IPv6 without its brackets. */
export function hostOf(url: string): string {
  return new URL(url).hostname.replace(/^\[|\]$/g, "");
}

export function shortName(machine = hostname()): string {
  return machine.replace(/\..*$/, "");
}

/** Not those of a single cable (fe80::/10): without the name of an interface they lead nowhere, and browsers take none. */
function ownAddresses(interfaces: Interfaces): readonly string[] {
  return Object.entries(interfaces)
    .flatMap(([name, each]) => (each ?? []).map((address) => ({ ...address, name })))
    .filter(({ internal, address }) => !internal && !/^fe[89ab]/i.test(address))
    .map((each) => ({ address: each.address, rank: rankOf(each) }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ address }) => address);
}

/** Bridges of containers and virtual machines, and tunnels: others on the LAN do not reach them. */
const virtual = /^(docker|br-|veth|virbr|vmnet|vboxnet|vethernet|lxc|lxd|cni|flannel|podman|tun|tap|utun|wg|tailscale|zt|ppp)/i;
/** What routers give to a home or an office (RFC 1918). */
const common = /^(192\.168\.|10\.|172\.(1[6-9]|2\d|3[01])\.)/;

/** The less, the likelier is an address to be of use to the others here. */
function rankOf({ name, address, family }: { name: string; address: string; family: string }): number {
  const unlikely = address.startsWith("169.254.") ? 4 : common.test(address) ? 0 : 2;
  return (virtual.test(name) ? 16 : 0) + (family === "IPv6" ? 8 : 0) + unlikely;
}
