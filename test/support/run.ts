// Runs every test: `npx bun run test`. Tests in browsers wait for one another most of the time, so one file more runs beside each other than there
// are processors, one of them of what moves in memory as long as there is some. What lays networks has the machine for itself: a network that comes or goes
// makes a browser give up what it is loading. With arguments it is `bun test`.

import { cpus } from "node:os";
import { Glob } from "bun";

const root = new URL("../..", import.meta.url).pathname;
const wanted = process.argv.slice(2);

/** Tests in browsers and of benches, a file at a time, and those that run alone; the others move in memory, and are quick enough to go a folder at a time. */
const inBrowsers = /^test\/(bench|browser|contract|save)\/|\/flood\.test\.ts$/;
const alone = /^test\/lab\//;
/** A test that waits for what never comes ends then; a busy machine is no failure. */
const patience = "--timeout=60000";
const atOnce = Math.min(4, Math.max(2, cpus().length + 1));

type Outcome = { readonly pass: number; readonly fail: number; readonly ok: boolean; readonly failed: readonly string[] };

async function run(...files: readonly string[]): Promise<Outcome> {
  const bun = Bun.spawn([process.execPath, "test", patience, ...files], { cwd: root, stdout: "pipe", stderr: "pipe" });
  const [said, told, code] = await Promise.all([new Response(bun.stdout).text(), new Response(bun.stderr).text(), bun.exited]);
  console.log(said + told);
  const count = (what: string) => Number(new RegExp(`^ *(\\d+) ${what}$`, "m").exec(told)?.[1] ?? 0);
  const failed = [...new Set(told.match(/^\(fail\) .*$/gm))];
  return {
    pass: count("pass"),
    fail: count("fail"),
    ok: code === 0,
    failed: code === 0 || failed.length > 0 ? failed : [`(fail) ${files.join(" ")}`],
  };
}

/** Some test files that one process runs. */
type Turn = { readonly files: readonly string[]; readonly size: number };

function turns(paths: readonly string[], keyOf: (path: string) => string): Turn[] {
  return [...Map.groupBy(paths, keyOf).values()]
    .map((files) => ({ files: files.map((path) => `./${path}`), size: files.reduce((sum, path) => sum + Bun.file(root + path).size, 0) }))
    .sort((one, other) => other.size - one.size);
}

/** As many at once as there are lanes, the longest first, so that none is left over at the end. Each lane takes from its own queue before it helps with the others. */
async function byTurns(...lanes: readonly (readonly Turn[][])[]): Promise<readonly Outcome[]> {
  const outcomes: Outcome[] = [];
  const next = (queues: readonly Turn[][]) => queues.find((queue) => queue.length > 0)?.shift();
  const goThrough = async (queues: readonly Turn[][]) => {
    for (let turn = next(queues); turn !== undefined; turn = next(queues)) outcomes.push(await run(...turn.files));
  };
  await Promise.all(lanes.map(goThrough));
  return outcomes;
}

if (wanted.length > 0)
  process.exit(
    await Bun.spawn([process.execPath, "test", patience, ...wanted], { cwd: root, stdio: ["inherit", "inherit", "inherit"] }).exited,
  );

const all = [...new Glob("test/**/*.test.ts").scanSync(root)].sort();
const itself = (path: string) => path;
const inMemory = turns(
  all.filter((path) => !inBrowsers.test(path) && !alone.test(path)),
  (path) => path.split("/").slice(0, -1).slice(0, 2).join("/"),
);
const browsers = turns(
  all.filter((path) => inBrowsers.test(path)),
  itself,
);
const networks = turns(
  all.filter((path) => alone.test(path)),
  itself,
);
const outcomes = [
  ...(await byTurns([inMemory, browsers], ...Array.from({ length: atOnce - 1 }, () => [browsers, inMemory]))),
  ...(await byTurns([networks])),
];
const sum = (what: "pass" | "fail") => outcomes.reduce((total, outcome) => total + outcome[what], 0);
const failed = outcomes.flatMap((outcome) => outcome.failed);
// A file that ended without counting has failed, whatever it printed before.
const broken = outcomes.filter(({ ok, fail }) => !ok && fail === 0).length;
console.log([...failed, "", ` ${sum("pass")} pass`, ` ${sum("fail") + broken} fail`].join("\n"));
process.exit(outcomes.every(({ ok }) => ok) ? 0 : 1);
