// PUT /r/{name}/f/{file}: curl brings something for somebody in the room. GET /r/{name}/f/{pipe}: they, or somebody's curl, get it. POST /r/{name}/f/{run}: a
// page brings what its person lets curl have. All through the server in the clear, and nothing is kept. `protocol/pipes.ts` decides; here it is done.
import { randomBytes } from "node:crypto";
import type { Server } from "bun";
import { Elysia } from "elysia";
import {
  pipeBeatMs,
  pipeNameMax,
  pipeStalledMs,
  pipesMax,
  pipesPerAddressMax,
  requestBytesMax,
  shareBytesMax,
} from "../protocol/limits.ts";
import { readRoomName } from "../protocol/name.ts";
import { safeName } from "../protocol/path.ts";
import { type PipeFailure, pipeFailureKey, pipeFailures } from "../protocol/pipe-failure.ts";
import type { PipeId } from "../protocol/pipe-word.ts";
import type { PipesAct, PipesEvent } from "../protocol/pipes.ts";
import { hostWords } from "../protocol/words/host/all.ts";
import { sayIn } from "../protocol/words.ts";
import { callerOf } from "./caller.ts";
import { answer as answerOf, asBytes, asText, refusals } from "./described.ts";
import { visitorOf } from "./html.ts";
import { isForeign } from "./origin.ts";
import { type Flow, openFlow } from "./pipe-flow.ts";
import { openReport, type Report } from "./pipe-report.ts";
import { answer, problem } from "./problem.ts";
import type { Register } from "./register.ts";
import type { RelayBudget } from "./relay-budget.ts";
import type { RelayTickets } from "./relay-tickets.ts";
import type { Settings } from "./settings.ts";
import { countSockets } from "./socket-count.ts";

/** What curl brings. `refused`: it is not offered to anybody. */
type Upload = {
  readonly name: string;
  readonly caller: string;
  readonly bytes: ReadableStream<Uint8Array> | null;
  readonly say: Say;
  readonly report: Report;
  refused?: PipeFailure;
};

/** Somebody wants bytes, and is answered while the room's machine takes its step. */
type Call = { readonly caller: string; answered?: Response | PipeFailure };

/** `caller`: whose bytes count against what the host allows. */
type Running = { readonly flow: Flow; readonly caller: string };

type Send = (event: PipesEvent) => void;
type Say = ReturnType<typeof sayOf>;

/** What a ticket opens; the relay's own are for other doors. */
export function pipeScope(room: string): string {
  return `pipes of ${room}`;
}

export function openPipes(lent: {
  settings: Settings;
  tickets: RelayTickets;
  budget: RelayBudget;
  every: (ms: number, act: () => void) => void;
  later: (afterMs: number, then: () => void) => void;
}) {
  const { settings, tickets, budget, later } = lent;
  const uploads = new Map<PipeId, Upload>();
  /** What curl brings, on its way to whoever took it; and what pages bring, by run. Whoever is in a room knows its pipes, and only one page a run. */
  const taken = new Map<PipeId, Running>();
  const runs = new Map<PipeId, Running>();
  const calls = new Map<number, Call>();
  const counted = countSockets(() => pipesPerAddressMax);
  let callsEver = 0;

  lent.every(pipeStalledMs, () => {
    for (const { flow } of [...taken.values(), ...runs.values()]) if (flow.isStalled()) flow.fail("pipe-stalled");
  });

  const act = (effect: PipesAct, send: Send) => {
    switch (effect.do) {
      case "refuse": {
        const upload = uploads.get(effect.pipe);
        if (upload !== undefined) upload.refused = effect.why;
        return;
      }
      case "let":
        return letThrough(effect, send);
      case "deny": {
        const call = calls.get(effect.call);
        if (call !== undefined) call.answered = effect.why;
        return;
      }
      case "end":
        return end(effect.pipe, effect.why);
      case "wake":
        return later(effect.afterMs, () => send({ on: "waited", pipe: effect.pipe }));
      default:
        return effect satisfies never;
    }
  };

  const letThrough = ({ pipe, call, run, name }: Extract<PipesAct, { do: "let" }>, send: Send) => {
    const upload = uploads.get(pipe);
    const asking = calls.get(call);
    if (asking === undefined) return;
    const id = run ?? pipe;
    const caller = upload?.caller ?? asking.caller;
    const flow = openFlow({
      spend: (bytes) => budget.spend(caller, bytes),
      over: (why) => send({ on: "over", pipe: id, ...(why === undefined ? {} : { why }) }),
    });
    asking.answered = download(flow, name);
    if (run !== undefined) {
      counted.opened(caller);
      runs.set(run, { flow, caller });
      return;
    }
    taken.set(pipe, { flow, caller });
    upload?.report.say(upload.say("pipe.begun", { file: upload.name }));
    void flow.feed(upload?.bytes ?? null).then((why) => why === undefined && flow.finish());
  };

  const end = (id: PipeId, why: PipeFailure | undefined) => {
    const running = taken.get(id) ?? runs.get(id);
    // What was not whole yet is cut; it may also be over already, and be what told us so.
    running?.flow.fail(why ?? "pipe-torn");
    taken.delete(id);
    if (runs.delete(id)) counted.closed(running?.caller ?? "");
    const upload = uploads.get(id);
    if (upload === undefined) return;
    const { say, name, report } = upload;
    forget(id);
    if (why === undefined) report.finish(say("pipe.done", { file: name, n: running?.flow.bytes ?? 0 }));
    else report.fail(say("pipe.not-done", { file: name, why: say(pipeFailureKey(why)) }));
  };

  const forget = (id: PipeId) => {
    counted.closed(uploads.get(id)?.caller ?? "");
    uploads.delete(id);
  };
  const isFull = () => uploads.size + runs.size >= pipesMax;

  const route = (register: Register) => {
    const bring = ({ request, server, params }: Asked): Response => {
      const room = readRoomName(params.name);
      if (settings.pipe === "off") return refusal(request, "pipe-off");
      if (isForeign(request, settings.publicUrl)) return problem(request, "foreign-site");
      if (room === undefined) return problem(request, "room-name-invalid");
      const people = register.look(room)?.people ?? 0;
      if (people === 0) return refusal(request, "pipe-nobody");
      const caller = callerOf(request, server, settings.trustProxy);
      const pipe = randomId();
      const few = counted.opened(caller) && !isFull();
      const gone = () => register.pipe(room, { on: "over", pipe, why: "pipe-giver-left" });
      const upload: Upload = {
        ...{ name: nameOf(params.file ?? ""), caller, bytes: request.body, say: sayOf(request) },
        report: openReport({ beatMs: pipeBeatMs, gone, later }),
      };
      uploads.set(pipe, upload);
      const size = sizeOf(request);
      if (few) register.pipe(room, { on: "offer", pipe, name: upload.name, ...(size === undefined ? {} : { size }) });
      else upload.refused = "too-many-pipes";
      if (upload.refused !== undefined) {
        forget(pipe);
        upload.report.finish("");
        return refusal(request, upload.refused);
      }
      server?.timeout(request, 0);
      upload.report.say(upload.say("pipe.offered", { file: upload.name, n: people }));
      return new Response(upload.report.body, { headers: { ...unkept, "content-type": "text/plain; charset=utf-8" } });
    };

    const get = ({ request, server, params }: Asked): Response => {
      const room = readRoomName(params.name);
      if (settings.pipe === "off") return refusal(request, "pipe-off");
      if (isForeign(request, settings.publicUrl)) return problem(request, "foreign-site");
      if (room === undefined) return problem(request, "room-name-invalid");
      const [, pipe = "", ticket] = /^([0-9a-f]{32})(?:\.([\w-]+))?$/.exec(params.file ?? "") ?? [];
      const by = ticket === undefined ? undefined : tickets.peerOf(pipeScope(room), ticket);
      const call: Call = { caller: callerOf(request, server, settings.trustProxy) };
      const number = ++callsEver;
      calls.set(number, call);
      if (by !== undefined) register.pipe(room, { on: "take", pipe, by, call: number });
      else if (ticket === undefined && pipe !== "") {
        if (isFull()) call.answered = "too-many-pipes";
        else register.pipe(room, { on: "call", pipe, call: number, run: randomId() });
      }
      calls.delete(number);
      const { answered = "pipe-unknown" } = call;
      if (typeof answered === "string") return refusal(request, answered);
      server?.timeout(request, 0);
      return answered;
    };

    const feed = async ({ request, server, params, query }: Asked): Promise<Response> => {
      if (isForeign(request, settings.publicUrl)) return problem(request, "foreign-site");
      const flow = runs.get(params.file ?? "")?.flow;
      if (flow === undefined) return refusal(request, "pipe-unknown");
      if (query.end === "changed") {
        flow.fail("pipe-changed");
        return new Response(null, { status: 204, headers: unkept });
      }
      if (Number(query.at) !== flow.bytes) flow.fail("pipe-torn");
      else if (query.end === "whole") flow.finish();
      server?.timeout(request, 0);
      const why = await flow.feed(query.end === undefined ? request.body : null);
      return why === undefined ? new Response(null, { status: 204, headers: unkept }) : refusal(request, why);
    };

    return new Elysia()
      .put("/r/:name/f", bring, { parse: "none", detail: { hide: true } })
      .put("/r/:name/f/:file", bring, { parse: "none", detail: described.bring })
      .get("/r/:name/f/:file", get, { detail: described.get })
      .post("/r/:name/f/:file", feed, { parse: "none", detail: { hide: true } });
  };

  return { act, route };
}

/** What a request brings, as far as it is needed here. */
type Asked = {
  readonly request: Request;
  readonly server: Server<unknown> | null;
  readonly params: { readonly name: string; readonly file?: string };
  readonly query: Readonly<Record<string, string | undefined>>;
};

/** What programs may do. What a page feeds runs with is between it and this file. */
const described = {
  bring: {
    summary: "Brings a file for whoever in the room takes it first, where the host lends this and the room has no secret",
    description:
      "The answer goes on while the file waits and passes through: a line for each thing that happens. It ends broken off if the file was not taken whole.",
    requestBody: { content: asBytes },
    responses: {
      ...answerOf(200, "What becomes of it", asText),
      ...refusals(["pipe-off", "pipe-nobody", "pipe-secret", "foreign-site", "room-name-invalid", "too-many-pipes"]),
    },
  },
  get: {
    summary: "Gets what was brought, or what somebody in the room lets have, once",
    responses: {
      ...answerOf(200, "The file, as it comes", asBytes),
      ...refusals([
        "pipe-off",
        "foreign-site",
        "pipe-taken",
        "pipe-busy",
        "pipe-unknown",
        "pipe-forbidden",
        "room-name-invalid",
        "too-many-pipes",
      ]),
    },
  },
};

/** One plain line for curl, problem+json for programs. */
export function refusal(request: Request, why: PipeFailure): Response {
  return answer(request, { why, status: pipeFailures[why], detail: sayOf(request)(pipeFailureKey(why)) });
}

function sayOf(request: Request) {
  const { language } = visitorOf(request);
  return sayIn(hostWords[language].pipe, language);
}

function randomId(): PipeId {
  return randomBytes(16).toString("hex");
}

/** Bytes that are to come, if that is known. */
function sizeOf(request: Request): number | undefined {
  const length = request.headers.get("content-length");
  return length === null ? undefined : Number(length);
}

/** curl appends the file's name to an address that ends in a slash, but for the standard input's. */
function nameOf(file: string): string {
  return safeName(file === "" || file === "-" ? "stdin" : file).slice(0, pipeNameMax);
}

const unkept = { "cache-control": "no-store", "x-accel-buffering": "no" };

function download(flow: Flow, name: string): Response {
  return new Response(flow.body, {
    headers: {
      ...unkept,
      "content-type": "application/octet-stream",
      "content-disposition": dispositionOf(name),
      "content-security-policy": "default-src 'none'; sandbox",
      "x-content-type-options": "nosniff",
    },
  });
}

/**
 * RFC 6266. curl knows no `filename*`, and saves the bytes of `filename` as they are, so these are UTF-8 already; a safe name has no quotes and no
 * backslashes.
 */
export function dispositionOf(name: string): string {
  const encoded = encodeURIComponent(name).replace(/['()*]/g, (each) => `%${each.charCodeAt(0).toString(16).toUpperCase()}`);
  return `attachment; filename="${Buffer.from(name).toString("latin1")}"; filename*=UTF-8''${encoded}`;
}

/** Bytes of a request's body that Bun takes. */
export function bodyBytesMax({ pipe }: Pick<Settings, "pipe">): number {
  return pipe === "on" ? shareBytesMax : requestBytesMax;
}

/** Where Bun takes bodies of any size, only the pipes' own may be large. */
export function isTooLarge(request: Request): boolean {
  const length = request.headers.get("content-length");
  if (length === null ? !request.headers.has("transfer-encoding") : Number(length) <= requestBytesMax) return false;
  return !(/^(PUT|POST)$/.test(request.method) && /^[^?]*\/r\/[^/?]+\/f(\/[^/?]*)?(\?|$)/.test(request.url));
}
