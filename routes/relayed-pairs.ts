// How many pairs of people have the relay carry their files now: what a host wants to know who wonders whether direct links come up. The server learns
// nothing for it that it would not know: pages are not asked how they are linked.

/** Whoever was silent for so long is no longer carried. Milliseconds. */
const silentMs = 60_000;

export type RelayedPairs = {
  /** The relay passed something on between these two. */
  passed(from: string, to: string): void;
  forget(): void;
  count(): number;
};

/** @param now milliseconds */
export function openRelayedPairs(now: () => number): RelayedPairs {
  const lastAt = new Map<string, number>();
  const forget = () => {
    for (const [pair, at] of lastAt) if (now() - at >= silentMs) lastAt.delete(pair);
  };
  return {
    passed: (from, to) => void lastAt.set(from < to ? from + to : to + from, now()),
    forget,
    count() {
      forget();
      return lastAt.size;
    },
  };
}
