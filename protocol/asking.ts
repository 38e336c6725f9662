// What a receiver asks for, and when: as many parts ahead as the line and the memory have room for, and again what is late or was lost.

import type { Part } from "./channel.ts";
import { asksMax, chunksInHandBytesMax, partBytes, partsPerAskMax, streamAheadMax, windowBytesMin } from "./limits.ts";
import { lateAfterMs, windowOf } from "./line.ts";
import {
  type Active,
  type Arriving,
  type Asked,
  type Chunk,
  firstMissing,
  mayAsk,
  type ReceiveEffect,
  type Receiving,
  type Stepped,
  storedBytes,
} from "./receive-state.ts";
import { chunkBytesOf, chunkLengthOf } from "./share.ts";
import { countIn, covers, firstFrom, inBoth, withoutSpan } from "./span.ts";
import { isOpen, isStream } from "./stream.ts";

/** A window is asked for in so many portions: each question costs both pages as much as a frame does. */
const asksPerWindow = 4;

/** R2: asks for the next parts while the window and the memory have room; few questions for many parts. */
export function askAhead(now: Active, at: number): Stepped {
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
  // T9: its owner holds no more of a stream than that.
  const end = isStream(now.share) ? firstMissing(now) + streamAheadMax : Number.POSITIVE_INFINITY;
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
    if (chunk === undefined || chunk >= end || (next === undefined && chunks.size >= inHand)) break;
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

/** Nothing is outside any more: what was, is asked for again as the window has room, and then what comes after it. */
export function askMissing(now: Active, at: number): Stepped {
  const chunks = mapArriving(now, (asked) => ({ ...asked, times: 0 }));
  const [next, asks] = askAhead({ ...now, chunks, outside: 0, owed: true }, at);
  return [next, asks.length > 0 ? asks : [tellStored(now)]];
}

/** R5: what is late is asked for again, each time after twice the wait; a source that stays silent is left. */
export function askLate(now: Active, at: number): Stepped | "source-silent" {
  const late = missing(now).filter((asked) => asked.times > 0 && at - asked.at > lateAfterMs(now.line, asked.times));
  // It may be this one's turn now.
  if (late.length === 0) return now.outside === 0 ? askAhead(now, at) : [now, []];
  // R15: what a stream's owner has not read yet may take as long as it likes.
  if (!isOpen(now.share) && late.some((asked) => asked.times >= asksMax)) return "source-silent";
  const again = (asked: Asked) => ({ ...asked, at, times: Math.min(asksMax, asked.times + 1) });
  const chunks = mapArriving(now, (asked) => (late.includes(asked) ? again(asked) : asked));
  const parts = late.map(({ part }) => part);
  return [{ ...now, chunks }, askForAll(now, parts)];
}

function askFor(now: Receiving, parts: readonly Part[]): ReceiveEffect {
  return { do: "ask", parts, stored: storedInOrder(now), wanted: now.wanted };
}

/** R15: of a stream, what is stored from its start without a gap: its owner lets go of that. */
function storedInOrder(now: Receiving): number {
  if (now.at !== "receiving" || !isStream(now.share)) return storedBytes(now);
  return Math.min(now.wanted, firstMissing(now) * chunkBytesOf(now.share));
}

/** Questions for any number of parts. */
function askForAll(now: Receiving, parts: readonly Part[]): readonly ReceiveEffect[] {
  const asks: ReceiveEffect[] = [];
  for (let i = 0; i < parts.length; i += partsPerAskMax) asks.push(askFor(now, parts.slice(i, i + partsPerAskMax)));
  return asks;
}

export function tellStored(now: Receiving): ReceiveEffect {
  return askFor(now, []);
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
export function outsideOf(chunk: Chunk | undefined): number {
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

export function spanOf([, offset, length]: Part): readonly [number, number] {
  return [offset, offset + length];
}
