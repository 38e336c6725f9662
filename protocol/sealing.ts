// What two peers say through the server, sealed with the pair's key: ChaCha20-Poly1305 (RFC 8439), a key for each direction.
import { chacha20poly1305 } from "@noble/ciphers/chacha.js";
import { bytesToUtf8 } from "@noble/ciphers/utils.js";
import { expand, extract } from "@noble/hashes/hkdf.js";
import { sha512 } from "@noble/hashes/sha2.js";
import * as v from "valibot";
import { fromHex, joined, toHex, utf8 } from "./bytes.ts";
import type { Meeting } from "./cpace.ts";
import { sealedMax } from "./limits.ts";
import type { PeerId } from "./signal.ts";

type Bytes = Uint8Array<ArrayBuffer>;

/** Whose conversation it is. All of it is part of what is sealed: nothing fits another room, pair, direction or conversation. */
export type Parties = { readonly room: string; readonly initiator: PeerId; readonly responder: PeerId; readonly conversation: string };

/** What both must agree on (`PRS`, `CI` and `sid` of CPace). */
export function meetingOf({ room, initiator, responder, conversation }: Parties, password: Bytes): Meeting {
  return { password, channel: joined(...[room, initiator, responder].map(utf8)), session: fromHex(conversation) };
}

/** One direction. `next`: the lowest number that a message may have; it only rises, so nothing counts twice or late. */
type Way = { readonly key: Bytes; readonly from: 1 | 2; readonly associated: Bytes; readonly next: number };

/**
 * `mine` and `theirs`: the two directions; `comparison`: what a short authentication string is made of; `continuity`: what later proves that it
 * is the same two; `relay`: what the keys of each relayed path are made of.
 */
export type Sealing = {
  readonly mine: Way;
  readonly theirs: Way;
  readonly comparison: Bytes;
  readonly continuity: Bytes;
  readonly relay: Bytes;
};

/** A sealed message. `n`: its number; `box`: its text and what proves it, in hexadecimal. */
export const Box = v.object({
  n: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(Number.MAX_SAFE_INTEGER)),
  box: v.pipe(v.string(), v.maxLength(sealedMax), v.regex(/^(?:[0-9a-f]{2}){16,}$/)),
});
export type Box = v.InferOutput<typeof Box>;

/** @param key what CPace came to; all else is made of it (HKDF, RFC 5869), each by a label of its own */
export function sealingOf(key: Uint8Array, parties: Parties, role: "initiator" | "responder"): Sealing {
  const { room, initiator, responder, conversation } = parties;
  const root = extract(sha512, key);
  const derived = (purpose: string) => expand(sha512, root, utf8(`roomcp ${purpose}`), 32) as Bytes;
  const way = (from: 1 | 2): Way => {
    const [speaker, listener] = from === 1 ? [initiator, responder] : [responder, initiator];
    const associated = joined(...[room, speaker, listener, conversation].map(utf8));
    return { key: derived(`envelopes from the ${from === 1 ? "initiator" : "responder"}`), from, associated, next: 0 };
  };
  const [mine, theirs] = role === "initiator" ? [way(1), way(2)] : [way(2), way(1)];
  return { mine, theirs, comparison: derived("comparison"), continuity: derived("continuity"), relay: derived("relay") };
}

export function seal(sealing: Sealing, text: string): readonly [Sealing, Box] {
  const { mine } = sealing;
  const box = chacha20poly1305(mine.key, nonceOf(mine, mine.next), mine.associated).encrypt(utf8(text));
  return [
    { ...sealing, mine: { ...mine, next: mine.next + 1 } },
    { n: mine.next, box: toHex(box) },
  ];
}

/** The text; "late" if its number was reached before; "forged" if the key does not fit, or a bit of it was changed. */
export function unseal(sealing: Sealing, { n, box }: Box): readonly [Sealing, string] | "late" | "forged" {
  const { theirs } = sealing;
  if (n < theirs.next) return "late";
  try {
    const text = bytesToUtf8(chacha20poly1305(theirs.key, nonceOf(theirs, n), theirs.associated).decrypt(fromHex(box)));
    return [{ ...sealing, theirs: { ...theirs, next: n + 1 } }, text];
  } catch {
    return "forged";
  }
}

/** Twelve bytes: the direction, and the message's number. */
function nonceOf({ from }: Way, n: number): Bytes {
  const nonce = new Uint8Array(12);
  const view = new DataView(nonce.buffer);
  view.setUint32(0, from);
  view.setBigUint64(4, BigInt(n));
  return nonce;
}
