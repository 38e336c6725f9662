// How fast what lies on the disk is checked after a reload, against the bare hash of as many bytes in a worker of the same page, in interleaved
// pairs. The real disk edge, in a profile on the disk; what it reads was written just before, so the system may still have it in memory.
//   bun bench/recheck.ts [--mib=1024] [--rounds=9] [--rung=opfs|indexeddb]   (both, if none is named)
import { Elysia } from "elysia";
import { buildClient } from "../routes/bundle.ts";
import { clientRoute } from "../routes/client.ts";
import { openBrowser } from "./browsers.ts";
import { needDisk } from "./disk-room.ts";
import { lanAddress } from "./lan-address.ts";
import { perform, type Stage } from "./perform.ts";
import { choice, inTurns, judged, option, spreadOf, told } from "./ratio.ts";
import type { Verbs } from "./recheck-page.ts";

const mib = option("mib", 1024);
const rounds = option("rounds", 9);
const wanted = choice("rung");
/** Of the bare hash's speed. */
const bound = 0.5;

await perform(async (stage) => {
  await needDisk(2 * mib * 2 ** 20);
  const site = await openPages(stage);
  for (const rung of ["opfs", "indexeddb"] as const) {
    if (wanted !== undefined && wanted !== rung) continue;
    const things = stage.things.use(new AsyncDisposableStack());
    const { context } = await openBrowser({ ...stage, things }, rung);
    const page = await context.newPage();
    await page.goto(`http://${rung === "opfs" ? "localhost" : lanAddress()}:${site.port}/`);
    const say = <Verb extends keyof Verbs>(verb: Verb, ...said: Parameters<Verbs[Verb]>): Promise<Awaited<ReturnType<Verbs[Verb]>>> =>
      page.evaluate(`bench.${verb}(...${JSON.stringify(said)})`);
    await say("start", { workerUrl: site.workerUrl, rung, mib });
    await say("fill");
    const found = { ratios: [] as number[], check: [] as number[], hash: [] as number[] };
    for (let round = 0; round < rounds; round++) {
      const [bare, ours] = await inTurns(round, [() => say("hash", mib), () => say("check")]);
      found.ratios.push(bare / ours);
      found.check.push((mib * 1000) / ours);
      found.hash.push((mib * 1000) / bare);
    }
    console.log(`check of ${mib} MiB in ${rung} / bare hash: ${judged(spreadOf(found.ratios), { atLeast: bound })}, of ${rounds} pairs`);
    console.log(`  MiB/s: check ${told(spreadOf(found.check), 0)}, bare hash ${told(spreadOf(found.hash), 0)}`);
    await things.disposeAsync();
  }
});

/** A small server with the real client's worker and this bench's page. */
async function openPages({ things }: Stage) {
  const client = await buildClient();
  const built = await Bun.build({
    entrypoints: ["recheck-page.ts", "recheck-hash.ts"].map((name) => new URL(name, import.meta.url).pathname),
    target: "browser",
  });
  const [page, hash] = await Promise.all(built.outputs.map((output) => output.text()));
  const script = (text = "") => new Response(text, { headers: { "content-type": "text/javascript" } });
  const html = '<!doctype html><html lang="en"><meta charset="utf-8"><title>Check</title><script type="module" src="/page.js"></script>';
  const app = new Elysia()
    .use(clientRoute(client))
    .get("/", () => new Response(html, { headers: { "content-type": "text/html" } }))
    .get("/page.js", () => script(page))
    .get("/hash.js", () => script(hash))
    .listen({ port: 0, hostname: "0.0.0.0" });
  things.defer(() => app.stop(true).then(() => {}));
  return { port: app.server?.port, workerUrl: client.paths.worker };
}
