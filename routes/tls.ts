// GET /tls: how a device comes to trust this server's own authority, or how a host switches HTTPS on. GET /tls/roomcp-ca.crt: what is to be trusted.
import { Elysia } from "elysia";
import { hostWords } from "../protocol/words/host/all.ts";
import type { TlsWords } from "../protocol/words/host/en.ts";
import type { Authority } from "./certificate.ts";
import { answer, asPage, asText, refusals, text } from "./described.ts";
import { type Html, html, langQuery, page, visitorOf } from "./html.ts";
import { mark } from "./icons.ts";
import type { Mount } from "./mount.ts";
import { problem } from "./problem.ts";
import type { Settings } from "./settings.ts";
import { isTerminal, plainText } from "./terminal.ts";

const file = "/tls/roomcp-ca.crt";

/** @param lent.authority undefined where there is none of the server's own */
export function tlsRoute(lent: { mount: Mount; settings: Settings; authority: Authority | undefined }) {
  const { mount, settings, authority } = lent;
  return new Elysia()
    .get(
      "/tls",
      ({ request, server }) => {
        const who = visitorOf(request);
        const { url } = who;
        const words = hostWords[who.language].tls;
        const secure = secureOrigin(url, settings, server?.port) + settings.base;
        if (isTerminal(request)) return plainText(terminalText(words, url.origin + settings.base, settings, authority, secure));
        const body = html`
<main class="home wider">
  <a class="brand" href="${mount.at("/")}${langQuery(who)}">${mark}roomcp</a>
  <h1>${words.title}</h1>
  <p class="lead">${words.why}</p>
  ${authority ? trusting(words, authority, mount.at(file)) : html``}
  ${hasTls(settings) ? html`<section class="card"><p>${words.open}</p><p><a href="${secure}">${secure}</a></p></section>` : switchingOn(words)}
</main>`;
        return page({ visitor: who, mount, title: `${words.title} · roomcp`, body, script: false });
      },
      { detail: described.page },
    )
    .get(
      file,
      ({ request }) => {
        if (authority === undefined) return problem(request, "page-not-found", mount);
        const headers = { "content-type": "application/x-x509-ca-cert", "cache-control": "no-cache" };
        return new Response(authority.certificate, { headers });
      },
      { detail: described.certificate },
    );
}

const described = {
  page: {
    summary: "How a device comes to trust this server, or how its host switches HTTPS on",
    responses: answer(200, "How to", asPage, asText),
  },
  certificate: {
    summary: "The certificate of the server's own authority",
    responses: {
      ...answer(200, "In PEM", { "application/x-x509-ca-cert": { schema: text } }),
      ...refusals(["page-not-found"], asPage),
    },
  },
};

/** Is there an address over HTTPS? */
export function hasTls({ tls, publicUrl }: Settings): boolean {
  return tls !== "off" || publicUrl.startsWith("https:");
}

const command = "npx bun run start --tls self";

/** Where people go once they trust: what the host set, else the TLS port of the address that they have found already. */
function secureOrigin(url: URL, { publicUrl }: Settings, port: number | undefined): string {
  if (publicUrl.startsWith("https:")) return publicUrl;
  return url.protocol === "https:" ? url.origin : new URL(`https://${url.hostname}:${port ?? 443}`).origin;
}

function terminalText(words: TlsWords, address: string, settings: Settings, authority: Authority | undefined, secure: string): string {
  const trust = authority && `${words.downloadHint}\n\n  curl -O ${address}${file}\n\nSHA-256 ${authority.fingerprint}\n\n`;
  const next = hasTls(settings) ? `${words.open} ${secure}` : `${words.how}\n\n  ${command}`;
  return `${trust ?? ""}${next}\n`;
}

function trusting(words: TlsWords, { fingerprint }: Authority, href: string): Html {
  const platforms = [
    ["iPhone, iPad", words.ios],
    ["Android", words.android],
    ["Windows", words.windows],
    ["macOS", words.macos],
    ["Linux, Chrome", words.linux],
    ["Firefox", words.firefox],
  ] as const;
  return html`<section class="card">
    <a class="button primary wide" href="${href}">${words.download}</a>
    <p class="hint">${words.downloadHint}</p>
    <p class="fingerprint">SHA-256 <code>${fingerprint.split(":").map((pair, i) => html`${i > 0 && ":"}<wbr>${pair}`)}</code></p>
  </section>
  ${platforms.map(([name, how]) => html`<section><h2>${name}</h2><p>${how}</p></section>`)}
  <p class="quiet">${words.limits}</p>`;
}

function switchingOn(words: TlsWords): Html {
  return html`<section class="card"><p>${words.how}</p><pre><code>${command}</code></pre></section>`;
}
