// What the people in a room know and the server does not: the link's fragment, a passphrase, both, or nothing (an open room).
import { joined, toHex, utf8 } from "./bytes.ts";
import type { Failure } from "./failure.ts";
import { passphraseMax } from "./limits.ts";

/** Random bytes in a link. */
export const linkSecretBytes = 16;

/**
 * What a link's fragment says. `link`: its secret as it stands there, `k=` made by a browser or `s=` by the server; `asks`: a passphrase is
 * asked for.
 */
export type Fragment = { readonly link?: string; readonly asks: boolean };

export type RoomSecret = { readonly link?: string; readonly passphrase?: string };

/** The text after `#`, or undefined if a piece of it is missing or too many. */
export function readFragment(fragment: string): Fragment | undefined {
  if (fragment === "") return { asks: false };
  if (fragment === "p") return { asks: true };
  const [whole, link, asks] = /^([ks]=[0-9a-f]{32})(&p)?$/.exec(fragment) ?? [];
  return whole === undefined || link === undefined ? undefined : { link, asks: asks !== undefined };
}

export function fragmentOf({ link, asks }: Fragment): string {
  return [link, asks ? "p" : undefined].filter((each) => each !== undefined).join("&");
}

/** @param random `linkSecretBytes` of them @param by whoever made it: a browser, or the server for somebody at a terminal */
export function linkSecretOf(random: Uint8Array, by: "browser" | "server"): string {
  return `${by === "browser" ? "k" : "s"}=${toHex(random)}`;
}

/** What keeps others out of a room: nothing, a link's secret that a browser made, one that the server made and so may know, a passphrase. */
export type Guard = "open" | "link" | "server" | "passphrase";

export function guardOf({ link, passphrase }: RoomSecret): Guard {
  if (passphrase !== undefined) return "passphrase";
  if (link === undefined) return "open";
  return link.startsWith("s=") ? "server" : "link";
}

/** A passphrase as everybody means it, however their keyboard writes it (NFKC, white space folded), or what is wrong with it. */
export function readPassphrase(typed: string): { readonly passphrase: string } | { readonly why: Failure } {
  const passphrase = typed.normalize("NFKC").replace(/\s+/gu, " ").trim();
  if (passphrase === "") return { why: "passphrase-missing" };
  return [...passphrase].length > passphraseMax ? { why: "passphrase-too-long" } : { passphrase };
}

/**
 * V2: the password of CPace. The link's secret goes in as it is written, not as the number it stands for: one character changed is another secret.
 */
export function passwordOf({ link = "", passphrase = "" }: RoomSecret): Uint8Array<ArrayBuffer> {
  return joined(utf8(link), utf8(passphrase));
}
