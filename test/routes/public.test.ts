import { beforeAll, expect, test } from "bun:test";
import { buildClient } from "../../routes/bundle.ts";
import { outside } from "../support/outside.ts";

let { ask }: Awaited<ReturnType<typeof outside>> = {} as never;
beforeAll(async () => {
  ({ ask } = await outside({}, await buildClient()));
});

test("files in public/ are served as what they are, for an hour", async () => {
  for (const [name, type] of [
    ["icon.svg", "image/svg+xml"],
    ["icon-192.png", "image/png"],
  ] as const) {
    const answer = await ask(`/public/${name}`);
    expect(answer.status).toBe(200);
    expect(answer.headers.get("content-type")).toStartWith(type);
    expect(answer.headers.get("cache-control")).toBe("public, max-age=3600");
    expect(await answer.bytes()).toEqual(await Bun.file(new URL(`../../public/${name}`, import.meta.url)).bytes());
  }
});

test("nothing outside of public/ is to be had", async () => {
  for (const path of [
    "/public/",
    "/public/none",
    "/public/../server.ts",
    "/public/%2e%2e/server.ts",
    "/public/..%2fserver.ts",
    "/public/..%5cserver.ts",
  ])
    expect([path, (await ask(path)).status]).toEqual([path, 404]);
});
