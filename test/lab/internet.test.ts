// People at home, each behind a router that translates addresses. Nothing on this internet but the server, and where it is said a TURN server.
import { afterEach, describe, expect, setDefaultTimeout, test } from "bun:test";
import type { Browser } from "playwright-core";
import { keepConnections } from "../support/connections.ts";
import { newRoom, parted } from "../support/gathering.ts";
import { openInternet, type Site, whyNoInternet } from "../support/internet.ts";
import { launchChromium, type Person, personIn } from "../support/person.ts";
import { openSite } from "../support/site.ts";
import { openTurn, whyNoTurn } from "../support/turn.ts";
import { isLong, notNow } from "./extent.ts";

const why = notNow(isLong, "bun run test:lab") ?? whyNoInternet();
const whyNot = why ?? whyNoTurn();
if (whyNot !== undefined)
  console.log(`Tests behind routers are left out, ${why === undefined ? "those with TURN" : "all of them"}: ${whyNot}.`);
setDefaultTimeout(90_000);

let opened: AsyncDisposableStack;
afterEach(() => opened.disposeAsync());

/** Two people at such sites, in one room; not yet linked. @param flagsAt what the server is started with, given its own address */
async function apart(sites: readonly [Site, Site], flagsAt: (address: string) => Promise<readonly string[]> = async () => []) {
  opened = new AsyncDisposableStack();
  const internet = opened.use(await openInternet(sites));
  const site = opened.use(await openSite({ host: internet.address, flags: await flagsAt(internet.address) }));
  const room = await newRoom({ url: `http://${internet.address}:${site.port}` });
  const people: Person[] = [];
  for (const [i, { chromium }] of internet.hosts.entries()) {
    const browser: Browser = opened.adopt(await launchChromium(chromium), (each) => each.close());
    const person = await personIn(browser);
    await keepConnections(person);
    await person.enter(room, ["太郎", "Zoë"][i] ?? "");
    people.push(person);
  }
  return people as [Person, Person];
}

/** Kinds of the candidates that a person's one link runs on, their own and the other's; and the servers that were asked. */
function candidatesOf({ page }: Person): Promise<{ local: string; remote: string; servers: string[] }> {
  return page.evaluate(async () => {
    const { connections } = window as unknown as { connections: RTCPeerConnection[] };
    const connection = connections.find(({ connectionState }) => connectionState === "connected");
    const stats = new Map<string, Record<string, string>>();
    for (const [id, each] of (await connection?.getStats()) ?? []) stats.set(id, each);
    const transport = [...stats.values()].find(({ type }) => type === "transport");
    const pair = stats.get(transport?.selectedCandidatePairId ?? "");
    const kind = (id: string | undefined) => stats.get(id ?? "")?.candidateType ?? "";
    const servers = (connection?.getConfiguration().iceServers ?? []).flatMap(({ urls }) => urls);
    return { local: kind(pair?.localCandidateId), remote: kind(pair?.remoteCandidateId), servers };
  });
}

describe.skipIf(why !== undefined)("behind routers", () => {
  test("[S13] two people at home are linked directly with nothing but the server's own STUN", async () => {
    const [taro, zoe] = await apart(["cone", "cone"]);
    await taro.sees("Zoë", "direct");
    await zoe.sees("太郎", "direct");
    for (const person of [taro, zoe]) {
      const { local, remote, servers } = await candidatesOf(person);
      // Whichever side's packet came first, the other learnt of it as of a reflexive address, told or found on the way.
      for (const kind of [local, remote]) expect(["srflx", "prflx"]).toContain(kind);
      expect(servers).toEqual([expect.stringMatching(/^stun:10\./)]);
    }
    await taro.says("家からこんにちは");
    await zoe.hears("家からこんにちは");
    await parted([taro, zoe]);
  });

  test("[L13] without STUN the same two find no direct path, and the relay passes on what they say", async () => {
    const [taro, zoe] = await apart(["cone", "cone"], async () => ["--stun=off"]);
    await taro.sees("Zoë", "relayed");
    await taro.says("直接でなくても");
    await zoe.hears("直接でなくても");
    await Bun.sleep(3_000);
    await zoe.sees("太郎", "relayed");
  });
});

describe.skipIf(whyNot !== undefined)("behind routers, with a TURN server", () => {
  for (const [sites, transport, who] of [
    [["symmetric", "symmetric"], "udp", "two people whose routers take another port for everybody"],
    [["blocked", "cone"], "tcp", "somebody whose firewall lets no UDP through, and somebody at home,"],
  ] as const) {
    test(`[S13] ${who} are linked through TURN over ${transport}, with credentials that the server made`, async () => {
      const [taro, zoe] = await apart(sites, async (address) => {
        const { url } = opened.use(await openTurn(address, "a secret"));
        return [`--turn=${url}?transport=${transport}`, "--turn-secret=a secret"];
      });
      await taro.sees("Zoë", "direct");
      await zoe.sees("太郎", "direct");
      const kinds = [await candidatesOf(taro), await candidatesOf(zoe)].flatMap(({ local, remote }) => [local, remote]);
      expect(kinds).toContain("relay");
      await taro.says("遠回りのこんにちは");
      await zoe.hears("遠回りのこんにちは");
      await parted([taro, zoe]);
    });
  }
});
