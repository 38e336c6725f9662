// IP addresses as the system writes them, read as numbers.
import { isIPv4, isIPv6 } from "node:net";

/** IPv4 as it is, also where it comes dressed as IPv6 (RFC 4291, section 2.5.5.2). */
export function plain(address: string): string {
  return /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1] ?? address;
}

/** What limits count by: an IPv4 address, or the /64 that a line with IPv6 gets, since it has 2^64 addresses to ask from. */
export function lineOf(address: string): string {
  const known = plain(address);
  if (!isIPv6(known)) return known;
  const network = groupsOf(known).slice(0, 4);
  return `${network.map((group) => group.toString(16)).join(":")}::/64`;
}

/** The four bytes of an IPv4 address, or the sixteen of an IPv6 one; undefined where there is none. */
export function bytesOf(address: string): Uint8Array | undefined {
  const known = plain(address);
  if (isIPv4(known)) return Uint8Array.from(known.split("."), Number);
  const groups = isIPv6(known) ? groupsOf(known) : [];
  if (groups.length !== 8 || !groups.every((group) => group <= 0xffff)) return undefined;
  return Uint8Array.from(groups.flatMap((group) => [group >> 8, group & 0xff]));
}

/** The eight groups of an IPv6 address, without its zone (RFC 4291, section 2.2). */
function groupsOf(address: string): readonly number[] {
  const [head = "", tail] = address.replace(/%.*$/, "").split("::");
  const read = (text: string) => (text === "" ? [] : text.split(":").map((group) => Number.parseInt(group, 16)));
  const [before, after] = [read(head), read(tail ?? "")];
  return [...before, ...Array<number>(Math.max(0, 8 - before.length - after.length)).fill(0), ...after];
}
