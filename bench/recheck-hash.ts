// The limit of bench/recheck.ts: a worker that hashes chunks in its memory, and does nothing else.
import { bestHasher } from "../client/disk/hasher.ts";
import { chunkBytesMin } from "../protocol/limits.ts";

/** More than a processor's caches hold. */
const different = 64;

self.onmessage = async ({ data: count }: MessageEvent<number>) => {
  const chunks = Array.from({ length: Math.min(different, count) }, () => {
    const chunk = new Uint8Array(chunkBytesMin);
    for (let from = 0; from < chunk.length; from += 65_536) crypto.getRandomValues(chunk.subarray(from, from + 65_536));
    return chunk;
  });
  const hash = await bestHasher();
  const began = performance.now();
  for (let i = 0; i < count; i++) {
    const chunk = chunks[i % chunks.length];
    if (chunk !== undefined) await hash(chunk);
  }
  self.postMessage(performance.now() - began);
};
