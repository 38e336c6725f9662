import { expect, test } from "bun:test";
import { awayMs, goodbyeMs, greetAfterMs, historyMax, protocolVersion } from "../../protocol/limits.ts";
import type { PeerEffect } from "../../protocol/peer-state.ts";
import { greeted, hexId, participant, peerId, saidTo, writtenIn } from "../support/participant.ts";
import { shareOfSizes } from "../support/shares.ts";

const [ada, bob, cy] = [peerId("a"), peerId("b"), peerId("c")];
const here = (...ids: string[]) => ids.map((id) => ({ id, away: false }));
const say = (id: string, text: string) => ({ type: "say", id: hexId(id), at: 1, text }) as const;
const iSay = (id: string, text: string) => ({ on: "say", id: hexId(id), at: 1, text }) as const;
const waits = (effects: readonly PeerEffect[]) => effects.flatMap((effect) => (effect.do === "wake" ? [effect.afterMs] : []));

test("[L1] the newcomer greets everybody in its welcome who is there", () => {
  const peer = participant(undefined);
  expect(greeted(peer.joins([...here(ada, bob), { id: cy, away: true }]))).toEqual([ada, bob]);
});

test("[L1] somebody who arrives is expected to greet, and greeted only if they do not", () => {
  const peer = participant();
  const effects = peer.server({ type: "arrived", peer: ada });
  expect(greeted(effects)).toEqual([]);
  expect(waits(effects)).toEqual([greetAfterMs]);
  const [wake] = effects;
  if (wake?.do !== "wake") throw new Error("no timer");
  expect(greeted(peer.does(wake.event))).toEqual([ada]);
});

test("[L3] the greeting of the lower id counts", () => {
  const lower = participant(here(bob), { me: ada });
  lower.told(bob, lower.otherOf(bob).greets());
  expect(lower.person(bob).link.at).toBe("greeting");
  const higher = participant(here(ada), { me: bob });
  higher.told(ada, higher.otherOf(ada).greets());
  expect(higher.person(ada).link.at).toBe("connecting");
});

test("[L5] the first word on a link is intro; then come my shares, and what waited", () => {
  const peer = participant(here(ada));
  peer.does({ on: "share", share: shareOfSizes(hexId("5"), 5) });
  peer.does(iSay("1", "hi"));
  const words = saidTo(ada, peer.opensLink(ada));
  expect(words.map((word) => word.type)).toEqual(["intro", "offer", "say"]);
  expect(words[0]).toEqual({ type: "intro", version: protocolVersion, session: hexId("e"), nickname: "Me", era: 1 });
});

test("[L5] words before intro mean nothing", () => {
  const peer = participant(here(ada));
  peer.opensLink(ada);
  const before = peer.state;
  expect(peer.hears(ada, say("1", "hi"))).toEqual([]);
  expect(peer.hears(ada, { type: "recall", all: true })).toEqual([]);
  expect(peer.hears(ada, { type: "bye" })).toEqual([]);
  expect(peer.state).toBe(before);
});

test("[L5] words of somebody whose link is not up mean nothing", () => {
  const peer = participant(here(ada));
  expect(peer.introduces(ada)).toEqual([]);
  expect(peer.introduces(bob)).toEqual([]);
  expect(peer.person(ada).intro).toBeUndefined();
});

test("[N3] an introduction without a proper nickname introduces nobody", () => {
  const peer = participant(here(ada));
  peer.opensLink(ada);
  for (const nickname of [" ", "a\u0000b", "\u202eevil", "x".repeat(41)]) peer.introduces(ada, hexId("0"), nickname);
  expect(peer.person(ada).intro).toBeUndefined();
  peer.introduces(ada, hexId("0"), "  Ada  L ");
  expect(peer.person(ada).intro?.nickname).toBe("Ada L");
});

test("[N3] nobody has an improper nickname in what others remember", () => {
  const peer = participant(here(ada));
  peer.meets(ada);
  const nickname = "\u202eevil\u0000";
  peer.hears(ada, { type: "history", said: [{ id: hexId("1"), from: bob, nickname, at: 1, text: "hi" }] });
  for (const entry of peer.state.chat.log) expect(entry.nickname).not.toBe(nickname);
});

test("[L8] somebody of another version is unreachable, and told so", () => {
  const peer = participant(here(ada));
  const effects = peer.told(ada, { ...peer.otherOf(ada).greets(), version: protocolVersion + 1 });
  expect(writtenIn(effects)).toMatchObject([{ to: ada, letter: { type: "unfit" } }]);
  expect(peer.person(ada).link).toMatchObject({ at: "unreachable", why: "version-mismatch" });
});

test("[L9] while the server is gone, links stay up and words pass", () => {
  const peer = participant(here(ada));
  peer.meets(ada);
  peer.losesServer();
  expect(peer.person(ada).link.at).toBe("up");
  expect(saidTo(ada, peer.does(iSay("1", "hi")))).toHaveLength(1);
  expect(saidTo(ada, peer.hears(ada, say("2", "hello")))).toEqual([{ type: "heard", id: hexId("2") }]);
});

test("[L9] nobody whose link is up has left, whatever the server says", () => {
  const peer = participant(here(ada, bob));
  peer.meets(ada);
  peer.server({ type: "left", peer: ada });
  peer.server({ type: "left", peer: bob });
  expect([ada, bob].map(peer.knows)).toEqual([true, false]);

  const again = participant(here(ada));
  again.meets(ada);
  again.losesServer();
  again.does({ on: "signalling", event: { on: "hurry" } });
  expect(waits(again.joins([]))).not.toContain(awayMs);
  expect(again.person(ada).quietSince).toBeUndefined();
  expect(again.person(ada).link.at).toBe("up");
  expect(again.log).toEqual([]);
});

test("[L9] who is not at the restarted server and whom no link reaches has left, once the quiet lasts", () => {
  const peer = participant(here(ada));
  peer.meets(ada, hexId("0"), "Ada");
  peer.welcomedWithout(ada);
  const effects = peer.breaks(ada);
  expect(waits(effects)).toContain(awayMs);
  expect(peer.knows(ada)).toBe(true);
  peer.quietIsOver(ada);
  expect(peer.knows(ada)).toBe(false);
});

test("[L9] whoever is heard again in time has not left", () => {
  const peer = participant(here(ada));
  peer.meets(ada);
  peer.welcomedWithout(ada);
  peer.breaks(ada);
  const since = peer.person(ada).quietSince ?? -1;
  peer.opensLink(ada);
  peer.does({ on: "quiet", peer: ada, since });
  expect(peer.knows(ada)).toBe(true);
});

test("[L9] who has left at the server is gone when the link fails too, or is in trouble and cannot be mended", () => {
  const failing = participant(here(ada));
  failing.meets(ada);
  failing.server({ type: "left", peer: ada });
  expect(failing.knows(ada)).toBe(true);
  failing.breaks(ada);
  expect(failing.knows(ada)).toBe(false);

  const troubled = participant(here(ada));
  troubled.meets(ada);
  troubled.link(ada, { on: "ice", state: "failed", conversation: troubled.conversationWith(ada) });
  troubled.server({ type: "left", peer: ada });
  expect(troubled.knows(ada)).toBe(false);

  const late = participant(here(ada));
  late.meets(ada);
  late.server({ type: "left", peer: ada });
  late.link(ada, { on: "ice", state: "failed", conversation: late.conversationWith(ada) });
  late.server({ type: "refused", why: "no-such-peer", about: ada });
  expect(late.knows(ada)).toBe(false);
});

test("[L10] after bye, a peer has left if it is not back within 4 s", () => {
  const peer = participant(here(ada));
  peer.meets(ada);
  peer.losesServer();
  expect(waits(peer.hears(ada, { type: "bye" }))).toEqual([goodbyeMs]);
  expect(goodbyeMs).toBe(4_000);
  expect(peer.knows(ada)).toBe(true);
  peer.passes(goodbyeMs);
  peer.quietIsOver(ada);
  expect(peer.knows(ada)).toBe(false);
});

test("[L10] whoever is back within that time has not left", () => {
  const peer = participant(here(ada));
  peer.meets(ada);
  peer.losesServer();
  peer.hears(ada, { type: "bye" });
  const since = peer.person(ada).quietSince ?? -1;
  // The server came back too, and the new page greets through it.
  peer.does({ on: "signalling", event: { on: "hurry" } });
  peer.joins(here(ada));
  peer.meets(ada, hexId("1"));
  peer.does({ on: "quiet", peer: ada, since });
  expect(peer.knows(ada)).toBe(true);
  expect(peer.log).toEqual([]);
});

test("[L10] whoever leaves says so to everybody, and to the server", () => {
  const peer = participant(here(ada, bob));
  peer.meets(ada);
  const effects = peer.does({ on: "leave" });
  expect(saidTo(ada, effects)).toEqual([{ type: "bye" }]);
  expect(saidTo(bob, effects)).toEqual([]);
  expect(effects).toContainEqual({ do: "signalling", effect: { do: "send", message: { type: "leave" } } });
});

test("[C1] a message goes at once to whom a link reaches, and to the others when it does", () => {
  const peer = participant(here(ada, bob));
  peer.meets(ada);
  const effects = peer.does(iSay("1", "hi"));
  expect(saidTo(ada, effects)).toEqual([say("1", "hi")]);
  expect(saidTo(bob, effects)).toEqual([]);
  expect(saidTo(bob, peer.opensLink(bob))).toContainEqual(say("1", "hi"));
});

test("[C2] a message is said on every new link until it is heard", () => {
  const peer = participant(here(ada));
  peer.meets(ada);
  peer.does(iSay("1", "hi"));
  peer.breaks(ada);
  expect(saidTo(ada, peer.meets(ada))).toContainEqual(say("1", "hi"));
  peer.hears(ada, { type: "heard", id: hexId("1") });
  peer.breaks(ada);
  expect(saidTo(ada, peer.meets(ada))).not.toContainEqual(say("1", "hi"));
});

test("[C2] a message is confirmed each time, and shown once", () => {
  const peer = participant(here(ada));
  peer.meets(ada);
  for (let i = 0; i < 3; i++) expect(saidTo(ada, peer.hears(ada, say("1", "hi")))).toEqual([{ type: "heard", id: hexId("1") }]);
  expect(peer.log).toEqual(["hi"]);
});

test("[C2] a message is theirs who said it on their link", () => {
  const peer = participant(here(ada));
  peer.meets(ada, hexId("0"), "Ada");
  peer.hears(ada, say("1", "hi"));
  expect(peer.state.chat.log).toMatchObject([{ from: ada, nickname: "Ada" }]);
});

test("[C3] a newcomer asks eight people for all that was said before, and the others for what they said themselves", () => {
  const all = [..."abcdefghij"].map(peerId);
  const peer = participant(here(...all));
  const recalls = all.flatMap((id) => saidTo(id, peer.meets(id)).flatMap((word) => (word.type === "recall" ? [word.all] : [])));
  expect(recalls).toEqual([true, true, true, true, true, true, true, true, false, false]);
});

test("[C3] whoever is asked for no more tells what they said themselves", () => {
  const peer = participant(here(ada));
  peer.meets(ada);
  peer.hears(ada, say("1", "hers"));
  peer.does({ on: "say", id: hexId("2"), at: 2, text: "mine" });
  const told = saidTo(ada, peer.hears(ada, { type: "recall", all: false }));
  expect(told.flatMap((word) => (word.type === "history" ? word.said : [])).map(({ text }) => text)).toEqual(["mine"]);
});

test("[C3] whoever is asked tells the last messages, and they appear once each", () => {
  const teller = participant(here(ada));
  teller.meets(ada);
  for (let i = 0; i < 3; i++) teller.hears(ada, say(String(i), `text ${i}`));
  const told = saidTo(ada, teller.hears(ada, { type: "recall", all: true }));
  expect(told.flatMap((word) => (word.type === "history" ? word.said : []))).toHaveLength(3);
  expect(historyMax).toBeGreaterThan(3);

  const newcomer = participant(here(ada, bob));
  newcomer.meets(ada);
  newcomer.meets(bob);
  for (const id of [ada, bob]) for (const word of told) newcomer.hears(id, word);
  expect(newcomer.log).toEqual(["text 0", "text 1", "text 2"]);
  expect(newcomer.state.chat.log.every((entry) => entry.kind === "said" && entry.toldBy === ada)).toBe(true);
});

test("[C4] joined is said of those who come, and not of those who were here before us", () => {
  const peer = participant(here(ada));
  peer.meets(ada, hexId("0"), "Ada");
  peer.server({ type: "arrived", peer: bob });
  peer.meets(bob, hexId("1"), "Bob");
  expect(peer.log).toEqual(["Bob joined"]);
});

test("[C4] left is said of those who go", () => {
  const peer = participant();
  peer.server({ type: "arrived", peer: bob });
  peer.meets(bob, hexId("1"), "Bob");
  peer.hears(bob, { type: "bye" });
  peer.server({ type: "away", peer: bob });
  peer.server({ type: "left", peer: bob });
  expect(peer.log).toEqual(["Bob joined", "Bob left"]);
});

test("[C4] nothing is said of a reload, with or without a goodbye", () => {
  for (const bye of [true, false]) {
    const peer = participant();
    peer.server({ type: "arrived", peer: bob });
    peer.meets(bob, hexId("1"), "Bob");
    if (bye) peer.hears(bob, { type: "bye" });
    peer.server({ type: "away", peer: bob });
    peer.server({ type: "arrived", peer: bob });
    peer.meets(bob, hexId("2"), "Bob");
    expect(peer.log).toEqual(["Bob joined"]);
  }
});

test("[C4] nothing is said when a link breaks and comes back, nor when our own socket does", () => {
  const peer = participant(here(ada));
  peer.meets(ada);
  peer.breaks(ada);
  peer.meets(ada);
  peer.losesServer();
  peer.does({ on: "signalling", event: { on: "hurry" } });
  peer.joins(here(ada));
  expect(peer.log).toEqual([]);
});

test("[S4] an envelope that is not in our words changes nothing", () => {
  const peer = participant(here(ada));
  const before = peer.state.people;
  for (const envelope of ["", "{}", "null", '{"type":"hello"}']) expect(peer.server({ type: "told", from: ada, envelope })).toEqual([]);
  expect(peer.state.people).toEqual(before);
});

test("[S4] a greeting that reached nobody is not waited for", () => {
  const peer = participant(here(ada));
  peer.server({ type: "refused", why: "no-such-peer", about: ada });
  expect(peer.person(ada).link.at).toBe("idle");
});

test("[S7] whoever is away is not greeted until they are back", () => {
  const peer = participant(here(ada));
  peer.server({ type: "away", peer: ada });
  const { serial } = peer.person(ada).link;
  peer.link(ada, { on: "woke", serial });
  const unreachable = peer.person(ada).link;
  expect(unreachable.at).toBe("unreachable");
  expect(peer.link(ada, { on: "woke", serial: unreachable.serial })).toEqual([]);
  const [wake] = peer.server({ type: "arrived", peer: ada });
  if (wake?.do !== "wake") throw new Error("no timer");
  expect(greeted(peer.does(wake.event))).toEqual([ada]);
});
