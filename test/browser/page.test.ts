// The page itself: without script, by keyboard, on a phone, in both languages, and asking nobody but its own server.
import { afterAll, beforeAll, expect, test } from "bun:test";
import type { Browser } from "playwright-core";
import { gathered, newRoom, parted } from "../support/gathering.ts";
import { launchChromium, type Person, personIn } from "../support/person.ts";
import { openSite, type Site } from "../support/site.ts";

let browser: Browser;
let site: Site;
const limit = 60_000;

beforeAll(async () => {
  [browser, site] = await Promise.all([launchChromium(), openSite()]);
}, limit);

afterAll(async () => {
  await browser?.close();
  await site?.kill();
});

test(
  "without script the front page makes and finds rooms, and the room says what is missing",
  async () => {
    const context = await browser.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    await page.goto(site.url);
    await page.getByRole("button", { name: "Create room" }).click();
    expect(new URL(page.url()).pathname).toMatch(/^\/r\/[2-9a-hjkmnp-z]{8}$/);
    expect(await page.locator(".enter noscript").textContent()).toContain("A room needs JavaScript");
    expect(await page.getByText("Drop files").isVisible()).toBe(false);
    await page.goto(site.url);
    await page.getByRole("textbox", { name: "Room name" }).fill("会議室");
    await page.getByRole("button", { name: "Join room" }).click();
    expect(decodeURIComponent(new URL(page.url()).pathname)).toBe("/r/会議室");
    expect(await page.getByRole("heading", { level: 1 }).textContent()).toBe("会議室");
    await page.goto(site.url);
    await page.getByRole("textbox", { name: "Room name" }).fill("not a name!");
    await page.getByRole("button", { name: "Join room" }).click();
    expect(await page.getByRole("alert").textContent()).toContain("1 to 64 letters");
    expect(await page.getByRole("textbox", { name: "Room name" }).inputValue()).toBe("not a name!");
    await context.close();
  },
  limit,
);

test(
  "by keyboard alone: enter, say something, share a file",
  async () => {
    const person = await personIn(browser);
    await person.page.goto(`${site.url}/r/keys`);
    // The field has the focus already.
    await person.page.keyboard.type("Kay");
    await person.page.locator('.enter button[type="submit"]:enabled').waitFor();
    await person.page.keyboard.press("Enter");
    await person.sees("Kay", "self");
    const focusedName = () =>
      person.page.evaluate(
        () =>
          (document.activeElement as HTMLElement).closest("label")?.textContent?.trim() ??
          document.activeElement?.getAttribute("aria-label") ??
          document.activeElement?.textContent?.trim(),
      );
    const seen = new Set<string | undefined>();
    for (let presses = 0; presses < 25; presses++) {
      await person.page.keyboard.press("Tab");
      seen.add(await focusedName());
    }
    for (const name of ["Copy link", "Show QR code", "Leave room", "Share files", "Automatic download", "Chat", "Message", "Send"])
      expect([...seen]).toContain(name);
    await person.page.getByRole("textbox", { name: "Message" }).focus();
    await person.page.keyboard.type("by keys");
    await person.page.keyboard.press("Enter");
    await person.hears("by keys");
    await parted([person]);
  },
  limit,
);

test(
  "an empty nickname is told, and nobody enters",
  async () => {
    const person = await personIn(browser);
    await person.page.goto(`${site.url}/r/nobody`);
    await person.page.getByRole("textbox", { name: "Nickname" }).fill("   ");
    await person.page.getByRole("button", { name: "Enter" }).click();
    await person.page.getByText("A nickname has 1 to 40 characters").waitFor();
    expect((await fetch(`${site.url}/api/rooms/nobody`)).status).toBe(404);
    await parted([person]);
  },
  limit,
);

for (const width of [390, 1280]) {
  test(
    `nothing is wider than the window at ${width} px, however long the names are`,
    async () => {
      const room = `${site.url}/r/${"長い名前の部屋".repeat(8)}`;
      const person = await personIn(browser, { viewport: { width, height: 800 } });
      for (const path of ["/", new URL(room).pathname]) {
        await person.page.goto(site.url + path);
        expect(await person.page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
      }
      await person.enter(room, "W".repeat(40));
      await person.says(`https://example.com/${"x".repeat(300)}`);
      await person.page
        .getByLabel("Share files")
        .setInputFiles({ name: `${"n".repeat(200)}.txt`, mimeType: "text/plain", buffer: Buffer.from("hi") });
      await person.share("nnn").waitFor();
      expect(await person.page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
      await parted([person]);
    },
    limit,
  );
}

test(
  "what can be pressed is at least 44 px high on a phone",
  async () => {
    const person = await personIn(browser, { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
    await person.enter(`${site.url}/r/thumbs`, "Tom");
    await person.page.getByLabel("Share files").setInputFiles({ name: "a.txt", mimeType: "text/plain", buffer: Buffer.from("hi") });
    await person.share("a.txt").waitFor();
    const small = await person.page.evaluate(() =>
      [...document.querySelectorAll<HTMLElement>("button, .button, .check, textarea")]
        .filter((each) => each.offsetParent !== null && each.getBoundingClientRect().height < 43.9)
        .map((each) => each.textContent),
    );
    expect(small).toEqual([]);
    await parted([person]);
  },
  limit,
);

test(
  "Copy link copies the room's address; the QR code shows it",
  async () => {
    const person = await personIn(browser, { permissions: ["clipboard-read", "clipboard-write"] });
    const url = `${site.url}/r/${encodeURIComponent("会議室")}`;
    await person.enter(url, "Ken");
    await person.page.getByRole("button", { name: "Copy link" }).click();
    await person.page.getByRole("button", { name: "Link copied" }).waitFor();
    expect(await person.page.evaluate(() => navigator.clipboard.readText())).toBe(url);
    await person.page.getByRole("button", { name: "Show QR code" }).click();
    await person.page.getByRole("dialog").getByRole("img", { name: url }).waitFor();
    await person.page.keyboard.press("Escape");
    expect(await person.page.getByRole("dialog").isVisible()).toBe(false);
    await parted([person]);
  },
  limit,
);

test(
  "the log follows what is said, unless somebody reads further up",
  async () => {
    const [ann, ben] = (await gathered(browser, await newRoom(site), "Ann", "Ben")) as [Person, Person];
    const atEnd = () => ben.log.evaluate((log) => log.scrollHeight - log.scrollTop - log.clientHeight < 40);
    for (let n = 0; n < 30; n++) await ann.says(`line ${n}\nand more`);
    await ben.hears("line 29");
    await ben.page.waitForFunction(() => {
      const log = document.querySelector('[role="log"]');
      return log !== null && log.scrollHeight > log.clientHeight && log.scrollHeight - log.scrollTop - log.clientHeight < 40;
    });
    await ben.log.evaluate((log) => log.scrollTo({ top: 0 }));
    await ben.page.getByRole("button", { name: "To the latest message" }).waitFor();
    await ann.says("one more");
    await ben.hears("one more");
    expect(await atEnd()).toBe(false);
    await ben.page.getByRole("button", { name: "To the latest message" }).click();
    expect(await atEnd()).toBe(true);
    await parted([ann, ben]);
  },
  limit,
);

test(
  "the room speaks Japanese where it is asked to, and keeps to it",
  async () => {
    const person = await personIn(browser, { locale: "ja-JP" });
    await person.page.goto(site.url);
    expect(await person.page.getAttribute("html", "lang")).toBe("ja");
    await person.page.getByRole("button", { name: "部屋を作る" }).click();
    await person.page.getByRole("textbox", { name: "ニックネーム" }).fill("花子");
    await person.page.getByRole("button", { name: "入室" }).click();
    await person.page.getByRole("status").getByText("オンライン").waitFor();
    await person.page.getByRole("list", { name: "参加者" }).getByText("あなた").waitFor();
    const { hash } = new URL(person.page.url());
    await person.page.getByRole("combobox", { name: "言語" }).selectOption({ label: "English" });
    await person.page.getByRole("status").getByText("Online").waitFor();
    expect(await person.page.getByRole("list", { name: "People" }).getByText("花子").isVisible()).toBe(true);
    expect(new URL(person.page.url()).hash).toBe(hash);
    // The device remembers it, until the address asks for another.
    await person.page.goto(site.url);
    await person.page.getByRole("button", { name: "Create room" }).waitFor();
    await person.page.goto(`${site.url}?lang=ja`);
    await person.page.getByRole("button", { name: "部屋を作る" }).waitFor();
    await person.page.getByRole("combobox", { name: "言語" }).selectOption({ label: "English" });
    await person.page.getByRole("button", { name: "Create room" }).waitFor();
    await parted([person]);
  },
  limit,
);

test(
  "nobody but the server itself is asked for anything, and no policy is broken",
  async () => {
    const asked = new Set<string>();
    const people = await gathered(browser, await newRoom(site), "Ann", "Ben");
    for (const { page } of people) page.on("request", (request) => asked.add(new URL(request.url()).origin));
    await people[0]?.page.reload();
    await people[0]?.sees("Ben", "direct");
    await people[0]?.page.getByLabel("Share files").setInputFiles({ name: "a.txt", mimeType: "text/plain", buffer: Buffer.from("hi") });
    await people[1]?.downloads("a.txt");
    await people[1]?.shareIs("a.txt", "complete");
    await people[1]?.saves("a.txt");
    expect([...asked].filter((origin) => origin !== site.url && origin !== "null")).toEqual([]);
    await parted(people);
  },
  limit,
);

test(
  "nothing jumps while a page loads, while somebody enters, and while they come back",
  async () => {
    const person = await personIn(browser, { viewport: { width: 390, height: 844 }, reducedMotion: "reduce" });
    const { page } = person;
    await page.addInitScript(() => {
      const jumps: string[] = [];
      type Shift = PerformanceEntry & { hadRecentInput: boolean; sources: { node?: Node }[] };
      const name = ({ node }: { node?: Node }) =>
        node instanceof Element ? `${node.localName}.${node.className}` : (node?.nodeName ?? "?");
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries() as Shift[]) if (!entry.hadRecentInput) jumps.push(entry.sources.map(name).join(", "));
      }).observe({ type: "layout-shift", buffered: true });
      Object.assign(window, { jumps });
    });
    const jumps = async () => {
      // What is painted last is told a frame later.
      await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => setTimeout(done, 100))));
      return page.evaluate(() => (window as unknown as { jumps: string[] }).jumps);
    };
    for (const path of ["/", "/r/still", `/r/calm#k=${"1".repeat(32)}`, `/r/quiet#k=${"1".repeat(32)}&p`, "/tls", "/nowhere"]) {
      await page.goto(site.url + path);
      await page.waitForLoadState("networkidle");
      expect({ path, jumps: await jumps() }).toEqual({ path, jumps: [] });
    }
    await person.enter(`${site.url}/r/rest#k=${"2".repeat(32)}`, "Ken");
    await page.getByRole("status").getByText("Online").waitFor();
    await page.locator(".invite svg").first().waitFor();
    expect(await jumps()).toEqual([]);
    await page.reload();
    await page.getByRole("status").getByText("Online").waitFor();
    await page.locator(".invite svg").first().waitFor();
    expect(await jumps()).toEqual([]);
    await parted([person], /404/);
  },
  limit,
);
