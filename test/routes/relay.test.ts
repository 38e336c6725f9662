// The relay of a listening server: whom it lets in, what it passes on, and where it stops.
import { afterAll, beforeAll, expect, test } from "bun:test";
import { endingOf } from "../../protocol/failure.ts";
import { relayedPerPairMax, relayMessageBytesMax } from "../../protocol/limits.ts";
import { relayHeadBytes, writeRelayHead } from "../../protocol/relay-message.ts";
import { openBacklog } from "../../routes/backlog.ts";
import { openRelayBudget } from "../../routes/relay-budget.ts";
import { type Conversation, join, openServer, tokenOf } from "../support/conversation.ts";
import { deafTo, openRelay, type RelaySocket, ticketOf } from "../support/relay-client.ts";

const GiB = 2 ** 30;
let server: Awaited<ReturnType<typeof openServer>>;
let rooms = 0;
beforeAll(async () => {
  server = await openServer();
});
afterAll(() => server[Symbol.asyncDispose]());

const bytes = (...values: number[]) => new Uint8Array(values);

/** Two in a room of their own, each with a socket to the relay. */
async function two(url = server.url): Promise<{ room: string; people: [Conversation, Conversation]; relays: [RelaySocket, RelaySocket] }> {
  const room = `relay-${++rooms}`;
  const people = [await join(url, room, tokenOf(1)), await join(url, room, tokenOf(2))] as [Conversation, Conversation];
  const relays = (await Promise.all(people.map((person) => openRelay(url, room, ticketOf(person))))) as [RelaySocket, RelaySocket];
  return { room, people, relays };
}

/** Until the server has let both in, it says that they are absent. */
async function met(url = server.url) {
  const { room, people, relays } = await two(url);
  const [[ann, ben], [one, other]] = [people, relays];
  while (other.take().length === 0) {
    one.pass(ben.id, "word", bytes(0));
    await Bun.sleep(5);
  }
  // What was said before the other was there came back as absent, and the rest may still be coming.
  await Bun.sleep(20);
  for (const each of relays) each.take();
  return { room, ann, ben, one, other };
}

test("[L17] what is said to somebody reaches them as it is, under the name of whoever said it", async () => {
  const { ann, ben, one, other } = await met();
  one.pass(ben.id, "frame", bytes(1, 2, 3));
  other.pass(ann.id, "control", bytes(4));
  expect(await other.next()).toEqual({ peer: ann.id, kind: "frame", payload: bytes(1, 2, 3) });
  expect(await one.next()).toEqual({ peer: ben.id, kind: "control", payload: bytes(4) });
});

test("[L17] nobody speaks in another's name: the head says whom it is for, and nothing else is believed", async () => {
  const { ann, one, other } = await met();
  other.pass(ann.id, "word", bytes(7));
  expect((await one.next()).peer).not.toBe(ann.id);
});

test("[L17] whoever is not there, in another room, or oneself, is absent", async () => {
  const { ann, one } = await met();
  const elsewhere = await met();
  for (const id of ["x".repeat(43), elsewhere.ann.id, ann.id]) {
    one.pass(id, "frame", bytes(1));
    expect(await one.next()).toEqual({ peer: id, kind: "absent", payload: bytes() });
  }
});

test("[S14] only a ticket of this room, of somebody who is in it, opens the relay", async () => {
  const { room, ann } = await met();
  const good = ticketOf(ann);
  const forged = `${"x".repeat(43)}${good.slice(43)}`;
  for (const [where, ticket] of [
    [room, forged],
    [room, ""],
    [room, `${good}x`],
    ["elsewhere", good],
  ] as const)
    expect(await (await openRelay(server.url, where, ticket)).ended).toEqual({ code: 4016, reason: "relay-unknown" });
});

test("[L17] a second socket of the same person takes the place of the first", async () => {
  const { room, ann, ben, one, other } = await met();
  const again = await openRelay(server.url, room, ticketOf(ann));
  expect(await one.ended).toEqual({ code: endingOf("replaced").closeCode ?? 0, reason: "replaced" });
  again.pass(ben.id, "word", bytes(5));
  expect((await other.next()).payload).toEqual(bytes(5));
});

test("[L17] what is in nobody's words ends the socket by name", async () => {
  const messages: (string | Uint8Array)[] = ["text", bytes(), bytes(1, 2, 3), new Uint8Array(relayHeadBytes).fill(255)];
  const absent = new Uint8Array(relayHeadBytes);
  writeRelayHead(absent, "a".repeat(43), "absent");
  for (const message of [...messages, absent]) {
    const { one } = await met();
    one.raw.send(message as string);
    expect(await one.ended).toEqual({ code: 4000, reason: "message-unreadable" });
  }
  const { one, ben } = await met();
  one.pass(ben.id, "frame", new Uint8Array(relayMessageBytesMax));
  expect((await one.ended).code).toBeOneOf([1006, 1009]);
});

test("[L17] of what somebody does not take, the server keeps a bound for each who sends; the rest goes nowhere, and whoever sends loses nobody else", async () => {
  const { room, ann, ben, one } = await met();
  const cy = await join(server.url, room, tokenOf(3));
  const third = await openRelay(server.url, room, ticketOf(cy));
  const deaf = await deafTo(server.url, room, ticketOf(ben));
  const started = process.memoryUsage.rss();
  let refused = false;
  for (let sent = 0; sent < 64 * relayedPerPairMax && !refused; sent += 250_000) {
    one.pass(ben.id, "frame", new Uint8Array(250_000));
    await Bun.sleep(1);
    refused = one.take().some(({ peer, kind }) => peer === ben.id && kind === "absent");
  }
  expect(refused).toBe(true);
  expect(process.memoryUsage.rss() - started).toBeLessThan(200 * 2 ** 20);
  one.pass(cy.id, "word", bytes(3));
  expect(await third.next()).toEqual({ peer: ann.id, kind: "word", payload: bytes(3) });
  deaf.destroy();
});

test("[L17] [S14] who has left the room is absent, and their ticket opens nothing, though their socket to the relay is still there", async () => {
  const { room, ben, one } = await met();
  ben.send({ type: "leave" });
  await ben.drop();
  const began = Date.now();
  for (let kind = ""; kind !== "absent" && Date.now() - began < 10_000; await Bun.sleep(100)) {
    one.pass(ben.id, "word", bytes(1));
    kind = one.take()[0]?.kind ?? "";
  }
  one.pass(ben.id, "word", bytes(1));
  expect(await one.next()).toMatchObject({ kind: "absent" });
  expect(await (await openRelay(server.url, room, ticketOf(ben))).ended).toMatchObject({ reason: "relay-unknown" });
}, 15_000);

test("[L17] whoever has used up what the host allows is told so, and nothing more of theirs is passed on", async () => {
  await using poor = await openServer({ relayBudget: 1e-4 });
  const { ben, one } = await met(poor.url);
  one.pass(ben.id, "frame", new Uint8Array(200_000));
  expect(await one.ended).toEqual({ code: endingOf("relay-spent").closeCode ?? 0, reason: "relay-spent" });
});

test("[L17] what is passed on is counted by month, and by address and day", () => {
  const day = 86_400_000;
  let now = Date.UTC(2026, 10, 26);
  const budget = openRelayBudget({ relayBudget: 2, relayPerAddress: 1 }, () => now);
  expect([budget.spend("a", GiB), budget.spend("a", 1), budget.spend("b", GiB - 1), budget.spend("c", 2)]).toEqual([
    true,
    false,
    true,
    false,
  ]);
  now += day;
  expect([budget.spend("a", 1), budget.spend("a", 1)]).toEqual([true, false]);
  now = Date.UTC(2026, 11, 1);
  expect([budget.spend("a", GiB), budget.spend("b", GiB)]).toEqual([true, true]);
  expect(openRelayBudget({ relayBudget: 0, relayPerAddress: 0 }, () => now).spend("a", 1e15)).toBe(true);
});

test("[L13] where the host has switched it off, no ticket is given and no socket opened", async () => {
  await using off = await openServer({ relay: "off" });
  const ann = await join(off.url, "kitchen", tokenOf(1));
  expect(ann.welcome).not.toHaveProperty("relay");
  expect((await fetch(`${off.url}/r/kitchen/relay`)).status).toBe(404);
});

test("[L17] what waits is counted by sender, first in, first out, and forgotten with its socket", () => {
  let buffered = 0;
  const all = { bytes: 0 };
  const backlog = openBacklog(() => buffered, all);
  const add = (sender: string, bytes: number, waiting: number) => {
    buffered = waiting;
    backlog.add(sender, bytes);
    return backlog.of(sender);
  };
  expect(add("a", 100, 0)).toBe(0);
  expect(add("a", 100, 100)).toBe(100);
  expect(add("b", 150, 250)).toBe(150);
  expect(add("a", 10, 160)).toBe(10);
  expect([all.bytes, backlog.bytes]).toEqual([160, 160]);
  buffered = 5;
  backlog.settle();
  expect([all.bytes, backlog.of("a"), backlog.of("b")]).toEqual([5, 5, 0]);
  backlog.drop();
  expect(all.bytes).toBe(0);
});

test("[L17] whoever takes nothing between two looks, though something waits, is stalled", () => {
  let buffered = 0;
  const backlog = openBacklog(() => buffered, { bytes: 0 });
  expect([backlog.isStalled(), backlog.isStalled()]).toEqual([false, false]);
  buffered = 100;
  backlog.add("a", 100);
  expect(backlog.isStalled()).toBe(true);
  buffered = 90;
  expect([backlog.isStalled(), backlog.isStalled()]).toEqual([false, true]);
});
