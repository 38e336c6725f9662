// The secret that this tab's front page has just made for a room, on its way to the room's page: a server could answer with a fragment of its
// own, which would count instead.
const madeKey = "roomcp:made";
/** The way takes one redirect. Later, another link in the same tab means what it says. */
const withinMs = 10_000;

export function keepMade(link: string): void {
  try {
    sessionStorage.setItem(madeKey, JSON.stringify({ link, at: Date.now() }));
  } catch {}
}

/** What was made a moment ago, once. */
export function takeMade(): string | undefined {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(madeKey) ?? "null");
    sessionStorage.removeItem(madeKey);
    if (typeof kept !== "object" || kept === null || !("link" in kept) || !("at" in kept)) return undefined;
    return typeof kept.link === "string" && Date.now() - Number(kept.at) < withinMs ? kept.link : undefined;
  } catch {
    return undefined;
  }
}
