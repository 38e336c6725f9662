// GET /api/openapi.json: what can be asked here and what is answered, made from what the routes say of themselves. A description and no page: the usual
// ones load from other sites.
import { type AnyElysia, Elysia } from "elysia";
import { version } from "../package.json";
import { answer, asJson } from "./described.ts";

/** @param routes all that are described; @param base where they are mounted */
export function openapiRoute(routes: AnyElysia, base: string) {
  let told: string | undefined;
  const tell = () => {
    // Loaded when somebody asks.
    const { toOpenAPISchema } = require("@elysiajs/openapi/openapi") as typeof import("@elysiajs/openapi/openapi");
    const { paths, components } = toOpenAPISchema(routes, { staticFile: false });
    const info = {
      title: "roomcp",
      version,
      description: "Rooms to chat and copy files in. The server introduces people and keeps nothing.",
    };
    return JSON.stringify({ openapi: "3.1.2", info, servers: [{ url: base === "" ? "/" : base }], paths, components });
  };
  return new Elysia().get(
    "/api/openapi.json",
    () => {
      told ??= tell();
      return new Response(told, { headers: { "content-type": "application/json", "cache-control": "no-cache" } });
    },
    { detail: { summary: "This description", responses: answer(200, "OpenAPI 3.1", asJson({ type: "object" })) } },
  );
}
