import { expect, test } from "bun:test";
import fc from "fast-check";
import { readControl } from "../../protocol/channel.ts";
import { chunksMax, filesPerShareMax, shareBytesMax } from "../../protocol/limits.ts";
import {
  chunkBytesOf,
  chunkCountOf,
  chunkLengthOf,
  fromHex,
  placesOf,
  type Share,
  safeName,
  sealedBytesOf,
  shareOf,
  sizeOf,
  toHex,
} from "../../protocol/share.ts";
import { anyText, propertyRuns } from "../support/mutated.ts";

const MiB = 1024 * 1024;
const GiB = 1024 * MiB;
const id = "5".repeat(32);
const share = (...sizes: number[]): Share => ({ id, files: sizes.map((size, i) => ({ name: `${i}.bin`, size, modified: 0, media: "" })) });
const utf8 = (text: string) => new TextEncoder().encode(text);

test("chunks are 1 MiB, all alike but the last", () => {
  const some = share(2 * MiB, 5);
  expect([chunkBytesOf(some), chunkCountOf(some)]).toEqual([MiB, 3]);
  expect([0, 1, 2, 3].map((index) => chunkLengthOf(some, index))).toEqual([MiB, MiB, 5, 0]);
});

test("[R11] a share of zero bytes has no chunk", () => {
  expect(chunkCountOf(share(0, 0))).toBe(0);
});

test("shares above 16 GiB have larger chunks, and never too many", () => {
  expect(chunkBytesOf(share(16 * GiB))).toBe(MiB);
  expect(chunkBytesOf(share(16 * GiB + 1))).toBe(2 * MiB);
  fc.assert(
    fc.property(fc.array(fc.nat({ max: 2 ** 40 }), { minLength: 1, maxLength: 5 }), (sizes) => {
      const some = share(...sizes);
      const count = chunkCountOf(some);
      expect(count).toBeLessThanOrEqual(chunksMax);
      if (count > 0) expect((count - 1) * chunkBytesOf(some) + chunkLengthOf(some, count - 1)).toBe(sizeOf(some));
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

test("a share cannot be made of nothing, of too many files, or of too many bytes", () => {
  const file = { name: "a", size: 1, modified: 0, media: "" };
  expect(shareOf(id, [])).toBe("source-unreadable");
  expect(shareOf(id, Array(filesPerShareMax + 1).fill(file))).toBe("too-many-files");
  expect(shareOf(id, Array(400).fill({ ...file, name: "x".repeat(200) }))).toBe("too-many-files");
  expect(shareOf(id, [{ ...file, size: shareBytesMax }, file])).toBe("share-too-large");
  expect(shareOf(id, [file])).toEqual({ id, files: [file] });
});

test("whatever can be made into a share can be offered", () => {
  const files = fc.array(fc.record({ name: anyText, size: fc.nat(), modified: fc.integer(), media: fc.string({ maxLength: 128 }) }), {
    minLength: 1,
    maxLength: 4,
  });
  fc.assert(
    fc.property(files, (some) => {
      const made = shareOf(id, some);
      if (typeof made !== "string")
        expect(readControl(JSON.stringify({ type: "offer", share: made }))).toEqual({ type: "offer", share: made });
    }),
    propertyRuns,
  );
});

test("a media type of any length can be offered", () => {
  const made = shareOf(id, [{ name: "a", size: 1, modified: 0, media: "x".repeat(200) }]);
  expect(readControl(JSON.stringify({ type: "offer", share: made }))).toBeDefined();
});

test("a name that is cut is still well-formed", () => {
  const made = shareOf(id, [{ name: `${"x".repeat(509)}🙂.txt`, size: 1, modified: 0, media: "" }]);
  expect(typeof made === "string" || made.files[0]?.name.isWellFormed()).toBe(true);
});

test("[R7] the sealed bytes are the manifest, a zero, and the chunks' digests", () => {
  const some = { id, files: [{ name: "日本 🙂\n.txt", size: MiB + 1, modified: 12, media: "text/plain" }] };
  const digests = ["00".repeat(32), "ff".repeat(32)];
  const manifest = `["${id}",1048576,[["日本 🙂\\n.txt",1048577,12,"text/plain"]]]`;
  expect(sealedBytesOf(some, digests)).toEqual(Uint8Array.from([...utf8(manifest), 0, ...fromHex(digests.join(""))]));
});

test("[R7] another name, size, time or chunk seals otherwise", () => {
  const [file] = share(5).files;
  if (file === undefined) throw new Error("no file");
  const others = [{ name: "1.bin" }, { size: 6 }, { modified: 1 }, { media: "a/b" }].map((change) => ({
    id,
    files: [{ ...file, ...change }],
  }));
  const sealed = [share(5), share(5, 0), ...others].map((each) => toHex(sealedBytesOf(each, ["00".repeat(32)])));
  sealed.push(toHex(sealedBytesOf(share(5), ["01".repeat(32)])));
  expect(new Set(sealed).size).toBe(sealed.length);
});

test("[R7] sealing takes any name, lone surrogates included", () => {
  fc.assert(
    fc.property(anyText, (name) => {
      const some = { id, files: [{ name, size: 0, modified: 0, media: "" }] };
      expect(sealedBytesOf(some, [])).toEqual(Uint8Array.from([...utf8(JSON.stringify([id, MiB, [[name, 0, 0, ""]]])), 0]));
    }),
    propertyRuns,
  );
});

test("[N4] quotes, markup, spaces and any script stay", () => {
  for (const name of [
    `"it's" <b>&amp;.txt`,
    "報告書 (最終).pdf",
    "a  b.tar.gz",
    ".bashrc",
    "…",
    "👩‍👩‍👧.png",
    "%2e%2e",
    "-rf",
    "a:b*c?",
    "$(x)",
  ]) {
    expect(safeName(name)).toBe(name);
  }
});

test("[N4] no name leads out of its folder", () => {
  expect(safeName("../../evil")).toBe(".._.._evil");
  expect(safeName("..\\..\\evil")).toBe(".._.._evil");
  expect(safeName("/etc/passwd")).toBe("_etc_passwd");
  expect(safeName("C:\\x")).toBe("C:_x");
  for (const name of ["", ".", "..", "...", " ", " .. ", ".\u3000."]) expect(safeName(name).trim()).toMatch(/^_/);
});

test("[N4] control characters and what turns the reading direction become _", () => {
  expect(safeName("a\u0000b\nc\td\u007f")).toBe("a_b_c_d_");
  expect(safeName("photo\u202egpj.exe")).toBe("photo_gpj.exe");
  for (const code of ["\u202a", "\u202b", "\u202c", "\u202d", "\u2066", "\u2067", "\u2068", "\u2069", "\u200e", "\u200f", "\u061c"]) {
    expect(safeName(`a${code}b`)).toBe("a_b");
  }
});

test("[N4] a lone surrogate is no part of a name", () => {
  expect(safeName("a\ud800b.txt")).toBe("a\ufffdb.txt");
});

test("[N4] a name that is too long is shortened and keeps its ending", () => {
  const name = safeName(`${"x".repeat(300)}.jpeg`);
  expect(name).toBe(`${"x".repeat(250)}.jpeg`);
});

test("[N4] a name of more bytes than a file system holds is shortened", () => {
  const name = safeName(`${"あ".repeat(100)}.txt`);
  expect(utf8(name).length).toBeLessThanOrEqual(255);
  expect(name).toMatch(/^あ{70,}\.txt$/);
});

test("[N4] whatever the name, it is one safe name", () => {
  fc.assert(
    fc.property(fc.oneof(anyText, fc.string({ unit: fc.constantFrom(".", "/", " ", "\u0000", "a", "🙂"), maxLength: 300 })), (name) => {
      const safe = safeName(name);
      expect(safe).not.toMatch(/[/\\\p{Cc}\u202a-\u202e\u2066-\u2069]/u);
      expect(safe).not.toMatch(/^[.\s]*$/);
      expect(safe.isWellFormed()).toBe(true);
      expect([...safe].length).toBeLessThanOrEqual(255);
      expect(safeName(safe)).toBe(safe);
    }),
    propertyRuns,
  );
});

test("[N4] a name of nothing but dots does not grow too long", () => {
  expect([...safeName(".".repeat(300))].length).toBeLessThanOrEqual(255);
});

test("hexadecimal goes there and back", () => {
  fc.assert(
    fc.property(fc.uint8Array(), (bytes) => expect(fromHex(toHex(bytes))).toEqual(bytes)),
    propertyRuns,
  );
});
