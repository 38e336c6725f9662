// A participant's machine without edges: a test hands it events, moves its clock, and sees what it wants done.
import type { Control } from "../../protocol/channel.ts";
import { type Hello, type Letter, readLetter, type Words, writeLetter } from "../../protocol/envelope.ts";
import { protocolVersion } from "../../protocol/limits.ts";
import type { Path } from "../../protocol/line.ts";
import type { LinkEvent } from "../../protocol/link.ts";
import { enter, seedBytes, stepPeer } from "../../protocol/peer.ts";
import type { PeerEffect, PeerEvent, Person } from "../../protocol/peer-state.ts";
import type { ReceiveEvent } from "../../protocol/receive-state.ts";
import { passwordOf, type RoomSecret } from "../../protocol/secret.ts";
import type { FromServer, Neighbour, PeerId } from "../../protocol/signal.ts";
import { quickAgreement } from "./agreement.ts";
import { type Opposite, opposite } from "./opposite.ts";

export type Participant = ReturnType<typeof participant>;

/** A peer's id, made of one letter. */
export const peerId = (letter: string): PeerId => letter.repeat(43);
/** A page's name, a message's or a share's: one hexadecimal digit. */
export const hexId = (digit: string) => digit.repeat(32);

/** What is said to somebody on the link. */
export function saidTo(peer: PeerId, effects: readonly PeerEffect[]): readonly Control[] {
  return effects.flatMap((effect) => (effect.do === "control" && effect.peer === peer ? [effect.message] : []));
}

/** What is written through the server, and to whom. */
export function writtenIn(effects: readonly PeerEffect[]): readonly { to: PeerId; letter: Letter }[] {
  return effects.flatMap((effect) => {
    if (effect.do !== "signalling" || effect.effect.do !== "send" || effect.effect.message.type !== "tell") return [];
    const { to, envelope } = effect.effect.message;
    const letter = readLetter(envelope);
    return letter === undefined ? [] : [{ to, letter }];
  });
}

/** To whom a greeting goes through the server. */
export function greeted(effects: readonly PeerEffect[]): readonly PeerId[] {
  return writtenIn(effects).flatMap(({ to, letter }) => (letter.type === "hello" ? [to] : []));
}

/** @param there those whom the server lists when I join; undefined: I have not joined yet */
export function participant(
  there: readonly Neighbour[] | undefined = [],
  lent: { me?: PeerId; automatic?: number; secret?: RoomSecret } = {},
) {
  const me = lent.me ?? peerId("M");
  const room = "kitchen";
  const secret = lent.secret ?? { link: `k=${hexId("c")}` };
  const self = { session: hexId("e"), token: hexId("f"), nickname: "Me", automatic: lent.automatic, firstTransfer: 1 };
  let [peer] = enter({ ...self, aes: true, room, secret, seed: new Uint8Array(seedBytes), agreement: quickAgreement });
  let now = 0;
  const others = new Map<PeerId, Opposite>();
  const otherOf = (id: PeerId) => {
    const other = others.get(id) ?? opposite({ room, password: passwordOf(secret), me, them: id });
    others.set(id, other);
    return other;
  };
  /** The last greeting that went to somebody. */
  const greetings = new Map<PeerId, Hello>();

  const does = (event: PeerEvent): readonly PeerEffect[] => {
    const [next, effects] = stepPeer(peer, event, now);
    peer = next;
    for (const { to, letter } of writtenIn(effects)) if (letter.type === "hello") greetings.set(to, letter);
    return effects;
  };
  const server = (message: FromServer) => does({ on: "signalling", event: { on: "heard", message } });
  const joins = (peers: readonly Neighbour[]) => {
    does({ on: "signalling", event: { on: "opened" } });
    return server({ type: "welcome", version: protocolVersion, you: me, peers: [...peers] });
  };
  const link = (id: PeerId, event: LinkEvent) => does({ on: "link", peer: id, event });
  const hears = (id: PeerId, message: Control, over: Path = "direct") => does({ on: "control", peer: id, over, message });
  const person = (id: PeerId): Person => {
    const known = peer.people.get(id);
    if (known === undefined) throw new Error(`nobody here is ${id}`);
    return known;
  };
  const conversationWith = (id: PeerId) => {
    const { link: now } = person(id);
    if (!("conversation" in now)) throw new Error(`no conversation with ${id}`);
    return now.conversation;
  };
  const told = (from: PeerId, letter: Letter) => server({ type: "told", from, envelope: writeLetter(letter) });
  const toldWords = (from: PeerId, words: Words) => told(from, otherOf(from).says(conversationWith(from), words));
  /** They show that they know the secret, after my greeting or theirs. */
  const proves = (id: PeerId): readonly PeerEffect[] => {
    const greeting = greetings.get(id);
    if (peer.people.get(id)?.link.at === "greeting" && greeting !== undefined)
      return told(id, otherOf(id).replies(greeting, { type: "description", description: { type: "offer", sdp: "" } }));
    told(id, otherOf(id).greets());
    const { link: now } = person(id);
    if (now.at !== "connecting" || now.reply === undefined) throw new Error(`${id} was not answered`);
    otherOf(id).hearsReply({ conversation: now.conversation, share: now.reply });
    return toldWords(id, { type: "candidate", candidate: null });
  };
  /** The channels to somebody open, after my greeting or theirs. */
  const opensLink = (id: PeerId) => {
    proves(id);
    return link(id, { on: "opened", conversation: conversationWith(id) });
  };
  /** Whoever has the lower id begins an era; the other takes it up. */
  const introduces = (id: PeerId, session = hexId("0"), nickname = "Them", over: Path = "direct") => {
    const known = peer.people.get(id);
    const era = me < id ? (known?.era ?? 0) : (known?.era ?? 0) + 1;
    return hears(id, { type: "intro", version: protocolVersion, session, nickname, era }, over);
  };

  if (there !== undefined) joins(there);
  return {
    me,
    does,
    server,
    joins,
    link,
    hears,
    told,
    toldWords,
    /** Somebody else, as the tests play them. */
    otherOf,
    person,
    proves,
    opensLink,
    introduces,
    /** The link to somebody comes up, and they say who they are. */
    meets(id: PeerId, session?: string, nickname?: string) {
      return [...opensLink(id), ...introduces(id, session, nickname)];
    },
    conversationWith,
    breaks: (id: PeerId) => link(id, { on: "broken", conversation: conversationWith(id) }),
    /** A server that was restarted welcomes us, and somebody has not come back to it. */
    welcomedWithout(id: PeerId) {
      const peers = [...peer.people.keys()].filter((each) => each !== id).map((each) => ({ id: each, away: false }));
      return server({ type: "welcome", version: protocolVersion, you: peer.me ?? id, peers });
    },
    losesServer: () => does({ on: "signalling", event: { on: "closed", code: 1006, chance: 0 } }),
    receiving: (transfer: number, event: ReceiveEvent) => does({ on: "receiving", transfer, event }),
    /** Time passes; timers are the test's own affair. */
    passes(ms: number) {
      now += ms;
    },
    /** The quiet time of somebody is over, if it has begun. */
    quietIsOver(id: PeerId) {
      const since = person(id).quietSince;
      return since === undefined ? [] : does({ on: "quiet", peer: id, since });
    },
    knows: (id: PeerId) => peer.people.has(id),
    get state() {
      return peer;
    },
    /** The log as the page shows it: what was said, and who came and went. */
    get log() {
      return peer.chat.log.map((entry) => (entry.kind === "said" ? entry.text : `${entry.nickname} ${entry.kind}`));
    },
  };
}
