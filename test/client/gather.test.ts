// How files come in, as far as no browser is needed: walking, names of what is pasted, and which files are the same again.
import { describe, expect, test } from "bun:test";
import { type Gathered, gatheredOf, gatherPaste, sameFiles } from "../../client/gather.ts";
import { walk } from "../../client/walk.ts";
import { entriesPerShareMax } from "../../protocol/limits.ts";
import { type Share, shareOf } from "../../protocol/share.ts";

type Tree = { readonly [name: string]: Tree | string };

/** Folders that are being read, and the most of them at once. */
let [asked, mostAsked] = [0, 0];

/** As Chromium shows a dropped folder: at most 100 at a time, and each answer comes later. */
function entryOf(name: string, tree: Tree | string): FileSystemEntry {
  if (typeof tree === "string") {
    const file = (well: (file: File) => void, ill: (error: Error) => void) =>
      setTimeout(() => (tree === "gone" ? ill(new DOMException("", "NotFoundError")) : well(new File([tree], name))), Math.random() * 3);
    return { name, isFile: true, isDirectory: false, file } as unknown as FileSystemEntry;
  }
  const createReader = () => {
    const left = Object.entries(tree);
    return {
      readEntries(well: (entries: FileSystemEntry[]) => void, ill: (error: Error) => void) {
        if (left.some(([name]) => name === "locked")) return setTimeout(() => ill(new DOMException("", "NotReadableError")));
        mostAsked = Math.max(mostAsked, ++asked);
        const answer = () => {
          asked--;
          well(left.splice(0, 100).map(([name, inside]) => entryOf(name, inside)));
        };
        setTimeout(answer, Math.random() * 3);
      },
    };
  };
  return { name, isFile: false, isDirectory: true, createReader } as unknown as FileSystemEntry;
}

/** As a picker lends it. */
function handleOf(name: string, tree: Tree | string): FileSystemHandle {
  if (typeof tree === "string") return { name, kind: "file", getFile: async () => new File([tree], name) } as unknown as FileSystemHandle;
  async function* values() {
    for (const [name, inside] of Object.entries(tree)) yield handleOf(name, inside);
  }
  return { name, kind: "directory", values } as unknown as FileSystemHandle;
}

const photos: Tree = {
  "b.jpg": "1",
  夏: { ".hidden": "2", deep: { deeper: { "x.txt": "" } }, none: {} },
  "a.jpg": "3",
};

describe("walking", () => {
  test("everything is found in the folders' own order, with hidden and empty files and empty folders, from several roots", async () => {
    const paths = [
      "photos/b.jpg",
      "photos/夏/.hidden",
      "photos/夏/deep/deeper/x.txt",
      "photos/夏/none/",
      "photos/a.jpg",
      "empty/",
      "loose.txt",
      "f",
    ];
    for (const of of [entryOf, handleOf]) {
      const { found, unreadable } = await walk([of("photos", photos), of("empty", {}), of("loose.txt", "4"), new File(["5"], "f")]);
      expect(found.map(({ path }) => path)).toEqual(paths);
      expect(await Promise.all(found.map(({ file }) => file?.text()))).toEqual(["1", "2", "", undefined, "3", undefined, "4", "5"]);
      expect(unreadable).toBe(0);
    }
  });

  test("a folder of 1,234 files comes in batches, and is found whole", async () => {
    const many = Object.fromEntries(Array.from({ length: 1_234 }, (_, i) => [`f${i}`, "x"]));
    const { found } = await walk([entryOf("many", many)]);
    expect(found.map(({ path }) => path)).toEqual(Object.keys(many).map((name) => `many/${name}`));
  });

  test("what vanished or may not be read is left out, and counted", async () => {
    const { found, unreadable } = await walk([entryOf("r", { a: "1", b: "gone", c: { locked: "x" }, d: "2" })]);
    expect([found.map(({ path }) => path), unreadable]).toEqual([["r/a", "r/d"], 2]);
  });

  test("many small folders are asked for together", async () => {
    const tree = Object.fromEntries(Array.from({ length: 500 }, (_, i) => [`d${i}`, { f: "x" }]));
    mostAsked = 0;
    expect((await walk([entryOf("r", tree)])).found.length).toBe(500);
    expect(mostAsked).toBeGreaterThan(10);
  });

  test("a folder without end is not walked to its end", async () => {
    const endless = (): FileSystemHandle =>
      ({
        ...{ name: "d", kind: "directory" },
        async *values() {
          for (;;) yield handleOf("f", "");
        },
      }) as unknown as FileSystemHandle;
    const { found } = await walk([endless()]);
    expect(found.length).toBeGreaterThan(entriesPerShareMax);
    expect(shareOf("5".repeat(32), gatheredOf(found).entries)).toBe("too-many-files");
  }, 30_000);

  test("a folder that is in itself is left where it is too deep", async () => {
    const inItself: FileSystemHandle = {
      ...{ name: "x".repeat(100), kind: "directory" },
      async *values() {
        yield inItself;
      },
    } as unknown as FileSystemHandle;
    expect(await walk([inItself])).toEqual({ found: [], unreadable: 1 });
  });
});

describe("pasting", () => {
  const now = new Date(2026, 10, 25, 10, 20, 30);
  const file = (name: string, type: string, age = 0) => new File(["x"], name, { type, lastModified: now.getTime() - age });
  const pasted = (files: File[], types = ["Files"]) => {
    const gathered = gatherPaste({ files, types } as unknown as DataTransfer, now);
    return gathered?.entries.map(({ path }) => path);
  };

  test("a picture that comes from no file gets a name with the time", () => {
    expect(pasted([file("image.png", "image/png")])).toEqual(["pasted image 2026-11-25 10.20.30.png"]);
  });

  test("a file keeps its name, even this one", () => {
    expect(pasted([file("photo.jpg", "image/jpeg"), file("image.png", "image/png", 600_000)])).toEqual(["photo.jpg", "image.png"]);
  });

  test("text that an office program puts beside a picture of it is text", () => {
    expect(pasted([file("image.png", "image/png")], ["text/plain", "text/html", "Files"])).toBe(undefined);
    expect(pasted([file("image.png", "image/png")], ["text/html", "Files"])?.length).toBe(1);
    expect(pasted([file("a.pdf", "application/pdf")], ["text/plain", "Files"])).toEqual(["a.pdf"]);
    expect(pasted([], ["text/plain"])).toBe(undefined);
  });
});

describe("the same files again", () => {
  const file = (name: string, text: string, lastModified = 1_000) => new File([text], name, { lastModified });
  const of = (...found: readonly (readonly [string, (File | undefined)?])[]): Gathered =>
    gatheredOf(found.map(([path, file]) => ({ path, ...(file && { file }) })));
  const shareIn = ({ entries }: Gathered) => shareOf("5".repeat(32), entries) as Share;
  const [a, b] = [file("a.txt", "aa"), file("b.txt", "b")];
  const tree = of(["p/a.txt", a], ["p/q/b.txt", b], ["p/none/"]);

  test("in another order, with others beside them and without the empty folder", () => {
    const found = sameFiles(shareIn(tree), of(["p/q/new", a], ["p/q/b.txt", b], ["p/a.txt", a]));
    expect(found).toEqual({ entries: tree.entries, files: [a, b, undefined], handles: [] });
  });

  test("one that changed", () => {
    expect(sameFiles(shareIn(tree), of(["p/a.txt", file("a.txt", "aaa")], ["p/q/b.txt", b]))).toBe("source-changed");
    expect(sameFiles(shareIn(tree), of(["p/a.txt", file("a.txt", "aa", 1_001)], ["p/q/b.txt", b]))).toBe("source-changed");
  });

  test("one that is missing", () => {
    expect(sameFiles(shareIn(tree), of(["p/a.txt", file("a.txt", "aaa")]))).toBe("other-files");
  });

  test("chosen one by one they count by their names", () => {
    expect(sameFiles(shareIn(tree), of(["b.txt", b], ["a.txt", a]))).toMatchObject({ files: [a, b, undefined] });
    expect(sameFiles(shareIn(of(["a.txt", a])), of(["elsewhere/a.txt", a]))).toMatchObject({ files: [a] });
    expect(sameFiles(shareIn(tree), of(["b.txt", b], ["a.txt", file("a.txt", "AAA")]))).toBe("source-changed");
    expect(sameFiles(shareIn(tree), of(["b.txt", b], ["c.txt", a]))).toBe("other-files");
  });

  test("two of one name are told apart by size and time", () => {
    const two = of(["a.txt", a], ["a.txt", file("a.txt", "other", 5)]);
    expect(sameFiles(shareIn(two), of(["a.txt", two.files[1]], ["a.txt", a]))).toMatchObject({ files: two.files });
  });

  test("a name that is no well-formed text", () => {
    const odd = of(["a\ud800.txt", a]);
    expect(sameFiles(shareIn(odd), odd)).toMatchObject({ files: [a] });
  });
});
