import { expect, test } from "bun:test";
import { wayOf } from "../../client/way.ts";

/** As Chromium 156 and Firefox 153 list them, with what is not read left out. */
const stats = (local: object, remote: object, pair: object = {}) => [
  { id: "P2", type: "candidate-pair", localCandidateId: "L2", remoteCandidateId: "R1", state: "waiting" },
  { id: "P1", type: "candidate-pair", localCandidateId: "L1", remoteCandidateId: "R1", state: "succeeded", ...pair },
  { id: "L2", type: "local-candidate", candidateType: "relay", protocol: "udp", address: "198.51.100.9" },
  { id: "L1", type: "local-candidate", protocol: "udp", ...local },
  { id: "R1", type: "remote-candidate", protocol: "udp", ...remote },
  { id: "T1", type: "transport", selectedCandidatePairId: "P1" },
];

for (const [what, local, remote, way] of [
  [
    "two of one network, whose browsers hide their addresses",
    { candidateType: "host", address: "" },
    { candidateType: "host", address: "3bb3bebd-3e83-436f-aab2-d77a81f55340.local" },
    { mine: "host", theirs: "host", over: "udp" },
  ],
  [
    "two behind routers",
    { candidateType: "srflx", address: "198.51.100.7" },
    { candidateType: "prflx", address: "203.0.113.5" },
    { mine: "srflx", theirs: "prflx", over: "udp", family: "IPv4" },
  ],
  [
    "an address of IPv6, of which only the other is shown",
    { candidateType: "host" },
    { candidateType: "srflx", address: "2001:db8::1" },
    { mine: "host", theirs: "srflx", over: "udp", family: "IPv6" },
  ],
  [
    "a TURN server that is reached over TLS",
    { candidateType: "relay", relayProtocol: "tls", address: "198.51.100.9" },
    { candidateType: "host", address: "" },
    { mine: "relay", theirs: "host", over: "tls", family: "IPv4" },
  ],
  [
    "TCP",
    { candidateType: "host", protocol: "tcp", address: "" },
    { candidateType: "host", protocol: "tcp", address: "" },
    { mine: "host", theirs: "host", over: "tcp" },
  ],
] as const) {
  test(`the way of a connection is read from what the browser counts: ${what}`, () => {
    expect(wayOf(stats(local, remote))).toEqual(way);
  });
}

test("the round trip is in milliseconds, and left out where the browser does not measure it", () => {
  const host = { candidateType: "host" };
  expect(wayOf(stats(host, host, { currentRoundTripTime: 0.042 }))?.roundTripMs).toBe(42);
  expect(wayOf(stats(host, host))).not.toHaveProperty("roundTripMs");
});

test("without a pair in use there is no way, nor of a kind that is not ours", () => {
  expect(wayOf([])).toBeUndefined();
  expect(wayOf([{ id: "T1", type: "transport" }])).toBeUndefined();
  expect(wayOf(stats({ candidateType: "carrier pigeon" }, { candidateType: "host" }))).toBeUndefined();
});

test("no address comes out", () => {
  const way = wayOf(stats({ candidateType: "srflx", address: "198.51.100.7" }, { candidateType: "srflx", address: "203.0.113.5" }));
  expect(JSON.stringify(way)).not.toMatch(/\d+\.\d+/);
});
