import { expect, test } from "bun:test";
import { workerUrlOf } from "../../client/disk/worker-url.ts";

test("the built worker passes, wherever the server is mounted", () => {
  for (const url of ["/assets/worker-1a2b.js", "/tools/rooms.2/assets/worker-1a2b.js"]) expect(workerUrlOf(url)).toBe(url);
});

test("nothing else becomes code", () => {
  for (const url of [
    ...["//evil.example/assets/worker-1a2b.js", "https://evil.example/assets/worker-1a2b.js", "/\\evil.example/assets/worker-1a2b.js"],
    ...["/assets/main-1a2b.js", "/assets/worker-1a2b.js?x", "/../assets/worker-1a2b.js", "blob:/assets/worker-1a2b.js", "data:,x", ""],
  ])
    expect(() => workerUrlOf(url)).toThrow(TypeError);
});
