// Answers that say what went wrong: problem+json (RFC 9457) for programs, one plain line for a terminal, a page for people.
import { endingOf, type Failure } from "../protocol/failure.ts";
import type { PipeFailure } from "../protocol/pipe-failure.ts";
import { failureKey } from "../protocol/words.ts";
import { html, langQuery, page, visitorOf } from "./html.ts";
import { icon, mark } from "./icons.ts";
import type { Mount } from "./mount.ts";
import { isTerminal } from "./terminal.ts";

/** What did not work, by its name, with HTTP's number for it. */
type Refusal = { readonly why: Failure | PipeFailure; readonly status: number };

/** What each request was answered that was answered so, for whoever counts. */
const refusals = new WeakMap<Request, Refusal>();

export function refusalOf(request: Request): Refusal | undefined {
  return refusals.get(request);
}

/** HTTP's number for a failure. */
export function statusOf(why: Failure): number {
  return endingOf(why).status ?? 500;
}

/**
 * @param mount where the answer may be a page
 * @returns the failure's own status, or 500 if it has none
 */
export function problem(request: Request, why: Failure, mount?: Mount): Response {
  return answer(request, { why, status: statusOf(why), detail: visitorOf(request).say(failureKey(why)) }, mount);
}

/** The same of what has a name, a status and a sentence of its own. */
export function answer(request: Request, { why, status, detail }: Refusal & { readonly detail: string }, mount?: Mount): Response {
  refusals.set(request, { why, status });
  const visitor = visitorOf(request);
  const headers = { "cache-control": "no-store", "content-language": visitor.language };
  if (isTerminal(request))
    return new Response(`${detail}\n`, { status, headers: { ...headers, "content-type": "text/plain; charset=utf-8" } });
  if (mount !== undefined && /\btext\/html\b/.test(request.headers.get("accept") ?? "")) {
    const home = `${mount.at("/")}${langQuery(visitor)}`;
    const body = html`
<main class="home">
  <a class="brand" href="${home}">${mark}roomcp</a>
  <h1 class="lead">${detail}</h1>
  <p><a class="button" href="${home}">${visitor.say("enter.elsewhere")}${icon("go")}</a></p>
</main>`;
    return page({ visitor, mount, title: "roomcp", body, script: false, status });
  }
  const body = { type: `urn:roomcp:${why}`, title: why, status, detail };
  return new Response(JSON.stringify(body), { status, headers: { ...headers, "content-type": "application/problem+json" } });
}
