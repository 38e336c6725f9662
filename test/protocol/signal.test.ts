import { expect, test } from "bun:test";
import fc from "fast-check";
import { envelopeMax, iceServersMax, iceTextMax } from "../../protocol/limits.ts";
import { readFromPeer, readFromServer } from "../../protocol/signal.ts";
import { anyText, mutated, propertyRuns } from "../support/mutated.ts";

const id = "A-_z".padEnd(43, "0");
const token = "0123456789abcdef".repeat(2);

const turn = { urls: ["turn:[::1]:3478?transport=udp", "turns:b.example"], username: "1:a", credential: "c" };

const fromPeer = [{ type: "join", version: 1, token }, { type: "tell", to: id, envelope: "…" }, { type: "beat" }, { type: "leave" }];
const fromServer = [
  { type: "welcome", version: 1, you: id, peers: [{ id, away: false }] },
  { type: "welcome", version: 1, you: id, peers: [], pass: id, iceServers: [{ urls: "stun:a.example:1" }, turn] },
  { type: "beat", iceServers: [turn] },
  { type: "arrived", peer: id },
  { type: "away", peer: id },
  { type: "left", peer: id },
  { type: "told", from: id, envelope: "…" },
  { type: "refused", why: "no-such-peer", about: id },
  { type: "beat" },
];

test("every word is read as it was said", () => {
  for (const message of fromPeer) expect(readFromPeer(message) as unknown).toEqual(message);
  for (const message of fromServer) expect(readFromServer(JSON.stringify(message)) as unknown).toEqual(message);
});

test("[S5] what is not in our words is not read", () => {
  const others = [
    { type: "join", version: 1 },
    { type: "join", version: -1, token },
    { type: "join", version: 1.5, token },
    { type: "join", version: 1, token: token.toUpperCase() },
    { type: "join", version: 1, token: `${token}\n` },
    { type: "tell", to: "A", envelope: "" },
    { type: "tell", to: `${id}\n`, envelope: "" },
    { type: "tell", to: id, envelope: "x".repeat(envelopeMax + 1) },
    { type: "Beat" },
    { type: ["beat"] },
    [],
    null,
    undefined,
    "beat",
  ];
  for (const message of others) expect(readFromPeer(message)).toBeUndefined();
});

test("[S13] servers that a browser would throw at, or too many of them, are not read", () => {
  const beat = (iceServers: unknown) => readFromServer(JSON.stringify({ type: "beat", iceServers }));
  const urls = ["stun:a", "stuns:a.example:65535", "turn:192.0.2.1?transport=tcp", "turns:[2001:db8::1]:443", "TURN:a"];
  for (const each of urls) expect(beat([{ ...turn, urls: each }])).toBeDefined();
  const not = [
    ...[
      "",
      "stun",
      "stun:",
      "stun:a:0",
      "stun:a:65536",
      "stun:a:b",
      "stun:a?transport=udp",
      "stun://a",
      "stun:a b",
      "stun:a@b",
      "stun:[g]",
    ],
    ...[
      "turn:a?transport=tls",
      "turn:a?x",
      "http://a",
      "https:a",
      "javascript:a",
      "stun:a\n",
      `stun:${"a".repeat(iceTextMax)}`,
      [],
      null,
      1,
    ],
    Array(iceServersMax + 1).fill("stun:a"),
  ];
  for (const each of not) expect([each, beat([{ ...turn, urls: each }])]).toEqual([each, undefined]);
  const { username, credential } = turn;
  for (const half of [{}, { username }, { credential }, { username, credential: "x".repeat(iceTextMax + 1) }])
    expect(beat([{ urls: "turn:a", ...half }])).toBeUndefined();
  expect(beat(Array(iceServersMax + 3).fill(turn))).toBeUndefined();
  expect(beat([null])).toBeUndefined();
});

test("[S5] what a peer adds to our words goes no further", () => {
  expect(readFromPeer({ type: "beat", from: id, __proto__: { to: id } })).toEqual({ type: "beat" });
});

test("[S5] no message throws, and nothing out of bounds passes to the server", () => {
  fc.assert(
    fc.property(fc.oneof(mutated(fromPeer), fc.anything(), fc.jsonValue()), (raw) => {
      const message = readFromPeer(raw);
      if (message?.type === "join") {
        expect(message.token).toMatch(/^[0-9a-f]{32}$/);
        expect(message.version).toBeWithin(0, Number.POSITIVE_INFINITY);
      }
      if (message?.type === "tell") {
        expect(message.to).toMatch(/^[\w-]{43}$/);
        expect(message.envelope.length).toBeLessThanOrEqual(envelopeMax);
      }
    }),
    propertyRuns,
  );
});

test("[S5] no message throws, and nothing out of bounds passes to a peer", () => {
  const asText = fc.oneof(mutated(fromServer), fc.jsonValue()).map((value) => JSON.stringify(value));
  fc.assert(
    fc.property(fc.oneof(asText, fc.json(), anyText, fc.anything()), (raw) => {
      const message = readFromServer(raw);
      if (message === undefined) return;
      const ids = "peer" in message ? [message.peer] : message.type === "told" ? [message.from] : [];
      const listed = message.type === "welcome" ? message.peers.map((each) => each.id) : [];
      for (const each of [...ids, ...listed]) expect(each).toMatch(/^[\w-]{43}$/);
      if (message.type === "told") expect(message.envelope.length).toBeLessThanOrEqual(envelopeMax);
    }),
    propertyRuns,
  );
});
