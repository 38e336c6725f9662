import { expect, test } from "bun:test";
import { type LogLevel, openLog } from "../../routes/log.ts";

function logged(level: LogLevel) {
  const lines: Record<string, unknown>[] = [];
  const timers: (() => void)[] = [];
  const now = () => new Date(Date.UTC(2026, 0, 2));
  const log = openLog(level, { write: (line) => lines.push(JSON.parse(line)), now, later: (_, then) => timers.push(then) });
  log.began({ port: 3000 });
  for (const why of ["room-full", "too-many-joins", "room-full"] as const) log.refused(why);
  log.fault(new TypeError("x is not a function"));
  for (const each of timers) each();
  log.ended();
  return { lines, timers };
}

const time = "2026-01-02T00:00:00.000Z";

test("what is refused is told once a minute, by name and number, and nothing of whom", () => {
  const { lines, timers } = logged("all");
  expect(lines.map(({ event }) => event)).toEqual(["began", "fault", "refused", "ended"]);
  expect(lines[2]).toEqual({ time, event: "refused", "room-full": 2, "too-many-joins": 1 });
  expect(timers).toHaveLength(1);
});

test("a fault is told with where it was thrown", () => {
  expect(logged("errors").lines).toEqual([
    { time, event: "fault", name: "TypeError", message: "x is not a function", stack: expect.stringContaining("log.test.ts") },
  ]);
});

test("off is off", () => {
  expect(logged("off").lines).toEqual([]);
});
