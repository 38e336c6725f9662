// The room's socket, as a peer has it: a real server on a free port, one for each test that bounds it differently.
import { afterAll, beforeAll, expect, jest, setSystemTime, test } from "bun:test";
import fc from "fast-check";
import { endingOf, type Failure } from "../../protocol/failure.ts";
import { envelopeMax, joinWithinMs, messageBurstMax, protocolVersion, socketMessageBytesMax, turnForMs } from "../../protocol/limits.ts";
import { parseJson, readFromPeer } from "../../protocol/signal.ts";
import { type Conversation, connect, join, joinWith, openServer, tokenOf } from "../support/conversation.ts";
import { anyText, mutated } from "../support/mutated.ts";
import { peerId } from "../support/participant.ts";

const [ada, bob, cy] = [tokenOf(0xa), tokenOf(0xb), tokenOf(0xc)] as const;
const ending = (why: Failure) => ({ code: endingOf(why).closeCode ?? 0, reason: why });

let server: Awaited<ReturnType<typeof openServer>>;
let url = "";
beforeAll(async () => {
  server = await openServer({ peersPerRoom: 256, joinsPerMinute: 100_000 });
  url = server.url;
});
afterAll(() => server[Symbol.asyncDispose]());

let rooms = 0;
/** A room that no other test knows. */
const newRoom = () => `room-${++rooms}`;
const joined = (room: string, ...tokens: string[]) =>
  tokens.reduce<Promise<Conversation[]>>(async (before, token) => [...(await before), await join(url, room, token)], Promise.resolve([]));
const peopleIn = async (room: string) => {
  const answer = await fetch(`${url}/api/rooms/${encodeURIComponent(room)}`);
  return answer.status === 404 ? 0 : ((await answer.json()) as { people: number }).people;
};

// S1: the first word

for (const [what, word] of [
  ["a beat", { type: "beat" }],
  ["a goodbye", { type: "leave" }],
  ["an envelope", { type: "tell", to: peerId("x"), envelope: "" }],
  ["text", "hello"],
  ["bytes", new Uint8Array([1, 2, 3])],
  ["a join without a token", { type: "join", version: protocolVersion }],
  ["a join with half a token", { type: "join", version: protocolVersion, token: "abc" }],
  ["a join with a version that is none", { type: "join", version: "1", token: ada }],
] as const) {
  test(`[S1] ${what} before joining ends the socket`, async () => {
    const room = newRoom();
    const peer = await connect(url, room);
    peer.send(word);
    expect(await peer.ended).toEqual(ending("not-joined"));
    expect(await peopleIn(room)).toBe(0);
  });
}

for (const version of [protocolVersion + 1, 0]) {
  test(`[S1] [S11] a peer of version ${version} is told so, and leaves no room behind`, async () => {
    const room = newRoom();
    const peer = await connect(url, room);
    peer.send(joinWith(ada, version));
    expect(await peer.ended).toEqual(ending("version-mismatch"));
    const reserved = await fetch(`${url}/api/rooms`, { method: "POST", body: JSON.stringify({ name: room }) });
    expect(reserved.status).toBe(201);
  });
}

test("[S1] whoever says nothing for ten seconds is sent away", async () => {
  jest.useFakeTimers();
  try {
    const silent = await connect(url, newRoom());
    const spoke = await join(url, newRoom(), ada);
    jest.advanceTimersByTime(joinWithinMs);
    expect(await silent.ended).toEqual(ending("join-too-late"));
    expect(await spoke.untilBeat()).toEqual([]);
  } finally {
    jest.useRealTimers();
  }
});

test("[S1] whoever has joined does not join again", async () => {
  const room = newRoom();
  const [watcher, peer] = (await joined(room, bob, ada)) as [Conversation, Conversation];
  peer.send(joinWith(cy));
  expect(await peer.ended).toEqual(ending("joined-already"));
  expect(await watcher.untilBeat()).toEqual([
    { type: "arrived", peer: peer.id },
    { type: "away", peer: peer.id },
  ]);
});

// S2: who somebody is

test("[S2] a peer's id is SHA-256 of its token and the room's name: the same at another server, another in another room", async () => {
  const first = await join(url, "会議室", ada);
  await using another = await openServer();
  expect((await join(another.url, "会議室", ada)).id).toBe(first.id);
  expect(first.id).toBe(new Bun.CryptoHasher("sha256").update(`${ada}\n会議室`).digest("base64url"));
  expect((await join(url, newRoom(), ada)).id).not.toBe(first.id);
  expect((await join(url, "会議室", bob)).id).not.toBe(first.id);
  expect(first.id).not.toContain(ada);
});

// S3: who is there

test("[S3] whoever joins is welcomed with everybody who is there, and they learn of it", async () => {
  const room = newRoom();
  const [a, b, c] = (await joined(room, ada, bob, cy)) as [Conversation, Conversation, Conversation];
  const relay = { ticket: expect.stringMatching(/^[A-Za-z0-9_-]{86}$/), prefers: false };
  expect(a.welcome).toEqual({ type: "welcome", version: protocolVersion, you: a.id, peers: [], iceServers: [], relay });
  expect(c.welcome).toMatchObject({
    peers: [
      { id: a.id, away: false },
      { id: b.id, away: false },
    ],
  });
  expect(await a.next()).toEqual({ type: "arrived", peer: b.id });
  expect(await a.next()).toEqual({ type: "arrived", peer: c.id });
  expect(await c.untilBeat()).toEqual([]);
  expect(await peopleIn(room)).toBe(3);
  expect(await (await fetch(`${url}/r/${room}`, { headers: { accept: "text/plain" } })).text()).toContain("3 people are here.");
});

// S4: envelopes

test("[S4] an envelope comes to the one it names, as it was written, with the true sender's id", async () => {
  const [a, b, c] = (await joined(newRoom(), ada, bob, cy)) as [Conversation, Conversation, Conversation];
  for (const peer of [a, b, c]) await peer.untilBeat();
  const envelope = '{"<b>":"封筒 \\u0000 \ud83d\ude00"}\n'.padEnd(envelopeMax, "é");
  a.send({ type: "tell", to: b.id, envelope, from: c.id });
  expect(await b.next()).toEqual({ type: "told", from: a.id, envelope });
  for (const peer of [a, b, c]) expect(await peer.untilBeat()).toEqual([]);
});

test("[S4] an envelope to nobody, to another room, to oneself or to somebody away is refused, and nobody receives it", async () => {
  const room = newRoom();
  const [a, b, gone] = (await joined(room, ada, bob, cy)) as [Conversation, Conversation, Conversation];
  const [elsewhere] = (await joined(newRoom(), bob)) as [Conversation];
  await gone.drop();
  expect(await b.next()).toEqual({ type: "arrived", peer: gone.id });
  expect(await b.next()).toEqual({ type: "away", peer: gone.id });
  await a.untilBeat();
  for (const about of [peerId("x"), elsewhere.id, a.id, gone.id]) {
    a.send({ type: "tell", to: about, envelope: "x" });
    expect(await a.next()).toEqual({ type: "refused", why: "no-such-peer", about });
  }
  for (const peer of [b, elsewhere]) expect(await peer.untilBeat()).toEqual([]);
});

// S5: what is not in our words

const soundMessages = [
  { type: "tell", to: peerId("b"), envelope: "x" },
  { type: "beat" },
  { type: "leave" },
  { type: "join", version: protocolVersion, token: cy },
];

const badMessages: readonly (readonly [string, unknown])[] = [
  ["text", "hello"],
  ["nothing", ""],
  ["half of a JSON", '{"type":"beat"'],
  ["a number", "1"],
  ["null", "null"],
  ["a list", [{ type: "beat" }]],
  ["a word in quotes", '"beat"'],
  ["no type", {}],
  ["a type that we do not have", { type: "shutdown" }],
  ["a type that is no text", { type: ["beat"] }],
  ["a word of the server's", { type: "left", peer: peerId("b") }],
  ["an envelope to no id", { type: "tell", to: "everybody", envelope: "x" }],
  ["an envelope that is no text", { type: "tell", to: peerId("b"), envelope: { sdp: "" } }],
  ["an envelope that is too long", { type: "tell", to: peerId("b"), envelope: "x".repeat(envelopeMax + 1) }],
  ["bytes", new Uint8Array([0, 255, 128])],
  ["a word as bytes", new TextEncoder().encode('{"type":"beat"}')],
  ["a deep nest", `${"[".repeat(50_000)}${"]".repeat(50_000)}`],
  ["a prototype", '{"__proto__":{"type":"beat"}}'],
];

for (const [what, message] of badMessages) {
  test(`[S5] ${what} ends its sender's socket, and nobody else hears more than that`, async () => {
    const room = newRoom();
    const [watcher, offender] = (await joined(room, bob, ada)) as [Conversation, Conversation];
    offender.send(message);
    expect(await offender.ended).toEqual(ending("message-unreadable"));
    expect(await watcher.untilBeat()).toEqual([
      { type: "arrived", peer: offender.id },
      { type: "away", peer: offender.id },
    ]);
  });
}

test("[S5] [S8] a message larger than the server reads ends its sender's socket only", async () => {
  const [watcher, offender] = (await joined(newRoom(), bob, ada)) as [Conversation, Conversation];
  offender.send({ type: "tell", to: watcher.id, envelope: "x".repeat(socketMessageBytesMax) });
  await offender.ended;
  expect(await watcher.untilBeat()).toEqual([
    { type: "arrived", peer: offender.id },
    { type: "away", peer: offender.id },
  ]);
});

test("[S5] nothing that is not in our words reaches anybody, whatever it is", async () => {
  const room = newRoom();
  const watcher = await join(url, room, bob);
  const wrongJson = mutated(soundMessages).map((message) => JSON.stringify(message) ?? "undefined");
  const wrong = fc.oneof(wrongJson, anyText, fc.uint8Array({ maxLength: 400 }));
  let token = 0x1000;
  let tried = 0;
  await fc.assert(
    fc.asyncProperty(wrong, async (message) => {
      if (typeof message === "string" && readFromPeer(parseJson(message.toWellFormed())) !== undefined) return;
      const offender = await join(url, room, tokenOf(++token));
      offender.send(message);
      expect(await offender.ended).toEqual(ending("message-unreadable"));
      expect(await watcher.untilBeat()).toEqual([
        { type: "arrived", peer: offender.id },
        { type: "away", peer: offender.id },
      ]);
      tried += 1;
    }),
    { numRuns: 100 },
  );
  expect(tried).toBeGreaterThan(50);
});

// S6 and S7: two sockets of one peer, and lost ones

test("[S6] a second socket with the same token ends the first", async () => {
  const room = newRoom();
  const [watcher, first] = (await joined(room, bob, ada)) as [Conversation, Conversation];
  const second = await join(url, room, ada);
  expect(await first.ended).toEqual(ending("replaced"));
  expect(second.id).toBe(first.id);
  expect(second.welcome).toMatchObject({ peers: [{ id: watcher.id, away: false }] });
  watcher.send({ type: "tell", to: first.id, envelope: "x" });
  expect(await second.next()).toEqual({ type: "told", from: watcher.id, envelope: "x" });
  expect(await watcher.untilBeat()).toEqual([
    { type: "arrived", peer: first.id },
    { type: "arrived", peer: first.id },
  ]);
  expect(await peopleIn(room)).toBe(2);
});

test("[S6] the same token in two rooms is two peers, and neither ends the other", async () => {
  const [one] = (await joined(newRoom(), ada)) as [Conversation];
  const [two] = (await joined(newRoom(), ada)) as [Conversation];
  for (const peer of [one, two]) expect(await peer.untilBeat()).toEqual([]);
});

for (const how of ["without a word", "after a goodbye"]) {
  test(`[S7] a peer that goes ${how} is away at first; back again, it never left`, async () => {
    const room = newRoom();
    const [watcher, first] = (await joined(room, bob, ada)) as [Conversation, Conversation];
    if (how === "after a goodbye") first.send({ type: "leave" });
    await first.drop();
    const again = await join(url, room, ada);
    expect(again.id).toBe(first.id);
    expect(await watcher.untilBeat()).toEqual([
      { type: "arrived", peer: first.id },
      { type: "away", peer: first.id },
      { type: "arrived", peer: first.id },
    ]);
  });
}

test("[S3] [S7] whoever joins while somebody is away is told so", async () => {
  const room = newRoom();
  const [, b] = (await joined(room, ada, bob)) as [Conversation, Conversation];
  await b.drop();
  const [c] = (await joined(room, cy)) as [Conversation];
  expect(c.welcome).toMatchObject({ peers: [{ away: false }, { id: b.id, away: true }] });
});

// S8: bounds, each lowered by the host

test("[S8] a full room says so, and takes whoever is in it already", async () => {
  await using small = await openServer({ peersPerRoom: 1 });
  const first = await join(small.url, "a", ada);
  const refused = await connect(small.url, "a");
  refused.send(joinWith(bob));
  expect(await refused.ended).toEqual(ending("room-full"));
  await join(small.url, "a", ada);
  expect(await first.ended).toEqual(ending("replaced"));
  await join(small.url, "b", bob);
});

test("[S8] a server with all its rooms open says so, and takes people into those it has", async () => {
  await using small = await openServer({ rooms: 1 });
  await join(small.url, "a", ada);
  const refused = await connect(small.url, "b");
  refused.send(joinWith(bob));
  expect(await refused.ended).toEqual(ending("rooms-full"));
  expect((await fetch(`${small.url}/api/rooms`, { method: "POST" })).status).toBe(503);
  await join(small.url, "a", bob);
});

test("[S8] an address that joins too often is told so", async () => {
  await using small = await openServer({ joinsPerMinute: 2 });
  await join(small.url, "a", ada);
  await join(small.url, "b", ada);
  const refused = await connect(small.url, "c");
  refused.send(joinWith(ada));
  expect(await refused.ended).toEqual(ending("too-many-joins"));
  expect((await fetch(`${small.url}/api/rooms/c`)).status).toBe(404);
});

test("[S8] a peer that says too much at once is told so, and nobody else is", async () => {
  await using small = await openServer({ messagesPerSecond: 1 });
  const watcher = await join(small.url, "a", bob);
  const offender = await join(small.url, "a", ada);
  for (let i = 0; i < messageBurstMax + 50; i++) offender.send({ type: "beat" });
  expect(await offender.ended).toEqual(ending("too-many-messages"));
  expect(await watcher.untilBeat()).toEqual([
    { type: "arrived", peer: offender.id },
    { type: "away", peer: offender.id },
  ]);
});

test("[S8] a host that allows many messages a second allows as many at once", async () => {
  await using large = await openServer({ messagesPerSecond: 100_000 });
  const peer = await join(large.url, "a", ada);
  for (let i = 0; i < 2 * messageBurstMax; i++) peer.send({ type: "beat" });
  for (let i = 0; i < 2 * messageBurstMax; i++) expect(await peer.next()).toEqual({ type: "beat" });
});

// S13: servers to connect with

test("[S13] whoever joins is told the STUN and TURN servers, with credentials of their own", async () => {
  const given = { urls: "stun:stun.example" };
  await using turning = await openServer({ iceServers: [given], turn: ["turn:turn.example"], turnSecret: "north" });
  const usernames: string[] = [];
  for (const token of [ada, bob]) {
    const { welcome } = await join(turning.url, "a", token);
    if (welcome.type !== "welcome") throw new Error("no welcome");
    const [first, turn] = welcome.iceServers ?? [];
    expect(first).toEqual(given);
    expect(turn).toEqual({ urls: ["turn:turn.example"], username: expect.any(String), credential: expect.any(String) });
    usernames.push(turn?.username ?? "");
  }
  expect(new Set(usernames).size).toBe(2);
});

test("[S13] whoever stays is told new credentials when they say that they are there, and only when the last grow old", async () => {
  await using turning = await openServer({ turn: ["turn:turn.example"], turnSecret: "north" });
  const begun = Date.now();
  setSystemTime(begun);
  try {
    const peer = await join(turning.url, "a", ada);
    const beat = async () => {
      peer.send({ type: "beat" });
      return await peer.next();
    };
    expect(await beat()).toEqual({ type: "beat" });
    setSystemTime(begun + turnForMs / 2);
    const renewed = await beat();
    const until = Math.floor((begun + 1.5 * turnForMs) / 1000);
    expect(renewed).toMatchObject({ iceServers: [{ username: expect.stringMatching(new RegExp(`^${until}:`)) }] });
    expect(await beat()).toEqual({ type: "beat" });
  } finally {
    setSystemTime();
  }
});

// S9

test("[S9] a beat is answered", async () => {
  const peer = await join(url, newRoom(), ada);
  peer.send({ type: "beat" });
  expect(await peer.next()).toEqual({ type: "beat" });
});

// Who may open a socket, and where

for (const headers of [
  { origin: "https://evil.example" },
  { origin: "null" },
  { origin: "http://127.0.0.1:1" },
  { "sec-fetch-site": "cross-site" },
  { "sec-fetch-site": "same-site" },
]) {
  test(`a page of another site cannot open a socket: ${JSON.stringify(headers)}`, async () => {
    const peer = await connect(url, newRoom(), headers);
    expect(await peer.ended).toEqual(ending("foreign-site"));
  });
}

test("our own pages can, also under the public address", async () => {
  await using proxied = await openServer({ publicUrl: "https://rooms.example" });
  for (const [at, origin] of [
    [url, url],
    [proxied.url, "https://rooms.example"],
    [proxied.url, proxied.url],
  ] as const) {
    const peer = await connect(at, newRoom(), { origin });
    peer.send(joinWith(ada));
    expect((await peer.next()).type).toBe("welcome");
  }
});

for (const path of ["a%20b", "a%2Fb", "%3Cscript%3E", "a".repeat(65), "%E0%A4%A", "%zz", "%2541", "%00", "%E2%80%AEabc"]) {
  test(`[N1] no room is called ${path.slice(0, 20)}`, async () => {
    expect(await (await connect(url, "", {}, path)).ended).toEqual(ending("room-name-invalid"));
  });
}

test("[N1] a Japanese room is one room, however its name is composed", async () => {
  const one = await join(url, "が", ada);
  await join(url, "か\u3099", bob);
  expect((await one.next()).type).toBe("arrived");
  expect(await peopleIn("が")).toBe(2);
});

test("[S11] the room's address tells of people only while there are some", async () => {
  const room = newRoom();
  expect(await peopleIn(room)).toBe(0);
  const peer = await connect(url, room);
  expect(await peopleIn(room)).toBe(0);
  peer.send(joinWith(ada));
  await peer.next();
  expect(await peopleIn(room)).toBe(1);
});
