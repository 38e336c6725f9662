// Who is here: what the server says of people, how the link to each fares, and what they say of themselves on it.

import { chanceOf, withDrawn } from "./chance.ts";
import type { Control, Said } from "./channel.ts";
import { cameOrWent, confirmed, forget, historyOf, remember } from "./chat.ts";
import { follow, follows, partFrom, settle } from "./contact.ts";
import { type Letter, readLetter, writeLetter } from "./envelope.ts";
import { mayAnswer, withGuesses } from "./guard.ts";
import {
  erasBurstMax,
  erasPerSecondMax,
  goodbyeMs,
  greetingEveryMs,
  greetingsBurstMax,
  guessAgainMs,
  peopleKnownMax,
  protocolVersion,
} from "./limits.ts";
import type { Path } from "./line.ts";
import { type Link, type LinkEffect, type LinkEvent, leave, noLink, stepLink } from "./link.ts";
import { readNickname } from "./name.ts";
import { isLocked, isUp, type Peer, type PeerEffect, type Person, quietly, type Stepped, tellPeer, withPerson } from "./peer-state.ts";
import { take } from "./rate.ts";
import { noRelay, type Relay, type RelayEffect, type RelayEvent, stepRelay } from "./relay.ts";
import { heardPong } from "./round-trip.ts";
import { andThen } from "./run.ts";
import type { FromServer, PeerId } from "./signal.ts";
import { heardSay, heardTyping } from "./speaking.ts";
import { streamsBroke, withTaken } from "./taking.ts";
import * as transfers from "./transfers.ts";
import { compare, sameAsBefore } from "./verifying.ts";

/** People that are asked for all that was said before: several may be as new as the newcomer. The others tell what they said themselves. */
const recallsMax = 8;

export function fromServer(peer: Peer, message: Exclude<FromServer, { type: "refused" | "pipe" }>, now: number): Stepped {
  switch (message.type) {
    case "welcome":
      return welcomed(peer, message, now);
    case "arrived":
      if (!mayBeKnown(peer, message.peer)) return [peer, []];
      return ofLink(listed(peer, message.peer, "here"), message.peer, { on: "expect" }, now);
    case "away":
      return [mayBeKnown(peer, message.peer) ? listed(peer, message.peer, "away") : peer, []];
    case "left": {
      const person = peer.people.get(message.peer);
      if (person === undefined) return [peer, []];
      const well = person.link.at === "up" && person.link.trouble === "none";
      return well ? [listed(peer, message.peer, "left"), []] : gone(peer, person, now);
    }
    case "told": {
      const letter = readLetter(message.envelope);
      // Whoever writes through the server is there, also if the goodbye of their last page came after them.
      return letter === undefined || !mayBeKnown(peer, message.from)
        ? [peer, []]
        : heardLetter(listed(peer, message.from, "here"), message.from, letter, now);
    }
    case "beat":
      return [peer, []];
    default:
      return message satisfies never;
  }
}

/** Nobody is their own company, and a page keeps in mind as many as a room can hold. */
function mayBeKnown(peer: Peer, id: PeerId): boolean {
  return id !== peer.me && (peer.people.has(id) || peer.people.size < peopleKnownMax);
}

/** L1: the newcomer greets everybody who is there. Whoever the server does not list is gone, unless the link still says otherwise. */
function welcomed(peer: Peer, { you, peers }: Extract<FromServer, { type: "welcome" }>, now: number): Stepped {
  const first = peer.me === undefined;
  // S2: the same tab is the same peer. A server that says otherwise would have us meet ourselves.
  if (!first && peer.me !== you) return [peer, []];
  let stepped: Stepped = [{ ...peer, me: you }, []];
  for (const { id, away } of peers) {
    if (id === you) continue;
    stepped = andThen(stepped, (each) => [listed(each, id, away ? "away" : "here", first), []]);
    if (!away) stepped = andThen(stepped, (each) => ofLink(each, id, { on: "greet" }, now));
  }
  const there = new Set(peers.map(({ id }) => id));
  for (const person of peer.people.values()) {
    if (there.has(person.id)) continue;
    stepped = andThen(stepped, (each) => {
      const unlisted = { ...person, listed: "unlisted" as const };
      return isUp(person) ? [withPerson(each, unlisted), []] : quietly(each, unlisted, now);
    });
  }
  return stepped;
}

const stranger = { link: noLink, relay: noRelay, era: 0, shares: new Map(), buffered: 0, verified: "no", locks: false } as const;

function listed(peer: Peer, id: PeerId, how: Person["listed"], before = false): Peer {
  const known = peer.people.get(id);
  if (known === undefined) return withPerson(peer, { ...stranger, id, listed: how, before });
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
  // V6: who is not let in is not fetched either.
  if ((event.on === "woke" || event.on === "greet") && resting && isLocked(peer) && person.intro === undefined) return [peer, []];
  if (peer.ignored.has(id)) return [peer, []];
  const { room, me, own } = peer;
  const { agreement, password } = own;
  const pair = {
    room,
    me,
    them: id,
    agreement,
    password,
    fresh: chanceOf(own, "link"),
    spent: mayAnswer(peer, now) === "no",
    once: peer.once,
  };
  const [link, effects] = stepLink(person.link, event, pair);
  const stepping = withPerson(withDrawn(peer), { ...person, link });
  const stepped = withGuesses([stepping, effects.map((effect) => actLink(id, effect))], person.link, link, now);
  const proven = andThen(stepped, (each) => proves(each, id, link, now));
  return andThen(proven, (each) => settleOrForget(each, id, now));
}

/** L13: whoever has shown that they know the secret can be talked to through the relay. */
function proves(peer: Peer, id: PeerId, link: Link, now: number): Stepped {
  if (link.at !== "up" && (link.at !== "connecting" || !link.proven)) return [peer, []];
  const { conversation, polite, sealing } = link;
  return ofRelay(peer, id, { on: "proven", base: { conversation, polite, sealing } }, now);
}

/** Something happened to the relayed path to somebody. */
export function ofRelay(peer: Peer, id: PeerId, event: RelayEvent, now: number): Stepped {
  const person = peer.people.get(id);
  if (person === undefined || peer.ignored.has(id)) return [peer, []];
  const here = { open: peer.relaySocket.at === "open", aes: peer.aes, fresh: chanceOf(peer.own, "relay") };
  const [relay, effects] = stepRelay(person.relay, event, here);
  if (relay === person.relay) return [peer, []];
  const stepped: Stepped = [withPerson(withDrawn(peer), { ...person, relay }), effects.map((effect) => actRelay(id, effect))];
  return andThen(stepped, (each) => settleOrForget(each, id, now));
}

function actRelay(peer: PeerId, effect: RelayEffect): PeerEffect {
  if (effect.do !== "wake") return { do: "relay", peer, effect };
  return { do: "wake", afterMs: effect.afterMs, event: { on: "relay", peer, event: { on: "woke", serial: effect.serial } } };
}

/** Whoever has left, and whom no path reaches any more, is gone. */
function settleOrForget(peer: Peer, id: PeerId, now: number): Stepped {
  const wasUp = isUp(peer.people.get(id));
  return andThen(settle(peer, id, now), (next) => {
    const person = next.people.get(id);
    if (!wasUp || person === undefined || isUp(person)) return [next, []];
    if (person.listed === "left") return gone(next, person, now);
    return person.listed === "unlisted" ? quietly(next, person, now) : [next, []];
  });
}

function actLink(peer: PeerId, effect: LinkEffect): PeerEffect {
  switch (effect.do) {
    case "tell":
      return tellThroughServer(peer, effect.letter);
    case "wake":
      return { do: "wake", afterMs: effect.afterMs, event: { on: "link", peer, event: { on: "woke", serial: effect.serial } } };
    default:
      return { do: "link", peer, effect };
  }
}

function tellThroughServer(to: PeerId, letter: Letter): PeerEffect {
  return { do: "signalling", effect: { do: "send", message: { type: "tell", to, envelope: writeLetter(letter) } } };
}

/** V4, V6: whoever greets is answered, later, or told that nobody is let in. Those who were in already come back. */
function heardLetter(peer: Peer, from: PeerId, letter: Letter, now: number): Stepped {
  if (letter.type !== "hello") return inTurn(peer, from, letter, now);
  const person = peer.people.get(from);
  const [greetings, may] = take(person?.greetings, now, 1_000 / greetingEveryMs, greetingsBurstMax);
  const heard = person === undefined ? peer : withPerson(peer, { ...person, greetings });
  if (!may) return [heard, []];
  const shut = (why: "too-many-guesses" | "room-locked"): Stepped => [
    heard,
    [tellThroughServer(from, { type: "shut", conversation: letter.conversation, why })],
  ];
  if (peer.ignored.has(from) || (isLocked(heard) && person?.intro === undefined)) return shut("room-locked");
  return mayAnswer(heard, now) === "no" ? shut("too-many-guesses") : inTurn(heard, from, letter, now);
}

/** What lets somebody try a secret waits while too many others have not shown that they know it. Of each person one letter waits, the latest. */
function inTurn(peer: Peer, from: PeerId, letter: Letter, now: number): Stepped {
  const person = peer.people.get(from);
  const tries = letter.type === "hello" || letter.type === "reply";
  if (person === undefined || !tries || peer.ignored.has(from) || mayAnswer(peer, now) !== "later")
    return ofLink(peer, from, { on: "told", letter }, now);
  const waiting = withPerson(peer, { ...person, waiting: letter.conversation });
  return [waiting, [{ do: "wake", afterMs: guessAgainMs, event: { on: "letter", from, letter } }]];
}

/** Its turn may have come. */
export function waited(peer: Peer, from: PeerId, letter: Letter, now: number): Stepped {
  const person = peer.people.get(from);
  if (person === undefined || person.waiting !== letter.conversation) return [peer, []];
  const { waiting: _, ...rest } = person;
  return inTurn(withPerson(peer, rest), from, letter, now);
}

/** L9: nobody took what we said to them. If they have left and their link is in trouble, the link will not come back either. */
export function refused(peer: Peer, id: PeerId, now: number): Stepped {
  const person = peer.people.get(id);
  if (person?.listed !== "left" || person.link.at !== "up") return ofLink(peer, id, { on: "refused" }, now);
  const { conversation, trouble } = person.link;
  return trouble === "none" ? [peer, []] : ofLink(peer, id, { on: "broken", conversation }, now);
}

/** L12: a word counts in the era of the introduction before it, and on its path. */
export function heardControl(peer: Peer, id: PeerId, over: Path, message: Control, now: number): Stepped {
  const person = peer.people.get(id);
  if (person === undefined) return [peer, []];
  if (message.type === "intro") return introducing(peer, person, over, message, now);
  if (person.intro === undefined || person.contact?.over !== over || !person.contact.met) return [peer, []];
  switch (message.type) {
    case "bye":
      return saidBye(peer, person, now);
    case "ping":
      return [peer, [tellPeer(id, { type: "pong" })]];
    case "pong":
      return [heardPong(peer, person, now), []];
    case "say":
      return heardSay(peer, person, message);
    case "typing":
      return heardTyping(peer, person, message, now);
    case "heard":
      return [{ ...peer, chat: confirmed(peer.chat, id, message.id) }, []];
    case "commit":
    case "nonce":
    case "reveal":
      return compare(peer, person, message);
    case "again":
      return [sameAsBefore(peer, person, message.proof), []];
    case "lock": {
      const told = withPerson(peer, { ...person, locks: message.yes });
      return message.yes ? [told, []] : letIn(told, now);
    }
    case "recall":
      if (peer.guard === "open") return [peer, []];
      return [peer, historyOf(peer.chat, id, message.all ? undefined : peer.me).map((portion) => tellPeer(id, portion))];
    case "history":
      if (peer.guard === "open") return [peer, []];
      return [
        {
          ...peer,
          chat: remember(
            peer.chat,
            message.said.flatMap((said) => readSaid(said, peer, id)),
            id,
          ),
        },
        [],
      ];
    case "lane":
      return [peer, person.contact.over === "direct" ? [{ do: "lane", peer: id, word: message }] : []];
    default:
      return transfers.heard(peer, person, message, now);
  }
}

/** What somebody says that somebody said: the name is read as if it were their own. C5: what is not for everybody was said between us two. */
function readSaid(said: Said, { me }: Peer, by: PeerId): readonly Said[] {
  const nickname = readNickname(said.nickname);
  const { from, to } = said;
  if (to !== undefined && !(from === by && to === me) && !(from === me && to === by)) return [];
  return nickname === undefined ? [] : [{ ...said, nickname }];
}

type Intro = Extract<Control, { type: "intro" }>;

/** L12: whoever decides begins an era with it; the other answers with the same number. */
function introducing(peer: Peer, person: Person, over: Path, intro: Intro, now: number): Stepped {
  const nickname = readNickname(intro.nickname);
  if (nickname === undefined || intro.version !== protocolVersion) return [peer, []];
  if (follows(peer, person, over, intro.era, person.intro?.session !== intro.session)) {
    const [eras, may] = take(person.eras, now, erasPerSecondMax, erasBurstMax);
    if (!may) return [peer, []];
    const counted = withPerson(peer, { ...person, eras });
    return andThen(follow(counted, person.id, over, intro.era, now), (next) => introduced(next, person.id, intro, nickname, now));
  }
  if (person.contact?.over !== over || person.contact.era !== intro.era || person.contact.met) return [peer, []];
  const met = withPerson(peer, { ...person, contact: { ...person.contact, met: true } });
  return introduced(met, person.id, intro, nickname, now);
}

function introduced(peer: Peer, id: PeerId, intro: Intro, nickname: string, now: number): Stepped {
  const person = peer.people.get(id);
  if (person === undefined) return [peer, []];
  const isNew = person.intro?.session !== intro.session;
  const said = { ...person, intro: { session: intro.session, nickname } };
  const known: Person = isNew ? { ...said, verified: "no" } : said;
  // Whoever was asked is asked again on a new link: the answer may be lost, and so is what was said while we were thought to be gone.
  const all = peer.recalled.has(person.id) || peer.recalled.size < recallsMax;
  // In an open room nobody knows who it is that tells.
  const recall = peer.guard === "open" ? [] : [tellPeer(person.id, { type: "recall" as const, all })];
  const next = { ...withPerson(peer, known), recalled: all ? new Set(peer.recalled).add(person.id) : peer.recalled };
  const broke = (stepped: Stepped) => andThen(stepped, (each) => streamsBroke(each, id, intro.session, now));
  if (person.intro === undefined) return broke([person.before ? next : announce(next, known, "joined", now), recall]);
  if (!isNew) return [next, recall];
  // The same person on a new page: it will say what it offers, and ask for what it misses.
  return broke([withPerson(withTaken(next, person), { ...known, shares: new Map() }), recall]);
}

/** L10: a goodbye is heard on the link before the server knows of it. A reload says goodbye too, and is back before the time is over. */
function saidBye(peer: Peer, person: Person, now: number): Stepped {
  return andThen(cutOff(peer, person, now), (next) => {
    const left = next.people.get(person.id);
    if (left === undefined) return [next, []];
    return quietly(next, { ...left, listed: left.listed === "here" ? "away" : left.listed }, now, goodbyeMs);
  });
}

/** Both paths to somebody are closed. */
function cutOff(peer: Peer, person: Person, now: number): Stepped {
  const { id } = person;
  const closing: PeerEffect[] = leave(person.link).map((effect) => ({ do: "link", peer: id, effect }));
  // On a link they see its end; here they have to be told.
  if (person.relay.at === "up") closing.push(...stopRelay(id, person.relay));
  return andThen(partFrom(peer, id, now), (next) => {
    const parted = next.people.get(id) ?? person;
    const link = { ...noLink, serial: parted.link.serial + 1 };
    return [withPerson(next, { ...parted, link, relay: { ...noRelay, serial: parted.relay.serial + 1 } }), closing];
  });
}

function stopRelay(peer: PeerId, { base }: Extract<Relay, { at: "up" }>): readonly PeerEffect[] {
  const gone: RelayEffect = { do: "say", word: { type: "gone", conversation: base.conversation } };
  return [gone, { do: "stop" } as const].map((effect) => ({ do: "relay", peer, effect }));
}

/** Their time is over. While the server is there it decides, since it knows of people whom no link reaches. */
export function goneSince(peer: Peer, id: PeerId, since: number, now: number): Stepped {
  const person = peer.people.get(id);
  if (person?.quietSince !== since || isUp(person)) return [peer, []];
  return person.listed !== "unlisted" && peer.signalling.at === "online" ? [peer, []] : gone(peer, person, now);
}

function gone(peer: Peer, person: Person, now: number): Stepped {
  // V4: whoever goes before they have shown anything may have guessed.
  return andThen(withGuesses([peer, []], person.link, noLink, now), (next) => forgotten(next, person, now));
}

function forgotten(peer: Peer, person: Person, now: number): Stepped {
  const announced = person.intro === undefined ? peer : announce(peer, person, "left", now);
  const parted = cutOff(withTaken(announced, person), person, now);
  return andThen(
    andThen(parted, (next) => transfers.personGone(next, person.id, now)),
    (next) => {
      const people = new Map(next.people);
      people.delete(person.id);
      const recalled = new Set(next.recalled);
      recalled.delete(person.id);
      return [
        { ...next, people, recalled, chat: forget(next.chat, person.id, person.intro !== undefined && !next.ignored.has(person.id)) },
        [],
      ];
    },
  );
}

function announce(peer: Peer, person: Person, kind: "joined" | "left", now: number): Peer {
  const { id, intro } = person;
  if (intro === undefined) return peer;
  return { ...peer, chat: cameOrWent(peer.chat, { kind, id: `${kind}-${id}-${now}`, peer: id, nickname: intro.nickname, at: now }) };
}

/** V6: nobody new is let in while I want that; all who are here are told. */
export function lock(peer: Peer, yes: boolean, now: number): Stepped {
  if (peer.locked === yes) return [peer, []];
  const up = [...peer.people.values()].filter(isUp);
  const told: Stepped = [{ ...peer, locked: yes }, up.map(({ id }) => tellPeer(id, { type: "lock", yes }))];
  return yes ? told : andThen(told, (next) => letIn(next, now));
}

/** Those who waited outside are greeted, once nobody keeps them there. */
function letIn(peer: Peer, now: number): Stepped {
  let stepped: Stepped = [peer, []];
  for (const { id, listed, link, intro } of peer.people.values()) {
    const waits = intro === undefined && listed === "here" && (link.at === "idle" || link.at === "unreachable");
    if (waits && !isLocked(peer)) stepped = andThen(stepped, (each) => ofLink(each, id, { on: "greet" }, now));
  }
  return stepped;
}

/** V7: somebody who is ignored has no link to me, so nothing reaches either of us. */
export function ignore(peer: Peer, id: PeerId, yes: boolean, now: number): Stepped {
  const person = peer.people.get(id);
  if (person === undefined || peer.ignored.has(id) === yes) return [peer, []];
  const ignored = new Set(peer.ignored);
  if (!yes) {
    ignored.delete(id);
    const heard = { ...peer, ignored };
    return person.listed === "here" ? ofLink(heard, id, { on: "greet" }, now) : [heard, []];
  }
  const ignoring = withPerson({ ...peer, ignored: ignored.add(id) }, { ...person, locks: false });
  return andThen(withGuesses([ignoring, []], person.link, noLink, now), (next) => cutOff(next, next.people.get(id) ?? person, now));
}
