import { expect, test } from "bun:test";
import { type ShareShown, sharesShown } from "../../client/ui/shares.ts";
import { toneOf } from "../../client/ui/visit.ts";
import { newLine } from "../../protocol/line.ts";
import type { Peer } from "../../protocol/peer-state.ts";
import type { Receiving } from "../../protocol/receive.ts";
import { newOffered, newSending, type Sending } from "../../protocol/send.ts";
import { type Share, sizeOf } from "../../protocol/share.ts";
import { speak } from "../../protocol/words/all.ts";
import { peerId } from "../support/participant.ts";
import { me, peerWith, peopleOf, personWith, shareWith, speakingOf } from "../support/shown.ts";

const say = speak("en");
const photo = shareWith("1", ["写真.jpg", 4_000_000]);
const owner = peerId("a");
const nobodySaved: ReadonlySet<number> = new Set();
const shown = (peer: Peer, saved = nobodySaved) => sharesShown(peer, saved, speakingOf(peer));
const ken = (...shares: readonly Share[]) => personWith("a", "Ken", { shares: new Map(shares.map((share) => [share.id, { share }])) });
const can = (share: ShareShown | undefined) => Object.entries(share?.can ?? {}).flatMap(([act, may]) => (may ? [act] : []));

/** Ken offers the photo, or no longer, and my download of it is like this. */
const receiving = (now: Receiving, offers: readonly Share[] = [now.share], saved = nobodySaved) =>
  shown(peerWith({ people: peopleOf(ken(...offers)), receiving: new Map([[now.transfer, { owner, ownerName: "Once Ken", now }]]) }), saved);

const start = { share: photo, transfer: 7, linked: true } as const;
const halfway: Receiving = {
  ...start,
  ...{ at: "receiving", next: { chunk: 2, offset: 0 }, again: [], chunks: new Map(), digests: [], stored: 1_000_000, corrupt: 0 },
  line: { ...newLine(0), pace: { since: 0, bytes: 0, rates: [500] } },
} as Receiving;

test("what somebody offers can be downloaded", () => {
  const [share, ...others] = shown(peerWith({ people: peopleOf(ken(photo)) }));
  expect(others).toEqual([]);
  expect(share).toMatchObject({ name: "写真.jpg", size: "4.0 MB", whose: "from Ken", owner, tone: toneOf(owner), state: "available" });
  expect(share).toMatchObject({ percent: 0, width: "0%", busy: false, line: "", why: "", verified: false, many: false, files: [] });
  expect(can(share)).toEqual(["download"]);
});

test("a share of several files is called after the first, and lists them all", () => {
  const name = (...files: [string, number][]) => shown(peerWith({ people: peopleOf(ken(shareWith("2", ...files))) }))[0];
  expect(name(["a", 1], ["b", 2])?.name).toBe("a and one more");
  const three = name(["a", 1], ["b", 2_000], ["c", 0]);
  expect(three).toMatchObject({ name: "a and 2 more", many: true, size: "2.0 kB" });
  expect(three?.files).toEqual([
    { key: 0, name: "a", size: "1 byte" },
    { key: 1, name: "b", size: "2.0 kB" },
    { key: 2, name: "c", size: "0 byte" },
  ]);
});

test("while the disk makes room, nothing has arrived, and it can be cancelled", () => {
  const [share] = receiving({ ...start, at: "opening" });
  expect(share).toMatchObject({ state: "receiving", percent: 0, width: "0%", busy: true, line: "Making room on the disk…", transfer: 7 });
  expect(can(share)).toEqual(["cancel"]);
});

test("while it arrives, percent, bytes, speed and time left are said", () => {
  const [share] = receiving(halfway);
  expect(share).toMatchObject({ state: "receiving", percent: 25, width: "25%", busy: true, verified: false });
  expect(share?.line).toBe("25% · 1.0 MB of 4.0 MB · 500.0 kB/s · 6 sec left");
  expect(can(share)).toEqual(["cancel"]);
});

test("before a speed is known none is said", () => {
  const [share] = receiving({ ...halfway, line: newLine(0) } as Receiving);
  expect(share?.line).toBe("25% · 1.0 MB of 4.0 MB");
});

test("[R6] without a link it is said whom we wait for", () => {
  expect(receiving({ ...halfway, linked: false })[0]).toMatchObject({ state: "receiving", percent: 25, line: "Waiting for Ken…" });
});

test("while the whole is checked it is not yet verified", () => {
  const [share] = receiving({ ...start, at: "sealing" });
  expect(share).toMatchObject({ state: "receiving", percent: 100, verified: false, line: "Checking the whole…" });
  expect(can(share)).toEqual(["cancel"]);
});

test("[R7] only what is complete is verified; it can be saved, and once saved is shown so", () => {
  const complete: Receiving = { ...start, at: "complete" };
  const [share] = receiving(complete);
  expect(share).toMatchObject({ state: "complete", percent: 100, width: "100%", busy: false, verified: true, line: "" });
  expect(can(share)).toEqual(["save", "remove"]);
  const [saved] = receiving(complete, [photo], new Set([7]));
  expect(saved).toMatchObject({ state: "saved", verified: true, line: "saved" });
  expect(can(saved)).toEqual(["save", "remove"]);
  expect(receiving(complete, [photo], new Set([8]))[0]?.state).toBe("complete");
});

test("[R11] an empty file is all there when it is complete", () => {
  const empty = shareWith("3", ["empty", 0]);
  expect(receiving({ share: empty, transfer: 7, linked: true, at: "complete" })[0]).toMatchObject({ percent: 100, size: "0 byte" });
});

test("[R8] what failed says why, shows nothing as kept, and can be tried again while it is offered", () => {
  const failed: Receiving = { ...start, at: "failed", why: "chunk-corrupt" };
  const [share] = receiving(failed);
  expect(share).toMatchObject({ state: "failed", percent: 0, busy: false, verified: false, why: say("failure.chunk-corrupt") });
  expect(can(share)).toEqual(["download", "remove"]);
  expect(can(receiving(failed, [])[0])).toEqual(["remove"]);
});

test("[T5] what was withdrawn says so", () => {
  const [share] = receiving({ ...start, at: "failed", why: "share-withdrawn" }, []);
  expect(share).toMatchObject({ state: "withdrawn", why: say("failure.share-withdrawn") });
  expect(can(share)).toEqual(["remove"]);
});

test("a cancelled download leaves the offer as it was before", () => {
  const [share, ...others] = receiving({ ...start, at: "failed", why: "cancelled" });
  expect(others).toEqual([]);
  expect(share).toMatchObject({ state: "available", why: "", transfer: 0 });
  expect(can(share)).toEqual(["download"]);
});

test("[R10] a finished copy stays in the list when its owner has left, under the name they had", () => {
  const now: Receiving = { ...start, at: "complete" };
  const [share, ...others] = shown(peerWith({ receiving: new Map([[7, { owner, ownerName: "Once Ken", now }]]) }));
  expect(others).toEqual([]);
  expect(share).toMatchObject({ state: "complete", whose: "from Once Ken", verified: true });
});

// My own

const taker = (differs: Partial<Sending> = {}, to = owner): readonly [string, Sending & { to: string }] => [
  `${to}/1`,
  { ...newSending(photo, 1, 0), stored: 1_000_000, ...differs, to },
];
const mine = (...takers: ReturnType<typeof taker>[]) =>
  shown(
    peerWith({
      people: peopleOf(personWith("a", "Ken"), personWith("b", "花子")),
      offered: new Map([[photo.id, newOffered(photo)]]),
      sending: new Map(takers),
    }),
  )[0];

test("what I offer is mine, and can be stopped", () => {
  const share = mine();
  expect(share).toMatchObject({ state: "offered", whose: "yours", owner: me, tone: toneOf(me), percent: 0, busy: false, receivers: [] });
  expect(share?.line).toBe("Nobody has taken it yet.");
  expect(can(share)).toEqual(["stop"]);
});

test("[T6] each receiver is shown with how far they are", () => {
  const share = mine(taker(), taker({ stored: 4_000_000, ending: "done" }, peerId("b")));
  expect(share?.receivers.map(({ line }) => line)).toEqual(["Ken: 25% · 1.0 MB of 4.0 MB", "花子 has it all"]);
  expect(share?.receivers.map(({ tone }) => tone)).toEqual([owner, peerId("b")].map(toneOf));
  expect(new Set(share?.receivers.map(({ key }) => key)).size).toBe(2);
  expect(share).toMatchObject({ percent: 62, width: "62%", busy: true, line: "" });
});

test("[T6] how a transfer ended is said, and then nothing is busy", () => {
  const share = mine(taker({ ending: "no-space" }));
  expect(share?.receivers[0]?.line).toBe(`Ken: ${say("failure.no-space")}`);
  expect(share?.busy).toBe(false);
});

test("a receiver who has gone is Someone", () => {
  expect(mine(taker({ ending: "done" }, peerId("z")))?.receivers[0]?.line).toBe("Someone has it all");
});

test("mine come first, then what is offered, then what is only here any more", () => {
  const [other, gone] = [shareWith("2", ["other", 1]), shareWith("3", ["gone", 1])];
  const now: Receiving = { share: gone, transfer: 1, linked: false, at: "complete" };
  const peer = peerWith({
    people: peopleOf(ken(other)),
    offered: new Map([[photo.id, newOffered(photo)]]),
    receiving: new Map([[1, { owner, ownerName: "Ken", now }]]),
  });
  const list = shown(peer);
  expect(list.map(({ state }) => state)).toEqual(["offered", "available", "complete"]);
  expect(new Set(list.map(({ key }) => key)).size).toBe(3);
  expect(sizeOf(photo)).toBe(4_000_000);
});
