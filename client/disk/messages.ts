// What the page and its workers say to each other. Bytes are transferred, not copied.
import type { ReceiversEnding } from "../../protocol/failure.ts";
import { chunkBytesMin } from "../../protocol/limits.ts";
import type { Share, ShareId } from "../../protocol/share.ts";
import type { Spans } from "../../protocol/span.ts";

/** Where received chunks are kept, best first. */
export const rungs = ["opfs", "indexeddb", "memory"] as const;
export type Rung = (typeof rungs)[number];

/** Plain SHA-256 of entries, in hexadecimal, by their index. */
export type Sums = readonly (readonly [entry: number, digest: string])[];
/** How far the files' sums have come: all wanted chunks before `front` are in them; `state`: of the hasher, where a file goes on there. */
export type Halfway = { readonly front: number; readonly state?: Uint8Array };

export type ToWorker =
  | { do: "try-opfs" }
  /** Draws a small picture of an image. */
  | { do: "draw"; file: Blob }
  /** A portion of a source's files: 200,000 at once would freeze the page. */
  | { do: "source"; share: Share; files: readonly (File | undefined)[]; from: number }
  | { do: "forget-source"; share: ShareId }
  /** Reads a chunk of a source and hashes it. `bytes`: they are wanted too. */
  | { do: "read"; key: string; share: ShareId; chunk: number; bytes: boolean }
  /** Takes the digest of a share of mine. */
  | { do: "digest-own"; share: ShareId; digests: Uint8Array<ArrayBuffer> }
  /** `halfway`: where an earlier page's sums were. */
  | { do: "open"; transfer: number; share: Share; chosen: Spans | undefined; rung: Rung; place: string; chunks: Spans; halfway?: Halfway }
  | { do: "check"; transfer: number; chunks: Spans }
  /** Hashes a chunk and keeps it until it is stored or dropped. */
  | { do: "hash"; transfer: number; chunk: number; bytes: Uint8Array<ArrayBuffer> }
  | { do: "store"; transfer: number; chunk: number; digest: string }
  | { do: "drop"; transfer: number; chunk: number }
  /** A stream is known to its end: this is the share that it was. `chunks`: those of it that are wanted. */
  | { do: "end"; transfer: number; share: Share; chunks: Spans }
  | { do: "digest" | "close" | "shelve"; transfer: number };

export type FromWorker =
  | { on: "tried-opfs"; works: boolean }
  /** In hexadecimal; undefined where it cannot be drawn. */
  | { on: "drawn"; image: string | undefined }
  | { on: "read"; key: string; digest: string; bytes?: ArrayBuffer }
  | { on: "unreadable" | "changed"; key: string }
  | { on: "digested-own"; share: ShareId; digest: string }
  | { on: "opened"; transfer: number; found: Spans }
  | { on: "checked"; transfer: number; chunk: number; good: boolean }
  | { on: "hashed"; transfer: number; chunk: number; digest: string }
  /** `blob` where the page itself keeps the bytes. */
  | { on: "stored"; transfer: number; chunk: number; blob?: Blob }
  | { on: "summed"; transfer: number; sums: Sums }
  /** To be kept in mind, with the sums that were told before. */
  | { on: "halfway"; transfer: number; halfway: Halfway }
  /** Memory that is not needed any more, to be filled again. */
  | { on: "emptied"; bytes: Uint8Array<ArrayBuffer> }
  | { on: "digested"; transfer: number; digest: string }
  | { on: "closed" | "shelved"; transfer: number }
  | { on: "failed"; transfer: number; why: ReceiversEnding };

/** Bytes of one record in IndexedDB: Blobs of some 16 MiB are written and exported with the least memory (measured on Chromium 156). */
export const recordBytes = 16 * chunkBytesMin;
/** A worker that writes to IndexedDB is ended after this many bytes, since Chromium frees what it wrote only then. */
export const workerBytes = 128 * 2 ** 20;

/** In the file system a transfer is a file under its number, and one with its chunks' digests. */
export const digestsName = (transfer: number) => `${transfer}.digests`;

/** A record: a Blob of the chunks that it has, in order, and their digests, 32 bytes each. */
export type Record = { readonly blob: Blob; readonly chunks: readonly number[]; readonly digests: Uint8Array<ArrayBuffer> };

export const databaseStore = "records";
export const databaseName = (place: string) => `roomcp:${place}`;
export const recordKey = (transfer: number, record: number) => [transfer, record];

/** Chunks in one record. */
export function chunksPerRecord(chunkBytes: number): number {
  return Math.max(1, Math.floor(recordBytes / chunkBytes));
}
