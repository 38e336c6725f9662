// One seeded generator for everything that happens by chance in a simulated network (mulberry32).

export type Chance = {
  /** In [0, 1). */
  next(): number;
  /** A whole number in [0, below). */
  below(below: number): number;
  between(low: number, high: number): number;
  happens(probability: number): boolean;
  pick<Value>(from: readonly Value[]): Value | undefined;
  hex(digits: number): string;
};

export function chanceOf(seed: number): Chance {
  let state = Math.imul(seed, 0x9e3779b1) >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (bound: number) => Math.floor(next() * bound);
  return {
    next,
    below,
    between: (low, high) => low + next() * (high - low),
    happens: (probability) => next() < probability,
    pick: (from) => from[below(from.length)],
    hex(digits) {
      let text = "";
      while (text.length < digits)
        text += below(2 ** 32)
          .toString(16)
          .padStart(8, "0");
      return text.slice(0, digits);
    },
  };
}
