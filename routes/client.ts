// GET /assets/…: the browser's code and style, bundled once at start, under names that change with their content.

import { dirname } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { Elysia } from "elysia";
import { workerHeaders } from "./headers.ts";
import { problem } from "./problem.ts";

export type Client = {
  readonly paths: { readonly [Name in keyof typeof entries]: string };
  readonly files: ReadonlyMap<string, Asset>;
};

type Asset = { readonly type: string; readonly plain: Uint8Array<ArrayBuffer>; readonly packed: readonly Packed[] };
type Packed = { readonly encoding: "br" | "gzip"; readonly bytes: Uint8Array<ArrayBuffer> };

const root = `${dirname(import.meta.dir)}/`;
const entries = {
  ...{ main: "client/main.ts", home: "client/home.ts", check: "client/check.ts" },
  ...{ worker: "client/disk/worker.ts", style: "public/style.css" },
} as const;

/**
 * Bundles the client. The worker is an entry of its own: `Bun.build` does not follow `new Worker(…)`. What /check runs shares much with rooms,
 * and is bundled apart, so that theirs is not cut into more pieces for it. Throws what the bundler says.
 */
export async function buildClient(): Promise<Client> {
  const { check, ...others } = entries;
  const built = await Promise.all([bundle(Object.values(others), true), bundle([check], false)]);
  const files = new Map<string, Asset>();
  const paths = new Map<string, string>();
  for (const output of built.flat()) {
    const path = `/assets/${output.path.replace(/^.*\//, "")}`;
    files.set(path, asset(output.type, new Uint8Array(await output.arrayBuffer())));
    for (const [name, entry] of Object.entries(entries)) {
      const stem = entry.replace(/^.*\/|\.\w+$/g, "");
      if (output.kind !== "chunk" && path.startsWith(`/assets/${stem}-`)) paths.set(name, path);
    }
  }
  const pathOf = (name: keyof typeof entries) => {
    const path = paths.get(name);
    if (path === undefined) throw new Error(`the bundle has no ${entries[name]}`);
    return path;
  };
  const scripts = { main: pathOf("main"), home: pathOf("home"), check: pathOf("check"), worker: pathOf("worker") };
  return { paths: { ...scripts, style: pathOf("style") }, files };
}

async function bundle(entrypoints: readonly string[], splitting: boolean): Promise<readonly Bun.BuildArtifact[]> {
  const { outputs } = await Bun.build({
    entrypoints: entrypoints.map((path) => root + path),
    root,
    target: "browser",
    minify: true,
    splitting,
    naming: { entry: "[name]-[hash].[ext]", chunk: "[name]-[hash].[ext]", asset: "[name]-[hash].[ext]" },
  });
  return outputs;
}

function asset(type: string, plain: Uint8Array<ArrayBuffer>): Asset {
  const brotli = brotliCompressSync(plain, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } });
  const gzip = gzipSync(plain, { level: 9 });
  return {
    type,
    plain,
    packed: [
      { encoding: "br", bytes: new Uint8Array(brotli) },
      { encoding: "gzip", bytes: new Uint8Array(gzip) },
    ],
  };
}

export function clientRoute(client: Client) {
  return new Elysia().get("/assets/:file", ({ request, params }) => {
    const path = `/assets/${params.file}`;
    const found = client.files.get(path);
    if (found === undefined) return problem(request, "page-not-found");
    const accepted = request.headers.get("accept-encoding") ?? "";
    const packed = found.packed.find(({ encoding }) => new RegExp(`\\b${encoding}\\b(?!\\s*;\\s*q=0(?:\\.0*)?\\s*(?:,|$))`).test(accepted));
    const headers = new Headers({
      "content-type": found.type,
      "cache-control": "public, max-age=31536000, immutable",
      vary: "accept-encoding",
    });
    if (path === client.paths.worker) for (const [name, value] of Object.entries(workerHeaders)) headers.set(name, value);
    if (packed !== undefined) headers.set("content-encoding", packed.encoding);
    return new Response(packed?.bytes ?? found.plain, { headers });
  });
}
