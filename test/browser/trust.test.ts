// What people see of secrets: a link that is changed, a passphrase that is wrong, symbols to compare, a server that means ill, and texts that
// would like to be markup.
import { expect, test } from "bun:test";
import { gathered, newRoom, parted } from "../support/gathering.ts";
import { type Person, personIn } from "../support/person.ts";
import { setStage } from "../support/stage.ts";
import { openMaliciousProxy } from "../trust/malicious-proxy.ts";

const stage = setStage();
const limit = 60_000;
const strangers = /have another link or passphrase|has another link or passphrase/;

async function createdBy(person: Person): Promise<string> {
  await person.page.goto(stage.site.url);
  await person.page.getByRole("button", { name: "Create room" }).click();
  await person.page.waitForURL(/\/r\//);
  return person.page.url();
}

const people = (person: Person) => person.page.getByRole("region", { name: "People" }).or(person.page.locator(".people"));
const enterWith = async (person: Person, url: string, nickname: string, passphrase: string) => {
  await person.page.goto(url);
  const add = person.page.getByRole("button", { name: "Protect with a passphrase" });
  if (!/#(.*&)?p$/.test(url)) await add.click();
  await person.page.getByRole("textbox", { name: "Passphrase" }).fill(passphrase);
  await person.page.getByRole("textbox", { name: "Nickname" }).fill(nickname);
  await person.page.getByRole("button", { name: "Enter" }).click();
  await person.page.getByRole("list", { name: "People" }).waitFor();
};

test(
  "[V1] the button makes a secret that the server does not learn, and the whole link is what is copied",
  async () => {
    const ken = await personIn(stage.browser);
    const asked: string[] = [];
    ken.page.on("request", (request) => asked.push(`${request.url()} ${request.postData() ?? ""} ${JSON.stringify(request.headers())}`));
    const url = await createdBy(ken);
    expect(url).toMatch(/\/r\/[2-9a-hjkmnp-z]{8}#k=[0-9a-f]{32}$/);
    await ken.enter(url, "Ken");
    const mia = await personIn(stage.browser);
    await mia.enter(url, "Mia");
    await ken.sees("Mia", "direct");
    await ken.page.getByRole("button", { name: "Show QR code" }).click();
    expect(await ken.page.locator(".qr-link").textContent()).toBe(url);
    const key = url.slice(-32);
    expect(asked.filter((each) => each.includes(key))).toEqual([]);
    expect(asked.length).toBeGreaterThan(4);
    await parted([ken, mia]);
  },
  limit,
);

test(
  "[V3] one character changed: nobody connects, both are told why, and who does not match is only a number",
  async () => {
    const ken = await personIn(stage.browser);
    const url = await createdBy(ken);
    await ken.enter(url, "Ken");
    const eve = await personIn(stage.browser);
    await eve.enter(
      url.replace(/.$/, (digit) => (digit === "0" ? "1" : "0")),
      "Eve",
    );
    for (const each of [ken, eve]) await each.page.getByText(strangers).waitFor();
    expect(await people(ken).first().textContent()).not.toContain("Eve");
    expect(await people(eve).first().textContent()).not.toContain("Ken");
    await ken.says("only for those who know");
    await eve.page.waitForTimeout(500);
    expect(await eve.log.textContent()).not.toContain("only for");
    await eve.page.goto("about:blank");
    await eve.page.goto(url.slice(0, -1));
    await eve.page.getByText("This link is damaged").waitFor();
    expect(await eve.page.getByRole("button", { name: "Enter" }).isDisabled()).toBe(true);
    await parted([ken, eve]);
  },
  limit,
);

test(
  "[V1] [V3] a passphrase lets in who knows it, however it is typed, and nobody else; a reload keeps it",
  async () => {
    const [cy, dan, eve] = (await Promise.all([1, 2, 3].map(() => personIn(stage.browser)))) as [Person, Person, Person];
    const room = `${stage.site.url}/r/会議室-${Date.now()}`;
    await cy.page.goto(room);
    await cy.page.getByText("A passphrase keeps both out").waitFor();
    await enterWith(cy, room, "Cy", "ひみつ　ABC");
    expect(cy.page.url()).toEndWith("#p");
    await enterWith(dan, cy.page.url(), "Dan", " ひみつ ＡＢＣ");
    await enterWith(eve, cy.page.url(), "Eve", "ひみつ abc");
    await cy.sees("Dan", "direct");
    for (const each of [cy, eve]) await each.page.getByText(strangers).waitFor();
    await dan.page.reload();
    await dan.sees("Cy", "direct");
    await eve.page.getByRole("button", { name: "Type another passphrase" }).click();
    await eve.page.getByRole("textbox", { name: "Passphrase" }).fill("");
    await eve.page.getByRole("button", { name: "Enter" }).click();
    await eve.page.getByText("A passphrase is needed here").waitFor();
    await eve.page.getByRole("textbox", { name: "Passphrase" }).fill("ひみつ ABC");
    await eve.page.getByRole("button", { name: "Enter" }).click();
    await cy.sees("Eve", "direct");
    await parted([cy, dan, eve]);
  },
  limit,
);

test(
  "[V5] in an open room both see the same six symbols, and remember that they compared them",
  async () => {
    const [ann, ben] = (await gathered(stage.browser, `${stage.site.url}/r/open-${Date.now()}`, "Ann", "Ben")) as [Person, Person];
    const symbols = async (of: Person, name: string) => {
      await of.page.getByRole("button", { name: `Compare with ${name}` }).click();
      const shown = of.page.locator("dialog.comparison .symbols li");
      await shown.nth(5).waitFor();
      return shown.allTextContents();
    };
    const [one, other] = [await symbols(ann, "Ben"), await symbols(ben, "Ann")];
    expect(one).toHaveLength(6);
    expect(other).toEqual(one);
    await ann.page.getByRole("button", { name: "They are the same" }).click();
    await ann.person("Ben").getByText("verified").waitFor();
    await ben.page.getByRole("button", { name: "They differ" }).click();
    await ben.page.getByText("Somebody sits between you and Ann").waitFor();
    await parted([ann, ben]);
  },
  limit,
);

test(
  "[V6] [V7] nobody new is let in while somebody wants that; somebody who is ignored is not heard",
  async () => {
    const url = await newRoom(stage.site);
    const [ann, ben] = (await gathered(stage.browser, url, "Ann", "Ben")) as [Person, Person];
    await ann.page.getByRole("button", { name: "Let nobody new in" }).click();
    await ben.page.getByText("Ann wants that nobody new is let in").waitFor();
    const cy = await personIn(stage.browser);
    await cy.enter(url, "Cy");
    await cy.page.getByText("lets nobody new in").first().waitFor();
    expect(await ann.person("Cy").count()).toBe(0);
    await ben.page.reload();
    await ben.sees("Ann", "direct");
    await ann.page.getByRole("button", { name: "Let new people in again" }).click();
    await ann.page.getByRole("button", { name: "Ignore Ben" }).click();
    await ann.person("Ben").getByText("ignored").waitFor();
    await ben.says("can you hear me?");
    await ann.page.waitForTimeout(300);
    expect(await ann.log.textContent()).not.toContain("can you hear me?");
    await ann.page.getByRole("button", { name: "Hear Ben again" }).click();
    await ann.hears("can you hear me?");
    await parted([ann, ben, cy]);
  },
  limit,
);

test(
  "[V1] [V2] a real server that means ill brings nobody together who has a secret, and says why on both pages",
  async () => {
    await using evil = openMaliciousProxy(stage.site.url, "in-between");
    const [ken, mia] = (await Promise.all([personIn(stage.browser), personIn(stage.browser)])) as [Person, Person];
    const url = `${evil.url}/r/kitchen-${Date.now()}#k=${"5".repeat(32)}`;
    await ken.enter(url, "Ken");
    await mia.enter(url, "Mia");
    for (const each of [ken, mia]) await each.page.getByText(strangers).waitFor();
    expect(await ken.page.locator('[data-state="direct"]').count()).toBe(0);
    await parted([ken, mia]);
  },
  limit,
);

test(
  "no text that a peer or an address controls becomes markup, script or a broken policy",
  async () => {
    const markup = [
      '<img src=x onerror="window.hit=1">',
      "<script>window.hit=1</script>",
      "javascript:window.hit=1",
      '"><svg onload=window.hit=1>',
    ];
    const [ann, ben] = (await Promise.all([personIn(stage.browser), personIn(stage.browser)])) as [Person, Person];
    const violations: string[] = [];
    for (const each of [ann, ben]) {
      await each.page.exposeFunction("told", (what: string) => violations.push(what));
      await each.page.addInitScript(() =>
        document.addEventListener("securitypolicyviolation", (event) =>
          (window as unknown as { told(what: string): void }).told(`${event.violatedDirective} ${event.blockedURI}`),
        ),
      );
    }
    const url = `${stage.site.url}/r/x-${Date.now()}?lang=en&x=${encodeURIComponent(markup.join(""))}`;
    await ann.enter(url, markup[0]?.slice(0, 40) ?? "");
    await ben.enter(url, markup[3] ?? "");
    for (const text of markup) await ann.says(text);
    await ben.hears(markup[2] ?? "");
    for (const [i, name] of markup.entries()) await ann.shares(await stage.folder.make(`${i} ${name.replaceAll("/", "∕")}`, 10));
    await ben.page.getByRole("list", { name: "Shares" }).getByRole("listitem").nth(3).waitFor();
    for (const path of [
      `/r?name=${encodeURIComponent(markup[0] ?? "")}`,
      `/?lang=${encodeURIComponent(markup[1] ?? "")}`,
      `/r/a#${markup[3]}`,
    ]) {
      const page = await ben.context.newPage();
      await page.goto(stage.site.url + path);
      expect(await page.evaluate(() => (window as unknown as { hit?: number }).hit)).toBeUndefined();
      await page.close();
    }
    for (const each of [ann, ben]) {
      expect(await each.page.evaluate(() => (window as unknown as { hit?: number }).hit)).toBeUndefined();
      expect(await each.page.locator("main img, main svg:not(.qr-image svg, .icon, .mark, .signs), .log script, .log a").count()).toBe(0);
    }
    expect(violations).toEqual([]);
    await parted([ann, ben]);
  },
  limit,
);
