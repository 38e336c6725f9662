// The benches run and print their ratios. No figure is judged here: that is for whoever runs them on a quiet machine.
import { beforeAll, expect, test } from "bun:test";
import { spreadOf } from "../../bench/ratio.ts";

/** Those that need a network of their own say why they cannot have it, and print nothing else. */
const short: readonly (readonly [name: string, options: readonly string[], prints: RegExp])[] = [
  ["page", ["--rounds=1"], /page JavaScript, gzipped: \d\.\d\d of 60000 bytes\n[\s\S]*direct link: \d+\.\d\d of 1000 ms/],
  ["agreement", ["--rounds=3"], /initiator: \d+\.\d\d[\s\S]*responder: \d+\.\d\d/],
  ["signal", ["--rounds=1", "--pairs=2", "--ms=200"], /server \/ bare relay: \d+\.\d\d/],
  ["transfer", ["--rounds=1", "--mib=2"], /page \/ raw channel: \d+\.\d\d[\s\S]*processor ms per MiB/],
  ["relay", ["--rounds=1", "--mib=2"], /page \/ bare relay: \d+\.\d\d[\s\S]*page \/ raw channel: \d+\.\d\d[\s\S]*per relayed GiB/],
  ["relays", ["--pairs=3"], /of 4 MiB each: \d+\.\d\d/],
  ["cli-disk", ["--rounds=1", "--mib=4", "--files=20"], /one file, sending \/ limit: \d+\.\d\d[\s\S]*KiB, receiving \/ limit: \d+\.\d\d/],
  ["start", ["--rounds=1"], /first answer: \d+\.\d\d of 60 ms[\s\S]*at rest: \d+\.\d\d of 60 MiB[\s\S]*size: \d+/],
  ["idle", ["--peers=20"], /growth for each: -?\d+\.\d\d of 20000 bytes/],
  ["small-files", ["--rounds=1", "--files=60"], /one file of 600 kB: \d+\.\d\d/],
  ["memory", ["--mib=4", "--rung=opfs"], /to opfs: -?\d+\.\d\d of the bound[\s\S]*sharer's renderer/],
  ["reload", ["--rounds=1", "--mib=5"], /of 3 s: -?\d+\.\d\d[\s\S]*sent again, of 2 of the largest windows seen: -?\d+\.\d\d/],
  ["recheck", ["--rounds=1", "--mib=4"], /opfs \/ bare hash: \d+\.\d\d[\s\S]*indexeddb \/ bare hash: \d+\.\d\d/],
  ["chat", ["--rounds=1", "--mib=4", "--rest=0.5"], /median: \d+\.\d\d[\s\S]*worst: \d+\.\d\d[\s\S]*at rest: \d+\.\d\d/],
  ["smooth", ["--rounds=1", "--seconds=0.5", "--mib=12"], /receiver: long tasks \d+\.\d\d.*frames \d+\.\d\d/],
  ["fair", ["--rounds=1", "--seconds=1", "--receivers=2"], /equal share: \d+\.\d\d|^The slow line is left out: .+\.$/m],
  ["long-line", ["--rounds=1", "--mb=0.6"], /bare channel: \d+\.\d\d[\s\S]*line's rate: \d+\.\d\d|^The long line is left out: .+\.$/m],
];

/** These lay networks, which makes browsers beside them give up what they load. */
const layNetworks = ["fair", "long-line"];

async function run(name: string, options: readonly string[]) {
  const bench = Bun.spawn([process.execPath, `bench/${name}.ts`, "--minutes=4", ...options], { stdout: "pipe", stderr: "pipe" });
  const [said, complained] = await Promise.all([new Response(bench.stdout).text(), new Response(bench.stderr).text()]);
  return { code: await bench.exited, complained, said };
}

/** No figure of these counts, so two may run at once. */
const ran = new Map<string, PromiseWithResolvers<Awaited<ReturnType<typeof run>>>>(short.map(([name]) => [name, Promise.withResolvers()]));
beforeAll(() => {
  const line = short.filter(([name]) => !layNetworks.includes(name));
  const last = short.filter(([name]) => layNetworks.includes(name));
  const takeTurns = async (from: (typeof short)[number][]) => {
    for (let next = from.shift(); next !== undefined; next = from.shift()) ran.get(next[0])?.resolve(await run(next[0], next[1]));
  };
  Promise.all([takeTurns(line), takeTurns(line)]).then(() => takeTurns(last));
});

for (const [name, , prints] of short) {
  test(`bench/${name} runs and prints its ratio`, async () => {
    const { code, complained, said } = (await ran.get(name)?.promise) ?? { code: undefined, complained: "", said: "" };
    expect({ code, complained }).toEqual({ code: 0, complained: "" });
    expect(said).toMatch(prints);
  }, 260_000);
}

test("every bench is in the list of all, and is tried here", async () => {
  const all = await Bun.file(new URL("../../bench/all.ts", import.meta.url)).text();
  const listed = [...(/const names = \[([^\]]*)\]/.exec(all)?.[1]?.matchAll(/"([\w-]+)"/g) ?? [])].map(([, name = ""]) => name);
  expect(listed.toSorted()).toEqual(short.map(([name]) => name).toSorted());
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
