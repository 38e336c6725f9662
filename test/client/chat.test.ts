import { expect, test } from "bun:test";
import { entriesShown } from "../../client/ui/chat.ts";
import { toneOf } from "../../client/ui/visit.ts";
import { type Chat, type Entry, noChat } from "../../protocol/chat.ts";
import { hexId, peerId } from "../support/participant.ts";
import { me, peerWith, peopleOf, personWith, speakingOf } from "../support/shown.ts";

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
  expect(entry).toMatchObject({ kind: "said", said: true, name: "Ken", tone: toneOf(ken.id), note: "", waiting: false });
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
  const mine = said(me);
  expect(shown([mine], new Map([[ken.id, [hexId("1")]]]))[0]).toMatchObject({ waiting: true, note: "waiting for a connection" });
  expect(shown([mine], new Map([[ken.id, [hexId("2")]]]))[0]).toMatchObject({ waiting: false, note: "" });
});

test("[C2] what others say never waits here", () => {
  expect(shown([said(ken.id)], new Map([[peerId("b"), [hexId("1")]]]))[0]?.waiting).toBe(false);
});

test("[C3] what others remembered is marked", () => {
  expect(shown([said(ken.id, { toldBy: ken.id })])[0]?.note).toBe("from before you came");
  expect(shown([said(peerId("z"), { toldBy: ken.id })])[0]?.note).toBe("told by Ken");
});

for (const kind of ["joined", "left"] as const) {
  test(`[C4] that somebody ${kind} is a line that nobody said, so a name in it is no address`, () => {
    const [entry] = shown([{ kind, id: "1", peer: peerId("z"), nickname: "https://a.example", at }]);
    expect(entry).toMatchObject({ kind, said: false, note: "", waiting: false });
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
