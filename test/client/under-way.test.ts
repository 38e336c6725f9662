import { expect, test } from "bun:test";
import { type Batch, nothingMoves, underWay, wholeOf } from "../../client/under-way.ts";
import { notPaused } from "../../protocol/pausing.ts";
import type { Peer, SendingTo } from "../../protocol/peer-state.ts";
import { beginReceiving, completeReceiving } from "../../protocol/receive.ts";
import type { Receiving } from "../../protocol/receive-state.ts";
import { newSending } from "../../protocol/send.ts";
import { streamOf } from "../../protocol/stream.ts";
import { hexId, peerId } from "../support/participant.ts";
import { overLink, peerWith, peopleOf, personWith, shareWith } from "../support/shown.ts";

const owner = peerId("a");
const share = shareWith("1", ["a", 1_000]);
const ken = personWith("a", "Ken", overLink);
const active = { todo: [], checking: [], chunks: new Map(), outside: 0, owed: false, corrupt: 0 };
const at = (transfer: number, stored: number, differs: Partial<Receiving> = {}): Receiving =>
  ({ ...beginReceiving(share, transfer)[0], linked: true, at: "receiving", ...active, stored, ...differs }) as Receiving;
const given = (stored: number, differs: Partial<SendingTo> = {}): SendingTo => ({
  ...newSending(share, 9, 0),
  to: owner,
  stored,
  ...differs,
});
const peer = (receiving: readonly Receiving[], sending: readonly SendingTo[] = []): Peer =>
  peerWith({
    people: peopleOf(ken),
    receiving: new Map(receiving.map((now) => [now.transfer, { owner, ownerName: "Ken", automatic: false, now }])),
    sending: new Map(sending.map((each) => [`${each.to}/${each.transfer}`, each])),
  });
const then = (...peers: readonly Peer[]) => wholeOf(peers.reduce<Batch>(underWay, nothingMoves));

test("nothing is shown while nothing moves", () => {
  expect(then(peerWith())).toEqual({ running: 0, percent: undefined });
  expect(then(peer([completeReceiving(share, 1, undefined)]))).toEqual({ running: 0, percent: undefined });
  expect(then(peer([at(1, 500, { pausing: { ...notPaused, mine: true } })]))).toEqual({ running: 0, percent: undefined });
  expect(then(peer([at(1, 500, { linked: false })]))).toEqual({ running: 0, percent: undefined });
});

test("what comes and what goes counts together", () => {
  expect(then(peer([at(1, 250)]))).toEqual({ running: 1, percent: 25 });
  expect(then(peer([at(1, 250)], [given(750)]))).toEqual({ running: 2, percent: 50 });
  expect(then(peer([], [given(10)]))).toEqual({ running: 1, percent: 1 });
});

test("one of several that is done does not make the figure fall; one that is given up is gone from it", () => {
  const both = peer([at(1, 900), at(2, 100)]);
  expect(then(both)).toEqual({ running: 2, percent: 50 });
  expect(then(both, peer([completeReceiving(share, 1, undefined), at(2, 100)]))).toEqual({ running: 1, percent: 55 });
  expect(then(both, peer([at(2, 100)]))).toEqual({ running: 1, percent: 10 });
  const all = peer([completeReceiving(share, 1, undefined), completeReceiving(share, 2, undefined)]);
  expect(then(both, all)).toEqual({ running: 0, percent: undefined });
  // The next begins from nothing.
  expect(then(both, all, peer([completeReceiving(share, 1, undefined), at(3, 0)]))).toEqual({ running: 1, percent: 0 });
  expect(then(peer([], [given(500)]), peer([at(1, 0)], [given(500, { ending: "done" })]))).toEqual({ running: 1, percent: 50 });
});

test("of a stream without an end it is known that it runs, and not how far it is", () => {
  const stream = streamOf(hexId("7"), { path: "stdin", modified: 0, media: "" });
  const now = { ...beginReceiving(stream, 4)[0], linked: true, at: "receiving", ...active, stored: 5 } as Receiving;
  expect(then(peer([now]))).toEqual({ running: 1, percent: undefined });
  expect(then(peer([now, at(1, 400)]))).toEqual({ running: 2, percent: 40 });
});
