import { expect, test } from "bun:test";
import { Failed } from "../../cli/failed.ts";
import { helpOf } from "../../cli/flags.ts";
import { command } from "../../cli/serve.ts";
import { readSettings } from "../../cli/settings.ts";
import * as limits from "../../protocol/limits.ts";
import { defaults } from "../../routes/settings.ts";

const help = () => helpOf(command);

const said = (argv: readonly string[], env: Record<string, string> = {}) => {
  try {
    readSettings(argv, env);
    return "nothing";
  } catch (error) {
    if (!(error instanceof Failed)) throw error;
    return error.message;
  }
};

test("without a word, the limits are those of the protocol", () => {
  expect(defaults).toEqual({
    port: 3000,
    host: "0.0.0.0",
    publicUrl: "",
    base: "",
    tls: "off",
    plainPort: "",
    data: "",
    mdns: "on",
    qr: "on",
    iceServers: [],
    stun: "on",
    turn: [],
    turnSecret: "",
    peersPerRoom: limits.peersPerRoomMax,
    rooms: limits.roomsMax,
    joinsPerMinute: limits.joinsPerMinuteMax,
    messagesPerSecond: limits.messagesPerSecondMax,
    socketsPerAddress: limits.socketsPerAddressMax,
    relay: "fallback",
    relayBudget: 0,
    relayPerAddress: 0,
    pipe: "off",
    trustProxy: { list: "", has: expect.any(Function) },
    createToken: "",
    metrics: "off",
    log: "warn",
  });
  expect(limits.peersPerRoomMax).toBeGreaterThanOrEqual(32);
});

test("a flag counts before the environment, the environment before what is built in", () => {
  expect(readSettings(["--port", "1"], { PORT: "2" }).port).toBe(1);
  expect(readSettings([], { PORT: "2" }).port).toBe(2);
  expect(readSettings([], { PORT: "" }).port).toBe(defaults.port);
  expect(readSettings(["--port=0"], {}).port).toBe(0);
});

test("every setting can be given as a flag and in the environment", () => {
  const env = {
    ...{ PORT: "8080", HOST: "::1", ROOMCP_PUBLIC_URL: "https://rooms.example:8443/some/path" },
    ...{ ROOMCP_ICE_SERVERS: '[{"urls":["stun:a.example","stuns:b.example"]}]', ROOMCP_PEOPLE_PER_ROOM: "2" },
    ...{ ROOMCP_ROOMS: "3", ROOMCP_JOINS_PER_MINUTE: "4", ROOMCP_MESSAGES_PER_SECOND: "5" },
    ...{ ROOMCP_STUN: "[2001:db8::1]:3478", ROOMCP_TURN: "turn:a.example:3478?transport=tcp, turns:[::1]", ROOMCP_TURN_SECRET: "north" },
    ...{ ROOMCP_SOCKETS_PER_ADDRESS: "6", ROOMCP_TRUST_PROXY: "::1, 10.0.0.0/8", ROOMCP_CREATE_TOKEN: "let me", ROOMCP_LOG: "debug" },
    ROOMCP_BASE: "/tools/rooms/",
    ROOMCP_METRICS: "only-for-prometheus",
    ...{ ROOMCP_RELAY: "prefer", ROOMCP_RELAY_BUDGET: "7", ROOMCP_RELAY_PER_ADDRESS: "8", ROOMCP_PIPE: "on" },
    ...{ ROOMCP_TLS: "a.pem, b.pem", ROOMCP_PLAIN_PORT: "80", ROOMCP_DATA: "/srv/rooms", ROOMCP_MDNS: "off", ROOMCP_QR: "off" },
  };
  const wanted = {
    ...{ port: 8080, host: "::1", publicUrl: "https://rooms.example:8443" },
    ...{ iceServers: [{ urls: ["stun:a.example", "stuns:b.example"] }], peersPerRoom: 2 },
    ...{ stun: { host: "[2001:db8::1]", port: 3478 }, turn: ["turn:a.example:3478?transport=tcp", "turns:[::1]"], turnSecret: "north" },
    ...{ rooms: 3, joinsPerMinute: 4, messagesPerSecond: 5, socketsPerAddress: 6 },
    ...{ relay: "prefer" as const, relayBudget: 7, relayPerAddress: 8, pipe: "on" as const },
    ...{ trustProxy: { list: "::1, 10.0.0.0/8", has: expect.any(Function) }, createToken: "let me", log: "debug" as const },
    base: "/tools/rooms",
    metrics: { token: "only-for-prometheus" },
    ...{ tls: { certificate: "a.pem", key: "b.pem" }, plainPort: 80, data: "/srv/rooms", mdns: "off" as const, qr: "off" as const },
  };
  expect(readSettings([], env)).toEqual(wanted);
  const flagOf = (name: string) => `--${name.replace("ROOMCP_", "").toLowerCase().replaceAll("_", "-")}`;
  expect(
    readSettings(
      Object.entries(env).flatMap(([name, value]) => [flagOf(name), value]),
      {},
    ),
  ).toEqual(wanted);
});

for (const [argv, env, words] of [
  [["--prot", "1"], {}, "--prot"],
  [["3000"], {}, "3000"],
  [["--log", "loud"], {}, "off, error, warn, info, debug"],
  [["--base", "rooms"], {}, "--base (ROOMCP_BASE): a path like /rooms"],
  [["--base", "/a/../b"], {}, "a path like /rooms"],
  [["--base", '/a"b'], {}, "a path like /rooms"],
  [["--base", "/r/x"], {}, "/r is one of roomcp's own paths"],
  [["--metrics", "short"], {}, "--metrics (ROOMCP_METRICS): off, on, or a token"],
  [["--metrics", "with a space in it"], {}, "off, on, or a token"],
  [["--trust-proxy", "1.2.3"], {}, "1.2.3"],
  [["-p", "1"], {}, "-p"],
  [["--port"], {}, "--port needs a value"],
  [["--port", "eighty"], {}, "--port (PORT): a whole number from 0 to 65535"],
  [["--port", "65536"], {}, "--port (PORT)"],
  [["--port", "-1"], {}, "--port (PORT)"],
  [["--port", "1e3"], {}, "--port (PORT)"],
  [["--port="], {}, "--port (PORT)"],
  [[], { PORT: "tcp://10.0.0.1:80" }, "--port (PORT)"],
  [["--people-per-room", "0"], {}, "--people-per-room (ROOMCP_PEOPLE_PER_ROOM): a whole number from 1"],
  [[], { ROOMCP_ROOMS: "1.5" }, "ROOMCP_ROOMS"],
  [["--public-url", "rooms.example"], {}, "an address like https://"],
  [["--public-url", "ftp://rooms.example"], {}, "an address like https://"],
  [["--tls", "cert.pem"], {}, "--tls (ROOMCP_TLS): self, or two files"],
  [["--tls", "a,b,c"], {}, "two files"],
  [["--tls", ",key.pem"], {}, "two files"],
  [["--plain-port", "on"], {}, "--plain-port (ROOMCP_PLAIN_PORT)"],
  [["--mdns", "no"], {}, "on or off"],
  [["--qr", "1"], {}, "on or off"],
  [["--ice-servers", "stun:a.example"], {}, "JSON is needed"],
  [["--ice-servers", '{"urls":"stun:a.example"}'], {}, "a list like"],
  [["--ice-servers", '[{"urls":"https://a.example"}]'], {}, "a list like"],
  [["--ice-servers", '[{"urls":[]}]'], {}, "a list like"],
  [["--ice-servers", "[null]"], {}, "a list like"],
  [["--ice-servers", '[{"urls":"turn:a.example","username":"u"}]'], {}, "a list like"],
  [["--ice-servers", '[{"urls":"stun:a.example:0"}]'], {}, "a list like"],
  [["--ice-servers", '[{"urls":"stun:a.example?transport=udp"}]'], {}, "a list like"],
  [["--ice-servers", JSON.stringify(Array(9).fill({ urls: "stun:a.example" }))], {}, "a list like"],
  [["--stun", "stun.example"], {}, "--stun (ROOMCP_STUN): on, off, or"],
  [["--stun", "stun.example:65536"], {}, "--stun (ROOMCP_STUN): on, off, or"],
  [["--stun", "2001:db8::1:3478"], {}, "--stun (ROOMCP_STUN): on, off, or"],
  [["--stun", "a/b:3478"], {}, "--stun (ROOMCP_STUN): on, off, or"],
  [["--turn", "turn.example", "--turn-secret", "s"], {}, "--turn (ROOMCP_TURN): addresses like"],
  [["--turn", "stun:a.example", "--turn-secret", "s"], {}, "--turn (ROOMCP_TURN): addresses like"],
  [["--turn", "turn:a.example,", "--turn-secret", "s"], {}, "--turn (ROOMCP_TURN): addresses like"],
  [["--turn", "turn:a.example"], {}, "needs ROOMCP_TURN_SECRET"],
] as const) {
  test(`${[...argv, ...Object.entries(env).flat()].join(" ")} is refused, with a word on what is wrong`, () => {
    expect(said(argv, env)).toContain(words);
  });
}

test("STUN can be off, or where people reach it", () => {
  const stun = (given: string) => readSettings(["--stun", given], {}).stun;
  expect(["on", "off", "0.0.0.0:3478", "stun.example:1"].map(stun)).toEqual([
    "on",
    "off",
    { host: "0.0.0.0", port: 3478 },
    { host: "stun.example", port: 1 },
  ]);
});

test("--help lists every flag with its environment variable and what it is without", () => {
  const text = help();
  for (const flag of ["port", "host", "public-url", "ice-servers", "people-per-room", "rooms", "joins-per-minute", "messages-per-second"]) {
    const line = text.split("\n").find((each) => each.startsWith(`  --${flag} `)) ?? "";
    expect(line).toMatch(/ (PORT|HOST|ROOMCP_[A-Z_]+) +\S/);
  }
  expect(text.match(/^ {2}--/gm)?.length).toBe(Object.keys(defaults).length + 1);
  expect(text).toMatch(/^ {2}--config +ROOMCP_CONFIG +\S/m);
  expect(text).toContain("(3000)");
  expect(text).toContain("(0.0.0.0)");
});
