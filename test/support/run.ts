// Runs every test: `npx bun run test`. Tests in browsers wait for one another most of the time, so one file more runs beside each other than there
// are processors, one of them of what moves in memory as long as there is some. What lays networks does it within a network of its own: one that comes or
// goes makes a browser beside it give up what it is loading. At the end it says which files took longest. With arguments it is `bun test`.

import { cpus } from "node:os";
import { Glob } from "bun";
import { whyNoLan } from "./lab.ts";
import { makeClient } from "./made.ts";

const root = new URL("../..", import.meta.url).pathname;
const wanted = process.argv.slice(2);

/** Tests in browsers, of benches and of networks, a file at a time; the others move in memory, and are quick enough to go a folder at a time. */
const inBrowsers = /^test\/(bench|browser|contract|lab|save)\/|\/flood\.test\.ts$/;
const ofNetworks = /^test\/lab\//;
/** They take longer than their size tells. */
const longest = [
  "bench/smoke",
  "contract/sink",
  "browser/axe",
  "browser/languages",
  "browser/survive",
  "browser/check",
  "lab/matrix",
  "lab/benches",
];
/** Where a network can be laid, it is laid in one that nobody else sees. */
const apart = whyNoLan() === undefined ? ["unshare", "--net", "sh", "-c", 'ip link set lo up && exec "$@"', "sh"] : [];
/** A test that waits for what never comes ends then; a busy machine is no failure. */
const patience = "--timeout=60000";
const atOnce = Math.min(4, Math.max(2, cpus().length + 1));

type Outcome = {
  readonly pass: number;
  readonly fail: number;
  readonly ok: boolean;
  readonly failed: readonly string[];
  readonly name: string;
  readonly seconds: number;
};

async function run({ name, files }: Turn): Promise<Outcome> {
  const from = performance.now();
  const within = ofNetworks.test(name) ? apart : [];
  const bun = Bun.spawn([...within, process.execPath, "test", patience, ...files], { cwd: root, stdout: "pipe", stderr: "pipe" });
  const [said, told, code] = await Promise.all([new Response(bun.stdout).text(), new Response(bun.stderr).text(), bun.exited]);
  console.log(said + told);
  const count = (what: string) => Number(new RegExp(`^ *(\\d+) ${what}$`, "m").exec(told)?.[1] ?? 0);
  const failed = [...new Set(told.match(/^\(fail\) .*$/gm))];
  return {
    pass: count("pass"),
    fail: count("fail"),
    ok: code === 0,
    failed: code === 0 || failed.length > 0 ? failed : [`(fail) ${files.join(" ")}`],
    name,
    seconds: (performance.now() - from) / 1e3,
  };
}

/** Some test files that one process runs. */
type Turn = { readonly name: string; readonly files: readonly string[]; readonly size: number };

function turns(paths: readonly string[], keyOf: (path: string) => string): Turn[] {
  const sizeOf = (files: readonly string[]) => files.reduce((sum, path) => sum + Bun.file(root + path).size, 0);
  const rankOf = ({ name }: Turn) => longest.findIndex((each) => name === `test/${each}.test.ts`) + 1 || longest.length + 1;
  return [...Map.groupBy(paths, keyOf)]
    .map(([name, files]) => ({ name, files: files.map((path) => `./${path}`), size: sizeOf(files) }))
    .sort((one, other) => rankOf(one) - rankOf(other) || other.size - one.size);
}

/** As many at once as there are lanes, the longest first, so that none is left over at the end. Each lane takes from its own queue before it helps with the others. */
async function byTurns(...lanes: readonly (readonly Turn[][])[]): Promise<readonly Outcome[]> {
  const outcomes: Outcome[] = [];
  const next = (queues: readonly Turn[][]) => queues.find((queue) => queue.length > 0)?.shift();
  const goThrough = async (queues: readonly Turn[][]) => {
    for (let turn = next(queues); turn !== undefined; turn = next(queues)) outcomes.push(await run(turn));
  };
  await Promise.all(lanes.map(goThrough));
  return outcomes;
}

function slowest(outcomes: readonly Outcome[]): string {
  const first = outcomes.toSorted((one, other) => other.seconds - one.seconds).slice(0, 10);
  return ["What took longest, in seconds:", ...first.map(({ name, seconds }) => `${seconds.toFixed(0).padStart(6)}  ${name}`)].join("\n");
}

if (wanted.length > 0)
  process.exit(
    await Bun.spawn([process.execPath, "test", patience, ...wanted], { cwd: root, stdio: ["inherit", "inherit", "inherit"] }).exited,
  );

const all = [...new Glob("test/**/*.test.ts").scanSync(root)].sort();
const itself = (path: string) => path;
const inMemory = turns(
  all.filter((path) => !inBrowsers.test(path)),
  (path) => path.split("/").slice(0, -1).slice(0, 2).join("/"),
);
const browsers = turns(
  all.filter((path) => inBrowsers.test(path)),
  itself,
);
const made = await makeClient();
const outcomes = await byTurns([inMemory, browsers], ...Array.from({ length: atOnce - 1 }, () => [browsers, inMemory]));
const sum = (what: "pass" | "fail") => outcomes.reduce((total, outcome) => total + outcome[what], 0);
const failed = outcomes.flatMap((outcome) => outcome.failed);
// A file that ended without counting has failed, whatever it printed before.
const broken = outcomes.filter(({ ok, fail }) => !ok && fail === 0).length;
console.log(slowest(outcomes));
console.log([...failed, "", ` ${sum("pass")} pass`, ` ${sum("fail") + broken} fail`].join("\n"));
await made[Symbol.asyncDispose]();
process.exit(outcomes.every(({ ok }) => ok) ? 0 : 1);
