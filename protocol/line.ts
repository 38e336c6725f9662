// What a receiver knows about the line: how fast bytes arrive, how long a part takes, and so how much to ask for ahead, as BBR has it
// (draft-ietf-ccwg-bbr: highest delivery rate × shortest round trip, a gentle probe up, a short drain to see the true round trip again).
import { askAgainMinMs, askAgainRelayedMs, relayWindowBytesMax, windowBytesFirst, windowBytesMax, windowBytesMin } from "./limits.ts";

/** What carries the words and frames of two people: their own connection, or the server's relay. */
export type Path = "direct" | "relay";

/** Bytes that may be outside at most, and milliseconds after which a part counts as lost at the earliest. Over the relay none is: it is late. */
const bounds = {
  direct: { window: windowBytesMax, askAgainMs: askAgainMinMs },
  relay: { window: relayWindowBytesMax, askAgainMs: askAgainRelayedMs },
} as const satisfies Record<Path, { window: number; askAgainMs: number }>;

/** Milliseconds of one measurement, and how many are remembered: three seconds. */
const periodMs = 300;
const periodsKept = 10;

/** Bytes over time. `rates`: bytes per millisecond of the last periods, newest last. */
export type Pace = { readonly since: number; readonly bytes: number; readonly rates: readonly number[] };

export function newPace(now: number): Pace {
  return { since: now, bytes: 0, rates: [] };
}

export function withBytes(pace: Pace, bytes: number, now: number): Pace {
  const sum = pace.bytes + bytes;
  const ms = now - pace.since;
  if (ms < periodMs) return { ...pace, bytes: sum };
  return { since: now, bytes: 0, rates: [...pace.rates, sum / ms].slice(-periodsKept) };
}

/** Bytes per second over the last seconds; 0 while nothing is known. */
export function speedOf(pace: Pace): number {
  return pace.rates.length === 0 ? 0 : (1000 * pace.rates.reduce((sum, rate) => sum + rate, 0)) / pace.rates.length;
}

/** Round trips are forgotten after one to two of these: the way may have become another. */
const shortestForMs = 10_000;
/** At the start of each such time, so long is asked for half as much, so that what queues on the way runs out and the true round trip shows. */
const drainMs = 250;

/**
 * `shortest`: of the current time and of the one before it, from asking for a part to having it; `smooth` and `spread`: likewise (RFC 6298).
 * All in milliseconds. `peak`: the highest rate while the line was looked for, in bytes per millisecond; `flat`: periods since it last rose by a quarter, after which the
 * window looks gently.
 */
export type Line = {
  readonly path: Path;
  readonly pace: Pace;
  readonly since: number;
  readonly shortest: readonly [now: number, before: number];
  readonly smooth: number;
  readonly spread: number;
  readonly peak: number;
  readonly flat: number;
};

export function newLine(now: number, path: Path = "direct"): Line {
  const unknown = Number.POSITIVE_INFINITY;
  const times = { since: now, shortest: [unknown, unknown] as const, smooth: askAgainMinMs, spread: askAgainMinMs / 2 };
  return { path, pace: newPace(now), ...times, peak: 0, flat: 0 };
}

/** Bytes came; once a period tells whether a larger window still brings more. */
export function withArrived(line: Line, bytes: number, now: number): Line {
  const pace = withBytes(line.pace, bytes, now);
  const rate = pace.since === line.pace.since ? undefined : pace.rates.at(-1);
  if (rate === undefined) return { ...line, pace };
  return rate > 1.25 * line.peak ? { ...line, pace, peak: rate, flat: 0 } : { ...line, pace, flat: line.flat + 1 };
}

/** A part arrived `took` milliseconds after it was asked for (RFC 6298, section 2). */
export function withRoundTrip(line: Line, took: number, now: number): Line {
  const [current, before] = line.shortest;
  if (current === Number.POSITIVE_INFINITY && before === Number.POSITIVE_INFINITY)
    return { ...line, since: now, shortest: [took, took], smooth: took, spread: took / 2 };
  const spread = 0.75 * line.spread + 0.25 * Math.abs(line.smooth - took);
  const smooth = 0.875 * line.smooth + 0.125 * took;
  if (now - line.since < shortestForMs) return { ...line, shortest: [Math.min(current, took), before], smooth, spread };
  return { ...line, since: now, shortest: [took, current], smooth, spread };
}

/** Until the rate has stayed the same for so many periods, a window that grows fast looks for the line's end (BBR's startup). */
const flatMax = 3;
const startupGain = 2;
const probeGain = 1.2;
/** Two busy pages on one machine, or a radio that sleeps between beacons, are silent for so long at times; a short line must hold that too. */
const pauseMs = 100;

/** Bytes to have outstanding. */
export function windowOf(line: Line, now: number): number {
  const shortest = Math.min(...line.shortest);
  if (shortest === Number.POSITIVE_INFINITY) return windowBytesFirst;
  const rate = Math.max(0, ...line.pace.rates);
  if (rate === 0) return windowBytesFirst;
  const gain = line.flat < flatMax ? startupGain : probeGain;
  const holds = rate * Math.max(gain * shortest, pauseMs);
  const drained = line.flat >= flatMax && now - line.since < drainMs ? holds / 2 : holds;
  return Math.min(bounds[line.path].window, Math.max(windowBytesMin, drained));
}

/** Milliseconds after which a part counts as lost; each further try waits twice as long. */
export function lateAfterMs(line: Line, asks: number): number {
  return Math.max(bounds[line.path].askAgainMs, line.smooth + 4 * line.spread) * 2 ** (asks - 1);
}
