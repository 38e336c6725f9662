// L19: how long a word takes to somebody and back, over the path that the two talk on, whatever waits in between.
import { type Contact, type Peer, type Person, type Stepped, tellPeer, withPerson } from "./peer-state.ts";
import type { PeerId } from "./signal.ts";

/** One is asked at a time: nothing is lost on a path, and a new one begins anew. */
export function ping(peer: Peer, id: PeerId, now: number): Stepped {
  const person = peer.people.get(id);
  if (person?.contact === undefined || !person.contact.met || person.contact.trip?.asked !== undefined) return [peer, []];
  const contact: Contact = { ...person.contact, trip: { ...person.contact.trip, asked: now } };
  return [withPerson(peer, { ...person, contact }), [tellPeer(id, { type: "ping" })]];
}

export function heardPong(peer: Peer, person: Person, now: number): Peer {
  const asked = person.contact?.trip?.asked;
  if (person.contact === undefined || asked === undefined) return peer;
  return withPerson(peer, { ...person, contact: { ...person.contact, trip: { ms: now - asked } } });
}
