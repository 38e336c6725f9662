// Writing something made here, such as a zip, to the disk as it comes: on whichever rung is used, through the same sinks.
import { chunkBytesOf, chunkCountOf, chunkLengthOf, type Share, shareOf } from "../../protocol/share.ts";
import type { Crew } from "./crew.ts";
import type { Shelves } from "./keeper.ts";
import type { FromWorker } from "./messages.ts";
import { cut } from "./shelves.ts";

export type Recording = { readonly blob: Blob; free(): Promise<void> };

/** Numbers of what is recorded: transfers are below 2^32. */
const firstNumber = 2 ** 40;
const workerName = "recorder";

export function openRecorder(lent: { crew: Crew; place: string; shelves: Promise<Shelves> }) {
  const { crew, place } = lent;
  const waiting = new Map<number, { resolve: (message: FromWorker) => void; reject: (error: Error) => void }>();
  let last = firstNumber;

  /** Orders something, and resolves to the next word about it. */
  const ask = (transfer: number, message: Parameters<Crew["order"]>[1], bytes: Transferable[] = []) =>
    new Promise<FromWorker>((resolve, reject) => {
      waiting.set(transfer, { resolve, reject });
      crew.order(workerName, message, bytes);
    });

  return {
    /** Resolves to what was written. Rejects with a `QuotaExceededError` where it does not fit. */
    async record(name: string, size: number, stream: ReadableStream<Uint8Array>, progress: (bytes: number) => void): Promise<Recording> {
      const { rung, shelf } = await lent.shelves;
      const transfer = ++last;
      const share = shareOf("0".repeat(32), [{ path: name, size, modified: 0, media: "" }]);
      if (typeof share === "string") throw new DOMException(share, "QuotaExceededError");
      const chunks = [[0, chunkCountOf(share)] as const];
      const free = () => shelf.free(transfer).catch(() => {});
      try {
        await ask(transfer, { do: "open", transfer, share, chosen: [], rung, place, chunks });
        let chunk = 0;
        for await (const bytes of chunked(stream, share)) {
          const hashed = await ask(transfer, { do: "hash", transfer, chunk, bytes }, [bytes.buffer]);
          if (hashed.on !== "hashed") continue;
          const stored = await ask(transfer, { do: "store", transfer, chunk, digest: hashed.digest });
          if (stored.on === "stored" && stored.blob !== undefined) shelf.put(transfer, chunk, stored.blob);
          progress(Math.min(size, ++chunk * chunkBytesOf(share)));
        }
        await ask(transfer, { do: "shelve", transfer });
        return { blob: cut(await shelf.read(transfer, share), 0, size), free };
      } catch (error) {
        await ask(transfer, { do: "shelve", transfer }).catch(() => {});
        await free();
        throw error;
      }
    },

    isMine: (name: string) => name === workerName,
    heard(message: FromWorker) {
      if (!("transfer" in message) || message.on === "summed") return;
      const asked = waiting.get(message.transfer);
      if (message.on === "failed") asked?.reject(failureOf(message.why));
      else asked?.resolve(message);
    },
    broken() {
      for (const { reject } of waiting.values()) reject(new Error("the worker ended"));
    },
  };
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
