// The machine of one transfer at its receiver: it asks for parts, joins them to chunks, and keeps a chunk only after its hash agrees.
import type { Part } from "./channel.ts";
import type { ReceiversEnding } from "./failure.ts";
import type { FrameHead } from "./frame.ts";
import { asksMax, chunksInHandBytesMax, corruptChunksMax, lookEveryMs, partBytes } from "./limits.ts";
import { type Line, lateAfterMs, newLine, windowOf, withBytes, withRoundTrip } from "./line.ts";
import { chunkBytesOf, chunkCountOf, chunkLengthOf, type Share, sealedBytesOf, sizeOf } from "./share.ts";
import { bytesIn, covers, type Spans, withSpan } from "./span.ts";

/** A window is asked for in so many portions: each question costs both pages as much as a frame does. */
const asksPerWindow = 4;

/** A part that was asked for: when last, and how often. */
type Asked = { readonly part: Part; readonly at: number; readonly times: number };

type Arriving = { readonly at: "arriving"; readonly here: Spans; readonly asked: readonly Asked[]; readonly digest?: string };
type Chunk = Arriving | { readonly at: "hashing" | "storing"; readonly digest: string };

type Stage =
  /** The disk is asked for room. */
  | { readonly at: "opening" }
  | {
      readonly at: "receiving";
      /** The first bytes that nobody asked for yet. */
      readonly next: { readonly chunk: number; readonly offset: number };
      /** Parts that came damaged, to be asked for before anything else. */
      readonly again: readonly Part[];
      readonly chunks: ReadonlyMap<number, Chunk>;
      readonly digests: readonly (string | undefined)[];
      readonly stored: number;
      readonly corrupt: number;
      readonly line: Line;
    }
  /** Every chunk is stored; the share's digest is compared with its owner's. */
  | { readonly at: "sealing"; readonly mine?: string }
  /** Both digests agree; the disk finishes writing. */
  | { readonly at: "closing" }
  | { readonly at: "complete" }
  | { readonly at: "failed"; readonly why: ReceiversEnding };

export type Receiving = Stage & {
  readonly share: Share;
  readonly transfer: number;
  readonly linked: boolean;
  /** The share's digest, as its owner says. */
  readonly theirs?: string;
};

type Active = Extract<Receiving, { at: "receiving" }>;

export type ReceiveEvent =
  | { on: "opened" }
  | { on: "linked" }
  | { on: "unlinked" }
  | { on: "frame"; head: FrameHead; frame: ArrayBuffer; length: number }
  | { on: "hashed"; chunk: number; digest: string }
  | { on: "stored"; chunk: number }
  | { on: "look" }
  | { on: "told"; digest: string }
  | { on: "digested"; digest: string }
  | { on: "closed" }
  | { on: "cancel" }
  | { on: "fail"; why: ReceiversEnding };

export type ReceiveEffect =
  | { do: "open" }
  | { do: "ask"; parts: readonly Part[]; stored: number }
  | { do: "keep"; chunk: number; offset: number; frame: ArrayBuffer }
  | { do: "hash"; chunk: number }
  | { do: "store"; chunk: number }
  | { do: "drop"; chunk: number }
  | { do: "digest"; bytes: Uint8Array<ArrayBuffer> }
  | { do: "close" }
  | { do: "discard" }
  | { do: "done" }
  | { do: "cancel"; why: ReceiversEnding }
  | { do: "look"; afterMs: number };

type Stepped = readonly [Receiving, readonly ReceiveEffect[]];

export function beginReceiving(share: Share, transfer: number, theirs: string | undefined): Stepped {
  const start: Receiving = { at: "opening", share, transfer, linked: true };
  return [theirs === undefined ? start : { ...start, theirs }, [{ do: "open" }]];
}

/** Bytes that are verified and stored. */
export function storedBytes(now: Receiving): number {
  if (now.at === "receiving") return now.stored;
  return now.at === "sealing" || now.at === "closing" || now.at === "complete" ? sizeOf(now.share) : 0;
}

export function isRunning(now: Receiving): boolean {
  return now.at === "opening" || now.at === "receiving" || now.at === "sealing" || now.at === "closing";
}

export function stepReceiving(now: Receiving, event: ReceiveEvent, at: number): Stepped {
  if (!isRunning(now)) return [now, event.on === "linked" ? ending(now) : []];
  switch (event.on) {
    case "opened":
      return now.at === "opening" ? opened(now, at) : [now, []];
    case "linked":
      return linked(now, at);
    case "unlinked":
      return [{ ...now, linked: false }, []];
    case "frame":
      return now.at === "receiving" ? frame(now, event, at) : [now, []];
    case "hashed":
      return now.at === "receiving" ? hashed(now, event, at) : [now, []];
    case "stored":
      return now.at === "receiving" ? stored(now, event.chunk, at) : [now, []];
    case "look":
      return now.at === "receiving" ? look(now, at) : [now, []];
    case "told":
      return compare({ ...now, theirs: event.digest });
    case "digested":
      return now.at === "sealing" ? compare({ ...now, mine: event.digest }) : [now, []];
    case "closed":
      return now.at === "closing" ? [{ ...now, at: "complete" }, [{ do: "done" }]] : [now, []];
    case "cancel":
      return fail(now, "cancelled");
    case "fail":
      return fail(now, event.why);
    default:
      return event satisfies never;
  }
}

function opened({ share, transfer, linked: isLinked, theirs }: Receiving, at: number): Stepped {
  const active: Active = {
    ...{ at: "receiving", share, transfer, linked: isLinked, ...(theirs === undefined ? {} : { theirs }) },
    next: { chunk: 0, offset: 0 },
    again: [],
    chunks: new Map(),
    digests: Array.from({ length: chunkCountOf(share) }, () => undefined),
    stored: 0,
    corrupt: 0,
    line: newLine(at),
  };
  if (active.digests.length === 0) {
    // Nothing to ask for; the empty question tells the owner that we are here.
    const [next, effects] = sealed(active);
    return [next, [{ do: "ask", parts: [], stored: 0 }, ...effects]];
  }
  const [next, effects] = askAhead(active, at);
  return [next, [...effects, { do: "look", afterMs: lookEveryMs }]];
}

/** R6: the link is there again. Whatever was on its way is lost, and asked for once more. */
function linked(now: Receiving, at: number): Stepped {
  const back = { ...now, linked: true };
  if (back.at !== "receiving") return [back, back.at === "sealing" ? [{ do: "ask", parts: [], stored: storedBytes(back) }] : []];
  const parts = missing(back).map(({ part }) => part);
  const chunks = mapArriving(back, (asked) => ({ ...asked, at, times: 1 }));
  const [next, effects] = askAhead({ ...back, chunks }, at);
  return [next, parts.length > 0 ? [{ do: "ask", parts, stored: back.stored }, ...effects] : effects];
}

/** R1: only bytes that were asked for count, and only once. */
function frame(now: Active, { head, frame: bytes, length }: Extract<ReceiveEvent, { on: "frame" }>, at: number): Stepped {
  const chunk = now.chunks.get(head.chunk);
  const span = [head.offset, head.offset + length] as const;
  if (chunk?.at !== "arriving" || covers(chunk.here, span)) return [now, []];
  if (!chunk.asked.some(({ part }) => covers([spanOf(part)], span))) return [now, []];
  if (chunk.digest !== undefined && chunk.digest !== head.digest) return spoiled(now, head.chunk, at);

  const here = withSpan(chunk.here, span);
  const pace = withBytes(now.line.pace, bytesIn(here) - bytesIn(chunk.here), at);
  const line = sampled({ ...now.line, pace }, chunk, here, at);
  const whole = bytesIn(here) === chunkLengthOf(now.share, head.chunk);
  const after: Chunk = whole ? { at: "hashing", digest: head.digest } : { ...chunk, here, digest: head.digest };
  const [next, asks] = askAhead({ ...now, line, chunks: new Map(now.chunks).set(head.chunk, after) }, at);
  const keep: ReceiveEffect = { do: "keep", chunk: head.chunk, offset: head.offset, frame: bytes };
  return [next, whole ? [keep, { do: "hash", chunk: head.chunk }, ...asks] : [keep, ...asks]];
}

/** Learns from the parts that this frame completed, unless they were asked for twice (Karn's rule). */
function sampled(line: Line, before: Arriving, here: Spans, at: number): Line {
  return before.asked
    .filter(({ part, times }) => times === 1 && !covers(before.here, spanOf(part)) && covers(here, spanOf(part)))
    .reduce((learnt, asked) => withRoundTrip(learnt, at - asked.at), line);
}

/** R3: a chunk is stored only if its hash is the one that came with it. */
function hashed(now: Active, { chunk: index, digest }: Extract<ReceiveEvent, { on: "hashed" }>, at: number): Stepped {
  const chunk = now.chunks.get(index);
  if (chunk?.at !== "hashing") return [now, []];
  if (chunk.digest !== digest) return spoiled(now, index, at);
  return [{ ...now, chunks: new Map(now.chunks).set(index, { at: "storing", digest }) }, [{ do: "store", chunk: index }]];
}

/** R4: a damaged chunk is dropped and asked for again; a source that keeps sending such is left. */
function spoiled(now: Active, index: number, at: number): Stepped {
  if (now.corrupt + 1 > corruptChunksMax) return fail(now, "chunk-corrupt");
  const askedTo = index === now.next.chunk ? now.next.offset : chunkLengthOf(now.share, index);
  const chunks = new Map(now.chunks).set(index, { at: "arriving", here: [], asked: [] });
  const again = [...now.again.filter(([chunk]) => chunk !== index), ...partsOf(index, askedTo)];
  const [next, asks] = askAhead({ ...now, corrupt: now.corrupt + 1, chunks, again }, at);
  return [next, [{ do: "drop", chunk: index }, ...asks]];
}

function stored(now: Active, index: number, at: number): Stepped {
  const chunk = now.chunks.get(index);
  if (chunk?.at !== "storing") return [now, []];
  const chunks = new Map(now.chunks);
  chunks.delete(index);
  const digests = now.digests.with(index, chunk.digest);
  const after = { ...now, chunks, digests, stored: now.stored + chunkLengthOf(now.share, index) };
  if (after.stored < sizeOf(now.share)) return askAhead(after, at);
  const [next, effects] = sealed(after);
  return [next, [{ do: "ask", parts: [], stored: after.stored }, ...effects]];
}

function sealed(now: Active): Stepped {
  const { share, transfer, linked: isLinked, theirs } = now;
  const next: Receiving = { at: "sealing", share, transfer, linked: isLinked, ...(theirs === undefined ? {} : { theirs }) };
  return [next, [{ do: "digest", bytes: sealedBytesOf(share, now.digests as readonly string[]) }]];
}

/** R7: "complete" is said only when the share's digest agrees with its owner's, and the disk has it all. */
function compare(now: Receiving): Stepped {
  if (now.at !== "sealing" || now.mine === undefined || now.theirs === undefined) return [now, []];
  if (now.mine !== now.theirs) return fail(now, "share-mismatch");
  return [{ at: "closing", share: now.share, transfer: now.transfer, linked: now.linked, theirs: now.theirs }, [{ do: "close" }]];
}

/** How it ended, said again on a new link: the old one may have taken the word with it. */
function ending(now: Receiving): readonly ReceiveEffect[] {
  if (now.at === "failed") return [{ do: "cancel", why: now.why }];
  return now.at === "complete" ? [{ do: "done" }] : [];
}

function fail(now: Receiving, why: ReceiversEnding): Stepped {
  const { share, transfer, linked: isLinked } = now;
  return [{ at: "failed", why, share, transfer, linked: isLinked }, [{ do: "discard" }, { do: "cancel", why }]];
}

/** R5: parts that are late are asked for again, each time after twice the wait, and a source that stays silent is left. */
function look(now: Active, at: number): Stepped {
  const again: ReceiveEffect = { do: "look", afterMs: lookEveryMs };
  if (!now.linked) return [now, [again]];
  const late = missing(now).filter((asked) => at - asked.at > lateAfterMs(now.line, asked.times));
  if (late.length === 0) return [now, [again]];
  if (late.some((asked) => asked.times >= asksMax)) return fail(now, "source-silent");
  const chunks = mapArriving(now, (asked) => (late.includes(asked) ? { ...asked, at, times: asked.times + 1 } : asked));
  return [{ ...now, chunks }, [{ do: "ask", parts: late.map(({ part }) => part), stored: now.stored }, again]];
}

/** R2: asks for the next parts while the window and the memory have room; few questions for many parts. */
function askAhead(now: Active, at: number): Stepped {
  const bytes = chunkBytesOf(now.share);
  const inHand = Math.max(2, Math.floor(chunksInHandBytesMax / bytes));
  const chunks = new Map(now.chunks);
  const parts: Part[] = [];
  let { chunk, offset } = now.next;
  let room = windowOf(now.line) - outstanding(now);
  const again = now.linked ? now.again.slice(0, Math.max(0, Math.floor(room / partBytes))) : [];
  for (const part of again) {
    chunks.set(part[0], withAsked(chunks.get(part[0]), { part, at, times: 1 }));
    parts.push(part);
    room -= part[2];
  }
  while (now.linked && chunk < now.digests.length && room >= partBytes && (chunks.has(chunk) || chunks.size < inHand)) {
    const length = Math.min(partBytes, chunkLengthOf(now.share, chunk) - offset);
    const part: Part = [chunk, offset, length];
    chunks.set(chunk, withAsked(chunks.get(chunk), { part, at, times: 1 }));
    parts.push(part);
    room -= length;
    offset += length;
    if (offset >= chunkLengthOf(now.share, chunk)) {
      chunk += 1;
      offset = 0;
    }
  }
  const worthAsking =
    parts.length * partBytes >= windowOf(now.line) / asksPerWindow || chunk === now.digests.length || outstanding(now) === 0;
  if (parts.length === 0 || !worthAsking) return [now, []];
  return [{ ...now, next: { chunk, offset }, again: now.again.slice(again.length), chunks }, [{ do: "ask", parts, stored: now.stored }]];
}

function withAsked(chunk: Chunk | undefined, asked: Asked): Chunk {
  if (chunk?.at === "arriving") return { ...chunk, asked: [...chunk.asked, asked] };
  return { at: "arriving", here: [], asked: [asked] };
}

function partsOf(chunk: number, to: number): Part[] {
  const parts: Part[] = [];
  for (let offset = 0; offset < to; offset += partBytes) parts.push([chunk, offset, Math.min(partBytes, to - offset)]);
  return parts;
}

/** What was asked for and is not here. */
function missing(now: Active): readonly Asked[] {
  return [...now.chunks.values()].flatMap((chunk) =>
    chunk.at === "arriving" ? chunk.asked.filter(({ part }) => !covers(chunk.here, spanOf(part))) : [],
  );
}

function outstanding(now: Active): number {
  let bytes = 0;
  for (const chunk of now.chunks.values()) {
    if (chunk.at === "arriving") bytes += chunk.asked.reduce((sum, { part }) => sum + part[2], 0) - bytesIn(chunk.here);
  }
  return bytes;
}

function mapArriving(now: Active, change: (asked: Asked) => Asked): ReadonlyMap<number, Chunk> {
  const chunks = new Map(now.chunks);
  for (const [index, chunk] of chunks) if (chunk.at === "arriving") chunks.set(index, { ...chunk, asked: chunk.asked.map(change) });
  return chunks;
}

function spanOf([, offset, length]: Part): readonly [number, number] {
  return [offset, offset + length];
}
