// A process that is killed at any moment, and disks that are full or may not be written to: real ones, with real signals.
import { afterEach, beforeEach, expect, test } from "bun:test";
import { readdirSync } from "node:fs";
import { lstat, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { openDisk } from "../../../cli/disk/index.ts";
import { chunkBytesMin } from "../../../protocol/limits.ts";
import { isFolder, placesOf } from "../../../protocol/share.ts";
import { each, without } from "../../../protocol/span.ts";
import { openFolderPage, streamOf } from "../../contract/sink-folder.ts";
import { type Folder, temporaryFolder } from "../../support/files.ts";
import { fileOf, shareOfEntries } from "../../support/shares.ts";
import { mixedShare } from "./mixed-share.ts";

let outer: Folder;
beforeEach(async () => {
  outer = await temporaryFolder();
});
afterEach(() => outer[Symbol.asyncDispose]());

/** What has a name that says nothing else is whole. Resolves to how many of the share's files have theirs. */
async function named(folder: string): Promise<number> {
  const names = new Set(await readdir(folder));
  let count = 0;
  for (const { entry, from, to } of placesOf(mixedShare)) {
    if (!names.has(entry.path.split("/")[0] ?? "")) continue;
    count++;
    if (isFolder(entry)) expect((await lstat(join(folder, entry.path))).isDirectory()).toBe(true);
    else expect((await readFile(join(folder, entry.path))).equals(streamOf(mixedShare, from, to))).toBe(true);
  }
  return count;
}

const start = (folder: string) => Bun.spawn([process.execPath, join(import.meta.dir, "receives.ts"), folder], { stderr: "inherit" });

async function expectAll(folder: string): Promise<void> {
  expect(await named(folder)).toBe(mixedShare.count);
  expect((await readdir(folder)).filter((name) => name.includes("roomcp") || name.includes("("))).toEqual([]);
}

test("a process that is killed again and again leaves nothing that looks whole and is not, and the next one goes on", async () => {
  const folder = join(outer.path, "in");
  let kills = 0;
  let code: number | null = null;
  for (let round = 0; code !== 0 && round < 40; round++) {
    const child = start(folder);
    // The clock begins when it begins to write. Each round has more time, and so comes further.
    while (child.exitCode === null && (await readdir(folder).catch(() => [])).length === 0) await Bun.sleep(1);
    const timer = setTimeout(() => child.kill("SIGKILL"), 60 + round * 15);
    code = await child.exited;
    clearTimeout(timer);
    if (child.signalCode === "SIGKILL") kills++;
    else expect(code).toBe(0);
    await named(folder);
  }
  expect(kills).toBeGreaterThan(1);
  await expectAll(folder);
}, 30_000);

test("a process that is killed while files get their names leaves the others to the next one, which gives each of them one name", async () => {
  for (let round = 0; ; round++) {
    expect(round).toBeLessThan(20);
    const folder = join(outer.path, `in ${round}`);
    await mkdir(folder);
    const child = start(folder);
    const until = Date.now() + 5_000;
    while (Date.now() < until && !readdirSync(folder).some((name) => name.startsWith("small") && !name.endsWith("part")));
    child.kill("SIGKILL");
    expect([0, 137]).toContain(await child.exited);
    if ((await named(folder)) === mixedShare.count) continue;
    expect(await start(folder).exited).toBe(0);
    return expectAll(folder);
  }
}, 30_000);

/** A disk of its own, with so many bytes. It takes leave to mount one. */
const mount = (path: string, options: string) => Bun.spawnSync(["mount", "-t", "tmpfs", "-o", options, "tmpfs", path]).exitCode === 0;
const unmount = (path: string) => Bun.spawnSync(["umount", path]);
const mayMount = await (async () => {
  await using folder = await temporaryFolder();
  const can = mount(folder.path, "size=1m");
  if (can) unmount(folder.path);
  return can;
})();
if (!mayMount) console.log("Full disks are not tried here: this user may not mount one.");
const withDisk = test.skipIf(!mayMount);

withDisk(
  "what does not fit is refused before a byte moves; what the disk turns out not to hold ends by name, and goes on when there is room",
  async () => {
    const disk = join(outer.path, "disk");
    await mkdir(disk);
    mount(disk, "size=6m");
    try {
      await using page = await openFolderPage(disk);
      expect(await page.do.open(1, shareOfEntries("1".repeat(32), [fileOf("large", 8 * chunkBytesMin)]))).toBe("no-space");
      expect(await readdir(disk)).toEqual([]);
      const share = shareOfEntries("2".repeat(32), [fileOf("fits", 4 * chunkBytesMin)]);
      expect(await page.do.open(2, share)).toBe("well");
      // Two do not get the same room.
      expect(await page.do.open(3, shareOfEntries("3".repeat(32), [fileOf("too", 4 * chunkBytesMin)]))).toBe("no-space");
      await writeFile(join(disk, "somebody else's"), new Uint8Array(3 * chunkBytesMin));
      expect(await page.do.store(2, [0, 1, 2, 3])).toBe("no-space");
      await page.do.shelve(2);
      await rm(join(disk, "somebody else's"));
      expect(await page.do.open(2, share)).toBe("well");
      const found = await page.do.found(2);
      expect(found).toEqual([[0, found[0]?.[1] ?? 0]]);
      expect(found[0]?.[1]).toBeGreaterThan(0);
      expect(await page.do.check(2, found)).toEqual([]);
      expect(await page.do.store(2, [...each(without([[0, 4]], found))])).toBe("well");
      expect(await page.do.close(2)).toBe("well");
      expect(await readdir(disk)).toEqual(["fits"]);
      expect((await readFile(join(disk, "fits"))).equals(streamOf(share, 0, share.size))).toBe(true);
    } finally {
      unmount(disk);
    }
  },
);

withDisk("a disk that may only be read is told by name, before anything is received or in the middle of it", async () => {
  const disk = join(outer.path, "disk");
  await mkdir(disk);
  mount(disk, "size=6m");
  try {
    await using page = await openFolderPage(disk);
    const share = shareOfEntries("2".repeat(32), [fileOf("d/one", chunkBytesMin), fileOf("d/two", chunkBytesMin)]);
    expect(await page.do.open(2, share)).toBe("well");
    expect(await page.do.store(2, [0])).toBe("well");
    await page.do.shelve(2);
    await page.disk.close();
    mount(disk, "remount,ro");
    const opening = openDisk({ room: "r", into: { folder: disk }, report: () => {} });
    expect(await opening.catch((error) => error.why)).toBe("folder-unwritable");
    expect(await page.do.open(2, share)).toBe("sink-broken");
    expect(page.disk.whyBroken(2)).toBe("folder-unwritable");
  } finally {
    unmount(disk);
  }
});
