// Who asks, as far as limits are concerned.
import { BlockList, isIP, isIPv6 } from "node:net";
import { lineOf, plain } from "./ip.ts";

/** Whose `X-Forwarded-For` counts. */
export type Trusted = { readonly list: string; has(address: string): boolean };

/** @param list addresses and networks, such as `10.0.0.0/8,::1`. Throws where one of them is none. */
export function readTrusted(list: string): Trusted {
  const known = new BlockList();
  for (const each of list.split(/[\s,]+/).filter((text) => text !== "")) {
    const [address = "", bits] = each.split("/");
    const family = isIPv6(address) ? "ipv6" : "ipv4";
    try {
      if (isIP(address) === 0) throw new Error(each);
      if (bits === undefined) known.addAddress(address, family);
      else if (/^\d{1,3}$/.test(bits)) known.addSubnet(address, Number(bits), family);
      else throw new Error(each);
    } catch {
      throw new Error(`${each} is no address and no network`);
    }
  }
  return { list, has: (address) => known.check(address, isIPv6(address) ? "ipv6" : "ipv4") };
}

/** The other end of a connection, as Bun's server has it. */
type Server = { requestIP(request: Request): { readonly address: string } | null } | null | undefined;

/** @returns what limits count by: of those that proxies passed on, the last that is no proxy itself; what stands before it could be anybody's invention */
export function callerOf(request: Request, server: Server, trusted: Trusted): string {
  let caller = plain(server?.requestIP(request)?.address ?? "");
  const passed = (request.headers.get("x-forwarded-for") ?? "").split(",").map((each) => plain(withoutPort(each.trim())));
  while (trusted.has(caller)) {
    const before = passed.pop();
    if (before === undefined || isIP(before) === 0) break;
    caller = before;
  }
  return lineOf(caller);
}

/** Some proxies write the port too, and brackets around IPv6 where they do. */
function withoutPort(address: string): string {
  const [, bracketed, plain] = /^(?:\[([^\]]+)\](?::\d+)?|(\d+(?:\.\d+){3}):\d+)$/.exec(address) ?? [];
  return bracketed ?? plain ?? address;
}
