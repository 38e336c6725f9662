// What the server holds for people who are in a room and say nothing but that they are there.
//   bun bench/idle.ts [--peers=10000] [--people=8 in a room]
import { join, tokenOf } from "../test/support/conversation.ts";
import { openSite } from "../test/support/site.ts";
import { privateBytesOf } from "./cost.ts";
import { perform } from "./perform.ts";
import { option } from "./ratio.ts";

const peers = option("peers", 10_000);
const people = option("people", 8);
/** Bytes of the server for each. */
const bytesMax = 20_000;
const atOnce = 50;

await perform(async ({ things }) => {
  const generous = ["--sockets-per-address=1000000", "--joins-per-minute=1000000", "--rooms=1000000"];
  const site = things.use(await openSite({ flags: generous, host: "127.0.0.1" }));
  const inside: Awaited<ReturnType<typeof join>>[] = [];
  const enter = async (from: number, to: number) => {
    for (let next = from; next < to; next += atOnce) {
      const some = Array.from({ length: Math.min(atOnce, to - next) }, (_, i) => next + i);
      inside.push(...(await Promise.all(some.map((n) => join(site.url, `idle-${Math.floor(n / people)}`, tokenOf(n))))));
    }
  };
  // What the server's code and its first rooms take is no person's.
  const first = Math.min(peers, 200);
  await enter(0, first);
  await Bun.sleep(2_000);
  const before = privateBytesOf(site.pid);
  await enter(first, first + peers);
  for (const person of inside) person.send({ type: "beat" });
  await Bun.sleep(5_000);
  const each = (privateBytesOf(site.pid) - before) / peers;
  console.log(`${peers} people who say nothing, the server's growth for each: ${(each / bytesMax).toFixed(2)} of ${bytesMax} bytes`);
  console.log(`  bytes: ${each.toFixed(0)}; ${((before + each * peers) / 2 ** 20).toFixed(0)} MiB in all, in rooms of ${people}`);
});
