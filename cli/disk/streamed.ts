// A source of unknown size, such as standard input: read once, in order, and no further than it is asked for.
import { streamChunkBytes } from "../../protocol/limits.ts";
import type { Share } from "../../protocol/share.ts";
import { endedStream } from "../../protocol/stream.ts";
import type { Buffers } from "./buffers.ts";

type Bytes = Uint8Array<ArrayBuffer>;

/** What there is for a chunk: its bytes, fewer or none where the source has ended; `size`: bytes in all, told with the chunk that it ends in. */
export type Next = { readonly bytes: Bytes; readonly size?: number };

export type Streamed = {
  /** As it was shared, or with its true size once that is known. */
  readonly share: Share;
  /** The next chunk, in the order of the calls; undefined after the one that it ended in. Rejects where the source fails. */
  next(): Promise<Next | undefined>;
  /** Nothing more is wanted of it. */
  close(): void;
};

export function openStreamed(given: Share, input: ReadableStream<Uint8Array>, buffers: Buffers): Streamed {
  const reader = input.getReader();
  let share = given;
  let size = 0;
  let left: Uint8Array = new Uint8Array(0);
  let line: Promise<unknown> = Promise.resolve();

  const fill = async (): Promise<Next | undefined> => {
    if (share !== given) return undefined;
    const memory = buffers.take(streamChunkBytes);
    let filled = 0;
    while (filled < memory.length) {
      if (left.length === 0) {
        const { done, value } = await reader.read();
        if (done) break;
        left = value;
      }
      const piece = left.subarray(0, memory.length - filled);
      memory.set(piece, filled);
      filled += piece.length;
      left = left.subarray(piece.length);
    }
    size += filled;
    if (filled === memory.length) return { bytes: memory };
    share = endedStream(given, size);
    return { bytes: memory.subarray(0, filled), size };
  };

  return {
    get share() {
      return share;
    },
    next() {
      const filling = line.then(fill);
      line = filling.catch(() => {});
      return filling;
    },
    close: () => void reader.cancel().catch(() => {}),
  };
}
