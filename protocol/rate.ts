// How often somebody may do something: a bucket that fills steadily and holds a burst.

export type Bucket = { readonly left: number; readonly at: number };

/** @param perSecond what flows in; @param burst what it holds. @returns the bucket afterwards, and whether there was as much as is wanted */
export function take(bucket: Bucket | undefined, now: number, perSecond: number, burst: number, wanted = 1): readonly [Bucket, boolean] {
  const left = bucket === undefined ? burst : Math.min(burst, bucket.left + ((now - bucket.at) / 1000) * perSecond);
  return left < wanted ? [{ left, at: now }, false] : [{ left: left - wanted, at: now }, true];
}
