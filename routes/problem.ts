// Answers that say what went wrong: problem+json (RFC 9457) for programs, one plain line for a terminal, a page for a browser's reader.
import { endingOf, type Failure } from "../protocol/failure.ts";
import { chooseLanguage, failureKey, speak } from "../protocol/words.ts";
import { isTerminal } from "./terminal.ts";

/** @returns the failure's own status, or 500 if it has none */
export function problem(request: Request, why: Failure): Response {
  const status = endingOf(why).status ?? 500;
  const url = new URL(request.url);
  const language = chooseLanguage(url.searchParams.get("lang"), request.headers.get("accept-language"));
  const detail = speak(language)(failureKey(why));
  const headers = { "cache-control": "no-store", "content-language": language };
  if (isTerminal(request))
    return new Response(`${detail}\n`, { status, headers: { ...headers, "content-type": "text/plain; charset=utf-8" } });
  const body = { type: `urn:roomcp:${why}`, title: why, status, detail };
  return new Response(JSON.stringify(body), { status, headers: { ...headers, "content-type": "application/problem+json" } });
}
