// A transfer whose only file goes to a pipe as it comes: to standard output, and to whatever reads there. What is taken in is never more than
// the chunks that a transfer has in hand, since a chunk counts as stored when the reader has taken it.
import { chunkCountOf, chunksOf, isChosen, isFolder, type Share } from "../../protocol/share.ts";
import { firstFrom, type Spans, withSpan } from "../../protocol/span.ts";
import { digestBytes, setDigest } from "./digest.ts";
import { piecesOf } from "./pieces.ts";
import type { Sink } from "./sink.ts";

type Bytes = Uint8Array<ArrayBuffer>;

/** Resolves once the bytes are gone, and may be used for others. Rejects with `EPIPE` where nobody reads any more. */
export type Write = (bytes: Uint8Array) => Promise<void>;

/** What went to the pipe of a transfer, over all times that it was opened. */
export type Piped = { front: number | undefined; found: Spans; readonly digests: Bytes };

type Waiting = { readonly bytes: Bytes; readonly gone: () => void; readonly failed: (error: unknown) => void };

export function newPiped(share: Share, chosen: Spans | undefined): Piped {
  return { front: firstFrom(chunksOf(share, chosen), 0), found: [], digests: new Uint8Array(chunkCountOf(share) * digestBytes) };
}

/** The entry that a pipe can take: the only file that is wanted. */
export function fileForPipe(share: Share, chosen: Spans | undefined): number | undefined {
  const files = share.entries.flatMap((entry, index) => (isChosen(chosen, index) && !isFolder(entry) ? [index] : []));
  return files.length === 1 ? files[0] : undefined;
}

export function openPipeSink(share: Share, chosen: Spans | undefined, piped: Piped, write: Write): Sink {
  const wanted = chunksOf(share, chosen);
  const waiting = new Map<number, Waiting>();
  let busy = false;
  let over = false;

  /** In order: what came early waits for what is before it. */
  const flow = async (): Promise<void> => {
    if (busy) return;
    busy = true;
    for (;;) {
      const chunk = piped.front;
      const next = chunk === undefined ? undefined : waiting.get(chunk);
      if (chunk === undefined || next === undefined || over) break;
      waiting.delete(chunk);
      try {
        for (const { entry, bytes } of piecesOf(share, chosen, chunk, next.bytes)) if (entry !== undefined) await write(bytes);
      } catch (error) {
        next.failed(error);
        break;
      }
      piped.front = firstFrom(wanted, chunk + 1);
      piped.found = withSpan(piped.found, [chunk, chunk + 1]);
      next.gone();
    }
    busy = false;
  };
  const end = async () => {
    over = true;
    waiting.clear();
  };

  return {
    found: piped.found,
    digests: piped.digests,
    write(chunk, bytes, digest) {
      setDigest(piped.digests, chunk, digest);
      return new Promise((gone, failed) => {
        waiting.set(chunk, { bytes, gone, failed });
        void flow();
      });
    },
    // It is gone. It was verified before it went.
    read: async () => false,
    holds: async () => true,
    shelve: end,
    finish: async () => [],
    discard: end,
  };
}
