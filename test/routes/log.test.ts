import { expect, test } from "bun:test";
import { jsonLine, type LogLevel, openLog, wordLine } from "../../routes/log.ts";

function logged(level: LogLevel, lineOf: typeof jsonLine = jsonLine) {
  const lines: string[] = [];
  const timers: (() => void)[] = [];
  const now = () => new Date(2026, 0, 2, 3, 4, 5);
  const log = openLog(level, { write: (entry) => lines.push(lineOf(entry)), now, later: (_, then) => timers.push(then) });
  log.began({ port: 3000 });
  for (const why of ["room-full", "too-many-joins", "room-full"] as const) log.refused(why);
  log.answered({ method: "GET", route: "/r/:name", status: 200, ms: 1.234_56, why: undefined });
  log.fault(new TypeError("x is not a function"));
  for (const each of timers) each();
  log.ended();
  return { lines, timers, told: lines.map((line) => lineOf === jsonLine && JSON.parse(line)) };
}

const time = new Date(2026, 0, 2, 3, 4, 5).toISOString();

test("what is refused is told once a minute, by name and number, and nothing of whom", () => {
  const { told, timers } = logged("info");
  expect(told.map(({ event }) => event)).toEqual(["began", "fault", "refused", "ended"]);
  expect(told[2]).toEqual({ time, level: "warn", event: "refused", "room-full": 2, "too-many-joins": 1 });
  expect(timers).toHaveLength(1);
});

test("a fault is told with where it was thrown", () => {
  expect(logged("error").told).toEqual([
    {
      time,
      level: "error",
      event: "fault",
      name: "TypeError",
      message: "x is not a function",
      stack: expect.stringContaining("log.test.ts"),
    },
  ]);
});

test("each level says what those above it say, and more", () => {
  const events = (["error", "warn", "info", "debug"] as const).map((level) => logged(level).told.map(({ event }) => event));
  expect(events).toEqual([
    ["fault"],
    ["fault", "refused"],
    ["began", "fault", "refused", "ended"],
    ["began", "answered", "fault", "refused", "ended"],
  ]);
});

test("people read words", () => {
  const { lines } = logged("debug", wordLine);
  expect(lines[1]).toBe("03:04:05 debug answered method=GET route=/r/:name status=200 ms=1.235");
  expect(lines[2]).toStartWith("03:04:05 error fault name=TypeError message=x is not a function\nTypeError");
  expect(lines[3]).toBe("03:04:05 warn  refused room-full=2 too-many-joins=1");
});

test("off is off", () => {
  expect(logged("off").lines).toEqual([]);
});
