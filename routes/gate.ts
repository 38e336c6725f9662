// How often one address may do something that costs others: come into a room, keep a name, or ask for its own address.
import { type Bucket, take } from "../protocol/rate.ts";

/** True if this address may go on. */
export type Gate = (address: string) => boolean;

/** @param perMinute what an address may do in a minute, on average, asked for each time; @param burstMax at once, if not as much */
export function openGate(perMinute: () => number, now: () => number, burstMax?: number): Gate {
  // Forgotten all at once: to look for them one by one took longer than everything else when strangers made up addresses.
  let recent = new Map<string, Bucket>();
  let before = recent;
  let since = now();
  return (address) => {
    const at = now();
    const rate = perMinute();
    const burst = burstMax ?? rate;
    /** Whoever has been quiet for this long has a full bucket again, and may be forgotten. */
    const fullAfterMs = (burst / rate) * 60_000;
    if (at - since >= fullAfterMs) {
      [before, recent] = [recent, new Map()];
      since = at;
    }
    const [bucket, may] = take(recent.get(address) ?? before.get(address), at, rate / 60, burst);
    recent.set(address, bucket);
    return may;
  };
}
