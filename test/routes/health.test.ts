import { expect, test } from "bun:test";
import { browser, curl, outside } from "../support/outside.ts";

test("GET /healthz says ok to everybody, and nobody keeps the answer", async () => {
  const { ask } = await outside();
  for (const headers of [browser, curl, {}]) {
    const answer = await ask("/healthz", headers);
    expect(answer.status).toBe(200);
    expect(answer.headers.get("content-type")).toBe("text/plain; charset=utf-8");
    expect(answer.headers.get("cache-control")).toBe("no-store");
    expect(await answer.text()).toBe("ok\n");
  }
});
