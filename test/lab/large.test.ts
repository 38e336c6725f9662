// A LAN and nothing else: no router, no way out. Two people at the server's address over plain HTTP swap a large file each, while the server is unplugged.
import { describe, expect, setDefaultTimeout, test } from "bun:test";
import { join } from "node:path";
import { sha256, temporaryFolder } from "../support/files.ts";
import { newRoom, parted } from "../support/gathering.ts";
import { type Host, ip, openLan, whyNoLan } from "../support/lab.ts";
import { launchProfile, Person } from "../support/person.ts";
import { openSite } from "../support/site.ts";
import { isAll, largeBytes, notNow } from "./extent.ts";

const why = notNow(isAll, "bun run test:lab --all") ?? whyNoLan();
if (why !== undefined) console.log(`A large file on a LAN without any way out is left out: ${why}.`);
setDefaultTimeout(30 * 60_000);

const outMs = 20_000;

describe.skipIf(why !== undefined)("on a LAN without any way out", () => {
  test(`[L9] [R7] two people swap ${largeBytes / 2 ** 20} MiB each, and the server's cable is out for a while`, async () => {
    await using opened = new AsyncDisposableStack();
    const folder = opened.use(await temporaryFolder());
    const { hosts, address } = opened.use(await openLan(3, false));
    const [server, ...others] = hosts as [Host, Host, Host];
    for (const { name } of hosts) expect(ip(`-n ${name} route show default`)).toBe("");
    const site = opened.use(await openSite({ host: "0.0.0.0", namespace: server.name }));
    const url = `http://${address.replace(/\d+$/, "1")}:${site.port}`;
    const room = await newRoom({ url });
    const people: Person[] = [];
    for (const [i, { chromium }] of others.entries()) {
      const context = opened.adopt(await launchProfile(join(folder.path, `profile-${i}`), chromium), (each) => each.close());
      const person = new Person(await context.newPage());
      await person.enter(room, ["太郎", "Zoë"][i] ?? "");
      expect(await person.page.evaluate("isSecureContext")).toBe(false);
      people.push(person);
    }
    const [taro, zoe] = people as [Person, Person];
    // One cable joins them, and the server's STUN tells each browser the address that it finds no route to learn it from.
    await zoe.sees("太郎", "direct");
    await taro.sees("Zoë", "direct");

    const swaps = [
      { from: taro, to: zoe, name: "太郎から.bin" },
      { from: zoe, to: taro, name: "Zoëから.bin" },
    ];
    const paths = await Promise.all(swaps.map(({ name }) => folder.make(name, largeBytes)));
    for (const [i, { from, to, name }] of swaps.entries()) {
      await from.shares(paths[i] ?? "");
      await to.downloads(name);
    }
    for (const { to, name } of swaps) await to.hasCome(name, 5);
    const far = () =>
      Promise.all(swaps.map(async ({ to, name }) => Number(await to.share(name).getByRole("progressbar").getAttribute("aria-valuenow"))));
    server.unplug();
    const before = await far();
    await Bun.sleep(outMs);
    const after = await far();
    for (const [i, percent] of after.entries()) expect(percent).toBeGreaterThan(before[i] ?? 100);
    console.log(
      `While the server's cable was out for ${outMs / 1000} s they came from ${before.join(" and ")} % to ${after.join(" and ")} %.`,
    );
    server.plug();
    for (const [i, { to, name }] of swaps.entries()) {
      await to.shareIs(name, "complete", 20 * 60_000);
      expect(await sha256((await to.saves(name)).path)).toBe(await sha256(paths[i] ?? ""));
    }
    await parted(people, /WebSocket connection|ERR_|Failed to load resource/);
  });
});
