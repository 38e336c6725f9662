import { expect, test } from "bun:test";
import { connect } from "node:tls";
import { foundAuthority, issue, type Pair } from "../../routes/authority.ts";
import { doorsOf, listen } from "../../routes/listening.ts";
import { defaults } from "../../routes/settings.ts";
import { compose } from "../../server.ts";
import { join, tokenOf } from "../support/conversation.ts";
import { bareClient } from "../support/outside.ts";

const now = new Date();
const names = ["127.0.0.1", "localhost"];
const authority = foundAuthority("nas", names, now);
const [first, second] = [issue(authority, names, now), issue(authority, names, now)];
const trusting = { tls: { ca: authority.certificate }, keepalive: false };
const lent = { hostname: "127.0.0.1", maxRequestBodySize: 1000 };

async function opened(pair: Pair | undefined) {
  const app = compose({ ...defaults, ...(pair && { tls: "self" }) }, bareClient, undefined, { certificate: "", fingerprint: "" });
  app.readiness.enter("ready");
  const listening = listen(app, pair === undefined ? [{ port: 0 }] : [{ port: 0, pair }, { port: 0 }], lent);
  return { ...listening, app, [Symbol.asyncDispose]: () => app.stop(true).then(() => {}) };
}

/** The serial number of what a server shows. */
function shownAt(port: number | undefined): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port: port ?? 0, host: "127.0.0.1", ca: authority.certificate }, () => {
      resolve(socket.getPeerCertificate().serialNumber);
      socket.end();
    });
    socket.on("error", reject);
  });
}

test("paths are found in addresses of either scheme, however short their host is", async () => {
  const app = compose(defaults, bareClient);
  app.readiness.enter("ready");
  for (const url of [
    "http://a/healthz",
    "https://a/healthz",
    "http://nas/healthz?a=/b",
    "https://nas:3000/healthz",
    "https://rooms.example/healthz",
  ])
    expect([url, (await app.handle(new Request(url))).status]).toEqual([url, 200]);
  for (const url of ["http://a/", "https://a/", "https://healthz/"])
    expect([url, await (await app.handle(new Request(url, { headers: { accept: "text/html" } }))).text()]).toEqual([
      url,
      expect.stringContaining("<h1"),
    ]);
});

test("one app answers over TLS and beside it over plain HTTP, and people of one room meet through both", async () => {
  await using server = await opened(first);
  const [secure, plain] = [`https://127.0.0.1:${server.ports[0]}`, `http://127.0.0.1:${server.ports[1]}`];
  expect(await (await fetch(`${secure}/healthz`, trusting)).text()).toBe("ok\n");
  expect(await (await fetch(`${plain}/healthz`)).text()).toBe("ok\n");
  const a = await join(secure, "会議室", tokenOf(1), trusting.tls);
  const b = await join(plain, "会議室", tokenOf(2));
  expect(await a.next()).toMatchObject({ type: "arrived", peer: b.id });
});

test("a new certificate is shown at once, and sockets of the one before live on", async () => {
  await using server = await opened(first);
  const secure = `https://127.0.0.1:${server.ports[0]}`;
  const a = await join(secure, "a", tokenOf(1), trusting.tls);
  const before = await shownAt(server.ports[0]);
  server.show(second);
  expect(await shownAt(server.ports[0])).not.toBe(before);
  const b = await join(secure, "a", tokenOf(2), trusting.tls);
  expect(await a.next()).toMatchObject({ type: "arrived", peer: b.id });
  expect((await fetch(`http://127.0.0.1:${server.ports[1]}/healthz`)).status).toBe(200);
});

test("a server that stops ends the sockets of every certificate that it showed", async () => {
  const server = await opened(first);
  const a = await join(`https://127.0.0.1:${server.ports[0]}`, "a", tokenOf(1), trusting.tls);
  server.show(second);
  await server.app.stop(true);
  await a.ended;
  await expect(shownAt(server.ports[0])).rejects.toThrow();
});

for (const [what, settings, ports] of [
  ["plain HTTP alone", {}, [3000]],
  ["an authority of its own", { tls: "self" }, [3000, 3001]],
  ["an authority of its own on the usual port", { tls: "self", port: 443 }, [443, 80]],
  ["an authority of its own on a free port", { tls: "self", port: 0 }, [0, 0]],
  ["an authority of its own, and no plain HTTP", { tls: "self", plainPort: "off" }, [3000]],
  ["the host's certificate", { tls: { certificate: "a", key: "b" } }, [3000]],
  ["the host's certificate, and plain HTTP", { tls: { certificate: "a", key: "b" }, plainPort: 80 }, [3000, 80]],
] as const) {
  test(`${what} listens on ${ports.join(" and ")}`, () => {
    const doors = doorsOf({ ...defaults, ...settings }, "tls" in settings ? first : undefined);
    expect(doors.map(({ port }) => port)).toEqual([...ports]);
    expect(doors.map(({ pair }) => pair !== undefined)).toEqual(ports.map((_, i) => "tls" in settings && i === 0));
  });
}
