// The page of /check in a real browser: what it finds of servers and browsers of several kinds, and whether everybody can use it.
import { expect, setDefaultTimeout, test } from "bun:test";
import { rm } from "node:fs/promises";
import type { Page } from "playwright-core";
import { launchFirefox } from "../support/firefox.ts";
import { lanHost } from "../support/lan-host.ts";
import { type Person, personIn } from "../support/person.ts";
import { openSite } from "../support/site.ts";
import { setStage } from "../support/stage.ts";

setDefaultTimeout(60_000);
const stage = setStage();

async function checked(
  url: string,
  options: Parameters<typeof personIn>[1] = {},
  before?: (page: Page) => Promise<unknown>,
): Promise<Person> {
  const person = await personIn(stage.browser, options);
  await before?.(person.page);
  await person.page.goto(`${url}/check`);
  await done(person);
  return person;
}

const done = ({ page }: Person) => page.locator('[data-part="summary"]:not([data-state="running"])').waitFor({ timeout: 40_000 });

const item = ({ page }: Person, name: string) => page.getByRole("list", { name: "Checks" }).getByRole("listitem").filter({ hasText: name });

async function states({ page }: Person): Promise<Readonly<Record<string, string>>> {
  return page.evaluate(() => {
    const rows = [...document.querySelectorAll<HTMLElement>("[data-item]")];
    return Object.fromEntries(rows.map(({ dataset }) => [dataset.item ?? "", dataset.state ?? ""]));
  });
}

const allGood = { secure: "good", server: "good", webrtc: "good", stun: "good", relay: "good", storage: "good", hash: "good" };

test("on this machine everything is good, and the report has no address unless it is wanted", async () => {
  const ann = await checked(stage.site.url, { permissions: ["clipboard-read", "clipboard-write"] });
  expect(await states(ann)).toEqual(allGood);
  expect(await ann.page.getByRole("status").textContent()).toStartWith("All is well");
  await item(ann, "STUN").getByText("It sees you at").waitFor();
  await item(ann, "relay").getByText("went through the server at").waitFor();

  const report = async () => {
    await ann.page.getByRole("button", { name: "Copy the report" }).click();
    await ann.page.getByRole("button", { name: "Report copied" }).waitFor();
    const text = await ann.page.evaluate("navigator.clipboard.readText()");
    await ann.page.getByRole("button", { name: "Copy the report" }).waitFor();
    return String(text);
  };
  const without = await report();
  expect(without).toContain("stun: good");
  expect(without).toContain("Chrome/");
  expect(without).not.toMatch(/127\.0\.0\.1|localhost|::1/);
  await ann.page.getByRole("checkbox", { name: "With addresses in it" }).check();
  expect(await report()).toContain("127.0.0.1");
  expect(ann.mistakes).toEqual([]);
  await ann.context.close();
});

test("run again, it leaves no socket behind that would count against the next", async () => {
  await using site = await openSite({ flags: ["--sockets-per-address", "6"] });
  const ann = await checked(site.url);
  for (let again = 0; again < 2; again++) {
    await ann.page.getByRole("button", { name: "Run again" }).click();
    await done(ann);
    expect(await states(ann)).toEqual(allGood);
  }
  await ann.context.close();
});

test("it can be used with the keyboard alone, and is a list of headings and states to whoever hears it", async () => {
  const ann = await checked(stage.site.url);
  const focused = () =>
    ann.page.evaluate(() => document.activeElement?.textContent?.trim() || document.activeElement?.parentElement?.textContent?.trim());
  const order: unknown[] = [];
  for (let i = 0; i < 4; i++) {
    await ann.page.keyboard.press("Tab");
    order.push(await focused());
  }
  expect(order).toEqual(["roomcp", "Run again", "Copy the report", "With addresses in it"]);
  await ann.page.getByRole("button", { name: "Run again" }).focus();
  await ann.page.keyboard.press("Enter");
  await ann.page.locator('[data-part="summary"][data-state="running"]').waitFor({ state: "attached" });
  await done(ann);
  expect(await focused()).toBe("Run again");
  expect(await ann.page.getByRole("heading", { level: 1 }).allTextContents()).toEqual(["Check this browser"]);
  const headings = await ann.page.getByRole("list", { name: "Checks" }).getByRole("heading", { level: 2 }).allTextContents();
  expect(headings).toHaveLength(Object.keys(allGood).length);
  for (const name of headings) await item(ann, name).getByText("Good", { exact: true }).waitFor();
  await ann.context.close();
});

test.skipIf(lanHost === undefined)("over plain HTTP on a LAN it says what is limited, and how to get more", async () => {
  await using site = await openSite({ host: "0.0.0.0" });
  const ann = await checked(`http://${lanHost}:${site.port}`);
  expect(await states(ann)).toEqual({ ...allGood, secure: "limited", storage: "limited" });
  await item(ann, "Secure connection").getByRole("link", { name: "Whoever runs this server can switch HTTPS on: how to" }).waitFor();
  await item(ann, "STUN").getByText("It sees you at").waitFor();
  await item(ann, "SHA-256").getByText("WebAssembly").waitFor();
  expect(ann.mistakes).toEqual([]);

  const taro = await checked(`http://${lanHost}:${site.port}`, { locale: "ja", viewport: { width: 390, height: 844 } });
  await taro.page.getByText("制限があります").first().waitFor();
  await taro.page.getByText("改善するには").first().waitFor();
  expect(await taro.page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")).toBe(true);
  await Promise.all([ann.context.close(), taro.context.close()]);
});

test("a server without STUN and relay is said to be one", async () => {
  await using site = await openSite({ flags: ["--stun", "off", "--relay", "off"] });
  const ann = await checked(site.url);
  expect(await states(ann)).toEqual({ ...allGood, stun: "limited", relay: "limited" });
  await item(ann, "STUN").getByText("names no STUN server").waitFor();
  await item(ann, "relay").getByText("lends no relay").waitFor();
  await ann.context.close();
});

test("where the host lets only some make rooms, what needs a room is not tried, and that is said", async () => {
  await using site = await openSite({ flags: ["--create-token", "sesame"] });
  const ann = await checked(site.url);
  expect(await states(ann)).toEqual({ ...allGood, stun: "untried", relay: "untried" });
  await item(ann, "relay").getByText("host's token").waitFor();
  await ann.context.close();
});

test("a browser without WebRTC is told that rooms do not open in it, and what helps", async () => {
  const ann = await checked(stage.site.url, {}, (page) => page.addInitScript(() => Reflect.deleteProperty(window, "RTCPeerConnection")));
  expect(await states(ann)).toEqual({ ...allGood, webrtc: "bad", stun: "untried" });
  expect(await ann.page.getByRole("status").textContent()).toStartWith("Something that rooms need does not work");
  await item(ann, "WebRTC").getByText("What helps: Open this page in another browser").waitFor();
  expect(ann.mistakes).toEqual([]);
  await ann.context.close();
});

test("a proxy that lets no WebSockets through is found", async () => {
  const ann = await checked(stage.site.url, {}, (page) => page.routeWebSocket(/signal/, (socket) => socket.close({ code: 3001 })));
  expect(await states(ann)).toEqual({ ...allGood, server: "bad", stun: "untried", relay: "untried" });
  await item(ann, "The way to the server").getByText("No WebSocket to the server could be opened").waitFor();
  await ann.context.close();
});

test("a browser that lends no workers is told what that means, and everything else is checked all the same", async () => {
  const ann = await checked(stage.site.url, {}, (page) => page.addInitScript(() => Reflect.deleteProperty(window, "Worker")));
  expect(await states(ann)).toEqual({ ...allGood, storage: "limited", hash: "bad" });
  await item(ann, "SHA-256").getByText("Files can be neither shared nor received").waitFor();
  expect(ann.mistakes).toEqual([]);
  await ann.context.close();
});

test("a relay whose budget is spent is said to be, in the failure's own words", async () => {
  const ann = await checked(stage.site.url, {}, (page) => page.routeWebSocket(/relay/, (socket) => socket.close({ code: 4019 })));
  expect(await states(ann)).toEqual({ ...allGood, relay: "limited" });
  await item(ann, "relay").getByText("has passed on all that its host allows").waitFor();
  await ann.context.close();
});

test("without script it says so, and shows no list that nobody fills in", async () => {
  const ann = await personIn(stage.browser, { javaScriptEnabled: false });
  await ann.page.goto(`${stage.site.url}/check`);
  expect(await ann.page.locator("main noscript").textContent()).toContain("These checks need JavaScript");
  expect(await ann.page.getByRole("list").count()).toBe(0);
  await ann.context.close();
});

test.skipIf(lanHost === undefined)("Firefox finds the same", async () => {
  await using site = await openSite({ host: "0.0.0.0" });
  const { browser, downloads } = await launchFirefox();
  try {
    const page = await browser.newPage();
    await page.goto(`http://${lanHost}:${site.port}/check`);
    await page.waitForSelector('[data-part="summary"]:not([data-state="running"])', { timeout: 40_000 });
    const found = await page.$$eval("[data-item]", (rows) =>
      rows.map((row) => [row.getAttribute("data-item"), row.getAttribute("data-state")]),
    );
    expect(Object.fromEntries(found)).toEqual({ ...allGood, secure: "limited", storage: "limited" });
  } finally {
    await browser.close();
    await rm(downloads, { recursive: true, force: true });
  }
});
