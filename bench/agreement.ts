// What it costs a page that two people know the same secret: CPace and the first sealed words, on each side, in Chromium.
//   bun bench/agreement.ts [--rounds=101]
import { launchChromium } from "../test/support/person.ts";
import { perform } from "./perform.ts";
import { judged, option, spreadOf, told } from "./ratio.ts";

const rounds = option("rounds", 101);
/** Milliseconds per pair on one side. */
const msMax = 15;

await perform(async ({ things }) => {
  // Not a module: a page runs those some time later.
  const entrypoints = [new URL("agreement-page.ts", import.meta.url).pathname];
  const built = await Bun.build({ entrypoints, target: "browser", format: "iife", minify: true });
  const browser = await launchChromium();
  things.defer(() => browser.close());
  const page = await browser.newPage();
  await page.addScriptTag({ content: (await built.outputs[0]?.text()) ?? "" });
  const times: { initiator: number[]; responder: number[] } = await page.evaluate(`measure(${rounds})`);
  for (const side of ["initiator", "responder"] as const) {
    const part = spreadOf(times[side].map((ms) => ms / msMax));
    console.log(`agreement, ${side}: ${judged(part, { atMost: 1 })}, of ${msMax} ms`);
    console.log(`  milliseconds: ${told(spreadOf(times[side]), 1)}, the first ${times[side][0]?.toFixed(1)}`);
  }
});
