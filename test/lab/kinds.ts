// What kind of link two people have, and what it must be by where they are.
import type { Person } from "../support/person.ts";
import type { Place } from "./town.ts";

/** `turn`: a connection of their own that goes through a TURN server; the page calls it direct too. */
export type Kind = "direct" | "turn" | "relayed";

/** As soon as both pages show what it is. Through a TURN server it may be that only one of the two sees the other's candidate as what it is. */
export async function kindBetween(a: readonly [Person, name: string], b: readonly [Person, name: string]): Promise<Kind> {
  const kinds = [await kindSeen(a[0], b[1]), await kindSeen(b[0], a[1])];
  return kinds.find((kind) => kind !== "direct") ?? "direct";
}

async function kindSeen({ page }: Person, other: string): Promise<Kind> {
  const shown = page
    .getByRole("list", { name: "People" })
    .locator('[data-state="direct"], [data-state="relayed"]')
    .filter({ hasText: other });
  if ((await shown.first().getAttribute("data-state")) === "relayed") return "relayed";
  return (await candidatesOf(page)).includes("relay") ? "turn" : "direct";
}

/** Of the connection in use: host, srflx, prflx or relay (RFC 8445), mine and theirs. */
function candidatesOf(page: Person["page"]): Promise<readonly string[]> {
  return page.evaluate(async () => {
    const { connections } = window as unknown as { connections: RTCPeerConnection[] };
    const connection = connections.findLast(({ connectionState }) => connectionState === "connected");
    const stats = new Map<string, Record<string, string>>();
    for (const [id, each] of (await connection?.getStats()) ?? []) stats.set(id, each);
    const transport = [...stats.values()].find(({ type }) => type === "transport");
    const pair = stats.get(transport?.selectedCandidatePairId ?? "");
    return [pair?.localCandidateId, pair?.remoteCandidateId].map((id) => stats.get(id ?? "")?.candidateType ?? "");
  });
}

/**
 * By the topology alone. Two in the office are on one cable. Two at cone NATs learn their outer ports from the server's STUN, and each one's first packet opens
 * the own router for the other. Whoever sits in the office has no outer port that anybody knows: the server, on the same cable, sees only the inner
 * one. A symmetric NAT uses another port than the one that was told, and the other side's router drops what comes from there. Where UDP is
 * blocked there is nothing to try. All of these have the relay, or the TURN server, where the host has one.
 * With TURN on the internet, the office's people learn their outer port from it, and the office's router is a cone NAT like any home's.
 */
export function expectedKind([a, b]: readonly [Place, Place], turn: boolean): Kind {
  const learnsPort = (place: Place) => place === "cone" || (turn && place === "lan");
  if ((a === "lan" && b === "lan") || (learnsPort(a) && learnsPort(b))) return "direct";
  return turn ? "turn" : "relayed";
}
