// What Lighthouse finds of the front page and of the way into a room: performance, accessibility and best practices, of 100 each, as a phone on a slow line.
//   bun bench/lighthouse.ts [--rounds=3]
// It is fetched when it is run: with its 150 packages and 186 MB it would make every installation of this project half a minute longer.
import { join } from "node:path";
import { openSite } from "../test/support/site.ts";
import { perform } from "./perform.ts";
import { judged, option, spreadOf } from "./ratio.ts";

const lighthouse = "lighthouse@13.5.0";
const rounds = option("rounds", 3);
const scoreMin = 98;
const categories = ["performance", "accessibility", "best-practices"] as const;

type Audit = { readonly id: string; readonly title: string; readonly score: number | null; readonly displayValue?: string };
type Report = {
  readonly categories: Readonly<
    Record<string, { readonly score: number; readonly auditRefs: readonly { readonly id: string; readonly weight: number }[] }>
  >;
  readonly audits: Readonly<Record<string, Audit>>;
};

await perform(async ({ folder, things }) => {
  const site = things.use(await openSite());
  for (const [name, path] of [
    ["front page", "/"],
    ["way into a room", "/r/tea"],
  ] as const) {
    const reports: Report[] = [];
    for (let round = 0; round < rounds; round++) reports.push(await audit(site.url + path, join(folder.path, `${round}.json`)));
    console.log(`${name}, ${rounds} rounds`);
    for (const category of categories) {
      const scores = reports.map((report) => 100 * (report.categories[category]?.score ?? 0));
      console.log(`  ${category}: ${judged(spreadOf(scores), { atLeast: scoreMin })}`);
    }
    for (const line of missedIn(reports.at(-1))) console.log(`    ${line}`);
  }
});

async function audit(url: string, path: string): Promise<Report> {
  const flags = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-background-networking"].join(" ");
  const options = [
    "--quiet",
    "--output=json",
    `--output-path=${path}`,
    `--only-categories=${categories.join()}`,
    `--chrome-flags=${flags}`,
  ];
  const child = Bun.spawn(["npx", "--yes", lighthouse, url, ...options], {
    env: { ...process.env, CHROME_PATH: "/usr/bin/chromium" },
    ...({ stdout: "ignore", stderr: "pipe" } as const),
  });
  const complained = await new Response(child.stderr).text();
  if ((await child.exited) !== 0) throw new Error(`Lighthouse has failed: ${complained}`);
  return await Bun.file(path).json();
}

/** What cost points, the worst first. */
function missedIn(report: Report | undefined): readonly string[] {
  const counted = categories.flatMap((category) => report?.categories[category]?.auditRefs ?? []).filter(({ weight }) => weight > 0);
  return counted
    .flatMap(({ id }) => report?.audits[id] ?? [])
    .filter(({ score }) => score !== null && score < 0.9)
    .sort((a, b) => (a.score ?? 0) - (b.score ?? 0))
    .map(({ title, score, displayValue = "" }) => `${score} ${title} ${displayValue}`);
}
