// How far a transfer is, in words: on the page and at a terminal.

import type { Measures } from "./words/measure.ts";
import type { Say } from "./words.ts";

/**
 * @param total undefined while nobody knows it
 * @param speed bytes per second; 0 while none is known, or it stands still
 */
export function progressLine(
  done: number,
  total: number | undefined,
  speed: number,
  { say, measures }: { readonly say: Say; readonly measures: Measures },
): string {
  const known = total === undefined ? {} : { percent: measures.percent(done, total), total: measures.bytes(total) };
  const parts = [say(total === undefined ? "shares.progress-open" : "shares.progress", { done: measures.bytes(done), ...known })];
  if (speed > 0) parts.push(say("shares.speed", { speed: measures.bytes(speed) }));
  if (speed > 0 && total !== undefined) parts.push(say("shares.left", { time: measures.seconds((total - done) / speed) }));
  return parts.join(" · ");
}
