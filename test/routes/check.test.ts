import { expect, test } from "bun:test";
import { endingOf, failureNames } from "../../protocol/failure.ts";
import { speak } from "../../protocol/words/all.ts";
import { hostWords } from "../../protocol/words/host/all.ts";
import { directionOf, failureKey, languageNames } from "../../protocol/words.ts";
import { buildClient } from "../../routes/bundle.ts";
import { html } from "../../routes/html.ts";
import { bareClient, browser, outside } from "../support/outside.ts";

const { ask } = await outside();

for (const language of languageNames) {
  const words = hostWords[language].check;
  const page = async () => (await ask("/check", { ...browser, "accept-language": language })).text();

  test(`GET /check names in ${language} what is checked, and says what it needs where there is no script`, async () => {
    const text = await page();
    expect(text).toContain(`<html lang="${language}" dir="${directionOf(language)}">`);
    for (const [item, name] of Object.entries(words.items)) {
      expect(text).toContain(`data-item="${item}" data-state="running"`);
      expect(text).toContain(html`<h2>${name}</h2>`.markup);
    }
    expect(text).toContain(html`<noscript><p class="fit" data-fit="no">${words.page["no-script"]}</p></noscript>`.markup);
    expect(text).toMatch(/<div class="board"[^>]* hidden>/);
  });

  test(`GET /check brings along the words of ${language}, and a sentence for whatever may end a socket`, async () => {
    const [, escaped = ""] = /data-texts="([^"]*)"/.exec(await page()) ?? [];
    const texts = JSON.parse(
      escaped
        .replace(/&quot;/g, '"')
        .replace(/&#39;/g, "'")
        .replace(/&lt;/g, "<")
        .replace(/&gt;/g, ">")
        .replace(/&amp;/g, "&"),
    );
    expect(texts.words).toEqual(words);
    const ending = failureNames.filter((name) => endingOf(name).closeCode !== undefined);
    expect(ending).toContain("relay-spent");
    expect(Object.keys(texts.failures).toSorted()).toEqual(ending.toSorted());
    for (const name of ending) expect(texts.failures[name]).toBe(speak(language)(failureKey(name)));
  });
}

test("its script is its own: no other page loads it, and it loads none of a room's", async () => {
  const client = await buildClient();
  const { ask } = await outside({}, client);
  const scripts = async (path: string) =>
    [...(await (await ask(path)).text()).matchAll(/<script[^>]* src="([^"]+)"/g)].map(([, src]) => src);
  expect(await scripts("/check")).toEqual([client.paths.check]);
  for (const path of ["/", "/r/a", "/tls"]) expect(await scripts(path)).not.toContain(client.paths.check);
  const code = new TextDecoder().decode(client.files.get(client.paths.check)?.plain);
  expect(code.length).toBeGreaterThan(1_000);
  expect(code).not.toMatch(/(?:from|import\()\s*"\.\//);
  for (const [path, { plain, type }] of client.files)
    if (path !== client.paths.check && type.includes("javascript")) expect(new TextDecoder().decode(plain)).not.toContain("/check-");
});

test("GET /check leads to /tls with what is true of this server", async () => {
  const link = async (tls: "self" | "off") => {
    const { ask } = await outside({ tls }, bareClient, tls === "self" ? { certificate: "", fingerprint: "" } : undefined);
    return /<a href="\/tls">([^<]+)</.exec(await (await ask("/check")).text())?.[1];
  };
  expect(await link("self")).toBe(speak("en")("enter.tls-self"));
  expect(await link("off")).toBe(speak("en")("enter.tls-off"));
});

test("the front page leads to it, in the language that was chosen", async () => {
  expect(await (await ask("/")).text()).toContain('<a href="/check">Check this browser</a>');
  expect(await (await ask("/?lang=ja")).text()).toContain('<a href="/check?lang=ja">');
  expect(await (await ask("/tls")).text()).not.toContain('href="/check');
});
