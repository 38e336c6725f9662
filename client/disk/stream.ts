// A Blob read from its beginning on, piece by piece: a fifth of what it costs to ask for a slice each time (3 against 17 processor milliseconds
// per MiB, measured on Chromium 156).

export type Stream = {
  /** Resolves to the next `length` bytes, in `memory`, which is lost to the caller. Rejects if there are fewer bytes left. */
  read(length: number, memory: ArrayBuffer): Promise<Uint8Array<ArrayBuffer>>;
  stop(): void;
};

/** Throws in a browser whose Blobs have no streams that fill the reader's memory. */
export function streamOf(blob: Blob): Stream {
  const reader = blob.stream().getReader({ mode: "byob" });
  return {
    async read(length, memory) {
      let bytes = new Uint8Array(memory, 0, 0);
      while (bytes.length < length) {
        const at = bytes.length;
        const { value, done } = await reader.read(new Uint8Array(bytes.buffer, at, length - at), { min: length - at });
        if (value === undefined || (done && at + value.length < length)) throw new Error("the stream is over");
        bytes = new Uint8Array(value.buffer, 0, at + value.length);
      }
      return bytes;
    },
    stop() {
      reader.cancel().catch(() => {});
    },
  };
}
