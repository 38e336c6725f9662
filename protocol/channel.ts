// The words of two peers on their link's control channel, with their reader. What a peer says is data and never trusted further.
import * as v from "valibot";
import { Description } from "./envelope.ts";
import { ownersEndings, receiversEndings } from "./failure.ts";
import { controlMax, messageMax, nicknameMax, partsPerAskMax, timeMax } from "./limits.ts";
import { Entries, Offer, ShareId, Thumbnail } from "./share-word.ts";
import { PeerId, parseJson } from "./signal.ts";

const Count = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(Number.MAX_SAFE_INTEGER));
const Uint32 = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(0xffff_ffff));
const Digest = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));
const Id = v.pipe(v.string(), v.regex(/^[0-9a-f]{32}$/));
const Nickname = v.pipe(v.string(), v.minLength(1), v.maxLength(4 * nicknameMax));
const Text = v.pipe(v.string(), v.minLength(1), v.maxLength(2 * messageMax));
const OwnersWhy = v.picklist(ownersEndings);
const ReceiversWhy = v.picklist(receiversEndings);

/** In milliseconds since 1970. */
const Time = v.pipe(Count, v.maxValue(timeMax));

const Said = v.object({ id: Id, from: PeerId, nickname: Nickname, at: Time, text: Text, to: v.exactOptional(PeerId) });
/** One chat message. `at`: milliseconds since 1970 on the clock of whoever said it; `to`: the only one it is for. */
export type Said = v.InferOutput<typeof Said>;

const Part = v.tuple([Uint32, Uint32, Uint32]);
/** A piece of a chunk: the chunk's index, the first byte in it, and how many bytes. */
export type Part = v.InferOutput<typeof Part>;

const Control = v.variant("type", [
  // who I am
  /** `era`: the number of this stretch of talking on one path (L12). */
  v.object({ type: v.literal("intro"), version: Count, session: Id, nickname: Nickname, era: Count }),
  v.object({ type: v.literal("bye") }),
  // how long the way is (L19)
  v.object({ type: v.literal("ping") }),
  v.object({ type: v.literal("pong") }),
  // whether somebody sits in between (V5)
  v.object({ type: v.literal("commit"), commitment: Digest }),
  v.object({ type: v.literal("nonce"), nonce: Id }),
  v.object({ type: v.literal("reveal"), nonce: Id }),
  /** I am the page that you had a link with before. */
  v.object({ type: v.literal("again"), proof: Digest }),
  /** I want that nobody new is let in, or no longer. */
  v.object({ type: v.literal("lock"), yes: v.boolean() }),
  // chat
  /** `direct`: to you alone. */
  v.object({ type: v.literal("say"), id: Id, at: Time, text: Text, direct: v.exactOptional(v.literal(true)) }),
  v.object({ type: v.literal("heard"), id: Id }),
  /** I am writing something, or no longer; `direct`: to you alone. */
  v.object({ type: v.literal("typing"), yes: v.boolean(), direct: v.boolean() }),
  /** What was said before: `all` that is remembered, or what was said by the one who is asked. */
  v.object({ type: v.literal("recall"), all: v.boolean() }),
  v.object({ type: v.literal("history"), said: v.pipe(v.array(Said), v.maxLength(50)) }),
  // shares
  /** `entries`: the first portion of the manifest; the rest is told when it is asked for. */
  v.object({ type: v.literal("offer"), share: Offer, entries: Entries }),
  v.object({ type: v.literal("list"), share: ShareId, from: Count }),
  v.object({ type: v.literal("listed"), share: ShareId, from: Count, entries: Entries }),
  v.object({ type: v.literal("withdraw"), share: ShareId, why: OwnersWhy }),
  v.object({ type: v.literal("digest"), share: ShareId, digest: Digest }),
  /** A small picture of it. Whoever shows none does without. */
  v.object({ type: v.literal("thumbnail"), share: ShareId, image: Thumbnail }),
  // transfers: what both sides say …
  /** Whether I hold the transfer, and whether I know that you do; that is the acknowledgement. `known`: I have yours; without it I want an answer. */
  v.object({
    type: v.literal("pause"),
    share: ShareId,
    transfer: Uint32,
    mine: v.boolean(),
    yours: v.boolean(),
    known: v.boolean(),
  }),
  /** One end of a further connection that carries file data alone. `lane`: its number, by whoever offers it. */
  v.object({ type: v.literal("lane"), lane: Uint32, description: Description }),
  // … what the receiver says …
  /** `stored` and `wanted`: bytes of the chunks that are verified and on the disk, and of all that this transfer is to bring. */
  v.object({
    type: v.literal("ask"),
    share: ShareId,
    transfer: Uint32,
    parts: v.pipe(v.array(Part), v.maxLength(partsPerAskMax)),
    stored: Count,
    wanted: Count,
  }),
  v.object({ type: v.literal("done"), transfer: Uint32 }),
  v.object({ type: v.literal("cancel"), transfer: Uint32, why: ReceiversWhy }),
  // … and what the sharer says
  v.object({ type: v.literal("refuse"), transfer: Uint32, why: OwnersWhy }),
]);
export type Control = v.InferOutput<typeof Control>;

/** What the other peer said, or undefined if it is not in our words or too long. Never throws. */
export function readControl(text: unknown): Control | undefined {
  if (typeof text !== "string" || text.length > controlMax) return undefined;
  const read = v.safeParse(Control, parseJson(text));
  return read.success ? read.output : undefined;
}
