// Over TLS with the server's own authority, at this machine's own address in its network: what plain HTTP takes away is there.
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { type Folder, sha256, temporaryFolder } from "../support/files.ts";
import { gathered, parted } from "../support/gathering.ts";
import { lanHost } from "../support/lan-host.ts";
import { launchChromium, type Person, personIn } from "../support/person.ts";
import { openSite, type Site } from "../support/site.ts";
import { launchTrusting } from "../support/trust.ts";

let site: Site;
let folder: Folder;
let trusting: Browser;
let secure: string;
let plain: string;

setDefaultTimeout(60_000);
const here = test.skipIf(lanHost === undefined);

beforeAll(async () => {
  folder = await temporaryFolder();
  site = await openSite({ host: "0.0.0.0", flags: ["--tls", "self", "--data", folder.path] });
  const [, plainPort = ""] = /http:\/\/\S+:(\d+)\/tls/.exec(site.shown) ?? [];
  [secure, plain] = [`https://${lanHost}:${site.port}`, `http://${lanHost}:${plainPort}`];
  const authority = join(folder.path, "authority.crt");
  await Bun.write(authority, await fetch(`${plain}/tls/roomcp-ca.crt`));
  trusting = await launchTrusting(join(folder.path, "home"), authority);
});

afterAll(async () => {
  await trusting?.close();
  await site?.kill();
  await folder?.[Symbol.asyncDispose]();
});

here("whoever does not trust the authority is warned, and led there from the room's page over plain HTTP", async () => {
  const browser = await launchChromium();
  const zoe = await personIn(browser, { locale: "en" });
  await expect((await zoe.context.newPage()).goto(secure)).rejects.toThrow("ERR_CERT_AUTHORITY_INVALID");
  await zoe.page.goto(`${plain}/r/a`);
  await zoe.page.getByRole("link", { name: "secure address" }).click();
  await zoe.page.getByRole("heading", { name: "A secure connection" }).waitFor();
  expect(site.shown).toContain((await zoe.page.locator(".fingerprint code").textContent()) ?? "nothing");
  expect(await zoe.page.getByRole("link", { name: secure }).getAttribute("href")).toBe(secure);
  await parted([zoe]);
  await browser.close();
});

here("[C1] [R3] [R7] two people who trust it have a secure context, talk, and copy a file", async () => {
  const made = await trusting.newPage();
  await made.goto(secure);
  await made.getByRole("button", { name: "Create room" }).click();
  await made.getByRole("textbox", { name: "Nickname" }).waitFor();
  const room = made.url();
  await made.close();
  expect(room).toStartWith(`${secure}/r/`);

  const [taro, zoe] = (await gathered(trusting, room, "太郎", "Zoë")) as [Person, Person];
  for (const { page } of [taro, zoe])
    expect(await page.evaluate("[isSecureContext, 'storage' in navigator, 'subtle' in crypto]")).toEqual([true, true, true]);
  await taro.says("こんにちは");
  await zoe.hears("こんにちは");
  const path = await folder.make("秘密.bin", 3_000_000);
  await taro.shares(path);
  await zoe.downloads("秘密.bin");
  await zoe.shareIs("秘密.bin", "complete");
  expect(await sha256((await zoe.saves("秘密.bin")).path)).toBe(await sha256(path));
  await parted([taro, zoe]);
});
