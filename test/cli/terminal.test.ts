// Terminals as processes, with a server of their own: what one sends and says is what the others have.
import { afterAll, beforeAll, expect, test } from "bun:test";
import { appendFile, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { exit } from "../../cli/command.ts";
import { openSite, type Site } from "../support/site.ts";
import { type Terminal, terminal } from "../support/terminal.ts";

const MiB = 1024 * 1024;
let site: Site;
let folder: string;
const all: Terminal[] = [];
let number = 0;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "roomcp-terminal-"));
  site = await openSite();
}, 30_000);

afterAll(async () => {
  for (const each of all) each.kill("SIGKILL");
  await site.kill();
  await rm(folder, { recursive: true, force: true });
}, 30_000);

/** Each with a state folder of its own, as on a machine of its own. */
async function at(argv: readonly string[], state = `state-${++number}`, env: Readonly<Record<string, string>> = {}): Promise<Terminal> {
  await mkdir(join(folder, state), { recursive: true });
  const made = terminal(argv, { state: join(folder, state), env });
  all.push(made);
  return made;
}

const sha256 = (bytes: Uint8Array) => new Bun.CryptoHasher("sha256").update(bytes).digest("hex");

async function fileOf(name: string, size: number): Promise<{ path: string; sum: string }> {
  const bytes = crypto.getRandomValues(new Uint8Array(Math.min(size, 65_536)));
  const whole = new Uint8Array(size);
  for (let from = 0; from < size; from += bytes.length) whole.set(bytes.subarray(0, Math.min(bytes.length, size - from)), from);
  const path = join(folder, name);
  await mkdir(join(path, ".."), { recursive: true });
  await writeFile(path, whole);
  return { path, sum: sha256(whole) };
}

async function newRoom(): Promise<string> {
  const made = await at(["room", "--server", site.url]);
  expect(await made.ended).toBe(exit.ok);
  return made.out.trim();
}

test("a folder with Japanese names goes from one terminal to another, with its sums as sha256sum prints them", async () => {
  const large = await fileOf("写真/大きい ファイル.bin", 5 * MiB + 3);
  const small = await fileOf("写真/メモ.txt", 12);
  await mkdir(join(folder, "写真/空"), { recursive: true });
  const sender = await at(["send", join(folder, "写真"), "--server", site.url, "--once", "--name", "花子"]);
  const [url = ""] = await sender.said(/^http:\S+#k=[0-9a-f]{32}$/m);
  const getter = await at(["get", url, "-o", "受信", "--name", "Ken"]);
  expect([await getter.ended, await sender.ended]).toEqual([exit.ok, exit.ok]);
  const lines = getter.out.trim().split("\n").sort();
  expect(lines).toEqual([`${large.sum}  受信/写真/大きい ファイル.bin`, `${small.sum}  受信/写真/メモ.txt`].sort());
  const check = Bun.spawnSync(["sha256sum", "--check", "--status"], {
    cwd: join(folder, `state-${number}`),
    stdin: new Blob([getter.out]),
  });
  expect(check.exitCode).toBe(0);
  // How Ken is reached is not told where the relay had brought all of it before there was a direct link.
  expect(sender.err).toContain("Ken has 写真/, verified.");
}, 30_000);

test("a message in a pipe waits until it is there, and its process is gone then", async () => {
  const url = await newRoom();
  const listener = await at(["chat", url, "--name", "花子"]);
  const alone = await at(["chat", url, "--json"]);
  await alone.said(/"event":"person"/);
  alone.types("できました\nsecond line\n");
  alone.closes();
  expect(await alone.ended).toBe(exit.ok);
  await listener.said(/: second line$/m);
  expect(listener.out).toMatch(/^\S+: できました\n\S+: second line\n$/);
  expect(alone.out).toContain('{"event":"delivered","messages":2}');
  listener.kill("SIGINT");
  expect(await listener.ended).toBe(exit.interrupted);
}, 30_000);

test("[C5] what is piped to one person is seen by that one alone, and marked", async () => {
  const url = await newRoom();
  const [ada, bob] = [await at(["chat", url, "--name", "Ada"]), await at(["chat", url, "--name", "Bob", "--json"])];
  await bob.said(/"name":"Ada","path":"direct"/);
  const sue = await at(["chat", url, "--name", "Sue", "--to", "Ada"]);
  sue.types("psst\n");
  sue.closes();
  expect(await sue.ended).toBe(exit.ok);
  await ada.said(/^Sue \(only to you\): psst$/m);
  const all = await at(["chat", url, "--name", "Cy"]);
  all.types("hello\n");
  all.closes();
  expect(await all.ended).toBe(exit.ok);
  await bob.said(/"text":"hello".*"direct":false/);
  expect(bob.out).not.toContain("psst");
  for (const each of [ada, bob]) each.kill("SIGINT");
  await Promise.all([ada.ended, bob.ended]);
}, 30_000);

test("whoever presses Ctrl-C says goodbye: the others see it at once, and not after the time of one that is lost", async () => {
  const url = await newRoom();
  const [one, other] = [await at(["chat", url, "--name", "Ada"]), await at(["chat", url, "--name", "Bob", "--json"])];
  await other.said(/"name":"Ada","path":"direct"/);
  one.kill("SIGINT");
  expect(await one.ended).toBe(exit.interrupted);
  const began = performance.now();
  await other.said(/"event":"left"[^\n]*"name":"Ada"/);
  expect(performance.now() - began).toBeLessThan(8_000);
  other.closes();
  expect(await other.ended).toBe(exit.ok);
}, 30_000);

test("a receiver that is killed goes on where it was, and the file is whole", async () => {
  const { path, sum } = await fileOf("大.bin", 60 * MiB);
  const sender = await at(["send", path, "--server", site.url, "--json", "--name", "Sue"]);
  const url = JSON.parse((await sender.said(/^\{"event":"room".*$/m))[0]).url;
  const state = "killed";
  const first = await at(["get", url, "-o", "out", "--json"], state);
  await first.said(/"stored":[1-9]\d{7}/);
  first.kill("SIGKILL");
  await first.ended;
  const second = await at(["get", url, "-o", "out", "--json"], state);
  expect(await second.ended).toBe(exit.ok);
  const told = second.out
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  expect(told.find(({ event }) => event === "resumed")).toMatchObject({ name: "大.bin" });
  expect(told.find(({ event }) => event === "received")).toMatchObject({ files: [{ path: "out/大.bin", sha256: sum }] });
  expect(sha256(await Bun.file(join(folder, state, "out/大.bin")).bytes())).toBe(sum);
  sender.kill("SIGINT");
  expect(await sender.ended).toBe(exit.interrupted);
}, 60_000);

test("standard input goes to a pipe at the other end, byte for byte, and both are done then", async () => {
  const url = await newRoom();
  const getter = await at(["get", url, "-o", "-", "--name", "Ken"]);
  const sender = await at(["send", "-", url, "--as", "出力.tar", "--json"]);
  const bytes = crypto.getRandomValues(new Uint8Array(50_001)).toHex();
  for (let i = 0; i < 60; i++) {
    sender.types(bytes);
    if (i % 20 === 0) await Bun.sleep(50);
  }
  sender.closes();
  expect([await sender.ended, await getter.ended]).toEqual([exit.ok, exit.ok]);
  expect(sender.out).toMatch(/"event":"shared".*"name":"出力.tar","size":null/);
  expect(getter.out === bytes.repeat(60)).toBe(true);
  expect(getter.err).toContain(`${sha256(new TextEncoder().encode(bytes.repeat(60)))}  -`);
}, 30_000);

test("where nobody reads what is said any more, chat ends without a word", async () => {
  const url = await newRoom();
  const speaker = await at(["chat", url, "--name", "Ada"]);
  const state = join(folder, "broken-pipe");
  await mkdir(state, { recursive: true });
  const script = `( "$0" "$1" chat "$2" ; echo "code $?" >&2 ) | head -n 1`;
  const reader = Bun.spawn(["sh", "-c", script, process.execPath, join(import.meta.dir, "../../cli/main.ts"), url], {
    ...{ cwd: state, stdin: "pipe", stdout: "pipe", stderr: "pipe" },
    env: { ...process.env, HOME: state, XDG_STATE_HOME: state, ROOMCP_NAME: "Bob" },
  });
  await speaker.said(/Bob is here, connected directly/);
  for (let n = 1; n <= 5; n++) {
    speaker.types(`${n}\n`);
    await Bun.sleep(200);
  }
  expect([await reader.exited, await new Response(reader.stdout).text()]).toEqual([0, "Ada: 1\n"]);
  const err = await new Response(reader.stderr).text();
  expect(err.replace(/^Ada is here.*\n/gm, "")).toBe("code 1\n");
  speaker.kill("SIGINT");
  await speaker.ended;
}, 30_000);

test("where the host prefers the relay it is all the same", async () => {
  await using relayed = await openSite({ flags: ["--relay", "prefer"] });
  const { path, sum } = await fileOf("relayed.bin", 3 * MiB);
  const sender = await at(["send", path, "--server", relayed.url, "--once"]);
  const [url = ""] = await sender.said(/^http:\S+$/m);
  const getter = await at(["get", url, "-o", "-", "--name", "Ken"]);
  const bytes = getter.ended;
  expect([await bytes, await sender.ended]).toEqual([exit.ok, exit.ok]);
  expect(sender.err).toContain("relayed by the server");
  expect(getter.err).toContain(`${sum}  -`);
}, 30_000);

test("what does not work is said in the person's language, with a code of its own", async () => {
  const url = await newRoom();
  const gone = "http://127.0.0.1:9";
  const cases = [
    [["room"], {}, exit.usage, /Which server\?/],
    [["room", "--server", gone], {}, exit.unreachable, /does not answer/],
    [["chat", `${gone}/r/kitchen`], { LANG: "ja_JP.UTF-8" }, exit.unreachable, /が応答しません/],
    [["chat", "kitchen"], {}, exit.usage, /kitchen is no address of a room/],
    [["chat", `${site.url}/r/kitchen#k=12`], {}, exit.usage, /link/],
    [["chat", `${site.url}/r/kitchen#p`], {}, exit.usage, /passphrase/i],
    [["send", join(folder, "nothing"), url], {}, exit.failed, /cannot be read/],
    [["send"], {}, exit.usage, /Which files\?/],
  ] as const;
  const ran = cases.map(async ([argv, env, code, says]) => {
    const each = await at(argv, undefined, env);
    each.closes();
    expect([argv, await each.ended, each.out, each.err]).toEqual([argv, code, "", expect.stringMatching(says)]);
  });
  await Promise.all(ran);
  const alone = await at(["chat", url]);
  alone.types("is anybody there?\n");
  alone.closes();
  expect([await alone.ended, alone.err]).toEqual([exit.unreachable, "roomcp: Nobody else is in the room.\n"]);
}, 40_000);

test("a file that changes while it is shared ends send, and several files are told by how many they are", async () => {
  const { path } = await fileOf("growing.bin", 3 * MiB);
  const sender = await at(["send", path, (await fileOf("second.bin", 5)).path, "--server", site.url]);
  const [url = ""] = await sender.said(/^http:\S+$/m);
  await sender.said(/^Sharing growing\.bin and one more/m);
  await appendFile(path, "more");
  const getter = await at(["get", url]);
  expect([await getter.ended, await sender.ended]).toEqual([exit.failed, exit.failed]);
  expect(getter.err).toMatch(/^growing\.bin and one more did not come: The file was changed/m);
  expect(sender.err).toMatch(/^The file was changed while it was being shared/m);
}, 20_000);

test("whoever comes with another link than those who are there is told so, and does not wait for them", async () => {
  const url = await newRoom();
  const chat = await at(["chat", url]);
  await Bun.sleep(1_000);
  const getter = await at(["get", url.slice(0, url.indexOf("#"))]);
  expect([await getter.ended, getter.err]).toEqual([
    exit.unreachable,
    expect.stringMatching(/^roomcp: Whoever is here came with another link/m),
  ]);
  chat.closes();
  await chat.ended;
}, 20_000);

test("doctor finds what works with a server, and says what helps where nothing answers", async () => {
  const [well, ill] = await Promise.all([
    at(["doctor", `${site.url}/r/kitchen`, "--json"]),
    at(["doctor", "http://127.0.0.1:9"], undefined, { LANG: "ja_JP.UTF-8" }),
  ]);
  expect([await well.ended, await ill.ended]).toEqual([exit.ok, exit.failed]);
  const checks = well.out
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  expect(checks.map(({ check, state }) => `${check} ${state}`)).toEqual([
    "webrtc good",
    "udp good",
    "server good",
    "stun good",
    "relay good",
  ]);
  expect(ill.out).toContain("不可: http://127.0.0.1:9 が応答しません。\n  → アドレスと");
}, 30_000);

test("the commands in the README do what it says", async () => {
  const readme = await Bun.file(join(import.meta.dir, "../../README.md")).text();
  const [, block = ""] = /## At a terminal[^`]*```sh\n([\s\S]*?)```/.exec(readme) ?? [];
  const lines = block
    .trim()
    .split("\n")
    .map((line) => line.replace(/\s+#.*$/, ""));
  expect(lines).toEqual([
    "export ROOMCP_SERVER=https://rooms.example",
    "roomcp send photos/",
    "roomcp get 'https://rooms.example/r/name#k=…'",
    "echo done | roomcp chat 'https://rooms.example/r/name#k=…'",
    "roomcp doctor",
  ]);
  const { path } = await fileOf("readme/photos/a.bin", 10);
  const env = { ROOMCP_SERVER: site.url };
  const sender = await at(["send", join(path, "..")], undefined, env);
  const [url = ""] = await sender.said(/^http:\S+$/m);
  const getter = await at(["get", url], undefined, env);
  expect([await getter.ended, getter.out]).toEqual([exit.ok, expect.stringMatching(/^[0-9a-f]{64} {2}photos\/a\.bin\n$/)]);
  const chat = await at(["chat", url], undefined, env);
  chat.types("done\n");
  chat.closes();
  const doctor = await at(["doctor"], undefined, env);
  expect([await chat.ended, await doctor.ended]).toEqual([exit.ok, exit.ok]);
}, 40_000);
