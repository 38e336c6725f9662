// The words of two peers that have no link yet; the server passes them on as text it does not read.
//
// This is the place where envelopes will be sealed with the pair's key. Today they travel as plain JSON: a server that wants to can
// read and change them, and nothing on the page may say otherwise.
import * as v from "valibot";
import { protocolVersion } from "./limits.ts";
import { parseJson } from "./signal.ts";

/** Names one attempt of two peers to make a link, so that words of an older attempt are not mixed into it. */
const Conversation = v.pipe(v.string(), v.regex(/^[0-9a-f]{32}-\d{1,6}$/));
const Sdp = v.pipe(v.string(), v.maxLength(32_768));

const Description = v.object({ type: v.picklist(["offer", "answer"]), sdp: Sdp });
export type Description = v.InferOutput<typeof Description>;

const Candidate = v.object({
  candidate: v.pipe(v.string(), v.maxLength(1_024)),
  sdpMid: v.nullish(v.pipe(v.string(), v.maxLength(64))),
  sdpMLineIndex: v.nullish(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(65_535))),
  usernameFragment: v.nullish(v.pipe(v.string(), v.maxLength(256))),
});
export type Candidate = v.InferOutput<typeof Candidate>;

const Words = v.variant("type", [
  v.object({ type: v.literal("hello"), conversation: Conversation, version: v.pipe(v.number(), v.integer()) }),
  v.object({ type: v.literal("unfit"), conversation: Conversation, version: v.pipe(v.number(), v.integer()) }),
  v.object({ type: v.literal("description"), conversation: Conversation, description: Description }),
  v.object({ type: v.literal("candidate"), conversation: Conversation, candidate: v.nullable(Candidate) }),
]);
export type Words = v.InferOutput<typeof Words>;

export const hello = (conversation: string): Words => ({ type: "hello", conversation, version: protocolVersion });

/** The text that goes through the server. */
export function seal(words: Words): string {
  return JSON.stringify(words);
}

/** What the other peer wrote, or undefined if it is not in our words. Never throws. */
export function open(envelope: string): Words | undefined {
  const read = v.safeParse(Words, parseJson(envelope));
  return read.success ? read.output : undefined;
}
