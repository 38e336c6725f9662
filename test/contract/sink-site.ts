// Where the sink suite's page comes from: a small server with the built worker of the real client, and the real policies.
import { Elysia } from "elysia";
import { buildClient } from "../../routes/bundle.ts";
import { clientRoute } from "../../routes/client.ts";
import { securityHeaders } from "../../routes/headers.ts";
import { lanHost } from "../support/lan-host.ts";
import type { Verbs } from "./sink-page.ts";

const html =
  '<!doctype html><html lang="en"><meta charset="utf-8"><title>Sinks</title><input type="file" multiple><script type="module" src="/sink-page.js"></script>';

export type SinkSite = Awaited<ReturnType<typeof openSinkSite>>;

export async function openSinkSite() {
  const client = await buildClient();
  const page = await Bun.build({ entrypoints: [new URL("sink-page.ts", import.meta.url).pathname], target: "browser" });
  const script = await page.outputs[0]?.text();
  const app = new Elysia()
    .use(clientRoute(client))
    .get("/", () => new Response(html, { headers: { ...securityHeaders, "content-type": "text/html" } }))
    .get("/sink-page.js", () => new Response(script, { headers: { "content-type": "text/javascript" } }))
    .listen({ port: 0, hostname: "0.0.0.0" });
  const port = app.server?.port;
  return {
    workerUrl: client.paths.worker,
    secure: `http://localhost:${port}`,
    /** The same over plain HTTP, where no browser takes it for secure. */
    plain: `http://${lanHost}:${port}`,
    [Symbol.asyncDispose]: () => app.stop(true).then(() => {}),
  };
}

/** What a driven page of any browser can do. */
export type Tab = { goto(url: string): Promise<unknown>; close(): Promise<void>; evaluate(code: string): Promise<unknown> };

/** The page's verbs, from outside of it. */
export type SinkPage<T extends Tab = Tab> = AsyncDisposable & {
  readonly tab: T;
  readonly do: {
    readonly [Verb in keyof Verbs]: (...said: Parameters<Verbs[Verb]>) => Promise<Awaited<ReturnType<Verbs[Verb]>>>;
  };
};

export async function openSinkPage<T extends Tab>(tab: T, url: string): Promise<SinkPage<T>> {
  await tab.goto(url);
  const verbs = new Proxy(
    {},
    {
      get:
        (_, verb) =>
        (...said: unknown[]) =>
          tab.evaluate(`verbs.${String(verb)}(...${JSON.stringify(said)})`),
    },
  );
  return { tab, do: verbs as SinkPage["do"], [Symbol.asyncDispose]: () => tab.close() };
}
