import { expect, test } from "bun:test";
import { endingOf, type Failure, failureNames } from "../../protocol/failure.ts";
import { speak } from "../../protocol/words/all.ts";
import { failureKey } from "../../protocol/words.ts";
import { problem } from "../../routes/problem.ts";
import { browser, curl, origin, outside, program } from "../support/outside.ts";

const about = (why: Failure, headers: Record<string, string>, path = "/") => problem(new Request(origin + path, { headers }), why);

test("a program gets problem+json: type, title, status and detail (RFC 9457)", async () => {
  const answer = about("room-occupied", program);
  expect(answer.status).toBe(409);
  expect(answer.headers.get("content-type")).toBe("application/problem+json");
  expect(answer.headers.get("cache-control")).toBe("no-store");
  expect(await answer.json()).toEqual({
    type: "urn:roomcp:room-occupied",
    title: "room-occupied",
    status: 409,
    detail: speak("en")("failure.room-occupied"),
  });
});

test("a terminal gets the sentence, on one line", async () => {
  const answer = about("room-occupied", curl);
  expect(answer.status).toBe(409);
  expect(answer.headers.get("content-type")).toBe("text/plain; charset=utf-8");
  expect(await answer.text()).toBe(`${speak("en")("failure.room-occupied")}\n`);
});

test("the sentence is in the reader's language, and the answer says in which", async () => {
  const inJapanese = about("room-full", { ...program, "accept-language": "ja" });
  expect(inJapanese.headers.get("content-language")).toBe("ja");
  expect((await inJapanese.json()).detail).toBe(speak("ja")("failure.room-full"));
  expect(about("room-full", { "accept-language": "ja" }, "/?lang=en").headers.get("content-language")).toBe("en");
});

test("every failure can be an answer; what has no status of its own is our mistake", async () => {
  for (const why of failureNames) {
    const answer = about(why, program);
    expect(answer.status).toBe(endingOf(why).status ?? 500);
    expect(await answer.json()).toMatchObject({ title: why, status: answer.status, detail: speak("en")(failureKey(why)) });
  }
});

test("an address that does not exist is 404 for everybody", async () => {
  const { ask, post } = await outside();
  for (const path of ["/nowhere", "/api", "/api/rooms", "/api/rooms/a/b", "/r/a/b", "/assets/none.js", "/server.ts", "/.env", "/%00"])
    expect([path, (await ask(path, browser)).status]).toEqual([path, 404]);
  for (const path of ["/nowhere", "/healthz", "/r/a"]) expect([path, (await post(path)).status]).toEqual([path, 404]);
  expect(await (await ask("/nowhere", program)).json()).toMatchObject({ type: "urn:roomcp:page-not-found", status: 404 });
  expect(await (await ask("/nowhere", curl)).text()).toBe("There is no such page. The front page has a way in.\n");
});

test("what was asked for is not said back", async () => {
  const { ask } = await outside();
  const answer = await ask("/<b>hello", { ...program, "accept-language": "<b>hello" });
  expect(answer.status).toBe(404);
  expect(await answer.text()).not.toContain("hello");
});
