// How long the way to somebody is.
import { expect, test } from "bun:test";
import { hexId, participant, peerId, saidTo } from "../support/participant.ts";

const ada = peerId("a");
const ping = { on: "ping", peer: ada } as const;
const trip = (peer: ReturnType<typeof participant>) => peer.person(ada).contact?.trip;

function met() {
  const peer = participant([{ id: ada, away: false }]);
  peer.meets(ada, hexId("0"), "Ada");
  return peer;
}

test("[L19] a ping is answered at once", () => {
  expect(saidTo(ada, met().hears(ada, { type: "ping" }))).toEqual([{ type: "pong" }]);
});

test("[L19] the answer tells how long the way is, and the last measure stands until the next", () => {
  const peer = met();
  expect(saidTo(ada, peer.does(ping))).toEqual([{ type: "ping" }]);
  peer.passes(40);
  peer.hears(ada, { type: "pong" });
  expect(trip(peer)).toEqual({ ms: 40 });
  peer.does(ping);
  expect(trip(peer)?.ms).toBe(40);
  peer.passes(7);
  peer.hears(ada, { type: "pong" });
  expect(trip(peer)).toEqual({ ms: 7 });
});

test("[L19] one is asked at a time, and an answer that nobody waits for means nothing", () => {
  const peer = met();
  peer.hears(ada, { type: "pong" });
  expect(trip(peer)).toBeUndefined();
  peer.does(ping);
  expect(peer.does(ping)).toEqual([]);
});

test("[L19] nobody is asked whom no path reaches", () => {
  const peer = participant([{ id: ada, away: false }]);
  expect(peer.does(ping)).toEqual([]);
  expect(peer.does({ on: "ping", peer: peerId("z") })).toEqual([]);
});

test("[L12] [L19] on a new path it is not known how long it is, and an answer on the old one does not count", () => {
  const peer = met();
  peer.does(ping);
  peer.breaks(ada);
  peer.meets(ada, hexId("0"), "Ada");
  expect(trip(peer)).toBeUndefined();
  peer.does(ping);
  peer.hears(ada, { type: "pong" }, "relay");
  expect(trip(peer)?.ms).toBeUndefined();
});
