// Pipes of a listening server: a real curl on one side or both, and what each learns of the other's end.
import { afterAll, afterEach, beforeAll, expect, test } from "bun:test";
import { mkdtemp, readdir } from "node:fs/promises";
import { join } from "node:path";
import { privateBytesOf } from "../../bench/cost.ts";
import { pipesPerRoomMax } from "../../protocol/limits.ts";
import { pipeFailureNames } from "../../protocol/pipe-failure.ts";
import { hostWords } from "../../protocol/words/host/all.ts";
import { languageNames } from "../../protocol/words.ts";
import { dispositionOf } from "../../routes/pipe.ts";
import { join as joinRoom, openServer, tokenOf } from "../support/conversation.ts";
import { type Curl, curl } from "../support/curl.ts";
import { type Folder, sha256, temporaryFolder } from "../support/files.ts";
import { type Piper, piperIn } from "../support/piper.ts";
import { openSite } from "../support/site.ts";

let folder: Folder;
let server: Awaited<ReturnType<typeof openServer>>;
let rooms = 0;
const curls: Curl[] = [];
beforeAll(async () => {
  [folder, server] = await Promise.all([temporaryFolder(), openServer({ pipe: "on" })]);
});
afterEach(async () => {
  for (const each of curls.splice(0)) await each[Symbol.asyncDispose]();
});
afterAll(async () => {
  await server[Symbol.asyncDispose]();
  await folder[Symbol.asyncDispose]();
});

function at(...args: Parameters<typeof curl>): Curl {
  const started = curl(...args);
  curls.push(started);
  return started;
}

/** Somebody in a room of their own, and where curl sends files. */
async function room(): Promise<{ piper: Piper; to: string; name: string }> {
  const name = `pipe-${++rooms}`;
  return { piper: await piperIn(server.url, name), to: `${server.url}/r/${name}/f/`, name };
}

const withStatus = ["-w", "%{http_code}"];

test("[P3] [P6] what curl sends arrives whole, with or without its size told, also by wget", async () => {
  const { piper, to } = await room();
  for (const bytes of [0, 1, 3_000_000]) {
    const path = await folder.make(`${bytes}.bin`, bytes);
    const sent = at(["-T", path, to]);
    const { link, piped } = await piper.offered();
    expect(piped).toMatchObject({ name: `${bytes}.bin`, size: bytes });
    const into = await mkdtemp(join(folder.path, "got-"));
    expect(await Bun.spawn(["wget", "-q", "--content-disposition", link], { cwd: into }).exited).toBe(0);
    expect(await readdir(into)).toEqual([piped.name]);
    expect(await sha256(join(into, piped.name))).toBe(await sha256(path));
    expect((await sent.ended).printed).toContain(`taken whole by one person, ${bytes.toLocaleString("en")} bytes`);
    expect((await piper.over()).why).toBeUndefined();
  }
  const path = await folder.make("stream", 2_000_000);
  const sent = at(["-T", "-", to], { input: Bun.file(path) });
  const { link, piped } = await piper.offered();
  expect(piped).toMatchObject({ name: "stdin" });
  expect(piped).not.toHaveProperty("size");
  const into = join(folder.path, "streamed");
  expect((await at(["-o", into, link]).ended).code).toBe(0);
  expect(await sha256(into)).toBe(await sha256(path));
  expect((await sent.ended).code).toBe(0);
});

test("[P3] a hostile name stays a name, in the header and on the disk", async () => {
  const { piper, to } = await room();
  const path = await folder.make("x", 10);
  for (const [encoded, name] of [
    ["..%2f..%2fetc%2fpasswd", ".._.._etc_passwd"],
    ["a%22b%0d%0aX-Evil:%201%5c", "a_b__X-Evil_ 1_"],
    ["%e2%80%aegpj.exe", "_gpj.exe"],
    ["%e4%bc%9a%e8%ad%b0%20%27A%27.mp4", "会議 'A'.mp4"],
    ["CON", "_CON"],
  ] as const) {
    const sent = at(["--path-as-is", "-T", path, to + encoded]);
    const { link, piped } = await piper.offered();
    expect(piped.name).toBe(name);
    const into = await mkdtemp(join(folder.path, "got-"));
    const { printed } = await at(["-OJ", "-D", "-", link], { cwd: into }).ended;
    expect(printed).not.toContain("\nX-Evil");
    expect(printed).toContain("Content-Type: application/octet-stream");
    expect(printed).toContain("Content-Security-Policy: default-src 'none'; sandbox");
    expect(printed).toContain("X-Content-Type-Options: nosniff");
    expect(await readdir(into)).toEqual([name]);
    await sent.ended;
  }
});

test("the disposition says the name twice: in bytes that curl saves as they are, and as RFC 6266 has it", () => {
  expect(dispositionOf("it's (1)*.txt")).toBe(`attachment; filename="it's (1)*.txt"; filename*=UTF-8''it%27s%20%281%29%2A.txt`);
  expect(Buffer.from(/filename="([^"]*)"/.exec(dispositionOf("海.jpg"))?.[1] ?? "", "latin1").toString()).toBe("海.jpg");
});

test("[P6] whoever gets it ends in the middle: the sender's curl fails, and says why", async () => {
  const { piper, to } = await room();
  const sent = at(["-T", await folder.make("big.bin", 60_000_000), to]);
  const { link } = await piper.offered();
  const got = at(["--limit-rate", "1M", "-o", "/dev/null", link]);
  await sent.says(/somebody takes it/);
  got.interrupt();
  const { code, printed } = await sent.ended;
  expect(code).not.toBe(0);
  expect(printed).toContain("big.bin: not sent. Whoever took it stopped.");
  expect((await piper.over()).why).toBe("pipe-taker-left");
});

test("[P6] the sender's curl ends in the middle: what was got is told not to be whole, size or no size", async () => {
  const { piper, to } = await room();
  const path = await folder.make("cut.bin", 60_000_000);
  for (const [args, options] of [
    [["-T", path, to], {}],
    [["-T", "-", to], { input: Bun.file(path) }],
  ] as const) {
    const sent = at(["--limit-rate", "3M", ...args], options);
    const { link } = await piper.offered();
    const got = at(["-o", "/dev/null", link]);
    await sent.says(/somebody takes it/);
    await Bun.sleep(200);
    sent.interrupt();
    expect((await got.ended).code).not.toBe(0);
    expect((await piper.over()).why).toBe("pipe-giver-left");
  }
});

test("[P6] a small file's curl that goes before anybody came is noticed at once", async () => {
  const { piper, to } = await room();
  const sent = at(["-T", await folder.make("small", 10), to]);
  await piper.offered();
  sent.interrupt();
  expect((await piper.over()).why).toBe("pipe-giver-left");
});

test("[P3] the second to ask is told that it is taken; a ticket of another room, or none, opens nothing", async () => {
  const { piper, to } = await room();
  const sent = at(["-T", await folder.make("one", 30_000_000), to]);
  const { link, piped } = await piper.offered();
  const elsewhere = await room();
  const foreign = at(["-T", join(folder.path, "one"), elsewhere.to]);
  const { link: theirs } = await elsewhere.piper.offered();
  const borrowed = `${piper.linkTo(piped.pipe)}.${theirs.split(".").at(-1)}`;
  for (const wrong of [piper.linkTo(piped.pipe), borrowed, `${link}x`, `${piper.linkTo("x")}`])
    expect((await at([...withStatus, wrong]).ended).printed).toMatch(/^There is nothing here any more.*\n410$/);
  const slow = at(["--limit-rate", "1M", "-o", "/dev/null", link]);
  await sent.says(/somebody takes it/);
  expect((await at([...withStatus, link]).ended).printed).toMatch(/^Somebody else has taken it.*\n409$/);
  for (const each of [slow, sent, foreign]) each.interrupt();
});

test("[P2] [P7] who is refused is told why: nobody there, a secret, too many, a server without pipes", async () => {
  const path = await folder.make("refused", 1_000);
  const refused = async (to: string) => (await at([...withStatus, "-T", path, to]).ended).printed;
  expect(await refused(`${server.url}/r/nobody-here/f/`)).toMatch(/^Nobody is in that room.*\n404$/);
  await joinRoom(server.url, "with-a-secret", tokenOf(9));
  expect(await refused(`${server.url}/r/with-a-secret/f/`)).toMatch(/^Somebody in this room has a secret.*roomcp send.*\n403$/);
  const { piper, to } = await room();
  for (let i = 0; i < pipesPerRoomMax; i++) {
    at(["-T", path, to]);
    await piper.offered();
  }
  expect(await refused(to)).toMatch(/^Too much is waiting.*\n429$/);
  await using off = await openServer();
  await joinRoom(off.url, "a", tokenOf(1));
  expect(await refused(`${off.url}/r/a/f/`)).toMatch(/^This server does not pass files on.*roomcp send.*\n404$/);
  expect((await at([...withStatus, `${off.url}/r/a/f/${"0".repeat(32)}`]).ended).printed).toMatch(/^This server does not .*\n404$/);
});

test("a server with pipes takes no large bodies elsewhere, whether or not they say how large", async () => {
  const path = await folder.make("large", 2_000_000);
  for (const args of [
    ["-T", path],
    ["-T", "-"],
    ["-X", "POST", "-H", "transfer-encoding: chunked", "--data-binary", `@${path}`],
  ])
    expect((await at([...withStatus, ...args, `${server.url}/api/rooms`], { input: Bun.file(path) }).ended).printed).toMatch(/413$/);
  expect((await at([...withStatus, "-d", '{"name":"small"}', `${server.url}/api/rooms`]).ended).printed).toMatch(/201$/);
});

test("[P8] [P9] a page brings a run piece by piece; what is out of its place, or comes twice, ends it", async () => {
  const { piper } = await room();
  const pipe = "7".repeat(32);
  piper.asks({ is: "allow", pipe, name: "a.bin" });
  const call = async () => {
    const got = at(["-f", "-o", "/dev/null", piper.linkTo(pipe)]);
    const word = await piper.next();
    return { got, run: word.is === "called" ? piper.linkTo(word.run) : "" };
  };
  const post = async (url: string, body?: string) =>
    (await fetch(url, { method: "POST", headers: { accept: "application/json" }, ...(body === undefined ? {} : { body }) })).status;
  // The first call may come before the permission did.
  while ((await fetch(piper.linkTo(pipe), { signal: AbortSignal.timeout(150) }).catch(() => undefined)) !== undefined) await Bun.sleep(10);
  const first = await piper.next();
  expect(first.is).toBe("called");
  while (first.is === "called" && (await post(`${piper.linkTo(first.run)}?at=0&end=whole`)) !== 410) await Bun.sleep(10);

  const whole = await call();
  expect(await post(`${whole.run}?at=0`, "abc")).toBe(204);
  expect(await post(`${whole.run}?at=3`, "de")).toBe(204);
  expect(await post(`${whole.run}?at=5&end=whole`)).toBe(204);
  expect((await whole.got.ended).code).toBe(0);
  const torn = await call();
  expect(await post(`${torn.run}?at=0`, "abc")).toBe(204);
  expect(await post(`${torn.run}?at=0`, "abc")).toBe(409);
  expect((await torn.got.ended).code).not.toBe(0);
  const changed = await call();
  expect(await post(`${changed.run}?at=0`, "abc")).toBe(204);
  expect(await post(`${changed.run}?at=3&end=changed`)).toBe(204);
  expect((await changed.got.ended).code).not.toBe(0);
  expect(await post(`${changed.run}?at=3`, "de")).toBe(410);
  await piper.drop();
});

test("[P5] a slow receiver slows the sender: 200 MiB towards 2 MB/s cost the server less than 32 MiB", async () => {
  await using site = await openSite({ flags: ["--pipe", "on"], host: "127.0.0.1" });
  const url = `http://127.0.0.1:${site.port}`;
  const piper = await piperIn(url, "slow");
  const sent = at(["-T", await folder.make("slow.bin", 200 * 2 ** 20), `${url}/r/slow/f/`]);
  const { link } = await piper.offered();
  const before = privateBytesOf(site.pid);
  const got = at(["--limit-rate", "2M", "-o", "/dev/null", link]);
  await sent.says(/somebody takes it/);
  let most = 0;
  for (let i = 0; i < 15; i++) {
    await Bun.sleep(100);
    most = Math.max(most, privateBytesOf(site.pid) - before);
  }
  expect(most).toBeLessThan(32 * 2 ** 20);
  got.interrupt();
  expect((await sent.ended).code).not.toBe(0);
  await piper.drop();
}, 20_000);

test("every failure of a pipe has its sentence, in every language", () => {
  expect(pipeFailureNames.length).toBeGreaterThan(10);
  for (const why of pipeFailureNames)
    for (const language of languageNames) expect(hostWords[language].pipe[`failure.${why}`].length).toBeGreaterThan(3);
});
