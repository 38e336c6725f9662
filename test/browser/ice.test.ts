// What a page's connections are made with, over a visit that outlasts the credentials of its beginning. The server's clock is the test's.
import { afterAll, beforeAll, expect, setDefaultTimeout, setSystemTime, test } from "bun:test";
import type { Browser } from "playwright-core";
import { turnForMs } from "../../protocol/limits.ts";
import { buildClient } from "../../routes/bundle.ts";
import { keepConnections } from "../support/connections.ts";
import { openServer } from "../support/conversation.ts";
import { newRoom, parted } from "../support/gathering.ts";
import { launchChromium, type Person, personIn } from "../support/person.ts";

setDefaultTimeout(60_000);

let browser: Browser;
let server: Awaited<ReturnType<typeof openServer>>;
beforeAll(async () => {
  browser = await launchChromium();
  server = await openServer({ turn: ["turn:127.0.0.1:9"], turnSecret: "north" }, await buildClient());
});
afterAll(async () => {
  setSystemTime();
  await browser?.close();
  await server?.[Symbol.asyncDispose]();
});

/** The seconds at which the credentials of each of a page's connections end, in the order of their making. */
function endings({ page }: Person): Promise<number[]> {
  return page.evaluate(() => {
    const { connections } = window as unknown as { connections: RTCPeerConnection[] };
    return connections.map((each) => Number.parseInt(each.getConfiguration().iceServers?.[0]?.username ?? "", 10));
  });
}

/** Has the page take its first connection for failed. Resolves once it looks for new ways. */
function fails({ page }: Person): Promise<void> {
  return page.evaluate(() => {
    const { connections } = window as unknown as { connections: RTCPeerConnection[] };
    const [first] = connections;
    return new Promise<void>((resolve) => {
      first?.addEventListener("negotiationneeded", () => resolve(), { once: true });
      Object.defineProperty(first, "connectionState", { value: "failed", configurable: true });
      first?.dispatchEvent(new Event("connectionstatechange"));
    });
  });
}

test("[S13] each new connection, and each that restarts, has the newest credentials", async () => {
  const begun = Date.now();
  const end = (passed: number) => Math.floor((begun + passed + turnForMs) / 1000);
  setSystemTime(begun);
  const room = await newRoom(server);
  const [taro, zoe, ken] = [await personIn(browser), await personIn(browser), await personIn(browser)];
  await keepConnections(taro);
  await taro.enter(room, "太郎");
  await zoe.enter(room, "Zoë");
  await taro.sees("Zoë", "direct");
  expect(await endings(taro)).toEqual([end(0)]);

  setSystemTime(begun + turnForMs / 2);
  // The browser says that the network is back: the page asks whether the server is there (S9).
  await taro.page.evaluate(() => dispatchEvent(new Event("online")));
  await ken.enter(room, "Ken");
  await taro.sees("Ken", "direct");
  expect(await endings(taro)).toEqual([end(0), end(turnForMs / 2)]);

  await fails(taro);
  expect(await endings(taro)).toEqual([end(turnForMs / 2), end(turnForMs / 2)]);
  await parted([taro, zoe, ken]);
});
