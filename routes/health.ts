// GET /healthz: is the process alive, which any answer shows, and does it take people in. 200 says both; 503 says that it starts or stops.
import { Elysia } from "elysia";
import { answer, asJson, asText, object } from "./described.ts";
import type { Readiness } from "./readiness.ts";

export function healthRoute(readiness: Readiness) {
  return new Elysia().get(
    "/healthz",
    ({ request }) => {
      const { phase } = readiness;
      const ready = phase === "ready";
      const told = { status: ready ? 200 : 503, headers: { "cache-control": "no-store", vary: "accept" } };
      if (/\bapplication\/json\b/.test(request.headers.get("accept") ?? "")) return Response.json({ live: true, ready, phase }, told);
      const headers = { ...told.headers, "content-type": "text/plain; charset=utf-8" };
      return new Response(ready ? "ok\n" : `${phase}\n`, { ...told, headers });
    },
    { detail },
  );
}

const told = (ready: boolean, ...phases: readonly string[]) =>
  asJson(
    object({
      live: { type: "boolean", enum: [true] },
      ready: { type: "boolean", enum: [ready] },
      phase: { type: "string", enum: [...phases] },
    }),
  );

const detail = {
  summary: "Is the server alive, and does it take people in",
  responses: {
    ...answer(200, "It does", asText, told(true, "ready")),
    ...answer(503, "It starts or stops", asText, told(false, "starting", "stopping")),
  },
};
