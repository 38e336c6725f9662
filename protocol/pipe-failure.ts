// How a pipe may end badly, with the HTTP status that tells curl. The sentences are in `words/host/`. Apart from `failure.ts`, whose names and sentences
// every page loads: only servers with pipes need these.

export const pipeFailures = {
  "pipe-off": 404,
  "pipe-secret": 403,
  "pipe-nobody": 404,
  "too-many-pipes": 429,
  "pipe-unknown": 410,
  "pipe-taken": 409,
  "pipe-busy": 409,
  "pipe-untaken": 504,
  "pipe-giver-left": 502,
  "pipe-taker-left": 502,
  "pipe-stalled": 504,
  "pipe-torn": 409,
  "pipe-cut": 502,
  "pipe-spent": 503,
  "pipe-changed": 409,
  "pipe-forbidden": 410,
  "request-too-large": 413,
} as const satisfies Record<string, number>;

export type PipeFailure = keyof typeof pipeFailures;

export const pipeFailureNames = Object.keys(pipeFailures) as readonly PipeFailure[];

export function pipeFailureKey(why: PipeFailure): `failure.${PipeFailure}` {
  return `failure.${why}`;
}
