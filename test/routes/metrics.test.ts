import { expect, test } from "bun:test";
import { failureNames } from "../../protocol/failure.ts";
import type { Settings } from "../../routes/settings.ts";
import { connect, join, openServer, tokenOf } from "../support/conversation.ts";
import { type Figure, figure, readFigures } from "../support/figures.ts";
import { browser, curl, outside } from "../support/outside.ts";
import { piperIn } from "../support/piper.ts";
import { openRelay, ticketOf } from "../support/relay-client.ts";

const ask = async (url: string) => readFigures(await (await fetch(`${url}/metrics`)).text());
/** A socket's end is heard by the server a moment after its own side. */
async function until(url: string, holds: (figures: readonly Figure[]) => boolean): Promise<readonly Figure[]> {
  for (;;) {
    const figures = await ask(url);
    if (holds(figures)) return figures;
    await Bun.sleep(5);
  }
}

test("what two people do in a room is counted, and nothing says which room or who", async () => {
  const room = "ひみつ-room";
  await using server = await openServer({ metrics: "on" });
  const [ann, ben] = [await join(server.url, room, tokenOf(1)), await join(server.url, room, tokenOf(2))];
  const [one, other] = [await openRelay(server.url, room, ticketOf(ann)), await openRelay(server.url, room, ticketOf(ben))];
  for (const envelope of ["a", "b", "c"]) ann.send({ type: "tell", to: ben.id, envelope });
  await ann.untilBeat();
  while (other.take().length === 0) {
    one.pass(ben.id, "frame", new Uint8Array(100));
    await Bun.sleep(5);
  }
  const nobody = await connect(server.url, room);
  nobody.send("what?");
  await nobody.ended;
  for (const path of [`/r/${room}`, `/r/a%20b`, `/${room}`]) await fetch(server.url + path, { headers: { ...browser, "x-ann": "Ann" } });

  const figures = await until(server.url, (found) => figure(found, "roomcp_sockets", { kind: "signal" }) === 2);
  expect(figure(figures, "roomcp_rooms")).toBe(1);
  expect(figure(figures, "roomcp_peers")).toBe(2);
  expect(figure(figures, "roomcp_sockets", { kind: "relay" })).toBe(2);
  expect(figure(figures, "roomcp_envelopes_total")).toBe(3);
  const messages = figure(figures, "roomcp_relayed_messages_total", { kind: "frame" });
  expect(messages).toBeGreaterThan(0);
  expect(figure(figures, "roomcp_relayed_messages_total", { kind: "control" })).toBe(0);
  expect(figure(figures, "roomcp_relayed_bytes_total", { kind: "frame" })).toBeGreaterThan(100 * messages);
  expect(figure(figures, "roomcp_relayed_pairs")).toBe(1);
  expect(figure(figures, "roomcp_failures_total", { why: "not-joined" })).toBe(1);
  expect(figure(figures, "roomcp_failures_total", { why: "room-name-invalid" })).toBe(1);
  const answers = (labels: Record<string, string>) => figure(figures, "roomcp_http_answer_seconds_count", labels);
  expect(answers({ route: "/r/:name", status: "200" })).toBe(1);
  expect(answers({ route: "/r/:name", status: "422" })).toBe(1);
  expect(answers({ route: "none", status: "404" })).toBe(1);
  expect(answers({ route: "/r/:name/signal", status: "101" })).toBe(3);

  const text = await (await fetch(`${server.url}/metrics`)).text();
  for (const secret of [room, encodeURIComponent(room), "127.0.0.1", "localhost", ann.id, ben.id]) expect(text).not.toContain(secret);
  for (const { labels } of figures) {
    for (const [name, value] of Object.entries(labels)) expect([name, value]).toEqual([name, expect.stringMatching(known[name] ?? /^$/)]);
  }

  await ben.drop();
  await until(server.url, (found) => figure(found, "roomcp_sockets", { kind: "signal" }) === 1);
});

/** Every label is one of a closed list, or a pattern of our own. */
const known: Readonly<Record<string, RegExp>> = {
  kind: /^(signal|relay|word|control|frame)$/,
  why: new RegExp(`^(${failureNames.join("|")})$`),
  method: /^(GET|HEAD|POST|PUT|DELETE|OPTIONS|other)$/,
  route: /^(none|(\/([a-z]*|:name|:file))+(\*|\.crt)?)$/,
  status: /^\d{3}$/,
  le: /^(\d+(\.\d+)?|\+Inf)$/,
  version: /^\d+\.\d+\.\d+$/,
};

test("the process tells how it fares: memory, processor and how late its timers are", async () => {
  const { ask } = await outside({ metrics: "on" });
  await ask("/metrics", curl);
  const end = performance.now() + 150;
  await Bun.sleep(1);
  while (performance.now() < end);
  await Bun.sleep(30);
  const figures = readFigures(await (await ask("/metrics", curl)).text());
  expect(figure(figures, "process_resident_memory_bytes")).toBeGreaterThan(10 * 2 ** 20);
  expect(figure(figures, "process_cpu_seconds_total")).toBeGreaterThan(0);
  expect(figure(figures, "nodejs_eventloop_lag_max_seconds")).toBeGreaterThan(0.1);
  expect(figures.filter(({ name }) => /^nodejs_(heap_space|active|gc)/.test(name))).toEqual([]);
});

test("what goes through the server to somebody's curl is counted", async () => {
  await using server = await openServer({ metrics: "on", pipe: "on" });
  const piper = await piperIn(server.url, "a");
  const sent = fetch(`${server.url}/r/a/f/x.bin`, { method: "PUT", body: new Uint8Array(1000) });
  const { link } = await piper.offered();
  expect((await (await fetch(link)).arrayBuffer()).byteLength).toBe(1000);
  await (await sent).text();
  await (await fetch(`${server.url}/r/nobody/f/x.bin`, { method: "PUT", body: "x" })).text();
  const figures = await until(server.url, (found) => found.some(({ labels }) => labels.why === "pipe-nobody"));
  expect(figure(figures, "roomcp_piped_bytes_total")).toBe(1000);
});

const token = "only-for-prometheus";
const readers: readonly (readonly [string, Partial<Settings>, Record<string, string>, number])[] = [
  ["nobody, where they are off", {}, {}, 404],
  ["everybody, where they are on", { metrics: "on" }, {}, 200],
  ["who shows the token", { metrics: { token } }, { authorization: `Bearer ${token}` }, 200],
  ["not who shows another", { metrics: { token } }, { authorization: `Bearer ${token}s` }, 401],
  ["not who shows none", { metrics: { token } }, {}, 401],
];
for (const [who, settings, headers, status] of readers) {
  test(`who reads /metrics: ${who}`, async () => {
    const { ask } = await outside(settings);
    const answer = await ask("/metrics", { ...curl, ...headers });
    expect(answer.status).toBe(status);
    expect((await answer.text()).includes("roomcp_rooms")).toBe(status === 200);
    expect(answer.headers.get("www-authenticate")).toBe(status === 401 ? "Bearer" : null);
  });
}
