// What is known of one transfer at its receiver, and the events and effects of its machine. It knows which chunks are stored, and neither
// their bytes nor their digests: those lie in the sink.

import type { Part } from "./channel.ts";
import { canResume, type ReceiversEnding } from "./failure.ts";
import type { FrameHead } from "./frame.ts";
import type { Line, Path } from "./line.ts";
import { isPaused, type Pausing } from "./pausing.ts";
import type { Share } from "./share.ts";
import { firstFrom, type Spans } from "./span.ts";
import { isStream } from "./stream.ts";

/** A part that was asked for: when last, and how often; 0: on an earlier path, and not on this one yet. */
export type Asked = { readonly part: Part; readonly at: number; readonly times: number };

/** `asked`: the chunk's parts in order, as far as they were asked for: each has its place. */
export type Arriving = { readonly at: "arriving"; readonly here: Spans; readonly asked: readonly Asked[]; readonly digest?: string };

export type Chunk = Arriving | { readonly at: "hashing" | "storing"; readonly digest: string };

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

export type Active = Extract<Receiving, { at: "receiving" }>;

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
  /** The stream that is received has so many bytes. */
  | { on: "ended"; size: number }
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
  /** A stream is as long as the receipt says, which was not known when it was opened, or is being opened. Its last chunk may be a short one. */
  | { do: "end" }
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

export type Stepped = readonly [Receiving, readonly ReceiveEffect[]];

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

/** It may ask: somebody is there to answer, and nobody holds it. */
export function mayAsk(now: Receiving): boolean {
  return now.linked && !isPaused(now);
}

/** It failed, and what is stored of it lies on the disk. */
export function isKept(now: Receiving): boolean {
  return now.at === "failed" && keeps(now, now.why);
}

/** What is stored of a transfer that ends so is kept. */
export function keeps({ share }: Receiving, why: ReceiversEnding): boolean {
  return canResume(why) && !isStream(share);
}

/** R15: the first chunk that is not stored. */
export function firstMissing({ todo, chunks }: Active): number {
  return Math.min(firstFrom(todo, 0) ?? Number.POSITIVE_INFINITY, ...chunks.keys());
}

/** What all stages share, without what belongs to one. */
export function commonOf({ share, transfer, chosen, wanted, linked, path, among, lanes, pausing, theirs }: Receiving) {
  const known = theirs === undefined ? {} : { theirs };
  return { share, transfer, wanted, linked, path, among, lanes, pausing, ...known, ...(chosen === undefined ? {} : { chosen }) };
}
