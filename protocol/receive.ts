// The machine of one transfer at its receiver: it asks for parts, joins them to chunks, and keeps a chunk only after its hash agrees.

import { askAhead, askLate, askMissing, outsideOf, spanOf, tellStored } from "./asking.ts";
import type { ReceiversEnding } from "./failure.ts";
import { corruptChunksMax, lookEveryMs, partBytes } from "./limits.ts";
import { newLine, type Path, withArrived, withRoundTrip } from "./line.ts";
import { isPaused, notPaused, unheard } from "./pausing.ts";
import {
  type Active,
  type Chunk,
  commonOf,
  isKept,
  isRunning,
  keeps,
  mayAsk,
  type ReceiveEffect,
  type ReceiveEvent,
  type Receiving,
  type Stepped,
  storedBytes,
} from "./receive-state.ts";
import { bytesOfChunks, chunkBytesOf, chunkCountOf, chunkLengthOf, chunksOf, type Share } from "./share.ts";
import { countIn, covers, inBoth, type Spans, without, withoutSpan, withSpan } from "./span.ts";
import { endedStream, endingOfStream, isOpen, isStream, partsWithin } from "./stream.ts";

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
    case "ended":
      return isOpen(now.share) ? ended(now, event.size, at) : [now, []];
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
      return isKept(now) && !keeps(now, event.why) ? fail(now, event.why) : [now, []];
    default:
      return [now, []];
  }
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
  if (now.stored === now.wanted) return isOpen(now.share) ? fail(now, "share-mismatch") : withFirst(told, sealed(now));
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

function look(now: Active, at: number): Stepped {
  const again: ReceiveEffect = { do: "look", afterMs: lookEveryMs };
  const asked = mayAsk(now) ? askLate(now, at) : ([now, []] as const);
  if (asked === "source-silent") return fail(now, asked);
  return [asked[0], [...asked[1], again]];
}

/** R16: the end of a stream is known, and the true share takes the open one's place. An end that what is here contradicts is a lie. */
function ended(now: Receiving, size: number, at: number): Stepped {
  const share = endedStream(now.share, size);
  const wanted = bytesOfChunks(share, chunksOf(share, now.chosen));
  if (now.at !== "receiving") return [{ ...now, share, wanted }, [{ do: "end" }]];
  const begun = now.todo.at(-1)?.[0] ?? chunkCountOf(now.share);
  for (let index = Math.floor(size / chunkBytesOf(share)); index < begun; index++) {
    const chunk = now.chunks.get(index);
    const isTodo = covers(now.todo, [index, index + 1]);
    const isWithin = chunk?.at === "arriving" && (chunk.here.at(-1)?.[1] ?? 0) <= chunkLengthOf(share, index);
    if (!isTodo && !isWithin) return fail(now, "share-mismatch");
  }
  const within = [...now.chunks].filter(([index]) => index < chunkCountOf(share));
  const chunks = new Map(within.map(([index, chunk]) => [index, chunkWithin(share, index, chunk, at)]));
  const outside = [...chunks.values()].reduce((sum, chunk) => sum + outsideOf(chunk), 0);
  const { next, ...rest } = now;
  const asking = next !== undefined && next.offset < chunkLengthOf(share, next.chunk) ? { next } : {};
  const todo = inBoth(now.todo, [[0, chunkCountOf(share)]]);
  const hash = within.flatMap(([chunk, { at: before }]): ReceiveEffect[] =>
    before === "arriving" && chunks.get(chunk)?.at === "hashing" ? [{ do: "hash", chunk }] : [],
  );
  return withFirst([{ do: "end" }, ...hash], progressed({ ...rest, ...asking, share, wanted, chunks, todo, outside }, at));
}

/** What is asked of a chunk, and what is missing of it, now that it is known how long it is. */
function chunkWithin(share: Share, index: number, chunk: Chunk, at: number): Chunk {
  if (chunk.at !== "arriving") return chunk;
  const { here, digest } = chunk;
  if (digest !== undefined && covers(here, [0, chunkLengthOf(share, index)])) return { at: "hashing", digest };
  const asked = chunk.asked.flatMap((each) =>
    partsWithin(share, [each.part]).map((part) => ({ part, at, times: Math.min(1, each.times) })),
  );
  return { ...chunk, asked };
}

/** R8: what can be continued is kept; of everything else nothing is. */
function fail(now: Receiving, how: ReceiversEnding): Stepped {
  const why = isStream(now.share) ? endingOfStream(how) : how;
  const kept = keeps(now, why);
  const failed: Receiving = { ...commonOf(now), at: "failed", why, stored: kept ? storedBytes(now) : 0 };
  return [failed, [{ do: kept ? "shelve" : "discard" }, { do: "cancel", why }]];
}
