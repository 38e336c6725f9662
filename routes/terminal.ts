// What a terminal is told: plain text, with the commands that lead on and a QR code for the phone beside it.
import { renderUnicodeCompact } from "uqr";
import { hostWords } from "../protocol/words/host/all.ts";
import { type Language, sayIn } from "../protocol/words.ts";
import type { Visitor } from "./html.ts";

/** True for curl, wget and the like, and for whoever asks for plain text; not for whoever asks for a page or for JSON. */
export function isTerminal(request: Request): boolean {
  const accept = request.headers.get("accept") ?? "";
  if (/\b(text\/html|application\/([\w.-]+\+)?json)\b/.test(accept)) return false;
  return (
    /\btext\/plain\b/.test(accept) ||
    /^(curl|wget|httpie|aria2|fetch|powershell|mozilla\/5\.0 \(windows nt; .*powershell)/i.test(agent(request))
  );
}

function agent(request: Request): string {
  return request.headers.get("user-agent") ?? "";
}

export function plainText(text: string, status = 200): Response {
  const headers = { "content-type": "text/plain; charset=utf-8", "cache-control": "no-cache", vary: "accept, user-agent" };
  return new Response(text, { status, headers });
}

/** @param piped this server lends pipes */
export function homeText({ say, language }: Visitor, address: string, piped: boolean): string {
  return `roomcp

${say("site.summary")}
${say("site.how")}

  curl -X POST ${address}/api/rooms -H 'accept: text/plain'
  curl ${address}/api/rooms/NAME
  curl ${address}/r/NAME

${waysFor(language, `${address}/r/NAME`, [`roomcp send film.mp4 --server ${address}`, `roomcp get '${address}/r/NAME#…'`], piped)}
${address}
`;
}

export function roomText(
  { say, language }: Visitor,
  room: { url: string; name: string; people: number; api: string },
  piped: boolean,
): string {
  const people = room.people === 0 ? say("enter.nobody") : say("enter.people", { n: room.people });
  return `${room.name}

${room.url}
${people} ${say("enter.depends")}

${renderUnicodeCompact(room.url)}

${waysFor(language, room.url, [`roomcp send film.mp4 '${room.url}#…'`, `roomcp get '${room.url}#…'`], piped)}
  curl ${room.api}
`;
}

/** How files go there and back. */
function waysFor(language: Language, room: string, sealed: readonly string[], piped: boolean): string {
  const say = sayIn(hostWords[language].pipe, language);
  const indented = (commands: readonly string[]) => commands.map((command) => `  ${command}\n`).join("");
  const inTheClear = `${say("pipe.up")}\n\n${indented([`curl -T film.mp4 ${room}/f/`])}\n${say("pipe.down")}\n\n${indented([`curl -OJ '${room}/f/…'`])}`;
  return `${say("pipe.peer")}\n\n${indented(sealed)}${piped ? `\n${inTheClear}` : ""}`;
}
