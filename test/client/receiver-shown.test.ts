import { expect, test } from "bun:test";
import { ownShown } from "../../client/ui/receiver-shown.ts";
import { toneOf } from "../../client/ui/visit.ts";
import type { Person, SendingTo } from "../../protocol/peer-state.ts";
import { newOffered, newSending } from "../../protocol/send.ts";
import { streamOf } from "../../protocol/stream.ts";
import { speak } from "../../protocol/words/all.ts";
import type { Language } from "../../protocol/words.ts";
import { hexId, peerId } from "../support/participant.ts";
import { me, overLink, peerWith, peopleOf, personWith, shareWith, speakingOf } from "../support/shown.ts";

const say = speak("en");
const photo = shareWith("1", ["写真.jpg", 4_000_000]);
const ken = peerId("a");

const taker = (differs: Partial<SendingTo> = {}): readonly [string, SendingTo] => {
  const sending = { ...newSending(photo, 1, 0), stored: 1_000_000, to: ken, ...differs };
  return [`${sending.to}/1`, sending];
};
const mineIn = (language: Language, up: Partial<Person> | undefined, ...takers: ReturnType<typeof taker>[]) => {
  const peer = peerWith({
    people: peopleOf(personWith("a", "Ken", up), personWith("b", "花子", up)),
    offered: new Map([[photo.id, newOffered(photo)]]),
    sending: new Map(takers),
  });
  return ownShown(peer, photo, speakingOf(peer, language));
};
const mine = (...takers: ReturnType<typeof taker>[]) => mineIn("en", overLink, ...takers);
const line = (differs: Partial<SendingTo>, language: Language = "en") => mineIn(language, overLink, taker(differs)).receivers[0]?.line;
const held = (mine: boolean, theirs: boolean) => ({ pausing: { mine, theirs, known: true } });

test("what I offer is mine, and nobody has it yet", () => {
  const share = mine();
  expect(share).toMatchObject({ state: "offered", whose: "yours", owner: me, tone: toneOf(me), percent: 0, busy: false, receivers: [] });
  expect(share.line).toBe("Nobody has taken it yet.");
});

test("[T6] each receiver is shown with how far they are, and how much was sent in all", () => {
  const share = mine(taker(), taker({ stored: 3_900_000, ending: "done", to: peerId("b") }));
  expect(share.receivers.map(({ line }) => line)).toEqual(["Ken: 25% · 1.0 MB of 4.0 MB", "花子 has it all"]);
  expect(share.receivers.map(({ tone }) => tone)).toEqual([ken, peerId("b")].map(toneOf));
  expect(new Set(share.receivers.map(({ key }) => key)).size).toBe(2);
  expect(share).toMatchObject({ percent: 62, width: "62%", busy: true, line: "5.0 MB sent to 2 people" });
  expect(mine(taker()).line).toBe("1.0 MB sent to one person");
  expect(mineIn("ja", overLink, taker()).line).toBe("1 人に合計 1.0 MB 送信しました");
});

test("[T6] speed and time left are said while it goes on", () => {
  const pace = { since: 0, bytes: 0, rates: [500] };
  expect(line({ pace })).toBe("Ken: 25% · 1.0 MB of 4.0 MB · 500.0 kB/s · 6 sec left");
  expect(line({ pace, ...held(true, false) })).toBe("Ken: paused by you · 25% · 1.0 MB of 4.0 MB");
});

test("[R14] whoever takes some of it is measured by that, and has what they chose", () => {
  expect(line({ wanted: 2_000_000 })).toBe("Ken: 50% · 1.0 MB of 2.0 MB");
  expect(line({ wanted: 2_000_000, ending: "done" })).toBe("Ken has what they chose");
});

test("[R13] it is said who holds it; my button holds it and lets it go on, called after the receiver", () => {
  const buttons = (differs: Partial<SendingTo>) =>
    mine(taker(differs)).receivers.map(({ pause, resume, cancel }) => [pause, resume, cancel])[0];
  expect(buttons({})).toEqual(["Pause for Ken", "", "Cancel for Ken"]);
  expect(buttons(held(true, false))).toEqual(["", "Resume for Ken", "Cancel for Ken"]);
  expect(buttons(held(false, true))).toEqual(["Pause for Ken", "", "Cancel for Ken"]);
  expect(buttons({ ending: "done" })).toEqual(["", "", ""]);
  expect(line(held(false, true))).toBe("Ken paused it · 25% · 1.0 MB of 4.0 MB");
  expect(line(held(true, true))).toBe("Ken: paused by both of you · 25% · 1.0 MB of 4.0 MB");
  expect(line(held(true, false), "ja")).toBe("Ken さん: あなたが一時停止しています · 25% · 1.0 MB / 4.0 MB");
  expect(mineIn("ja", overLink, taker()).receivers[0]?.pause).toBe("Ken さんへの送信を一時停止");
});

test("without a link it is said that they are away", () => {
  expect(mineIn("en", undefined, taker()).receivers[0]?.line).toBe("Ken is away · 25% · 1.0 MB of 4.0 MB");
});

test("[T6] how a transfer ended is said in words for the sharer, and then nothing is busy", () => {
  expect(line({ ending: "cancelled" })).toBe(`Ken: ${say("failure.cancelled")}`);
  expect(line({ ending: "receiver-left" })).toBe("Ken: left");
  expect(line({ ending: "refused-by-sharer" })).toBe("Ken: you ended this download");
  expect(line({ ending: "no-space" })).toBe("Ken stopped at 25% and can go on");
  expect(line({ ending: "no-space" }, "ja")).toBe("Ken さんは 25% で止まっていますが、続きから再開できます");
  expect(mine(taker({ ending: "no-space" })).busy).toBe(false);
});

test("a receiver who has gone is Someone", () => {
  expect(line({ ending: "done", to: peerId("z") })).toBe("Someone has it all");
});

test("[T9] how much of a stream somebody has is shown in bytes, while nobody knows of how much", () => {
  const stream = streamOf(hexId("6"), { path: "-", modified: 0, media: "" });
  const sending = { ...newSending(stream, 1, 0), stored: 1_000_000, to: ken };
  const peer = peerWith({
    people: peopleOf(personWith("a", "Ken", overLink)),
    offered: new Map([[stream.id, newOffered(stream)]]),
    sending: new Map([[`${ken}/1`, sending]]),
  });
  const share = ownShown(peer, stream, speakingOf(peer, "en"));
  expect(share).toMatchObject({ percent: 0, busy: true, line: "1.0 MB sent to one person" });
  expect(share.receivers[0]?.line).toBe("Ken: 1.0 MB so far");
});
