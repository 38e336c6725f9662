// What somebody most likely meant.

/** The word with the fewest letters to add, drop, change or swap with a neighbour; undefined if a third of it would have to change. */
export function nearest(typed: string, words: readonly string[]): string | undefined {
  const ranked = words.map((word) => ({ word, steps: distance(typed, word) })).sort((one, other) => one.steps - other.steps);
  const [best] = ranked;
  return best !== undefined && best.steps <= Math.max(1, Math.floor(best.word.length / 3)) ? best.word : undefined;
}

/** Optimal string alignment: Levenshtein's distance in which two neighbours that were swapped count once. */
function distance(one: string, other: string): number {
  const table: number[][] = [Array.from({ length: other.length + 1 }, (_, column) => column)];
  const at = (row: number, column: number) => table[row]?.[column] ?? Number.POSITIVE_INFINITY;
  for (let row = 1; row <= one.length; row++) {
    table[row] = [row];
    for (let column = 1; column <= other.length; column++) {
      const changed = one[row - 1] === other[column - 1] ? 0 : 1;
      const swapped = one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1];
      const steps = [at(row - 1, column) + 1, at(row, column - 1) + 1, at(row - 1, column - 1) + changed];
      if (swapped) steps.push(at(row - 2, column - 2) + 1);
      table[row]?.push(Math.min(...steps));
    }
  }
  return at(one.length, other.length);
}
