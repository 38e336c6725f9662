// What a terminal is told: plain text, with the commands that lead on and a QR code for the phone beside it.
import { renderUnicodeCompact } from "uqr";
import type { Say } from "../protocol/words.ts";

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

export function homeText(say: Say, origin: string): string {
  return `roomcp

${say("site.summary")}
${say("site.how")}

  curl -X POST ${origin}/api/rooms -H 'accept: text/plain'
  curl ${origin}/api/rooms/NAME
  curl ${origin}/r/NAME

${origin}
`;
}

export function roomText(say: Say, room: { url: string; name: string; people: number; api: string }): string {
  const people = room.people === 0 ? say("enter.nobody") : say("enter.people", { n: room.people });
  return `${room.name}

${room.url}
${people} ${say("enter.depends")}

${renderUnicodeCompact(room.url)}

  curl ${room.api}
`;
}
