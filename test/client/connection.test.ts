import { expect, test } from "bun:test";
import { connectionLines } from "../../client/ui/connection.ts";
import { newLine } from "../../protocol/line.ts";
import { notPaused } from "../../protocol/pausing.ts";
import type { Peer, Person, Receipt, SendingTo } from "../../protocol/peer-state.ts";
import { detailsWords } from "../../protocol/words/details/all.ts";
import { sayIn } from "../../protocol/words.ts";
import { peerId } from "../support/participant.ts";
import { overLink, overRelay, peerWith, personWith, shareWith, speakingOf } from "../support/shown.ts";

const share = shareWith("5", ["a.bin", 9_000_000]);
const pace = { since: 0, bytes: 0, rates: [2_000, 3_000] };
const way = { mine: "host", theirs: "srflx", over: "udp", family: "IPv4", roundTripMs: 12.4 } as const;
const direct = personWith("a", "Ken", overLink);
const relayed = personWith("a", "Ken", overRelay);

const lines = (
  person: Person,
  told: Parameters<typeof connectionLines>[2] = undefined,
  differs: Partial<Peer> = {},
  language: "en" | "ja" = "en",
) => {
  const peer = peerWith(differs);
  return connectionLines(peer, person, told, { ...speakingOf(peer, language), describe: sayIn(detailsWords[language].way, language) });
};
const withTrip = (person: Person, ms: number): Person =>
  person.contact === undefined ? person : { ...person, contact: { ...person.contact, trip: { ms } } };

const receipt: Receipt = {
  ...{ owner: peerId("a"), ownerName: "Ken", automatic: false },
  now: {
    ...{
      at: "receiving",
      todo: [],
      checking: [],
      chunks: new Map(),
      outside: 0,
      owed: false,
      stored: 0,
      corrupt: 0,
      line: { ...newLine(0), pace },
    },
    ...{ share, transfer: 1, wanted: share.size, linked: true, path: "direct", among: 1, lanes: 1, pausing: notPaused },
  },
};
const sending: SendingTo = {
  ...{ to: peerId("a"), share, transfer: 2, queue: [], chunks: new Map(), stored: 0, wanted: share.size, pausing: notPaused },
  pace: { ...pace, rates: [500] },
};

test("of a direct link: the kinds of both addresses, protocol and family, the round trip as the browser has it", () => {
  expect(lines(withTrip(direct, 90), way)).toEqual([
    "UDP, IPv4 · from here: own address (host) · there: address outside the router (srflx)",
    "There and back: 12 ms",
    "Nothing is being copied",
  ]);
  expect(lines(direct, way, {}, "ja")).toEqual([
    "UDP, IPv4 · こちら: 端末のアドレス (host) · 相手: ルーターの外側のアドレス (srflx)",
    "往復 12 ms",
    "いまは何もコピーしていません",
  ]);
});

test("[L19] where the browser tells no round trip, it is the one of ping and pong", () => {
  const { roundTripMs: _, ...silent } = way;
  expect(lines(withTrip(direct, 90), silent)[1]).toBe("There and back: 90 ms");
  expect(lines(direct, silent)).toHaveLength(2);
});

test("[L19] of a relayed one: that it is, and how long the way is; a direct link's figures are not mixed in", () => {
  expect(lines(withTrip(relayed, 31), way)).toEqual([
    "Through this server over a WebSocket (TCP), sealed",
    "There and back: 31 ms",
    "Nothing is being copied",
  ]);
});

test("[L14] it is said where the host prefers the relay", () => {
  const relaySocket = { at: "open", lent: { ticket: "t".repeat(86), prefers: true }, serial: 1, losses: 0 } as const;
  expect(lines(relayed, undefined, { relaySocket })[1]).toBe("This server's host prefers that");
});

test("bytes per second in both directions are those of all transfers that are moving", () => {
  const both = {
    receiving: new Map([
      [1, receipt],
      [2, receipt],
    ]),
    sending: new Map([["a/2", sending]]),
  };
  expect(lines(direct, way, both).at(-1)).toBe("Receiving 5.0 MB/s · Sending 500.0 kB/s");
  const held = {
    receiving: new Map([[1, { ...receipt, now: { ...receipt.now, pausing: { ...notPaused, theirs: true } } }]]),
    sending: new Map(),
  };
  expect(lines(direct, way, held).at(-1)).toBe("Nothing is being copied");
  const others = {
    receiving: new Map([[1, { ...receipt, owner: peerId("b") }]]),
    sending: new Map([["b/2", { ...sending, to: peerId("b") }]]),
  };
  expect(lines(direct, way, others).at(-1)).toBe("Nothing is being copied");
});

test("whom no path reaches, of them nothing is known", () => {
  expect(lines(personWith("a", "Ken"), way)).toEqual([]);
});
