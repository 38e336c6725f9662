import { beforeAll, expect, test } from "bun:test";
import { protocolVersion } from "../../protocol/limits.ts";
import { openFounding } from "../../routes/founding.ts";
import { openRegister } from "../../routes/register.ts";
import { roomsRoute } from "../../routes/rooms.ts";
import { defaults } from "../../routes/settings.ts";
import { browser, curl, origin, outside, program } from "../support/outside.ts";
import { peerId } from "../support/participant.ts";

let { ask, post }: Awaited<ReturnType<typeof outside>> = {} as never;
beforeAll(async () => {
  ({ ask, post } = await outside());
});

/** The server makes a secret for whoever asks it to, and calls it its own. */
const madeHere = expect.stringMatching(/^s=[0-9a-f]{32}$/);
const json = { ...program, "content-type": "application/json" };
const form = { ...program, "content-type": "application/x-www-form-urlencoded" };

test("POST /api/rooms makes a room and says where it is", async () => {
  const answer = await post("/api/rooms", program);
  expect(answer.status).toBe(201);
  expect(answer.headers.get("content-type")).toStartWith("application/json");
  expect(answer.headers.get("cache-control")).toBe("no-store");
  const made = await answer.json();
  expect(made).toEqual({
    room: expect.stringMatching(/^[2-9a-hjkmnp-z]{8}$/),
    url: `${origin}/r/${made.room}#${made.secret}`,
    secret: madeHere,
  });
  expect(answer.headers.get("location")).toBe(made.url);
});

for (const [how, headers] of [
  ["curl", curl],
  ["whoever wants plain text", { accept: "text/plain" }],
] as const) {
  test(`POST /api/rooms gives ${how} the address and nothing else`, async () => {
    const answer = await post("/api/rooms", headers);
    expect(answer.status).toBe(201);
    expect(answer.headers.get("content-type")).toBe("text/plain; charset=utf-8");
    expect(await answer.text()).toBe(`${answer.headers.get("location")}\n`);
    expect(answer.headers.get("location")).toMatch(/^http:\/\/rooms\.test\/r\/[2-9a-hjkmnp-z]{8}#s=[0-9a-f]{32}$/);
  });
}

for (const [who, headers] of [
  ["curl that asks for JSON", { ...curl, accept: "application/json" }],
  ["a library that takes both", { accept: "application/json, text/plain, */*" }],
] as const) {
  test(`POST /api/rooms gives JSON to ${who}`, async () => {
    expect((await post("/api/rooms", headers)).headers.get("content-type")).toStartWith("application/json");
    const refused = await post("/api/rooms", headers, { body: "{" });
    expect(refused.headers.get("content-type")).toBe("application/problem+json");
  });
}

const bodies = (name: string) =>
  [
    ["JSON", json, JSON.stringify({ name })],
    ["JSON without a type", program, JSON.stringify({ name })],
    ["a form", form, new URLSearchParams({ name }).toString()],
    [
      "a form with a charset",
      { ...form, "content-type": "Application/X-WWW-Form-Urlencoded; charset=utf-8" },
      new URLSearchParams({ name }),
    ],
    ["a form as curl -d writes it", { ...form, accept: "application/json" }, `name=${name}`],
  ] as const;

for (const [i, [how]] of bodies("").entries()) {
  test(`[N1] a Japanese name comes as ${how}`, async () => {
    const name = `会議室-${i}`;
    const [, headers, body] = bodies(name)[i] ?? [];
    const answer = await post("/api/rooms", headers, { body: body?.toString() ?? null });
    expect(answer.status).toBe(201);
    const url = `${origin}/r/%E4%BC%9A%E8%AD%B0%E5%AE%A4-${i}`;
    expect(await answer.json()).toEqual({ room: name, url: expect.stringContaining(`${url}#s=`), secret: madeHere });
    expect(answer.headers.get("location")).toStartWith(url);
  });
}

test("a name comes as a form with parts, too", async () => {
  const body = new FormData();
  body.set("name", "in-parts");
  const answer = await post("/api/rooms", {}, { body });
  expect(await answer.json()).toMatchObject({ room: "in-parts" });
  const file = new FormData();
  file.set("name", new File(["in-parts"], "name"));
  expect((await post("/api/rooms", {}, { body: file })).status).toBe(422);
});

test("no name, and an empty one, are a wish for a random one", async () => {
  for (const [headers, body] of [
    [json, ""],
    [json, " \n"],
    [json, "{}"],
    [json, '{"name":null}'],
    [json, '{"name":""}'],
    [form, ""],
    [form, "name="],
    [form, "other=1"],
  ] as const) {
    const answer = await post("/api/rooms", headers, { body });
    expect([body, answer.status]).toEqual([body, 201]);
    expect((await answer.json()).room).toMatch(/^[2-9a-hjkmnp-z]{8}$/);
  }
});

test("[N1] a name that is none is answered with 422", async () => {
  for (const name of ["a b", "<script>", "../x", "a".repeat(65), 5, {}, ["a"], true, "\u0000", "a\u202eb"]) {
    const answer = await post("/api/rooms", json, { body: JSON.stringify({ name }) });
    expect([name, answer.status]).toEqual([name, 422]);
    expect(await answer.json()).toMatchObject({ type: "urn:roomcp:room-name-invalid", status: 422 });
  }
  expect((await post("/api/rooms", form, { body: "name=a+b" })).status).toBe(422);
});

test("[S11] a name that is reserved is occupied", async () => {
  const wish = { body: '{"name":"twice"}' };
  expect((await post("/api/rooms", json, wish)).status).toBe(201);
  const second = await post("/api/rooms", json, wish);
  expect(second.status).toBe(409);
  expect(await second.json()).toMatchObject({ title: "room-occupied" });
});

test("a body that cannot be read is answered with 400", async () => {
  for (const [headers, body] of [
    [json, "{"],
    [json, '"name"'],
    [json, "null"],
    [json, "5"],
    [program, "name=forgot-the-type"],
    [{ ...program, "content-type": "multipart/form-data; boundary=x" }, "no parts"],
    [{ ...program, "content-type": "multipart/form-data" }, "no boundary"],
  ] as const) {
    const answer = await post("/api/rooms", headers, { body });
    expect([body, answer.status]).toEqual([body, 400]);
    expect(await answer.json()).toMatchObject({ title: "request-unreadable" });
  }
});

test("another website cannot make rooms; our own pages and programs can", async () => {
  for (const [headers, status] of [
    [{ "sec-fetch-site": "cross-site" }, 403],
    [{ "sec-fetch-site": "same-site" }, 403],
    [{ "sec-fetch-site": "same-origin", origin: "null" }, 201],
    [{ origin: "https://evil.example", host: "rooms.test" }, 403],
    [{ origin: "null", host: "rooms.test", "sec-fetch-site": "cross-site" }, 403],
    // Over plain HTTP a browser says no more than this of our own form.
    [{ origin: "null", host: "rooms.test" }, 201],
    [{ origin, host: "rooms.test" }, 201],
    [{}, 201],
  ] as const)
    expect([headers, (await post("/api/rooms", headers)).status]).toEqual([headers, status]);
});

test("[S8] a server with as many rooms as it may have says so", async () => {
  const { post } = await outside({ rooms: 2 });
  await post("/api/rooms", json, { body: '{"name":"one"}' });
  await post("/api/rooms");
  const answer = await post("/api/rooms", json, { body: '{"name":"three"}' });
  expect(answer.status).toBe(503);
  expect(await answer.json()).toMatchObject({ title: "rooms-full" });
});

test("with a public address set, links name it", async () => {
  const { post } = await outside({ publicUrl: "https://rooms.example" });
  const answer = await post("/api/rooms", json, { body: '{"name":"a"}' });
  expect(await answer.json()).toMatchObject({ url: expect.stringMatching(/^https:\/\/rooms\.example\/r\/a#s=/) });
});

test("[S11] GET /api/rooms/{name} knows no room that nobody is in, reserved or not", async () => {
  await post("/api/rooms", json, { body: '{"name":"empty"}' });
  for (const name of ["empty", "never-made"]) {
    const answer = await ask(`/api/rooms/${name}`, program);
    expect(answer.status).toBe(404);
    expect(await answer.json()).toMatchObject({ title: "room-not-found" });
  }
  expect(await (await ask("/api/rooms/empty", curl)).text()).toBe("Nobody is in a room of that name.\n");
});

test("[N1] GET /api/rooms/{name} of what is no name is 422, not 404", async () => {
  for (const path of ["a%20b", "%3Cb%3E", "%E0%A4%A"]) expect((await ask(`/api/rooms/${path}`, program)).status).toBe(422);
});

test("GET /api/rooms/{name} tells how many are there, and since when the room is", async () => {
  const now = Date.UTC(2026, 0, 2, 3, 4, 5);
  const register = openRegister({ now: () => now, later: () => {}, fill: () => {}, bounds: { peersPerRoom: 9, rooms: 9 } });
  for (const letter of ["a", "b"]) register.join("会議室", peerId(letter), protocolVersion, { send: () => {}, close: () => {} });
  const app = roomsRoute({ register, settings: defaults, mayReserve: () => true, founding: openFounding("") });
  const look = (headers: Record<string, string>) => app.handle(new Request(`${origin}/api/rooms/%E4%BC%9A%E8%AD%B0%E5%AE%A4`, { headers }));
  expect(await (await look(program)).json()).toEqual({ room: "会議室", people: 2, createdAt: "2026-01-02T03:04:05.000Z" });
  expect(await (await look(curl)).text()).toBe("会議室 2 2026-01-02T03:04:05.000Z\n");
  expect((await look(browser)).headers.get("cache-control")).toBe("no-store");
});
