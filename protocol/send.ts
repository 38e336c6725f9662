// The machine of a share's owner: what was asked for, read, hashed and sent, for each receiver on its own.
import type { Part } from "./channel.ts";
import type { Failure } from "./failure.ts";
import { askedBytesMax, askedPartsMax, partBytes, readAheadMax, streamAheadMax } from "./limits.ts";
import { newPace, type Pace, withBytes } from "./line.ts";
import { isPaused, notPaused, type Pausing } from "./pausing.ts";
import { chunkBytesOf, chunkCountOf, chunkLengthOf, type Share } from "./share.ts";
import { isOpen, isStream, partsWithin } from "./stream.ts";

/**
 * A share of mine. `digests`: of the chunks read so far, of a stream as many as there are yet; `digest`: of the share, once all of them are known; `thumbnail`: a small picture, in hexadecimal; `hashing`: the chunk that is read
 * only for its digest.
 */
export type Offered = {
  readonly share: Share;
  readonly digests: readonly (string | undefined)[];
  readonly known: number;
  readonly digest?: string;
  readonly thumbnail?: string;
  readonly hashing?: number;
};

/**
 * A share on its way to one receiver. `chunks`: those in memory or being read, oldest first; of a stream all from the first that the receiver has
 * not confirmed to the last that was read.
 */
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
  const digests = isStream(share) ? [] : Array.from({ length: chunkCountOf(share) }, (_, chunk) => before[chunk]);
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
  return { ...offered, digests: offered.digests.toSpliced(chunk, 1, digest), known: offered.known + 1 };
}

/** All chunks' digests, once all are known. */
export function allDigests({ share, digests, known }: Offered): readonly string[] | undefined {
  return !isOpen(share) && known === chunkCountOf(share) ? (digests as readonly string[]) : undefined;
}

export function newSending(share: Share, transfer: number, now: number): Sending {
  const pausing = notPaused;
  return { share, transfer, queue: [], chunks: new Map(), stored: 0, wanted: share.size, pausing, pace: newPace(now) };
}

type Asking = { readonly parts: readonly Part[]; readonly stored: number; readonly wanted: number };

/** The receiver asks for parts. Returns a failure if they are not of this share, or too many at once. */
export function asked(sending: Sending, { parts, stored, wanted }: Asking, now: number): Sending | "asked-too-much" {
  const told = withStored(sending, stored, wanted, now);
  if (isPaused(sending)) return told;
  const queued = new Set(sending.queue.map(nameOf));
  const fresh = parts.filter((part) => queued.size < queued.add(nameOf(part)).size);
  const queue = [...sending.queue, ...fresh];
  const sound = fresh.every((part) => mayBeAsked(told, part));
  if (!sound || queue.length > askedPartsMax || queue.reduce((sum, part) => sum + part[2], 0) > askedBytesMax) return "asked-too-much";
  return { ...told, queue: isStream(sending.share) ? stillToSend(told, queue) : queue };
}

/** T1: it lies in the share. T9: of a stream it may lie beyond the end, which the receiver has not heard of yet, and not further ahead than is held. */
function mayBeAsked(sending: Sending, [chunk, offset, length]: Part): boolean {
  const { share } = sending;
  const whole = !isStream(share) ? chunkLengthOf(share, chunk) : chunk < unconfirmed(sending) + streamAheadMax ? chunkBytesOf(share) : 0;
  return length > 0 && length <= partBytes && offset + length <= whole;
}

/** Of a stream: parts that lie in it, and whose chunks the receiver has not stored meanwhile. */
function stillToSend(sending: Sending, queue: readonly Part[]): readonly Part[] {
  const from = unconfirmed(sending);
  return partsWithin(
    sending.share,
    queue.filter(([chunk]) => chunk >= from),
  );
}

/** T9: the first chunk of a stream that its receiver has not confirmed. */
function unconfirmed({ share, stored }: Sending): number {
  return stored === share.size ? chunkCountOf(share) : Math.floor(stored / chunkBytesOf(share));
}

function withStored(sending: Sending, stored: number, wanted: number, now: number): Sending {
  const all = Math.min(wanted, sending.share.size);
  const honest = isStream(sending.share) ? confirmed(sending, stored) : Math.min(stored, all);
  // What an earlier page had stored did not come just now.
  const came = sending.wanted === all && sending.stored > 0 ? Math.max(0, honest - sending.stored) : 0;
  return { ...sending, wanted: all, stored: honest, pace: withBytes(sending.pace, came, now) };
}

/** T9: what was stored of a stream stays so, and nothing is stored that was not read. */
function confirmed({ share, chunks, stored: before }: Sending, stored: number): number {
  const read = [...chunks].filter(([, state]) => state === "read").map(([chunk]) => chunk + 1);
  return Math.max(before, Math.min(stored, share.size, Math.max(0, ...read) * chunkBytesOf(share)));
}

/** T11: the end of a stream is known. What was to be read and sent beyond it is not. */
export function withEnd(sending: Sending, share: Share): readonly [Sending, readonly SendEffect[]] {
  const next = { ...sending, share, wanted: Math.min(sending.wanted, share.size), chunks: new Map(sending.chunks) };
  const beyond = [...sending.chunks.keys()].filter((chunk) => chunk >= chunkCountOf(share));
  for (const chunk of beyond) next.chunks.delete(chunk);
  return [{ ...next, queue: stillToSend(next, sending.queue) }, beyond.map((chunk) => freed(sending, chunk))];
}

function freed({ transfer }: Sending, chunk: number): SendEffect {
  return { do: "free", transfer, chunk };
}

export function wasRead(sending: Sending, chunk: number): Sending {
  return sending.chunks.has(chunk) ? { ...sending, chunks: new Map(sending.chunks).set(chunk, "read") } : sending;
}

/** What either side says of holding it: while it is held, nothing of it is sent. */
export function held(sending: Sending, pausing: Pausing): readonly [Sending, readonly SendEffect[]] {
  const next = { ...sending, pausing };
  return isPaused(next) ? emptied(next) : [next, []];
}

/** Nothing more will be sent, for now or for good. T9: what was read of a stream cannot be read again, and is held while it may be asked for. */
export function emptied(sending: Sending, ending?: "done" | Failure): readonly [Sending, readonly SendEffect[]] {
  if (isStream(sending.share) && ending === undefined) return [sending.queue.length === 0 ? sending : { ...sending, queue: [] }, []];
  if (sending.chunks.size === 0 && sending.queue.length === 0 && ending === undefined) return [sending, []];
  const effects = [...sending.chunks.keys()].map((chunk) => freed(sending, chunk));
  const rest = { ...sending, queue: [], chunks: new Map() };
  return [ending === undefined ? rest : { ...rest, ending }, effects];
}

/** Takes one step: sends the next part if its chunk is in memory and `mayForward`, and sees to it that the next chunks are read. */
export function forward(sending: Sending, offered: Offered, mayForward: boolean): readonly [Sending, readonly SendEffect[]] {
  const [reading, effects] = isStream(sending.share) ? readInOrder(sending) : readAhead(sending);
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
    effects.push(freed(sending, chunk));
  }
  return [{ ...sending, chunks }, effects];
}

/** T9: a stream is read once, in order, up to what was asked for and one chunk more, and what the receiver has stored is let go of. */
function readInOrder(sending: Sending): readonly [Sending, readonly SendEffect[]] {
  const { share, queue, transfer } = sending;
  const from = unconfirmed(sending);
  const chunks = new Map(sending.chunks);
  const effects: SendEffect[] = [];
  for (const chunk of sending.chunks.keys()) {
    if (chunk >= from) break;
    chunks.delete(chunk);
    effects.push(freed(sending, chunk));
  }
  const wanted = queue.length === 0 ? 0 : Math.max(...queue.map(([chunk]) => chunk)) + 2;
  for (let chunk = from + chunks.size; chunk < Math.min(wanted, from + streamAheadMax, chunkCountOf(share)); chunk++) {
    chunks.set(chunk, "reading");
    effects.push({ do: "read", transfer, chunk });
  }
  return effects.length === 0 ? [sending, []] : [{ ...sending, chunks }, effects];
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
