// What the server says of itself while it runs: a line of JSON each, on the standard error. No names of rooms, no addresses, no texts of people.
import type { Failure } from "../protocol/failure.ts";

/** How much is said: nothing, what went wrong in the server, or also which sockets it refused and when it began and ended. */
export const logLevels = ["off", "errors", "all"] as const;
export type LogLevel = (typeof logLevels)[number];

export type Log = {
  /** The server's own fault: what was thrown. */
  fault(error: unknown): void;
  /** A socket was refused or ended by a bound; told once a minute, with how often. */
  refused(why: Failure): void;
  began(facts: Readonly<Record<string, string | number>>): void;
  ended(): void;
};

const tellEveryMs = 60_000;

/** @param lent.write takes one line, without its end; @param lent.later calls back after some milliseconds */
export function openLog(
  level: LogLevel,
  lent: { write: (line: string) => void; now: () => Date; later: (afterMs: number, then: () => void) => void },
): Log {
  const say = (from: LogLevel, event: string, facts: Readonly<Record<string, unknown>>) => {
    if (logLevels.indexOf(level) >= logLevels.indexOf(from))
      lent.write(JSON.stringify({ time: lent.now().toISOString(), event, ...facts }));
  };
  let refusals = new Map<Failure, number>();
  const tell = () => {
    say("all", "refused", Object.fromEntries(refusals));
    refusals = new Map();
  };
  return {
    fault(error) {
      const { name, message, stack } = error instanceof Error ? error : { name: "unknown", message: String(error), stack: undefined };
      say("errors", "fault", { name, message, stack });
    },
    refused(why) {
      if (refusals.size === 0) lent.later(tellEveryMs, tell);
      refusals.set(why, (refusals.get(why) ?? 0) + 1);
    },
    began: (facts) => say("all", "began", facts),
    ended: () => say("all", "ended", {}),
  };
}

/** As the server's own process has it. */
export function standardError(level: LogLevel): Log {
  return openLog(level, {
    write: (line) => void process.stderr.write(`${line}\n`),
    now: () => new Date(),
    later: (afterMs, then) => void setTimeout(then, afterMs).unref(),
  });
}
