// The SHA-256 of received files: taken as chunks come, and gone on with on a later page.
import { describe, expect, test } from "bun:test";
import { createHash } from "node:crypto";
import type { Halfway } from "../../client/disk/messages.ts";
import { summing } from "../../client/disk/sums.ts";
import { chunkBytesMin } from "../../protocol/limits.ts";
import { chunkCountOf, chunkLengthOf, placesOf, type Share } from "../../protocol/share.ts";
import { hexId } from "../support/participant.ts";
import { shareOfSizes } from "../support/shares.ts";

const MiB = 2 ** 20;
const passedEvery = 5 * chunkBytesMin;

function bytesOf(share: Share, chunk: number): Uint8Array<ArrayBuffer> {
  return new Uint8Array(chunkLengthOf(share, chunk)).fill(chunk + 1);
}

function sumsOf(share: Share): (string | undefined)[] {
  const stream = Buffer.concat(Array.from({ length: chunkCountOf(share) }, (_, chunk) => bytesOf(share, chunk)));
  return placesOf(share).map(({ from, to }) => createHash("sha256").update(stream.subarray(from, to)).digest("hex"));
}

/** A page that receives a share. */
function open(share: Share, halfway?: Halfway) {
  const page = { read: [] as number[], sums: [] as (string | undefined)[], halfway: undefined as Halfway | undefined };
  const sums = summing({
    ...{ share, chosen: undefined, halfway, passedEvery },
    hash: async (bytes) => createHash("sha256").update(bytes).digest("hex"),
    async read(chunk) {
      page.read.push(chunk);
      return bytesOf(share, chunk);
    },
    summed(sums) {
      for (const [entry, sum] of sums) page.sums[entry] = sum;
    },
    passed: (halfway) => (page.halfway = halfway),
  });
  const store = async (from: number, to: number) => {
    for (let chunk = from; chunk < to; chunk++) await sums.stored(chunk, bytesOf(share, chunk));
  };
  return { ...sums, store, page };
}

const numbers = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => from + i);

describe("[R12] a later page goes on with files' sums where an earlier one was", () => {
  const share = shareOfSizes(hexId("5"), 1 * MiB, 8 * MiB, 2 * MiB);
  const count = chunkCountOf(share);

  test("in the middle of a file: nothing before that is read again", async () => {
    const before = open(share);
    await before.store(0, 9);
    const { halfway, sums, read } = before.page;
    expect(read).toEqual([]);
    expect(halfway?.front).toBe(5);
    const front = halfway?.front ?? 0;
    const after = open(share, structuredClone(halfway));
    await after.store(11, count);
    await after.found(numbers(0, 9));
    await after.store(9, 11);
    await after.finish();
    expect(after.page.read).toEqual([...numbers(front, 9), ...numbers(11, count)]);
    expect([...sums, ...after.page.sums.slice(sums.length)]).toEqual(sumsOf(share));
  });

  test("where one file ends and the next begins", async () => {
    const share = shareOfSizes(hexId("5"), 5 * chunkBytesMin, 2 * MiB);
    const before = open(share);
    await before.store(0, 5);
    expect(before.page.halfway).toEqual({ front: 5 });
    const after = open(share, before.page.halfway);
    await after.found(numbers(0, 5));
    await after.store(5, chunkCountOf(share));
    expect(after.page.read).toEqual([]);
    expect([before.page.sums[0], after.page.sums[1]]).toEqual(sumsOf(share));
  });

  test("where a chunk is not what it was, all is read again, and no page after that relies on it", async () => {
    const before = open(share);
    await before.store(0, 9);
    const after = open(share, before.page.halfway);
    const found = numbers(0, 9).filter((chunk) => chunk !== 3);
    await after.found(found);
    expect(after.page.halfway).toEqual({ front: 0 });
    await after.store(3, 4);
    await after.store(9, count);
    await after.finish();
    expect(after.page.sums).toEqual(sumsOf(share));
  });

  test("what another build of the hasher wrote down is not understood, and all is read again", async () => {
    const after = open(share, { front: 5, state: new Uint8Array(112) });
    await after.found(numbers(0, 9));
    await after.store(9, count);
    expect(after.page.read[0]).toBe(0);
    expect(after.page.sums).toEqual(sumsOf(share));
  });

  test("of very many files nothing is told: each is small, and their sums are many", async () => {
    const share = shareOfSizes(hexId("5"), ...Array.from({ length: 1_001 }, () => MiB / 128));
    const before = open(share);
    await before.store(0, chunkCountOf(share));
    expect(before.page.halfway).toBeUndefined();
    expect(before.page.sums).toEqual(sumsOf(share));
  });
});
