// Where this server is mounted: the path in front of all its addresses, such as `/rooms` behind a proxy that has more than rooms on one name. It is
// cut off here when a request comes in, and put on here where a page, a redirect or an answer leads somewhere.
import { Elysia } from "elysia";
import type { Client } from "./client.ts";
import { originOf } from "./origin.ts";
import type { Settings } from "./settings.ts";

/** What every page needs to lead somewhere. */
export type Mount = {
  readonly client: Client["paths"];
  /** What people's browsers ask for to get a path of ours: `/check` at `/rooms/check`. */
  at(path: string): string;
};

export function mountAt(base: string, client: Client): Mount {
  return { client: client.paths, at: (path) => base + path };
}

/** Whoever leaves the last slash away is led to the front page. */
export function mountRoute(base: string) {
  const routes = new Elysia();
  if (base === "") return routes;
  const lead = ({ request }: { request: Request }) => {
    const { search } = new URL(request.url);
    return new Response(null, { status: 308, headers: { location: `${base}/${search}` } });
  };
  return routes.get(base, lead, { detail: { hide: true } });
}

/** Where people reach the front page. No slash at the end. */
export function addressOf(request: Request, { publicUrl, base }: Pick<Settings, "publicUrl" | "base">): string {
  return originOf(request, publicUrl) + base;
}

/**
 * JavaScript that finds where the path begins behind a base, for the code that Elysia writes. A proxy may have cut the base off already: then
 * nothing is.
 * @param url what the address is called there; @param slash where its path begins with the base
 */
export function pathStart(base: string, url: string, slash: string): string {
  return base === "" ? slash : `(${url}.startsWith(${JSON.stringify(`${base}/`)},${slash})?${slash}+${base.length}:${slash})`;
}

/** Paths that are asked for without a base too, so a base cannot begin with them. */
export const ownPaths = [
  "api",
  "assets",
  "check",
  "healthz",
  "manifest.webmanifest",
  "metrics",
  "public",
  "r",
  "share",
  "sw.js",
  "tls",
] as const;
