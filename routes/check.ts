// GET /check: the page on which a browser is tested against this server. The server draws it; the browser finds out and fills it in.
import { Elysia } from "elysia";
import { endingOf, failureNames } from "../protocol/failure.ts";
import type { SayAll } from "../protocol/words/all.ts";
import { hostWords } from "../protocol/words/host/all.ts";
import { failureKey } from "../protocol/words.ts";
import { answer, asPage } from "./described.ts";
import { type Html, html, langQuery, page, visitorOf } from "./html.ts";
import { mark } from "./icons.ts";
import type { Mount } from "./mount.ts";
import type { Settings } from "./settings.ts";
import { hasTls } from "./tls.ts";

export function checkRoute({ mount, settings }: { mount: Mount; settings: Settings }) {
  return new Elysia().get(
    "/check",
    ({ request }) => {
      const who = visitorOf(request);
      const words = hostWords[who.language].check;
      const query = langQuery(who);
      const { title, lead, list, again, copy, addresses } = words.page;
      const body = html`
<main class="home wider checks" data-texts="${JSON.stringify({ words, failures: failuresIn(who.say) })}">
  <a class="brand" href="${mount.at("/")}${query}">${mark}roomcp</a>
  <h1>${title}</h1>
  <p class="lead">${lead}</p>
  <noscript><p class="fit" data-fit="no">${words.page["no-script"]}</p></noscript>
  <div class="board" data-part="board" hidden>
    <p class="summary" role="status" data-part="summary"></p>
    <p class="acts"><button type="button" data-part="again">${again}</button>
      <button type="button" data-part="copy">${copy}</button>
      <label class="check"><input type="checkbox" data-part="addresses"> ${addresses}</label></p>
    <div data-part="by-hand" hidden><p><label for="report">${words.page["copy-failed"]}</label></p>
      <textarea id="report" class="report" rows="10" readonly data-part="report"></textarea></div>
    <ul role="list" aria-label="${list}">
      ${Object.entries(words.items).map(([item, name]) => row(item, name, item === "secure" && tlsLink(`${mount.at("/tls")}${query}`, who.say(hasTls(settings) ? "enter.tls-self" : "enter.tls-off"))))}
    </ul>
  </div>
</main>`;
      return page({ visitor: who, mount, title: `${title} · roomcp`, body, script: "check" });
    },
    { detail: { summary: "Tries what a browser can do with this server", responses: answer(200, "The page", asPage) } },
  );
}

function row(item: string, name: string, more: Html | false): Html {
  return html`<li class="card" data-item="${item}" data-state="running">
        <div class="what"><h2>${name}</h2> <span class="state" data-part="state"></span></div>
        <p data-part="found"></p>
        <p class="quiet" data-part="means"></p>
        <p data-part="helps"></p>${more}
      </li>`;
}

function tlsLink(href: string, text: string): Html {
  return html`<p data-part="more" hidden><a href="${href}">${text}</a></p>`;
}

/** What a socket may be ended with is told to the browser by number; the page has the sentences. */
function failuresIn(say: SayAll): Readonly<Record<string, string>> {
  const names = failureNames.filter((name) => endingOf(name).closeCode !== undefined);
  return Object.fromEntries(names.map((name) => [name, say(failureKey(name))]));
}
