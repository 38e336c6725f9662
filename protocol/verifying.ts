// How somebody in an open room becomes "verified" (V5), and what becomes of that on the next link: `comparison.ts` in a participant's hands.
import { chanceOf } from "./chance.ts";
import type { Control } from "./channel.ts";
import { beginComparing, nonceBytes, proofOf, stepComparison } from "./comparison.ts";
import { type Contact, type Peer, type Person, type Stepped, tellPeer, withPerson } from "./peer-state.ts";
import type { PeerId } from "./signal.ts";

/** V5: in an open room two who have a link make something that they can compare, and whoever was on an earlier link shows it. */
export function comparing(
  peer: Peer,
  person: Person,
  { polite, sealing }: Pick<Contact, "polite" | "sealing">,
): readonly [Person, readonly Control[]] {
  if (peer.guard !== "open" || peer.me === undefined) return [person, []];
  const [comparison, words] = beginComparing(polite, chanceOf(peer.own, "comparison")(nonceBytes), sealing.comparison);
  const { previous: _, continuity: previous, ...rest } = person;
  // Only the link before this one counts: whoever was in between on an earlier one has its secret.
  const verified = person.verified === "yes" && previous !== undefined ? "before" : "no";
  const now = { ...rest, comparison, verified, continuity: sealing.continuity } as const;
  if (previous === undefined) return [now, words];
  return [{ ...now, previous }, [...words, { type: "again", proof: proofOf(previous, sealing.comparison, peer.me) }]];
}

export function sameAsBefore(peer: Peer, person: Person, proof: string): Peer {
  if (person.contact === undefined || person.previous === undefined || person.verified !== "before") return peer;
  if (proof !== proofOf(person.previous, person.contact.sealing.comparison, person.id)) return peer;
  return withPerson(peer, { ...person, verified: "yes" });
}

/** I have compared what we both see, or take it back. `symbols`: those that I saw; there may be another link by now. */
export function verified(peer: Peer, id: PeerId, symbols: readonly number[], yes: boolean): Stepped {
  const person = peer.people.get(id);
  if (person?.comparison?.at !== "ready" || person.comparison.symbols.join() !== symbols.join()) return [peer, []];
  return [withPerson(peer, { ...person, verified: yes ? "yes" : "no" }), []];
}

/** Their turn in making the symbols. */
export function compare(peer: Peer, person: Person, word: Extract<Control, { type: "commit" | "nonce" | "reveal" }>): Stepped {
  if (person.comparison === undefined || person.contact === undefined) return [peer, []];
  const [comparison, words] = stepComparison(person.comparison, word, person.contact.sealing.comparison);
  return [withPerson(peer, { ...person, comparison }), words.map((each) => tellPeer(person.id, each))];
}
