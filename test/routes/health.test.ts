import { expect, test } from "bun:test";
import { browser, curl, outside } from "../support/outside.ts";

const json = { accept: "application/json" };

test("GET /healthz says ok to everybody, and nobody keeps the answer", async () => {
  const { ask } = await outside();
  for (const headers of [browser, curl, {}]) {
    const answer = await ask("/healthz", headers);
    expect(answer.status).toBe(200);
    expect(answer.headers.get("content-type")).toBe("text/plain; charset=utf-8");
    expect(answer.headers.get("cache-control")).toBe("no-store");
    expect(await answer.text()).toBe("ok\n");
  }
  expect(await (await ask("/healthz", json)).json()).toEqual({ live: true, ready: true, phase: "ready" });
});

test("a server that stops is alive, and not ready, and stays so", async () => {
  const { ask, readiness } = await outside();
  readiness.enter("stopping");
  readiness.enter("ready");
  const [plain, asked] = [await ask("/healthz", curl), await ask("/healthz", json)];
  expect([plain.status, await plain.text()]).toEqual([503, "stopping\n"]);
  expect([asked.status, await asked.json()]).toEqual([503, { live: true, ready: false, phase: "stopping" }]);
});
