// Who is let in: how often somebody may try a passphrase with me (V4), and whether newcomers are wanted (V6).
import { expand } from "@noble/hashes/hkdf.js";
import { sha512 } from "@noble/hashes/sha2.js";
import { utf8 } from "./bytes.ts";
import { guessesMax, guessesWithinMs } from "./limits.ts";
import { isGuessing, type Link } from "./link.ts";
import type { Own, Peer, Stepped } from "./peer-state.ts";

/** Random bytes of this step alone, out of the seed (RFC 5869, section 2.3). */
export function chanceOf({ seed, drawn }: Own): (bytes: number) => Uint8Array<ArrayBuffer> {
  return (bytes) => expand(sha512, seed, utf8(`roomcp step ${drawn}`), bytes) as Uint8Array<ArrayBuffer>;
}

/**
 * Each answer to a greeting lets whoever greeted try one passphrase. Those who have not shown yet that they know it count as well: the server
 * may send any number of them at once. A secret of 128 random bits need not be guarded, and nothing is there to guard in an open room.
 */
export function mayAnswer(peer: Peer, now: number): "yes" | "later" | "no" {
  if (peer.guard !== "passphrase") return "yes";
  const failed = peer.guesses.filter((at) => now - at < guessesWithinMs).length;
  if (failed >= guessesMax) return "no";
  const open = [...peer.people.values()].filter(({ link }) => isGuessing(link)).length;
  return failed + open < guessesMax ? "yes" : "later";
}

/** A run of CPace that ended without a proof, on either side, was a guess. */
export function withGuesses([peer, effects]: Stepped, before: Link, after: Link, now: number): Stepped {
  if (peer.guard !== "passphrase" || !isFailedGuess(before, after)) return [peer, effects];
  const guesses = [...peer.guesses.filter((at) => now - at < guessesWithinMs), now];
  return [{ ...peer, guesses }, guesses.length === guessesMax ? [...effects, { do: "warn", why: "too-many-guesses" }] : effects];
}

function isFailedGuess(before: Link, after: Link): boolean {
  if (before.at === "greeting") return after.at === "unreachable" && after.why === "secret-mismatch";
  const goesOn = "conversation" in after && "conversation" in before && after.conversation === before.conversation;
  return isGuessing(before) && !goesOn;
}

/** Newcomers are not wanted, by me or by somebody whom I hear. */
export function isLocked({ locked, people }: Peer): boolean {
  return locked || [...people.values()].some(({ locks, link }) => locks && link.at === "up");
}
