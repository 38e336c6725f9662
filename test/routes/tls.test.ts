import { expect, test } from "bun:test";
import { X509Certificate } from "node:crypto";
import { hostWords } from "../../protocol/words/host/all.ts";
import { directionOf, languageNames } from "../../protocol/words.ts";
import { foundAuthority } from "../../routes/authority.ts";
import { html } from "../../routes/html.ts";
import { defaults } from "../../routes/settings.ts";
import { compose } from "../../server.ts";
import { bareClient, browser, curl, outside } from "../support/outside.ts";

const fingerprint = "AB:CD:EF";
const { certificate } = foundAuthority("nas", [], new Date());
const self = await outside({ tls: "self" }, bareClient, { certificate, fingerprint });
const off = await outside();
const path = "/tls/roomcp-ca.crt";

for (const language of languageNames) {
  test(`GET /tls says in ${language} how each platform comes to trust the authority, and what to compare`, async () => {
    const page = await (await self.ask("/tls", { ...browser, "accept-language": language })).text();
    expect(page).toContain(`<html lang="${language}" dir="${directionOf(language)}">`);
    expect(page.replaceAll("<wbr>", "")).toContain(`<code>${fingerprint}</code>`);
    expect(page).toContain(`href="${path}"`);
    const { how, ...shown } = hostWords[language].tls;
    for (const text of Object.values(shown)) expect(page).toContain(html`${text}`.markup);
    expect(page).not.toContain(how);
    for (const name of ["iPhone", "Android", "Windows", "macOS", "Linux", "Firefox"]) expect(page).toContain(`<h2>${name}`);
    expect(page).not.toContain("<script");
  });

  test(`GET /tls says in ${language} how a host that has plain HTTP only gets HTTPS`, async () => {
    const page = await (await off.ask("/tls", { ...browser, "accept-language": language })).text();
    expect(page).toContain(hostWords[language].tls.how);
    expect(page).toContain("npx bun run start --tls self");
    expect(page).not.toContain(path);
  });
}

test("the certificate comes as what it is, and without its key", async () => {
  const answer = await self.ask(path);
  expect(answer.headers.get("content-type")).toBe("application/x-x509-ca-cert");
  const text = await answer.text();
  expect(new X509Certificate(text).ca).toBe(true);
  expect(text).not.toContain("PRIVATE");
});

test("without an authority there is no certificate to be had", async () => {
  expect((await off.ask(path)).status).toBe(404);
});

test("a terminal is told the command that fetches the certificate, and the fingerprint", async () => {
  const text = await (await self.ask("/tls", curl)).text();
  expect(text).toContain(`\n  curl -O http://rooms.test${path}\n`);
  expect(text).toContain(`SHA-256 ${fingerprint}\n`);
  expect(await (await off.ask("/tls", curl)).text()).toContain("--tls self\n");
});

for (const [what, settings, url, secure] of [
  ["over plain HTTP the same host over TLS", { tls: "self" }, "http://nas:3001/tls", "https://nas"],
  ["over TLS where one is already", { tls: "self" }, "https://nas:3000/tls", "https://nas:3000"],
  ["the public address where there is one", { publicUrl: "https://rooms.example" }, "http://nas:3000/tls", "https://rooms.example"],
  ["with the host's certificate too", { tls: { certificate: "a", key: "b" } }, "http://nas/tls", "https://nas"],
] as const) {
  test(`GET /tls leads to the secure address: ${what}`, async () => {
    const app = compose({ ...defaults, ...settings }, bareClient);
    const page = await (await app.handle(new Request(url, { headers: browser }))).text();
    expect(page).toContain(`<a href="${secure}">${secure}</a>`);
  });
}

test("a room's page over plain HTTP leads to /tls, with what is true of this server", async () => {
  const link = async ({ ask }: typeof off) => /<a href="\/tls">([^<]+)</.exec(await (await ask("/r/a")).text())?.[1];
  expect(await link(self)).toContain("has a secure address too");
  expect(await link(off)).toContain("Whoever runs this server");
});
