// How often one address may do something that costs others: come into a room, or keep a name.
import { type Bucket, take } from "../protocol/rate.ts";

/** Addresses that are remembered before those are forgotten who have been quiet for a minute, and so have a full bucket again. */
const addressesMax = 10_000;
const forgetAfterMs = 60_000;

/** True if this address may go on. */
export type Gate = (address: string) => boolean;

/** @param perMinute what an address may do in a minute, on average and at once */
export function openGate(perMinute: number, now: () => number): Gate {
  const buckets = new Map<string, Bucket>();
  return (address) => {
    const at = now();
    const [bucket, may] = take(buckets.get(address), at, perMinute / 60, perMinute);
    buckets.delete(address);
    buckets.set(address, bucket);
    // The oldest come first, so this stops at the first one that is still remembered.
    if (buckets.size > addressesMax)
      for (const [each, old] of buckets) {
        if (at - old.at <= forgetAfterMs) break;
        buckets.delete(each);
      }
    return may;
  };
}
