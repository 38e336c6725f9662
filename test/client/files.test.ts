import { expect, test } from "bun:test";
import { manifestOf, rowsBetween, rowsShown } from "../../client/ui/files.ts";
import { levelOf, ticksOf } from "../../client/ui/tree.ts";
import { beginReceiving, completeReceiving } from "../../protocol/receive.ts";
import { newOffered } from "../../protocol/send.ts";
import type { Spans } from "../../protocol/span.ts";
import type { Language } from "../../protocol/words.ts";
import { peerId } from "../support/participant.ts";
import { knownOf, me, offerOf, peerWith, peopleOf, personWith, shareWith, speakingOf } from "../support/shown.ts";

const owner = peerId("a");
const album = shareWith("2", ["photos/a.jpg", 1_000], ["photos/\u202eb.jpg", 2_000], ["photos/in/c.jpg", 3_000], ["photos/in/d.jpg", 0]);

const rows = (
  given: {
    upTo?: number;
    picked?: Spans;
    below?: [string, number][];
    chosen?: Spans;
    sums?: string[];
    folder?: string;
    here?: boolean;
    language?: Language;
  } = {},
) => {
  const { upTo = 200, picked, below = [], chosen, sums = [], folder = "photos/", here = false, language } = given;
  const { entries } = album;
  const state = { entries, level: levelOf(entries, folder), upTo, ticks: ticksOf(4, picked), below: new Map(below), chosen, sums, here };
  return rowsShown(state, speakingOf(peerWith(), language));
};

test("folders come first with what is in them, then files with their sizes", () => {
  expect(rows().map(({ folder, path, name, size }) => [folder, path, name, size])).toEqual([
    [true, "photos/in/", "in", "2 files · 3.0 kB"],
    [false, "photos/a.jpg", "a.jpg", "1.0 kB"],
    [false, "photos/\u202eb.jpg", "\ufffdb.jpg", "2.0 kB"],
  ]);
  expect(rows({ language: "ja" })[0]?.size).toBe("2 個のファイル · 3.0 KB");
  expect(rows()[2]?.label).toBe("photos/\ufffdb.jpg");
});

test("no more rows than are wanted, each with a name of its own", () => {
  expect(rows({ upTo: 2 }).map(({ name }) => name)).toEqual(["in", "a.jpg"]);
  expect(rows({ upTo: 0 })).toEqual([]);
  expect(new Set(rows().map(({ key }) => key)).size).toBe(3);
});

test("[R14] a box is ticked, empty, or for a folder neither", () => {
  const boxes = (below: [string, number][], picked: Spans = []) => rows({ below, picked }).map(({ ticked, partly }) => [ticked, partly]);
  expect(boxes([])).toEqual([
    [false, false],
    [false, false],
    [false, false],
  ]);
  expect(boxes([["photos/in/", 1]], [[0, 1]])).toEqual([
    [false, true],
    [true, false],
    [false, false],
  ]);
  expect(boxes([["photos/in/", 2]])[0]).toEqual([true, false]);
});

test("[R14] what was not taken is told from what was", () => {
  expect(rows({ chosen: [[0, 1]] }).map(({ out, size }) => [out, size])).toEqual([
    [false, "2 files · 3.0 kB"],
    [false, "1.0 kB"],
    [true, "not taken"],
  ]);
});

test("a digest is shown in short once it is known", () => {
  const sum = "0123456789abcdef".repeat(4);
  expect(rows({ sums: [sum] }).map((row) => [row.sum, row.short])).toEqual([
    ["", ""],
    [sum, "0123456789ab…"],
    ["", ""],
  ]);
});

test("the files of a share are known by its download, by its owner, or because they are mine", () => {
  const people = (...known: Parameters<typeof offerOf>) =>
    peopleOf(personWith("a", "Ken", { shares: new Map([[album.id, offerOf(...known)]]) }));
  expect(manifestOf(peerWith({ people: people(album) }), [], owner, album.id)).toEqual({
    name: "photos/",
    entries: [],
    whole: false,
    here: false,
  });
  const known = peopleOf(personWith("a", "Ken", { shares: new Map([[album.id, knownOf(album)]]) }));
  expect(manifestOf(peerWith({ people: known }), [], owner, album.id)).toMatchObject({ entries: album.entries, whole: true });
  const taken = (now: ReturnType<typeof completeReceiving>) =>
    peerWith({ people: known, receiving: new Map([[7, { owner, ownerName: "Ken", automatic: false, now }]]) });
  expect(manifestOf(taken(completeReceiving(album, 7, [[0, 1]])), [], owner, album.id)).toMatchObject({
    transfer: 7,
    chosen: [[0, 1]],
    here: true,
  });
  const failed = { ...beginReceiving(album, 7, [[0, 1]])[0], at: "failed" as const, why: "cancelled" as const, stored: 0 };
  expect(manifestOf(taken(failed), [], owner, album.id)?.chosen).toBeUndefined();
  const mine = peerWith({ offered: new Map([[album.id, newOffered(album)]]) });
  expect(manifestOf(mine, [], me, album.id)).toMatchObject({ entries: album.entries, here: true });
  expect(manifestOf(peerWith(), [{ share: album }], me, album.id)?.entries).toBe(album.entries);
  expect(manifestOf(peerWith(), [], me, album.id)).toBeUndefined();
});

test("what is here in whole can be looked at, file by file", () => {
  const looks = (given: Parameters<typeof rows>[0]) => rows(given).map(({ look }) => look);
  expect(looks({ here: true })).toEqual(["", "Preview a.jpg", "Preview \ufffdb.jpg"]);
  expect(looks({ here: false })).toEqual(["", "", ""]);
  expect(looks({ here: true, chosen: [[0, 1]] })).toEqual(["", "Preview a.jpg", ""]);
});

test("a range goes from one row to another in either direction; without the one it is the other alone", () => {
  const shown = rows();
  const keys = (one: string, other: string) => rowsBetween(shown, one, other).map(({ key }) => key);
  const [first = "", second = "", third = ""] = shown.map(({ key }) => key);
  expect(keys(first, third)).toEqual([first, second, third]);
  expect(keys(third, second)).toEqual([second, third]);
  expect(keys(second, second)).toEqual([second]);
  expect(keys("gone", second)).toEqual([second]);
  expect(keys("", second)).toEqual([second]);
});
