// GET / explains and asks; POST / makes a room; GET /r?name=… goes to the room that somebody typed.
import { Elysia } from "elysia";
import type { Failure } from "../protocol/failure.ts";
import { roomNameMax } from "../protocol/limits.ts";
import { readRoomName } from "../protocol/name.ts";
import { failureKey } from "../protocol/words.ts";
import { callerOf } from "./caller.ts";
import { answer, asPage, asText, leads, type Operation, object, refusals, text } from "./described.ts";
import type { Founding } from "./founding.ts";
import type { Gate } from "./gate.ts";
import { html, langQuery, page, type Visitor, visitorOf } from "./html.ts";
import { icon, mark } from "./icons.ts";
import { addressOf, type Mount } from "./mount.ts";
import { isForeign } from "./origin.ts";
import { problem } from "./problem.ts";
import type { Register } from "./register.ts";
import type { Settings } from "./settings.ts";
import { homeText, isTerminal, plainText } from "./terminal.ts";

export function homeRoute(lent: { register: Register; settings: Settings; mount: Mount; mayReserve: Gate; founding: Founding }) {
  const { register, settings, mount, mayReserve, founding } = lent;
  const shown = { mount, guarded: founding.guarded };
  return new Elysia()
    .get(
      "/",
      ({ request }) => {
        const who = visitorOf(request);
        if (isTerminal(request)) return plainText(homeText(who, addressOf(request, settings), settings.pipe === "on"));
        return home(who, shown, addressOf(request, settings));
      },
      { detail: described.front },
    )
    .post(
      "/",
      async ({ request, server }) => {
        if (isForeign(request, settings.publicUrl)) return problem(request, "foreign-site", mount);
        const caller = callerOf(request, server, settings.trustProxy);
        if (!mayReserve(caller)) return problem(request, "too-many-rooms", mount);
        if (founding.guarded && !founding.may(await tokenIn(request))) return problem(request, "token-wrong", mount);
        const reserved = register.reserve();
        return "why" in reserved ? problem(request, reserved.why, mount) : seeRoom(mount, visitorOf(request), reserved.name);
      },
      { parse: "none", detail: described.make },
    )
    .get(
      "/r",
      ({ request }) => {
        const who = visitorOf(request);
        const typed = who.url.searchParams.get("name") ?? "";
        const name = readRoomName(typed);
        if (name !== undefined) return seeRoom(mount, who, name);
        if (isTerminal(request)) return problem(request, "room-name-invalid");
        return home(who, shown, addressOf(request, settings), { typed, why: "room-name-invalid" });
      },
      { detail: described.go },
    );
}

const Token = object({ token: { type: "string", description: "where only some may make rooms" } }, []);

const described: Record<"front" | "make" | "go", Operation> = {
  front: { summary: "The front page", responses: answer(200, "A page, or text with the commands", asPage, asText) },
  make: {
    summary: "Makes a room with a random name, and leads there",
    requestBody: { content: { "application/x-www-form-urlencoded": { schema: Token } } },
    responses: {
      ...leads(303, "To the room"),
      ...refusals(["token-wrong", "foreign-site", "too-many-rooms", "rooms-full"], asPage),
    },
  },
  go: {
    summary: "Leads to the room that somebody typed",
    parameters: [{ name: "name", in: "query", required: true, schema: text }],
    responses: { ...leads(303, "To the room"), ...answer(422, "room-name-invalid", asPage, asText) },
  },
};

function seeRoom({ at }: Mount, who: Visitor, name: string): Response {
  return new Response(null, {
    status: 303,
    headers: { location: `${at("/r/")}${encodeURIComponent(name)}${langQuery(who)}`, "cache-control": "no-store" },
  });
}

async function tokenIn(request: Request): Promise<string | undefined> {
  const form = await request.formData().catch(() => undefined);
  return form?.get("token")?.toString();
}

function home(
  who: Visitor,
  { mount, guarded }: { mount: Mount; guarded: boolean },
  address: string,
  mistake?: { typed: string; why: Failure },
): Response {
  const { say, language, url } = who;
  const { at } = mount;
  const keptLanguage = url.searchParams.has("lang") && html`<input type="hidden" name="lang" value="${language}">`;
  const body = html`
<main class="home front">
  <h1 class="brand">${mark}roomcp</h1>
  <p class="lead">${say("site.summary")}</p>
  <section class="handed" data-handed hidden>
    <h2 data-asks>${say("home.handed")}</h2>
    <p class="mistake" role="alert" data-lost hidden>${say("home.handed-lost")}</p>
    <ul role="list"></ul>
    <button type="button" class="plain small" data-discard>${icon("close")}${say("home.discard")}</button>
  </section>
  <form method="post" action="${at("/")}${langQuery(who)}" data-create>
    ${guarded && html`<label for="token">${say("home.token")}</label><input id="token" name="token" type="password" required autocomplete="off">`}
    <button class="primary wide" type="submit">${icon("plus")}${say("home.create")}</button>
    <p class="hint">${say("home.create-hint")}</p>
  </form>
  <p class="or"><span>${say("home.or")}</span></p>
  <form method="get" action="${at("/r")}">
    ${keptLanguage}
    <label for="name">${say("home.name")}</label>
    <div class="row">
      <input id="name" name="name" type="text" required maxlength="${2 * roomNameMax}" autocomplete="off" autocapitalize="none" spellcheck="false" dir="auto"
        value="${mistake?.typed}" aria-describedby="name-hint"${mistake && html` aria-invalid="true" autofocus`}>
      <button type="submit">${say("home.join")}</button>
    </div>
    <p id="name-hint" class="${mistake ? "hint mistake" : "hint"}"${mistake && html` role="alert"`}>${say(mistake ? failureKey(mistake.why) : "home.name-hint")}</p>
  </form>
  <section class="last" data-rooms="${at("/")}" hidden>
    <h2>${say("home.last")}</h2>
    <ul role="list"></ul>
    <template><li><a class="name"><bdi></bdi><time></time></a><button type="button" class="bare" aria-label="${say("home.forget")}" title="${say("home.forget")}">${icon("close")}</button></li></template>
  </section>
  <ul class="facts" role="list"><li>${icon("shield")}<span>${say("site.how")}</span></li></ul>
  <details class="quiet"><summary>${icon("terminal")}${say("home.terminal")}</summary><pre tabindex="0"><code>curl -X POST ${address}/api/rooms -H 'accept: text/plain'
curl ${address}/r/NAME</code></pre></details>
  <div class="plan">${mark}</div>
</main>`;
  const foot = html`<a href="${at("/check")}${langQuery(who)}">${say("site.check")}</a> `;
  return page({
    visitor: who,
    mount,
    title: "roomcp",
    body,
    script: "home",
    foot,
    address,
    status: mistake === undefined ? 200 : 422,
  });
}
