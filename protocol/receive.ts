// The machine of one transfer at its receiver: it asks for parts, joins them to chunks, and keeps a chunk only after its hash agrees.
// It knows which chunks are stored, and neither their bytes nor their digests: those lie in the sink.
import type { Part } from "./channel.ts";
import { canResume, type ReceiversEnding } from "./failure.ts";
import type { FrameHead } from "./frame.ts";
import { asksMax, chunksInHandBytesMax, corruptChunksMax, lookEveryMs, partBytes, partsPerAskMax, windowBytesMin } from "./limits.ts";
import { type Line, lateAfterMs, newLine, type Path, windowOf, withArrived, withRoundTrip } from "./line.ts";
import { bytesOfChunks, chunkBytesOf, chunkCountOf, chunkLengthOf, chunksOf, type Share } from "./share.ts";
import { countIn, covers, firstFrom, inBoth, type Spans, without, withoutSpan, withSpan } from "./span.ts";

/** A window is asked for in so many portions: each question costs both pages as much as a frame does. */
const asksPerWindow = 4;

/** A part that was asked for: when last, and how often; 0: on an earlier path, and not on this one yet. */
type Asked = { readonly part: Part; readonly at: number; readonly times: number };

/** `asked`: the chunk's parts in order, as far as they were asked for: each has its place. */
type Arriving = { readonly at: "arriving"; readonly here: Spans; readonly asked: readonly Asked[]; readonly digest?: string };
type Chunk = Arriving | { readonly at: "hashing" | "storing"; readonly digest: string };

type Stage =
  /** The disk is asked for room, and for what it has of this already. */
  | { readonly at: "opening" }
  | {
      readonly at: "receiving";
      /** Chunks that nobody asked for yet. */
      readonly todo: Spans;
      /** Chunks that an earlier page left on the disk: they count once their hash was taken again. */
      readonly checking: Spans;
      /** The chunk that is asked for in part, and its first byte that is not. */
      readonly next?: { readonly chunk: number; readonly offset: number };
      readonly chunks: ReadonlyMap<number, Chunk>;
      /** Bytes that were asked for on this path and are not here. */
      readonly outside: number;
      /** Parts that were asked for on an earlier path wait to be asked for on this one. */
      readonly owed: boolean;
      /** Bytes that are verified and stored. */
      readonly stored: number;
      readonly corrupt: number;
      readonly line: Line;
    }
  /** Every chunk is stored; the share's digest is compared with its owner's. */
  | { readonly at: "sealing"; readonly mine?: string }
  /** All is well; the disk finishes writing. */
  | { readonly at: "closing" }
  | { readonly at: "complete" }
  /** `stored`: bytes that are kept, so that it can be continued. */
  | { readonly at: "failed"; readonly why: ReceiversEnding; readonly stored: number };

/** Who holds a transfer, as each side says: `mine` goes to the other side, `theirs` came from it; `known`: they know of mine. */
export type Pausing = { readonly mine: boolean; readonly theirs: boolean; readonly known: boolean };
export const notPaused: Pausing = { mine: false, theirs: false, known: true };

export type Receiving = Stage & {
  readonly share: Share;
  readonly transfer: number;
  /** Entries that are wanted, by index; undefined: all. */
  readonly chosen?: Spans;
  /** The bytes of all chunks that are wanted. */
  readonly wanted: number;
  /** The owner is here and offers it; over which path. */
  readonly linked: boolean;
  readonly path: Path;
  /** Transfers that share the window of this path: over the relay, all of one owner; infinite while it is not this one's turn. */
  readonly among: number;
  /** Connections that it comes over, each of which has a window to fill. */
  readonly lanes: number;
  readonly pausing: Pausing;
  /** The share's digest, as its owner says. */
  readonly theirs?: string;
};

type Active = Extract<Receiving, { at: "receiving" }>;

export type ReceiveEvent =
  /** `found`: chunks that the disk has already, of an earlier page. */
  | { on: "opened"; found: Spans }
  | { on: "checked"; chunk: number; good: boolean }
  | { on: "linked"; path: Path }
  | { on: "unlinked" }
  | { on: "frame"; head: FrameHead; frame: ArrayBuffer; length: number }
  | { on: "hashed"; chunk: number; digest: string }
  | { on: "stored"; chunk: number }
  | { on: "look" }
  | { on: "told"; digest: string }
  | { on: "digested"; digest: string }
  | { on: "closed" }
  | { on: "pause"; yes: boolean }
  | { on: "paused"; theirs: boolean; known: boolean; answer: boolean }
  /** A failed transfer that can be continued is. */
  | { on: "resume" }
  | { on: "cancel" }
  | { on: "fail"; why: ReceiversEnding };

export type ReceiveEffect =
  /** Opens what is kept of this transfer, or makes room for it. */
  | { do: "open" }
  /** Hashes these chunks again as they lie on the disk, and says of each whether it is what was stored. */
  | { do: "check"; chunks: Spans }
  | { do: "ask"; parts: readonly Part[]; stored: number; wanted: number }
  | { do: "keep"; chunk: number; offset: number; frame: ArrayBuffer }
  | { do: "hash"; chunk: number }
  | { do: "store"; chunk: number; digest: string }
  | { do: "drop"; chunk: number }
  /** Takes the share's digest over its manifest and the digests of all stored chunks. */
  | { do: "digest" }
  | { do: "close" }
  /** Closes it as it is: it is to be continued. */
  | { do: "shelve" }
  | { do: "discard" }
  | { do: "done" }
  | { do: "pause"; mine: boolean; yours: boolean; known: boolean }
  | { do: "cancel"; why: ReceiversEnding }
  | { do: "look"; afterMs: number };

type Stepped = readonly [Receiving, readonly ReceiveEffect[]];

/** @param chosen entries that are wanted, by index; undefined: all @param mine it begins paused, as it was on an earlier page */
export function beginReceiving(share: Share, transfer: number, chosen?: Spans, mine = false): Stepped {
  const common = {
    share,
    transfer,
    wanted: bytesOfChunks(share, chunksOf(share, chosen)),
    linked: false,
    path: "direct" as const,
    among: 1,
    lanes: 1,
  };
  const pausing = { ...notPaused, mine, known: !mine };
  const begun: Receiving = { at: "opening", ...common, pausing, ...(chosen === undefined ? {} : { chosen }) };
  return [begun, [{ do: "open" }]];
}

/** A transfer that an earlier page completed. */
export function completeReceiving(share: Share, transfer: number, chosen?: Spans): Receiving {
  return { ...beginReceiving(share, transfer, chosen)[0], at: "complete" };
}

/** Bytes that are verified and stored. */
export function storedBytes(now: Receiving): number {
  switch (now.at) {
    case "opening":
      return 0;
    case "receiving":
    case "failed":
      return now.stored;
    default:
      return now.wanted;
  }
}

export function isRunning(now: Receiving): boolean {
  return now.at === "opening" || now.at === "receiving" || now.at === "sealing" || now.at === "closing";
}

/** It takes its part of the line and of the disk: it runs, its owner is here, and nobody holds it. */
export function isActive(now: Receiving): boolean {
  return isRunning(now) && mayAsk(now);
}

export function isPaused({ pausing }: { readonly pausing: Pausing }): boolean {
  return pausing.mine || pausing.theirs;
}

/** It may ask: somebody is there to answer, and nobody holds it. */
function mayAsk(now: Receiving): boolean {
  return now.linked && !isPaused(now);
}

/** What all stages share, without what belongs to one. */
function commonOf({ share, transfer, chosen, wanted, linked, path, among, lanes, pausing, theirs }: Receiving) {
  const known = theirs === undefined ? {} : { theirs };
  return { share, transfer, wanted, linked, path, among, lanes, pausing, ...known, ...(chosen === undefined ? {} : { chosen }) };
}

export function stepReceiving(now: Receiving, event: ReceiveEvent, at: number): Stepped {
  if (!isRunning(now)) return over(now, event);
  switch (event.on) {
    case "opened":
      return now.at === "opening" ? opened(now, event.found, at) : [now, []];
    case "checked":
      return now.at === "receiving" ? checked(now, event, at) : [now, []];
    case "linked":
      return linked(now, event.path, at);
    case "unlinked":
      return [{ ...now, linked: false, pausing: unheard(now.pausing) }, []];
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
    case "pause":
      return pause(now, event.yes, at);
    case "paused":
      return paused(now, event, at);
    case "resume":
      return [now, []];
    case "cancel":
      return fail(now, "cancelled");
    case "fail":
      return fail(now, event.why);
    default:
      return event satisfies never;
  }
}

/** On a new link each side says again whether it holds the transfer, and nobody knows of the other before. */
export function unheard({ mine }: Pausing): Pausing {
  return { mine, theirs: false, known: !mine };
}

/** It has ended. How, is said again on a new link: the old one may have taken the word with it. What is kept can be continued or given up. */
function over(now: Receiving, event: ReceiveEvent): Stepped {
  switch (event.on) {
    case "linked":
      if (now.at === "failed") return [{ ...now, linked: true }, [{ do: "cancel", why: now.why }]];
      return [{ ...now, linked: true }, [{ do: "done" }]];
    case "unlinked":
      return [{ ...now, linked: false }, []];
    case "told":
      return [{ ...now, theirs: event.digest }, []];
    case "resume":
      return isKept(now) ? [{ ...commonOf(now), at: "opening", pausing: notPaused }, [{ do: "open" }]] : [now, []];
    case "cancel":
      return isKept(now) ? fail(now, "cancelled") : [now, []];
    case "fail":
      // The disk may still report what went wrong with it; that its owner ended it is worth hearing.
      return isKept(now) && !canResume(event.why) ? fail(now, event.why) : [now, []];
    default:
      return [now, []];
  }
}

/** It failed, and what is stored of it lies on the disk. */
export function isKept(now: Receiving): boolean {
  return now.at === "failed" && canResume(now.why);
}

function opened(now: Receiving, found: Spans, at: number): Stepped {
  const wanted = chunksOf(now.share, now.chosen);
  const checking = inBoth(wanted, found);
  const active: Active = {
    ...commonOf(now),
    at: "receiving",
    todo: without(wanted, checking),
    checking,
    chunks: new Map(),
    outside: 0,
    owed: false,
    stored: 0,
    corrupt: 0,
    line: newLine(at, now.path),
  };
  // The first question tells the owner that we are here, even if there is nothing to ask for.
  const greeting: ReceiveEffect[] = active.linked ? [tellStored(active)] : [];
  if (active.pausing.mine && active.linked) greeting.push(tellPause(active));
  if (wanted.length === 0) return withFirst(greeting, sealed(active));
  const check: ReceiveEffect[] = checking.length === 0 ? [] : [{ do: "check", chunks: checking }];
  const [next, asks] = askAhead(active, at);
  return [next, [...check, ...(asks.length > 0 ? asks : greeting), { do: "look", afterMs: lookEveryMs }]];
}

function withFirst(first: readonly ReceiveEffect[], [next, effects]: Stepped): Stepped {
  return [next, [...first, ...effects]];
}

function tellStored(now: Receiving): ReceiveEffect {
  return askFor(now, []);
}

function askFor(now: Receiving, parts: readonly Part[]): ReceiveEffect {
  return { do: "ask", parts, stored: storedBytes(now), wanted: now.wanted };
}

/** Questions for any number of parts. */
function askForAll(now: Receiving, parts: readonly Part[]): readonly ReceiveEffect[] {
  const asks: ReceiveEffect[] = [];
  for (let i = 0; i < parts.length; i += partsPerAskMax) asks.push(askFor(now, parts.slice(i, i + partsPerAskMax)));
  return asks;
}

function tellPause({ pausing }: Receiving): ReceiveEffect {
  return { do: "pause", mine: pausing.mine, yours: pausing.theirs, known: pausing.known };
}

/** R12: what an earlier page left on the disk counts once its hash is what it was; what does not, is asked for like the rest. */
function checked(now: Active, { chunk, good }: Extract<ReceiveEvent, { on: "checked" }>, at: number): Stepped {
  const span = [chunk, chunk + 1] as const;
  if (!covers(now.checking, span)) return [now, []];
  const rest = { ...now, checking: withoutSpan(now.checking, span) };
  if (good) return progressed({ ...rest, stored: now.stored + chunkLengthOf(now.share, chunk) }, at);
  return askAhead({ ...rest, todo: withSpan(now.todo, span) }, at);
}

/** R6: the link is there again. Whatever was on its way is lost, and asked for once more. */
function linked(now: Receiving, path: Path, at: number): Stepped {
  if (now.linked) return [now, []];
  const back = { ...now, linked: true, path };
  // Its owner hears of it once the disk has said what is there.
  if (back.at === "opening") return [back, []];
  if (back.at !== "receiving" || isPaused(back)) return [back, [tellStored(back), ...(back.pausing.mine ? [tellPause(back)] : [])]];
  return askMissing({ ...back, line: newLine(at, back.path) }, at);
}

/** Nothing is outside any more: what was, is asked for again as the window has room, and then what comes after it. */
function askMissing(now: Active, at: number): Stepped {
  const chunks = mapArriving(now, (asked) => ({ ...asked, times: 0 }));
  const [next, asks] = askAhead({ ...now, chunks, outside: 0, owed: true }, at);
  return [next, asks.length > 0 ? asks : [tellStored(now)]];
}

/** R13: nothing is asked for while either side holds the transfer. */
function pause(now: Receiving, yes: boolean, at: number): Stepped {
  if (now.pausing.mine === yes) return [now, []];
  // An owner who has not heard of this transfer yet hears of the pause with it.
  const tells = now.linked && now.at !== "opening";
  const next = { ...now, pausing: { ...now.pausing, mine: yes, known: !tells && !yes } };
  return withFirst(tells ? [tellPause(next)] : [], resumed(now, next, at));
}

function paused(now: Receiving, { theirs, known, answer }: Extract<ReceiveEvent, { on: "paused" }>, at: number): Stepped {
  const next = { ...now, pausing: { ...now.pausing, theirs, known } };
  return withFirst(theirs !== now.pausing.theirs || !known || answer ? [tellPause(next)] : [], resumed(now, next, at));
}

function resumed(before: Receiving, now: Receiving, at: number): Stepped {
  const goesOn = now.at === "receiving" && isPaused(before) && mayAsk(now);
  return goesOn ? askMissing({ ...now, line: newLine(at, now.path) }, at) : [now, []];
}

/** R1: only bytes that were asked for count, and only once. */
function frame(now: Active, { head, frame: bytes, length }: Extract<ReceiveEvent, { on: "frame" }>, at: number): Stepped {
  const chunk = now.chunks.get(head.chunk);
  const to = head.offset + length;
  if (chunk?.at !== "arriving" || covers(chunk.here, [head.offset, to])) return [now, []];
  const asked = chunk.asked[Math.floor(head.offset / partBytes)];
  if (asked === undefined || to > asked.part[1] + asked.part[2]) return [now, []];
  if (chunk.digest !== undefined && chunk.digest !== head.digest) return spoiled(now, head.chunk, at);

  const here = withSpan(chunk.here, [head.offset, to]);
  const bytesHere = countIn(here);
  const came = bytesHere - countIn(chunk.here);
  const arrived = withArrived(now.line, came, at);
  // What was asked for twice teaches nothing of the line (Karn's rule).
  const line = asked.times === 1 && covers(here, spanOf(asked.part)) ? withRoundTrip(arrived, at - asked.at, at) : arrived;
  const whole = bytesHere === chunkLengthOf(now.share, head.chunk);
  const after: Chunk = whole ? { at: "hashing", digest: head.digest } : { ...chunk, here, digest: head.digest };
  const chunks = new Map(now.chunks).set(head.chunk, after);
  const outside = asked.times === 0 ? now.outside : now.outside - came;
  const [next, asks] = askAhead({ ...now, line, chunks, outside }, at);
  const keep: ReceiveEffect = { do: "keep", chunk: head.chunk, offset: head.offset, frame: bytes };
  return [next, whole ? [keep, { do: "hash", chunk: head.chunk }, ...asks] : [keep, ...asks]];
}

/** R3: a chunk is stored only if its hash is the one that came with it. */
function hashed(now: Active, { chunk: index, digest }: Extract<ReceiveEvent, { on: "hashed" }>, at: number): Stepped {
  const chunk = now.chunks.get(index);
  if (chunk?.at !== "hashing") return [now, []];
  if (chunk.digest !== digest) return spoiled(now, index, at);
  return [{ ...now, chunks: new Map(now.chunks).set(index, { at: "storing", digest }) }, [{ do: "store", chunk: index, digest }]];
}

/** R4: a damaged chunk is dropped and asked for again; a source that keeps sending such is left. */
function spoiled(now: Active, index: number, at: number): Stepped {
  if (now.corrupt + 1 > corruptChunksMax) return fail(now, "chunk-corrupt");
  const chunks = new Map(now.chunks);
  chunks.delete(index);
  const { next: asking, ...rest } = now;
  const kept = asking === undefined || asking.chunk === index ? {} : { next: asking };
  const outside = now.outside - outsideOf(now.chunks.get(index));
  const again = { ...rest, ...kept, outside, corrupt: now.corrupt + 1, chunks, todo: withSpan(now.todo, [index, index + 1]) };
  const [next, asks] = askAhead(again, at);
  return [next, [{ do: "drop", chunk: index }, ...asks]];
}

function stored(now: Active, index: number, at: number): Stepped {
  const chunk = now.chunks.get(index);
  if (chunk?.at !== "storing") return [now, []];
  const chunks = new Map(now.chunks);
  chunks.delete(index);
  return progressed({ ...now, chunks, stored: now.stored + chunkLengthOf(now.share, index) }, at);
}

function progressed(now: Active, at: number): Stepped {
  const told = now.linked ? [tellStored(now)] : [];
  if (now.stored === now.wanted) return withFirst(told, sealed(now));
  // While it is held, no question tells what is stored.
  return isPaused(now) ? [now, told] : askAhead(now, at);
}

/** Is the share wanted from its first chunk to its last? Only then there is a digest of the whole. */
function wantsAll({ share, chosen }: Receiving): boolean {
  return countIn(chunksOf(share, chosen)) === chunkCountOf(share);
}

/** R7: the digests of a whole share are compared with its owner's; some of its files are known by their chunks alone. */
function sealed(now: Active): Stepped {
  if (!wantsAll(now)) return [{ ...commonOf(now), at: "closing" }, [{ do: "close" }]];
  return [{ ...commonOf(now), at: "sealing" }, [{ do: "digest" }]];
}

/** R7: "complete" is said only when the share's digest agrees with its owner's, and the disk has it all. */
function compare(now: Receiving): Stepped {
  if (now.at !== "sealing" || now.mine === undefined || now.theirs === undefined) return [now, []];
  if (now.mine !== now.theirs) return fail(now, "share-mismatch");
  return [{ ...commonOf(now), at: "closing" }, [{ do: "close" }]];
}

/** R8: what can be continued is kept; of everything else nothing is. */
function fail(now: Receiving, why: ReceiversEnding): Stepped {
  const kept = canResume(why);
  const failed: Receiving = { ...commonOf(now), at: "failed", why, stored: kept ? storedBytes(now) : 0 };
  return [failed, [{ do: kept ? "shelve" : "discard" }, { do: "cancel", why }]];
}

/** R5: parts that are late are asked for again, each time after twice the wait, and a source that stays silent is left. */
function look(now: Active, at: number): Stepped {
  const again: ReceiveEffect = { do: "look", afterMs: lookEveryMs };
  if (!mayAsk(now)) return [now, [again]];
  const late = missing(now).filter((asked) => asked.times > 0 && at - asked.at > lateAfterMs(now.line, asked.times));
  if (late.length === 0) {
    // It may be this one's turn now.
    const [next, asks] = now.outside === 0 ? askAhead(now, at) : [now, []];
    return [next, [...asks, again]];
  }
  if (late.some((asked) => asked.times >= asksMax)) return fail(now, "source-silent");
  const chunks = mapArriving(now, (asked) => (late.includes(asked) ? { ...asked, at, times: asked.times + 1 } : asked));
  return [
    { ...now, chunks },
    [
      ...askForAll(
        now,
        late.map(({ part }) => part),
      ),
      again,
    ],
  ];
}

/** R2: asks for the next parts while the window and the memory have room; few questions for many parts. */
function askAhead(now: Active, at: number): Stepped {
  if (!mayAsk(now)) return [now, []];
  // Looking for them costs more than a frame may.
  const waiting = now.owed ? missing(now).filter(({ times }) => times === 0) : [];
  if (waiting.length === 0 && now.next === undefined && now.todo.length === 0) return [now, []];
  const window =
    now.among === Number.POSITIVE_INFINITY
      ? 0
      : Math.max(partBytes, Math.max(windowOf(now.line, at), now.lanes * windowBytesMin) / now.among);
  // Most frames leave no room that is worth a question.
  const room = window - now.outside;
  if (room < partBytes || (now.outside > 0 && room < window / asksPerWindow && !isNearEnd(now, room))) return [now, []];
  const inHand = Math.max(2, Math.floor(chunksInHandBytesMax / chunkBytesOf(now.share)));
  const chunks = new Map(now.chunks);
  const parts: Part[] = [];
  let { todo } = now;
  let next = now.next;
  let { outside } = now;
  for (const { part } of waiting) {
    if (window - outside < partBytes || parts.length === partsPerAskMax) break;
    const [index] = part;
    const again = (asked: Asked) => (asked.part === part ? { ...asked, at, times: 1 } : asked);
    const chunk = mapAsked(chunks.get(index), again);
    chunks.set(index, chunk);
    parts.push(part);
    outside += partOutside(chunk, part);
  }
  while (window - outside >= partBytes && parts.length < partsPerAskMax) {
    const [chunk, offset] = next === undefined ? [firstFrom(todo, 0), 0] : [next.chunk, next.offset];
    if (chunk === undefined || (next === undefined && chunks.size >= inHand)) break;
    const whole = chunkLengthOf(now.share, chunk);
    const part: Part = [chunk, offset, Math.min(partBytes, whole - offset)];
    chunks.set(chunk, withAsked(chunks.get(chunk), { part, at, times: 1 }));
    parts.push(part);
    outside += part[2];
    todo = withoutSpan(todo, [chunk, chunk + 1]);
    next = offset + part[2] < whole ? { chunk, offset: offset + part[2] } : undefined;
  }
  const isLast = next === undefined && todo.length === 0 && parts.length >= waiting.length;
  const worthAsking = isLast || now.outside === 0 || parts.length * partBytes >= window / asksPerWindow;
  if (parts.length === 0 || !worthAsking) return [now, []];
  const { next: _, ...rest } = now;
  const owed = waiting.length > 0 && waiting.some(({ part }) => !parts.includes(part));
  const asked: Active = { ...rest, todo, chunks, outside, owed, ...(next === undefined ? {} : { next }) };
  return [asked, [askFor(now, parts)]];
}

/** Is there little enough left that so much room may be for the last question? */
function isNearEnd(now: Active, room: number): boolean {
  const chunks = room / chunkBytesOf(now.share) + 1;
  return now.todo.length <= chunks && countIn(now.todo) <= chunks;
}

function withAsked(chunk: Chunk | undefined, asked: Asked): Chunk {
  if (chunk?.at === "arriving") return { ...chunk, asked: [...chunk.asked, asked] };
  return { at: "arriving", here: [], asked: [asked] };
}

/** What was asked for and is not here. */
function missing(now: Active): readonly Asked[] {
  return [...now.chunks.values()].flatMap((chunk) =>
    chunk.at === "arriving" ? chunk.asked.filter(({ part }) => !covers(chunk.here, spanOf(part))) : [],
  );
}

/** Bytes of a chunk that were asked for on this path and are not here. */
function outsideOf(chunk: Chunk | undefined): number {
  if (chunk?.at !== "arriving") return 0;
  return chunk.asked.reduce((sum, { part, times }) => (times === 0 ? sum : sum + partOutside(chunk, part)), 0);
}

function partOutside(chunk: Chunk, part: Part): number {
  return chunk.at === "arriving" ? part[2] - countIn(inBoth(chunk.here, [spanOf(part)])) : 0;
}

function mapArriving(now: Active, change: (asked: Asked) => Asked): ReadonlyMap<number, Chunk> {
  const chunks = new Map(now.chunks);
  for (const [index, chunk] of chunks) if (chunk.at === "arriving") chunks.set(index, mapAsked(chunk, change));
  return chunks;
}

function mapAsked(chunk: Chunk | undefined, change: (asked: Asked) => Asked): Arriving {
  return chunk?.at === "arriving" ? { ...chunk, asked: chunk.asked.map(change) } : { at: "arriving", here: [], asked: [] };
}

function spanOf([, offset, length]: Part): readonly [number, number] {
  return [offset, offset + length];
}
