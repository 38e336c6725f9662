// How long it takes from opening a link to a direct link.
//   bun bench/page.ts [--rounds=9]
import { newRoom } from "../test/support/gathering.ts";
import { launchChromium, Person, personIn } from "../test/support/person.ts";
import { openSite } from "../test/support/site.ts";
import { perform } from "./perform.ts";
import { option, spreadOf, told } from "./ratio.ts";

const rounds = option("rounds", 9);
/** Milliseconds from opening a link to a direct link on loopback. */
const msMax = 1_000;

await perform(async ({ things }) => {
  const site = things.use(await openSite());
  const browser = await launchChromium();
  things.defer(() => browser.close());
  const first = await personIn(browser);
  const room = await newRoom(site);
  await first.enter(room, "Ann");
  const times: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const context = await browser.newContext();
    const person = new Person(await context.newPage());
    // A tab that was here before enters by itself, so that no typing is measured.
    await person.page.addInitScript(
      (room) => sessionStorage.setItem(`roomcp:entered:${room}`, "Ben"),
      decodeURIComponent(new URL(room).pathname.slice(3)),
    );
    const began = performance.now();
    await person.page.goto(room, { waitUntil: "commit" });
    await person.page.waitForSelector('[data-state="direct"]', { state: "attached" });
    times.push(performance.now() - began);
    await context.close();
  }
  console.log(`from opening a link to a direct link: ${(spreadOf(times).median / msMax).toFixed(2)} of ${msMax} ms`);
  console.log(`  milliseconds: ${told(spreadOf(times), 0)} of ${rounds}`);
});
