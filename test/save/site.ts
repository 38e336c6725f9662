// Where these tests' page comes from: a small server, with the real policies.
import { Elysia } from "elysia";
import { securityHeaders } from "../../routes/headers.ts";
import type { Verbs } from "./page.ts";

const html = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Save</title><script type="module" src="/page.js"></script>
<input id="files" type="file" multiple><input id="folder" type="file" webkitdirectory>`;

export type SaveSite = Awaited<ReturnType<typeof openSaveSite>>;

export async function openSaveSite() {
  const built = await Bun.build({ entrypoints: [new URL("page.ts", import.meta.url).pathname], target: "browser", splitting: true });
  const scripts = new Map(
    await Promise.all(built.outputs.map(async (output) => [output.path.replace(/^\./, ""), await output.text()] as const)),
  );
  const app = new Elysia()
    .get("/", () => new Response(html, { headers: { ...securityHeaders, "content-type": "text/html" } }))
    .get("/:script", ({ params }) => new Response(scripts.get(`/${params.script}`), { headers: { "content-type": "text/javascript" } }))
    .listen({ port: 0, hostname: "127.0.0.1" });
  return { url: `http://localhost:${app.server?.port}/`, scripts, [Symbol.asyncDispose]: () => app.stop(true).then(() => {}) };
}

/** The page's verbs, from outside of it. */
export type Doing = { readonly [Verb in keyof Verbs]: (...said: Parameters<Verbs[Verb]>) => Promise<Awaited<ReturnType<Verbs[Verb]>>> };

export function doing(tab: { evaluate(code: string): Promise<unknown> }): Doing {
  const verb =
    (_: object, name: string | symbol) =>
    (...said: unknown[]) =>
      tab.evaluate(`verbs.${String(name)}(...${JSON.stringify(said)})`);
  return new Proxy({}, { get: verb }) as Doing;
}
