// Does UDP reach the server, and what does it see of this browser?

import { within } from "../../edges/within.ts";
import type { IceServer } from "../../protocol/signal.ts";
import type { Findings } from "./verdict.ts";

/** Browsers ask again and again for 9.5 s at least (RFC 8489, section 6.2.1); what has not come by now is of little use. */
const patienceMs = 5_000;
/** How long the other answers are waited for once one has come: a server may be silent to IPv6. */
const othersMs = 1_000;

/** A candidate that the browser found (RFC 8839, section 5.1), and after how many milliseconds. */
export type Found = {
  readonly type: string;
  readonly protocol: string;
  readonly address: string;
  readonly port: number;
  readonly ms: number;
};

/** @param servers those that a visit is told of; TURN servers are not asked */
export async function tryStun(servers: readonly IceServer[]): Promise<Findings["stun"]> {
  const urls = servers.flatMap(({ urls }) => [urls].flat()).filter((url) => /^stun:/i.test(url));
  if (urls.length === 0) return { at: "none" };
  const seen = seenBy(await gathered(urls));
  if (seen !== undefined) return seen;
  // Firefox sends nothing over UDP to the device that it runs on.
  const isHere = urls.every((url) => /^stun:(localhost|127(\.\d+){3}|\[::1\])(:\d+)?$/i.test(url));
  return isHere ? { at: "here" } : { at: "silent", ms: patienceMs };
}

async function gathered(urls: readonly string[]): Promise<readonly Found[]> {
  const found: Found[] = [];
  let connection: RTCPeerConnection | undefined;
  try {
    connection = new RTCPeerConnection({ iceServers: [{ urls: [...urls] }] });
    connection.createDataChannel("check");
    const began = performance.now();
    const over = Promise.withResolvers<void>();
    connection.onicecandidate = ({ candidate }) => {
      if (candidate === null) return over.resolve();
      const { type, protocol, address, port } = candidate;
      if (type === "srflx") setTimeout(over.resolve, othersMs);
      found.push({ type: type ?? "", protocol: protocol ?? "", address: address ?? "", port: port ?? 0, ms: performance.now() - began });
    };
    await connection.setLocalDescription();
    await within(over.promise, patienceMs);
  } catch {
    // A browser may refuse a port that it keeps from pages; then there is no answer either.
  } finally {
    connection?.close();
  }
  return found;
}

/** Pure: what can be known from what was found; undefined if nobody answered. */
export function seenBy(found: readonly Found[]): Extract<Findings["stun"], { at: "seen" }> | undefined {
  const udp = found.filter(({ protocol }) => protocol.toLowerCase() === "udp");
  const reflexive = udp.filter(({ type }) => type === "srflx");
  const [first] = reflexive;
  if (first === undefined) return undefined;
  const sockets = udp.filter(({ type }) => type === "host").length;
  const addresses = [...new Set(reflexive.map(({ address }) => address))];
  // Each socket is one candidate of the host. If an address shows more ports than there are sockets, one of them has several (RFC 4787, section 4.1).
  const portsOf = (address: string) => new Set(reflexive.filter((each) => each.address === address).map(({ port }) => port)).size;
  const varies = sockets > 0 && addresses.some((address) => portsOf(address) > sockets);
  return { at: "seen", ms: first.ms, addresses, nat: varies ? "varies" : addresses.every(isLocal) ? "near" : "unknown" };
}

/** Addresses that lead nowhere on the internet: loopback, link-local, private, and those that providers share out (RFC 1918, 3927, 4193, 6598). */
function isLocal(address: string): boolean {
  if (address.includes(":")) return /^\[?(::1\]?$|f[cd]|fe[89ab])/i.test(address);
  return /^(10|127|169\.254|192\.168|172\.(1[6-9]|2\d|3[01])|100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7]))\./.test(address);
}
