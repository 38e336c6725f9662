import { expect, test } from "bun:test";
import { peopleShown, stateOf } from "../../client/ui/people.ts";
import { toneOf } from "../../client/ui/visit.ts";
import { noLink } from "../../protocol/link.ts";
import type { Peer, Person } from "../../protocol/peer-state.ts";
import { speak } from "../../protocol/words/all.ts";
import { hexId, peerId } from "../support/participant.ts";
import { me, overLink, overRelay, peerWith, peopleOf, personWith, speakingOf } from "../support/shown.ts";

const shown = (peer: Peer, language?: "en" | "ja") => peopleShown(peer, speakingOf(peer, language));
const unreachable: Person["link"] = { at: "unreachable", why: "version-mismatch", serial: 0, tries: 1 };
const greeting = { at: "greeting", conversation: hexId("d"), random: new Uint8Array(64), share: "", serial: 0, tries: 0 } as const;

const nothing = { verified: false, message: "", compare: "", ignore: "", hear: "", details: "", open: false, lines: "", check: false };

test("I am the first in the list, also before the server has said who I am", () => {
  expect(shown(peerWith())).toEqual([
    { id: me, name: "Me", initial: "M", tone: toneOf(me), state: "self", how: "this is you", why: "", ...nothing },
  ]);
  const { me: _, ...unwelcome } = peerWith();
  expect(shown(unwelcome)).toEqual([
    { id: "self", name: "Me", initial: "M", tone: "", state: "self", how: "this is you", why: "", ...nothing },
  ]);
});

for (const [what, differs, listed, state] of [
  ["a link that is up", overLink, "here", "direct"],
  ["a link that is up, though the server lost them", overLink, "away", "direct"],
  ["a link that is up, though the server knows nothing of them", overLink, "unlisted", "direct"],
  ["a link that is up, though the server says that they left", overLink, "left", "direct"],
  ["a greeting on its way", { link: greeting }, "here", "connecting"],
  ["nothing yet", { link: noLink }, "here", "connecting"],
  ["nothing yet, and the server lost them", { link: noLink }, "away", "away"],
  ["no link to be had", { link: unreachable }, "here", "unreachable"],
  ["no link to be had, and the server lost them", { link: unreachable }, "away", "away"],
  ["no link of their own, but the relay", { link: unreachable, ...overRelay }, "here", "relayed"],
  ["another try after one in vain", { link: { ...greeting, tries: 1 } }, "here", "unreachable"],
] as const) {
  test(`somebody with ${what} is ${state}`, () => {
    const person = personWith("a", "Ken", { ...differs, listed });
    expect(stateOf(person)).toBe(state);
    const [, ken] = shown(peerWith({ people: peopleOf(person) }));
    expect(ken).toMatchObject({ id: peerId("a"), name: "Ken", tone: toneOf(peerId("a")), state, how: speak("en")(`people.${state}`) });
  });
}

test("[L8] it is said why somebody cannot be reached, and only while that is what is shown", () => {
  const why = (listed: Person["listed"]) =>
    shown(peerWith({ people: peopleOf(personWith("a", "Ken", { link: unreachable, listed })) })).at(1)?.why;
  expect(why("here")).toBe(speak("en")("failure.version-mismatch"));
  expect(why("away")).toBe("");
});

test("whoever has not said who they are is Someone, in the page's language", () => {
  const peer = peerWith({ people: peopleOf(personWith("a")) });
  expect(shown(peer).at(1)?.name).toBe("Someone");
  expect(shown(peer, "ja").at(1)?.name).toBe("ゲスト");
});

test("a name is shown as it is, never as markup: the list has the text alone", () => {
  const peer = peerWith({ people: peopleOf(personWith("a", "<b>Ken</b>"), personWith("b", "<b>Ken</b>")) });
  expect(shown(peer).map(({ name }) => name)).toEqual(["Me", "<b>Ken</b>", "<b>Ken</b> (2)"]);
});

test("[V6] whoever is not let in is not said to be connecting, but to wait", () => {
  const outside = personWith("b", undefined, { link: greeting });
  const how = (peer: Peer) => shown(peer).at(-1)?.how;
  expect(how(peerWith({ people: peopleOf(outside) }))).toBe("connecting…");
  expect(how(peerWith({ locked: true, people: peopleOf(outside) }))).toBe("waits to be let in");
  const locks = personWith("a", "Ken", { ...overLink, locks: true });
  expect(how(peerWith({ people: peopleOf(locks, outside) }))).toBe("waits to be let in");
  expect(how(peerWith({ people: peopleOf(outside, locks) }))).toBe("connected directly");
});

test("[L8] while another attempt is made, it is said that none before it led anywhere", () => {
  const again = personWith("a", "Ken", { link: { ...greeting, tries: 1 } });
  expect(shown(peerWith({ people: peopleOf(again) })).at(1)?.why).toStartWith(speak("en")("failure.link-failed"));
});

const failed: Person["link"] = { at: "unreachable", why: "link-failed", serial: 0, tries: 1 };
const lent = { ticket: "t".repeat(86), prefers: false };

for (const [what, relaySocket, says] of [
  ["the server lends none", { at: "off", serial: 1 }, "people.no-relay"],
  ["the host's budget is spent", { at: "off", why: "relay-spent", serial: 1 }, "failure.relay-spent"],
  ["it is full", { at: "waiting", lent, why: "relay-busy", serial: 1, losses: 1 }, "failure.relay-busy"],
  ["it was lost a moment ago", { at: "waiting", lent, serial: 1, losses: 1 }, undefined],
  ["it is there, and they are not on it", { at: "open", lent, serial: 1, losses: 0 }, undefined],
] as const) {
  test(`[L17] of somebody whom no direct path reaches it is said why the relay does not help: ${what}`, () => {
    for (const language of ["en", "ja"] as const) {
      const say = speak(language);
      const [, ken] = shown(peerWith({ relaySocket, people: peopleOf(personWith("a", "Ken", { link: failed })) }), language);
      expect(ken?.why).toBe([say("failure.link-failed"), ...(says === undefined ? [] : [say(says)])].join(" "));
    }
  });
}

test("this browser is worth a check where no path was found, and not where somebody is kept out", () => {
  const check = (link: Person["link"]) => shown(peerWith({ people: peopleOf(personWith("a", "Ken", { link })) })).at(1)?.check;
  expect(check(failed)).toBe(true);
  expect(check({ ...failed, why: "secret-mismatch" })).toBe(false);
  expect(check({ ...failed, why: "room-locked" })).toBe(false);
  expect(check(unreachable)).toBe(false);
});

test("whoever is talked to has details, under a button with their name, and they are told once somebody asks for them", () => {
  const peer = peerWith({ people: peopleOf(personWith("a", "Ken", overLink), personWith("b", "Zoe", { link: failed })) });
  const looks = { open: new Set([peerId("a"), peerId("b")]), lines: () => ["one", "two"] };
  const [, ken, zoe] = peopleShown(peer, speakingOf(peer), looks);
  expect(ken).toMatchObject({ details: "Details of Ken", open: true, lines: "one\ntwo" });
  expect(zoe).toMatchObject({ details: "", open: false, lines: "" });
  expect(shown(peer).at(1)).toMatchObject({ details: "Details of Ken", open: false, lines: "" });
  expect(shown(peer, "ja").at(1)?.details).toBe("Ken さんとの接続の詳細");
});

test("[V6] whoever waits outside is told of with the reason that is known, and with no other", () => {
  const why = (link: Person["link"]) =>
    shown(peerWith({ locked: true, people: peopleOf(personWith("b", undefined, { link })) })).at(-1)?.why;
  expect(why({ ...failed, why: "room-locked" })).toBe(speak("en")("failure.room-locked"));
  expect(why({ ...greeting, tries: 1 })).toBe("");
});
