// The machine of a share's owner: what was asked for, read, hashed and sent, for each receiver on its own.
import type { Part } from "./channel.ts";
import type { Failure } from "./failure.ts";
import { askedBytesMax, askedPartsMax, partBytes, readAheadMax } from "./limits.ts";
import { newPace, type Pace, withBytes } from "./line.ts";
import { isPaused, notPaused, type Pausing } from "./pausing.ts";
import { chunkCountOf, chunkLengthOf, type Share } from "./share.ts";

/**
 * A share of mine. `digests`: of the chunks read so far; `digest`: of the share, once all of them are known; `hashing`: the chunk that is read
 * only for its digest.
 */
export type Offered = {
  readonly share: Share;
  readonly digests: readonly (string | undefined)[];
  readonly known: number;
  readonly digest?: string;
  readonly hashing?: number;
};

/** A share on its way to one receiver. `chunks`: those in memory or being read, oldest first. */
export type Sending = {
  readonly share: Share;
  readonly transfer: number;
  readonly queue: readonly Part[];
  readonly chunks: ReadonlyMap<number, "reading" | "read">;
  /** Bytes that the receiver says it has stored. */
  readonly stored: number;
  /** Bytes that it is to bring in all: some of the share's files, or all. */
  readonly wanted: number;
  readonly pausing: Pausing;
  readonly pace: Pace;
  readonly ending?: "done" | Failure;
};

export type SendEffect =
  | { do: "read"; transfer: number; chunk: number }
  | { do: "free"; transfer: number; chunk: number }
  | { do: "send-part"; transfer: number; part: Part; digest: string };

/** @param before digests that an earlier page took, by chunk */
export function newOffered(share: Share, before: readonly (string | undefined)[] = []): Offered {
  const digests = Array.from({ length: chunkCountOf(share) }, (_, chunk) => before[chunk]);
  return { share, digests, known: digests.filter((digest) => digest !== undefined).length };
}

/** The first chunk that nobody has read yet. */
export function unknownChunk({ digests, known }: Offered): number | undefined {
  return known === digests.length ? undefined : digests.indexOf(undefined);
}

/** The digest of a chunk that was read; undefined if the chunk had another one before, which means that the file changed. */
export function withDigest(offered: Offered, chunk: number, digest: string): Offered | undefined {
  const before = offered.digests[chunk];
  if (before !== undefined) return before === digest ? offered : undefined;
  return { ...offered, digests: offered.digests.with(chunk, digest), known: offered.known + 1 };
}

/** All chunks' digests, once all are known. */
export function allDigests(offered: Offered): readonly string[] | undefined {
  return offered.known === offered.digests.length ? (offered.digests as readonly string[]) : undefined;
}

export function newSending(share: Share, transfer: number, now: number): Sending {
  const pausing = notPaused;
  return { share, transfer, queue: [], chunks: new Map(), stored: 0, wanted: share.size, pausing, pace: newPace(now) };
}

type Asking = { readonly parts: readonly Part[]; readonly stored: number; readonly wanted: number };

/** The receiver asks for parts. Returns a failure if they are not of this share, or too many at once. */
export function asked(sending: Sending, { parts, stored, wanted }: Asking, now: number): Sending | "asked-too-much" {
  if (isPaused(sending)) return withStored({ ...sending }, stored, wanted, now);
  const queued = new Set(sending.queue.map(nameOf));
  const fresh = parts.filter((part) => queued.size < queued.add(nameOf(part)).size);
  const queue = [...sending.queue, ...fresh];
  const sound = fresh.every(
    ([chunk, offset, length]) => length > 0 && length <= partBytes && offset + length <= chunkLengthOf(sending.share, chunk),
  );
  if (!sound || queue.length > askedPartsMax || queue.reduce((sum, part) => sum + part[2], 0) > askedBytesMax) return "asked-too-much";
  return withStored({ ...sending, queue }, stored, wanted, now);
}

function withStored(sending: Sending, stored: number, wanted: number, now: number): Sending {
  const all = Math.min(wanted, sending.share.size);
  const honest = Math.min(stored, all);
  // What an earlier page had stored did not come just now.
  const came = sending.wanted === all && sending.stored > 0 ? Math.max(0, honest - sending.stored) : 0;
  return { ...sending, wanted: all, stored: honest, pace: withBytes(sending.pace, came, now) };
}

export function wasRead(sending: Sending, chunk: number): Sending {
  return sending.chunks.has(chunk) ? { ...sending, chunks: new Map(sending.chunks).set(chunk, "read") } : sending;
}

/** What either side says of holding it: while it is held, nothing of it is sent. */
export function held(sending: Sending, pausing: Pausing): readonly [Sending, readonly SendEffect[]] {
  const next = { ...sending, pausing };
  return isPaused(next) ? emptied(next) : [next, []];
}

/** Nothing more will be sent, for now or for good. */
export function emptied(sending: Sending, ending?: "done" | Failure): readonly [Sending, readonly SendEffect[]] {
  if (sending.chunks.size === 0 && sending.queue.length === 0 && ending === undefined) return [sending, []];
  const effects = [...sending.chunks.keys()].map((chunk) => ({ do: "free" as const, transfer: sending.transfer, chunk }));
  const rest = { ...sending, queue: [], chunks: new Map() };
  return [ending === undefined ? rest : { ...rest, ending }, effects];
}

/** Takes one step: sends the next part if its chunk is in memory and `mayForward`, and sees to it that the next chunks are read. */
export function forward(sending: Sending, offered: Offered, mayForward: boolean): readonly [Sending, readonly SendEffect[]] {
  const [reading, effects] = readAhead(sending);
  const next = reading.queue[0];
  if (!mayForward || next === undefined || reading.chunks.get(next[0]) !== "read") return [reading, effects];
  const digest = offered.digests[next[0]];
  if (digest === undefined) return [reading, effects];
  return [{ ...reading, queue: reading.queue.slice(1) }, [...effects, { do: "send-part", transfer: sending.transfer, part: next, digest }]];
}

function readAhead(sending: Sending): readonly [Sending, readonly SendEffect[]] {
  const soon = soonIn(sending);
  const missing = soon.filter((chunk) => !sending.chunks.has(chunk));
  if (missing.length === 0) return [sending, []];
  const chunks = new Map(sending.chunks);
  const effects: SendEffect[] = [];
  for (const chunk of missing) {
    chunks.set(chunk, "reading");
    effects.push({ do: "read", transfer: sending.transfer, chunk });
  }
  // A chunk is kept for a while after its last part went out: the window may be smaller than a chunk, and its next part is asked for later.
  for (const [chunk, state] of chunks) {
    if (chunks.size <= readAheadMax + 1) break;
    if (state === "reading" || soon.includes(chunk)) continue;
    chunks.delete(chunk);
    effects.push({ do: "free", transfer: sending.transfer, chunk });
  }
  return [{ ...sending, chunks }, effects];
}

/** The chunks that are to be in memory, soonest first. */
function soonIn({ queue, share }: Sending): readonly number[] {
  const soon: number[] = [];
  for (const [chunk] of queue) {
    if (soon.includes(chunk)) continue;
    soon.push(chunk);
    if (soon.length === readAheadMax) return soon;
  }
  const last = soon.at(-1);
  // The window may be smaller than a chunk: what will most likely be asked for next is read before it is.
  if (last !== undefined && last + 1 < chunkCountOf(share) && !soon.includes(last + 1)) soon.push(last + 1);
  return soon;
}

function nameOf([chunk, offset, length]: Part): string {
  return `${chunk}/${offset}/${length}`;
}
