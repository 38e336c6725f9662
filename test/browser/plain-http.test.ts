// Over plain HTTP, at this machine's own address in its network: no secure context, and everything essential works all the same.
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import type { Browser } from "playwright-core";
import { type Folder, sha256, temporaryFolder } from "../support/files.ts";
import { gathered, newRoom, parted } from "../support/gathering.ts";
import { lanHost } from "../support/lan-host.ts";
import { launchChromium, type Person, personIn } from "../support/person.ts";
import { openSite, type Site } from "../support/site.ts";

let browser: Browser;
let site: Site;
let folder: Folder;
let room: string;

setDefaultTimeout(60_000);
const here = test.skipIf(lanHost === undefined);

beforeAll(async () => {
  [browser, site, folder] = await Promise.all([launchChromium(), openSite({ host: "0.0.0.0" }), temporaryFolder()]);
  room = await newRoom({ url: `http://${lanHost ?? "localhost"}:${site.port}` });
});

afterAll(async () => {
  await browser?.close();
  await site?.kill();
  await folder?.[Symbol.asyncDispose]();
});

here("the entering page says in words what plain HTTP takes away", async () => {
  const zoe = await personIn(browser, { locale: "en" });
  await zoe.page.goto(room);
  const fit = zoe.page.locator("[data-fit]").filter({ visible: true });
  await fit.getByText("plain HTTP").waitFor();
  expect(await fit.getAttribute("data-fit")).toBe("partly");

  const taro = await personIn(browser, { locale: "ja" });
  await taro.page.goto(room);
  await taro.page.locator('[data-fit="partly"]').getByText("HTTP").waitFor();
  await parted([zoe, taro]);
});

here("the button makes a room, though a browser says of our own form no more than `Origin: null` here", async () => {
  const zoe = await personIn(browser);
  await zoe.page.goto(new URL("/", room).href);
  await zoe.page.getByRole("button", { name: "Create room" }).click();
  await zoe.page.getByRole("textbox", { name: "Nickname" }).waitFor();
  expect(new URL(zoe.page.url()).pathname).toMatch(/^\/r\/[2-9a-z]{8}$/);
  await parted([zoe]);
});

here("[C1] [R3] [R7] two people talk, and copy a file of 24 MiB that lies in IndexedDB until it is saved", async () => {
  const [taro, zoe] = (await gathered(browser, room, "太郎", "Zoë")) as [Person, Person];
  const facts = "[isSecureContext, crypto.subtle === undefined, navigator.storage === undefined]";
  for (const { page } of [taro, zoe]) expect(await page.evaluate(facts)).toEqual([false, true, true]);
  await taro.says("こんにちは");
  await zoe.hears("こんにちは");

  const path = await folder.make("大きい.bin", 24 * 2 ** 20);
  await taro.shares(path);
  await zoe.downloads("大きい.bin");
  await zoe.shareIs("大きい.bin", "complete");
  expect(await zoe.page.evaluate(recordsKept)).toBe(2);
  const saved = await zoe.saves("大きい.bin");
  expect(saved.suggested).toBe("大きい.bin");
  expect(await sha256(saved.path)).toBe(await sha256(path));
  await parted([taro, zoe]);
});

/** In the page: how many records there are, but for the small one that each database begins with. */
async function recordsKept(): Promise<number> {
  let records = 0;
  for (const { name = "" } of await indexedDB.databases()) {
    // The ledger and the picked folders have databases of their own.
    if (!name.startsWith("roomcp:")) continue;
    const database = await new Promise<IDBDatabase>((resolve) => {
      const opening = indexedDB.open(name);
      opening.onsuccess = () => resolve(opening.result);
    });
    records += await new Promise<number>((resolve) => {
      const counting = database
        .transaction("records")
        .objectStore("records")
        .count(IDBKeyRange.lowerBound([0, 0]));
      counting.onsuccess = () => resolve(counting.result);
    });
    database.close();
  }
  return records;
}
