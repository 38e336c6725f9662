// Over which path two people talk. Both may see another part of the truth — one connection of two, an end that the other has not noticed — so
// one of them decides, the one with the lower id: it begins an era on the path of its choice by introducing itself there, and the other follows.
import { withDrawn } from "./chance.ts";
import type { Control } from "./channel.ts";
import { wordsWaitingFor } from "./chat.ts";
import { protocolVersion, relayDataAfterMs } from "./limits.ts";
import type { Path } from "./line.ts";
import { introduceShares } from "./offering.ts";
import { type Contact, type Peer, type Person, prefersRelay, type Stepped, tellPeer, withPerson } from "./peer-state.ts";
import { andThen } from "./run.ts";
import type { PeerId } from "./signal.ts";
import { mayFlow } from "./taking.ts";
import { linkWent } from "./transfers.ts";
import { comparing } from "./verifying.ts";

type OpenPath = Pick<Contact, "over" | "name" | "polite" | "sealing">;

/** The path to somebody, if there is one. */
function pathTo({ link, relay }: Person, over: Path): OpenPath | undefined {
  if (over === "direct")
    return link.at === "up" ? { over, name: link.conversation, polite: link.polite, sealing: link.sealing } : undefined;
  return relay.at === "up" ? { over, name: relay.name, polite: relay.madeOf.polite, sealing: relay.madeOf.sealing } : undefined;
}

/** L14: a connection of our own is better than the relay, unless it is out of contact, or the host says otherwise. */
function bestPathTo(peer: Peer, person: Person): OpenPath | undefined {
  const [direct, relay] = [pathTo(person, "direct"), pathTo(person, "relay")];
  const isShaken = person.link.at === "up" && person.link.trouble === "restarting";
  return prefersRelay(peer) || isShaken ? (relay ?? direct) : (direct ?? relay);
}

function decides(peer: Peer, id: PeerId): boolean {
  return peer.me !== undefined && peer.me < id;
}

/** L12: something about the paths to somebody has changed. Whoever decides begins an era on the best; the other stays where it is while it can. */
export function settle(peer: Peer, id: PeerId, now: number): Stepped {
  const person = peer.people.get(id);
  if (person === undefined) return [peer, []];
  const { contact } = person;
  if (contact !== undefined && pathTo(person, contact.over)?.name !== contact.name)
    return andThen(partFrom(peer, id, now), (next) => settle(next, id, now));
  const best = decides(peer, id) ? bestPathTo(peer, person) : undefined;
  if (best === undefined || best.name === contact?.name) return [peer, []];
  return begin(peer, id, best, Math.max(Math.floor(now), person.era + 1), now);
}

/** Whoever decides has introduced itself. False if it is too late to count, or on a path that is not there. */
export function follows(peer: Peer, person: Person, over: Path, era: number, isNew: boolean): boolean {
  return !decides(peer, person.id) && (isNew || era > person.era) && pathTo(person, over) !== undefined;
}

export function follow(peer: Peer, id: PeerId, over: Path, era: number, now: number): Stepped {
  const person = peer.people.get(id);
  const path = person && pathTo(person, over);
  return path === undefined ? [peer, []] : begin(peer, id, path, era, now);
}

/** L5: the first words say who I am; then come my shares, and what waited for this person. What was on its way is said and asked for again. */
function begin(peer: Peer, id: PeerId, path: OpenPath, era: number, now: number): Stepped {
  return andThen(linkWent(peer, id, now), (gone) => {
    const before = gone.people.get(id);
    if (before === undefined) return [gone, []];
    const { quietSince: _, typing: __, ...heard } = before;
    const carries = path.over === "direct" || prefersRelay(gone) || hasTriedDirect(before);
    const contact: Contact = { ...path, era, met: !decides(gone, id), carries, offered: new Set() };
    const [compared, compares] = comparing(gone, heard, path);
    const words: Control[] = [
      { type: "intro", version: protocolVersion, session: gone.session, nickname: gone.nickname, era },
      ...compares,
      ...(gone.locked ? [{ type: "lock" as const, yes: true }] : []),
      ...introduceShares(gone, id),
      ...wordsWaitingFor(gone.chat, id, gone.me),
    ];
    const next = withPerson(withDrawn(gone), { ...compared, contact, era, buffered: 0, locks: false });
    const later = carries ? [] : [{ do: "wake" as const, afterMs: relayDataAfterMs, event: { on: "carry" as const, peer: id, era } }];
    return [next, [{ do: "talk", peer: id, over: path.over }, ...words.map((word) => tellPeer(id, word)), ...later]];
  });
}

/** L13: a direct link is out of contact, or could not be made: there is nothing to wait for. */
function hasTriedDirect({ link }: Person): boolean {
  return link.at === "unreachable" || link.tries > 0 || link.at === "up";
}

/** The path is gone, or they are. */
export function partFrom(peer: Peer, id: PeerId, now: number): Stepped {
  const person = peer.people.get(id);
  if (person?.contact === undefined) return [peer, []];
  return andThen(linkWent(peer, id, now), (gone) => {
    const { contact: _, ...rest } = gone.people.get(id) ?? person;
    return [withPerson(gone, rest), [{ do: "talk", peer: id, over: undefined }]];
  });
}

/** L13: nothing better has come up in time, so file data takes the relay too. */
export function carry(peer: Peer, id: PeerId, era: number, now: number): Stepped {
  const person = peer.people.get(id);
  if (person?.contact === undefined || person.contact.era !== era || person.contact.carries) return [peer, []];
  const carrying = withPerson(peer, { ...person, contact: { ...person.contact, carries: true } });
  return mayFlow(carrying, id, now);
}
