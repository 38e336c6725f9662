// What has become of what I said (C7).
import type { Entry } from "./chat.ts";
import type { Peer, Person } from "./peer-state.ts";

/**
 * What has become of a message of mine: somebody who is here may still get it, somebody left without it, or all who were here have it. Undefined where
 * nobody was here to hear it.
 */
export function deliveryOf(
  { chat, people, ignored }: Peer,
  { id, reach }: Extract<Entry, { kind: "said" }>,
): "waiting" | "missed" | "delivered" | undefined {
  if (reach === undefined) return undefined;
  for (const [peer, ids] of chat.waiting) {
    const person = people.get(peer);
    if (ids.includes(id) && person !== undefined && mayHear(person) && !ignored.has(peer)) return "waiting";
  }
  if (reach.missed > 0) return "missed";
  return reach.heard > 0 ? "delivered" : undefined;
}

/** Those who know another secret, or speak another version, hear nothing whatever one waits for. */
export function mayHear({ link, contact }: Person): boolean {
  return contact !== undefined || link.at !== "unreachable" || link.why === "link-failed";
}
