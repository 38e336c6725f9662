// GET /healthz: is the process alive and answering.
import { Elysia } from "elysia";

export function healthRoute() {
  return new Elysia().get(
    "/healthz",
    () => new Response("ok\n", { headers: { "content-type": "text/plain; charset=utf-8", "cache-control": "no-store" } }),
  );
}
