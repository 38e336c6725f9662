import { expect, test } from "bun:test";
import fc from "fast-check";
import { fileNameMax, pathMax } from "../../protocol/limits.ts";
import { plainName, safeName, safePaths, withEnd } from "../../protocol/path.ts";
import type { Entry } from "../../protocol/share.ts";
import { anyText, propertyRuns } from "../support/mutated.ts";

const bytesOf = (name: string) => new TextEncoder().encode(name).length;
const entries = (...paths: string[]): Entry[] => paths.map((path) => ({ path, size: 0, modified: 0, media: "" }));
const pathsOf = (...paths: string[]) => safePaths(entries(...paths)).map((steps) => steps.join("/"));

/** Names out of pieces that have hurt somebody. */
const hostile = fc.oneof(
  anyText,
  fc.string({
    unit: fc.constantFrom(".", "..", " ", "a", "A", "é", "e\u0301", "ß", "SS", "🙂", "\u200d", "con", ":", "\\", "\u202e", "\u0000"),
  }),
  fc.constantFrom(
    "CON",
    "nul.txt",
    "COM¹",
    "..",
    ".",
    "",
    " ",
    "C:",
    "desktop.ini",
    "x.lnk",
    "あ".repeat(200),
    `${"👩‍👩‍👧‍👦".repeat(20)}.png`,
  ),
);
const hostilePath = fc.array(hostile, { minLength: 1, maxLength: 6 }).map((names) => names.join("/"));

test("[N4] quotes, blanks inside, any script and joined emoji stay as they are", () => {
  const fine = [
    "it's “fine” & ‘so’.txt",
    "報告書 (最終).pdf",
    "a  b.tar.gz",
    ".bashrc",
    "…",
    "👩‍👩‍👧.png",
    "🏴󠁧󠁢󠁥󠁮󠁧󠁿 ❤️.txt",
    "%2e%2e",
    "-rf",
    "$(x)",
    "_",
    "__",
    " a",
  ];
  for (const name of [...fine, "می‌خواهم.txt", "e\u0301.txt", "console.log", "com10.txt", "x".repeat(255), "あ".repeat(85)]) {
    expect(safeName(name)).toBe(name);
  }
});

test("[N4] no name leads out of its folder", () => {
  expect(safeName("../../evil")).toBe(".._.._evil");
  expect(safeName("..\\..\\evil")).toBe(".._.._evil");
  expect(safeName("/etc/passwd")).toBe("_etc_passwd");
  expect(safeName("C:\\x")).toBe("C__x");
  expect(pathsOf("../../evil", "/etc/passwd", "C:\\x", "\\\\server\\share\\x", "a/../../b", "//x///y//", "./z")).toEqual([
    "__/__/evil",
    "etc/passwd",
    "C__x",
    "__server_share_x",
    "a/__/__/b",
    "x/y",
    "_/z",
  ]);
  expect(["", ".", "..", "...", " ", " .. ", "\u3000"].map(safeName)).toEqual(["_", "_", "__", "___", "_", "____", "_"]);
});

test("[N4] Windows' devices are no names, and what it drops at the end of a name is kept visible", () => {
  expect(["CON", "con.txt", "Nul .tar.gz", "COM¹", "lpt9.x", "CONIN$", "clock$"].map(safeName)).toEqual([
    "_CON",
    "_con.txt",
    "_Nul .tar.gz",
    "_COM¹",
    "_lpt9.x",
    "_CONIN$",
    "_clock$",
  ]);
  expect(["a.", "a ", "a. .", "a\u3000"].map(safeName)).toEqual(["a_", "a_", "a___", "a_"]);
  expect(safeName('a<b>c:"|?*')).toBe("a_b_c_____");
});

test("[N4] what is invisible or turns the reading direction becomes _", () => {
  expect(safeName("a\u0000b\nc\td\u007f")).toBe("a_b_c_d_");
  expect(safeName("photo\u202egpj.exe")).toBe("photo_gpj.exe");
  for (const code of "\u202a\u202b\u202c\u202d\u2066\u2067\u2068\u2069\u200e\u200f\u061c\u200b\u2060\ufeff\u00ad\u180e\ufff9\u2028\uffff") {
    expect(safeName(`a${code}b`)).toBe("a_b");
  }
});

test("[N4] a lone surrogate is no part of a name", () => {
  expect(safeName("a\ud800b.txt")).toBe("a\ufffdb.txt");
});

test("[N4] a name of more bytes than a file system holds is shortened between two visible characters, and keeps its ending", () => {
  expect(safeName(`${"x".repeat(300)}.jpeg`)).toBe(`${"x".repeat(250)}.jpeg`);
  expect(safeName(`${"x".repeat(300)}.tar.gz`)).toBe(`${"x".repeat(248)}.tar.gz`);
  expect(safeName(`${"あ".repeat(100)}.txt`)).toBe(`${"あ".repeat(83)}.txt`);
  expect(safeName(`${"👩‍👩‍👧‍👦".repeat(20)}.png`)).toBe(`${"👩‍👩‍👧‍👦".repeat(10)}.png`);
  expect(safeName("が".normalize("NFD").repeat(90))).toBe("が".normalize("NFD").repeat(42));
  expect(safeName(`${"x".repeat(254)} ${"y".repeat(50)}`)).toBe(`${"x".repeat(254)}_`);
  expect(safeName(`e${"\u0301".repeat(1_000)}`).length).toBe(128);
});

test("[N4] two names that some file system takes for one get numbers", () => {
  expect(pathsOf("A.txt", "a.txt", "a.TXT")).toEqual(["A.txt", "a (2).txt", "a (3).TXT"]);
  expect(pathsOf("\u00e9", "e\u0301", "ß", "SS", "K", "\u212a", "❤", "❤\ufe0f")).toEqual(
    ["\u00e9", "e\u0301 (2)", "ß", "SS (2)", "K", "\u212a (2)", "❤", "❤\ufe0f (2)"], //
  );
  expect(pathsOf("a (2).txt", "a.txt", "a.txt", "a.tar.gz", "A.tar.gz")).toEqual([
    "a (2).txt",
    "a.txt",
    "a (3).txt",
    "a.tar.gz",
    "A (2).tar.gz",
  ]);
  expect(pathsOf("x", "x/y", "x/z", "X/y", "x/", "w/")).toEqual(["x", "x (2)/y", "x (2)/z", "X (3)/y", "x (2)", "w"]);
});

test("[N4] what lies too deep moves up", () => {
  const [steps = []] = safePaths(entries(`${"d/".repeat(500)}file`));
  expect(steps.length).toBe(65);
  expect(steps.at(-1)).toBe("file");
});

test("[N4] whatever the name, it is one safe name", () => {
  fc.assert(
    fc.property(hostile, (name) => {
      const safe = safeName(name);
      expect(safe).not.toMatch(/[/\\<>:"|?*\p{Cc}\u202a-\u202e\u2066-\u2069\u200b\ufeff]|[.\s]$|^$/u);
      expect(safe).not.toMatch(/^(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?:\.|$)/i);
      expect(safe.isWellFormed()).toBe(true);
      expect(bytesOf(safe)).toBeLessThanOrEqual(fileNameMax);
      expect(safeName(safe)).toBe(safe);
      const plain = plainName(name);
      expect(plain).not.toMatch(/^\s|^\.\.|\.(?:lnk|url|scf|local)$|^desktop\.ini$/iu);
      expect([safeName(plain), plainName(plain)]).toEqual([plain, plain]);
    }),
    { numRuns: 2_000 },
  );
});

test("[N4] whatever the paths, no two files have one place, and none is where a folder is", () => {
  fc.assert(
    fc.property(fc.array(hostilePath, { maxLength: 20 }), (paths) => {
      const made = pathsOf(...paths);
      const files = made.filter((_, i) => !paths[i]?.endsWith("/"));
      const folders = made.flatMap((path, i) => {
        const steps = path.split("/");
        return steps.slice(0, paths[i]?.endsWith("/") ? undefined : -1).map((_, depth) => steps.slice(0, depth + 1).join("/"));
      });
      const folded = (path: string) => path.normalize("NFC").toLowerCase();
      expect(new Set(files.map(folded)).size).toBe(files.length);
      const held = new Set(folders.map(folded));
      expect(files.filter((path) => held.has(folded(path)))).toEqual([]);
      // Each of them is safe by itself: made again, it stays.
      expect(pathsOf(...files)).toEqual(files);
    }),
    propertyRuns,
  );
});

/** Lists of paths that a slow way would take hours for, which is longer than a test may. */
const long = "n".repeat(250);
const many: Readonly<Record<string, (i: number) => string>> = {
  "usual ones": (i) => `photos/${i % 500}/IMG_${i}.JPG`,
  "one same name": () => "same/name.txt",
  "one long name": () => long.repeat(2),
  "names that differ where the number goes": (i) => `${long}${(i >> 1).toString(36).padStart(4, "0")}`,
  "names that others would be numbered as": (i) => (i < 100_000 ? `a (${i}).txt` : "a.txt"),
};
for (const [what, path] of Object.entries(many)) {
  test(`[N4] 200,000 paths are made safe while somebody waits: ${what}`, () => {
    const made = safePaths(entries(...Array.from({ length: 200_000 }, (_, i) => path(i))));
    expect(new Set(made.map((steps) => steps.join("/"))).size).toBe(200_000);
  }, 60_000);
}

/** Where patterns went back and forth in them, this would take hours. */
test("[N4] long names of dots and blanks take no time", () => {
  for (const name of [
    `${" .".repeat(pathMax / 2 - 1)}x`,
    "con".padEnd(pathMax),
    `e${"\u0301".repeat(pathMax - 1)}`,
    "🙂".repeat(pathMax / 2),
  ]) {
    for (let i = 0; i < 500; i++) expect(safeName(name)).not.toBe("");
  }
});

test("[N4] what ends in something of ours is no longer than a name may be, and cut between two characters", () => {
  expect(withEnd("video.mp4", ".part")).toBe("video.mp4.part");
  const long = withEnd("長".repeat(200), ".part");
  expect(long).toBe(`${"長".repeat(83)}.part`);
  expect(bytesOf(long)).toBeLessThanOrEqual(255);
});
