// What is counted while the server runs: plain numbers, so that counting costs a message nothing. Nothing of whom, and of no single room.
import type { Failure } from "../protocol/failure.ts";
import type { PipeFailure } from "../protocol/pipe-failure.ts";
import type { Kind } from "../protocol/relay-message.ts";
import { openRelayedPairs, type RelayedPairs } from "./relayed-pairs.ts";

export type Tally = {
  /** Open now. */
  readonly sockets: { signal: number; relay: number };
  /** Since the start. */
  envelopes: number;
  readonly relayed: { readonly [Each in Exclude<Kind, "absent">]: { messages: number; bytes: number } };
  readonly pairs: RelayedPairs;
  /** What went to or from curl. */
  pipedBytes: number;
  /** What the relay holds now for those who read slowly. */
  readonly waiting: { bytes: number };
  /** How often something was refused, or ended, for a reason that has a name. */
  readonly failures: ReadonlyMap<Failure | PipeFailure, number>;
  failed(why: Failure | PipeFailure): void;
};

/** @param now milliseconds */
export function openTally(now: () => number): Tally {
  const failures = new Map<Failure | PipeFailure, number>();
  return {
    sockets: { signal: 0, relay: 0 },
    envelopes: 0,
    relayed: { word: { messages: 0, bytes: 0 }, control: { messages: 0, bytes: 0 }, frame: { messages: 0, bytes: 0 } },
    pairs: openRelayedPairs(now),
    pipedBytes: 0,
    waiting: { bytes: 0 },
    failures,
    failed: (why) => void failures.set(why, (failures.get(why) ?? 0) + 1),
  };
}
