// What a host may set: one table, from which flags, environment variables and `roomcp help serve` are made.
import * as v from "valibot";
import * as limits from "../protocol/limits.ts";
import { IceServer, IceUrl } from "../protocol/signal.ts";
import { readTrusted } from "./caller.ts";
import { type LogLevel, logLevels } from "./log.ts";
import type { MetricsSetting } from "./metrics.ts";
import { ownPaths } from "./mount.ts";

type Setting<Value> = {
  readonly flag: string;
  readonly env: string;
  readonly says: string;
  readonly read: (text: string) => Value;
  readonly value: Value;
  /** What a shell may complete: these words, or a path. */
  readonly completes?: readonly string[] | "path";
  /** It is read at each use, so it may change while the server runs. */
  readonly live?: true;
};

export const settingsTable = {
  port: { flag: "port", env: "PORT", says: "TCP port to listen on; 0 takes a free one", read: whole(0, 65_535), value: 3000 },
  host: { flag: "host", env: "HOST", says: "address to listen on", read: text, value: "0.0.0.0" },
  publicUrl: {
    flag: "public-url",
    env: "ROOMCP_PUBLIC_URL",
    says: "address that people use, for links, QR codes and the check of foreign sites",
    read: origin,
    value: "",
    live: true,
  },
  base: {
    flag: "base",
    env: "ROOMCP_BASE",
    says: "path that everything lies under, such as /rooms, behind a proxy that has more than this on one name",
    read: base,
    value: "",
  },
  tls: {
    flag: "tls",
    env: "ROOMCP_TLS",
    says: "HTTPS: self makes an authority of your own that people trust by hand (see /tls); cert.pem,key.pem are yours, and are read again when they change",
    read: tls,
    value: "off" as Tls,
    completes: ["self", "off"],
  },
  plainPort: {
    flag: "plain-port",
    env: "ROOMCP_PLAIN_PORT",
    says: "TCP port for plain HTTP beside --tls, or off; with --tls self the one after --port, or 80 beside 443",
    read: plainPort,
    value: "" as number | "off" | "",
    completes: ["off"],
  },
  data: {
    flag: "data",
    env: "ROOMCP_DATA",
    says: "folder for what the server keeps: the authority of --tls self; XDG_DATA_HOME/roomcp or ~/.local/share/roomcp",
    read: text,
    value: "",
    completes: "path",
  },
  mdns: {
    flag: "mdns",
    env: "ROOMCP_MDNS",
    says: "announce roomcp.local on the local network: on or off",
    read: onOff,
    value: "on" as OnOff,
    completes: ["on", "off"],
  },
  qr: {
    flag: "qr",
    env: "ROOMCP_QR",
    says: "show a QR code in the terminal at start: on or off",
    read: onOff,
    value: "on" as OnOff,
    completes: ["on", "off"],
  },
  iceServers: {
    flag: "ice-servers",
    env: "ROOMCP_ICE_SERVERS",
    says: 'STUN and TURN servers, as JSON: [{"urls":"stun:stun.example:3478"}]; none by default',
    read: iceServers,
    value: [] as readonly IceServer[],
    live: true,
  },
  stun: {
    flag: "stun",
    env: "ROOMCP_STUN",
    says: "where browsers behind NATs ask over UDP for their own address: on (--host and --port), off, or host:port that they reach; 0.0.0.0 is the name that they use",
    read: stun,
    value: "on" as StunSetting,
    completes: ["on", "off"],
  },
  turn: {
    flag: "turn",
    env: "ROOMCP_TURN",
    says: "your TURN servers, such as turn:turn.example:3478?transport=udp,turns:turn.example; none by default",
    read: turn,
    value: [] as readonly string[],
    live: true,
  },
  turnSecret: {
    flag: "turn-secret",
    env: "ROOMCP_TURN_SECRET",
    says: "what they make credentials with (coturn: static-auth-secret). Better as an environment variable: other users see flags",
    read: text,
    value: "",
    live: true,
  },
  peersPerRoom: {
    flag: "people-per-room",
    env: "ROOMCP_PEOPLE_PER_ROOM",
    says: "people in one room at the most",
    read: whole(1, 256),
    value: limits.peersPerRoomMax,
    live: true,
  },
  rooms: { flag: "rooms", env: "ROOMCP_ROOMS", says: "rooms open at once", read: whole(1, 1_000_000), value: limits.roomsMax, live: true },
  joinsPerMinute: {
    flag: "joins-per-minute",
    env: "ROOMCP_JOINS_PER_MINUTE",
    says: "joins per minute from one address",
    read: whole(1, 1_000_000),
    value: limits.joinsPerMinuteMax,
    live: true,
  },
  messagesPerSecond: {
    flag: "messages-per-second",
    env: "ROOMCP_MESSAGES_PER_SECOND",
    says: "messages per second from one person to the server, on average",
    read: whole(1, 1_000_000),
    value: limits.messagesPerSecondMax,
    live: true,
  },
  socketsPerAddress: {
    flag: "sockets-per-address",
    env: "ROOMCP_SOCKETS_PER_ADDRESS",
    says: "sockets open at once from one address; of IPv6, from one /64",
    read: whole(1, 1_000_000),
    value: limits.socketsPerAddressMax,
    live: true,
  },
  relay: {
    flag: "relay",
    env: "ROOMCP_RELAY",
    says: "what two people say where they have no direct link, sealed, through this server: fallback, prefer (quicker on a LAN), off",
    read: relayMode,
    value: "fallback" as RelayMode,
    live: true,
    completes: ["fallback", "prefer", "off"],
  },
  relayBudget: {
    flag: "relay-budget",
    env: "ROOMCP_RELAY_BUDGET",
    says: "GiB that the relay passes on in a calendar month, counted from the start; 0: any",
    read: whole(0, 1_000_000),
    value: 0,
    live: true,
  },
  relayPerAddress: {
    flag: "relay-per-address",
    env: "ROOMCP_RELAY_PER_ADDRESS",
    says: "GiB that the relay takes from one address in a day; 0: any",
    read: whole(0, 1_000_000),
    value: 0,
    live: true,
  },
  pipe: {
    flag: "pipe",
    env: "ROOMCP_PIPE",
    says: "in rooms without a secret, curl may send files and people may let it get theirs, through this server, which sees them: on or off",
    read: onOff,
    value: "off" as OnOff,
    completes: ["on", "off"],
  },
  trustProxy: {
    flag: "trust-proxy",
    env: "ROOMCP_TRUST_PROXY",
    says: "your proxy's own addresses, whose X-Forwarded-For counts, such as 127.0.0.1,::1; none by default",
    read: readTrusted,
    value: readTrusted(""),
    live: true,
  },
  createToken: {
    flag: "create-token",
    env: "ROOMCP_CREATE_TOKEN",
    says: "who may make rooms: those who have this; everybody by default. Better as an environment variable: other users see flags",
    read: text,
    value: "",
  },
  metrics: {
    flag: "metrics",
    env: "ROOMCP_METRICS",
    says: "who may read /metrics: off, on (everybody who reaches this server), or those who show this token of at least 16 characters",
    read: metrics,
    value: "off" as MetricsSetting,
    completes: ["off", "on"],
  },
  log: {
    flag: "log",
    env: "ROOMCP_LOG",
    says: `how much is said on the standard error: ${logLevels.join(", ")}; lines of JSON where that is no terminal; never an address or a name`,
    read: level,
    value: "warn" as LogLevel,
    completes: logLevels,
  },
} satisfies Record<string, Setting<unknown>>;

/** `host`: as it stands in an address, so IPv6 in brackets. */
export type StunSetting = "on" | "off" | { readonly host: string; readonly port: number };
type OnOff = "on" | "off";
export type Tls = "off" | "self" | { readonly certificate: string; readonly key: string };
export type Settings = { readonly [Name in keyof typeof settingsTable]: (typeof settingsTable)[Name]["value"] };

export const defaults = Object.fromEntries(Object.entries(settingsTable).map(([name, { value }]) => [name, value])) as Settings;

/** Takes over into `settings`, which a server is using, what may change meanwhile. Returns the flags of what else is other than it was. */
export function renew(settings: Settings, wanted: Settings): readonly string[] {
  const names = Object.keys(settingsTable) as readonly (keyof Settings)[];
  // As text, since what was read twice is never the same object.
  const changed = names.filter((name) => JSON.stringify(settings[name]) !== JSON.stringify(wanted[name]));
  const isLive = (name: keyof Settings) => "live" in settingsTable[name];
  Object.assign(settings, Object.fromEntries(changed.filter(isLive).map((name) => [name, wanted[name]])));
  return changed.filter((name) => !isLive(name)).map((name) => `--${settingsTable[name].flag}`);
}

/** What two settings cannot be at once, for the host; undefined where they go together. */
export function clashIn({ turn, turnSecret }: Settings): string | undefined {
  return turn.length > 0 && turnSecret === "" ? "--turn (ROOMCP_TURN) needs ROOMCP_TURN_SECRET too." : undefined;
}

const relayModes = ["fallback", "prefer", "off"] as const;
type RelayMode = (typeof relayModes)[number];

function relayMode(given: string): RelayMode {
  const known = relayModes.find((each) => each === given);
  if (known === undefined) throw new Error(`one of ${relayModes.join(", ")} is needed`);
  return known;
}

function metrics(given: string): MetricsSetting {
  if (given === "off" || given === "on") return given;
  if (!/^[\x21-\x7e]{16,}$/.test(given)) throw new Error("off, on, or a token of at least 16 characters without spaces is needed");
  return { token: given };
}

function level(given: string): LogLevel {
  const known = logLevels.find((each) => each === given);
  if (known === undefined) throw new Error(`one of ${logLevels.join(", ")} is needed`);
  return known;
}

function text(given: string): string {
  return given;
}

function whole(least: number, most: number): (given: string) => number {
  return (given) => {
    const number = Number(given);
    if (!/^\d+$/.test(given) || number < least || number > most) throw new Error(`a whole number from ${least} to ${most} is needed`);
    return number;
  };
}

function onOff(given: string): OnOff {
  if (given !== "on" && given !== "off") throw new Error("on or off is needed");
  return given;
}

function tls(given: string): Tls {
  if (given === "off" || given === "self") return given;
  const [certificate = "", key = "", ...more] = given.split(",").map((each) => each.trim());
  if (certificate === "" || key === "" || more.length > 0) throw new Error("self, or two files like cert.pem,key.pem, are needed");
  return { certificate, key };
}

function plainPort(given: string): number | "off" {
  return given === "off" ? given : whole(0, 65_535)(given);
}

function origin(given: string): string {
  const url = URL.canParse(given) ? new URL(given) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol)) throw new Error("an address like https://rooms.example is needed");
  return url.origin;
}

/** No slash at the end; nothing for the root. */
function base(given: string): string {
  const path = given.replace(/\/+$/, "");
  const steps = path.split("/").slice(1);
  if (path !== "" && !/^(\/[\w~-][\w.~-]*)+$/.test(path))
    throw new Error("a path like /rooms is needed, of letters, digits, -, _, ~ and dots");
  if (ownPaths.some((own) => own === steps[0])) throw new Error(`/${steps[0]} is one of roomcp's own paths; another one is needed`);
  return path;
}

const IceServers = v.pipe(v.array(IceServer), v.maxLength(limits.iceServersMax));

function iceServers(given: string): readonly IceServer[] {
  let servers: unknown;
  try {
    servers = JSON.parse(given);
  } catch {
    throw new Error("JSON is needed");
  }
  const read = v.safeParse(IceServers, servers);
  if (!read.success)
    throw new Error('a list like [{"urls":"stun:stun.example:3478"}] is needed; TURN needs "username" and "credential" too');
  return read.output;
}

function stun(given: string): StunSetting {
  if (given === "on" || given === "off") return given;
  const [, host = "", port = ""] = /^([\w.-]+|\[[\da-f:.]+\]):(\d+)$/i.exec(given) ?? [];
  if (!v.is(IceUrl, `stun:${host}:${port}`)) throw new Error("on, off, or a host and a port like stun.example:3478 is needed");
  return { host, port: Number(port) };
}

function turn(given: string): readonly string[] {
  const urls = given.split(",").map((url) => url.trim());
  if (urls.length > limits.iceServersMax || !urls.every((url) => url.startsWith("turn") && v.is(IceUrl, url)))
    throw new Error("addresses like turn:turn.example:3478?transport=udp are needed");
  return urls;
}
