// Random bytes for a machine that knows no randomness: all of them come out of the seed that the page was given.
import { expand } from "@noble/hashes/hkdf.js";
import { sha512 } from "@noble/hashes/sha2.js";
import { utf8 } from "./bytes.ts";
import type { Own, Peer } from "./peer-state.ts";

/** Random bytes of this step and this purpose alone, out of the seed (RFC 5869, section 2.3). */
export function chanceOf({ seed, drawn }: Own, purpose: "link" | "comparison" | "relay"): (bytes: number) => Uint8Array<ArrayBuffer> {
  return (bytes) => expand(sha512, seed, utf8(`roomcp ${purpose} ${drawn}`), bytes) as Uint8Array<ArrayBuffer>;
}

/** The next step's random bytes are others. */
export function withDrawn(peer: Peer): Peer {
  return { ...peer, own: { ...peer.own, drawn: peer.own.drawn + 1 } };
}
