import { expect, test } from "bun:test";
import { jsonLine, openLog } from "../../routes/log.ts";
import { defaults } from "../../routes/settings.ts";
import { compose } from "../../server.ts";
import { bareClient, browser } from "../support/outside.ts";

test("each request is logged by the pattern of its address, with what was answered, and nothing of whom or where", async () => {
  const lines: string[] = [];
  const lent = {
    write: (entry: Parameters<typeof jsonLine>[0]) => void lines.push(jsonLine(entry)),
    now: () => new Date(),
    later: () => {},
  };
  const app = compose(defaults, bareClient, openLog("debug", lent));
  const asked = [
    ["GET", "/r/himitsu?lang=ja"],
    ["GET", "/r/%E4%BC%9A%20x"],
    ["GET", "/himitsu"],
    ["POST", "/api/rooms"],
    ["DELETE", "/r/himitsu"],
  ] as const;
  for (const [method, path] of asked)
    await app.handle(new Request(`http://himitsu.test${path}`, { method, headers: { ...browser, "x-forwarded-for": "192.0.2.9" } }));
  while (lines.length < asked.length) await Bun.sleep(1);
  const told = lines.map((line) => JSON.parse(line));
  expect(told.map(({ method, route, status, why }) => [method, route, status, why])).toEqual([
    ["GET", "/r/:name", 200, undefined],
    ["GET", "/r/:name", 422, "room-name-invalid"],
    ["GET", "none", 404, "page-not-found"],
    ["POST", "/api/rooms", 201, undefined],
    ["DELETE", "none", 404, "page-not-found"],
  ]);
  for (const { level, event, ms } of told) expect([level, event, ms >= 0 && ms < 5_000]).toEqual(["debug", "answered", true]);
  expect(lines.join("\n")).not.toMatch(/himitsu|%E4|192\.0\.2\.9|Firefox/);
});
