// What the server's memory grows by while many pairs talk over its relay and nobody reads: each sender hands over what a receiver may ask for at most,
// and then as much as the server takes.
//   bun bench/relays.ts [--pairs=50]
import { relayedPerPairMax, relayWindowBytesMax } from "../protocol/limits.ts";
import { join, tokenOf } from "../test/support/conversation.ts";
import { deafTo, openRelay, type RelaySocket, ticketOf } from "../test/support/relay-client.ts";
import { openSite } from "../test/support/site.ts";
import { privateBytesOf } from "./cost.ts";
import { perform } from "./perform.ts";
import { judged, option, spreadOf } from "./ratio.ts";

const pairs = option("pairs", 50);
const MiB = 2 ** 20;
/** Bytes that the server may hold for a pair. */
const bound = 4 * MiB;
const frame = new Uint8Array(128 * 1024);

await perform(async ({ things }) => {
  const flags = ["--sockets-per-address=10000", "--joins-per-minute=10000"];
  const site = things.use(await openSite({ flags, host: "127.0.0.1" }));
  const senders: { readonly relay: RelaySocket; readonly to: string }[] = [];
  for (let pair = 0; pair < pairs; pair++) {
    const room = `relays-${pair}`;
    const [from, to] = [await join(site.url, room, tokenOf(2 * pair)), await join(site.url, room, tokenOf(2 * pair + 1))];
    const deaf = await deafTo(site.url, room, ticketOf(to));
    things.defer(() => void deaf.destroy());
    senders.push({ relay: await openRelay(site.url, room, ticketOf(from)), to: to.id });
  }
  const before = privateBytesOf(site.pid);
  const grownBy = () => (privateBytesOf(site.pid) - before) / pairs;

  const hand = async (bytes: number) => {
    for (let sent = 0; sent < bytes; sent += frame.length) {
      for (const { relay, to } of senders) relay.pass(to, "frame", frame);
      await Bun.sleep(5);
    }
    await Bun.sleep(500);
  };
  await hand(relayWindowBytesMax);
  const honest = grownBy();
  await hand(3 * relayedPerPairMax);
  const most = grownBy();
  console.log(
    `${pairs} relays whose receivers read nothing, the server's growth for each, of 4 MiB each: ${judged(spreadOf([most / bound]), { atMost: 1 })}`,
  );
  console.log(
    `  MiB each: ${(honest / MiB).toFixed(2)} with a receiver's window on its way, ${(most / MiB).toFixed(2)} with all that the server takes`,
  );
});
