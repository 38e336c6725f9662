import { beforeAll, expect, test } from "bun:test";
import { readRoomName } from "../../protocol/name.ts";
import { languageNames } from "../../protocol/words.ts";
import { browser, curl, formsOf, origin, outside } from "../support/outside.ts";

let { ask, post }: Awaited<ReturnType<typeof outside>> = {} as never;
beforeAll(async () => {
  ({ ask, post } = await outside());
});

const inJapanese = { ...browser, "accept-language": "ja-JP, en;q=0.5" };

test("GET / is a page with two forms that need no script", async () => {
  const answer = await ask("/");
  expect(answer.status).toBe(200);
  expect(answer.headers.get("content-type")).toBe("text/html; charset=utf-8");
  const page = await answer.text();
  expect(page).toStartWith('<!doctype html>\n<html lang="en" dir="ltr">');
  expect(page.match(/<script/g)).toHaveLength(1);
  expect(page).toContain('<link rel="stylesheet" href="/assets/style-3.css">');
  const [create, typed, ...others] = formsOf(page);
  expect(others).toEqual([]);
  expect(create).toMatchObject({ method: "post", action: "/" });
  expect(create?.markup).toMatch(/<button[^>]*>(<svg.*<\/svg>)?Create room<\/button>/);
  expect(typed).toMatchObject({ method: "get", action: "/r" });
  expect(typed?.markup).toMatch(
    /<label for="name">Room name<\/label>[\s\S]*<input id="name" name="name"[\s\S]*<button type="submit">Join room</,
  );
  expect(page).toContain(`curl -X POST ${origin}/api/rooms`);
});

test("GET / tells a terminal the commands that lead on, each with this server's address", async () => {
  const answer = await ask("/", curl);
  expect(answer.headers.get("content-type")).toBe("text/plain; charset=utf-8");
  expect(answer.headers.get("vary")).toBe("accept, user-agent");
  const text = await answer.text();
  expect(text).not.toContain("<");
  expect(text).toContain("browser to browser");
  expect(text.match(/^ {2}curl .*/gm)).toEqual([
    `  curl -X POST ${origin}/api/rooms -H 'accept: text/plain'`,
    `  curl ${origin}/api/rooms/NAME`,
    `  curl ${origin}/r/NAME`,
  ]);
  expect(text.match(/^ {2}roomcp .*/gm)).toEqual([`  roomcp send film.mp4 --server ${origin}`, `  roomcp get '${origin}/r/NAME#…'`]);
});

test("where pipes are lent, a terminal is told how to send and to get with curl alone, and that the server sees it", async () => {
  const { ask } = await outside({ pipe: "on", publicUrl: "https://rooms.example" });
  for (const [path, room] of [
    ["/", "NAME"],
    ["/r/abc", "abc"],
  ] as const) {
    const text = await (await ask(path, curl)).text();
    expect(text).toContain(`The server sees it:\n\n  curl -T film.mp4 https://rooms.example/r/${room}/f/\n`);
    expect(text).toContain(`\n  curl -OJ 'https://rooms.example/r/${room}/f/…'\n`);
  }
});

for (const [who, headers, terminal] of [
  ["curl", { accept: "*/*", "user-agent": "curl/8.14.1" }, true],
  ["wget", { accept: "*/*", "user-agent": "Wget/1.25.0" }, true],
  ["HTTPie", { accept: "*/*", "user-agent": "HTTPie/3.2.4" }, true],
  ["PowerShell", { "user-agent": "Mozilla/5.0 (Windows NT; Windows NT 10.0; de-DE) WindowsPowerShell/5.1.26100" }, true],
  ["whoever asks for plain text", { accept: "text/plain", "user-agent": "Mozilla/5.0" }, true],
  ["curl that asks for a page", { accept: "text/html", "user-agent": "curl/8.14.1" }, false],
  ["Firefox", browser, false],
  ["a preview's fetcher", { accept: "*/*", "user-agent": "Twitterbot/1.0" }, false],
  ["a program without a name", {}, false],
] as const) {
  test(`GET / gives ${terminal ? "text" : "a page"} to ${who}`, async () => {
    expect((await ask("/", headers)).headers.get("content-type")).toStartWith(terminal ? "text/plain" : "text/html");
  });
}

test("with a public address set, commands name it", async () => {
  const { ask } = await outside({ publicUrl: "https://rooms.example" });
  expect(await (await ask("/", curl)).text()).toContain("curl https://rooms.example/r/NAME\n");
  expect(await (await ask("/")).text()).toContain("curl https://rooms.example/r/NAME<");
});

test("[N2] POST / makes a room with a random name and shows the way to it", async () => {
  const answers = await Promise.all([post("/"), post("/")]);
  const places = answers.map(({ headers }) => headers.get("location") ?? "");
  for (const [i, answer] of answers.entries()) {
    expect(answer.status).toBe(303);
    expect(answer.headers.get("cache-control")).toBe("no-store");
    expect(places[i]).toMatch(/^\/r\/[2-9a-hjkmnp-z]{8}$/);
  }
  expect(places[0]).not.toBe(places[1]);
  expect((await ask(places[0] ?? "")).status).toBe(200);
});

test("POST / from another site makes nothing", async () => {
  const answer = await post("/", { ...browser, "sec-fetch-site": "cross-site", origin: "https://evil.example" });
  expect(answer.status).toBe(403);
  expect(answer.headers.get("location")).toBeNull();
});

test("POST / says when the server has as many rooms as it can", async () => {
  const { post } = await outside({ rooms: 1 });
  expect((await post("/")).status).toBe(303);
  expect((await post("/")).status).toBe(503);
});

for (const [typed, place] of [
  ["team-1", "/r/team-1"],
  ["会議室", "/r/%E4%BC%9A%E8%AD%B0%E5%AE%A4"],
  ["  lunch ", "/r/lunch"],
  ["か\u3099", "/r/%E3%81%8C"],
] as const) {
  test(`[N1] GET /r?name=${typed} leads to ${place}`, async () => {
    const answer = await ask(`/r?name=${encodeURIComponent(typed)}`);
    expect(answer.status).toBe(303);
    expect(answer.headers.get("location")).toBe(place);
  });
}

for (const typed of ["a b", "", "a/b", `x"><script>alert(1)</script>`, "../etc", "é".repeat(65), "\u202etxt", "'onfocus='alert(1)"]) {
  test(`[N1] GET /r?name=${JSON.stringify(typed.slice(0, 30))} says what is wrong and keeps what was typed`, async () => {
    const answer = await ask(`/r?name=${encodeURIComponent(typed)}`);
    expect(answer.status).toBe(422);
    expect(answer.headers.get("content-type")).toStartWith("text/html");
    const page = await answer.text();
    expect(page).toContain('role="alert">A room&#39;s name has 1 to 64 letters');
    expect(page).toContain("aria-invalid=");
    expect(page.match(/<script/g)).toHaveLength(1);
    const value = /<input id="name"[^>]*?value="([^"]*)"/.exec(page)?.[1];
    expect(unescaped(value ?? "nothing")).toBe(typed);
  });
}

const entities: Readonly<Record<string, string>> = { "&amp;": "&", "&lt;": "<", "&gt;": ">", "&quot;": '"', "&#39;": "'" };
const unescaped = (text: string) => text.replace(/&[^;]+;/g, (entity) => entities[entity] ?? entity);

test("GET /r without a name is as wrong as an empty one", async () => {
  expect((await ask("/r")).status).toBe(422);
  expect((await ask("/r", curl)).status).toBe(422);
  expect(await (await ask("/r?name=a%20b", curl)).text()).toBe(
    "A room's name has 1 to 64 letters, digits, - or _, and no spaces. Please choose another name.\n",
  );
});

test("Accept-Language chooses the page's language, and nothing has to carry it on", async () => {
  const page = await (await ask("/", inJapanese)).text();
  expect(page).toContain('<html lang="ja" dir="ltr">');
  expect(page).toContain(">部屋を作る</button>");
  expect(page).toContain('<option value="ja" lang="ja" dir="ltr" selected>日本語</option>');
  expect(page).not.toContain('<input type="hidden" name="lang"');
  expect(formsOf(page)[0]?.action).toBe("/");
  expect((await post("/", inJapanese)).headers.get("location")).not.toContain("lang");
  expect(await (await ask("/", { ...curl, "accept-language": "ja" })).text()).toContain("部屋に集まって");
});

test("?lang= wins over Accept-Language, and links, forms and redirects keep it", async () => {
  const page = await (await ask("/?lang=en", inJapanese)).text();
  expect(page).toContain('<html lang="en" dir="ltr">');
  const [create, typed] = formsOf(page);
  expect(create?.action).toBe("/?lang=en");
  expect(typed?.markup).toContain('<input type="hidden" name="lang" value="en">');
  expect((await post("/?lang=ja")).headers.get("location")).toEndWith("?lang=ja");
  expect((await ask("/r?lang=ja&name=a")).headers.get("location")).toBe("/r/a?lang=ja");
});

test("a language that we do not speak is not carried on as it was written", async () => {
  const page = await (await ask(`/?lang=${encodeURIComponent('"><b>')}`)).text();
  expect(page).toContain('<html lang="en" dir="ltr">');
  expect(page).not.toContain("<b>");
  expect(formsOf(page)[0]?.action).toBe("/?lang=en");
});

test("the choice of a language keeps what the address says", async () => {
  const page = await (await ask(`/r?name=${encodeURIComponent('a b"&')}&lang=ja`)).text();
  const [, form = ""] = /<form class="language">([\s\S]*?)<\/form>/.exec(page) ?? [];
  expect(
    [...form.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)">/g)].map(([, name, value]) => [name, unescaped(value ?? "")]),
  ).toEqual([["name", 'a b"&']]);
  expect([...form.matchAll(/<option value="([^"]*)"/g)].map(([, name]) => name)).toEqual([...languageNames]);
});

test("a language that was chosen on this device is the page's, and the address wins over it", async () => {
  const cookie = "other=1; roomcp-lang=ja";
  const answer = await ask("/", { ...browser, cookie });
  expect(await answer.text()).toContain('<html lang="ja" dir="ltr">');
  expect(answer.headers.get("vary")).toContain("cookie");
  expect(await (await ask("/?lang=en", { ...browser, cookie })).text()).toContain('<html lang="en" dir="ltr">');
  expect(await (await ask("/", { ...browser, cookie: "not-roomcp-lang=ja; roomcp-lang=%" })).text()).toContain(
    '<html lang="en" dir="ltr">',
  );
});

test("[N2] the names that POST / gives are names", async () => {
  for (let i = 0; i < 20; i++) {
    const name = (await post("/")).headers.get("location")?.slice(3);
    expect(readRoomName(name)).toBe(name);
  }
});
