// What a receiver knows about the line: how fast bytes arrive, how long a part takes, and so how much to ask for ahead.
import { askAgainMinMs, windowBytesMax, windowBytesMin } from "./limits.ts";

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

/** `shortest`, `smooth` and `spread`: milliseconds from asking for a part to having it. */
export type Line = { readonly pace: Pace; readonly shortest: number; readonly smooth: number; readonly spread: number };

export function newLine(now: number): Line {
  return { pace: newPace(now), shortest: Number.POSITIVE_INFINITY, smooth: askAgainMinMs, spread: askAgainMinMs / 2 };
}

/** A part arrived `took` milliseconds after it was asked for (RFC 6298, section 2). */
export function withRoundTrip(line: Line, took: number): Line {
  if (line.shortest === Number.POSITIVE_INFINITY) return { ...line, shortest: took, smooth: took, spread: took / 2 };
  const spread = 0.75 * line.spread + 0.25 * Math.abs(line.smooth - took);
  return { ...line, shortest: Math.min(line.shortest, took), smooth: 0.875 * line.smooth + 0.125 * took, spread };
}

/** Bytes to have outstanding: twice what the line holds, as BBR has it (highest delivery rate × shortest round trip). */
export function windowOf(line: Line): number {
  const rate = Math.max(0, ...line.pace.rates);
  const holds = line.shortest === Number.POSITIVE_INFINITY ? 0 : 2 * rate * line.shortest;
  return Math.min(windowBytesMax, Math.max(windowBytesMin, holds));
}

/** Milliseconds after which a part counts as lost; each further try waits twice as long. */
export function lateAfterMs(line: Line, asks: number): number {
  return Math.max(askAgainMinMs, line.smooth + 4 * line.spread) * 2 ** (asks - 1);
}
