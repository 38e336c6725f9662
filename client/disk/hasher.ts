// SHA-256 of a chunk, by the fastest way that works here: the browser's own in a secure context, WebAssembly elsewhere.
import { createSHA256 } from "hash-wasm";
import { toHex } from "../../protocol/bytes.ts";

/** Resolves to 64 hexadecimal digits. */
export type Hasher = (bytes: Uint8Array<ArrayBuffer>) => Promise<string>;

export const nativeHasher: Hasher = async (bytes) => toHex(new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)));

/** One instance serves all chunks: hashing is synchronous, so two never mix. */
export async function wasmHasher(): Promise<Hasher> {
  const sha256 = await createSHA256();
  return async (bytes) => sha256.init().update(bytes).digest("hex");
}

export async function bestHasher(): Promise<Hasher> {
  return globalThis.crypto?.subtle === undefined ? await wasmHasher() : nativeHasher;
}
