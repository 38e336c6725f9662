// What was received gets its name. Nothing that is there is overwritten: what has the name already is kept if it is the same, byte for byte;
// otherwise a number goes with the name, as in "a (2).txt".
import { link, lstat, open, readdir, rename, rm, rmdir, unlink } from "node:fs/promises";
import { join } from "node:path";
import { numbered } from "../../protocol/path.ts";
import { codeOf } from "./problem.ts";
import { readAll } from "./tree.ts";

/**
 * Resolves to where it lies then. It may be ended at any moment and called again: whatever has a name by then is whole.
 * @param from what was received, in the same file system as `folder`
 */
export async function land(from: string, folder: string, name: string): Promise<string> {
  const isFolder = (await lstat(from)).isDirectory();
  for (let n = 1; ; n++) {
    const to = join(folder, n === 1 ? name : numbered(name, n));
    if (await (isFolder ? moveFolder(from, to) : moveFile(from, to))) return to;
    if (!(await isSame(from, to))) continue;
    await rm(from, { recursive: true, force: true });
    return to;
  }
}

/** What lies in a folder gets its names in the one around it. */
export async function landAll(from: string, folder: string): Promise<readonly string[]> {
  const paths: string[] = [];
  for (const name of (await readdir(from)).sort()) paths.push(await land(join(from, name), folder, name));
  await rmdir(from);
  return paths;
}

/** Where a disk knows no second name of a file: FAT and some shares of a network. */
const knowsNoLinks = new Set(["EPERM", "ENOTSUP", "EOPNOTSUPP", "ENOSYS", "EMLINK", "EACCES"]);

/** False if something has that name. A second name is never given to what has one, whoever else is quick; a rename would replace it. */
async function moveFile(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to);
  } catch (error) {
    if (codeOf(error) === "EEXIST") return false;
    if (!knowsNoLinks.has(codeOf(error))) throw error;
    if (await isThere(to)) return false;
    await rename(from, to);
    return true;
  }
  await unlink(from);
  return true;
}

/** False if something has that name. A folder takes the place of an empty folder at the most, and of nothing else. */
async function moveFolder(from: string, to: string): Promise<boolean> {
  if (await isThere(to)) return false;
  try {
    await rename(from, to);
    return true;
  } catch (error) {
    if (["EEXIST", "ENOTEMPTY", "ENOTDIR"].includes(codeOf(error))) return false;
    throw error;
  }
}

async function isThere(path: string): Promise<boolean> {
  try {
    await lstat(path);
    return true;
  } catch (error) {
    if (codeOf(error) === "ENOENT") return false;
    throw error;
  }
}

/** Is all that was received there already? A folder may have more in it. */
async function isSame(mine: string, theirs: string): Promise<boolean> {
  const [one, other] = await Promise.all([lstat(mine), lstat(theirs).catch(() => undefined)]);
  if (one.isDirectory()) {
    if (!other?.isDirectory()) return false;
    for (const name of await readdir(mine)) if (!(await isSame(join(mine, name), join(theirs, name)))) return false;
    return true;
  }
  return other?.isFile() === true && one.size === other.size && (await haveSameBytes(mine, theirs));
}

const stepBytes = 2 ** 20;

async function haveSameBytes(...paths: readonly [string, string]): Promise<boolean> {
  const [one, other] = await Promise.all(paths.map((path) => open(path, "r").catch(() => undefined)));
  try {
    if (one === undefined || other === undefined) return false;
    const [mine, theirs] = [Buffer.alloc(stepBytes), Buffer.alloc(stepBytes)];
    for (let at = 0; ; ) {
      const [read, their] = await Promise.all([readAll(one, mine, at), readAll(other, theirs, at)]);
      if (read !== their || !mine.subarray(0, read).equals(theirs.subarray(0, read))) return false;
      if (read === 0) return true;
      at += read;
    }
  } finally {
    await one?.close();
    await other?.close();
  }
}
