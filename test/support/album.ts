// A folder of many kinds of files on the disk, and what two trees must agree in.
import { mkdir } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { type Folder, sha256 } from "./files.ts";

/** Bytes by path: sizes around every edge, scripts and quotes in names, nothing in some, folders below each other. */
export const album: Readonly<Record<string, number>> = {
  "写真/2026/海.jpg": 3_200_001,
  "写真/2026/it's “me” & you.jpg": 1_048_576,
  "写真/2026/夏/空.txt": 0,
  "写真/2026/夏/.hidden": 17,
  "写真/readme": 1,
  "写真/動画.mp4": 9_000_000,
};

/** Makes the files below a folder; returns the path of the top one. */
export async function makeAlbum(folder: Folder, files: Readonly<Record<string, number>> = album): Promise<string> {
  for (const [path, bytes] of Object.entries(files)) {
    await mkdir(dirname(join(folder.path, path)), { recursive: true });
    await folder.make(path, bytes);
  }
  return join(folder.path, Object.keys(files)[0]?.split("/")[0] ?? "");
}

/** Every file below a folder with its SHA-256, by path. */
export async function treeOf(root: string): Promise<Readonly<Record<string, string>>> {
  const found: Record<string, string> = {};
  for await (const path of new Bun.Glob("**/*").scan({ cwd: root, dot: true, onlyFiles: true }))
    found[relative(root, join(root, path))] = await sha256(join(root, path));
  return Object.fromEntries(Object.entries(found).sort());
}

/** The same of what a zip holds. */
export async function treeInZip(zip: string, folder: Folder): Promise<Readonly<Record<string, string>>> {
  const root = join(folder.path, `unzipped-${crypto.randomUUID()}`);
  await mkdir(root);
  const { success, stderr } = Bun.spawnSync(["python3", "-m", "zipfile", "-e", zip, root]);
  if (!success) throw new Error(`not a zip: ${stderr}`);
  return treeOf(root);
}
