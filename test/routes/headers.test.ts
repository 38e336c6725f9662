import { expect, test } from "bun:test";
import { buildClient } from "../../routes/bundle.ts";
import { securityHeaders, trustworthyHeaders, workerHeaders } from "../../routes/headers.ts";
import { defaults } from "../../routes/settings.ts";
import { compose } from "../../server.ts";
import { curl, outside, program } from "../support/outside.ts";

const client = await buildClient();
const { ask, post } = await outside({}, client, { certificate: "CERTIFICATE", fingerprint: "AB:CD" });

const rules = (policy: string | null | undefined) =>
  new Map((policy ?? "").split("; ").map((rule) => [rule.split(" ")[0] ?? "", rule.split(" ").slice(1)] as const));

for (const [what, answer] of [
  ["the front page", () => ask("/")],
  ["the front page in a terminal", () => ask("/", curl)],
  ["a room's page", () => ask("/r/a")],
  ["a redirect to a room", () => post("/")],
  ["a redirect to a typed name", () => ask("/r?name=a")],
  ["a page with a mistake in it", () => ask("/r?name=a/b")],
  ["a made room", () => post("/api/rooms", program)],
  ["a refusal", () => ask("/api/rooms/nobody", program)],
  ["a refusal in a terminal", () => ask("/api/rooms/nobody", curl)],
  ["a foreign site's refusal", () => post("/", { "sec-fetch-site": "cross-site" })],
  ["an unknown address", () => ask("/nowhere")],
  ["the probe", () => ask("/healthz")],
  ["the page on HTTPS", () => ask("/tls")],
  ["the authority's certificate", () => ask("/tls/roomcp-ca.crt")],
  ["a public file", () => ask("/public/icon.svg")],
  ["a public file that is not there", () => ask("/public/none.svg")],
  ["the bundle", () => ask(client.paths.main)],
  ["an asset that is not there", () => ask("/assets/none.js")],
] as const) {
  test(`${what} carries every security header`, async () => {
    const { headers } = await answer();
    expect(Object.fromEntries([...headers].filter(([name]) => name in securityHeaders))).toEqual({ ...securityHeaders });
  });
}

test("the headers are those that docs/security.md gives reasons for, and no others", async () => {
  const text = await Bun.file(new URL("../../docs/security.md", import.meta.url)).text();
  const rows = [...text.matchAll(/^\| `([a-z-]+)` \| `([^`]+)` \| (.+) \|$/gm)].map(([, name, value]) => [name, value] as const);
  expect(rows.length).toBeGreaterThan(6);
  expect(Object.fromEntries(rows)).toEqual({ ...securityHeaders, ...trustworthyHeaders });
});

test("nothing says that an address is to be had over TLS only, at an address over TLS neither", async () => {
  const app = compose({ ...defaults, tls: "self" }, client);
  for (const path of ["/", "/r/a", "/tls", "/healthz", "/nowhere"]) {
    const { headers } = await app.handle(new Request(`https://192.168.1.7:3000${path}`));
    expect([path, headers.get("strict-transport-security")]).toEqual([path, null]);
  }
});

test("what browsers take from trustworthy addresses alone is said there alone", async () => {
  const openerPolicy = async (url: string, publicUrl = "") => {
    const app = compose({ ...defaults, publicUrl }, client);
    return (await app.handle(new Request(url))).headers.get("cross-origin-opener-policy");
  };
  for (const url of ["http://localhost:3000/", "http://127.0.0.1/", "http://[::1]:3000/healthz"])
    expect([url, await openerPolicy(url)]).toEqual([url, "same-origin"]);
  for (const url of ["http://192.168.1.7/", "http://nas/", "http://localhost.evil.example/"])
    expect([url, await openerPolicy(url)]).toEqual([url, null]);
  expect(await openerPolicy("http://rooms.example/", "https://rooms.example")).toBe("same-origin");
  expect(await openerPolicy("https://192.168.1.7:3000/")).toBe("same-origin");
  // Beside the address that people are told, over plain HTTP: another port, or in the same network.
  for (const url of ["http://rooms.example:3001/", "http://192.168.1.7:3001/"])
    expect([url, await openerPolicy(url, "https://rooms.example")]).toEqual([url, null]);
});

test("the page's policy allows nothing but what comes from here", () => {
  const policy = rules(securityHeaders["content-security-policy"]);
  expect(policy.get("default-src")).toEqual(["'none'"]);
  for (const kind of ["script-src", "style-src", "connect-src", "worker-src", "manifest-src", "form-action"])
    expect([kind, policy.get(kind)]).toEqual([kind, ["'self'"]]);
  for (const kind of ["img-src", "media-src"]) expect([kind, policy.get(kind)]).toEqual([kind, ["'self'", "blob:"]]);
  for (const kind of ["base-uri", "frame-ancestors"]) expect([kind, policy.get(kind)]).toEqual([kind, ["'none'"]]);
  expect(policy.get("require-trusted-types-for")).toEqual(["'script'"]);
  expect(securityHeaders["content-security-policy"]).not.toMatch(/unsafe|\*|http|data:/);
});

test("the worker has a policy of its own: it alone may compile WebAssembly", async () => {
  const { headers } = await ask(client.paths.worker);
  expect(headers.get("content-security-policy")).toBe(workerHeaders["content-security-policy"] ?? "");
  const policy = rules(headers.get("content-security-policy"));
  expect(policy.get("default-src")).toEqual(["'none'"]);
  expect(policy.get("script-src")).toEqual(["'self'", "'wasm-unsafe-eval'"]);
  for (const name of ["x-content-type-options", "referrer-policy", "x-frame-options"])
    expect(headers.get(name)).toBe(securityHeaders[name] ?? "");
  for (const path of client.files.keys()) {
    if (path !== client.paths.worker) expect((await ask(path)).headers.get("content-security-policy")).not.toContain("wasm");
  }
});
