// The browser's code, style and icons, made from source: bundled, packed, under names that change with their content.

import { dirname, relative, resolve } from "node:path";
import { brotliCompressSync, constants } from "node:zlib";
import { Glob } from "bun";
import { dependencies } from "../package.json";
import { type Language, languageNames } from "../protocol/words.ts";
import type { Asset, Client } from "./client.ts";
import { lean } from "./lean.ts";

const root = `${dirname(import.meta.dir)}/`;

/** What a page may name, by where its source is. */
export const entries = {
  ...{ main: "client/main.ts", home: "client/home.ts", check: "client/check.ts", pipe: "client/pipe.ts" },
  ...{ worker: "client/disk/worker.ts", style: "public/style.css" },
} as const;

/** A page's words, and those that few ask for: where each language has its file. */
const spoken = { words: "protocol/words", details: "protocol/words/details" } as const;

/** No page names it by its content: a browser asks for it again at the address that it had before. */
const serviceWorker = "client/sw/sw.ts";

/**
 * Bundles the client. The worker is an entry of its own: `Bun.build` does not follow `new Worker(…)`. It shares some code with rooms, and what /check
 * runs, and pipes, share much; they are bundled apart, so that theirs is not cut into more pieces for them. The same source gives the same bytes and
 * names, wherever it lies. Throws what the bundler says.
 */
export async function buildClient(): Promise<Client> {
  const built = (await bundles()).map(({ outputs }) => outputs);
  const files = new Map<string, Asset>();
  const paths = new Map<string, string>();
  for (const output of built.flat()) {
    const path = `/assets/${output.path.replace(/^.*\//, "")}`;
    files.set(path, packed(output.type, await sent(output)));
    for (const part of ["words", "details"] as const)
      for (const name of languageNames) if (path.startsWith(`/assets/${part}-${name}-`)) paths.set(`${part} ${name}`, path);
    for (const [name, entry] of Object.entries(entries)) {
      const stem = entry.replace(/^.*\/|\.\w+$/g, "");
      if (output.kind !== "chunk" && path.startsWith(`/assets/${stem}-`)) paths.set(name, path);
    }
  }
  const { outputs } = await atRoot(() => bundle([serviceWorker], false));
  for (const output of outputs) files.set("/sw.js", packed(output.type, new Uint8Array(await output.arrayBuffer())));
  for (const name of icons) {
    const file = Bun.file(`${root}public/${name}`);
    files.set(`/public/${name}`, packed(file.type, await file.bytes()));
  }
  const pathOf = (name: string) => {
    const path = paths.get(name);
    if (path === undefined) throw new Error(`the bundle has no ${name}`);
    return path;
  };
  const inEach = (part: string) =>
    Object.fromEntries(languageNames.map((name) => [name, pathOf(`${part} ${name}`)])) as Record<Language, string>;
  const scripts = { main: pathOf("main"), home: pathOf("home"), check: pathOf("check"), pipe: pathOf("pipe"), worker: pathOf("worker") };
  return { paths: { ...scripts, style: pathOf("style"), words: inEach("words"), details: inEach("details") }, files };
}

/** What the bundler makes: of all that rooms need, of the rest, and of the words, a file for each language. `metafile` says what is in what. */
export async function bundles(): Promise<readonly [rooms: Bun.BuildOutput, apart: Bun.BuildOutput, ...words: Bun.BuildOutput[]]> {
  const { check, home, pipe, worker, ...others } = entries;
  const catalogues = (part: keyof typeof spoken) =>
    bundle(
      languageNames.map((name) => `${spoken[part]}/${name}.ts`),
      false,
      `${part}-`,
    );
  return atRoot(() =>
    Promise.all([
      bundle(Object.values(others), true),
      bundle([check, home, pipe, worker], false),
      catalogues("words"),
      catalogues("details"),
    ]),
  );
}

/** Bun hashes what it bundles with the way to it from where the process stands, so it stands in the source's root for that long. */
async function atRoot<Built>(build: () => Promise<Built>): Promise<Built> {
  const before = process.cwd();
  process.chdir(root);
  try {
    return await build();
  } finally {
    process.chdir(before);
  }
}

/** What pages name by itself; the style is in the bundle. */
const icons = ["icon.svg", "icon-180.png", "icon-192.png", "icon-512.png", "maskable-512.png", "card.png"];

async function bundle(entrypoints: readonly string[], splitting: boolean, prefix = ""): Promise<Bun.BuildOutput> {
  return Bun.build({
    entrypoints: entrypoints.map((path) => root + path),
    root,
    target: "browser",
    minify: true,
    splitting,
    // Nearly all that a later part needs is here before it, so there is next to nothing to ask for ahead; the list of it would weigh 1 kB.
    modulePreload: false,
    metafile: true,
    plugins: [lean, ...(splitting ? [fewChunks(entries.main)] : [])],
    // Names change with the content, and so must they with what makes it smaller.
    banner: `/* ${dependencies["oxc-minify"]} */`,
    naming: { entry: `${prefix}[name]-[hash].[ext]`, chunk: "[name]-[hash].[ext]", asset: "[name]-[hash].[ext]" },
  });
}

/**
 * What is sent of what the bundler made. Its names are short, but not those that pack best: a second pass makes scripts 3 % smaller, packed. It is
 * not loaded before it is wanted: the binary has no need of it.
 */
export async function sent(output: Bun.BuildArtifact): Promise<Uint8Array<ArrayBuffer>> {
  const made = new Uint8Array(await output.arrayBuffer());
  if (!output.path.endsWith(".js")) return made;
  const { minify } = await import("oxc-minify");
  const { code, errors } = await minify(output.path, new TextDecoder().decode(made), {
    module: true,
    // Alpine warns those who write pages; what goes wrong is thrown all the same.
    compress: { target: "es2022", dropConsole: true },
    mangle: { toplevel: true },
  });
  if (errors[0] !== undefined) throw new Error(`${output.path}: ${errors[0].message}`);
  return new TextEncoder().encode(code);
}

/**
 * Code that several parts share is cut into as many chunks as there are sets of parts that share it, which pack badly. Whoever loads a part later
 * has all that `first` imports already; so each such part is told to import it too, and all that is shared becomes one chunk. Which parts these are
 * is known before the bundler begins: it comes to files in another order each time.
 */
function fewChunks(first: string): Bun.BunPlugin {
  return {
    name: "few-chunks",
    async setup(build) {
      const imported = (await importsOf(root + first)).filter(({ kind }) => kind === "import-statement").map(({ path }) => path);
      const sources = [...new Glob("{client,edges,protocol}/**/*.ts").scanSync(root)].sort();
      const all = await Promise.all(sources.map((path) => importsOf(root + path)));
      const later = new Set(all.flat().flatMap(({ kind, path }) => (kind === "dynamic-import" ? [path] : [])));
      build.onLoad({ filter: /\.ts$/ }, async ({ path }) => {
        if (!later.has(path)) return undefined;
        const here = dirname(path);
        const imports = imported.filter((each) => each !== path).map((each) => (each.startsWith("/") ? `./${relative(here, each)}` : each));
        return { contents: [await Bun.file(path).text(), ...imports.map((each) => `import "${each}";`)].join("\n"), loader: "ts" };
      });
    },
  };
}

const transpiler = new Bun.Transpiler({ loader: "ts" });

/** What a file imports: paths of files, and names of packages. */
async function importsOf(file: string): Promise<readonly { readonly kind: string; readonly path: string }[]> {
  const imports = transpiler.scanImports(await Bun.file(file).text());
  return imports.map(({ kind, path }) => ({ kind, path: path.startsWith(".") ? resolve(dirname(file), path) : path }));
}

/** Packing takes as long as all else together, and most of what there is, such as other languages, is never asked for: so it waits until somebody does. */
function packed(type: string, plain: Uint8Array<ArrayBuffer>): Asset {
  let made: Asset["packed"] | undefined;
  return {
    type,
    plain,
    get packed() {
      made ??= pack(plain);
      return made;
    },
  };
}

function pack(plain: Uint8Array<ArrayBuffer>): Asset["packed"] {
  const brotli = brotliCompressSync(plain, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } });
  return [
    { encoding: "br", bytes: new Uint8Array(brotli) },
    { encoding: "gzip", bytes: gzipped(plain) },
  ];
}

/** Libdeflate looks longer for what repeats than zlib can, and makes 3 % less of the same. Over plain HTTP, browsers take nothing better than gzip. */
export function gzipped(plain: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  return Bun.gzipSync(plain, { level: 12, library: "libdeflate" });
}
