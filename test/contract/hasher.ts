// What every hasher keeps: SHA-256 as the world knows it, also when several callers hash at once.
import { describe, expect, test } from "bun:test";
import { createHash } from "node:crypto";
import type { Hasher } from "../../client/disk/hasher.ts";

const known = {
  empty: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
  abc: "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
};

export function hasherContract(name: string, open: () => Promise<Hasher>): void {
  describe(name, () => {
    test("knows the digests of nothing and of abc", async () => {
      const hash = await open();
      expect(await hash(new Uint8Array(0))).toBe(known.empty);
      expect(await hash(new TextEncoder().encode("abc"))).toBe(known.abc);
    });

    test("agrees with another implementation on a chunk, and around the borders of SHA-256's blocks", async () => {
      const hash = await open();
      for (const length of [2 ** 20, 1, 55, 56, 63, 64, 65, 119, 128, 1_000_003]) {
        const bytes = patterned(length, 1);
        expect(await hash(bytes)).toBe(digestOf(bytes));
      }
    });

    test("hashes a part of a buffer, and leaves the bytes as they are", async () => {
      const hash = await open();
      const whole = patterned(1000, 7);
      expect(await hash(whole.subarray(100, 900))).toBe(digestOf(whole.slice(100, 900)));
      expect(whole).toEqual(patterned(1000, 7));
    });

    test("several calls at once do not mix, nor do two hashers", async () => {
      const [one, other] = [await open(), await open()];
      const pieces = Array.from({ length: 24 }, (_, seed) => patterned(300_000 - 10_007 * seed, seed));
      const digests = await Promise.all(pieces.map((piece, i) => (i % 2 === 0 ? one : other)(piece)));
      expect(digests).toEqual(pieces.map(digestOf));
    });
  });
}

function patterned(length: number, seed: number): Uint8Array<ArrayBuffer> {
  return Uint8Array.from({ length }, (_, i) => (i * 31 + (i >>> 8) * 17 + seed * 101) & 255);
}

function digestOf(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}
