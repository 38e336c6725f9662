// How often somebody may try a passphrase with me (V4).
import { guessesMax, guessesWithinMs, unprovenMax } from "./limits.ts";
import { isUnproven, type Link } from "./link.ts";
import type { Peer, Stepped } from "./peer-state.ts";

/**
 * Each answer to a greeting lets whoever greeted try one passphrase. Those who have not shown yet that they know it count as well: the server
 * may send any number of them at once. A secret of 128 random bits need not be guarded, and nothing is there to guard in an open room.
 */
export function mayAnswer(peer: Peer, now: number): "yes" | "later" | "no" {
  const open = [...peer.people.values()].filter(({ link }) => isUnproven(link)).length;
  if (peer.guard !== "passphrase") return open < unprovenMax ? "yes" : "later";
  const failed = peer.guesses.filter((at) => now - at < guessesWithinMs).length;
  if (failed >= guessesMax) return "no";
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
  // The same run goes on under the same key; another one under the same name is another guess.
  const goesOn = "sealing" in after && "sealing" in before && after.sealing.theirs.key === before.sealing.theirs.key;
  return isUnproven(before) && !goesOn;
}
