import { expect, test } from "bun:test";
import fc from "fast-check";
import { fromHex, toHex } from "../../protocol/bytes.ts";
import { readControl } from "../../protocol/channel.ts";
import { chunkBytesMin, chunksMax, entriesPerShareMax, shareBytesMax } from "../../protocol/limits.ts";
import {
  bytesOfChunks,
  chunkBytesOf,
  chunkCountOf,
  chunkLengthOf,
  chunksOf,
  placesIn,
  placesOf,
  portionOf,
  rawDigests,
  sealedBytesOf,
  shareListed,
  shareOf,
} from "../../protocol/share.ts";
import { anyText, propertyRuns } from "../support/mutated.ts";
import { fileOf, offerOf, shareOfEntries, shareOfSizes } from "../support/shares.ts";

const MiB = 1024 * 1024;
const GiB = 1024 * MiB;
const id = "5".repeat(32);
const share = (...sizes: number[]) => shareOfSizes(id, ...sizes);
const utf8 = (text: string) => new TextEncoder().encode(text);

test("chunks are 896 KiB, all alike but the last", () => {
  const some = share(2 * chunkBytesMin, 5);
  expect([chunkBytesOf(some), chunkCountOf(some)]).toEqual([7 * 128 * 1024, 3]);
  expect([0, 1, 2, 3].map((index) => chunkLengthOf(some, index))).toEqual([chunkBytesMin, chunkBytesMin, 5, 0]);
});

test("[R11] a share of zero bytes has no chunk", () => {
  expect(chunkCountOf(share(0, 0))).toBe(0);
});

test("shares above 14 GiB have larger chunks, and never too many", () => {
  expect(chunkBytesOf(share(14 * GiB))).toBe(chunkBytesMin);
  expect(chunkBytesOf(share(14 * GiB + 1))).toBe(2 * chunkBytesMin);
  fc.assert(
    fc.property(fc.array(fc.nat({ max: 2 ** 37 }), { minLength: 1, maxLength: 5 }), (sizes) => {
      const some = share(...sizes);
      const count = chunkCountOf(some);
      expect(count).toBeLessThanOrEqual(chunksMax);
      if (count > 0) expect((count - 1) * chunkBytesOf(some) + chunkLengthOf(some, count - 1)).toBe(some.size);
    }),
    propertyRuns,
  );
});

test("the files lie one after the other", () => {
  expect(placesOf(share(3, 0, 4)).map(({ from, to }) => [from, to])).toEqual([
    [0, 3],
    [3, 3],
    [3, 7],
  ]);
});

test("what lies in a span is found without walking through all files", () => {
  fc.assert(
    fc.property(
      fc.array(fc.nat({ max: 9 }), { minLength: 1, maxLength: 30 }),
      fc.nat({ max: 99 }),
      fc.nat({ max: 50 }),
      (sizes, from, length) => {
        const some = share(...sizes);
        const expected = placesOf(some).filter((place) => place.from < place.to && place.from < from + length && place.to > from);
        expect(placesIn(some, [from, from + length])).toEqual(expected);
      },
    ),
    propertyRuns,
  );
});

test("[R14] the chunks of chosen files are those that hold a byte of them", () => {
  const some = share(chunkBytesMin + 5, 0, 3 * chunkBytesMin, 7);
  expect(chunksOf(some, undefined)).toEqual([[0, 5]]);
  expect(chunksOf(some, [[0, 1]])).toEqual([[0, 2]]);
  expect(chunksOf(some, [[1, 2]])).toEqual([]);
  expect(chunksOf(some, [[2, 3]])).toEqual([[1, 5]]);
  expect(chunksOf(some, [[3, 99]])).toEqual([[4, 5]]);
  expect(bytesOfChunks(some, [[4, 5]])).toBe(12);
  expect(chunksOf(share(0), undefined)).toEqual([]);
});

test("a share cannot be made of nothing, of too many files, or of too many bytes", () => {
  const file = { path: "a", size: 1, modified: 0, media: "" };
  expect(shareOf(id, [])).toBe("source-unreadable");
  expect(shareOf(id, Array(entriesPerShareMax + 1).fill(file))).toBe("too-many-files");
  expect(shareOf(id, [{ ...file, size: shareBytesMax }, file])).toBe("share-too-large");
  expect(shareOf(id, [file])).toEqual({ id, name: "a", size: 1, count: 1, entries: [file] });
});

test("a share is called by its only file or folder, or by the first of several", () => {
  const nameOf = (...paths: string[]) =>
    shareOfEntries(
      id,
      paths.map((path) => fileOf(path, 0)),
    ).name;
  expect(nameOf("a.txt")).toBe("a.txt");
  expect(nameOf("写真/a", "写真/b/c", "写真/d/")).toBe("写真/");
  expect(nameOf("a", "b")).toBe("a");
  expect(nameOf("a/b", "ab/c")).toBe("a/b");
});

test("[T7] whatever can be made into a share can be offered and listed, portion by portion", () => {
  const entries = fc.array(fc.record({ path: anyText, size: fc.nat(), modified: fc.integer(), media: fc.string({ maxLength: 128 }) }), {
    minLength: 1,
    maxLength: 40,
  });
  fc.assert(
    fc.property(entries, (some) => {
      const made = shareOf(id, some);
      if (typeof made === "string") return;
      const { entries: all, ...offer } = made;
      const listed = [...portionOf(made, 0)];
      const word = { type: "offer" as const, share: offer, entries: listed };
      expect(readControl(JSON.stringify(word))).toEqual({ ...word, entries: [...listed] });
      while (listed.length < all.length) listed.push(...portionOf(made, listed.length));
      expect(shareListed(offer, listed)).toEqual(made);
      expect(shareListed(offer, listed.slice(1))).toBeUndefined();
    }),
    propertyRuns,
  );
});

test("[T7] even the longest path fits a message, however JSON writes it", () => {
  const made = shareOfEntries(id, [fileOf("\u0001".repeat(9_000), 1), fileOf("b", 1)]);
  expect(portionOf(made, 0).length).toBeGreaterThan(0);
  expect(readControl(JSON.stringify(offerOf(made)))).toBeDefined();
});

test("[T7] 200,000 files are told in portions that never end before the list does", () => {
  const made = shareOfEntries(
    id,
    Array.from({ length: 200_000 }, (_, i) => fileOf(`photos/${i % 365}/IMG_${i}.jpg`, i % 999)),
  );
  let from = 0;
  while (from < made.count) {
    const portion = portionOf(made, from);
    expect(portion.length).toBeGreaterThan(0);
    from += portion.length;
  }
  expect(from).toBe(200_000);
});

test("a media type of any length can be offered", () => {
  const made = shareOfEntries(id, [{ path: "a", size: 1, modified: 0, media: "x".repeat(200) }]);
  expect(readControl(JSON.stringify(offerOf(made)))).toBeDefined();
});

test("[R7] the sealed bytes are the manifest, a zero, and the chunks' digests", () => {
  const some = shareOfEntries(id, [{ path: "日本 🙂\n.txt", size: MiB + 1, modified: 12, media: "text/plain" }]);
  const digests = ["00".repeat(32), "ff".repeat(32)];
  const manifest = `["${id}",917504,[["日本 🙂\\n.txt",1048577,12,"text/plain"]]]`;
  expect(sealedBytesOf(some, rawDigests(digests))).toEqual(Uint8Array.from([...utf8(manifest), 0, ...fromHex(digests.join(""))]));
});

test("[R7] another path, size, time or chunk seals otherwise", () => {
  const [file] = share(5).entries;
  if (file === undefined) throw new Error("no file");
  const others = [{ path: "1.bin" }, { size: 6 }, { modified: 1 }, { media: "a/b" }].map((change) =>
    shareOfEntries(id, [{ ...file, ...change }]),
  );
  const sealed = [share(5), share(5, 0), ...others].map((each) => toHex(sealedBytesOf(each, rawDigests(["00".repeat(32)]))));
  sealed.push(toHex(sealedBytesOf(share(5), rawDigests(["01".repeat(32)]))));
  expect(new Set(sealed).size).toBe(sealed.length);
});

test("[R7] sealing takes any path", () => {
  fc.assert(
    fc.property(anyText, (path) => {
      const some = shareOfEntries(id, [fileOf(path, 0)]);
      const manifest = JSON.stringify([id, chunkBytesOf(some), [[some.entries[0]?.path, 0, 0, ""]]]);
      expect(sealedBytesOf(some, new Uint8Array())).toEqual(Uint8Array.from([...utf8(manifest), 0]));
    }),
    propertyRuns,
  );
});

test("hexadecimal goes there and back", () => {
  fc.assert(
    fc.property(fc.uint8Array(), (bytes) => expect(fromHex(toHex(bytes))).toEqual(bytes)),
    propertyRuns,
  );
});
