// What the server says of itself while it runs, on the standard error: a line each, as JSON for programs, or as words where a person looks on. No
// names of rooms, no addresses, no texts of people.
import type { Failure } from "../protocol/failure.ts";
import type { Exchange } from "./traffic.ts";

/**
 * How much is said: nothing; what went wrong in the server (`error`); also whom it refused, by reason and number (`warn`); also when it began and
 * ended (`info`); also each request (`debug`).
 */
export const logLevels = ["off", "error", "warn", "info", "debug"] as const;
export type LogLevel = (typeof logLevels)[number];

type Facts = Readonly<Record<string, unknown>>;
type Entry = { readonly time: Date; readonly level: Exclude<LogLevel, "off">; readonly event: string; readonly facts: Facts };

export type Log = {
  /** The server's own fault: what was thrown. */
  fault(error: unknown): void;
  /** A socket was refused or ended by a bound; told once a minute, with how often. */
  refused(why: Failure): void;
  began(facts: Readonly<Record<string, string | number>>): void;
  answered(exchange: Exchange): void;
  ended(): void;
};

const tellEveryMs = 60_000;

/** @param lent.write takes one entry; @param lent.later calls back after some milliseconds */
export function openLog(
  most: LogLevel,
  lent: { write: (entry: Entry) => void; now: () => Date; later: (afterMs: number, then: () => void) => void },
): Log {
  const says = (level: LogLevel) => logLevels.indexOf(most) >= logLevels.indexOf(level);
  const say = (level: Entry["level"], event: string, facts: Facts) => {
    if (says(level)) lent.write({ time: lent.now(), level, event, facts });
  };
  let refusals = new Map<Failure, number>();
  const tell = () => {
    say("warn", "refused", Object.fromEntries(refusals));
    refusals = new Map();
  };
  return {
    fault(error) {
      const { name, message, stack } = error instanceof Error ? error : { name: "unknown", message: String(error), stack: undefined };
      say("error", "fault", { name, message, stack });
    },
    refused(why) {
      if (refusals.size === 0) lent.later(tellEveryMs, tell);
      refusals.set(why, (refusals.get(why) ?? 0) + 1);
    },
    began: (facts) => say("info", "began", facts),
    answered({ ms, ...exchange }) {
      if (says("debug")) say("debug", "answered", { ...exchange, ms: Math.round(ms * 1000) / 1000 });
    },
    ended: () => say("info", "ended", {}),
  };
}

/** For programs: one object a line. */
export function jsonLine({ time, level, event, facts }: Entry): string {
  return JSON.stringify({ time: time.toISOString(), level, event, ...facts });
}

/** For people, in their own time: `18:04:05 warn  refused room-full=2`. */
export function wordLine({ time, level, event, facts }: Entry): string {
  const { stack, ...others } = facts;
  const told = Object.entries(others).flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${value}`]));
  const line = [time.toTimeString().slice(0, 8), level.padEnd(5), event, ...told].join(" ");
  return stack === undefined ? line : `${line}\n${stack}`;
}

/** As the server's own process has it. */
export function standardError(level: LogLevel): Log {
  const lineOf = process.stderr.isTTY ? wordLine : jsonLine;
  return openLog(level, {
    write: (entry) => void process.stderr.write(`${lineOf(entry)}\n`),
    now: () => new Date(),
    later: (afterMs, then) => void setTimeout(then, afterMs).unref(),
  });
}
