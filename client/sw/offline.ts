// What stands in a page's place while the server cannot be reached. It is made here and needs nothing from anywhere.
import { offlineWords } from "../../protocol/words/offline.ts";
import { directionOf, type Language } from "../../protocol/words.ts";

/** The colours of `public/style.css`, as far as they are needed. */
const style = `:root{color-scheme:light dark;--paper:#f7f5ee;--ink:#1f2623;--soft:#59615c;--accent:#17604f;--accent-ink:#fff;--moving:#b06400}
@media(prefers-color-scheme:dark){:root{--paper:#131715;--ink:#e9e6dd;--soft:#a5ada7;--accent:#7ccdb4;--accent-ink:#0b2420;--moving:#e9ab4c}}
body{margin:0;min-height:100dvh;display:grid;place-content:center;color:var(--ink);background:var(--paper);font:16px/1.6 -apple-system,"Segoe UI",Roboto,"Hiragino Sans","Noto Sans","Noto Sans CJK JP",system-ui,sans-serif}
main{max-width:26rem;padding:1.25rem}svg{width:2.5rem;fill:var(--accent)}.half{fill:var(--moving)}h1{margin:1rem 0 .5rem;font-size:1.73rem;line-height:1.3}p{margin:0 0 1.5rem;color:var(--soft)}
button{font:inherit;font-weight:600;min-height:2.75rem;padding:.4rem 1.25rem;border:0;border-radius:.625rem;color:var(--accent-ink);background:var(--accent);cursor:pointer}button:focus-visible{outline:3px solid var(--accent);outline-offset:2px}`;

const mark = `<svg viewBox="0 0 64 64" aria-hidden="true"><path d="M8 8h31v15H8zM41 8h15v31H41zM25 41h31v15H25zM8 25h15v31H8z"/><path class="half" d="M25 25h14v14H25z"/></svg>`;

/** A reload keeps what follows # in the address, which a link or a form would lose. */
const script = `const again=()=>location.reload();document.querySelector("button").onclick=again;addEventListener("online",again)`;

/** @param nonce what lets the page's own style and script through its policy, and nothing else */
export function offlinePage(language: Language, nonce: string): Response {
  const { title, says, again } = offlineWords[language];
  const page = `<!doctype html><html lang="${language}" dir="${directionOf(language)}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} · roomcp</title><style nonce="${nonce}">${style}</style></head>
<body><main>${mark}<h1>${title}</h1><p>${says}</p><button type="button">${again}</button></main><script nonce="${nonce}">${script}</script></body></html>`;
  const policy = `default-src 'none'; script-src 'nonce-${nonce}'; style-src 'nonce-${nonce}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;
  const headers = { "content-type": "text/html; charset=utf-8", "content-security-policy": policy, "cache-control": "no-store" };
  return new Response(page, { status: 503, headers });
}
