// What is named on a command line, as a share: real trees in a real folder.
import { afterAll, beforeAll, expect, test } from "bun:test";
import { chmod, mkdir, symlink, utimes, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import { gather } from "../../../cli/disk/index.ts";
import { type Folder, temporaryFolder } from "../../support/files.ts";

let folder: Folder;
const at = (...steps: string[]) => join(folder.path, ...steps);
const paths = async (...named: string[]) => (await gather(named)).entries.map(({ path }) => path);

beforeAll(async () => {
  folder = await temporaryFolder();
  await mkdir(at("写真", "夏 2026", "空"), { recursive: true });
  await writeFile(at("写真", "夏 2026", "海.jpg"), "sea");
  await writeFile(at("写真", ".hidden"), "");
  await writeFile(at("写真", "z"), "last");
  await writeFile(at("写真", "a.txt"), "first");
  await utimes(at("写真", "a.txt"), 1_000_000_000.123, 1_000_000_000.123);
  await writeFile(at("alone"), "alone");
});
afterAll(() => folder?.[Symbol.asyncDispose]());

test("a folder is shared with all that is in it, hidden files and empty folders too, in one order", async () => {
  const { entries, files, leftOut } = await gather([at("写真")]);
  expect(entries.map(({ path, size }) => [path, size])).toEqual([
    ["写真/.hidden", 0],
    ["写真/a.txt", 5],
    ["写真/z", 4],
    ["写真/夏 2026/海.jpg", 3],
    ["写真/夏 2026/空/", 0],
  ]);
  expect(entries[1]).toMatchObject({ modified: 1_000_000_000_123, media: "text/plain" });
  expect(entries[3]?.media).toBe("image/jpeg");
  expect(files.map((file) => file !== undefined)).toEqual([true, true, true, true, false]);
  expect(leftOut).toEqual([]);
  expect(await gather([at("写真")])).toEqual({ entries, files, leftOut });
});

test("what is named lies side by side, by its own name, however it was named", async () => {
  expect(await paths(at("alone"), `${at("写真", "夏 2026")}/`)).toEqual(["alone", "夏 2026/海.jpg", "夏 2026/空/"]);
  expect(await paths(at("写真", "夏 2026", "..", "z"))).toEqual(["z"]);
});

test("a link is followed where it was named, and inside of a folder if it stays in it", async () => {
  const tree = at("links");
  await mkdir(join(tree, "inner"), { recursive: true });
  await writeFile(join(tree, "inner", "here"), "here");
  await symlink("inner/here", join(tree, "b-inside"));
  await symlink("../alone", join(tree, "c-outside"));
  await symlink("nothing", join(tree, "d-nothing"));
  await symlink(".", join(tree, "e-round"));
  // Not the folder itself, though its name begins alike.
  await mkdir(at("links-beside"));
  await writeFile(at("links-beside", "file"), "beside");
  await symlink("../links-beside/file", join(tree, "f-beside"));
  const { entries, leftOut } = await gather([tree]);
  expect(entries.map(({ path, size }) => [path, size])).toEqual([
    ["links/b-inside", 4],
    ["links/inner/here", 4],
  ]);
  expect(leftOut).toEqual(
    ["c-outside", "d-nothing", "e-round", "f-beside"].map((name) => ({ path: join(tree, name), why: "link-outside" as const })),
  );
  await symlink(at("alone"), at("to-file"));
  await symlink(at("写真", "夏 2026"), at("to-folder"));
  expect(await paths(at("to-file"), at("to-folder"))).toEqual(["to-file", "to-folder/海.jpg", "to-folder/空/"]);
});

test("what is no file, is not there or cannot be read is named; what roomcp has not finished is passed over", async () => {
  const tree = at("odd");
  await mkdir(join(tree, ".roomcp"), { recursive: true });
  await writeFile(join(tree, ".roomcp", "x"), "x");
  await writeFile(join(tree, "film.mp4.roomcp-part"), "x");
  await writeFile(join(tree, "secret"), "x");
  await chmod(join(tree, "secret"), 0);
  const socket = createServer().listen(join(tree, "socket"));
  expect(Bun.spawnSync(["mkfifo", join(tree, "pipe")]).exitCode).toBe(0);
  const { entries, leftOut } = await gather([tree, at("not there"), "/dev/null"]);
  socket.close();
  const isRoot = process.getuid?.() === 0;
  expect(entries.map(({ path }) => path)).toEqual(isRoot ? ["odd/secret"] : []);
  expect(leftOut).toEqual([
    { path: join(tree, "pipe"), why: "file-special" },
    ...(isRoot ? [] : [{ path: join(tree, "secret"), why: "file-unreadable" as const }]),
    { path: join(tree, "socket"), why: "file-special" },
    { path: at("not there"), why: "file-unreadable" },
    { path: "/dev/null", why: "file-special" },
  ]);
});

test("names that are no UTF-8 are shared as they can be shown", async () => {
  const tree = at("bytes");
  await mkdir(tree);
  await writeFile(Buffer.concat([Buffer.from(join(tree, "a")), Buffer.from([0xff])]), "raw");
  await mkdir(Buffer.concat([Buffer.from(join(tree, "b")), Buffer.from([0xfe])]));
  await writeFile(Buffer.concat([Buffer.from(join(tree, "b")), Buffer.from([0xfe]), Buffer.from("/c")]), "deep");
  const { entries, leftOut } = await gather([tree]);
  expect(entries.map(({ path, size }) => [path, size])).toEqual([
    ["bytes/a\ufffd", 3],
    ["bytes/b\ufffd/c", 4],
  ]);
  expect(leftOut).toEqual([]);
});
