// Memory for chunks, used again and again.
type Bytes = Uint8Array<ArrayBuffer>;

/** Buffers kept for later: as many chunks as a transfer has in hand on a quick line. */
const spareMax = 16;

export type Buffers = { take(length: number): Bytes; give(bytes: Bytes): void };

export function openBuffers(): Buffers {
  const spare: ArrayBuffer[] = [];
  return {
    /** What is in it is not said. */
    take(length) {
      const at = spare.findIndex(({ byteLength }) => byteLength >= length);
      const [found] = at < 0 ? [] : spare.splice(at, 1);
      return new Uint8Array(found ?? new ArrayBuffer(length), 0, length);
    },
    give({ buffer }) {
      if (spare.length < spareMax) spare.push(buffer);
    },
  };
}
