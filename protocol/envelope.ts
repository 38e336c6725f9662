// What two peers that have no link yet write to each other. The server passes it on as text. In the clear it sees which conversation a letter
// belongs to, CPace's public shares, numbers and sizes; the words inside are sealed.
import * as v from "valibot";
import { shutOut } from "./failure.ts";
import { protocolVersion } from "./limits.ts";
import { Box, type Sealing, seal, unseal } from "./sealing.ts";
import { parseJson } from "./signal.ts";

/** Names one attempt of two peers to make a link: 16 random bytes of whoever greets, which is CPace's `sid` too. */
const Conversation = v.pipe(v.string(), v.regex(/^[0-9a-f]{32}$/));
/** A public share of CPace. */
const Share = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));
const Version = v.pipe(v.number(), v.integer());
const Sdp = v.pipe(v.string(), v.maxLength(16_384));

const Letter = v.variant("type", [
  /** `once`: my connections are described once, so make the offer if you can (L21). */
  v.object({
    type: v.literal("hello"),
    conversation: Conversation,
    version: Version,
    share: Share,
    once: v.exactOptional(v.literal(true)),
  }),
  v.object({ type: v.literal("unfit"), conversation: Conversation, version: Version }),
  /** The other share, and the first words. */
  v.object({ type: v.literal("reply"), conversation: Conversation, share: Share, sealed: Box }),
  v.object({ type: v.literal("sealed"), conversation: Conversation, sealed: Box }),
  /** What you sealed does not open: we do not know the same secret. */
  v.object({ type: v.literal("mismatch"), conversation: Conversation }),
  v.object({ type: v.literal("shut"), conversation: Conversation, why: v.picklist(shutOut) }),
]);
export type Letter = v.InferOutput<typeof Letter>;

export const Description = v.object({ type: v.picklist(["offer", "answer"]), sdp: Sdp });
export type Description = v.InferOutput<typeof Description>;

const Candidate = v.object({
  candidate: v.pipe(v.string(), v.maxLength(1_024)),
  sdpMid: v.nullish(v.pipe(v.string(), v.maxLength(64))),
  sdpMLineIndex: v.nullish(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(65_535))),
  usernameFragment: v.nullish(v.pipe(v.string(), v.maxLength(256))),
});
export type Candidate = v.InferOutput<typeof Candidate>;

const Words = v.variant("type", [
  v.object({ type: v.literal("description"), description: Description }),
  /** Make the offer yourself (L21). */
  v.object({ type: v.literal("invite") }),
  v.object({ type: v.literal("candidate"), candidate: v.nullable(Candidate) }),
]);
export type Words = v.InferOutput<typeof Words>;

export type Hello = Extract<Letter, { type: "hello" }>;

export const hello = (conversation: string, share: string, once = false): Hello => ({
  ...{ type: "hello", conversation, version: protocolVersion, share },
  ...(once ? { once } : {}),
});

/** The text that goes through the server. */
export function writeLetter(letter: Letter): string {
  return JSON.stringify(letter);
}

/** What the other peer wrote, or undefined if it is no letter of ours. Never throws. */
export function readLetter(envelope: string): Letter | undefined {
  const read = v.safeParse(Letter, parseJson(envelope));
  return read.success ? read.output : undefined;
}

export function sealWords(sealing: Sealing, words: Words): readonly [Sealing, Box] {
  return seal(sealing, JSON.stringify(words));
}

/** What was said, undefined if it is not in our words; or why it does not count. Never throws. */
export function unsealWords(sealing: Sealing, box: Box): readonly [Sealing, Words | undefined] | "late" | "forged" {
  const opened = unseal(sealing, box);
  if (typeof opened === "string") return opened;
  const [next, text] = opened;
  const read = v.safeParse(Words, parseJson(text));
  return [next, read.success ? read.output : undefined];
}
