// What the page and its workers say to each other. Bytes are transferred, not copied.
import type { ReceiversEnding } from "../../protocol/failure.ts";
import type { Share, ShareId } from "../../protocol/share.ts";

/** Where received chunks are kept, best first. */
export const rungs = ["opfs", "indexeddb", "memory"] as const;
export type Rung = (typeof rungs)[number];

/** What a digest is of: a share of ours, or what was received of another's. */
export type Digested = { readonly share: ShareId } | { readonly transfer: number };

export type ToWorker =
  | { do: "try-opfs" }
  | { do: "source"; share: Share; files: readonly File[] }
  | { do: "forget-source"; share: ShareId }
  /** Reads a chunk of a source and hashes it. */
  | { do: "read"; key: string; share: ShareId; chunk: number }
  | { do: "digest"; of: Digested; bytes: Uint8Array<ArrayBuffer> }
  | { do: "open"; transfer: number; share: Share; rung: Rung; place: string }
  /** Hashes a chunk and keeps it until it is stored or dropped. */
  | { do: "hash"; transfer: number; chunk: number; bytes: Uint8Array<ArrayBuffer> }
  | { do: "store" | "drop"; transfer: number; chunk: number }
  | { do: "close"; transfer: number };

export type FromWorker =
  | { on: "tried-opfs"; works: boolean }
  | { on: "read"; key: string; digest: string; bytes: ArrayBuffer }
  | { on: "unreadable" | "changed"; key: string }
  | { on: "digested"; of: Digested; digest: string }
  | { on: "opened"; transfer: number }
  | { on: "hashed"; transfer: number; chunk: number; digest: string }
  /** `blob` where the page itself keeps the bytes. */
  | { on: "stored"; transfer: number; chunk: number; blob?: Blob }
  /** Memory that is not needed any more, to be filled again. */
  | { on: "emptied"; bytes: Uint8Array<ArrayBuffer> }
  | { on: "closed"; transfer: number }
  | { on: "failed"; transfer: number; why: ReceiversEnding };

/** Bytes of one record in IndexedDB: 16 MiB Blobs are written and exported with the least memory (measured on Chromium 156). */
export const recordBytes = 16 * 2 ** 20;
/** A worker that writes to IndexedDB is ended after this many bytes, since Chromium frees what it wrote only then. */
export const workerBytes = 128 * 2 ** 20;

export const databaseStore = "records";
export const databaseName = (place: string) => `roomcp:${place}`;
export const recordKey = (transfer: number, record: number) => [transfer, record];

/** Chunks in one record. */
export function chunksPerRecord(chunkBytes: number): number {
  return Math.max(1, Math.floor(recordBytes / chunkBytes));
}
