// The words about pipes between a peer and the server: what curl sends into a room, and what people let curl have. They travel in signalling's `pipe`
// messages, which the page hands unread to whoever knows them: a room on a server without pipes never loads this.
import * as v from "valibot";
import { pipeNameMax, pipesKnownMax, shareBytesMax } from "./limits.ts";
import { type PipeFailure, pipeFailureNames } from "./pipe-failure.ts";
import { PeerId } from "./signal.ts";

/** 128 random bits, in hexadecimal: whoever knows them may ask for the pipe's bytes, or bring them. */
export const PipeId = v.pipe(v.string(), v.regex(/^[0-9a-f]{32}$/));
export type PipeId = v.InferOutput<typeof PipeId>;

const Name = v.pipe(v.string(), v.minLength(1), v.maxLength(pipeNameMax));
const Bytes = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(shareBytesMax));
const Why = v.picklist(pipeFailureNames as [PipeFailure, ...PipeFailure[]]);

/** `size`: bytes, where curl knew them. */
const what = { pipe: PipeId, name: Name, size: v.exactOptional(Bytes) };
const Piped = v.variant("at", [
  v.object({ at: v.literal("offered"), ...what }),
  v.object({ at: v.literal("taken"), ...what, by: PeerId }),
  /** `why`: undefined if it is whole; `by`: whoever took it, if anybody did. */
  v.object({ at: v.literal("over"), ...what, by: v.exactOptional(PeerId), why: v.exactOptional(Why) }),
]);
/** What curl sends, as the people in the room see it. */
export type Piped = v.InferOutput<typeof Piped>;

/** Opens what curl sends, for one person in one room. */
const Ticket = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{86}$/));

const PipeWord = v.variant("is", [
  /** After each `welcome`: all that is on offer now. */
  v.object({ is: v.literal("here"), ticket: Ticket, pipes: v.pipe(v.array(Piped), v.maxLength(pipesKnownMax)) }),
  v.object({ is: v.literal("piped"), piped: Piped }),
  /** Somebody's curl wants what I allowed; `run` is where its bytes are brought to. */
  v.object({ is: v.literal("called"), pipe: PipeId, run: PipeId }),
  v.object({ is: v.literal("denied"), pipe: PipeId, why: Why }),
]);
/** What the server says of pipes. */
export type PipeWord = v.InferOutput<typeof PipeWord>;

const PipeAsk = v.variant("is", [
  v.object({ is: v.literal("allow"), pipe: PipeId, name: Name }),
  v.object({ is: v.literal("forbid"), pipe: PipeId }),
]);
/** What a peer asks of the server. */
export type PipeAsk = v.InferOutput<typeof PipeAsk>;

/** What the server said, or undefined if it is not in our words. Never throws. */
export function readPipeWord(raw: unknown): PipeWord | undefined {
  const read = v.safeParse(PipeWord, raw);
  return read.success ? read.output : undefined;
}

/** What a peer asked, or undefined if it is not in our words. Never throws. */
export function readPipeAsk(raw: unknown): PipeAsk | undefined {
  const read = v.safeParse(PipeAsk, raw);
  return read.success ? read.output : undefined;
}
