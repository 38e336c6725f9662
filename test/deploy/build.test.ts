// The binary as somebody has it who downloaded nothing else: in an empty folder, with nothing in the environment.
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { readdirSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { build } from "../../deploy/build.ts";
import { version } from "../../package.json";
import { buildClient } from "../../routes/bundle.ts";
import { join as enter, tokenOf } from "../support/conversation.ts";
import { type Folder, sha256, temporaryFolder } from "../support/files.ts";
import { browser, curl } from "../support/outside.ts";

// A build takes two seconds, on a busy machine some more.
setDefaultTimeout(60_000);

let folder: Folder;
let roomcp: string;
beforeAll(async () => {
  folder = await temporaryFolder();
  roomcp = await build(join(folder.path, "roomcp"));
});
afterAll(() => folder[Symbol.asyncDispose]());

/** Runs it to its end. */
async function ran(argv: readonly string[]) {
  await using empty = await temporaryFolder();
  const { exitCode, stdout, stderr } = Bun.spawnSync([roomcp, ...argv], { cwd: empty.path, env: {} });
  return { code: exitCode, out: stdout.toString(), err: stderr.toString(), left: readdirSync(empty.path) };
}

/** Serves until the end of the block. */
async function serving(...flags: readonly string[]) {
  const empty = await temporaryFolder();
  const command = [roomcp, "serve", "--host=127.0.0.1", "--port=0", "--mdns=off", ...flags];
  const process = Bun.spawn(command, { cwd: empty.path, env: {}, stdout: "pipe", stderr: "inherit" });
  let shown = "";
  for await (const bytes of process.stdout) {
    shown += new TextDecoder().decode(bytes);
    if (/:\d+/.test(shown)) break;
  }
  const url = /http:\S+:\d+/.exec(shown)?.[0] ?? "";
  const end = async () => {
    process.kill("SIGKILL");
    await process.exited;
    await empty[Symbol.asyncDispose]();
  };
  return { url, process, left: () => readdirSync(empty.path), [Symbol.asyncDispose]: end };
}

test("it says which it is, and lists its commands", async () => {
  expect(await ran(["--version"])).toEqual({ code: 0, out: `roomcp ${version}\n`, err: "", left: [] });
  expect((await ran(["--help"])).out).toMatch(/^ {2}serve /m);
});

test("what is wrong is said in one line, with the code for it", async () => {
  expect(await ran(["serve", "--port", "eighty"])).toMatchObject({ code: 2, out: "", left: [] });
  expect((await ran(["sevre"])).err).toBe("roomcp: There is no command sevre. Did you mean serve?\n");
});

test("it serves pages and all that they load, the same as from source, and leaves nothing where it was started", async () => {
  await using server = await serving();
  const page = await (await fetch(server.url, { headers: browser })).text();
  const named = [...page.matchAll(/(?:src|href)="(\/(?:assets|public)\/[^"]+)"/g)].map(([, path = ""]) => path);
  expect(named.length).toBeGreaterThanOrEqual(4);
  const { files } = await buildClient();
  for (const path of named) expect([path, files.has(path)]).toEqual([path, true]);
  for (const [path, { plain, type }] of files) {
    const answer = await fetch(server.url + path);
    expect([path, answer.status, answer.headers.get("content-type")]).toEqual([path, 200, type]);
    expect(Buffer.from(await answer.arrayBuffer()).equals(plain)).toBe(true);
  }
  expect(server.left()).toEqual([]);
});

test("a room is made and entered, and on SIGTERM people are told and the process ends within 5 s", async () => {
  await using server = await serving();
  const made = await fetch(`${server.url}/api/rooms`, { method: "POST", headers: curl });
  expect(made.status).toBe(201);
  const room = decodeURIComponent(new URL(made.headers.get("location") ?? "").pathname.slice(3));
  const person = await enter(server.url, room, tokenOf(1));
  const began = performance.now();
  server.process.kill("SIGTERM");
  expect(await person.ended).toEqual({ code: 4010, reason: "server-stopping" });
  expect(await server.process.exited).toBe(0);
  expect(performance.now() - began).toBeLessThan(5_000);
});

test("two terminals copy a file over a direct link, by the add-on that the binary holds", async () => {
  await using server = await serving("--relay=off");
  await using homes = await temporaryFolder();
  const file = await homes.make("a.bin", 300_000);
  const terminal = async (name: string, argv: readonly string[]) => {
    const home = join(homes.path, name);
    await mkdir(home);
    return Bun.spawn([roomcp, ...argv], { cwd: home, env: { HOME: home }, stdout: "pipe", stderr: "pipe" });
  };
  const sender = await terminal("sender", ["send", "--once", "--server", server.url, file]);
  let link = "";
  for await (const bytes of sender.stdout) {
    link += new TextDecoder().decode(bytes);
    if (link.endsWith("\n")) break;
  }
  const receiver = await terminal("receiver", ["get", "--all", link.trim()]);
  const [sum, told] = await Promise.all([new Response(receiver.stdout).text(), new Response(receiver.stderr).text()]);
  expect(sum).toBe(`${await sha256(file)}  a.bin\n`);
  // The server passes nothing on, so nothing but a direct link can have carried it.
  expect(told).toContain("a.bin is here, verified.");
  expect([await receiver.exited, await sender.exited]).toEqual([0, 0]);
  expect(await sha256(join(homes.path, "receiver", "a.bin"))).toBe(await sha256(file));
});
