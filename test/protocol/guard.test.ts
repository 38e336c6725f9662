import { expect, test } from "bun:test";
import {
  greetingsBurstMax,
  guessAgainMs,
  guessesMax,
  guessesWithinMs,
  linkWithinMs,
  peopleKnownMax,
  protocolVersion,
  unprovenMax,
} from "../../protocol/limits.ts";
import type { PeerEffect } from "../../protocol/peer-state.ts";
import { hexId, participant, peerId, saidTo, writtenIn } from "../support/participant.ts";

const letters = [..."abcdefghijk"];
const strangers = letters.map(peerId);
const here = strangers.map((id) => ({ id, away: false }));
const answers = (effects: readonly PeerEffect[]) => writtenIn(effects).map(({ letter }) => letter.type);
const shut = (effects: readonly PeerEffect[]) => writtenIn(effects).flatMap(({ letter }) => (letter.type === "shut" ? [letter.why] : []));

/** In a room with a passphrase, where everybody in `here` is known to the server and nobody to me. */
function guarded() {
  const peer = participant(here, { secret: { passphrase: "ひみつ" } });
  for (const id of strangers) peer.server({ type: "arrived", peer: id });
  const greeted = (id: string) => peer.told(id, peer.otherOf(id).greets());
  return {
    ...peer,
    peer,
    greeted,
    /** Somebody greets, is told my share, and shows nothing. */
    guesses(id: string) {
      const effects = greeted(id);
      const { link } = peer.person(id);
      if (link.at !== "connecting") return effects;
      const { conversation } = link;
      return [...effects, ...peer.link(id, { on: "described", conversation, description: { type: "offer", sdp: "" } })];
    },
    /** Their time to show that they know the passphrase is over. */
    timesOut(id: string) {
      return peer.link(id, { on: "woke", serial: peer.person(id).link.serial });
    },
  };
}

test("[V4] five who do not show that they know the passphrase are answered, and then nobody, whoever they are", () => {
  expect(guessesMax).toBe(5);
  const room = guarded();
  for (const id of strangers.slice(0, 4)) {
    expect(answers(room.guesses(id))).toContain("reply");
    room.timesOut(id);
  }
  room.guesses(strangers[4] ?? "");
  const told = room.timesOut(strangers[4] ?? "");
  expect(told).toContainEqual({ do: "warn", why: "too-many-guesses" });
  for (const id of strangers) {
    const effects = room.greeted(id);
    expect([answers(effects), shut(effects)]).toEqual([["shut"], ["too-many-guesses"]]);
  }
});

test("[V4] a wrong passphrase that is told counts, and one that is said with another name too", () => {
  const room = guarded();
  for (const id of strangers.slice(0, 5)) {
    room.guesses(id);
    room.told(id, { type: "mismatch", conversation: room.conversationWith(id) });
    expect(room.person(id).link).toMatchObject({ at: "unreachable", why: "secret-mismatch" });
  }
  expect(shut(room.greeted(strangers[6] ?? ""))).toEqual(["too-many-guesses"]);
});

test("[V4] a new greeting of the same peer does not take the guess back", () => {
  const room = guarded();
  const [ada = ""] = strangers;
  for (let i = 0; i < guessesMax; i++) room.guesses(ada);
  // The last one is still open: nobody knows yet whether it was a guess.
  expect(room.greeted(ada).map((effect) => effect.do)).toEqual(["wake"]);
  room.timesOut(ada);
  expect(shut(room.greeted(ada))).toEqual(["too-many-guesses"]);
});

test("[V4] while five have not shown anything yet, others wait, and come in when those have proven themselves", () => {
  const room = guarded();
  const [ada = ""] = strangers;
  const [reply] = strangers.slice(0, 5).flatMap((id) => writtenIn(room.guesses(id)).map(({ letter }) => letter));
  const [wake] = room.greeted(strangers[5] ?? "");
  if (wake?.do !== "wake" || reply?.type !== "reply") throw new Error("nobody waits");
  expect(wake.afterMs).toBe(guessAgainMs);
  room.otherOf(ada).hearsReply(reply);
  room.toldWords(ada, { type: "candidate", candidate: null });
  expect(room.does(wake.event).map((effect) => effect.do)).toContain("link");
});

test("[V4] after ten minutes it is asked anew", () => {
  const room = guarded();
  for (const id of strangers.slice(0, 5)) {
    room.guesses(id);
    room.timesOut(id);
  }
  room.passes(guessesWithinMs - 1);
  expect(answers(room.guesses(strangers[7] ?? ""))).toEqual(["shut"]);
  room.passes(1);
  expect(answers(room.guesses(strangers[8] ?? ""))).toEqual(["reply"]);
});

test("[V4] a link's secret cannot be guessed, so nobody is kept out for it", () => {
  for (const secret of [{}, { link: `k=${hexId("7")}` }]) {
    const peer = participant(here, { secret });
    for (let i = 0; i < 20; i++) {
      const id = strangers[i % strangers.length] ?? "";
      expect(shut(peer.told(id, peer.otherOf(id).greets()))).toEqual([]);
      peer.passes(linkWithinMs);
    }
  }
});

test("[V6] while I want nobody new, whoever greets is told so; those who were in already come back", () => {
  const [ada = "", bob = ""] = strangers;
  const peer = participant(here.slice(0, 2));
  peer.meets(ada, hexId("0"), "Ada");
  expect(saidTo(ada, peer.does({ on: "lock", yes: true }))).toEqual([{ type: "lock", yes: true }]);
  expect(shut(peer.told(bob, peer.otherOf(bob).greets()))).toEqual(["room-locked"]);
  expect(shut(peer.told(ada, peer.otherOf(ada).greets()))).toEqual([]);
  peer.does({ on: "lock", yes: false });
  expect(shut(peer.told(bob, peer.otherOf(bob).greets()))).toEqual([]);
});

test("[V6] whoever is heard may want it too, as long as they are here; a newcomer's link begins with it", () => {
  const [ada = "", bob = ""] = strangers;
  const peer = participant(here.slice(0, 2));
  peer.meets(ada, hexId("0"), "Ada");
  peer.hears(ada, { type: "lock", yes: true });
  expect(shut(peer.told(bob, peer.otherOf(bob).greets()))).toEqual(["room-locked"]);
  peer.breaks(ada);
  expect(shut(peer.told(bob, peer.otherOf(bob).greets()))).toEqual([]);
  peer.does({ on: "lock", yes: true });
  expect(saidTo(ada, peer.opensLink(ada))).toContainEqual({ type: "lock", yes: true });
});

test("[V7] somebody who is ignored has no link and is not let in, until they are heard again", () => {
  const [ada = ""] = strangers;
  const peer = participant(here.slice(0, 1));
  peer.meets(ada, hexId("0"), "Ada");
  peer.hears(ada, { type: "lock", yes: true });
  expect(peer.does({ on: "ignore", peer: ada, yes: true })).toContainEqual({ do: "link", peer: ada, effect: { do: "disconnect" } });
  expect(shut(peer.told(ada, peer.otherOf(ada).greets()))).toEqual(["room-locked"]);
  expect(peer.hears(ada, { type: "say", id: hexId("1"), at: 1, text: "hey" })).toEqual([]);
  expect(peer.log).toEqual([]);
  expect(peer.person(ada).locks).toBe(false);
  expect(answers(peer.does({ on: "ignore", peer: ada, yes: false }))).toEqual(["hello"]);
  expect(saidTo(ada, peer.opensLink(ada)).map(({ type }) => type)).toContain("intro");
});

test("[V4] another share for a greeting that was answered is not answered again", () => {
  const room = guarded();
  const [ada = ""] = strangers;
  const greeting = room.otherOf(ada).greets();
  expect(room.told(ada, greeting)).not.toEqual([]);
  for (const share of ["2c".repeat(32), "3d".repeat(32)]) expect(room.told(ada, { ...greeting, share })).toEqual([]);
});

test("[V4] whoever leaves before they have shown anything has guessed; so has somebody whom I ignore", () => {
  const room = guarded();
  for (const id of strangers.slice(0, 4)) {
    room.guesses(id);
    room.server({ type: "left", peer: id });
    expect(room.knows(id)).toBe(false);
  }
  room.guesses(strangers[4] ?? "");
  expect(room.does({ on: "ignore", peer: strangers[4] ?? "", yes: true })).toContainEqual({ do: "warn", why: "too-many-guesses" });
  expect(shut(room.greeted(strangers[6] ?? ""))).toEqual(["too-many-guesses"]);
});

test("[V4] replies to my own greetings wait too while five have not shown anything: both roles together make five", () => {
  const room = guarded();
  const [, , , , , cy = ""] = strangers;
  room.link(cy, { on: "greet" });
  const [greeting] = writtenIn(room.link(cy, { on: "greet" })).map(({ letter }) => letter);
  for (const id of strangers.slice(0, 5)) room.guesses(id);
  if (greeting?.type !== "hello") throw new Error("nobody was greeted");
  const reply = room.otherOf(cy).replies(greeting, { type: "description", description: { type: "offer", sdp: "" } });
  expect(room.told(cy, reply).map((effect) => effect.do)).toEqual(["wake"]);
});

test("[V6] whoever waits outside is not fetched by me either, and is greeted when they may come in", () => {
  const [ada = ""] = strangers;
  const peer = participant([]);
  peer.does({ on: "lock", yes: true });
  const [wake] = peer.server({ type: "arrived", peer: ada });
  if (wake?.do !== "wake") throw new Error("nobody is expected");
  expect(peer.does(wake.event)).toEqual([]);
  expect(answers(peer.does({ on: "lock", yes: false }))).toEqual(["hello"]);
});

test("[S2] nobody is their own company, whatever the server calls them, and a page keeps a bounded number of people in mind", () => {
  const peer = participant([{ id: peerId("M"), away: false }]);
  expect(peer.state.people.size).toBe(0);
  peer.server({ type: "arrived", peer: peerId("M") });
  peer.server({ type: "welcome", version: protocolVersion, you: peerId("z"), peers: [{ id: peerId("M"), away: false }] });
  expect([peer.state.people.size, peer.state.me]).toEqual([0, peerId("M")]);
  for (let i = 0; i < 600; i++) peer.server({ type: "arrived", peer: i.toString(36).padStart(43, "_") });
  expect(peer.state.people.size).toBe(peopleKnownMax);
});

test("[V4] of somebody who greets again and again a few greetings are answered, and one letter waits, the latest", () => {
  const room = guarded();
  const [, , , , , cy = ""] = strangers;
  for (const id of strangers.slice(0, 5)) room.guesses(id);
  const wakes = Array.from({ length: 20 }, () => room.greeted(cy)).flat();
  expect(wakes.map((effect) => effect.do)).toEqual(Array.from({ length: greetingsBurstMax }, () => "wake"));
  const again = wakes.flatMap((effect) => (effect.do === "wake" ? room.does(effect.event) : []));
  expect(again.map((effect) => effect.do)).toEqual(["wake"]);
  room.passes(2_000);
  expect(room.greeted(cy)).toHaveLength(1);
  expect(room.greeted(cy)).toEqual([]);
});

test("[V4] where nothing can be guessed, 32 greetings are being answered at a time", () => {
  const peer = participant([]);
  const ids = Array.from({ length: unprovenMax + 1 }, (_, i) => i.toString(36).padStart(43, "q"));
  const answered = ids.map((id) => peer.told(id, peer.otherOf(id).greets()).map((effect) => effect.do));
  for (const acts of answered.slice(0, -1)) expect(acts).toContain("link");
  expect(answered.at(-1)).toEqual(["wake"]);
});
