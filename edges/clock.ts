// The time that machines are told.

/** Milliseconds since 1970 that never go back, whatever is done to the machine's clock. */
export function risingClock(read: () => number = Date.now): () => number {
  let latest = 0;
  return () => (latest = Math.max(latest, read()));
}
