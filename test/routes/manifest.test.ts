import { expect, test } from "bun:test";
import { buildClient } from "../../routes/bundle.ts";
import { securityHeaders } from "../../routes/headers.ts";
import { browser, curl, outside } from "../support/outside.ts";

const { ask, post } = await outside({}, await buildClient());

test("the manifest speaks the visitor's language, and is the same app in each", async () => {
  const told = async (path: string, headers: Record<string, string> = {}) => (await ask(path, headers)).json();
  const [english, japanese, wished] = await Promise.all([
    told("/manifest.webmanifest"),
    told("/manifest.webmanifest", { "accept-language": "ja" }),
    told("/manifest.webmanifest?lang=ja"),
  ]);
  expect(english).toMatchObject({ id: "/", lang: "en", shortcuts: [{ name: "Create room" }] });
  expect(japanese).toMatchObject({ id: "/", lang: "ja", shortcuts: [{ name: "部屋を作る" }] });
  expect(wished).toEqual(japanese);
  expect(await (await ask("/", { ...browser, cookie: "roomcp-lang=ja" })).text()).toContain(
    '<link rel="manifest" href="/manifest.webmanifest?lang=ja">',
  );
});

test("the manifest is asked for again each time, and says what it is", async () => {
  const { headers } = await ask("/manifest.webmanifest");
  expect(headers.get("content-type")).toBe("application/manifest+json");
  expect(headers.get("cache-control")).toBe("no-cache");
  expect(headers.get("vary")).toBe("accept-language");
});

test("every icon is as large as the manifest says", async () => {
  const { icons } = await (await ask("/manifest.webmanifest")).json();
  const images = icons.filter(({ type }: { type: string }) => type === "image/png");
  expect(images.length).toBe(3);
  for (const { src, sizes } of images) {
    const bytes = Buffer.from(await (await ask(src)).arrayBuffer());
    expect([src, `${bytes.readUInt32BE(16)}x${bytes.readUInt32BE(20)}`]).toEqual([src, sizes]);
  }
});

test("the service worker is asked for again each time, under the policy of everything", async () => {
  const { status, headers } = await ask("/sw.js");
  expect(status).toBe(200);
  expect(headers.get("content-type")).toMatch(/^text\/javascript\b/);
  expect(headers.get("cache-control")).toBe("no-cache");
  expect(headers.get("content-security-policy")).toBe(securityHeaders["content-security-policy"] ?? "");
});

test("what a share sheet sends and nobody caught is told, as a page or in a line", async () => {
  const page = await post("/share", browser, { body: new FormData() });
  expect(page.status).toBe(503);
  expect(await page.text()).toContain("What you shared did not arrive.");
  const line = await post("/share", curl, { body: "x" });
  expect([line.status, await line.text()]).toEqual([503, expect.stringContaining("share it again.\n")]);
});
