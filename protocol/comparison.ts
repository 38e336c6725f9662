// V5: in an open room nothing tells a friend from somebody in between but what two people read to each other: a short authentication string of
// six symbols. Commit, nonce, reveal: whoever sits in between must choose their numbers before they see those of the others, so they get one
// try in 2^36 and cannot search for a match.
import { hmac } from "@noble/hashes/hmac.js";
import { sha512 } from "@noble/hashes/sha2.js";
import { fromHex, joined, toHex, utf8 } from "./bytes.ts";
import type { Control } from "./channel.ts";
import type { PeerId } from "./signal.ts";

type Bytes = Uint8Array<ArrayBuffer>;

/** Bytes of each side's number. */
export const nonceBytes = 16;
/** Symbols that are compared, and how many each is one of. */
export const symbolsShown = 6;
export const symbolsCount = 64;

export type Comparison =
  /** I greeted: I committed to my nonce, and wait for theirs. */
  | { readonly at: "committed"; readonly nonce: Bytes }
  /** They greeted. */
  | { readonly at: "awaiting"; readonly nonce: Bytes }
  | { readonly at: "answered"; readonly nonce: Bytes; readonly commitment: string }
  | { readonly at: "ready"; readonly symbols: readonly number[] }
  /** They revealed another number than they had committed to. */
  | { readonly at: "broken" };

type Word = Extract<Control, { type: "commit" | "nonce" | "reveal" }>;

/** @param key the link's own, of CPace: in between there are two links, with two keys */
export function beginComparing(iGreeted: boolean, nonce: Bytes, key: Bytes): readonly [Comparison, readonly Word[]] {
  if (!iGreeted) return [{ at: "awaiting", nonce }, []];
  return [{ at: "committed", nonce }, [{ type: "commit", commitment: commitmentOf(nonce, key) }]];
}

export function stepComparison(now: Comparison, word: Word, key: Bytes): readonly [Comparison, readonly Word[]] {
  switch (word.type) {
    case "commit":
      if (now.at !== "awaiting") return [now, []];
      return [{ at: "answered", nonce: now.nonce, commitment: word.commitment }, [{ type: "nonce", nonce: toHex(now.nonce) }]];
    case "nonce":
      if (now.at !== "committed") return [now, []];
      return [{ at: "ready", symbols: symbolsOf(key, now.nonce, fromHex(word.nonce)) }, [{ type: "reveal", nonce: toHex(now.nonce) }]];
    case "reveal": {
      if (now.at !== "answered") return [now, []];
      const theirs = fromHex(word.nonce);
      if (commitmentOf(theirs, key) !== now.commitment) return [{ at: "broken" }, []];
      return [{ at: "ready", symbols: symbolsOf(key, theirs, now.nonce) }, []];
    }
    default:
      return word satisfies never;
  }
}

function commitmentOf(nonce: Bytes, key: Bytes): string {
  return toHex(sha512(joined(utf8("roomcp commitment"), key, nonce)).subarray(0, 32));
}

/** Each byte's lower six bits: 64 divides 256, so that every symbol is as likely. */
function symbolsOf(key: Bytes, greeters: Bytes, others: Bytes): readonly number[] {
  return [...sha512(joined(utf8("roomcp symbols"), key, greeters, others)).subarray(0, symbolsShown)].map((byte) => byte % symbolsCount);
}

/** Shows on a new link that it is the same page as on an earlier one, whose `continuity` nobody else has. */
export function proofOf(continuity: Bytes, key: Bytes, speaker: PeerId): string {
  return toHex(hmac(sha512, continuity, joined(utf8("roomcp again"), key, utf8(speaker))).subarray(0, 32));
}
