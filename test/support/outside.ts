// Asks the server's addresses as the outside does, without a port.
import { type Language, languageNames } from "../../protocol/words.ts";
import type { Authority } from "../../routes/certificate.ts";
import type { Client } from "../../routes/client.ts";
import { standardError } from "../../routes/log.ts";
import type { Readiness } from "../../routes/readiness.ts";
import { defaults, type Settings } from "../../routes/settings.ts";
import { compose } from "../../server.ts";

const named = (part: string) =>
  Object.fromEntries(languageNames.map((name) => [name, `/assets/${part}-${name}.js`])) as Record<Language, string>;

/** For pages, which only name the bundle. */
export const bareClient: Client = {
  paths: {
    home: "/assets/home.js",
    check: "/assets/check.js",
    pipe: "/assets/pipe.js",
    main: "/assets/main-1.js",
    worker: "/assets/worker-2.js",
    style: "/assets/style-3.css",
    words: named("words"),
    details: named("details"),
  },
  files: new Map(),
};

export const origin = "http://rooms.test";

type Ask = (path: string, headers?: Readonly<Record<string, string>>, more?: RequestInit) => Promise<Response>;

/** One server of its own, and two ways to ask it. */
export async function outside(
  settings: Partial<Settings> = {},
  client = bareClient,
  authority?: Authority,
): Promise<{ readonly ask: Ask; readonly post: Ask; readonly readiness: Readiness }> {
  const app = compose({ ...defaults, ...settings }, client, standardError("error"), authority);
  app.readiness.enter("ready");
  const ask: Ask = (path, headers = browser, more = {}) => app.handle(new Request(origin + path, { ...more, headers }));
  return { ask, post: (path, headers = browser, more = {}) => ask(path, headers, { ...more, method: "POST" }), readiness: app.readiness };
}

export const browser = {
  accept: "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
  "user-agent": "Mozilla/5.0 (X11; Linux x86_64; rv:153.0) Gecko/20100101 Firefox/153.0",
};
export const curl = { accept: "*/*", "user-agent": "curl/8.14.1" };
export const program = { accept: "*/*", "user-agent": "Bun/1.4" };

/** A form in a page, by its `action`: what a browser would send, and where. */
export function formsOf(page: string): readonly { readonly method: string; readonly action: string; readonly markup: string }[] {
  return [...page.matchAll(/<form[^>]* method="(\w+)" action="([^"]*)"[^>]*>([\s\S]*?)<\/form>/g)].map(
    ([, method = "", action = "", markup = ""]) => ({ method, action, markup }),
  );
}
