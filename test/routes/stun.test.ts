// STUN over UDP on this machine: as the edge has it, and as the server has it that people start.
import { expect, test } from "bun:test";
import { networkInterfaces } from "node:os";
import { stunRequestsBurstMax } from "../../protocol/limits.ts";
import { defaults, type StunSetting } from "../../routes/settings.ts";
import { openStun } from "../../routes/stun.ts";
import { join, tokenOf } from "../support/conversation.ts";
import { openSite } from "../support/site.ts";
import { bindingRequest, openAsker, stunMessage } from "../support/stun.ts";

const hasIPv6 = Object.values(networkInterfaces()).some((all) => all?.some(({ address }) => address === "::1"));

/** It listens on a free port until the end of the block. The clock of its rates stands still. */
async function listening(host = "127.0.0.1") {
  const stun = openStun({ host, stun: "on" }, () => 0);
  expect(await stun.listen(0)).toBeUndefined();
  const port = Number(stun.urlFor("http://nas")?.replace("stun:nas:", ""));
  return { ...stun, port, [Symbol.dispose]: stun.close };
}

test("whoever asks is told the address and port that the question came from", async () => {
  using stun = await listening();
  for (let i = 0; i < 3; i++) {
    using asker = await openAsker();
    const request = bindingRequest([], i === 1);
    const told = await asker.asks(stun, request);
    expect([told.type, told.transaction, told.mapped]).toEqual([0x0101, request.toString("hex", 8, 20), `127.0.0.1 ${asker.port}`]);
    expect([...told.attributes.keys()]).toEqual([0x0020]);
  }
});

for (const host of ["0.0.0.0", "::"]) {
  test.skipIf(!hasIPv6)(`a server on ${host} tells IPv4 and IPv6 each their own`, async () => {
    using stun = await listening(host);
    using four = await openAsker("127.0.0.1");
    using six = await openAsker("::1");
    expect((await four.asks(stun)).mapped).toBe(`127.0.0.1 ${four.port}`);
    expect((await six.asks(stun)).mapped).toBe(`0:0:0:0:0:0:0:1 ${six.port}`);
  });
}

test("what is no sound request is met with silence, and the next one that is with an answer", async () => {
  using stun = await listening();
  using asker = await openAsker();
  const id = Buffer.alloc(12, 7);
  const fingerprinted = bindingRequest([], true);
  const unsound = [
    ...["", "hello", "GET / HTTP/1.1\r\n\r\n", "\u0000".repeat(20)].map((text) => Buffer.from(text)),
    ...[stunMessage(0x0011, id), stunMessage(0x0101, id), stunMessage(0x0003, id), stunMessage(0x0001, id).fill(0, 4, 5)],
    ...[fingerprinted.subarray(0, 20), Buffer.from(fingerprinted).fill(0, 24), Buffer.concat([bindingRequest(), Buffer.alloc(1_400)])],
  ];
  for (const each of unsound) asker.send(each, stun);
  const request = bindingRequest();
  expect((await asker.asks(stun, request)).transaction).toBe(request.toString("hex", 8, 20));
});

test("an attribute that must be understood and is not is answered with 420", async () => {
  using stun = await listening();
  using asker = await openAsker();
  const told = await asker.asks(stun, bindingRequest([[0x0003, Buffer.alloc(4)]]));
  expect([told.type, told.attributes.get(0x0009)?.toString("hex")]).toEqual([0x0111, "00000414"]);
});

test("whoever floods it is answered as often as an address may be, and no more; others are answered meanwhile", async () => {
  using stun = await listening();
  using flooder = await openAsker();
  using other = await openAsker("127.0.0.2");
  // One by one, since a system's buffer that is full would swallow some, and be taken for a bound of ours.
  for (let i = 0; i < stunRequestsBurstMax; i++) expect((await flooder.asks(stun)).type).toBe(0x0101);
  for (let round = 0; round < 100; round++) {
    for (let i = 0; i < 100; i++) flooder.send(bindingRequest(), stun);
    expect((await other.asks(stun)).mapped).toBe(`127.0.0.2 ${other.port}`);
  }
  expect(flooder.heard).toEqual([]);
});

test("a port that is taken is said, and nothing is told to pages", async () => {
  using first = await listening();
  const second = openStun({ host: "127.0.0.1", stun: "on" }, () => 0);
  expect(await second.listen(first.port)).toContain(`UDP port ${first.port} is taken`);
  expect(second.urlFor("http://nas:3000")).toBeUndefined();
});

test("an address that cannot be listened on is said", async () => {
  const stun = openStun({ host: "192.0.2.1", stun: "on" }, () => 0);
  expect(await stun.listen(0)).toMatch(/UDP port 0 cannot be listened on \(E\w+\)/);
});

test("once closed, it is silent, and its port is free", async () => {
  const stun = await listening();
  stun.close();
  expect(stun.urlFor("http://nas")).toBeUndefined();
  using asker = await openAsker("127.0.0.1", stun.port);
  expect(asker.port).toBe(stun.port);
});

/** What a page is told that somebody reached at `origin`, with `P` for the port. */
async function toldAt(origin: string, stun: StunSetting, host = "127.0.0.1") {
  const opened = openStun({ ...defaults, host, stun }, () => 0);
  expect(await opened.listen(0)).toBeUndefined();
  const url = opened.urlFor(origin);
  opened.close();
  return url?.replace(/:\d+$/, ":P");
}

test("a page is told the name that its person used", async () => {
  expect(await toldAt("http://192.168.1.5:3000", "on")).toBe("stun:192.168.1.5:P");
  expect(await toldAt("https://rooms.example", "on")).toBe("stun:rooms.example:P");
  expect(await toldAt("http://nas.local:80", "on")).toBe("stun:nas.local:P");
  expect(await toldAt("http://[2001:db8::1]:3000", "on")).toBe("stun:[2001:db8::1]:P");
  expect(await toldAt("http://部屋.example", "on")).toBe("stun:xn--ogt573j.example:P");
});

test("a name that is none for STUN is not told to anybody", async () => {
  for (const origin of ["http://a!b:3000", "http://a b", "nowhere"]) expect(await toldAt(origin, "on")).toBeUndefined();
  expect(await toldAt("http://nas", "off")).toBeUndefined();
});

/** A port that was free a moment ago. */
async function freePort(): Promise<number> {
  using asker = await openAsker();
  return asker.port;
}

for (const [host, told] of [
  ["0.0.0.0", "stun:nas"],
  ["127.0.0.1", "stun:127.0.0.1"],
  ["stun.example", "stun:stun.example"],
  ["203.0.113.7", "stun:203.0.113.7"],
] as const) {
  test(`--stun ${host}:PORT answers there, and pages are told ${told}`, async () => {
    const port = await freePort();
    const stun = openStun({ host: "127.0.0.1", stun: { host, port } }, () => 0);
    expect(await stun.listen(1)).toBeUndefined();
    expect(stun.urlFor("http://nas:3000")).toBe(`${told}:${port}`);
    using asker = await openAsker();
    expect((await asker.asks({ port })).mapped).toBe(`127.0.0.1 ${asker.port}`);
    stun.close();
  });
}

/** The STUN server that a page of this room learns of when it joins. */
async function stunOf(url: string): Promise<URL | undefined> {
  const { welcome, drop } = await join(url, "kitchen", tokenOf(1));
  await drop();
  const [server] = welcome.type === "welcome" ? (welcome.iceServers ?? []) : [];
  return server === undefined ? undefined : new URL(String(server.urls));
}

test("the server that people start answers on the pages' own port, and is gone when they stop it", async () => {
  await using site = await openSite();
  expect((await stunOf(site.url))?.href).toBe(`stun:localhost:${site.port}`);
  using asker = await openAsker();
  expect((await asker.asks({ port: site.port })).mapped).toBe(`127.0.0.1 ${asker.port}`);
  process.kill(site.pid, "SIGTERM");
  await site.ended;
  using successor = await openAsker("127.0.0.1", site.port);
  expect(successor.port).toBe(site.port);
});

test("a server whose UDP port is taken starts, says so, and tells pages of no STUN", async () => {
  using taken = await openAsker();
  await using site = await openSite({ flags: [`--stun=127.0.0.1:${taken.port}`] });
  expect(await stunOf(site.url)).toBeUndefined();
  expect(await site.said(/^No STUN.*\n/m)).toContain(`UDP port ${taken.port} is taken`);
});

test("--stun off is off", async () => {
  await using site = await openSite({ flags: ["--stun=off"] });
  expect(await stunOf(site.url)).toBeUndefined();
  using successor = await openAsker("127.0.0.1", site.port);
  expect(successor.port).toBe(site.port);
});
