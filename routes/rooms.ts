// POST /api/rooms makes a room, GET /api/rooms/{name} tells who is there.
import { Elysia } from "elysia";
import type { Failure } from "../protocol/failure.ts";
import { readRoomName } from "../protocol/name.ts";
import { fragmentOf, linkSecretBytes, linkSecretOf } from "../protocol/secret.ts";
import { callerOf } from "./caller.ts";
import { answer, asJson, asText, type Operation, object, refusals, text } from "./described.ts";
import type { Founding } from "./founding.ts";
import type { Gate } from "./gate.ts";
import { addressOf } from "./mount.ts";
import { isForeign } from "./origin.ts";
import { problem } from "./problem.ts";
import type { Register } from "./register.ts";
import type { Settings } from "./settings.ts";
import { isTerminal, plainText } from "./terminal.ts";
import { bearerOf } from "./token.ts";

export function roomsRoute(lent: { register: Register; settings: Settings; mayReserve: Gate; founding: Founding }) {
  const { register, settings, mayReserve, founding } = lent;
  return new Elysia()
    .post(
      "/api/rooms",
      async ({ request, server }) => {
        if (isForeign(request, settings.publicUrl)) return problem(request, "foreign-site");
        if (!mayReserve(callerOf(request, server, settings.trustProxy))) return problem(request, "too-many-rooms");
        if (!founding.may(bearerOf(request))) return problem(request, "token-wrong");
        const wish = await readWish(request);
        if ("why" in wish) return problem(request, wish.why);
        const reserved = register.reserve(wish.name);
        if ("why" in reserved) return problem(request, reserved.why);
        const secret = linkSecretOf(crypto.getRandomValues(new Uint8Array(linkSecretBytes)), "server");
        const url = `${roomUrl(addressOf(request, settings), reserved.name)}#${fragmentOf({ link: secret, asks: false })}`;
        const headers = { location: url, "cache-control": "no-store" };
        if (isTerminal(request))
          return new Response(`${url}\n`, { status: 201, headers: { ...headers, "content-type": "text/plain; charset=utf-8" } });
        return Response.json({ room: reserved.name, url, secret }, { status: 201, headers });
      },
      { parse: "none", detail: described.make },
    )
    .get(
      "/api/rooms/:name",
      ({ request, params }) => {
        const name = readRoomName(params.name);
        const facts = name === undefined ? undefined : register.look(name);
        if (name === undefined) return problem(request, "room-name-invalid");
        if (facts === undefined || facts.people === 0) return problem(request, "room-not-found");
        if (isTerminal(request)) return plainText(`${facts.room} ${facts.people} ${facts.createdAt}\n`);
        return Response.json(facts, { headers: { "cache-control": "no-store" } });
      },
      { detail: described.look },
    );
}

const Name = object({ name: text }, []);
const Made = object({ room: text, url: { type: "string", format: "uri" }, secret: { type: "string", pattern: "^s=[0-9a-f]{32}$" } });
const Facts = object({ room: text, people: { type: "integer", minimum: 1 }, createdAt: { type: "string", format: "date-time" } });

const described: Record<"make" | "look", Operation> = {
  make: {
    summary: "Makes a room: its name waits ten minutes for the first person",
    description:
      "Without a name, a random one. The secret is made by the server, and is in the address. As text/plain the address and nothing else.",
    requestBody: { content: { ...asJson(Name), "application/x-www-form-urlencoded": { schema: Name } } },
    responses: {
      ...answer(201, "The room", asJson(Made), asText),
      ...refusals([
        "request-unreadable",
        "token-wrong",
        "foreign-site",
        "room-occupied",
        "room-name-invalid",
        "too-many-rooms",
        "rooms-full",
      ]),
    },
  },
  look: {
    summary: "Who is there",
    responses: { ...answer(200, "How many, and since when", asJson(Facts), asText), ...refusals(["room-not-found", "room-name-invalid"]) },
  },
};

export function roomUrl(address: string, name: string): string {
  return `${address}/r/${encodeURIComponent(name)}`;
}

/** The name that the body asks for; none is fine. */
async function readWish(request: Request): Promise<{ name: string | undefined } | { why: Failure }> {
  const raw = await rawName(request);
  if (raw === unreadable) return { why: "request-unreadable" };
  if (raw === undefined || raw === null || raw === "") return { name: undefined };
  const name = readRoomName(raw);
  return name === undefined ? { why: "room-name-invalid" } : { name };
}

const unreadable = Symbol("unreadable");

async function rawName(request: Request): Promise<unknown> {
  const type = request.headers.get("content-type") ?? "";
  try {
    if (/^(application\/x-www-form-urlencoded|multipart\/form-data)/i.test(type)) {
      const text = await request.clone().text();
      return text === "" ? undefined : (await request.formData()).get("name");
    }
    const text = await request.text();
    if (text.trim() === "") return undefined;
    const body: unknown = JSON.parse(text);
    return typeof body === "object" && body !== null ? (body as { name?: unknown }).name : unreadable;
  } catch {
    return unreadable;
  }
}
