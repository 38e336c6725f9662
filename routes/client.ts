// GET /assets/… and /public/…: the browser's code and style, under names that change with their content, and icons under names that stay; GET /sw.js: the
// service worker, which lies at the top because it answers for what lies below it.
import { Elysia } from "elysia";
import type { Language } from "../protocol/words.ts";
import type { entries } from "./bundle.ts";
import { takes } from "./encoding.ts";
import { workerHeaders } from "./headers.ts";
import { problem } from "./problem.ts";

export type Client = {
  readonly paths: { readonly [Name in keyof typeof entries]: string } & {
    /** A page's words, and those that few ask for, by language. */
    readonly words: Readonly<Record<Language, string>>;
    readonly details: Readonly<Record<Language, string>>;
  };
  /** By their path, which begins with `/assets/` or `/public/`, but for the service worker's. */
  readonly files: ReadonlyMap<string, Asset>;
};

export type Asset = { readonly type: string; readonly plain: Uint8Array<ArrayBuffer>; readonly packed: readonly Packed[] };
type Packed = { readonly encoding: "br" | "gzip"; readonly bytes: Uint8Array<ArrayBuffer> };

/** How long a browser may keep it: for good where the name changes with the content. */
const kept = { assets: "public, max-age=31536000, immutable", public: "public, max-age=3600", sw: "no-cache" } as const;

export function clientRoute(client: Client) {
  const answer = (request: Request, how: keyof typeof kept, path: string) => {
    const found = client.files.get(path);
    if (found === undefined) return problem(request, "page-not-found");
    const packed = found.packed.find(({ encoding }) => takes(request, encoding));
    const headers = new Headers({ "content-type": found.type, "cache-control": kept[how], vary: "accept-encoding" });
    if (path === client.paths.worker) for (const [name, value] of Object.entries(workerHeaders)) headers.set(name, value);
    if (packed !== undefined) headers.set("content-encoding", packed.encoding);
    return new Response(packed?.bytes ?? found.plain, { headers });
  };
  const hidden = { detail: { hide: true } };
  return new Elysia()
    .get("/assets/:file", ({ request, params }) => answer(request, "assets", `/assets/${params.file}`), hidden)
    .get("/public/:file", ({ request, params }) => answer(request, "public", `/public/${params.file}`), hidden)
    .get("/sw.js", ({ request }) => answer(request, "sw", "/sw.js"), hidden);
}
