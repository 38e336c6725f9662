// What /api/openapi.json says is what is answered: every operation is asked for each of its statuses, and each answer is compared with its schema.
import { expect, test } from "bun:test";
import { Validator } from "@seriousme/openapi-schema-validator";
import { Ajv2020 } from "ajv/dist/2020.js";
import { pipesMax, pipesPerAddressMax, pipesPerRoomMax, reservationsPerMinuteMax } from "../../protocol/limits.ts";
import { readTrusted } from "../../routes/caller.ts";
import type { Settings } from "../../routes/settings.ts";
import { connect, join, openServer, tokenOf } from "../support/conversation.ts";
import { browser, curl, outside, program } from "../support/outside.ts";
import { type Piper, piperIn } from "../support/piper.ts";

type Answer = { readonly headers?: object; readonly content?: Readonly<Record<string, { readonly schema: object }>> };
type Description = {
  readonly servers: readonly { readonly url: string }[];
  readonly paths: Readonly<
    Record<string, Readonly<Record<string, { readonly summary?: string; readonly responses: Readonly<Record<string, Answer>> }>>>
  >;
};

const authority = { certificate: "CERTIFICATE", fingerprint: "AB:CD" };
const open = (settings: Partial<Settings> = {}, certified = true) => outside(settings, undefined, certified ? authority : undefined);
const server = await open();
const description: Description = await (await server.ask("/api/openapi.json")).json();
const json = { accept: "application/json" };
const form = { "content-type": "application/x-www-form-urlencoded" };

/** How each operation comes to each of its answers. A list asks in several ways. */
const ways: Readonly<Record<string, (headers: Record<string, string>) => Promise<Response>>> = {
  "get / 200": (headers) => server.ask("/", headers),
  "post / 303": (headers) => server.post("/", headers),
  "post / 401": async (headers) => (await open({ createToken: "north" })).post("/", { ...headers, ...form }, { body: "token=south" }),
  "post / 403": (headers) => server.post("/", { ...headers, "sec-fetch-site": "cross-site" }),
  "post / 429": (headers) => untilTooMany("/", headers),
  "post / 503": async (headers) => full("/", headers),
  "get /r 303": (headers) => server.ask("/r?name=a", headers),
  "get /r 422": (headers) => server.ask("/r?name=a/b", headers),
  "get /r/{name} 200": (headers) => server.ask("/r/a", headers),
  "get /r/{name} 422": (headers) => server.ask("/r/a%20b", headers),
  "post /api/rooms 201": (headers) => server.post("/api/rooms", headers),
  "post /api/rooms 400": (headers) => server.post("/api/rooms", headers, { body: "{" }),
  "post /api/rooms 401": async (headers) => (await open({ createToken: "north" })).post("/api/rooms", headers),
  "post /api/rooms 403": (headers) => server.post("/api/rooms", { ...headers, "sec-fetch-site": "cross-site" }),
  "post /api/rooms 409": async (headers) => {
    await server.post("/api/rooms", headers, { body: '{"name":"taken"}' });
    return server.post("/api/rooms", headers, { body: '{"name":"taken"}' });
  },
  "post /api/rooms 422": (headers) => server.post("/api/rooms", { ...headers, ...form }, { body: "name=a+b" }),
  "post /api/rooms 429": (headers) => untilTooMany("/api/rooms", headers),
  "post /api/rooms 503": async (headers) => full("/api/rooms", headers),
  "get /api/rooms/{name} 200": async (headers) => {
    await using listening = await openServer();
    await join(listening.url, "a", tokenOf(1));
    const answer = await fetch(`${listening.url}/api/rooms/a`, { headers });
    return new Response(await answer.arrayBuffer(), answer);
  },
  "get /api/rooms/{name} 404": (headers) => server.ask("/api/rooms/nobody", headers),
  "get /api/rooms/{name} 422": (headers) => server.ask("/api/rooms/a%20b", headers),
  "get /r/{name}/signal 101": () => socketAt("signal"),
  "get /r/{name}/signal 426": (headers) => server.ask("/r/a/signal", headers),
  "get /r/{name}/relay 101": () => socketAt("relay"),
  "get /r/{name}/relay 404": async (headers) => (await open({ relay: "off" })).ask("/r/a/relay", headers),
  "get /r/{name}/relay 426": (headers) => server.ask("/r/a/relay", headers),
  "put /r/{name}/f/{file} 200": (headers) =>
    piping(async (piper, url) => {
      const bringing = fetch(`${url}/r/a/f/x`, { method: "PUT", body: "x", headers });
      await (await fetch((await piper.offered()).link)).text();
      return bringing;
    }),
  "put /r/{name}/f/{file} 403": (headers) => bring("/r/a/f/x", { ...headers, "sec-fetch-site": "cross-site" }),
  "put /r/{name}/f/{file} 404": (headers) => bring("/r/nobody/f/x", headers),
  "put /r/{name}/f/{file} 422": (headers) => bring("/r/a%20b/f/x", headers),
  "put /r/{name}/f/{file} 429": (headers) =>
    piping(async (_, url) => {
      for (let pipe = 0; pipe < pipesPerRoomMax; pipe++) await offering(`${url}/r/a/f/x`, "x");
      return fetch(`${url}/r/a/f/x`, { method: "PUT", body: "x", headers });
    }),
  "get /r/{name}/f/{file} 200": (headers) =>
    piping(async (piper, url) => {
      await offering(`${url}/r/a/f/x`, "x");
      return fetch((await piper.offered()).link, { headers });
    }),
  "get /r/{name}/f/{file} 403": async (headers) => (await open({ pipe: "on" })).ask(noPipe, { ...headers, "sec-fetch-site": "cross-site" }),
  "get /r/{name}/f/{file} 404": (headers) => server.ask(noPipe, headers),
  "get /r/{name}/f/{file} 409": (headers) =>
    piping(async (piper, url) => {
      const endless = new ReadableStream({ pull: (to) => to.enqueue(new Uint8Array(65_536)) });
      await offering(`${url}/r/a/f/x`, endless);
      const { link } = await piper.offered();
      held.push(await fetch(link));
      return fetch(link, { headers });
    }),
  "get /r/{name}/f/{file} 410": async (headers) => (await open({ pipe: "on" })).ask(noPipe, headers),
  "get /r/{name}/f/{file} 422": async (headers) => (await open({ pipe: "on" })).ask("/r/a%20b/f/x", headers),
  "get /r/{name}/f/{file} 429": (headers) =>
    piping(async (_, url) => {
      for (let pipe = 0; pipe < pipesMax; pipe++) {
        const room = `room-${Math.floor(pipe / pipesPerRoomMax)}`;
        if (pipe % pipesPerRoomMax === 0) await piperIn(url, room);
        const from = { "x-forwarded-for": `192.0.2.${1 + Math.floor(pipe / pipesPerAddressMax)}` };
        await offering(`${url}/r/${room}/f/x`, "x", from);
      }
      return fetch(url + noPipe, { headers });
    }),
  "get /check 200": (headers) => server.ask("/check", headers),
  "get /healthz 200": (headers) => server.ask("/healthz", headers),
  "get /healthz 503": async (headers) => {
    const stopping = await open();
    stopping.readiness.enter("stopping");
    return stopping.ask("/healthz", headers);
  },
  "get /metrics 200": async (headers) => (await open({ metrics: "on" })).ask("/metrics", headers),
  "get /metrics 401": async (headers) => (await open({ metrics: { token: "only-for-prometheus" } })).ask("/metrics", headers),
  "get /metrics 404": (headers) => server.ask("/metrics", headers),
  "get /tls 200": (headers) => server.ask("/tls", headers),
  "get /tls/roomcp-ca.crt 200": (headers) => server.ask("/tls/roomcp-ca.crt", headers),
  "get /tls/roomcp-ca.crt 404": async (headers) => (await open({}, false)).ask("/tls/roomcp-ca.crt", headers),
  "get /api/openapi.json 200": (headers) => server.ask("/api/openapi.json", headers),
};

const noPipe = `/r/a/f/${"0".repeat(32)}`;
const bring = async (path: string, headers: Record<string, string>) =>
  (await open({ pipe: "on" })).ask(path, headers, { method: "PUT", body: "x" });

/** Somebody is in the open room "a" of a listening server that lends pipes. */
async function piping(during: (piper: Piper, url: string) => Promise<Response>): Promise<Response> {
  await using listening = await openServer({ pipe: "on", trustProxy: readTrusted("127.0.0.1") });
  const answer = await during(await piperIn(listening.url, "a"), listening.url);
  const told = new Response(await answer.arrayBuffer(), answer);
  for (const each of held.splice(0)) await each.body?.cancel();
  return told;
}

/** An answer that nobody holds is broken off some time, and what it tells of with it. */
const held: Response[] = [];
async function offering(url: string, body: BodyInit, headers: Record<string, string> = {}): Promise<void> {
  held.push(await fetch(url, { method: "PUT", body, headers }));
}

async function untilTooMany(path: string, headers: Record<string, string>): Promise<Response> {
  const { post } = await open();
  for (let made = 0; made < reservationsPerMinuteMax; made++) await post(path, headers);
  return post(path, headers);
}

async function full(path: string, headers: Record<string, string>): Promise<Response> {
  const { post } = await open({ rooms: 1 });
  await post(path, headers);
  return post(path, headers);
}

/** A socket's answer is the browser's own business, and a test sees that it opened. */
async function socketAt(kind: "signal" | "relay"): Promise<Response> {
  await using listening = await openServer();
  if (kind === "signal") {
    await (await connect(listening.url, "a")).drop();
  } else {
    const socket = new WebSocket(`${listening.url.replace("http", "ws")}/r/a/relay`);
    await new Promise((opened, failed) => Object.assign(socket, { onopen: opened, onerror: failed }));
    socket.close();
  }
  return Object.defineProperty(new Response(null), "status", { value: 101 });
}

const operations = Object.entries(description.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ name: `${method} ${path}`, ...operation })),
);
const ajv = new Ajv2020({ strict: false, validateFormats: false });

test("it is OpenAPI", async () => {
  const { valid, errors } = await new Validator().validate(structuredClone(description) as unknown as Record<string, unknown>);
  expect([errors, valid]).toEqual([undefined, true]);
});

test("every operation says what it is for, and every answer that it speaks of is asked for", () => {
  expect(operations.length).toBeGreaterThan(12);
  for (const { name, summary } of operations) expect([name, summary]).toEqual([name, expect.stringMatching(/\w{3}/)]);
  const spoken = operations.flatMap(({ name, responses }) => Object.keys(responses).map((status) => `${name} ${status}`));
  expect(spoken.sort()).toEqual(Object.keys(ways).sort());
});

for (const { name, responses } of operations) {
  for (const [status, said] of Object.entries(responses)) {
    test(`${name} answers ${status} as it says, to a browser, a terminal and programs`, async () => {
      const heard = new Set<string>();
      for (const headers of [browser, curl, program, json]) {
        const answer = await ways[`${name} ${status}`]?.({ ...headers });
        if (answer === undefined) throw new Error(`nobody asks for ${name} ${status}`);
        expect(answer.status).toBe(Number(status));
        const [type = ""] = (answer.headers.get("content-type") ?? "").split(";");
        if (said.headers !== undefined) expect(answer.headers.get("location")).toMatch(/^\/r\/./);
        if (said.content === undefined) {
          expect(await answer.text()).toBe("");
          continue;
        }
        heard.add(type);
        const schema = said.content[type]?.schema;
        if (schema === undefined) throw new Error(`${type} is not spoken of`);
        const value: unknown = /json/.test(type) ? await answer.json() : await answer.text();
        expect([ajv.validate(schema, value), ajv.errors]).toEqual([true, null]);
      }
      expect([...heard].sort()).toEqual(Object.keys(said.content ?? {}).sort());
    });
  }
}

test("under a base, the description says so", async () => {
  const { ask } = await outside({ base: "/tools/rooms" });
  expect(description.servers).toEqual([{ url: "/" }]);
  expect((await (await ask("/tools/rooms/api/openapi.json")).json()).servers).toEqual([{ url: "/tools/rooms" }]);
});
