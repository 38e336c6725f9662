// Which address this server has for its visitors, and who speaks from another site.

/** Where people reach this server: what the host set, else what the visitor asked. No slash at the end. */
export function originOf(request: Request, publicUrl: string): string {
  if (publicUrl !== "") return publicUrl;
  if (!URL.canParse(request.url)) return "http://localhost";
  const url = new URL(request.url);
  return `${url.protocol}//${request.headers.get("host") ?? url.host}`;
}

/**
 * True if a browser sent this on behalf of another site. Judged by `Sec-Fetch-Site` where it is there, since under `no-referrer` our own
 * forms say `Origin: null`; else by `Origin`, which a WebSocket always carries. Programs send neither, and are no browser's victims.
 */
export function isForeign(request: Request, publicUrl: string): boolean {
  const site = request.headers.get("sec-fetch-site");
  if (site !== null) return site === "cross-site" || site === "same-site";
  const origin = request.headers.get("origin");
  if (origin === null) return false;
  // Over plain HTTP our own forms say this too, and all that a form can do is make a room. A WebSocket says it only from a sandbox.
  if (origin === "null") return request.method !== "POST";
  if (origin === publicUrl) return false;
  return !URL.canParse(origin) || new URL(origin).host !== request.headers.get("host");
}
