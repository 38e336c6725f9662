import { expect, test } from "bun:test";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { buildClient } from "../../routes/bundle.ts";
import { outside } from "../support/outside.ts";

const client = await buildClient();
const { ask } = await outside({}, client);
const { main, worker, style } = client.paths;
const bytesOf = async (answer: Response) => new Uint8Array(await answer.arrayBuffer());

test("the bundle has a page, a worker and a style, under names that hold their content's hash", () => {
  expect(main).toMatch(/^\/assets\/main-[0-9a-z]{8}\.js$/);
  expect(worker).toMatch(/^\/assets\/worker-[0-9a-z]{8}\.js$/);
  expect(style).toMatch(/^\/assets\/style-[0-9a-z]{8}\.css$/);
  for (const path of [main, worker, style]) expect(client.files.has(path)).toBe(true);
});

test("whatever the bundle imports or loads later is in it", () => {
  for (const [path, { plain }] of client.files) {
    for (const [, name = ""] of new TextDecoder().decode(plain).matchAll(/(?:from|import\()"\.\/([^"]+)"/g))
      expect([path, client.files.has(`/assets/${name}`)]).toEqual([path, true]);
  }
});

test("every asset may be kept for good and says what it is", async () => {
  expect(client.files.size).toBeGreaterThan(2);
  for (const path of [...client.files.keys()].filter((path) => path.startsWith("/assets/"))) {
    const answer = await ask(path, {});
    expect(answer.status).toBe(200);
    expect(answer.headers.get("cache-control")).toBe("public, max-age=31536000, immutable");
    expect(answer.headers.get("vary")).toBe("accept-encoding");
    expect(answer.headers.get("content-type")).toMatch(path.endsWith(".css") ? /^text\/css\b/ : /^text\/javascript\b/);
  }
});

test("an asset unpacks to the same bytes, however it is packed", async () => {
  const plain = await bytesOf(await ask(main, { "accept-encoding": "identity" }));
  expect(plain).toEqual(client.files.get(main)?.plain ?? new Uint8Array());
  expect(gunzipSync(await bytesOf(await ask(main, { "accept-encoding": "gzip" })))).toEqual(Buffer.from(plain));
  expect(brotliDecompressSync(await bytesOf(await ask(main, { "accept-encoding": "br" })))).toEqual(Buffer.from(plain));
});

for (const [accepted, encoding] of [
  [undefined, null],
  ["", null],
  ["identity", null],
  ["gzip, deflate, br, zstd", "br"],
  ["br;q=1.0, gzip;q=0.8, *;q=0.1", "br"],
  ["gzip, deflate", "gzip"],
  ["br;q=0, gzip", "gzip"],
  ["br; q=0.0, gzip", "gzip"],
  ["br ;q=0.000 , gzip", "gzip"],
  ["gzip, br;q=0", "gzip"],
  ["br;q=0.001", "br"],
  ["br;q=0,gzip;q=0", null],
  ["brotli, gzippy", null],
] as const) {
  test(`Accept-Encoding ${accepted === undefined ? "left out" : `"${accepted}"`} gives ${encoding ?? "it as it is"}`, async () => {
    const answer = await ask(main, accepted === undefined ? {} : { "accept-encoding": accepted });
    expect(answer.headers.get("content-encoding")).toBe(encoding);
  });
}

test("a page for the first visit stays small", () => {
  const first = [...client.files].filter(([path]) => path.startsWith("/assets/main-"));
  const gzipped = first.flatMap(([, { packed }]) => packed.filter(({ encoding }) => encoding === "gzip")).map(({ bytes }) => bytes.length);
  expect(gzipped.reduce((sum, each) => sum + each, 0)).toBeLessThan(60_000);
});

test("what is no asset is not there", async () => {
  for (const path of ["/assets/", "/assets/none.js", "/assets/..%2Fserver.ts", "/assets/%2e%2e/server.ts", `${main}.map`])
    expect([path, (await ask(path)).status]).toEqual([path, 404]);
});
