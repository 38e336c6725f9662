// How figures are told: as ratios to a limit measured in the same run, because machines here are noisy.

export type Spread = { readonly median: number; readonly least: number; readonly most: number };

export function spreadOf(figures: readonly number[]): Spread {
  const sorted = [...figures].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const at = (i: number) => sorted[i] ?? Number.NaN;
  const median = sorted.length % 2 === 1 ? at(middle) : (at(middle - 1) + at(middle)) / 2;
  return { median, least: at(0), most: at(sorted.length - 1) };
}

export function told({ median, least, most }: Spread, digits = 2): string {
  return `${median.toFixed(digits)} (${least.toFixed(digits)}–${most.toFixed(digits)})`;
}

/** A number from the command line, `--rounds=3`, or what is usual. */
export function option(name: string, usual: number): number {
  const given = process.argv.find((each) => each.startsWith(`--${name}=`));
  return given === undefined ? usual : Number(given.slice(name.length + 3));
}

/** A word from the command line, `--rung=opfs`. */
export function choice(name: string): string | undefined {
  return process.argv.find((each) => each.startsWith(`--${name}=`))?.slice(name.length + 3);
}

export type Bound = { readonly atLeast: number } | { readonly atMost: number };

/** A figure beside what is wanted of it. It is judged by whoever reads it, on a quiet machine. */
export function judged(spread: Spread, bound: Bound): string {
  const [words, wanted] = "atLeast" in bound ? ["at least", bound.atLeast] : ["at most", bound.atMost];
  const kept = "atLeast" in bound ? spread.median >= wanted : spread.median <= wanted;
  return `${told(spread)}, wanted ${words} ${wanted}: ${kept ? "kept" : "MISSED"}`;
}

/** Measures one after the other. Whoever is first in one round is last in the next, so that neither always meets the warmer machine. */
export async function inTurns<A, B>(round: number, [a, b]: readonly [() => Promise<A>, () => Promise<B>]): Promise<readonly [A, B]> {
  if (round % 2 === 0) {
    const first = await a();
    return [first, await b()];
  }
  const first = await b();
  return [await a(), first];
}
