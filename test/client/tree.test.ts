import { expect, test } from "bun:test";
import fc from "fast-check";
import { crumbsOf, levelOf, spansOf, tickedIn, tickFolder, ticksOf, topOf } from "../../client/ui/tree.ts";
import { covers } from "../../protocol/span.ts";
import { entryOf } from "../support/shown.ts";

const entries = [
  ...([
    "photos/",
    "photos/b10.jpg",
    "photos/b9.jpg",
    "photos/夏/",
    "photos/夏/海/c",
    "photos/夏/d",
    "photos/a/e",
    "photosynthesis",
  ] as const),
].map((path, i) => entryOf([path, path.endsWith("/") ? 0 : 10 ** i]));

test("a share of one folder begins in it; loose files begin above all", () => {
  expect(["photos/", "a.txt", "x/a.txt"].map(topOf)).toEqual(["photos/", "", ""]);
});

test("a level has its folders with what lies below them, and its files, as people sort them", () => {
  const { folders, files } = levelOf(entries, "photos/");
  expect(folders).toEqual([
    { name: "a", path: "photos/a/", size: 1_000_000, files: 1, entries: 1 },
    { name: "夏", path: "photos/夏/", size: 110_000, files: 2, entries: 3 },
  ]);
  expect(files.map((index) => entries[index]?.path)).toEqual(["photos/b9.jpg", "photos/b10.jpg"]);
});

test("above all are the top folder and what only begins alike", () => {
  const { folders, files } = levelOf(entries, "");
  expect(folders.map(({ path, files, entries }) => [path, files, entries])).toEqual([["photos/", 5, 7]]);
  expect(files).toEqual([7]);
  expect(levelOf(entries, "photos/夏/海/").files).toEqual([4]);
  expect(levelOf(entries, "nowhere/")).toEqual({ folders: [], files: [] });
});

test("the way up leads from the top to the folder that is open", () => {
  expect(crumbsOf("photos/", "photos/夏/海/")).toEqual([
    { name: "photos", path: "photos/" },
    { name: "夏", path: "photos/夏/" },
    { name: "海", path: "photos/夏/海/" },
  ]);
  expect(crumbsOf("photos/", "photos/")).toEqual([{ name: "photos", path: "photos/" }]);
  expect(crumbsOf("", "")).toEqual([{ name: "", path: "" }]);
  expect(crumbsOf("", "x/y/").map(({ path }) => path)).toEqual(["", "x/", "x/y/"]);
});

test("[R14] ticking a folder ticks what is below it, and becomes spans of entries", () => {
  const ticks = ticksOf(entries.length);
  expect(spansOf(ticks)).toEqual([]);
  tickFolder(ticks, entries, "photos/夏/", true);
  ticks[1] = 1;
  expect(spansOf(ticks)).toEqual([
    [1, 2],
    [3, 6],
  ]);
  expect(tickedIn(ticks, entries, "photos/")).toEqual({ below: new Map([["photos/夏/", 3]]), files: 3, size: 110_010 });
  tickFolder(ticks, entries, "photos/夏/海/", false);
  expect(spansOf(ticks)).toEqual([
    [1, 2],
    [3, 4],
    [5, 6],
  ]);
  expect(tickedIn(ticks, entries, "photos/").below).toEqual(new Map([["photos/夏/", 2]]));
  tickFolder(ticks, entries, "", true);
  expect(spansOf(ticks)).toEqual([[0, entries.length]]);
});

test("spans and ticks say the same", () => {
  fc.assert(
    fc.property(fc.array(fc.boolean(), { maxLength: 40 }), (wanted) => {
      const ticks = Uint8Array.from(wanted, Number);
      const spans = spansOf(ticks);
      expect(wanted.every((yes, i) => covers(spans, [i, i + 1]) === yes)).toBe(true);
      expect(ticksOf(wanted.length, spans)).toEqual(ticks);
    }),
  );
});

test("200,000 files, in one folder or in thousands, are shown, ticked and told as one span", () => {
  for (const folderOf of [() => "all/", (i: number) => `all/${i % 5_000}/`]) {
    const many = Array.from({ length: 200_000 }, (_, i) => entryOf([`${folderOf(i)}${i}.jpg`, i]));
    const ticks = ticksOf(many.length);
    levelOf(many, "all/");
    tickFolder(ticks, many, "all/", true);
    tickedIn(ticks, many, "all/");
    expect(spansOf(ticks)).toEqual([[0, many.length]]);
  }
});
