// Who is here: what the server says of people, how the link to each fares, and what they say of themselves on it.
import type { Control, Said } from "./channel.ts";
import { cameOrWent, confirmed, forget, hear, historyOf, remember, wordsWaitingFor } from "./chat.ts";
import { open, seal } from "./envelope.ts";
import { goodbyeMs, protocolVersion } from "./limits.ts";
import { type LinkEffect, type LinkEvent, leave, noLink, stepLink } from "./link.ts";
import { readNickname } from "./name.ts";
import { type Peer, type PeerEffect, type Person, quietly, type Stepped, tellPeer, withPerson } from "./peer-state.ts";
import { andThen } from "./run.ts";
import type { FromServer, PeerId } from "./signal.ts";
import * as transfers from "./transfers.ts";

/** People that are asked for all that was said before: several may be as new as the newcomer. The others tell what they said themselves. */
const recallsMax = 8;

export function fromServer(peer: Peer, message: Exclude<FromServer, { type: "refused" }>, now: number): Stepped {
  switch (message.type) {
    case "welcome":
      return welcomed(peer, message, now);
    case "arrived":
      return ofLink(listed(peer, message.peer, "here"), message.peer, { on: "expect" }, now);
    case "away":
      return [listed(peer, message.peer, "away"), []];
    case "left": {
      const person = peer.people.get(message.peer);
      if (person === undefined) return [peer, []];
      const well = person.link.at === "up" && person.link.trouble === "none";
      return well ? [listed(peer, message.peer, "left"), []] : gone(peer, person, now);
    }
    case "told": {
      const words = open(message.envelope);
      if (words === undefined) return [peer, []];
      // Whoever writes through the server is there, also if the goodbye of their last page came after them.
      return ofLink(listed(peer, message.from, "here"), message.from, { on: "told", words }, now);
    }
    case "beat":
      return [peer, []];
    default:
      return message satisfies never;
  }
}

/** L1: the newcomer greets everybody who is there. Whoever the server does not list is gone, unless the link still says otherwise. */
function welcomed(peer: Peer, { you, peers }: Extract<FromServer, { type: "welcome" }>, now: number): Stepped {
  const first = peer.me === undefined;
  let stepped: Stepped = [{ ...peer, me: you }, []];
  for (const { id, away } of peers) {
    stepped = andThen(stepped, (each) => [listed(each, id, away ? "away" : "here", first), []]);
    if (!away) stepped = andThen(stepped, (each) => ofLink(each, id, { on: "greet" }, now));
  }
  const there = new Set(peers.map(({ id }) => id));
  for (const person of peer.people.values()) {
    if (there.has(person.id)) continue;
    stepped = andThen(stepped, (each) => {
      const unlisted = { ...person, listed: "unlisted" as const };
      return person.link.at === "up" ? [withPerson(each, unlisted), []] : quietly(each, unlisted, now);
    });
  }
  return stepped;
}

function listed(peer: Peer, id: PeerId, how: Person["listed"], before = false): Peer {
  const known = peer.people.get(id);
  if (known === undefined) return withPerson(peer, { id, listed: how, link: noLink, before, shares: new Map(), buffered: 0 });
  const { quietSince: _, ...person } = known;
  return withPerson(peer, { ...person, listed: how });
}

/** Something happened to the link of somebody, whom we may not know any more. */
export function ofLink(peer: Peer, id: PeerId, event: LinkEvent, now: number): Stepped {
  const person = peer.people.get(id);
  if (person === undefined || peer.me === undefined) return [peer, []];
  // A greeting of somebody who is away reaches nobody; they greet us when they are back.
  const resting = person.link.at === "idle" || person.link.at === "unreachable";
  if (event.on === "woke" && resting && person.listed !== "here") return [peer, []];
  const [link, effects] = stepLink(person.link, event, { session: peer.session, first: peer.me < id });
  const wasUp = person.link.at === "up" && (link.at !== "up" || link.conversation !== person.link.conversation);
  const isUp = link.at === "up" && (person.link.at !== "up" || wasUp);
  let stepped: Stepped = [withPerson(peer, { ...person, link }), effects.map((effect) => actLink(id, effect))];
  if (wasUp) stepped = andThen(stepped, (each) => linkDown(each, id, now));
  if (isUp) stepped = andThen(stepped, (each) => linkUp(each, id));
  return stepped;
}

function actLink(peer: PeerId, effect: LinkEffect): PeerEffect {
  switch (effect.do) {
    case "tell": {
      const message = { type: "tell" as const, to: peer, envelope: seal(effect.words) };
      return { do: "signalling", effect: { do: "send", message } };
    }
    case "wake":
      return { do: "wake", afterMs: effect.afterMs, event: { on: "link", peer, event: { on: "woke", serial: effect.serial } } };
    default:
      return { do: "link", peer, effect };
  }
}

/** L5: the first word on a link says who we are; then come our shares, and what waited for this person. */
function linkUp(peer: Peer, id: PeerId): Stepped {
  const person = peer.people.get(id);
  if (person === undefined) return [peer, []];
  const { quietSince: _, ...heard } = person;
  const words: Control[] = [
    { type: "intro", version: protocolVersion, session: peer.session, nickname: peer.nickname },
    ...transfers.introduceShares(peer, id),
    ...wordsWaitingFor(peer.chat, id, peer.me),
  ];
  const linked = withPerson(peer, { ...heard, buffered: 0 });
  return [linked, words.map((word) => tellPeer(id, word))];
}

/** L9: nobody took what we said to them. If they have left and their link is in trouble, the link will not come back either. */
export function refused(peer: Peer, id: PeerId, now: number): Stepped {
  const person = peer.people.get(id);
  if (person?.listed !== "left" || person.link.at !== "up") return ofLink(peer, id, { on: "refused" }, now);
  const { conversation, trouble } = person.link;
  return trouble === "none" ? [peer, []] : ofLink(peer, id, { on: "broken", conversation }, now);
}

function linkDown(peer: Peer, id: PeerId, now: number): Stepped {
  return andThen(transfers.linkWent(peer, id, now), (next) => {
    const person = next.people.get(id);
    if (person?.listed === "left") return gone(next, person, now);
    return person?.listed === "unlisted" ? quietly(next, person, now) : [next, []];
  });
}

export function heardControl(peer: Peer, id: PeerId, message: Control, now: number): Stepped {
  const person = peer.people.get(id);
  if (person === undefined || person.link.at !== "up") return [peer, []];
  if (message.type === "intro") return introduced(peer, person, message, now);
  if (person.intro === undefined) return [peer, []];
  switch (message.type) {
    case "bye":
      return saidBye(peer, person, now);
    case "say": {
      const { nickname } = person.intro;
      const chat = hear(peer.chat, { id: message.id, at: message.at, text: message.text, from: id, nickname });
      return [{ ...peer, chat }, [tellPeer(id, { type: "heard", id: message.id })]];
    }
    case "heard":
      return [{ ...peer, chat: confirmed(peer.chat, id, message.id) }, []];
    case "recall":
      return [peer, historyOf(peer.chat, message.all ? undefined : peer.me).map((portion) => tellPeer(id, portion))];
    case "history":
      return [{ ...peer, chat: remember(peer.chat, message.said.flatMap(told)) }, []];
    default:
      return transfers.heard(peer, person, message, now);
  }
}

/** What somebody says that somebody said: the name is read as if it were their own. */
function told(said: Said): readonly Said[] {
  const nickname = readNickname(said.nickname);
  return nickname === undefined ? [] : [{ ...said, nickname }];
}

function introduced(peer: Peer, person: Person, intro: Extract<Control, { type: "intro" }>, now: number): Stepped {
  const nickname = readNickname(intro.nickname);
  if (nickname === undefined || intro.version !== protocolVersion) return [peer, []];
  const known = { ...person, intro: { session: intro.session, nickname } };
  // Whoever was asked is asked again on a new link: the answer may be lost, and so is what was said while we were thought to be gone.
  const all = peer.recalled.has(person.id) || peer.recalled.size < recallsMax;
  const recall = [tellPeer(person.id, { type: "recall" as const, all })];
  const next = { ...withPerson(peer, known), recalled: all ? new Set(peer.recalled).add(person.id) : peer.recalled };
  if (person.intro === undefined) return [person.before ? next : announce(next, known, "joined", now), recall];
  // The same person on a new page: it will say what it offers, and ask for what it misses.
  if (person.intro.session === intro.session) return [next, recall];
  return [withPerson(transfers.withTaken(next, person), { ...known, shares: new Map() }), recall];
}

/** L10: a goodbye is heard on the link before the server knows of it. A reload says goodbye too, and is back before the time is over. */
function saidBye(peer: Peer, person: Person, now: number): Stepped {
  if (person.link.at !== "up") return [peer, []];
  const link = { ...noLink, serial: person.link.serial + 1 };
  const parted = withPerson(peer, { ...person, link, listed: person.listed === "here" ? "away" : person.listed });
  return andThen([parted, [{ do: "link", peer: person.id, effect: { do: "disconnect" } }]], (next) =>
    andThen(transfers.linkWent(next, person.id, now), (each) => {
      const left = each.people.get(person.id);
      return left === undefined ? [each, []] : quietly(each, left, now, goodbyeMs);
    }),
  );
}

/** Their time is over. While the server is there it decides, since it knows of people whom no link reaches. */
export function goneSince(peer: Peer, id: PeerId, since: number, now: number): Stepped {
  const person = peer.people.get(id);
  if (person?.quietSince !== since || person.link.at === "up") return [peer, []];
  return person.listed !== "unlisted" && peer.signalling.at === "online" ? [peer, []] : gone(peer, person, now);
}

function gone(peer: Peer, person: Person, now: number): Stepped {
  const announced = person.intro === undefined ? peer : announce(peer, person, "left", now);
  const parted = withPerson(transfers.withTaken(announced, person), { ...person, link: noLink });
  return andThen(transfers.personGone(parted, person.id, now), (next) => {
    const people = new Map(next.people);
    people.delete(person.id);
    const recalled = new Set(next.recalled);
    recalled.delete(person.id);
    const leaving: PeerEffect[] = leave(person.link).map((effect) => ({ do: "link", peer: person.id, effect }));
    return [{ ...next, people, recalled, chat: forget(next.chat, person.id) }, leaving];
  });
}

function announce(peer: Peer, person: Person, kind: "joined" | "left", now: number): Peer {
  const { id, intro } = person;
  if (intro === undefined) return peer;
  return { ...peer, chat: cameOrWent(peer.chat, { kind, id: `${kind}-${id}-${now}`, peer: id, nickname: intro.nickname, at: now }) };
}
