// What is saved, in a real browser: as a zip that other programs unpack, one by one, and as a tree in a folder.
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { mkdir, stat } from "node:fs/promises";
import { join } from "node:path";
import fc from "fast-check";
import type { Browser, Page } from "playwright-core";
import { safePaths } from "../../protocol/path.ts";
import { type Entry, isFolder, placesOf, type Share, shareOf } from "../../protocol/share.ts";
import { type Folder, sha256, temporaryFolder } from "../support/files.ts";
import { launchChromium } from "../support/person.ts";
import { bytesAt } from "./bytes.ts";
import { type Doing, doing, openSaveSite, type SaveSite } from "./site.ts";

setDefaultTimeout(60_000);

let site: SaveSite;
let folder: Folder;
let browser: Browser;
let page: Page;
let verbs: Doing;

beforeAll(async () => {
  [site, folder, browser] = await Promise.all([openSaveSite(), temporaryFolder(), launchChromium()]);
  page = await (await browser.newContext({ acceptDownloads: true })).newPage();
  // On a busy machine a zip of 70,001 files takes its time.
  page.setDefaultTimeout(100_000);
  page.on("pageerror", (error) => console.error("in the page:", error));
  verbs = doing(page);
  await page.goto(site.url);
});

afterAll(async () => {
  await browser?.close();
  await site?.[Symbol.asyncDispose]();
  await folder?.[Symbol.asyncDispose]();
});

const modified = Date.UTC(2026, 3, 5, 6, 7, 8);
const entries = (sizes: Readonly<Record<string, number>>): Entry[] =>
  Object.entries(sizes).map(([path, size]) => ({ path, size, modified, media: "text/html" }));

const digestOf = (bytes: string | Uint8Array) => new Bun.CryptoHasher("sha256").update(bytes).digest("hex");

const album = {
  "写真/2026/海.jpg": 1_200_001,
  "写真/it's “me” & you.txt": 5,
  "写真/空.txt": 0,
  "写真/.hidden": 17,
  "写真/夏/": 0,
  "写真/動画.mp4": 3_000_000,
  "写真/../evil.txt": 3,
};

/** What should be where: bytes by path; empty folders have none. */
function treeOf(some: readonly Entry[], wanted: (index: number) => boolean = () => true): Record<string, string> {
  const share = shareOf("5".repeat(32), some) as Share;
  const paths = safePaths(some);
  const found = placesOf(share).flatMap(({ entry, index, from, to }) => {
    if (!wanted(index)) return [];
    return [[paths[index]?.join("/") + (isFolder(entry) ? "/" : ""), isFolder(entry) ? "" : digestOf(bytesAt(from, to))] as const];
  });
  return Object.fromEntries(found);
}

async function download(act: () => Promise<unknown>): Promise<{ path: string; name: string; result: unknown }> {
  const [came, result] = await Promise.all([page.waitForEvent("download"), act()]);
  return { path: await came.path(), name: came.suggestedFilename(), result };
}

/** Unpacks with somebody else's program. */
async function unpacked(zip: string, how: "unzip" | "python"): Promise<string> {
  const root = join(folder.path, crypto.randomUUID());
  await mkdir(root);
  const command = how === "unzip" ? ["unzip", "-q", zip, "-d", root] : ["python3", "-m", "zipfile", "-e", zip, root];
  const { exitCode, stderr } = Bun.spawnSync(command, { env: { ...process.env, LC_ALL: "C.UTF-8" } });
  expect([exitCode, stderr.toString()]).toEqual([0, ""]);
  return root;
}

async function treeIn(root: string): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for await (const path of new Bun.Glob("**/*").scan({ cwd: root, dot: true, onlyFiles: false })) {
    const isFile = (await stat(join(root, path))).isFile();
    if (isFile) found[path] = await sha256(join(root, path));
    else if ((await Array.fromAsync(new Bun.Glob("*").scan({ cwd: join(root, path), dot: true, onlyFiles: false }))).length === 0)
      found[`${path}/`] = "";
  }
  return found;
}

describe("zip", () => {
  test("two programs unpack the same tree, with its names, empty folders, bytes and times", async () => {
    const { path, name, result } = await download(() => verbs.save(entries(album), "zip"));
    expect([name, result]).toEqual(["写真.zip", { at: "saved", how: "zip" }]);
    for (const how of ["unzip", "python"] as const) {
      const root = await unpacked(path, how);
      expect(await treeIn(root)).toEqual(treeOf(entries(album)));
      if (how === "unzip") expect((await stat(join(root, "写真/動画.mp4"))).mtime.getTime()).toBe(modified);
    }
  });

  test("some of a share: what was not chosen is neither read nor missed", async () => {
    const { path } = await download(() =>
      verbs.save(entries(album), "zip", [
        [1, 2],
        [4, 6],
      ]),
    );
    expect(await treeIn(await unpacked(path, "unzip"))).toEqual(treeOf(entries(album), (index) => [1, 4, 5].includes(index)));
  });

  test("times that a zip cannot tell are the nearest that it can", async () => {
    const times = [-1e15, 0, 1e15].map((modified, i) => ({ path: `${i}`, size: 1, modified, media: "" }));
    const { path } = await download(() => verbs.save(times, "zip"));
    const list = Bun.spawnSync(["python3", "-c", `import zipfile;print([i.date_time[0] for i in zipfile.ZipFile("${path}").infolist()])`]);
    expect(list.stdout.toString().trim()).toBe("[1980, 1980, 2107]");
  });

  test("more than 65,535 files make a zip64, of which every file is found", async () => {
    const { path, result } = await download(() => verbs.saveMany(70_001, "zip"));
    expect(result).toEqual({ at: "saved", how: "zip" });
    const end = (await Bun.file(path).bytes()).slice(-98);
    const view = new DataView(end.buffer);
    expect([view.getUint32(0, true), view.getUint32(56, true), view.getUint32(76, true)]).toEqual([0x06064b50, 0x07064b50, 0x06054b50]);
    expect([view.getBigUint64(24, true), view.getBigUint64(32, true)]).toEqual([70_001n, 70_001n]);
    // Where the locator says that it is, it is.
    expect(Number(view.getBigUint64(64, true))).toBe(Bun.file(path).size - 98);
    const list = Bun.spawnSync(["python3", "-c", `import zipfile;print(len(set(zipfile.ZipFile("${path}").namelist())))`]);
    expect(list.stdout.toString().trim()).toBe("70001");
    const { exitCode, stdout } = Bun.spawnSync(["unzip", "-tqq", path]);
    expect([exitCode, stdout.toString()]).toEqual([0, ""]);
  }, 120_000);

  test("the code that makes zips is loaded by those who want one", () => {
    const [first = ""] = site.scripts.values();
    expect(first).not.toContain("Every file must have a non-empty name");
    expect([...site.scripts.values()].join("")).toContain("Every file must have a non-empty name");
  });
});

test("one by one, all of 25 files are downloaded under their own names, as what a browser never opens", async () => {
  const sizes = Object.fromEntries(Array.from({ length: 25 }, (_, i) => [`夏/${i}/it's ${i}.html`, i * 1_000]));
  const names: string[] = [];
  const came = page.waitForEvent("download", { predicate: (download) => names.push(download.suggestedFilename()) === 25 });
  expect(await verbs.save(entries({ ...sizes, "夏/empty/": 0 }), "files")).toEqual({ at: "saved", how: "files" });
  const last = await came;
  expect(names).toEqual(Array.from({ length: 25 }, (_, i) => `it's ${i}.html`));
  const share = shareOf("5".repeat(32), entries(sizes)) as Share;
  const place = placesOf(share).at(-1);
  expect(await Bun.file(await last.path()).bytes()).toEqual(bytesAt(place?.from ?? 0, place?.to ?? 0));
});

describe("folder", () => {
  const fresh = async () => {
    await verbs.empty();
    await verbs.chooseFolder();
    expect(await verbs.folder()).toEqual({ name: "picked", ready: true });
  };

  test("the tree lands whole", async () => {
    await fresh();
    expect(await verbs.save(entries(album), "folder")).toEqual({ at: "saved", how: "folder" });
    expect(await verbs.tree()).toEqual(treeOf(entries(album)));
  });

  test("some of a share", async () => {
    await fresh();
    await verbs.save(entries(album), "folder", [
      [0, 1],
      [3, 5],
    ]);
    expect(await verbs.tree()).toEqual(treeOf(entries(album), (index) => [0, 3, 4].includes(index)));
  });

  test("nothing that is there is overwritten: a folder gets one number, a file another name", async () => {
    await fresh();
    await verbs.put("photos/a.txt", "mine");
    await verbs.put("b.txt", "mine");
    await verbs.put("c", "mine");
    await verbs.save(entries({ "photos/a.txt": 1, "photos/x/b.txt": 2, "b.txt": 3, "c/d": 4, "c/e": 5 }), "folder");
    const mine = digestOf("mine");
    expect(Object.entries(await verbs.tree()).map(([path, digest]) => [path, digest === mine])).toEqual(
      expect.arrayContaining([
        ["photos/a.txt", true],
        ["b.txt", true],
        ["c", true],
        ["photos (2)/a.txt", false],
        ["photos (2)/x/b.txt", false],
        ["b (2).txt", false],
        ["c (2)/d", false],
        ["c (2)/e", false],
      ]),
    );
    expect(await verbs.count()).toBe(8);
  });

  test("several at once, all of the same names", async () => {
    await fresh();
    const saved = await verbs.saveAtOnce(5, entries({ "a.txt": 10, "p/b.txt": 20 }));
    expect(saved.every((each) => each?.at === "saved")).toBe(true);
    const paths = ["", " (2)", " (3)", " (4)", " (5)"].flatMap((number) => [`a${number}.txt`, `p${number}/b.txt`]);
    expect(Object.keys(await verbs.tree()).sort()).toEqual(paths.sort());
  });

  test("whatever the paths, and whatever the browser refuses, every file lands inside, with its bytes", async () => {
    const names = fc.constantFrom(
      "..",
      "",
      ".",
      "a",
      "A",
      "a.",
      "con",
      "nul.txt",
      "é",
      "e\u0301",
      "x.lnk",
      "x.lnk_",
      "desktop.ini",
      " b",
      "b\u00ad",
      "👩‍👩‍👧",
      "\u202e",
      "\ud800",
      "C:",
      "あ".repeat(120),
      "_",
      "\u0000",
    );
    const paths = fc.array(fc.tuple(fc.array(names, { minLength: 1, maxLength: 4 }), fc.nat({ max: 40 })), { minLength: 1, maxLength: 12 });
    const refused = "^\\s|\\s$|^\\.\\.|(?![\\u200c\\u200d])\\p{Cf}|\\.(?:lnk|url)$|^desktop\\.ini$";
    const run = fc.asyncProperty(paths, fc.boolean(), async (some, refuses) => {
      await verbs.empty();
      if (refuses) await verbs.refuse(refused);
      const given = some
        .map(([names, size]) => ({ path: names.join("/") || "_", size, modified, media: "" }))
        .map((entry) => ({ ...entry, size: isFolder(entry) ? 0 : entry.size }));
      const share = shareOf("5".repeat(32), given) as Share;
      expect(await verbs.save(given, "folder")).toEqual({ at: "saved", how: "folder" });
      const tree = Object.entries(await verbs.tree()).filter(([path]) => !path.endsWith("/"));
      const wanted = placesOf(share).filter(({ entry }) => !isFolder(entry));
      expect(tree.length).toBe(wanted.length);
      expect(tree.map(([, digest]) => digest).sort()).toEqual(wanted.map(({ from, to }) => digestOf(bytesAt(from, to))).sort());
      if (!refuses)
        expect(Object.fromEntries(tree)).toEqual(
          Object.fromEntries(Object.entries(treeOf(share.entries)).filter(([path]) => !path.endsWith("/"))),
        );
    });
    await fc.assert(run, { numRuns: 60 });
    await verbs.empty();
    expect(
      await page.evaluate(
        "(async () => (await Array.fromAsync((await navigator.storage.getDirectory()).keys())).filter((name) => !name.startsWith('record-')))()",
      ),
    ).toEqual(["picked"]);
  });

  test("a full disk is said, and nothing half done stays", async () => {
    await fresh();
    await verbs.put("mine.txt", "mine");
    await verbs.breakAfter(20, "QuotaExceededError");
    expect(await verbs.saveMany(60, "folder")).toEqual({ at: "failed", why: "no-space" });
    expect(Object.keys(await verbs.tree())).toEqual(["mine.txt"]);
    expect(await verbs.warned()).toEqual(["no-space"]);
    await verbs.breakAfter(0, "InvalidStateError");
    expect(await verbs.save(entries({ a: 5 }), "folder")).toEqual({ at: "failed", why: "sink-broken" });
  });

  test("what is complete lands with no click if nobody clicked for it either, once", async () => {
    await fresh();
    const automatic = await verbs.completed(entries({ "a.txt": 5 }), true);
    const clicked = await verbs.completed(entries({ "b.txt": 5 }), false);
    await verbs.savedAt(automatic, "saved");
    expect((await verbs.saved(clicked)) ?? undefined).toBe(undefined);
    expect(Object.keys(await verbs.tree())).toEqual(["a.txt"]);
  });

  test("after a reload the folder is known; if the browser wants a click first, what is complete waits for it", async () => {
    await fresh();
    await page.reload();
    const soon = await verbs.completed(entries({ "soon.txt": 5 }), true);
    await verbs.savedAt(soon, "saved");
    await verbs.permission("prompt");
    await verbs.again();
    const later = await verbs.completed(entries({ "later.txt": 5 }), true);
    expect(await verbs.folder()).toEqual({ name: "picked", ready: false });
    expect(await verbs.count()).toBe(1);
    await verbs.allowFolder();
    await verbs.savedAt(later, "saved");
    expect(Object.keys(await verbs.tree()).sort()).toEqual(["later.txt", "soon.txt"]);
    await verbs.forgetFolder();
    await page.reload();
    const homeless = await verbs.completed(entries({ "homeless.txt": 5 }), true);
    expect([(await verbs.folder()) ?? undefined, (await verbs.saved(homeless)) ?? undefined]).toEqual([undefined, undefined]);
  });

  test("leave that is taken back while it is written: what nobody clicked lands once it is given again", async () => {
    await fresh();
    await verbs.breakAfter(0, "NotAllowedError");
    const before = await verbs.completed(entries({ "a.txt": 5 }), true);
    await verbs.savedAt(before, "failed");
    expect(await verbs.folder()).toEqual({ name: "picked", ready: false });
    await verbs.empty();
    await verbs.permission("prompt");
    const waits = await verbs.completed(entries({ "b.txt": 5 }), true);
    await verbs.allowFolder();
    await verbs.savedAt(waits, "saved");
  });

  test("progress is told now and then", async () => {
    await fresh();
    const seen = await verbs.progress(entries({ large: 200_000_000 }), "folder");
    const gaps = seen.slice(2).map(({ at }, i) => at - (seen[i + 1]?.at ?? 0));
    expect(gaps.every((gap) => gap >= 199)).toBe(true);
    expect(await verbs.count()).toBe(1);
  });

  test("1,000 files take seconds", async () => {
    await fresh();
    const begun = performance.now();
    await verbs.saveMany(1_000, "folder");
    expect(await verbs.count()).toBe(1_000);
    expect(performance.now() - begun).toBeLessThan(30_000);
  });
});
