// The benches run and print their ratios.
import { expect, test } from "bun:test";
import { spreadOf } from "../../bench/ratio.ts";
import { layNetworks, short, tryBenches } from "./short.ts";

tryBenches(short);

test("every bench is in the list of all, and is tried", async () => {
  const all = await Bun.file(new URL("../../bench/all.ts", import.meta.url)).text();
  const listed = [...(/const names = \[([^\]]*)\]/.exec(all)?.[1]?.matchAll(/"([\w-]+)"/g) ?? [])].map(([, name = ""]) => name);
  expect(listed.toSorted()).toEqual([...short, ...layNetworks].map(([name]) => name).toSorted());
});

/** What only people inside need comes while they type their name; a QR code, a list of files and a zip, when somebody wants one; of the languages, one. */
test("the page's JavaScript keeps within its bounds gzipped: 60 kB at first, 110 kB once inside, 122 kB with everything", async () => {
  const { buildClient } = await import("../../routes/bundle.ts");
  const { files, paths } = await buildClient();
  const scripts = [...files.keys()].filter(
    (path) => path.endsWith(".js") && path !== paths.worker && path !== paths.check && path !== paths.pipe,
  );
  const named = (name: string) => scripts.filter((path) => path.startsWith(`/assets/${name}-`));
  /** A script, and all that it imports before it runs. */
  const withImports = (path: string, known = new Set<string>()): ReadonlySet<string> => {
    if (known.has(path)) return known;
    known.add(path);
    const text = new TextDecoder().decode(files.get(path)?.plain);
    for (const [, file] of text.matchAll(/(?:from|import)\s*"\.\/([\w-]+\.js)"/g)) withImports(`/assets/${file}`, known);
    return known;
  };
  const bytesOf = (wanted: Iterable<string>) =>
    [...wanted].reduce((sum, path) => sum + (files.get(path)?.packed.find(({ encoding }) => encoding === "gzip")?.bytes.length ?? 0), 0);
  const first = new Set([...withImports(paths.main), ...named("en")]);
  const inside = new Set([...first, ...named("session").flatMap((path) => [...withImports(path)])]);
  expect(inside.size).toBeGreaterThan(first.size);
  expect(bytesOf(first)).toBeLessThanOrEqual(60_000);
  expect(bytesOf(inside)).toBeLessThanOrEqual(110_000);
  expect(bytesOf(scripts.filter((path) => !named("ja").includes(path)))).toBeLessThanOrEqual(122_000);
});

test("a spread is the median, the least and the most", () => {
  expect(spreadOf([3, 1, 2])).toEqual({ median: 2, least: 1, most: 3 });
  expect(spreadOf([4, 1, 2, 3])).toEqual({ median: 2.5, least: 1, most: 4 });
});
