// The real server, in a process of its own, with five thousand sockets of which half are hostile, while people who mean well talk: nothing of
// theirs is lost, and the server's memory comes back to what it was.
import { afterAll, beforeAll, expect, test } from "bun:test";
import { connect as connectTcp } from "node:net";
import { protocolVersion } from "../../protocol/limits.ts";
import { connect, join, tokenOf } from "../support/conversation.ts";
import { openSite, type Site } from "../support/site.ts";

const count = 5_000;
const atOnce = 100;
const MiB = 2 ** 20;

let site: Site;
beforeAll(async () => {
  site = await openSite({ flags: ["--sockets-per-address=100000", "--joins-per-minute=1000000", "--rooms=100000"] });
});
afterAll(() => site?.kill());

/** Bytes of memory that the server's process has (proc(5)). */
async function memory(): Promise<number> {
  const status = await Bun.file(`/proc/${site.pid}/status`).text();
  return Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1]) * 1024;
}

/** What a hostile socket says, each something else. */
const hostile: readonly unknown[] = [
  "",
  "{",
  "[".repeat(50_000),
  "\u0000",
  new Uint8Array(1_000),
  { type: "join" },
  { type: "join", version: 1e308, token: "x".repeat(100_000) },
  '{"__proto__":{"type":"join"},"type":"constructor","version":1}',
  { type: "tell", to: "a".repeat(43), envelope: "e".repeat(60_000) },
  { type: "welcome", version: protocolVersion, you: "a".repeat(43), peers: [] },
  JSON.stringify({ type: "join", version: protocolVersion, token: "0".repeat(32) }).repeat(2),
];

async function inTurns(number: number, act: (i: number) => Promise<void>): Promise<void> {
  let next = 0;
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      for (let i = next++; i < number; i = next++) await act(i);
    }),
  );
}

test("[S4] [S5] [S8] five thousand sockets, half of them hostile: two who mean well lose nothing, and memory comes back", async () => {
  const [ada, bob] = [await join(site.url, "kitchen", tokenOf(1)), await join(site.url, "kitchen", tokenOf(2))];
  expect((await ada.next()).type).toBe("arrived");
  const before = await memory();
  let said = 0;
  let over = false;
  const talking = (async () => {
    for (; !over; said++) {
      ada.send({ type: "tell", to: bob.id, envelope: `word ${said}` });
      expect(await bob.next()).toEqual({ type: "told", from: ada.id, envelope: `word ${said}` });
      await Bun.sleep(20);
    }
  })();
  // All of them are open at the same time before the first one goes.
  const crowd: Awaited<ReturnType<typeof connect>>[] = [];
  await inTurns(count, async (i) => {
    const peer = await connect(site.url, `room-${i % 400}`);
    crowd[i] = peer;
    if (i % 2 === 1) return;
    peer.send({ type: "join", version: protocolVersion, token: tokenOf(1000 + i) });
    expect((await peer.next()).type).toBe("welcome");
  });
  const endings = new Map<string, number>();
  await inTurns(count, async (i) => {
    const peer = crowd[i];
    if (i % 2 === 0) return peer?.drop();
    peer?.send(hostile[i % hostile.length]);
    const { reason } = (await peer?.ended) ?? {};
    endings.set(reason ?? "", (endings.get(reason ?? "") ?? 0) + 1);
  });
  over = true;
  await talking;
  expect(said).toBeGreaterThan(20);
  expect([...endings.values()].reduce((sum, each) => sum + each, 0)).toBe(count / 2);
  expect([...endings.keys()].filter((why) => !["not-joined", "message-too-large", "join-too-late", ""].includes(why))).toEqual([]);
  // People who left without a word are away for half a minute; after that nothing of them is left.
  const deadline = Date.now() + 60_000;
  while ((await memory()) > before + 64 * MiB && Date.now() < deadline) await Bun.sleep(500);
  expect(await memory()).toBeLessThan(before + 64 * MiB);
  for (const peer of [ada, bob]) await peer.drop();
}, 150_000);

test("[S5] a hundred thousand messages that are in nobody's words end their sockets and nothing else", async () => {
  const quiet = await join(site.url, "quiet", tokenOf(7));
  let sent = 0;
  await inTurns(1_000, async (i) => {
    const peer = await connect(site.url, "noise");
    for (let n = 0; n < 100; n++, sent++) peer.send(hostile[(i + n) % hostile.length]);
    await peer.ended;
  });
  expect(sent).toBe(100_000);
  expect(await quiet.untilBeat()).toEqual([]);
  await quiet.drop();
}, 120_000);

/** Sends these bytes, then whatever `more` gives now and then; resolves to what came back when the server hung up, or gave no answer in time. */
function raw(bytes: string, more?: () => string, withinMs = 20_000): Promise<string> {
  return new Promise((resolve) => {
    const url = new URL(site.url);
    const socket = connectTcp(Number(url.port), url.hostname);
    let heard = "";
    const timer = more && setInterval(() => socket.write(more()), 200);
    const end = () => {
      clearInterval(timer);
      clearTimeout(patience);
      socket.destroy();
      resolve(heard);
    };
    const patience = setTimeout(() => {
      heard += " (no end)";
      end();
    }, withinMs);
    socket
      .on("data", (data) => (heard += data.toString("latin1")))
      .on("close", end)
      .on("error", end);
    socket.write(bytes);
  });
}

const get = (path: string, headers = "") => `GET ${path} HTTP/1.1\r\nHost: a\r\n${headers}`;

test.concurrent("headers that are too large, and bodies, are refused before they are held", async () => {
  expect(await raw(`${get("/")}X: ${"x".repeat(200_000)}\r\n\r\n`)).toMatch(/^HTTP\/1\.1 431/);
  const large = `POST /api/rooms HTTP/1.1\r\nHost: a\r\nContent-Length: 100000000\r\n\r\n${"x".repeat(1_000)}`;
  expect(await raw(large)).toMatch(/^HTTP\/1\.1 413/);
});

test.concurrent("a request that comes drop by drop is cut off, and keeps nobody else waiting", async () => {
  const drops = Array.from({ length: 50 }, () => raw(get("/"), () => "X: y\r\n"));
  expect((await fetch(`${site.url}/healthz`)).status).toBe(200);
  for (const heard of await Promise.all(drops)) expect(heard).not.toContain("(no end)");
}, 60_000);

test.concurrent("a compressed body is not unpacked, and a socket is never compressed", async () => {
  const bomb = Bun.gzipSync(new Uint8Array(MiB));
  const answer = await fetch(`${site.url}/api/rooms`, { method: "POST", headers: { "content-encoding": "gzip" }, body: bomb });
  expect(answer.status).toBe(400);
  const key =
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Extensions: permessage-deflate\r\n";
  const heard = await raw(`${get("/r/a/signal", `Upgrade: websocket\r\nConnection: Upgrade\r\n${key}`)}\r\n`, undefined, 1_000);
  expect(heard).toMatch(/^HTTP\/1\.1 101/);
  expect(heard.toLowerCase()).not.toContain("deflate");
});
