// Writing something made here, such as a zip, to the disk as it comes: on whichever rung is used, through the same sinks.
import { chunkBytesMin } from "../../protocol/limits.ts";
import { chunkBytesOf, chunkCountOf, chunkLengthOf, type Share, shareOf } from "../../protocol/share.ts";
import type { Crew } from "./crew.ts";
import type { Shelves } from "./keeper.ts";
import { chunksPerRecord, type FromWorker, type ToWorker } from "./messages.ts";
import { cut } from "./shelves.ts";

export type Recording = { readonly blob: Blob; free(): Promise<void> };

export type Recorder = ReturnType<typeof openRecorder>;

/** Numbers of what is recorded: transfers are below 2^32. */
const firstNumber = 2 ** 40;
const workerName = "recorder";

/** What is known of something that is being recorded. `keep`: takes what the page itself keeps; `unstored`: chunks that the worker has and the disk has not. */
type Job = {
  readonly keep: (chunk: number, blob: Blob) => void;
  opened: boolean;
  digest?: string;
  unstored: number;
  shelved: boolean;
  error?: Error;
  news?: () => void;
};

/** Chunks that may wait for the disk: two records of IndexedDB, which writes none before it is whole. */
const unstoredMax = 2 * chunksPerRecord(chunkBytesMin);

export function openRecorder(lent: { crew: Crew; place: string; shelves: Promise<Shelves> }) {
  const { crew, place } = lent;
  const jobs = new Map<number, Job>();
  let last = firstNumber;

  const order = (message: ToWorker, bytes: Transferable[] = []) => crew.order(workerName, message, bytes);

  return {
    /** Resolves to what was written. Rejects with a `QuotaExceededError` where it does not fit. */
    async record(name: string, size: number, stream: ReadableStream<Uint8Array>, progress: (bytes: number) => void): Promise<Recording> {
      const { rung, shelf } = await lent.shelves;
      const transfer = ++last;
      const share = shareOf("0".repeat(32), [{ path: name, size, modified: 0, media: "" }]);
      if (typeof share === "string") throw new DOMException(share, "QuotaExceededError");
      const chunks = [[0, chunkCountOf(share)] as const];
      const free = () => shelf.free(transfer).catch(() => {});
      const job: Job = { keep: (chunk, blob) => shelf.put(transfer, chunk, blob), opened: false, unstored: 0, shelved: false };
      jobs.set(transfer, job);
      try {
        order({ do: "open", transfer, share, chosen: [], rung, place, chunks });
        await until(job, () => job.opened);
        let chunk = 0;
        for await (const bytes of chunked(stream, share)) {
          delete job.digest;
          order({ do: "hash", transfer, chunk, bytes }, [bytes.buffer]);
          await until(job, () => job.digest !== undefined && job.unstored < unstoredMax);
          job.unstored += 1;
          order({ do: "store", transfer, chunk, digest: job.digest ?? "" });
          progress(Math.min(size, ++chunk * chunkBytesOf(share)));
        }
        order({ do: "shelve", transfer });
        await until(job, () => job.shelved);
        return { blob: cut(await shelf.read(transfer, share), 0, size), free };
      } catch (error) {
        delete job.error;
        if (!job.shelved) order({ do: "shelve", transfer });
        await until(job, () => job.shelved).catch(() => {});
        await free();
        throw error;
      } finally {
        jobs.delete(transfer);
      }
    },

    isMine: (name: string) => name === workerName,

    heard(message: FromWorker) {
      const job = "transfer" in message ? jobs.get(message.transfer) : undefined;
      if (job === undefined) return;
      switch (message.on) {
        case "opened":
          job.opened = true;
          break;
        case "hashed":
          job.digest = message.digest;
          break;
        case "stored":
          job.unstored -= 1;
          if (message.blob !== undefined) job.keep(message.chunk, message.blob);
          break;
        case "shelved":
          job.shelved = true;
          break;
        case "failed":
          job.error = failureOf(message.why);
          break;
      }
      job.news?.();
    },

    broken() {
      for (const job of jobs.values()) {
        job.error = new Error("the worker ended");
        job.shelved = true;
        job.news?.();
      }
    },
  };
}

/** Rejects with what went wrong meanwhile. */
async function until(job: Job, is: () => boolean): Promise<void> {
  while (job.error === undefined && !is()) await new Promise<void>((resolve) => (job.news = resolve));
  if (job.error !== undefined) throw job.error;
}

function failureOf(why: string): Error {
  return why === "no-space" ? new DOMException("the disk is full", "QuotaExceededError") : new Error(why);
}

/** The stream in pieces of a chunk each. */
async function* chunked(stream: ReadableStream<Uint8Array>, share: Share): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  let index = 0;
  let bytes = new Uint8Array(chunkLengthOf(share, index));
  let filled = 0;
  const reader = stream.getReader();
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    for (let piece = next.value; piece.length > 0; ) {
      const room = piece.subarray(0, bytes.length - filled);
      bytes.set(room, filled);
      filled += room.length;
      piece = piece.subarray(room.length);
      if (filled < bytes.length) continue;
      yield bytes;
      bytes = new Uint8Array(chunkLengthOf(share, ++index));
      filled = 0;
      if (bytes.length === 0 && piece.length > 0) throw new Error("the stream is longer than was said");
    }
  }
}
