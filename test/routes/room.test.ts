import { beforeAll, expect, test } from "bun:test";
import { renderUnicodeCompact } from "uqr";
import { expressionOf } from "../../client/ui/expression.ts";
import { automaticBytesMax, shareBytesMax } from "../../protocol/limits.ts";
import { browser, curl, origin, outside } from "../support/outside.ts";

let { ask, post }: Awaited<ReturnType<typeof outside>> = {} as never;
beforeAll(async () => {
  ({ ask, post } = await outside({ iceServers: [{ urls: "turn:turn.example", username: "u", credential: "c" }] }));
});

/** What a page says, without its pictures. */
const worded = (page: string) => page.replace(/<svg[\s\S]*?<\/svg>/g, "");
const facts = (page: string) =>
  JSON.parse((/data-facts="([^"]*)"/.exec(page)?.[1] ?? "").replaceAll("&quot;", '"').replaceAll("&#39;", "'").replaceAll("&amp;", "&"));

test("GET /r/{name} is a page with the room's name, its facts, and the code that does the rest", async () => {
  const answer = await ask("/r/%E4%BC%9A%E8%AD%B0%E5%AE%A4");
  expect(answer.status).toBe(200);
  expect(answer.headers.get("content-type")).toBe("text/html; charset=utf-8");
  const page = await answer.text();
  expect(page).toContain("<title>会議室 · roomcp</title>");
  expect(page).toMatch(/<h1 dir="auto"[^>]*>会議室<\/h1>/);
  expect(page).toContain(
    '<script type="module" src="/assets/main-1.js" data-worker="/assets/worker-2.js" data-words="/assets/words-en.js"></script>',
  );
  // Whoever only looks gets no credentials.
  expect(facts(page)).toEqual({
    room: "会議室",
    url: `${origin}/r/%E4%BC%9A%E8%AD%B0%E5%AE%A4`,
    home: "/",
    details: "/assets/details-en.js",
  });
});

test("a page goes out packed to whoever takes that, and is the same", async () => {
  const [plain, packed] = [await ask("/r/a"), await ask("/r/a", { ...browser, "accept-encoding": "gzip, deflate, br" })];
  expect(plain.headers.get("content-encoding")).toBeNull();
  expect(packed.headers.get("content-encoding")).toBe("gzip");
  for (const answer of [plain, packed]) expect(answer.headers.get("vary")).toContain("accept-encoding");
  const bytes = await packed.arrayBuffer();
  const text = await plain.text();
  expect(new TextDecoder().decode(Bun.gunzipSync(bytes))).toBe(text);
  expect(bytes.byteLength).toBeLessThan(text.length / 3);
});

test("the page keeps its promises: names, roles and states that tests and screen readers rely on", async () => {
  const page = worded(await (await ask("/r/a")).text());
  const buttons = [
    ...["Enter", "Copy link", "Show QR code", "Leave room", "Send", "Choose folder", "Allow again", "Forget folder"],
    ...["Download", "Pause", "Resume", "Cancel", "Save", "Save one by one", "Save as zip", "Remove", "Stop sharing", "Continue sharing"],
  ];
  for (const button of buttons) expect(page).toMatch(new RegExp(`<button[^>]*>(<span[^>]*>(</span>)?)*${button}(</span>)?</button>`));
  for (const half of ["Show files", "Hide files"]) expect(page).toContain(`>${half}</span>`);
  expect(page).toContain('<span class="heard">Copy SHA-256</span>');
  expect(page).toContain('<label for="nickname">Nickname</label>');
  expect(page).toContain('<ul role="list" aria-label="People">');
  expect(page).toContain('<ul role="list" aria-label="Shares">');
  expect(page).toContain('role="log" aria-label="Chat"');
  expect(page).toContain('aria-label="Message"');
  expect(page).toMatch(/<label class="[^"]*">Share files<input type="file" multiple/);
  expect(page).toMatch(/<label class="[^"]*">Share a folder<input type="file" webkitdirectory/);
  expect(page).toMatch(/<label class="[^"]*">Up to\s*<select/);
  expect(page).toMatch(/<input type="checkbox"[^>]*>\s*Automatic download<\/label>/);
  expect(page).toContain('role="status"');
  expect(page).toContain("<noscript>");
});

test("the page says whom one must trust, and that nobody is there", async () => {
  const page = await (await ask("/r/a")).text();
  expect(page).toContain("Nobody is here yet.");
  expect(page).toContain("the server never sees it. Without one, anyone who knows the room&#39;s name can come in.");
});

test("a share has one progressbar, and no list item inside its own", async () => {
  const page = await (await ask("/r/a")).text();
  const share = /<li class="share"[\s\S]*?<\/li>/.exec(page)?.[0] ?? "";
  expect(share.match(/role="progressbar"/g)).toHaveLength(1);
  expect(share.match(/<li\b|role="listitem"/g)).toHaveLength(1);
});

test("what Alpine is given to read are expressions that it knows, and no markup", async () => {
  for (const path of ["/r/a", "/r/a?lang=ja"]) {
    const page = await (await ask(path)).text();
    const written = [...page.matchAll(/\s(x-[\w:.-]+|:[\w.-]+)="([^"]*)"/g)].filter(([, name]) => name !== "x-ref");
    const read = written.map(([, name, text = ""]) => (name === "x-for" ? text.replace(/^.* in /, "") : text).replaceAll("&#39;", "'"));
    expect(read.length).toBeGreaterThan(60);
    for (const text of read) expect(() => expressionOf(text)).not.toThrow();
    expect(page).not.toMatch(/\s@|x-html/);
  }
});

test("events on pages have only the endings that are known", async () => {
  const page = await (await ask("/r/a")).text();
  const endings = [...page.matchAll(/\sx-on:\w+((?:\.\w+)*)=/g)].flatMap(([, after = ""]) => after.split(".").slice(1));
  expect([...new Set(endings)].sort()).toEqual(["escape", "prevent"]);
});

test("what a field and a component share is a name by itself, and the field is one for text", async () => {
  const page = await (await ask("/r/a")).text();
  const fields = [...page.matchAll(/<[^>]*\sx-model="([^"]*)"[^>]*>/g)];
  expect(fields.map(([, name]) => name).sort()).toEqual(["message", "nickname", "passphrase", "query"]);
  for (const [field] of fields) expect(field).toMatch(/^<textarea\b|^<input\b[^>]*type="text"/);
});

test("of Alpine, the page loads all that pages use, and of what they use nothing is missing", async () => {
  const root = new URL("../../", import.meta.url).pathname;
  const loaded = await Bun.file(`${root}client/ui/alpine.ts`).text();
  const parts = (what: string) =>
    [...loaded.matchAll(new RegExp(`"alpinejs/src/${what}([\\w-]+)"`, "g"))].map(([, name = ""]) => name).sort();
  const pages = await Array.fromAsync(new Bun.Glob("routes/*.ts").scan(root), (path) => Bun.file(root + path).text());
  const markup = pages.flatMap((text) => text.match(/<[a-z]+\b[^<]*/g) ?? []).join("\n");
  const used = (pattern: RegExp) => [...new Set([...markup.matchAll(pattern)].map(([, name = ""]) => name))].sort();
  const directives = used(/\sx-([a-z]+)(?=[=:.\s>])/g);
  expect(directives.length).toBeGreaterThan(8);
  const own = await Array.fromAsync(new Bun.Glob("client/ui/*.ts").scan(root), (path) => Bun.file(root + path).text());
  const ours = own.flatMap((text) => [...text.matchAll(/^directive\("(\w+)"/gm)].map(([, name = ""]) => name));
  expect(ours.length).toBe(3);
  expect([...new Set([...directives, "bind"])].sort()).toEqual([...parts("directives/x-"), ...ours].sort());
  const components = await Array.fromAsync(new Bun.Glob("client/**/*.ts").scan(root), (path) => Bun.file(root + path).text());
  const magics = [...`${markup}\n${components.join("\n")}`.matchAll(/(?:this\.|[("\s,])\$([a-z]\w+)/g)].map(([, name = ""]) => name);
  expect([...new Set(magics)].filter((name) => name !== "event").sort()).toEqual(parts("magics/\\$"));
});

test('"Up to" has the usual size among its choices', async () => {
  const page = await (await ask("/r/a")).text();
  const choices = [...page.matchAll(/<option value="(\d+)">([^<]*)</g)].map(([, bytes, name]) => [Number(bytes), name]);
  expect(choices).toEqual([
    [100_000_000, "100 MB"],
    [automaticBytesMax, "2 GB"],
    [20_000_000_000, "20 GB"],
    [shareBytesMax, "any size"],
  ]);
});

test("the policy needs no attribute that runs: no on…=, no inline script, no inline style", async () => {
  const page = await (await ask("/r/a")).text();
  expect(page).not.toMatch(/<[^>]*\son\w+=/);
  expect(page).not.toMatch(/<script(?![^>]*\ssrc=)/);
  expect(page).not.toMatch(/<style|<[^>]*\sstyle="/);
});

test("GET /r/{name} gives a terminal the address, a QR code of it, and the exact command that tells who is there", async () => {
  const url = `${origin}/r/%E4%BC%9A%E8%AD%B0%E5%AE%A4`;
  const answer = await ask("/r/%E4%BC%9A%E8%AD%B0%E5%AE%A4", curl);
  expect(answer.headers.get("content-type")).toBe("text/plain; charset=utf-8");
  const text = await answer.text();
  expect(text).toStartWith(`会議室\n\n${url}\nNobody is here yet.`);
  expect(text).toContain(`\n${renderUnicodeCompact(url)}\n`);
  expect(text).toContain(`\n  roomcp send film.mp4 '${url}#…'\n  roomcp get '${url}#…'\n`);
  expect(text).not.toContain("curl -T");
  expect(text).toEndWith(`\n  curl ${origin}/api/rooms/%E4%BC%9A%E8%AD%B0%E5%AE%A4\n`);
});

test("[N1] however a name is composed, there is one room of it", async () => {
  const page = await (await ask(`/r/${encodeURIComponent("か\u3099")}`)).text();
  expect(facts(page).room).toBe("が");
});

for (const path of [
  "%3Cscript%3Ealert(1)%3C%2Fscript%3E",
  "a%20b",
  "a%2Fb",
  "%22%3E%3Cimg%20src=x%20onerror=alert(1)%3E",
  "%E0%A4%A",
  "%2541",
  "%00",
  "a".repeat(65),
  "%E2%80%AEabc",
]) {
  test(`[N1] GET /r/${path.slice(0, 40)} is refused, and nothing of the name comes back`, async () => {
    for (const headers of [browser, curl]) {
      const answer = await ask(`/r/${path}`, headers);
      expect(answer.status).toBe(422);
      expect(await answer.text()).not.toMatch(/<script|onerror|alert|%/);
    }
  });
}

test("a language that was chosen is kept in every link of the page, and is no part of the link that people copy", async () => {
  const page = await (await ask("/r/a?lang=ja", { ...browser, "accept-language": "en" })).text();
  expect(page).toContain('<html lang="ja" dir="ltr">');
  expect([...page.matchAll(/<a[^>]* href="([^"?]*)(\?[^"]*)?"/g)].map(([, path, query]) => `${path}${query}`)).toEqual([
    "/?lang=ja",
    "/tls?lang=ja",
    "/?lang=ja",
    "/check?lang=ja",
  ]);
  expect(facts(page).url).toBe(`${origin}/r/a`);
  expect(await (await ask("/r/a")).text()).toContain('<a class="brand" href="/"');
});

test("[S11] looking at a room's page does not join it and does not make it", async () => {
  const { ask, post } = await outside({ rooms: 1 });
  for (const headers of [browser, curl]) await ask("/r/looked-at", headers);
  expect((await ask("/api/rooms/looked-at")).status).toBe(404);
  expect((await post("/api/rooms", { accept: "text/plain" }, { body: '{"name":"looked-at"}' })).status).toBe(201);
});

test("[S11] looking at a reserved room does not use the reservation up", async () => {
  await post("/api/rooms", {}, { body: '{"name":"kept"}' });
  expect((await ask("/r/kept")).status).toBe(200);
  expect((await post("/api/rooms", {}, { body: '{"name":"kept"}' })).status).toBe(409);
});
