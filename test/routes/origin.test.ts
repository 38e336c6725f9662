import { expect, test } from "bun:test";
import { isForeign, originOf } from "../../routes/origin.ts";

const request = (headers: Record<string, string>, url = "http://rooms.test:3000/r/a?lang=ja") => new Request(url, { headers });

test("our address is what the host set, else what the visitor asked", () => {
  expect(originOf(request({ host: "192.168.1.5:3000" }), "https://rooms.example")).toBe("https://rooms.example");
  expect(originOf(request({ host: "192.168.1.5:3000" }), "")).toBe("http://192.168.1.5:3000");
  expect(originOf(request({}), "")).toBe("http://rooms.test:3000");
});

const host = "rooms.test:3000";
for (const [from, headers, foreign] of [
  ["a program", {}, false],
  ["our own page", { "sec-fetch-site": "same-origin" }, false],
  ["our own form, under no-referrer", { "sec-fetch-site": "same-origin", origin: "null" }, false],
  ["the address bar", { "sec-fetch-site": "none" }, false],
  ["another site", { "sec-fetch-site": "cross-site" }, true],
  ["another part of our domain", { "sec-fetch-site": "same-site" }, true],
  ["another site that says our origin", { "sec-fetch-site": "cross-site", host, origin: "http://rooms.test:3000" }, true],
  ["our own socket", { host, origin: "http://rooms.test:3000" }, false],
  ["our own socket behind a proxy that ends TLS", { host, origin: "https://rooms.test:3000" }, false],
  ["the public address behind a proxy", { host: "127.0.0.1:3000", origin: "https://rooms.example" }, false],
  ["another port", { host, origin: "http://rooms.test:4000" }, true],
  ["another host", { host, origin: "https://evil.example" }, true],
  ["a host that begins like ours", { host, origin: "http://rooms.test:3000.evil.example" }, true],
  ["a sandboxed frame", { host, origin: "null" }, true],
  ["nonsense", { host, origin: "rooms.test:3000" }, true],
  ["an extension", { host, origin: "moz-extension://1234" }, true],
] as const) {
  test(`${from} is ${foreign ? "" : "not "}foreign`, () => {
    expect(isForeign(request(headers), "https://rooms.example")).toBe(foreign);
  });
}
