// What is counted while the server runs: plain numbers, so that counting costs a message nothing. Nothing of whom, and of no single room.
import type { Failure } from "../protocol/failure.ts";

export type Tally = {
  /** Open now. */
  readonly sockets: { signal: number; relay: number };
  /** Since the start. */
  envelopes: number;
  relayedMessages: number;
  relayedBytes: number;
  /** What the relay holds now for those who read slowly. */
  readonly waiting: { bytes: number };
  /** How often something was refused, or ended, for a reason that has a name. */
  readonly failures: ReadonlyMap<Failure, number>;
  failed(why: Failure): void;
};

export function openTally(): Tally {
  const failures = new Map<Failure, number>();
  return {
    sockets: { signal: 0, relay: 0 },
    envelopes: 0,
    relayedMessages: 0,
    relayedBytes: 0,
    waiting: { bytes: 0 },
    failures,
    failed: (why) => void failures.set(why, (failures.get(why) ?? 0) + 1),
  };
}
