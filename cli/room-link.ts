// The address of a room, as people pass it on, and how a new one comes to be.
import { randomHex } from "../edges/random.ts";
import { fromHex } from "../protocol/bytes.ts";
import { type Failure, failureNames } from "../protocol/failure.ts";
import { readRoomName } from "../protocol/name.ts";
import {
  type Fragment,
  fragmentOf,
  linkSecretBytes,
  linkSecretOf,
  type RoomSecret,
  readFragment,
  readPassphrase,
} from "../protocol/secret.ts";
import { ask } from "./ask.ts";
import { exit, type Io } from "./command.ts";
import { Failed, misused } from "./failed.ts";

/** `address`: without the secret; it names the room for whatever is kept on the disk. `base`: where the server is. */
export type RoomLink = { readonly address: string; readonly base: string; readonly room: string; readonly fragment: Fragment };

/** Is it meant as the address of a room? */
export function isAddress(word: string): boolean {
  return /^https?:\/\//i.test(word);
}

/** Where no scheme was typed: an address in numbers and a name of the local network have no certificate in general, all others do. */
function withScheme(text: string): string {
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(text)) return text;
  const isNear = /^(localhost|\d+(\.\d+){3}|\[[\da-f:.]+\]|[^/:]+\.local)(:\d+)?(\/|$)/i.test(text);
  return `${isNear ? "http" : "https"}://${text}`;
}

/** @param text as it stands in a browser's address bar, also where that hides the scheme. Throws `Failed` */
export function readRoomLink(text: string): RoomLink {
  if (text === "") throw misused("room-missing");
  const unreadable = misused("link-unreadable", { name: text.split("#", 1).join() });
  const whole = text.includes("/r/") ? withScheme(text) : text;
  if (!isAddress(whole) || !URL.canParse(whole)) throw unreadable;
  const url = new URL(whole);
  const [, path = "", name = ""] = /^(.*)\/r\/([^/]+)\/?$/.exec(url.pathname) ?? [];
  const room = readRoomName(decoded(name));
  if (room === undefined) throw unreadable;
  const fragment = readFragment(url.hash.slice(1));
  if (fragment === undefined) throw new Failed("secret-unreadable", {}, exit.usage);
  const base = url.origin + path;
  return { base, room, fragment, address: addressOf(base, room) };
}

function decoded(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return "";
  }
}

function addressOf(base: string, room: string): string {
  return `${base}/r/${encodeURIComponent(room)}`;
}

/** What people are given: it opens the room in a browser and at a terminal. */
export function urlOf({ address, fragment }: RoomLink): string {
  const hash = fragmentOf(fragment);
  return hash === "" ? address : `${address}#${hash}`;
}

/** Where `signal` or `relay` of a room is. */
export function socketUrlOf({ address }: RoomLink, which: "signal" | "relay"): string {
  return `${address.replace(/^http/, "ws")}/${which}`;
}

/** @param server what `--server` says, or the environment. Throws `Failed` where neither says anything */
export function serverAt(server: string): string {
  if (server === "") throw misused("server-missing");
  const url = withScheme(server);
  if (!isAddress(url) || !URL.canParse(url)) throw misused("value-wrong", { name: "--server", needed: "an address such as https://host" });
  const { origin, pathname } = new URL(url);
  // The address of a room names its server too.
  return origin + pathname.replace(/\/r\/[^/]+\/?$|\/+$/, "");
}

/**
 * Makes a room. Its secret is made here, and the server never sees it.
 * @param name undefined: the server finds one
 */
export async function makeRoom(base: string, name: string | undefined, { env, stop }: Io): Promise<RoomLink> {
  const token = env.ROOMCP_CREATE_TOKEN;
  const asked = fetch(`${base}/api/rooms`, {
    method: "POST",
    headers: { "content-type": "application/json", accept: "application/json", ...(token ? { authorization: `Bearer ${token}` } : {}) },
    body: JSON.stringify(name === undefined ? {} : { name }),
    signal: AbortSignal.any([stop, AbortSignal.timeout(answerWithinMs)]),
  });
  const answer = await asked.catch(() => undefined);
  if (stop.aborted) throw new Failed("cancelled", {}, exit.interrupted);
  if (answer === undefined) throw new Failed("server-silent", { name: base }, exit.unreachable);
  const said: unknown = await answer.json().catch(() => undefined);
  const why = failureIn(said);
  if (why !== undefined && why !== "page-not-found") throw new Failed(why);
  const room = readRoomName((said as { room?: unknown } | undefined)?.room);
  if (answer.status !== 201 || room === undefined) throw new Failed("server-strange", { name: base }, exit.unreachable);
  const link = linkSecretOf(fromHex(randomHex(linkSecretBytes)), "browser");
  return { base, room, fragment: { link, asks: false }, address: addressOf(base, room) };
}

const answerWithinMs = 15_000;

/** The failure's name in a problem+json. */
function failureIn(said: unknown): Failure | undefined {
  const title = typeof said === "object" && said !== null && "title" in said ? said.title : undefined;
  return failureNames.find((name) => name === title);
}

/** What is known of a room: its link's secret, and the passphrase, from the environment or from the person. Throws `Failed`. */
export async function secretOf({ fragment }: RoomLink, question: string, io: Io): Promise<RoomSecret> {
  const known = fragment.link === undefined ? {} : { link: fragment.link };
  if (!fragment.asks) return known;
  const typed = io.env.ROOMCP_PASSPHRASE ?? (await ask(io, question, "hidden")) ?? "";
  const read = readPassphrase(typed);
  if ("why" in read) throw new Failed(read.why, {}, exit.usage);
  return { ...known, ...read };
}
