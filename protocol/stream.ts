// A share whose size its owner does not know (standard input): offered open, as large as a share may be, and given its true size at its end.
import type { Part } from "./channel.ts";
import { canResume, type ReceiversEnding } from "./failure.ts";
import { shareBytesMax } from "./limits.ts";
import { chunkLengthOf, type Entry, type Offer, type Share, type ShareId } from "./share.ts";

/**
 * What an edge shares that has a source of unknown size: `{ on: "share", share: streamOf(…) }`. Then it
 *
 * - reads the next `streamChunkBytes` for each `{ do: "read", peer, transfer, chunk }`, which come for chunk 0, 1, 2 … in order, once each, and reads
 *   no further by itself: at most `streamAheadMax` are asked for and not freed. It reports `{ on: "read", peer, transfer, chunk, digest }` in the
 *   same order, and keeps the bytes for `send-part` until `{ do: "free" }` names them, whatever becomes of the link;
 * - reports `{ on: "ended", share: id, size }`, once, when the source ends before a chunk is full; after that `read` of this chunk with what there is
 *   of it, or nothing where it has not a byte. Chunks that come after it are freed unread;
 * - takes the share's digest (`{ do: "digest" }`) over the manifest of `endedStream(share, size)`;
 * - says `{ on: "stop-sharing", share: id, why: "stream-broken" }` where the source fails, or its person gives up before the end;
 * - lets go of the source at `{ do: "forget-source" }`: all is sent (the transfer's `ending` is `done`), or there is nobody to send it to.
 *
 * @param entry the one file that it will be; `modified` is when it was begun
 */
export function streamOf(id: ShareId, { path, modified, media }: Omit<Entry, "size">): Share {
  const entries = [{ path, size: shareBytesMax, modified, media }];
  return { id, name: path, size: shareBytesMax, count: 1, stream: "open", entries };
}

export function isStream({ stream }: Offer): boolean {
  return stream !== undefined;
}

/** Its end is not known yet. */
export function isOpen({ stream }: Offer): boolean {
  return stream === "open";
}

/** The same stream, now that its end is known. @param size bytes */
export function endedStream(share: Share, size: number): Share {
  return { ...share, size, stream: "ended", entries: share.entries.map((entry) => ({ ...entry, size })) };
}

/** What of these parts lies in a share. */
export function partsWithin(share: Offer, parts: readonly Part[]): readonly Part[] {
  return parts.flatMap(([chunk, offset, length]): Part[] => {
    const left = chunkLengthOf(share, chunk) - offset;
    return left > 0 ? [[chunk, offset, Math.min(length, left)]] : [];
  });
}

/** R17: a stream cannot be continued, and how it ended says so. */
export function endingOfStream(why: ReceiversEnding): ReceiversEnding {
  if (why === "no-space" || why === "memory-too-small") return "stream-too-large";
  return canResume(why) ? "stream-broken" : why;
}
