// html`…` that escapes whatever is put into it, and the frame that every page stands in. It answers no address.

import { type SayAll, speak } from "../protocol/words/all.ts";
import { chooseLanguage } from "../protocol/words/choose.ts";
import { ownNames } from "../protocol/words/own-names.ts";
import { directionOf, type Language, languageNames } from "../protocol/words.ts";
import { takes } from "./encoding.ts";
import type { Mount } from "./mount.ts";

/** Markup that is safe as it is. Only `html` makes it. */
export class Html {
  constructor(readonly markup: string) {}
  toString(): string {
    return this.markup;
  }
}

type Piece = string | number | Html | false | undefined | readonly Piece[];

export function html(strings: TemplateStringsArray, ...pieces: readonly Piece[]): Html {
  return new Html(strings.reduce((markup, string, i) => markup + markupOf(pieces[i - 1]) + string));
}

function markupOf(piece: Piece): string {
  if (piece instanceof Html) return piece.markup;
  if (Array.isArray(piece)) return piece.map(markupOf).join("");
  return piece === undefined || piece === false ? "" : escaped(String(piece));
}

const entities: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character);
}

/** What a page needs to know of the visitor: the language, the address that is the same page in another one, and whether it may be packed. */
export type Visitor = { readonly language: Language; readonly say: SayAll; readonly url: URL; readonly gzip: boolean };

export function visitor(language: Language, url: URL, gzip = false): Visitor {
  return { language, say: speak(language), url, gzip };
}

export function visitorOf(request: Request): Visitor {
  // What a program puts into `Host` may be no address at all; the page does not depend on it.
  const url = URL.canParse(request.url) ? new URL(request.url) : new URL("http://localhost/");
  const wishes = {
    asked: url.searchParams.get("lang"),
    kept: /(?:^|;\s*)roomcp-lang=([\w-]+)/.exec(request.headers.get("cookie") ?? "")?.[1],
    accepted: request.headers.get("accept-language"),
  };
  return visitor(chooseLanguage(wishes), url, takes(request, "gzip"));
}

/** `?lang=…` for links and forms, if this visitor came with one: a choice is kept from page to page. */
export function langQuery({ url, language }: Visitor): string {
  return url.searchParams.has("lang") ? `?lang=${language}` : "";
}

export function page({
  visitor: { language, say, url, gzip },
  mount,
  title,
  body,
  script,
  foot,
  address,
  status = 200,
}: PageParts): Response {
  const { client, at } = mount;
  const document = html`<!doctype html>
<html lang="${language}" dir="${directionOf(language)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover, interactive-widget=resizes-content">
<title>${title}</title>
<meta name="description" content="${say("site.summary")}">
<meta name="color-scheme" content="light dark">
<link rel="stylesheet" href="${at(client.style)}">
<meta name="theme-color" content="#f7f5ee" media="(prefers-color-scheme: light)">
<meta name="theme-color" content="#131715" media="(prefers-color-scheme: dark)">
<link rel="icon" href="${at("/public/icon.svg")}" type="image/svg+xml">
<link rel="apple-touch-icon" href="${at("/public/icon-180.png")}">
<link rel="manifest" href="${at("/manifest.webmanifest")}?lang=${language}">
${address !== undefined && card(title, say("site.summary"), address)}
${script && html`<script type="module" src="${at(client[script])}"${script === "home" && html` blocking="render"`}${(script === "main" || script === "check") && html` data-worker="${at(client.worker)}"`}${script === "main" && html` data-words="${at(client.words[language])}"`}></script>`}
${script === "main" && html`<link rel="modulepreload" href="${at(client.words[language])}">`}
</head>
<body>
${body}
<footer class="foot"><span>roomcp</span> ${foot}${languageChoice(url, language, say("site.language"), script !== false, at("/"))}</footer>
</body>
</html>
`;
  const headers = {
    "content-type": "text/html; charset=utf-8",
    "cache-control": "no-cache",
    vary: "accept, accept-encoding, accept-language, cookie, user-agent",
  };
  if (!gzip) return new Response(document.markup, { status, headers });
  // Four fifths of a page are gone by it. Nothing in one is a secret that its length could tell.
  const packed = Bun.gzipSync(document.markup, { library: "libdeflate" });
  return new Response(packed, { status, headers: { ...headers, "content-encoding": "gzip" } });
}

/** @param scripted the page's script acts at once; without one there is a button */
function languageChoice({ searchParams }: URL, language: Language, label: string, scripted: boolean, path: string): Html {
  const others = [...searchParams].filter(([name]) => name !== "lang");
  const options = languageNames.map(
    (name) =>
      html`<option value="${name}" lang="${name}" dir="${directionOf(name)}"${name === language && html` selected`}>${ownNames[name]}</option>`,
  );
  const button = html`<button class="small">${label}</button>`;
  return html`<form class="language">${others.map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)}<select name="lang" aria-label="${label}" autocomplete="off" data-path="${path}">${options}</select>${scripted ? html`<noscript>${button}</noscript>` : button}</form>`;
}

/** What is shown of a link where it is sent to somebody. */
function card(title: string, summary: string, address: string): Html {
  return html`<meta property="og:type" content="website">
<meta property="og:site_name" content="roomcp">
<meta property="og:title" content="${title}">
<meta property="og:description" content="${summary}">
<meta property="og:image" content="${address}/public/card.png">
<meta property="og:image:width" content="1200">
<meta property="og:image:height" content="630">
<meta name="twitter:card" content="summary_large_image">`;
}

type PageParts = {
  readonly visitor: Visitor;
  readonly mount: Mount;
  readonly title: string;
  readonly body: Html;
  readonly script: "main" | "home" | "check" | false;
  /** What else stands at the foot of the page. */
  readonly foot?: Html;
  /** Where others find this server, for pages that are sent to them. */
  readonly address?: string;
  readonly status?: number;
};
