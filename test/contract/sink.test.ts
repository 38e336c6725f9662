// Every sink against the one suite, in real browsers with real disks; and what each of them alone must do.
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { createHash } from "node:crypto";
import { rm } from "node:fs/promises";
import type { BrowserContext, Page } from "playwright-core";
import type { Rung } from "../../client/disk/messages.ts";
import { chunkBytesMin } from "../../protocol/limits.ts";
import { workerHeaders } from "../../routes/headers.ts";
import { type Folder, temporaryFolder } from "../support/files.ts";
import { launchFirefox } from "../support/firefox.ts";
import { lanHost } from "../support/lan-host.ts";
import { launchProfile } from "../support/person.ts";
import { eventually, first, keepingContract, receive, shareOf, sinkContract, wholeOf } from "./sink.ts";
import { openSinkPage, openSinkSite, type SinkPage, type SinkSite, type Tab } from "./sink-site.ts";

let site: SinkSite;
let folder: Folder;
let chromium: BrowserContext;
let firefox: Awaited<ReturnType<typeof launchFirefox>>;
const MiB = 2 ** 20;
const GiB = 2 ** 30;

setDefaultTimeout(60_000);
/** On a machine without any network nothing comes over plain HTTP. */
const onLan = test.skipIf(lanHost === undefined);

beforeAll(async () => {
  [site, folder, firefox] = await Promise.all([openSinkSite(), temporaryFolder(), launchFirefox()]);
  chromium = await launchProfile(folder.path);
});

afterAll(async () => {
  await chromium?.close();
  await firefox?.browser.close();
  await site?.[Symbol.asyncDispose]();
  await folder?.[Symbol.asyncDispose]();
  if (firefox) await rm(firefox.downloads, { recursive: true, force: true });
});

async function start<T extends Tab>(tab: Promise<T>, url: string, ...rungs: readonly Rung[]): Promise<SinkPage<T>> {
  const page = await openSinkPage(await tab, url);
  await page.do.start({ workerUrl: site.workerUrl, ...(rungs.length > 0 ? { rungs } : {}) });
  return page;
}

async function startAt<T extends Tab>(tab: Promise<T>, url: string, place?: string): Promise<SinkPage<T>> {
  const page = await openSinkPage(await tab, url);
  await page.do.start({ workerUrl: site.workerUrl, ...(place === undefined ? {} : { at: place }) });
  return page;
}

const chromiumAt = (url: string, ...rungs: readonly Rung[]) => start<Page>(chromium.newPage(), url, ...rungs);
const firefoxAt = (url: string, ...rungs: readonly Rung[]) => start<Tab>(firefox.browser.newPage(), url, ...rungs);

sinkContract("Chromium, file system", () => chromiumAt(site.secure));
sinkContract("Chromium, memory", () => chromiumAt(site.secure, "memory"));
sinkContract("Firefox, file system", () => firefoxAt(site.secure));
if (lanHost !== undefined) {
  sinkContract("Chromium, IndexedDB", () => chromiumAt(site.plain));
  sinkContract("Firefox, IndexedDB", () => firefoxAt(site.plain));
}

const at = (url: string) => (place?: string) => startAt(chromium.newPage(), url, place);
keepingContract("Chromium, file system, kept", (place) => at(site.secure)(place));
keepingContract("Firefox, file system, kept", (place) => startAt(firefox.browser.newPage(), site.secure, place));
if (lanHost !== undefined) keepingContract("Chromium, IndexedDB, kept", (place) => at(site.plain)(place));

onLan("the best sink that works is taken, and over plain HTTP that is IndexedDB", async () => {
  for (const at of [chromiumAt, firefoxAt]) {
    await using secure = await at(site.secure);
    await using plain = await at(site.plain);
    for (const page of [secure, plain]) await receive(page, 4, shareOf(17 * MiB));
    expect(await secure.tab.evaluate("isSecureContext")).toBe(true);
    expect([...(await secure.do.kept())].sort()).toEqual(["4", "4.digests"]);
    expect(await plain.tab.evaluate("[isSecureContext, navigator.storage === undefined, crypto.subtle === undefined]")).toEqual([
      false,
      true,
      true,
    ]);
    expect(await plain.do.kept()).toEqual(["4,0", "4,1"]);
  }
});

test("[R12] chunks go on being stored while files' sums are taken of what an earlier page left", async () => {
  for (const at of [chromiumAt, firefoxAt]) {
    await using page = await at(site.secure);
    const share = shareOf(60 * chunkBytesMin, 2 * chunkBytesMin);
    expect(await page.do.open(1, share)).toBe("well");
    expect(await page.do.store(1, first(60))).toBe("well");
    await page.do.shelve(1);
    expect(await page.do.open(1, share)).toBe("well");
    expect(await page.do.storeAfterCheck(1, [[0, 60]], 60)).toBe("stored");
  }
});

describe("IndexedDB alone", () => {
  onLan("a share of more than one worker's portion is written by workers that end, and read back whole", async () => {
    await using page = await chromiumAt(site.plain);
    const share = shareOf(129 * MiB, 3 * MiB + 7);
    await receive(page, 1, share);
    await eventually(async () => page.tab.workers().length <= 1);
    expect(await page.do.save(1)).toEqual(wholeOf(share));
  });

  onLan("larger chunks: 8 of 1.75 MiB make a record of a share of 17 GiB, which is freed with it", async () => {
    await using page = await chromiumAt(site.plain);
    expect(await page.do.open(1, shareOf(17 * GiB))).toBe("well");
    expect(await page.do.store(1, first(8))).toBe("well");
    expect(await page.do.kept()).toEqual(["1,0"]);
    await page.do.discard(1);
    await eventually(async () => (await page.do.kept()).length === 0);
  });
});

describe("no space", () => {
  const withQuota = async (tab: Page, origin: string, quotaSize?: number) => {
    const cdp = await chromium.newCDPSession(tab);
    await cdp.send("Storage.overrideQuotaForOrigin", quotaSize === undefined ? { origin } : { origin, quotaSize });
  };

  test("a share that does not fit is refused before a byte moves, and leaves nothing", async () => {
    for (const at of [chromiumAt, firefoxAt]) {
      await using page = await at(site.secure);
      expect(await page.do.open(1, shareOf(2 ** 40))).toBe("no-space");
      await page.do.discard(1);
      await eventually(async () => (await page.do.kept()).length === 0);
      expect(await page.do.open(2, shareOf(4 * MiB))).toBe("well");
    }
    await using memory = await chromiumAt(site.secure, "memory");
    expect(await memory.do.open(1, shareOf(512 * MiB + 1))).toBe("memory-too-small");
    expect(await memory.do.open(2, shareOf(512 * MiB))).toBe("well");
  });

  test("the browser's estimate of 10 GiB refuses nothing that there is room for, and two shares do not get the same room", async () => {
    await using page = await chromiumAt(site.secure);
    await withQuota(page.tab, site.secure, 30 * GiB);
    expect(await page.do.open(1, shareOf(20 * GiB))).toBe("well");
    expect(await page.do.store(1, [0, 11_702])).toBe("well");
    expect(await page.do.open(2, shareOf(20 * GiB))).toBe("no-space");
    await page.do.discard(1);
    await eventually(async () => !(await page.do.kept()).includes("1"));
    expect(await page.do.open(3, shareOf(20 * GiB))).toBe("well");
    await page.do.discard(3);
    await eventually(async () => !(await page.do.kept()).includes("3"));
    await withQuota(page.tab, site.secure);
  });

  onLan(
    "[R8] over plain HTTP nobody tells beforehand, and a disk is told to be full when it is, and what was stored is freed",
    async () => {
      // An origin of its own: Chromium looks at the quota only now and then, and elsewhere what older pages left is swept meanwhile.
      await using elsewhere = await openSinkSite();
      const tab = await chromium.newPage();
      await withQuota(tab, elsewhere.plain, 24 * MiB);
      await using page = await start<Page>(Promise.resolve(tab), elsewhere.plain);
      expect(await page.do.open(1, shareOf(40 * MiB))).toBe("well");
      expect(await page.do.store(1, first(16))).toBe("well");
      expect(await page.do.kept()).toEqual(["1,0"]);
      expect(await page.do.store(1, first(32).slice(16))).toBe("no-space");
      await page.do.discard(1);
      await eventually(async () => (await page.do.kept()).length === 0);
    },
  );
});

describe("hashing over plain HTTP", () => {
  onLan("the worker has no crypto.subtle, and hashes right all the same", async () => {
    await using page = await chromiumAt(site.plain);
    // A writer ends when its portion is stored; this one still waits for the last chunk.
    expect(await page.do.open(1, shareOf(17 * MiB))).toBe("well");
    expect(await page.do.store(1, first(16))).toBe("well");
    const answers = await Promise.all(page.tab.workers().map((worker) => worker.evaluate("crypto.subtle === undefined")));
    expect([...new Set(answers)]).toEqual([true]);
    const digests = await Promise.all(first(2).map((chunk) => page.do.digest(1, chunk)));
    expect(digests).toEqual(await Promise.all(first(2).map(async (chunk) => sha256Of(await page.do.bytes(1, chunk)))));
  });

  onLan("it is WebAssembly that hashes: without leave to compile any, nothing does", async () => {
    const policy = workerHeaders["content-security-policy"]?.replace(" 'wasm-unsafe-eval'", "") ?? "";
    expect(policy).not.toBe(workerHeaders["content-security-policy"]);
    const tab = await chromium.newPage();
    await tab.route(`**${site.workerUrl}`, async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, headers: { ...response.headers(), "content-security-policy": policy } });
    });
    await using page = await start<Page>(Promise.resolve(tab), site.plain);
    expect(await page.do.open(1, shareOf(1))).toBe("well");
    expect(await page.do.store(1, [0])).toBe("sink-broken");
  });
});

for (const where of ["secure", "plain"] as const)
  test.skipIf(where === "plain" && lanHost === undefined)(
    `what gone pages left behind is swept after a day, and what living pages have stays: ${where}`,
    async () => {
      await using living = await chromiumAt(site[where]);
      await receive(living, 1, shareOf(2 * MiB));
      const gone = await chromiumAt(site[where]);
      await receive(gone, 1, shareOf(2 * MiB));
      const [mine, theirs] = [await living.do.place(), await gone.do.place()];
      expect(await living.do.places()).toEqual(expect.arrayContaining([mine, theirs]));
      await gone.tab.close();
      // A tab that was closed may come back within a day.
      await living.do.age(theirs);

      await using newcomer = await chromiumAt(site[where]);
      await eventually(async () => !(await newcomer.do.places()).includes(theirs));
      expect(await newcomer.do.places()).toContain(mine);
      // A database that is condemned lets nobody in any more, though it stays for those who are.
      await receive(living, 2, shareOf(3 * MiB));
      expect(await living.do.save(1)).toEqual(wholeOf(shareOf(2 * MiB)));
      expect(await living.do.save(2)).toEqual(wholeOf(shareOf(3 * MiB)));
    },
  );

function sha256Of(base64: string): string {
  return createHash("sha256").update(Buffer.from(base64, "base64")).digest("hex");
}
