// Receiving into a folder: names, what is there already, links, and what is kept for another process.
import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { lstat, mkdir, readdir, readFile, rm, stat, symlink, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import fc from "fast-check";
import { openDisk } from "../../../cli/disk/index.ts";
import { chunkBytesMin } from "../../../protocol/limits.ts";
import { chunkCountOf, type Entry, isFolder, placesOf, type Share } from "../../../protocol/share.ts";
import { type FolderPage, openFolderPage, streamOf } from "../../contract/sink-folder.ts";
import { type Folder, temporaryFolder } from "../../support/files.ts";
import { shareOfEntries } from "../../support/shares.ts";

let outer: Folder;
let folder: string;
let page: FolderPage;

beforeEach(async () => {
  outer = await temporaryFolder();
  folder = join(outer.path, "受信");
  page = await openFolderPage(folder);
});
afterEach(async () => {
  await page[Symbol.asyncDispose]();
  await outer[Symbol.asyncDispose]();
});

const id = "5".repeat(32);
const entry = (path: string, size = 10, modified = 1_700_000_000_250): Entry => ({ path, size, modified, media: "" });
const shareOf = (...entries: readonly Entry[]) => shareOfEntries(id, entries);
const allChunks = (share: Share) => Array.from({ length: chunkCountOf(share) }, (_, chunk) => chunk);

async function receive(transfer: number, share: Share, chosen?: readonly (readonly [number, number])[]): Promise<readonly string[]> {
  expect(await page.do.open(transfer, share, chosen)).toBe("well");
  expect(await page.do.store(transfer, allChunks(share))).toBe("well");
  expect(await page.do.close(transfer)).toBe("well");
  return (page.disk.landed(transfer)?.paths ?? []).map((path) => path.slice(folder.length + 1));
}

/** Every file and empty folder below, by its way, with what is in it. */
async function treeOf(path: string, way = ""): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const name of (await readdir(path)).sort()) {
    const here = join(path, name);
    if ((await lstat(here)).isDirectory()) {
      const below = await treeOf(here, `${way}${name}/`);
      Object.assign(found, Object.keys(below).length === 0 ? { [`${way}${name}/`]: "" } : below);
    } else found[way + name] = (await readFile(here)).toString("hex");
  }
  return found;
}

/** What a share brings, by the paths that it has. */
function contentOf(share: Share): Record<string, string> {
  const content = placesOf(share).map(({ entry, from, to }) => [entry.path, Buffer.from(streamOf(share, from, to)).toString("hex")]);
  return Object.fromEntries(content);
}

test("a tree comes as it was: Japanese names, hidden files, empty files and folders, and when each was changed", async () => {
  const share = shareOf(
    entry("旅行/写真/海 🏖️.jpg", 2 * chunkBytesMin + 7),
    entry("旅行/.hidden", 3),
    entry("旅行/空/", 0),
    entry("旅行/nothing", 0),
  );
  expect(await receive(1, share)).toEqual(["旅行"]);
  expect(await treeOf(folder)).toEqual(contentOf(share));
  for (const { path } of share.entries) expect(Math.round((await stat(join(folder, path))).mtimeMs)).toBe(1_700_000_000_250);
});

test("until all is verified there is only a part, under a name that says so, and nothing else of it has a name", async () => {
  const share = shareOf(entry("video.mp4", 3 * chunkBytesMin));
  expect(await page.do.open(1, share)).toBe("well");
  expect(await page.do.store(1, [0, 1, 2])).toBe("well");
  expect((await readdir(folder)).sort()).toEqual([".roomcp", "video.mp4.roomcp-part"]);
  expect(await page.do.close(1)).toBe("well");
  expect(await readdir(folder)).toEqual(["video.mp4"]);
});

describe("what is there already", () => {
  test("is never overwritten: what comes gets a number, as often as it takes", async () => {
    await writeFile(join(folder, "a.tar.gz"), "mine");
    await mkdir(join(folder, "a (2).tar.gz"));
    await symlink("/nowhere", join(folder, "a (3).tar.gz"));
    expect(await receive(1, shareOf(entry("a.tar.gz")))).toEqual(["a (4).tar.gz"]);
    expect(await readFile(join(folder, "a.tar.gz"), "utf8")).toBe("mine");
    expect(await readdir(join(folder, "a (2).tar.gz"))).toEqual([]);
  });

  test("is kept as it is where it is the same, byte for byte", async () => {
    const share = shareOf(entry("a.bin", chunkBytesMin + 3));
    expect(await receive(1, share)).toEqual(["a.bin"]);
    const before = await stat(join(folder, "a.bin"));
    expect(await receive(2, share)).toEqual(["a.bin"]);
    expect((await stat(join(folder, "a.bin"))).ino).toBe(before.ino);
    expect(await readdir(folder)).toEqual(["a.bin"]);
    // As long, and other bytes.
    await writeFile(join(folder, "a.bin"), Buffer.alloc(chunkBytesMin + 3));
    expect(await receive(3, share)).toEqual(["a (2).bin"]);
    expect(await receive(4, share)).toEqual(["a (2).bin"]);
  });

  test("a folder too: the same one is kept, with whatever else is in it, another one stays as it is", async () => {
    const share = shareOf(entry("d/one"), entry("d/e/two"));
    expect(await receive(1, share)).toEqual(["d"]);
    await writeFile(join(folder, "d", "more"), "mine");
    expect(await receive(2, share)).toEqual(["d"]);
    await writeFile(join(folder, "d", "e", "two"), "changed");
    expect(await receive(3, share)).toEqual(["d (2)"]);
    expect(await readFile(join(folder, "d", "e", "two"), "utf8")).toBe("changed");
  });

  test("an empty folder of that name stays, and so does a file where a folder comes", async () => {
    await mkdir(join(folder, "d"));
    await writeFile(join(folder, "e"), "mine");
    expect(await receive(1, shareOf(entry("d/one"), entry("e/two"), entry("f")))).toEqual(["d (2)", "e (2)", "f"]);
    expect(await readdir(join(folder, "d"))).toEqual([]);
    expect(await readFile(join(folder, "e"), "utf8")).toBe("mine");
  });

  test("a part of somebody else's is left alone", async () => {
    await writeFile(join(folder, "a.roomcp-part"), "theirs");
    expect(await receive(1, shareOf(entry("a")))).toEqual(["a"]);
    expect(await readFile(join(folder, "a.roomcp-part"), "utf8")).toBe("theirs");
  });
});

describe("links that wait for us", () => {
  const target = () => join(outer.path, "outside");
  beforeEach(() => writeFile(target(), "untouched"));
  afterEach(async () => expect(await readFile(target(), "utf8")).toBe("untouched"));

  test("where a part belongs", async () => {
    await symlink(target(), join(folder, "a.roomcp-part"));
    expect(await receive(1, shareOf(entry("a")))).toEqual(["a"]);
  });

  test("instead of a file or a folder of a part that is gone on with", async () => {
    const share = shareOf(entry("d/large", 2 * chunkBytesMin), entry("d/e/small"));
    expect(await page.do.open(1, share)).toBe("well");
    expect(await page.do.store(1, [0])).toBe("well");
    await page.do.shelve(1);
    await page[Symbol.asyncDispose]();
    const part = join(folder, "d.roomcp-part");
    await rm(join(part, "large"));
    await symlink(target(), join(part, "large"));
    await symlink(outer.path, join(part, "e"));
    page = await openFolderPage(folder);
    expect(await page.do.open(1, share)).toBe("well");
    expect(await page.do.store(1, [1])).toBe("sink-broken");
    await page.do.shelve(1);
    expect(await page.do.open(1, share)).toBe("well");
    expect(await page.do.store(1, [2])).toBe("sink-broken");
    expect(await readdir(outer.path)).not.toContain("small");
  });

  test("instead of the records", async () => {
    await mkdir(join(outer.path, "elsewhere"));
    await symlink(join(outer.path, "elsewhere"), join(folder, ".roomcp"));
    expect(await page.do.open(1, shareOf(entry("a")))).toBe("sink-broken");
    expect(page.disk.whyBroken(1)).toBe("folder-unwritable");
    expect(await readdir(join(outer.path, "elsewhere"))).toEqual([]);
  });
});

test("a record that leads out of the folder is not believed, and what it names is not touched", async () => {
  const precious = join(outer.path, "precious.roomcp-part");
  await writeFile(precious, "mine");
  await page.do.open(1, shareOf(entry("a")));
  await page[Symbol.asyncDispose]();
  const [job = ""] = await readdir(join(folder, ".roomcp"));
  const receipt = join(folder, ".roomcp", job, "receipt.json");
  await writeFile(receipt, (await readFile(receipt, "utf8")).replace("a.roomcp-part", "../precious.roomcp-part"));
  await writeFile(join(folder, ".roomcp", job, "verified"), "");
  page = await openFolderPage(folder);
  expect(await page.disk.restore()).toEqual([]);
  await page.do.open(1, shareOf(entry("a")));
  await page.do.discard(1);
  await page[Symbol.asyncDispose]();
  expect(await readFile(precious, "utf8")).toBe("mine");
});

const hostileStep = fc.oneof(
  fc.constantFrom(
    "..",
    ".",
    "",
    "...",
    "CON",
    "con.txt",
    "a",
    "A",
    "a.",
    "a ",
    "~",
    ".roomcp",
    "a.roomcp-part",
    "C:",
    "\\\\host\\share",
    "..\\..\\x",
    "\0",
    "a\u202etxt.exe",
    "ä",
    "a\u0308",
    "-rf",
    "\ud800",
    "長".repeat(200),
  ),
  fc.string({ unit: "grapheme", maxLength: 12 }),
);
const hostilePath = fc.array(hostileStep, { minLength: 1, maxLength: 5 }).map((steps) => steps.join("/") || "/");

test("hostile names never lead out of the folder, and every file of theirs is there once", async () => {
  const run = async (paths: readonly string[]) => {
    const inner = join(outer.path, `inner${Math.random()}`, "folder");
    await using here = await openFolderPage(inner);
    // Different sizes have different bytes.
    const share = shareOf(...paths.map((path, i) => entry(path, path.endsWith("/") ? 0 : i + 1)));
    expect(await here.do.open(1, share)).toBe("well");
    expect(await here.do.store(1, allChunks(share))).toBe("well");
    expect(await here.do.close(1)).toBe("well");
    const files = Object.entries(await treeOf(inner)).filter(([path]) => !path.endsWith("/"));
    const sent = share.entries.flatMap((each, i) => (isFolder(each) ? [] : [placesOf(share)[i]]));
    const expected = sent.map((place) => Buffer.from(streamOf(share, place?.from ?? 0, place?.to ?? 0)).toString("hex"));
    expect(files.map(([, bytes]) => bytes).sort()).toEqual(expected.sort());
    expect(await readdir(join(inner, ".."))).toEqual(["folder"]);
    await rm(join(inner, ".."), { recursive: true });
    expect((await readdir(outer.path)).sort()).toEqual(["受信"]);
  };
  await fc.assert(fc.asyncProperty(fc.array(hostilePath, { minLength: 1, maxLength: 8 }), run), { numRuns: 60 });
});

test("[R14] only what was chosen lands; what shares a chunk with it is kept beside, so that a chunk can be checked", async () => {
  const share = shareOf(entry("d/a", 100), entry("d/b", chunkBytesMin), entry("d/c", 50), entry("e", 5));
  const chosen = [[1, 2]] as const;
  expect(await page.do.open(1, share, chosen)).toBe("well");
  expect(await page.do.store(1, [0, 1])).toBe("well");
  await page.do.shelve(1);
  expect(await page.do.open(1, share, chosen)).toBe("well");
  expect(await page.do.check(1, [[0, 2]])).toEqual([]);
  const sums = await page.do.closed(1);
  expect(await treeOf(folder)).toEqual({ "d/b": contentOf(share)["d/b"] ?? "" });
  const expected = new Bun.CryptoHasher("sha256").update(streamOf(share, 100, 100 + chunkBytesMin)).digest("hex");
  expect(Array.from(sums)).toEqual(["", expected]);
});

describe("another process", () => {
  test("finds what this one left, under its number, and goes on with it; nothing of it is asked for again", async () => {
    const share = shareOf(entry("film.mkv", 4 * chunkBytesMin));
    expect(await page.do.open(77, share)).toBe("well");
    expect(await page.do.store(77, [0, 2])).toBe("well");
    await page[Symbol.asyncDispose]();
    page = await openFolderPage(folder);
    const [left, ...others] = await page.disk.restore();
    expect(others).toEqual([]);
    expect(left).toMatchObject({ transfer: 77, owner: "o".repeat(43), ownerName: "Owner", complete: false, paused: false, share });
    expect(await page.do.open(77, share)).toBe("well");
    expect(await page.do.found(77)).toEqual([
      [0, 1],
      [2, 3],
    ]);
    expect(
      await page.do.check(77, [
        [0, 1],
        [2, 3],
      ]),
    ).toEqual([]);
    expect(await page.do.store(77, [1, 3])).toBe("well");
    expect(await page.do.close(77)).toBe("well");
    expect(await treeOf(folder)).toEqual(contentOf(share));
    expect(await page.disk.restore()).toEqual([]);
  });

  test("that receives the same at the same time is told so, and neither harms the other", async () => {
    const share = shareOf(entry("a", 2 * chunkBytesMin));
    await using other = await openFolderPage(folder);
    expect(await page.do.open(1, share)).toBe("well");
    expect(await page.do.store(1, [0])).toBe("well");
    expect(await other.disk.restore()).toEqual([]);
    expect(await other.do.open(2, share)).toBe("sink-broken");
    expect(other.disk.whyBroken(2)).toBe("folder-busy");
    await other.do.discard(2);
    await other.disk.close();
    expect(await page.do.store(1, [1])).toBe("well");
    expect(await page.do.close(1)).toBe("well");
    expect(await treeOf(folder)).toEqual(contentOf(share));
  });

  test("that receives something else of the same name at the same time does not get in its way", async () => {
    await using other = await openFolderPage(folder);
    const [one, two] = [shareOf(entry("a", 100)), shareOf(entry("a", 200))];
    expect([await page.do.open(1, one), await other.do.open(1, two)]).toEqual(["well", "well"]);
    expect([await page.do.store(1, [0]), await other.do.store(1, [0])]).toEqual(["well", "well"]);
    expect(await Promise.all([page.do.close(1), other.do.close(1)])).toEqual(["well", "well"]);
    expect(Object.values(await treeOf(folder)).sort()).toEqual([...Object.values(contentOf(one)), ...Object.values(contentOf(two))].sort());
  });

  test("frees what nobody went on with for a month", async () => {
    const share = shareOf(entry("a", 2 * chunkBytesMin));
    await page.do.open(1, share);
    await page.do.store(1, [0]);
    await page[Symbol.asyncDispose]();
    page = await openFolderPage(folder);
    expect(await page.disk.restore()).toMatchObject([{ transfer: 1 }]);
    const [job = ""] = await readdir(join(folder, ".roomcp"));
    const long = Date.now() / 1000 - 31 * 86_400;
    await utimes(join(folder, ".roomcp", job, "digests"), long, long);
    expect(await page.disk.restore()).toEqual([]);
    expect(await readdir(folder)).toEqual([]);
  });
});

test("[R8] what is discarded, open or not, is freed, and what belongs to another transfer stays", async () => {
  const [one, two] = [shareOf(entry("d/a", 3 * chunkBytesMin)), shareOf(entry("b", 100))];
  await page.do.open(1, one);
  await page.do.store(1, [0, 2]);
  await page.do.open(2, two);
  await page.do.shelve(1);
  await page.do.discard(1);
  await page.do.store(2, [0]);
  await page.do.close(2);
  await page.disk.close();
  expect(await treeOf(folder)).toEqual(contentOf(two));
});

test("a folder that is not there is made; where none can be, that is said by name", async () => {
  const made = join(outer.path, "a", "b");
  await using here = await openFolderPage(made);
  expect(here.folder).toBe(made);
  expect((await stat(made)).isDirectory()).toBe(true);
  await writeFile(join(outer.path, "file"), "");
  for (const path of [join(outer.path, "file"), join(outer.path, "file", "below"), "/proc/none"]) {
    const opening = openDisk({ room: "r", into: { folder: path }, report: () => {} });
    expect(await opening.catch((error) => error.why)).toBe("folder-unwritable");
  }
});
