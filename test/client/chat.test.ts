import { expect, test } from "bun:test";
import { newestForMe, readOn, writingText } from "../../client/ui/chat.ts";
import { type EntryShown, entriesShown } from "../../client/ui/entry-shown.ts";
import { toneOf } from "../../client/ui/visit.ts";
import { type Chat, type Entry, noChat } from "../../protocol/chat.ts";
import type { Person } from "../../protocol/peer-state.ts";
import { hexId, peerId } from "../support/participant.ts";
import { me, overLink, peerWith, peopleOf, personWith, speakingOf } from "../support/shown.ts";

const at = Date.UTC(2026, 0, 2, 3, 4, 5);
const ken = personWith("a", "Ken");
const said = (from: string, differs: Partial<Extract<Entry, { kind: "said" }>> = {}): Entry => ({
  ...{ kind: "said", id: hexId("1"), from, nickname: "Once Ken", at, text: "hello" },
  ...differs,
});
const shown = (log: readonly Entry[], waiting: Chat["waiting"] = noChat.waiting, people = peopleOf(ken)) => {
  const peer = peerWith({ people, chat: { log, waiting } });
  return entriesShown(peer, speakingOf(peer), at + 1);
};

test("what somebody says has their name, colour and time, and its text as it is", () => {
  const [entry] = shown([said(ken.id, { text: "see https://a.example/x." })]);
  expect(entry).toMatchObject({ kind: "said", said: true, name: "Ken", tone: toneOf(ken.id), note: "", delivery: "", direct: "" });
  expect(entry?.stamp).toBe("2026-01-02T03:04:05.000Z");
  expect(entry?.time).toMatch(/\d\d:\d\d/);
  expect(entry?.text).toBe("see https://a.example/x.");
});

test("whoever is gone keeps the name they had then", () => {
  expect(shown([said(peerId("z"))])[0]?.name).toBe("Once Ken");
});

test("a second Ken is called in the log as in the list", () => {
  const second = personWith("b", "Ken");
  expect(shown([said(second.id)], noChat.waiting, peopleOf(ken, second))[0]?.name).toBe("Ken (2)");
});

test("[C2] my message waits until everybody has confirmed it, and says so", () => {
  const mine = said(me, { reach: { heard: 0, missed: 0 } });
  expect(shown([mine], new Map([[ken.id, [hexId("1")]]]))[0]).toMatchObject({ delivery: "waiting", note: "waiting for a connection" });
  expect(shown([mine], new Map([[ken.id, [hexId("2")]]]))[0]).toMatchObject({ delivery: "", note: "" });
});

test("[C7] of my message it is said that all have it, or that somebody missed it", () => {
  const mine = (heard: number, missed: number) => shown([said(me, { reach: { heard, missed } })])[0];
  expect(mine(1, 0)).toMatchObject({ delivery: "delivered", note: "" });
  expect(mine(1, 1)).toMatchObject({ delivery: "missed", note: "did not reach everyone" });
});

test("[C5] what is between two says who the other is, whoever said it", () => {
  expect(shown([said(me, { to: ken.id })])[0]?.direct).toBe("only you and Ken");
  expect(shown([said(ken.id, { to: me })])[0]?.direct).toBe("only you and Ken");
});

test("[C6] who is typing is told by name, and only of those who are linked", () => {
  const typing = (...people: readonly Person[]) => {
    const peer = peerWith({ people: peopleOf(...people) });
    return writingText(peer, speakingOf(peer));
  };
  const zoe = personWith("b", "Zoë", { ...overLink, typing: { since: 1, direct: false } });
  const mia = personWith("c", "Mia", { ...overLink, typing: { since: 1, direct: true } });
  const leo = personWith("d", "Leo", { ...overLink, typing: { since: 1, direct: false } });
  expect(typing(ken)).toBe("");
  expect(typing(ken, zoe)).toBe("Zoë is typing…");
  expect(typing(mia)).toBe("Mia is typing to you alone…");
  expect(typing(zoe, mia)).toBe("Zoë and Mia are typing…");
  expect(typing(zoe, mia, leo)).toBe("Several people are typing…");
  const { contact: _, ...gone } = zoe;
  expect(typing(gone)).toBe("");
});

const line = (id: string, differs: Partial<EntryShown> = {}) => ({
  ...(shown([said(ken.id)])[0] as EntryShown),
  id,
  live: true,
  ...differs,
});
const reading = { behind: false, unread: 0 };
const [away, here] = [true, false];

test("what comes while nobody reads is counted from a line on; what comes while somebody does is not", () => {
  const { say } = speakingOf(peerWith({}));
  const came = (entries: readonly EntryShown[], before: readonly EntryShown[], at = reading, isAway = here) =>
    readOn(at, before, [...before, ...entries], { say }, isAway);
  expect(came([line("2")], [line("1")])).toEqual({});
  expect(came([line("2"), line("3")], [line("1")], reading, away)).toEqual({ unread: 2, unreadText: "2 new", firstNew: "2" });
  expect(came([line("4")], [line("1")], { behind: true, unread: 2 })).toEqual({ unread: 3, unreadText: "3 new" });
  expect(came([line("2", { live: false })], [line("1")], reading, away)).toEqual({});
  expect(came([line("2", { mine: true })], [line("1")], { behind: true, unread: 2 })).toEqual({ firstNew: "", unread: 0, behind: false });
});

test("[C2] what others say never waits here", () => {
  expect(shown([said(ken.id)], new Map([[peerId("b"), [hexId("1")]]]))[0]?.delivery).toBe("");
});

test("[C3] what others remembered is marked", () => {
  expect(shown([said(ken.id, { toldBy: ken.id })])[0]?.note).toBe("from before you came");
  expect(shown([said(peerId("z"), { toldBy: ken.id })])[0]?.note).toBe("told by Ken");
});

for (const kind of ["joined", "left"] as const) {
  test(`[C4] that somebody ${kind} is a line that nobody said, so a name in it is no address`, () => {
    const [entry] = shown([{ kind, id: "1", peer: peerId("z"), nickname: "https://a.example", at }]);
    expect(entry).toMatchObject({ kind, said: false, note: "", delivery: "" });
    expect(entry?.text).toBe(`https://a.example ${kind}`);
  });
}

test("the log keeps its order, and every line has a name of its own, though two people may give theirs the same", () => {
  const entries = shown([said(me, { text: "3" }), said(ken.id, { text: "1" }), said(me, { id: hexId("2"), text: "2" })]);
  expect(entries.map(({ text }) => text)).toEqual(["3", "1", "2"]);
  expect(new Set(entries.map(({ id }) => id)).size).toBe(3);
});

test("what is told of the time since this page came in was not before it", () => {
  const peer = peerWith({ people: peopleOf(ken), chat: { log: [said(peerId("a"), { toldBy: peerId("a") })], waiting: noChat.waiting } });
  const [before] = entriesShown(peer, speakingOf(peer), at + 1);
  const [since] = entriesShown(peer, speakingOf(peer), at);
  expect([before?.note, since?.note]).toEqual(["from before you came", ""]);
});

test("what turns the reading direction is shown, and turns nothing", () => {
  const [entry] = shown([said(peerId("a"), { text: "hello \u202eworld" })]);
  expect(entry?.text).toBe("hello \ufffdworld");
});

test("what names me, or is for me alone, is told of once, when it comes; not what is remembered", () => {
  const shownOf = (text: string, differs: Partial<Extract<Entry, { kind: "said" }>> = {}) => shown([said(ken.id, { text, ...differs })]);
  expect(newestForMe([], shownOf("hello"))).toBeUndefined();
  expect(newestForMe([], shownOf("@Me look"))).toMatchObject({ why: "mention", name: "Ken", text: "@Me look" });
  expect(newestForMe([], shownOf("psst", { to: me }))).toMatchObject({ why: "direct", text: "psst" });
  expect(newestForMe(shownOf("@Me look"), shownOf("@Me look"))).toBeUndefined();
  expect(newestForMe([], shownOf("@Me look", { toldBy: ken.id }))).toBeUndefined();
  expect(newestForMe([], shown([said(me, { text: "@Me" })]))).toBeUndefined();
});
