// The words between a peer and the server, with their readers. The server learns ids, sizes and times, and nothing else.
import * as v from "valibot";
import { type Failure, failureNames } from "./failure.ts";
import { envelopeMax, iceServersMax, iceTextMax, peopleKnownMax } from "./limits.ts";

/** SHA-256 of the tab's token and the room's name, in base64url. */
export const PeerId = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{43}$/));
export type PeerId = v.InferOutput<typeof PeerId>;

/** 128 random bits that a tab makes for itself and shows to nobody but the server, in hexadecimal. */
export const Token = v.pipe(v.string(), v.regex(/^[0-9a-f]{32}$/));

/** Shows that the server let somebody into this room before, for servers that do not make one for everybody. */
const Pass = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{43}$/));

/** What opens the relay's socket; `prefers`: the host wants it used also where a direct link would do. */
const RelayLent = v.object({ ticket: v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{86}$/)), prefers: v.boolean() });
export type RelayLent = v.InferOutput<typeof RelayLent>;

const Envelope = v.pipe(v.string(), v.maxLength(envelopeMax));
const Version = v.pipe(v.number(), v.integer(), v.minValue(0));
const FailureName = v.picklist(failureNames as [Failure, ...Failure[]]);

const iceUrl = /^(?:stuns?|turns?):(?:[\w.-]+|\[[\da-f:.]+\])(?::(\d{1,5}))?(\?transport=(?:udp|tcp))?$/i;
/** `stun:` or `turn:`, host, port and transport, as a browser takes them: it throws at others (RFC 7064, RFC 7065). */
export const IceUrl = v.pipe(
  v.string(),
  v.maxLength(iceTextMax),
  v.check((url) => {
    const [, port = "1", transport] = iceUrl.exec(url) ?? ["", "0"];
    return Number(port) > 0 && Number(port) < 65_536 && (transport === undefined || /^turn/i.test(url));
  }),
);
const IceText = v.pipe(v.string(), v.maxLength(iceTextMax));

/** A server that a connection may ask for its own address, or for a relay, which needs the other two. */
export const IceServer = v.pipe(
  v.object({
    urls: v.union([IceUrl, v.pipe(v.array(IceUrl), v.minLength(1), v.maxLength(iceServersMax))]),
    username: v.exactOptional(IceText),
    credential: v.exactOptional(IceText),
  }),
  v.check(({ urls, username, credential }) => {
    const isStun = [urls].flat().every((url) => /^stun/i.test(url));
    return isStun || (username !== undefined && credential !== undefined);
  }),
);
export type IceServer = v.InferOutput<typeof IceServer>;
/** Those that the host names, and beside them the server's own STUN and the host's TURN. */
const IceServers = v.pipe(v.array(IceServer), v.maxLength(iceServersMax + 2));

/** Only servers read these: made so, they are left out of what pages load. */
const fromPeer = /* @__PURE__ */ (() => ({
  /** `pass`: what an earlier welcome to this room gave; `open`: this peer knows of no secret of the room. */
  join: v.object({ type: v.literal("join"), version: Version, token: Token, pass: v.optional(Pass), open: v.optional(v.boolean()) }),
  tell: v.object({ type: v.literal("tell"), to: PeerId, envelope: Envelope }),
  beat: v.object({ type: v.literal("beat") }),
  leave: v.object({ type: v.literal("leave") }),
  /** `word`: as `pipe-word.ts` reads it. */
  pipe: v.object({ type: v.literal("pipe"), word: v.unknown() }),
}))();
export type FromPeer = v.InferOutput<(typeof fromPeer)[keyof typeof fromPeer]>;

const Neighbour = v.object({ id: PeerId, away: v.boolean() });
export type Neighbour = v.InferOutput<typeof Neighbour>;

const FromServer = v.variant("type", [
  v.object({
    type: v.literal("welcome"),
    version: Version,
    you: PeerId,
    peers: v.pipe(v.array(Neighbour), v.maxLength(peopleKnownMax)),
    pass: v.optional(Pass),
    relay: v.optional(RelayLent),
    iceServers: v.exactOptional(IceServers),
  }),
  v.object({ type: v.literal("arrived"), peer: PeerId }),
  v.object({ type: v.literal("away"), peer: PeerId }),
  v.object({ type: v.literal("left"), peer: PeerId }),
  v.object({ type: v.literal("told"), from: PeerId, envelope: Envelope }),
  v.object({ type: v.literal("refused"), why: FailureName, about: PeerId }),
  /** `iceServers`: those of before have credentials that end. */
  v.object({ type: v.literal("beat"), iceServers: v.exactOptional(IceServers) }),
  /** `word`: as `pipe-word.ts` reads it. */
  v.object({ type: v.literal("pipe"), word: v.unknown() }),
]);
export type FromServer = v.InferOutput<typeof FromServer>;

/** What a peer said, or undefined if it is not in our words. Takes the parsed JSON; never throws. */
export function readFromPeer(raw: unknown): FromPeer | undefined {
  const type = typeof raw === "object" && raw !== null && "type" in raw ? raw.type : undefined;
  if (typeof type !== "string" || !Object.hasOwn(fromPeer, type)) return undefined;
  const read = v.safeParse(fromPeer[type as keyof typeof fromPeer], raw);
  return read.success ? read.output : undefined;
}

/** What the server said, from the text of one WebSocket message, or undefined if it is not in our words. Never throws. */
export function readFromServer(text: unknown): FromServer | undefined {
  const read = v.safeParse(FromServer, parseJson(text));
  return read.success ? read.output : undefined;
}

/** JSON's value, or undefined where there is none. */
export function parseJson(text: unknown): unknown {
  if (typeof text !== "string") return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
