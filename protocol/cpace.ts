// CPace: two who know the same password come to one key; whoever does not know it can try one guess a run, and learns nothing else.
// draft-irtf-cfrg-cpace, CPACE-RISTR255-SHA512, initiator and responder. The draft's names are beside ours.
import { ristretto255, ristretto255_hasher } from "@noble/curves/ed25519.js";
import { bytesToNumberLE } from "@noble/curves/utils.js";
import { sha512 } from "@noble/hashes/sha2.js";
import { concat, joined, prefixed, utf8 } from "./bytes.ts";

type Point = InstanceType<typeof ristretto255.Point>;
type Bytes = Uint8Array<ArrayBuffer>;

/** `password`: PRS; `channel`: CI, what both must agree on besides; `session`: sid, 16 bytes of the initiator's. */
export type Meeting = { readonly password: Bytes; readonly channel: Bytes; readonly session: Bytes };

/** Random bytes that a scalar is made of: twice its length, so that every scalar is as likely as the others (RFC 9496, section 4.4). */
export const scalarBytes = 64;
/** Bytes of a public share, and of the key. */
export const shareBytes = 32;
export const keyBytes = 64;

const label = utf8("CPaceRistretto255");
const keyLabel = utf8("CPaceRistretto255_ISK");
const nothing = new Uint8Array();
/** SHA-512's block: the password fills the first one, so that hashing it takes as long whatever it is. */
const blockBytes = 128;
const order = ristretto255.Point.Fn.ORDER;

/** The point that the password chooses (`calculate_generator`). */
export function generatorOf({ password, channel, session }: Meeting): Point {
  const zeros = new Uint8Array(Math.max(0, blockBytes - 1 - prefixed(password).length - prefixed(label).length));
  const text = joined(label, password, zeros, channel, session);
  return ristretto255_hasher.deriveToCurve?.(sha512(text)) as Point;
}

/** @param random `scalarBytes` of them, secret and never used twice @returns the public share (`Ya`, `Yb`) */
export function shareOf(meeting: Meeting, random: Uint8Array): Bytes {
  return generatorOf(meeting).multiply(scalarOf(random)).toBytes() as Bytes;
}

/** What both know in the end (`ISK`), or undefined where the other side's share is no point, or the one that is the same for all scalars. */
export function keyOf(
  { session }: Meeting,
  random: Uint8Array,
  theirs: Uint8Array,
  [initiators, responders]: readonly [initiators: Uint8Array, responders: Uint8Array],
  associated = { initiators: nothing, responders: nothing },
): Bytes | undefined {
  const common = commonPointOf(scalarOf(random), theirs);
  if (common === undefined) return undefined;
  const transcript = concat(joined(initiators, associated.initiators), joined(responders, associated.responders));
  return sha512(concat(joined(keyLabel, session, common), transcript)) as Bytes;
}

/** `scalar_mult_vfy`: undefined where the draft says abort. */
export function commonPointOf(scalar: bigint, theirs: Uint8Array): Bytes | undefined {
  const point = pointOf(theirs);
  if (point === undefined || point.is0()) return undefined;
  const common = point.multiply(scalar);
  return common.is0() ? undefined : (common.toBytes() as Bytes);
}

function pointOf(bytes: Uint8Array): Point | undefined {
  try {
    return ristretto255.Point.fromBytes(bytes);
  } catch {
    return undefined;
  }
}

/** Zero would give away everything, and is as likely as any other number of 252 bits. */
function scalarOf(random: Uint8Array): bigint {
  return bytesToNumberLE(random) % order || 1n;
}

/** How two come to a key. Tests lend one that is quicker, or none at all, to see what an attacker gains. */
export type Agreement = {
  shareOf(meeting: Meeting, random: Uint8Array): Bytes;
  keyOf(meeting: Meeting, random: Uint8Array, theirs: Uint8Array, shares: readonly [Uint8Array, Uint8Array]): Bytes | undefined;
};

export const cpace: Agreement = { shareOf, keyOf };
