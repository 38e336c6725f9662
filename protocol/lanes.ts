// How many connections of the same pair a receiver has file data sent over. On a long or lossy line each association backs off at every loss and is
// slow to come back (RFC 9260, section 7.2), so several fill it sooner; elsewhere more of them only cost. So it is tried, and kept where it helps.
import { lanesMax, lanesRestFirstMs, lanesRestMostMs, longLineMs } from "./limits.ts";

/** So long a number of lanes is given to show what it is worth: as long as rates are remembered (`line.ts`), and a start besides. */
const trialMs = 4_000;
/** So many times the lanes are tried, and are worth having where they bring so much more: what one brings differs by a fifth from look to look. */
const step = 4;
const worthIt = 1.4;

/**
 * `count`: connections in use, the first included. `since`: when that began. `before`: bytes per second with fewer of them, while they are tried.
 * `rest`: how long nothing is tried after the last that did not help.
 */
export type Lanes = { readonly count: number; readonly since: number; readonly before?: number; readonly rest: number };

export function oneLane(now: number): Lanes {
  return { count: 1, since: now, rest: 0 };
}

/**
 * The lanes after a look at the rate (L18): what was tried is kept or given up, and where the line is long, four times as many are tried.
 * @param rate bytes per second over the last seconds @param roundTrip the shortest of late, in milliseconds
 */
export function withLook(lanes: Lanes, rate: number, roundTrip: number, now: number): Lanes {
  const { count, since, before, rest } = lanes;
  if (now - since < trialMs) return lanes;
  if (before !== undefined && rate < worthIt * before)
    return { count: count / step, since: now, rest: Math.min(lanesRestMostMs, Math.max(lanesRestFirstMs, 2 * rest)) };
  const kept: Lanes = before === undefined ? lanes : { count, since: now, rest: 0 };
  const isDue = before !== undefined || now - since >= trialMs + rest;
  const mayHelp = roundTrip >= longLineMs && roundTrip < Number.POSITIVE_INFINITY && rate > 0 && count < lanesMax;
  return isDue && mayHelp ? { count: step * count, since: now, before: rate, rest: kept.rest } : kept;
}
