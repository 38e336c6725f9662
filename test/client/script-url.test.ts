import { expect, test } from "bun:test";
import { scriptUrlOf } from "../../client/script-url.ts";

test("the built worker and the service worker pass, wherever the server is mounted", () => {
  for (const url of ["/assets/worker-1a2b.js", "/tools/rooms.2/assets/worker-1a2b.js", "/sw.js", "/tools/rooms.2/sw.js"])
    expect(scriptUrlOf(url)).toBe(url);
});

test("nothing else becomes code", () => {
  for (const url of [
    ...["//evil.example/assets/worker-1a2b.js", "https://evil.example/assets/worker-1a2b.js", "/\\evil.example/assets/worker-1a2b.js"],
    ...["/assets/main-1a2b.js", "/assets/worker-1a2b.js?x", "/../assets/worker-1a2b.js", "blob:/assets/worker-1a2b.js", "data:,x", ""],
    ...["//evil.example/sw.js", "//sw.js", "https://evil.example/sw.js", "/../sw.js", "/sw.js?x", "/xsw.js", "sw.js"],
  ])
    expect(() => scriptUrlOf(url)).toThrow(TypeError);
});
