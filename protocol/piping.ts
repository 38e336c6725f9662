// A participant's machine for pipes: what curl sends into the room, and which shares of mine curl may have. It runs beside `peer.ts`, which hears of pipes
// only in rooms without a secret, and only on servers that lend them.
import { pipesKnownMax } from "./limits.ts";
import type { PipeFailure } from "./pipe-failure.ts";
import type { PipeAsk, Piped, PipeId, PipeWord } from "./pipe-word.ts";
import type { ShareId } from "./share.ts";

/** A share of mine that curl may have. `run`: a curl is getting it; `times`: how many have; `why`: the last one did not. */
export type Allowed = {
  readonly pipe: PipeId;
  readonly name: string;
  readonly times: number;
  readonly run?: Run;
  readonly why?: PipeFailure;
};

/** Bytes that the server has taken of all. */
export type Run = { readonly id: PipeId; readonly done: number; readonly total: number };

export type Piping = {
  /** Opens pipes for me; undefined before the server has said that it lends any. */
  readonly ticket?: string;
  readonly pipes: ReadonlyMap<PipeId, Piped>;
  readonly allowed: ReadonlyMap<ShareId, Allowed>;
};

export const noPiping: Piping = { pipes: new Map(), allowed: new Map() };

export type PipingEvent =
  | { on: "heard"; word: PipeWord }
  /** @param pipe a new one, which nobody can guess */
  | { on: "allow"; share: ShareId; pipe: PipeId; name: string }
  /** Taken back, or the share is not offered any more. */
  | { on: "forbid"; share: ShareId }
  | { on: "moved"; run: PipeId; done: number; total: number }
  | { on: "over"; run: PipeId; why?: PipeFailure }
  | { on: "remove"; pipe: PipeId };

export type PipingEffect =
  | { do: "tell"; word: PipeAsk }
  /** Brings the bytes of a share to a run. */
  | { do: "carry"; share: ShareId; run: PipeId }
  | { do: "drop"; run: PipeId }
  | { do: "warn"; why: PipeFailure };

type Stepped = readonly [Piping, readonly PipingEffect[]];

export function stepPiping(now: Piping, event: PipingEvent): Stepped {
  switch (event.on) {
    case "heard":
      return heard(now, event.word);
    case "allow": {
      const { share, pipe, name } = event;
      if (now.ticket === undefined || now.allowed.has(share)) return [now, []];
      return [withAllowed(now, share, { pipe, name, times: 0 }), [{ do: "tell", word: { is: "allow", pipe, name } }]];
    }
    case "forbid":
      return forbid(now, event.share);
    case "moved":
      return ofRun(now, event.run, (allowed) => ({ ...allowed, run: { id: event.run, done: event.done, total: event.total } }));
    case "over":
      return ofRun(now, event.run, ({ run: _, why: __, ...allowed }) =>
        event.why === undefined ? { ...allowed, times: allowed.times + 1 } : { ...allowed, why: event.why },
      );
    case "remove": {
      const pipes = new Map(now.pipes);
      pipes.delete(event.pipe);
      return [{ ...now, pipes }, []];
    }
    default:
      return event satisfies never;
  }
}

function heard(now: Piping, word: PipeWord): Stepped {
  switch (word.is) {
    case "here": {
      // What ended while I was away ended without me; what was over stays until it is removed.
      const over = [...now.pipes].filter(([, { at }]) => at === "over");
      const pipes = bounded(new Map([...over, ...word.pipes.map((each) => [each.pipe, each] as const)]));
      const again = [...now.allowed.values()].map(({ pipe, name }): PipingEffect => ({ do: "tell", word: { is: "allow", pipe, name } }));
      return [{ ...now, ticket: word.ticket, pipes }, again];
    }
    case "piped": {
      const { piped } = word;
      return [{ ...now, pipes: bounded(new Map(now.pipes).set(piped.pipe, piped)) }, []];
    }
    case "called": {
      const [share, allowed] = allowedBy(now, word.pipe);
      if (share === undefined || allowed === undefined) return [now, []];
      const stale: readonly PipingEffect[] = allowed.run === undefined ? [] : [{ do: "drop", run: allowed.run.id }];
      const called = { ...allowed, run: { id: word.run, done: 0, total: 0 } };
      return [withAllowed(now, share, called), [...stale, { do: "carry", share, run: word.run }]];
    }
    case "denied": {
      const [share] = allowedBy(now, word.pipe);
      return share === undefined ? [now, []] : [without(now, share), [{ do: "warn", why: word.why }]];
    }
    default:
      return word satisfies never;
  }
}

function forbid(now: Piping, share: ShareId): Stepped {
  const allowed = now.allowed.get(share);
  if (allowed === undefined) return [now, []];
  const { pipe, run } = allowed;
  const dropped: readonly PipingEffect[] = run === undefined ? [] : [{ do: "drop", run: run.id }];
  return [without(now, share), [...dropped, { do: "tell", word: { is: "forbid", pipe } }]];
}

function ofRun(now: Piping, run: PipeId, change: (allowed: Allowed) => Allowed): Stepped {
  const [share, allowed] = [...now.allowed].find(([, each]) => each.run?.id === run) ?? [];
  return share === undefined || allowed === undefined ? [now, []] : [withAllowed(now, share, change(allowed)), []];
}

function allowedBy({ allowed }: Piping, pipe: PipeId): readonly [ShareId, Allowed] | readonly [] {
  return [...allowed].find(([, each]) => each.pipe === pipe) ?? [];
}

function withAllowed(now: Piping, share: ShareId, allowed: Allowed): Piping {
  return { ...now, allowed: new Map(now.allowed).set(share, allowed) };
}

function without(now: Piping, share: ShareId): Piping {
  const allowed = new Map(now.allowed);
  allowed.delete(share);
  return { ...now, allowed };
}

/** A server could make up any number of them: the oldest go first, and of those what is over. */
function bounded(pipes: ReadonlyMap<PipeId, Piped>): ReadonlyMap<PipeId, Piped> {
  const surplus = pipes.size - pipesKnownMax;
  if (surplus <= 0) return pipes;
  const oldest = [...pipes].sort(([, one], [, other]) => Number(other.at === "over") - Number(one.at === "over"));
  return new Map(oldest.slice(surplus));
}
