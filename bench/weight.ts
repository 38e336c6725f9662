// What the page's JavaScript weighs as it is sent over plain HTTP, gzipped: in all, and by the modules that are in it.
//   bun bench/weight.ts [--modules=40]

import { languageNames } from "../protocol/words.ts";
import { bundles, entries, gzipped, sent } from "../routes/bundle.ts";
import { option } from "./ratio.ts";

/** Bytes of gzipped JavaScript: before somebody enters, once they are inside, and with all that may come later, in one language; and of the worker. */
export const bounds = { first: 35_500, inside: 90_000, everything: 113_200, worker: 13_200 } as const;

type Script = {
  readonly name: string;
  readonly bytes: number;
  /** Scripts that run before it. */
  readonly imports: readonly string[];
  /** What its modules have in it, each its part of the gzipped whole by its bytes before. */
  readonly modules: ReadonlyMap<string, number>;
};

/** What only people inside need comes while they type their name; the rest, when somebody wants it. */
export async function weigh() {
  const scripts = await scriptsOfRooms();
  const named = (name: string) => [...scripts.keys()].filter((file) => file.startsWith(`${name}-`));
  const entry = (source: string) =>
    [...scripts.values()].filter(({ modules, name }) => modules.has(source) && name.startsWith(stemOf(source)));
  const withImports = (files: Iterable<string>, known = new Set<string>()): ReadonlySet<string> => {
    for (const file of files) {
      if (known.has(file)) continue;
      known.add(file);
      withImports(scripts.get(file)?.imports ?? [], known);
    }
    return known;
  };
  const filesOf = (source: string) => entry(source).map(({ name }) => name);
  const first = withImports([...filesOf(entries.main), ...named("words-en")]);
  const inside = withImports([...first, ...["client/session.ts", "client/ui/entered.ts"].flatMap(filesOf)]);
  const worker = new Set(filesOf(entries.worker));
  const apart = [
    ...[entries.worker, entries.check, entries.home, entries.pipe].flatMap(filesOf),
    ...languageNames.flatMap((name) => (name === "en" ? [] : [...named(`words-${name}`), ...named(`details-${name}`)])),
  ];
  const everything = new Set([...scripts.keys()].filter((file) => !apart.includes(file)));
  const bytesOf = (files: Iterable<string>) => [...files].reduce((sum, file) => sum + (scripts.get(file)?.bytes ?? 0), 0);
  return { first, inside, everything, worker, bytesOf, scripts };
}

const stemOf = (source: string) => source.replace(/^.*\/|\.\w+$/g, "");

async function scriptsOfRooms(): Promise<ReadonlyMap<string, Script>> {
  const [rooms, apart, ...words] = await bundles();
  const built = [rooms, apart, ...words].flatMap(({ outputs, metafile }) =>
    outputs.map((output) => [output, metafile?.outputs ?? {}] as const),
  );
  const scripts = new Map<string, Script>();
  for (const [output, described] of built) {
    const name = fileOf(output.path);
    const [, made] = Object.entries(described).find(([path]) => fileOf(path) === name) ?? [];
    if (made === undefined || !name.endsWith(".js")) continue;
    const bytes = gzipped(await sent(output)).length;
    const imports = made.imports.filter(({ kind }) => kind === "import-statement").map(({ path }) => fileOf(path));
    const parts = Object.entries(made.inputs).map(([source, { bytesInOutput }]) => [source, (bytes * bytesInOutput) / made.bytes] as const);
    scripts.set(name, { name, bytes, imports, modules: new Map(parts) });
  }
  return scripts;
}

const fileOf = (path: string) => path.replace(/^.*\//, "");

if (import.meta.main) {
  const { bytesOf, scripts, ...sums } = await weigh();
  for (const [name, bound] of Object.entries(bounds)) {
    const bytes = bytesOf(sums[name as keyof typeof bounds]);
    console.log(`${name}: ${bytes} bytes gzipped, ${(bytes / bound).toFixed(2)} of ${bound}`);
  }
  const when = (name: string) => (sums.first.has(name) ? "first" : sums.inside.has(name) ? "inside" : "later");
  const modules = [...scripts.values()].flatMap(({ name, modules }) => [...modules].map(([source, bytes]) => ({ name, source, bytes })));
  for (const { name, source, bytes } of modules.toSorted((a, b) => b.bytes - a.bytes).slice(0, option("modules", 40)))
    console.log(`  ${bytes.toFixed(0).padStart(6)} ${when(name).padEnd(6)} ${source.replace("node_modules/", "")}`);
}
