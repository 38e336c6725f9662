// What verified chunks are written to: files in a folder, or a pipe.
import type { Spans } from "../../protocol/span.ts";

type Bytes = Uint8Array<ArrayBuffer>;

/** Whoever opens one writes, reads and ends it; it is ended once, by `shelve`, `finish` or `discard`. All of them reject with the system's errors. */
export type Sink = {
  /** Chunks that lie there already: each counts once `holds` has said so. */
  readonly found: Spans;
  /** Of all chunks, 32 bytes each, in order; zeros where none is. */
  readonly digests: Bytes;
  /** Resolves when the bytes are where they belong, and are not needed any more. */
  write(chunk: number, bytes: Bytes, digest: string): Promise<void>;
  /** Fills `memory` with a chunk as it lies there; false if it does not. */
  read(chunk: number, memory: Bytes): Promise<boolean>;
  /** Is a chunk that was found still what was stored? With its bytes in `memory`, where it can be read. */
  holds(chunk: number, memory: Bytes): Promise<boolean>;
  /** It is to be continued. */
  shelve(): Promise<void>;
  /** All is there and verified. Resolves to where it lies now. */
  finish(): Promise<readonly string[]>;
  /** Nothing is kept. */
  discard(): Promise<void>;
};
