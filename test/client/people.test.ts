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

const nothing = { verified: false, compare: "", ignore: "", hear: "" };

test("I am the first in the list, also before the server has said who I am", () => {
  expect(shown(peerWith())).toEqual([{ id: me, name: "Me", tone: toneOf(me), state: "self", how: "this is you", why: "", ...nothing }]);
  const { me: _, ...unwelcome } = peerWith();
  expect(shown(unwelcome)).toEqual([{ id: "self", name: "Me", tone: "", state: "self", how: "this is you", why: "", ...nothing }]);
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
