import { expect, test } from "bun:test";
import { isComposing, openVisit, toneOf } from "../../client/ui/visit.ts";
import { namesOf } from "../../protocol/names-shown.ts";
import { speak } from "../../protocol/words/all.ts";
import { peerId } from "../support/participant.ts";
import { me, peerWith, peopleOf, personWith } from "../support/shown.ts";

test("everybody has the name that they gave; a second Ken is Ken (2)", () => {
  const people = peopleOf(personWith("a", "Ken"), personWith("b", "太郎"), personWith("c", "Ken"), personWith("d", "Ken"));
  expect([...namesOf(peerWith({ people }))]).toEqual([
    [me, "Me"],
    [peerId("a"), "Ken"],
    [peerId("b"), "太郎"],
    [peerId("c"), "Ken (2)"],
    [peerId("d"), "Ken (3)"],
  ]);
});

test("whoever is called as I am is the second", () => {
  const names = namesOf(peerWith({ people: peopleOf(personWith("a", "Me")) }));
  expect([names.get(me), names.get(peerId("a"))]).toEqual(["Me", "Me (2)"]);
});

test("whoever has not said who they are has no name", () => {
  expect(namesOf(peerWith({ people: peopleOf(personWith("a")) })).has(peerId("a"))).toBe(false);
  expect(namesOf(undefined).size).toBe(0);
  const { me: _, ...unwelcome } = peerWith();
  expect(namesOf(unwelcome).size).toBe(0);
});

test("whoever is called Ken (2) by themselves is not taken for the second Ken", () => {
  const people = peopleOf(personWith("a", "Ken"), personWith("b", "Ken (2)"), personWith("c", "Ken"));
  expect([...namesOf(peerWith({ people })).values()]).toEqual(["Me", "Ken", "Ken (2)", "Ken (3)"]);
});

test("whoever has gone keeps the name that stands in the log, and nobody else gets it", () => {
  const before = namesOf(peerWith({ people: peopleOf(personWith("a", "Ken"), personWith("b", "Ken")) }));
  const after = namesOf(peerWith({ people: peopleOf(personWith("b", "Ken"), personWith("c", "Ken")) }), before);
  expect([after.get(peerId("a")), after.get(peerId("b")), after.get(peerId("c"))]).toEqual(["Ken", "Ken (2)", "Ken (3)"]);
});

test("a person's colour is the same for everybody, now and later", () => {
  expect([peerId("a"), peerId("b"), "", "Zk3-_9"].map(toneOf)).toEqual(["tone-2", "tone-1", "tone-0", "tone-4"]);
});

test("people get all colours, none far more often than others", () => {
  const counts = new Map<string, number>();
  const ids = Array.from({ length: 6_000 }, (_, i) => new Bun.CryptoHasher("sha256").update(String(i)).digest("base64url"));
  for (const tone of ids.map(toneOf)) counts.set(tone, (counts.get(tone) ?? 0) + 1);
  expect([...counts.keys()].sort()).toEqual(Array.from({ length: 12 }, (_, i) => `tone-${i}`).sort());
  for (const count of counts.values()) {
    expect(count).toBeGreaterThan(350);
    expect(count).toBeLessThan(650);
  }
});

test("Enter that ends an IME's conversion is not Enter, also where only keyCode 229 says so", () => {
  const key = (isComposingNow: boolean, keyCode: number) => ({ isComposing: isComposingNow, keyCode }) as KeyboardEvent;
  expect([key(true, 13), key(false, 229), key(false, 13)].map(isComposing)).toEqual([true, true, false]);
});

test("a visit speaks the page's language, and warns in it", () => {
  const visit = openVisit({ room: "a", url: "http://rooms.test/r/a", home: "/", details: "" }, "ja", speak("ja"));
  expect(visit.notice.value).toBe("");
  visit.warn("message-too-long", { n: 4000 });
  expect(visit.notice.value).toContain("4,000 文字");
  expect([visit.peer.value, visit.names.value.size]).toEqual([undefined, 0]);
});
