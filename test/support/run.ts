// Runs every test: `npx bun run test`. What moves in memory goes first, all at once. Tests in browsers wait for one another most of the time, so as
// many files as there are processors run beside each other. What lays networks, or measures, has the machine for itself: a network that comes or goes makes a browser give
// up what it is loading. With arguments it is `bun test`.

import { cpus } from "node:os";
import { Glob } from "bun";

const root = new URL("../..", import.meta.url).pathname;
const wanted = process.argv.slice(2);

/** Folders of tests that run beside each other, and those that run alone; all others go first. */
const beside = /^test\/(browser|contract|save)\/|\/flood\.test\.ts$/;
const alone = /^test\/(lab|bench)\//;
const atOnce = Math.min(4, Math.max(2, cpus().length));

type Outcome = { readonly pass: number; readonly fail: number; readonly ok: boolean; readonly failed: readonly string[] };

async function run(...files: readonly string[]): Promise<Outcome> {
  const bun = Bun.spawn([process.execPath, "test", ...files], { cwd: root, stdout: "pipe", stderr: "pipe" });
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

/** The longest first, so that none is left over at the end. */
async function byTurns(files: readonly string[], lanes: number): Promise<readonly Outcome[]> {
  const sized = files.map((path) => ({ path, size: Bun.file(root + path).size })).sort((one, other) => other.size - one.size);
  const outcomes: Outcome[] = [];
  const lane = async () => {
    for (let next = sized.shift(); next !== undefined; next = sized.shift()) outcomes.push(await run(`./${next.path}`));
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return outcomes;
}

if (wanted.length > 0)
  process.exit(await Bun.spawn([process.execPath, "test", ...wanted], { cwd: root, stdio: ["inherit", "inherit", "inherit"] }).exited);

const all = [...new Glob("test/**/*.test.ts").scanSync(root)].sort();
const first = all.filter((path) => !beside.test(path) && !alone.test(path)).map((path) => `./${path}`);
const outcomes = [
  await run(...first),
  ...(await byTurns(
    all.filter((path) => beside.test(path)),
    atOnce,
  )),
  ...(await byTurns(
    all.filter((path) => alone.test(path)),
    1,
  )),
];
const sum = (what: "pass" | "fail") => outcomes.reduce((total, outcome) => total + outcome[what], 0);
const failed = outcomes.flatMap((outcome) => outcome.failed);
// A file that ended without counting has failed, whatever it printed before.
const broken = outcomes.filter(({ ok, fail }) => !ok && fail === 0).length;
console.log([...failed, "", ` ${sum("pass")} pass`, ` ${sum("fail") + broken} fail`].join("\n"));
process.exit(outcomes.every(({ ok }) => ok) ? 0 : 1);
