// How often somebody may do something: a bucket that fills steadily and holds a burst.

export type Bucket = { readonly left: number; readonly at: number };

/** @param perSecond what flows in; @param burst what it holds. @returns the bucket afterwards, and whether there was something to take. */
export function take(bucket: Bucket | undefined, now: number, perSecond: number, burst: number): readonly [Bucket, boolean] {
  const left = bucket === undefined ? burst : Math.min(burst, bucket.left + ((now - bucket.at) / 1000) * perSecond);
  return left < 1 ? [{ left, at: now }, false] : [{ left: left - 1, at: now }, true];
}
