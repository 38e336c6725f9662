// Who a process is: the same person again when it is started again, and never the same as one that is running.
import { afterEach, beforeEach, expect, test } from "bun:test";
import { readdir, stat, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { claimIdentity } from "../../../cli/disk/index.ts";
import { type Folder, temporaryFolder } from "../../support/files.ts";

let folder: Folder;
beforeEach(async () => {
  folder = await temporaryFolder();
});
afterEach(() => folder[Symbol.asyncDispose]());

const claim = (purpose = "get /a", room = "r") => claimIdentity({ room, purpose, folder: folder.path });

/** Claims, says who it is, and stays until it is killed, or nobody holds its input any more. */
const claimant = () => `
  import { claimIdentity } from ${JSON.stringify(join(import.meta.dir, "../../../cli/disk/identity.ts"))};
  console.log((await claimIdentity({ room: "r", purpose: "get /a", folder: ${JSON.stringify(folder.path)} })).token);
  await Bun.stdin.text();
`;

test("the next process of the same purpose in the same room is the same person, also after one that was killed", async () => {
  await using child = Bun.spawn([process.execPath, "-e", claimant()], { stdin: "pipe", stdout: "pipe" });
  const said = await child.stdout.getReader().read();
  const first = new TextDecoder().decode(said.value).trim();
  expect(first).toMatch(/^[0-9a-f]{32}$/);
  const beside = await claim();
  expect(beside.token).not.toBe(first);
  child.kill("SIGKILL");
  await child.exited;
  const again = await claim();
  expect(again.token).toBe(first);
  again.release();
  beside.release();
  expect((await claim()).token).toBe(first);
});

test("other rooms and purposes are other people", async () => {
  const tokens = [await claim(), await claim("send /a"), await claim("get /a", "other")].map(({ token }) => token);
  expect(new Set(tokens).size).toBe(3);
});

test("a token is for its owner alone, and is forgotten after a month in which nobody was that person", async () => {
  const first = await claim();
  const kept = async () => (await readdir(join(folder.path, "identities"))).filter((name) => !name.endsWith(".lock"));
  const [name = ""] = await kept();
  const path = join(folder.path, "identities", name);
  expect((await stat(path)).mode & 0o077).toBe(0);
  const long = Date.now() / 1000 - 31 * 86_400;
  await utimes(path, long, long);
  await claim("another");
  // Somebody is this person.
  expect(await kept()).toContain(name);
  first.release();
  await claim("a third");
  expect(await kept()).not.toContain(name);
});

test("where nothing can be kept, or what is kept is no token, somebody new is made", async () => {
  const nowhere = () => claimIdentity({ room: "r", purpose: "p", folder: "/proc/none" });
  expect((await nowhere()).token).toMatch(/^[0-9a-f]{32}$/);
  expect((await nowhere()).token).not.toBe((await nowhere()).token);
  const { token, release } = await claim();
  release();
  const [name = ""] = (await readdir(join(folder.path, "identities"))).filter((each) => !each.endsWith(".lock"));
  await writeFile(join(folder.path, "identities", name), "not a token");
  const other = await claim();
  expect(other.token).toMatch(/^[0-9a-f]{32}$/);
  expect(other.token).not.toBe(token);
});
