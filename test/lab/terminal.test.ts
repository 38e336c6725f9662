// Terminals at home, each behind a router that translates addresses: with each other, and with a Chromium that hides its addresses.
import { afterEach, describe, expect, setDefaultTimeout, test } from "bun:test";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { exit } from "../../cli/command.ts";
import { type Folder, temporaryFolder } from "../support/files.ts";
import { openInternet, type Site, whyNoInternet } from "../support/internet.ts";
import { launchChromium, personIn } from "../support/person.ts";
import { openSite } from "../support/site.ts";
import { type Terminal, terminal } from "../support/terminal.ts";
import { isLong, notNow } from "./extent.ts";

const why = notNow(isLong, "bun run test:lab") ?? whyNoInternet();
if (why !== undefined) console.log(`Tests of terminals behind routers are left out: ${why}.`);
setDefaultTimeout(90_000);

let opened: AsyncDisposableStack;
afterEach(() => opened.disposeAsync());

/** Such sites with a server outside of them; `at` starts a terminal at one of them. */
async function homes(sites: readonly Site[]) {
  opened = new AsyncDisposableStack();
  const folder: Folder = opened.use(await temporaryFolder());
  const internet = opened.use(await openInternet(sites));
  const site = opened.use(await openSite({ host: internet.address }));
  let number = 0;
  const at = async (home: number, ...argv: readonly string[]): Promise<Terminal> => {
    const state = join(folder.path, `state-${++number}`);
    await mkdir(state, { recursive: true });
    const made = terminal(argv, { state, namespace: internet.hosts[home]?.name ?? "" });
    opened.defer(() => made.kill("SIGKILL"));
    return made;
  };
  return { folder, at, hosts: internet.hosts, server: `http://${internet.address}:${site.port}` };
}

const sumOf = async (path: string) => new Bun.CryptoHasher("sha256").update(await Bun.file(path).bytes()).digest("hex");

describe.skipIf(why !== undefined)("terminals behind routers", () => {
  for (const [sites, path] of [
    [["cone", "cone"], "connected directly"],
    [["blocked", "cone"], "relayed by the server"],
    [["symmetric", "symmetric"], "relayed by the server"],
  ] as const) {
    test(`[S13] [L13] one behind a ${sites[0]} router sends to one behind a ${sites[1]} router: ${path}`, async () => {
      const { folder, at, server } = await homes(sites);
      const file = await folder.make("旅.bin", 8_000_000);
      const sender = await at(0, "send", file, "--server", server, "--once", "--name", "太郎");
      const [url = ""] = await sender.said(/^http:\S+$/m);
      const getter = await at(1, "get", url, "-o", "-", "--name", "Zoë");
      expect([await getter.ended, await sender.ended]).toEqual([exit.ok, exit.ok]);
      expect(getter.err).toContain(`${await sumOf(file)}  -`);
      expect(getter.err).toContain(path);
      if (path !== "connected directly") expect(getter.err).not.toContain("connected directly");
    });
  }

  test("[L21] a terminal and a Chromium, each behind a router of its own, are linked directly, whoever came first", async () => {
    const { folder, at, server, hosts } = await homes(["cone", "cone"]);
    const browser = opened.adopt(await launchChromium(hosts[1]?.chromium), (each) => each.close());
    const file = await folder.make("手紙.bin", 3_000_000);
    const sender = await at(0, "send", file, "--server", server, "--name", "太郎");
    const [url = ""] = await sender.said(/^http:\S+$/m);
    const zoe = await personIn(browser);
    await zoe.enter(url, "Zoë");
    await zoe.sees("太郎", "direct");
    await zoe.downloads("手紙.bin");
    await zoe.shareIs("手紙.bin", "complete");
    const late = await at(0, "chat", url, "--name", "次郎");
    await late.said(/Zoë is here, connected directly/);
    late.types("こんにちは\n");
    await zoe.hears("こんにちは");
  });
});
