// The server's machine for the pipes of one room: what curl sends into it, who takes it, and what people let curl have. It holds no bytes. Who is in the
// room is the room's knowledge, and comes with each event.
import { allowedPerPeerMax, pipesPerRoomMax, pipeWaitMs } from "./limits.ts";
import type { PipeFailure } from "./pipe-failure.ts";
import type { PipeAsk, Piped, PipeId, PipeWord } from "./pipe-word.ts";
import type { PeerId } from "./signal.ts";

/** What somebody lets curl have. `run`: a curl is getting it. */
type Allowed = { readonly by: PeerId; readonly name: string; readonly run?: PipeId };

export type Pipes = {
  /** Offered or taken; what is over is told and forgotten. */
  readonly sent: ReadonlyMap<PipeId, Exclude<Piped, { at: "over" }>>;
  readonly allowed: ReadonlyMap<PipeId, Allowed>;
};

export const noPipes: Pipes = { sent: new Map(), allowed: new Map() };

export type PipesEvent =
  /** curl brings something. */
  | { on: "offer"; pipe: PipeId; name: string; size?: number }
  /** A download with somebody's ticket; `call` names the request. */
  | { on: "take"; pipe: PipeId; by: PeerId; call: number }
  /** A curl without one; `run` is new, for whoever brings the bytes. */
  | { on: "call"; pipe: PipeId; call: number; run: PipeId }
  /** The bytes of a pipe, or of a run, have all gone through, or will not; `why` undefined: they have. */
  | { on: "over"; pipe: PipeId; why?: PipeFailure }
  | { on: "waited"; pipe: PipeId }
  | { on: "asked"; by: PeerId; ask: PipeAsk }
  | { on: "left"; peer: PeerId };

export type PipesEffect =
  /** Says it to one person who may hear of pipes, or to all of them. */
  | { do: "tell"; to: PeerId | "all"; word: PipeWord }
  /** What curl brings is not offered. */
  | { do: "refuse"; pipe: PipeId; why: PipeFailure }
  /** A request is answered with the bytes; `run`: those that its owner will bring. */
  | { do: "let"; pipe: PipeId; call: number; name: string; size?: number; run?: PipeId }
  | { do: "deny"; call: number; why: PipeFailure }
  /** Whatever still goes through this pipe, or run, ends so; `why` undefined: it is whole. */
  | { do: "end"; pipe: PipeId; why?: PipeFailure }
  | { do: "wake"; afterMs: number; pipe: PipeId };

/** What is done outside of the room. */
export type PipesAct = Exclude<PipesEffect, { do: "tell" }>;

type Stepped = readonly [Pipes, readonly PipesEffect[]];

/** Who is in the room: those who may hear of pipes, which are those without a room secret, and whether others are here too. */
export type Around = { readonly open: ReadonlySet<PeerId>; readonly secret: boolean };

export function stepPipes(pipes: Pipes, event: PipesEvent, around: Around): Stepped {
  switch (event.on) {
    case "offer":
      return offer(pipes, event, around);
    case "take":
      return take(pipes, event, around);
    case "call":
      return call(pipes, event);
    case "over":
      return over(pipes, event.pipe, event.why);
    case "waited":
      return pipes.sent.get(event.pipe)?.at === "offered" ? end(pipes, event.pipe, "pipe-untaken") : [pipes, []];
    case "asked":
      return event.ask.is === "allow" ? allow(pipes, event.by, event.ask) : forbid(pipes, event.by, event.ask.pipe);
    case "left":
      return left(pipes, event.peer, around);
    default:
      return event satisfies never;
  }
}

/** What somebody who has just come is told. */
export function hereNow({ sent }: Pipes, ticket: string): PipeWord {
  return { is: "here", ticket, pipes: [...sent.values()] };
}

function offer(pipes: Pipes, { pipe, name, size }: Extract<PipesEvent, { on: "offer" }>, { open, secret }: Around): Stepped {
  const why = secret ? "pipe-secret" : open.size === 0 ? "pipe-nobody" : pipes.sent.size >= pipesPerRoomMax ? "too-many-pipes" : undefined;
  if (why !== undefined) return [pipes, [{ do: "refuse", pipe, why }]];
  const piped = { at: "offered", pipe, name, ...(size === undefined ? {} : { size }) } as const;
  return [
    { ...pipes, sent: new Map(pipes.sent).set(pipe, piped) },
    [
      { do: "tell", to: "all", word: { is: "piped", piped } },
      { do: "wake", afterMs: pipeWaitMs, pipe },
    ],
  ];
}

function take(pipes: Pipes, { pipe, by, call }: Extract<PipesEvent, { on: "take" }>, { open }: Around): Stepped {
  const piped = pipes.sent.get(pipe);
  if (piped === undefined || !open.has(by)) return [pipes, [{ do: "deny", call, why: "pipe-unknown" }]];
  if (piped.at === "taken") return [pipes, [{ do: "deny", call, why: "pipe-taken" }]];
  const { at: _, ...what } = piped;
  const taken = { ...what, at: "taken", by } as const;
  return [
    { ...pipes, sent: new Map(pipes.sent).set(pipe, taken) },
    [
      { do: "let", call, ...what },
      { do: "tell", to: "all", word: { is: "piped", piped: taken } },
    ],
  ];
}

function call(pipes: Pipes, { pipe, call, run }: Extract<PipesEvent, { on: "call" }>): Stepped {
  const allowed = pipes.allowed.get(pipe);
  if (allowed === undefined) return [pipes, [{ do: "deny", call, why: "pipe-unknown" }]];
  if (allowed.run !== undefined) return [pipes, [{ do: "deny", call, why: "pipe-busy" }]];
  const { by, name } = allowed;
  return [
    { ...pipes, allowed: new Map(pipes.allowed).set(pipe, { ...allowed, run }) },
    [
      { do: "let", pipe, call, name, run },
      { do: "tell", to: by, word: { is: "called", pipe, run } },
    ],
  ];
}

/** A pipe has brought all, or a run has; the permission stays for the next one. */
function over(pipes: Pipes, id: PipeId, why: PipeFailure | undefined): Stepped {
  if (pipes.sent.has(id)) return end(pipes, id, why);
  const [pipe, allowed] = [...pipes.allowed].find(([, { run }]) => run === id) ?? [];
  if (pipe === undefined || allowed === undefined) return [pipes, []];
  const { run: _, ...free } = allowed;
  return [{ ...pipes, allowed: new Map(pipes.allowed).set(pipe, free) }, [ending(id, why)]];
}

function end(pipes: Pipes, pipe: PipeId, why: PipeFailure | undefined): Stepped {
  const piped = pipes.sent.get(pipe);
  if (piped === undefined) return [pipes, []];
  const sent = new Map(pipes.sent);
  sent.delete(pipe);
  const told: Piped = { ...piped, at: "over", ...(why === undefined ? {} : { why }) };
  return [{ ...pipes, sent }, [ending(pipe, why), { do: "tell", to: "all", word: { is: "piped", piped: told } }]];
}

function ending(pipe: PipeId, why: PipeFailure | undefined): PipesEffect {
  return { do: "end", pipe, ...(why === undefined ? {} : { why }) };
}

function allow(pipes: Pipes, by: PeerId, { pipe, name }: Extract<PipeAsk, { is: "allow" }>): Stepped {
  const known = pipes.allowed.get(pipe);
  const mine = [...pipes.allowed.values()].filter((each) => each.by === by).length;
  if (known?.by === by) return [pipes, []];
  const why = known !== undefined ? "pipe-taken" : mine >= allowedPerPeerMax ? "too-many-pipes" : undefined;
  if (why !== undefined) return [pipes, [{ do: "tell", to: by, word: { is: "denied", pipe, why } }]];
  return [{ ...pipes, allowed: new Map(pipes.allowed).set(pipe, { by, name }) }, []];
}

function forbid(pipes: Pipes, by: PeerId, pipe: PipeId): Stepped {
  const known = pipes.allowed.get(pipe);
  if (known?.by !== by) return [pipes, []];
  const allowed = new Map(pipes.allowed);
  allowed.delete(pipe);
  return [{ ...pipes, allowed }, known.run === undefined ? [] : [ending(known.run, "pipe-forbidden")]];
}

/** What they let curl have goes with them; what nobody is left to take, too. A download that runs is a browser's own, and goes on without its page. */
function left(pipes: Pipes, peer: PeerId, { open }: Around): Stepped {
  let [now, effects]: [Pipes, readonly PipesEffect[]] = [pipes, []];
  const then = ([next, more]: Stepped) => {
    [now, effects] = [next, [...effects, ...more]];
  };
  for (const [pipe, { by }] of pipes.allowed) if (by === peer) then(forbid(now, peer, pipe));
  if (open.size === 0) for (const [pipe, { at }] of pipes.sent) if (at === "offered") then(end(now, pipe, "pipe-nobody"));
  return [now, effects];
}
