// What goes wrong on the way of a file, for a pair with a connection of their own and for one that the server relays: it ends whole in each case.
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { sha256 } from "../support/files.ts";
import { parted } from "../support/gathering.ts";
import { whyNoInternet } from "../support/internet.ts";
import { whyNoLimit } from "../support/lab.ts";
import type { Person } from "../support/person.ts";
import { isAll, isLong, notNow } from "./extent.ts";
import { cutBusiest } from "./sockets.ts";
import { openTown, type Seat, type Town } from "./town.ts";

const why =
  notNow(isLong, "bun run test:lab") ?? whyNoInternet() ?? (Bun.which("certutil") === null ? "needs certutil, of NSS" : undefined);
if (why !== undefined) console.log(`Trouble on the way is left out: ${why}.`);
const whyNoLong = notNow(isAll, "bun run test:lab --all");
if (why === undefined && whyNoLong !== undefined) console.log(`A cable that is out for 90 s is left out: ${whyNoLong}.`);
const whyNoSlow = whyNoLimit();
setDefaultTimeout(300_000);

/** What the browser itself writes to the console when the server is out of reach. */
const serverGone = /WebSocket connection|ERR_|Failed to load resource/;

const two = {
  direct: [
    { place: "cone", nth: 0 },
    { place: "cone", nth: 1 },
  ],
  relayed: [
    { place: "symmetric", nth: 0 },
    { place: "blocked", nth: 1 },
  ],
} as const satisfies Record<string, readonly [Seat, Seat]>;
type Kind = keyof typeof two;
const kinds: readonly Kind[] = ["direct", "relayed"];

describe.skipIf(why !== undefined)("amid a transfer", () => {
  let town: Town;
  beforeAll(async () => {
    town = await openTown();
  });
  afterAll(async () => {
    await town?.[Symbol.asyncDispose]();
  });

  /** Two people over plain HTTP, a file of so many bytes on its way, and so much of it there. */
  async function underWay(kind: Kind, bytes: number, percent: number) {
    const room = await town.newRoom();
    const [sharing, receiving] = two[kind];
    const [taro, zoe] = [await town.personAt(sharing), await town.personAt(receiving)];
    await taro.enter(town.addressOf(room, sharing.place, "http"), "太郎");
    await zoe.enter(town.addressOf(room, receiving.place, "http"), "Zoë");
    await zoe.sees("太郎", kind);
    await taro.sees("Zoë", kind);
    const name = `長い-${crypto.randomUUID()}.bin`;
    const path = await town.folder.make(name, bytes);
    await taro.shares(path);
    await zoe.downloads(name);
    await zoe.hasCome(name, percent);
    return { taro, zoe, name, path, hosts: [town.hostAt(sharing), town.hostAt(receiving)] as const };
  }

  /** It ends whole, over the same kind of link as before, and both still talk. */
  async function endsWell(kind: Kind, { taro, zoe, name, path }: { taro: Person; zoe: Person; name: string; path: string }) {
    await zoe.shareIs(name, "complete", 180_000);
    expect(await sha256((await zoe.saves(name)).path)).toBe(await sha256(path));
    await zoe.sees("太郎", kind);
    await taro.sees("Zoë", kind);
    await taro.says("まだいますよ");
    await zoe.hears("まだいますよ");
    await Bun.file(path).delete();
    await parted([taro, zoe], serverGone);
  }

  for (const kind of kinds) {
    for (const seconds of [5, 90]) {
      test.skipIf(seconds > 5 && !isAll)(`[L6] [R6] [S10] ${kind}: the receiver's cable is out for ${seconds} s`, async () => {
        const now = await underWay(kind, 80e6, 10);
        now.hosts[1].unplug();
        await Bun.sleep(seconds * 1000);
        expect(await now.zoe.share(now.name).getAttribute("data-state")).not.toBe("complete");
        now.hosts[1].plug();
        await endsWell(kind, now);
      });
    }
  }

  test("[L9] direct: the server is stopped; the file ends without it, and the room is there again when the server is", async () => {
    const now = await underWay("direct", 60e6, 10);
    await town.server.kill();
    await now.zoe.shareIs(now.name, "complete", 180_000);
    await town.server.restart();
    for (const { page } of [now.taro, now.zoe]) await page.getByRole("status").getByText("Online").waitFor({ timeout: 40_000 });
    await endsWell("direct", now);
  });

  test("[S10] [R6] [L13] relayed: the server is stopped and started again; the file goes on", async () => {
    const now = await underWay("relayed", 60e6, 10);
    await town.server.kill();
    await now.zoe.page.getByRole("status").getByText("Reconnecting…").waitFor();
    await Bun.sleep(5_000);
    expect(await now.zoe.share(now.name).getAttribute("data-state")).not.toBe("complete");
    await town.server.restart();
    await endsWell("relayed", now);
  });

  for (const [who, end] of [
    ["sharer", 0],
    ["receiver", 1],
  ] as const) {
    test(`[L17] [R6] relayed: the ${who} loses the relay for 10 s, and keeps the server`, async () => {
      const now = await underWay("relayed", 80e6, 10);
      {
        using _ = cutBusiest(now.hosts[end]);
        await Bun.sleep(10_000);
        expect(await now.zoe.share(now.name).getAttribute("data-state")).not.toBe("complete");
        for (const { page } of [now.taro, now.zoe]) expect(await page.getByRole("status").textContent()).toContain("Online");
      }
      await endsWell("relayed", now);
    });
  }

  test.skipIf(whyNoSlow !== undefined)("[L13] [C2] relayed: from a line of 5 Mbit/s people talk while the file is on its way", async () => {
    const [slow] = [town.hostAt(two.relayed[0])];
    slow.limit("5mbit");
    const now = await underWay("relayed", 20e6, 5);
    const delays: Record<string, number[]> = { "with the file": [], "against it": [] };
    for (let i = 0; i < 4; i++) {
      for (const [way, from, to] of [
        ["with the file", now.taro, now.zoe],
        ["against it", now.zoe, now.taro],
      ] as const) {
        const began = performance.now();
        await from.says(`${way} ${i}`);
        await to.hears(`${way} ${i}`);
        delays[way]?.push(performance.now() - began);
      }
    }
    for (const [way, each] of Object.entries(delays)) console.log(`Chat over 5 Mbit/s, ${way}: ${each.map(Math.round).join(", ")} ms`);
    expect(await now.zoe.share(now.name).getAttribute("data-state")).toBe("receiving");
    slow.unlimit();
    await endsWell("relayed", now);
  });
});
