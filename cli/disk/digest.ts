// SHA-256. On the main thread: a second thread would have to be woken for every chunk, and two processors are busy with the link already.
import { fromHex, toHex } from "../../protocol/bytes.ts";

export const digestBytes = 32;

/** 64 hexadecimal digits. */
export function sha256Of(bytes: Uint8Array): string {
  return Bun.SHA256.hash(bytes, "hex");
}

export const newSha256 = () => new Bun.CryptoHasher("sha256");

/** Digests of chunks, one after the other; one that is not known is all zeros. */
export function setDigest(digests: Uint8Array, chunk: number, digest: string): void {
  digests.set(fromHex(digest), chunk * digestBytes);
}

export function hexOf(digests: Uint8Array, chunk: number): string {
  return toHex(digestIn(digests, chunk));
}

export function digestIn(digests: Uint8Array, chunk: number): Uint8Array {
  return digests.subarray(chunk * digestBytes, (chunk + 1) * digestBytes);
}
