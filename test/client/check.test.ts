import { expect, test } from "bun:test";
import { reportOf, sentencesOf, type Texts } from "../../client/check/report.ts";
import { type Found, seenBy } from "../../client/check/stun.ts";
import { type Findings, judge, summaryOf, type Verdict } from "../../client/check/verdict.ts";
import { hostWords } from "../../protocol/words/host/all.ts";
import type { CheckItem, CheckState, VerdictName } from "../../protocol/words/host/en.ts";
import { measuresOf } from "../../protocol/words/measure.ts";
import { type Language, languageNames } from "../../protocol/words.ts";

const textsIn = (language: Language): Texts => ({
  words: hostWords[language].check,
  failures: { "relay-spent": "spent, it says", "too-many-joins": "too many, it says" },
});
const english = textsIn("en");

/** Every finding there can be, and what it comes to. */
const cases: readonly (readonly [CheckItem, Verdict])[] = [
  found("secure", { at: "secure" }),
  found("secure", { at: "local" }),
  found("secure", { at: "plain" }),
  found("server", { at: "joined", ms: 7 }),
  found("server", { at: "guarded" }),
  found("server", { at: "refused", why: "too-many-joins" }),
  found("server", { at: "silent" }),
  found("webrtc", { at: "open", ms: 3 }),
  found("webrtc", { at: "missing" }),
  found("webrtc", { at: "silent" }),
  found("stun", { at: "seen", ms: 9, addresses: ["203.0.113.5"], nat: "unknown" }),
  found("stun", { at: "seen", ms: 9, addresses: ["192.168.1.7"], nat: "near" }),
  found("stun", { at: "seen", ms: 9, addresses: ["203.0.113.5", "[2001:db8::5]"], nat: "varies" }),
  found("stun", { at: "silent", ms: 5_000 }),
  found("stun", { at: "here" }),
  found("stun", { at: "none" }),
  found("stun", { at: "untried", needs: "webrtc" }),
  found("relay", { at: "passed", ms: 31, bytes: 4_194_304, rate: 2_500_000 }),
  found("relay", { at: "off" }),
  found("relay", { at: "refused", why: "relay-spent" }),
  found("relay", { at: "silent" }),
  found("relay", { at: "untried", needs: "server" }),
  found("relay", { at: "untried", needs: "room" }),
  found("storage", { rung: "opfs", room: 10_000_000_000 }),
  found("storage", { rung: "indexeddb" }),
  found("storage", { rung: "memory" }),
  found("hash", { at: "hashed", rate: 200e6, native: true }),
  found("hash", { at: "hashed", rate: 100e6, native: false }),
  found("hash", { at: "hashed", rate: 10e6, native: true }),
  found("hash", { at: "broken" }),
];

function found<Item extends CheckItem>(item: Item, finding: Findings[Item]): readonly [Item, Verdict] {
  return [item, judge(item, finding, measuresOf("en"))];
}

test("each item can come to each of its verdicts, and to no others than have words", () => {
  const names = cases.map(([, { name }]) => name);
  expect(names.toSorted()).toEqual((Object.keys(hostWords.en.check.verdicts) as VerdictName[]).toSorted());
});

for (const language of languageNames) {
  test(`every verdict says in ${language} what was found and what it means, with nothing left to fill in`, () => {
    for (const [, verdict] of cases) {
      const [found, means, helps] = sentencesOf(verdict, textsIn(language));
      expect([verdict.name, found !== "", means !== ""]).toEqual([verdict.name, true, true]);
      expect(`${found}${means}${helps}`).not.toMatch(/[{}]|undefined/);
    }
  });

  test(`what is limited or does not work says in ${language} what would help`, () => {
    const wanting = cases.filter(([, { state }]) => state === "limited" || state === "bad");
    expect(wanting.length).toBeGreaterThan(10);
    for (const [, verdict] of wanting)
      expect([verdict.name, sentencesOf(verdict, textsIn(language))[2] !== ""]).toEqual([verdict.name, true]);
  });
}

for (const [item, finding, state, says] of [
  ["server", { at: "joined", ms: 7.2 }, "good", "answered over a WebSocket in 7 ms"],
  ["server", { at: "refused", why: "too-many-joins" }, "limited", "“too many, it says”"],
  ["server", { at: "silent" }, "bad", "No WebSocket"],
  ["webrtc", { at: "missing" }, "bad", "no WebRTC"],
  ["stun", { at: "seen", ms: 9, addresses: ["203.0.113.5", "[2001:db8::5]"], nat: "unknown" }, "good", "203.0.113.5, [2001:db8::5]."],
  ["stun", { at: "silent", ms: 5_000 }, "limited", "within 5 sec"],
  ["relay", { at: "passed", ms: 31, bytes: 4_194_304, rate: 2_500_000 }, "good", "4.2 MB went through the server at 2.5 MB/s"],
  ["relay", { at: "refused", why: "relay-spent" }, "limited", "“spent, it says”"],
  ["relay", { at: "untried", needs: "room" }, "untried", "host's token"],
  ["storage", { rung: "opfs", room: 10_000_000_000 }, "good", "own file system. It tells of 10.0 GB"],
  ["storage", { rung: "opfs" }, "good", "own file system."],
  ["hash", { at: "hashed", rate: 200e6, native: true }, "good", "200.0 MB/s"],
  ["hash", { at: "hashed", rate: 29e6, native: true }, "limited", "29.0 MB/s"],
] as const) {
  test(`${item} ${JSON.stringify(finding)} is ${state}, and says so`, () => {
    const verdict = judge(item, finding as never, measuresOf("en"));
    expect(verdict.state).toBe(state);
    expect(sentencesOf(verdict, english)[0]).toContain(says);
  });
}

for (const [states, state] of [
  [["good", "good"], "good"],
  [["good", "untried"], "untried"],
  [["untried", "limited", "good"], "limited"],
  [["limited", "bad", "untried"], "bad"],
  [["bad", "running"], "running"],
] as const satisfies readonly (readonly [readonly CheckState[], CheckState])[]) {
  test(`${states.join(", ")} is ${state} in all`, () => {
    expect(summaryOf(states)).toBe(state);
  });
}

const candidate = (type: string, address: string, port: number, ms = 5, protocol = "udp"): Found => ({ type, address, port, ms, protocol });
const host = (port: number) => candidate("host", "3bb3bebd-3e83-436f-aab2-d77a81f55340.local", port);

for (const [what, candidates, seen] of [
  ["nothing but its own addresses", [host(1), candidate("host", "x.local", 9, 5, "tcp")], undefined],
  [
    "one answer, of which no more can be known",
    [host(1), candidate("srflx", "203.0.113.5", 40_000, 12)],
    { at: "seen", ms: 12, addresses: ["203.0.113.5"], nat: "unknown" },
  ],
  [
    "two sockets at two ports, which is as it should be",
    [host(1), host(2), candidate("srflx", "203.0.113.5", 40_000), candidate("srflx", "203.0.113.5", 40_001)],
    { at: "seen", ms: 5, addresses: ["203.0.113.5"], nat: "unknown" },
  ],
  [
    "one socket at two ports",
    [host(1), candidate("srflx", "203.0.113.5", 40_000), candidate("srflx", "203.0.113.5", 40_001)],
    { at: "seen", ms: 5, addresses: ["203.0.113.5"], nat: "varies" },
  ],
  [
    "two ports, and sockets that the browser does not show",
    [candidate("srflx", "203.0.113.5", 40_000), candidate("srflx", "203.0.113.5", 40_001)],
    { at: "seen", ms: 5, addresses: ["203.0.113.5"], nat: "unknown" },
  ],
  [
    "one socket for each family",
    [host(1), host(2), candidate("srflx", "203.0.113.5", 40_000), candidate("srflx", "[2001:db8::5]", 40_000)],
    { at: "seen", ms: 5, addresses: ["203.0.113.5", "[2001:db8::5]"], nat: "unknown" },
  ],
  [
    "a local address only",
    [host(1), candidate("srflx", "192.168.1.7", 40_000), candidate("srflx", "[fd00::7]", 40_000)],
    { at: "seen", ms: 5, addresses: ["192.168.1.7", "[fd00::7]"], nat: "near" },
  ],
  [
    "an address that a provider shares out",
    [host(1), candidate("srflx", "100.127.0.1", 40_000)],
    { at: "seen", ms: 5, addresses: ["100.127.0.1"], nat: "near" },
  ],
  [
    "addresses that only look local",
    [host(1), candidate("srflx", "172.32.0.1", 40_000)],
    { at: "seen", ms: 5, addresses: ["172.32.0.1"], nat: "unknown" },
  ],
] as const) {
  test(`of what STUN answered it is said what can be known: ${what}`, () => {
    expect(seenBy(candidates)).toEqual(seen);
  });
}

test("a report has browser, states and what was found; addresses only where they are wanted", () => {
  const results = new Map(cases.filter(([, { name }]) => ["secure-no", "stun-good", "relay-good"].includes(name)));
  const about = { browser: "Browser/1", origin: "http://192.168.1.2:3000" };
  const without = reportOf(results, english, { ...about, addresses: false });
  expect(without.split("\n")).toEqual([
    "roomcp /check",
    "Browser/1",
    "http",
    "secure: limited (secure-no) This page came over plain HTTP.",
    "server: running",
    "webrtc: running",
    "stun: good (stun-good) The server answered over UDP in 9 ms. It sees you at ….",
    "relay: good (relay-good) 4.2 MB went through the server at 2.5 MB/s; a word took 31 ms there and back.",
    "storage: running",
    "hash: running",
    "",
  ]);
  const withAddresses = reportOf(results, english, { ...about, addresses: true });
  expect(withAddresses).toContain("\nhttp://192.168.1.2:3000\n");
  expect(withAddresses).toContain("It sees you at 203.0.113.5.");
});

test("whatever was found, a report without addresses has none", () => {
  for (const [item, verdict] of cases) {
    const report = reportOf(new Map([[item, verdict]]), english, { browser: "", origin: "http://10.0.0.1:3000", addresses: false });
    expect(report).not.toMatch(/\d+\.\d+\.\d+\.\d+|\[[\da-f:]+\]/);
  }
});
