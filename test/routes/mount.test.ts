// Everything under a path of its own, such as /rooms: what pages, forms, redirects and answers lead to stays under it.

import { expect, test } from "bun:test";
import { hostWords } from "../../protocol/words/host/all.ts";
import { buildClient } from "../../routes/bundle.ts";
import { ownPaths } from "../../routes/mount.ts";
import { defaults } from "../../routes/settings.ts";
import { compose } from "../../server.ts";
import { browser, curl, origin, outside, program } from "../support/outside.ts";

const base = "/tools/rooms";
const client = await buildClient();
const authority = { certificate: "CERTIFICATE", fingerprint: "AB:CD" };
const { ask, post } = await outside({ base, tls: "self", pipe: "on" }, client, authority);

/** What a page leads to by itself, by a click, by a form, or in its script. */
const leadsOf = (page: string) => [...page.matchAll(/(?<![\w:-])(?:href|src|action|data-worker)="([^"]*)"/g)].map(([, to = ""]) => to);

test("whatever the pages lead to lies under the base, and is there", async () => {
  const seen = new Set<string>();
  const pages = ["/", "/?lang=ja", "/r?name=a/b", "/r/会議室", "/r/a%20b", "/check", "/tls", "/nowhere"];
  const waiting = pages.map((path) => base + path);
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    if (seen.has(path)) continue;
    seen.add(path);
    const answer = await ask(path, browser);
    if (!(answer.headers.get("content-type") ?? "").startsWith("text/html")) continue;
    const page = await answer.text();
    const leads = leadsOf(page);
    expect([path, leads.length > 3]).toEqual([path, true]);
    for (const lead of leads) {
      if (lead.startsWith("?")) continue;
      if (lead.startsWith("https:")) {
        expect([path, lead]).toEqual([path, expect.stringMatching(/^https:\/\/[^/]+\/tools\/rooms$/)]);
        continue;
      }
      expect([path, lead]).toEqual([path, expect.stringMatching(new RegExp(`^${base}/`))]);
      if (lead !== `${base}/r`) expect([path, lead, (await ask(lead, browser)).status]).toEqual([path, lead, 200]);
      waiting.push(lead);
    }
    // No path of ours in a text or in what a script is given.
    const paths = [...page.matchAll(/(?<![\w/:.-])\/[a-z]+\b[^\s<]*/g)].map(([found]) => found).filter((found) => !found.startsWith(base));
    expect([path, paths.filter((found) => ownPaths.some((own) => found.startsWith(`/${own}`)))]).toEqual([path, []]);
  }
  for (const path of [`${base}/`, `${base}/check`, `${base}/tls`, base + client.paths.main, base + client.paths.worker])
    expect([...seen]).toContain(path);
});

test("redirects, room links, forms and commands lead under the base", async () => {
  expect((await post(`${base}/`)).headers.get("location")).toMatch(new RegExp(`^${base}/r/[a-z2-9]{8}$`));
  expect((await ask(`${base}/r?name=a&lang=ja`)).headers.get("location")).toBe(`${base}/r/a?lang=ja`);
  const made = await post(`${base}/api/rooms`, program, { body: '{"name":"b"}' });
  expect(await made.json()).toMatchObject({ url: expect.stringContaining(`${origin}${base}/r/b#s=`) });
  expect(made.headers.get("location")).toStartWith(`${origin}${base}/r/b#`);
  const facts = /data-facts="([^"]*)"/
    .exec(await (await ask(`${base}/r/a`)).text())?.[1]
    ?.replaceAll("&quot;", '"')
    .replaceAll("&#39;", "'");
  expect(JSON.parse(facts ?? "")).toEqual({
    ...{ room: "a", url: `${origin}${base}/r/a`, home: `${base}/` },
    details: base + client.paths.details.en,
    pipe: { script: base + client.paths.pipe, words: hostWords.en.pipe },
  });
  for (const path of ["/", "/r/a", "/tls"]) {
    const commands = [...(await (await ask(base + path, curl)).text()).matchAll(/ (https?:\/\/\S+)/g)].map(([, url]) => url);
    expect([path, commands.length > 0]).toEqual([path, true]);
    for (const url of commands)
      expect([path, url]).toEqual([path, expect.stringMatching(new RegExp(`^https?://rooms.test(:443)?${base}`))]);
  }
});

test("the base without its last slash leads to the front page", async () => {
  const answer = await ask(`${base}?lang=ja`);
  expect([answer.status, answer.headers.get("location")]).toEqual([308, `${base}/?lang=ja`]);
});

test("a proxy may cut the base off, and a probe need not know it", async () => {
  expect(await (await ask("/healthz", curl)).text()).toBe("ok\n");
  expect(leadsOf(await (await ask("/", browser)).text())).toContain(`${base}/check`);
  expect((await ask("/tools/roomsx/healthz")).status).toBe(404);
  expect((await ask(`${base}${base}/healthz`)).status).toBe(404);
});

test("the manifest leads nowhere else, and the service worker lies beside it", async () => {
  const manifest = await (await ask(`${base}/manifest.webmanifest`)).json();
  const { id, start_url, scope, icons, shortcuts, share_target, file_handlers } = manifest;
  expect([id, start_url, scope]).toEqual([`${base}/`, `${base}/`, `${base}/`]);
  for (const { src } of icons) expect([src, (await ask(src)).status]).toEqual([src, 200]);
  for (const path of [shortcuts[0].url, file_handlers[0].action, share_target.action]) expect(path).toStartWith(`${base}/`);
  expect((await ask(`${base}/sw.js`)).status).toBe(200);
});

test("paths of the server's own are not to be had as a base", async () => {
  const app = compose(defaults, client);
  const first = new Set(app.routes.map(({ path }) => path.split("/")[1]).filter((step) => step !== ""));
  expect([...first].sort()).toEqual([...ownPaths]);
});
