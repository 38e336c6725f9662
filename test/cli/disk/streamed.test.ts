// A source of unknown size: read once, in order, and no further than somebody asks.
import { expect, test } from "bun:test";
import { createHash } from "node:crypto";
import { openDisk } from "../../../cli/disk/index.ts";
import { streamChunkBytes } from "../../../protocol/limits.ts";
import type { PeerEvent } from "../../../protocol/peer-state.ts";
import { sealedBytesOf } from "../../../protocol/share.ts";
import { endedStream, streamOf } from "../../../protocol/stream.ts";

const share = streamOf("5".repeat(32), { path: "標準入力", modified: 0, media: "" });
const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");

/** A source that gives pieces of an odd length, and tells how many bytes were taken of it. */
async function lend(size: number, failsAt = Number.POSITIVE_INFINITY) {
  const bytes = new Uint8Array(size);
  for (let from = 0; from < size; from += 65_536) crypto.getRandomValues(bytes.subarray(from, from + 65_536));
  const known = { taken: 0, cancelled: false };
  const input = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        if (known.taken >= failsAt) return controller.error(new Error("the source broke"));
        const piece = bytes.subarray(known.taken, known.taken + 100_003);
        known.taken += piece.length;
        if (piece.length === 0) controller.close();
        else controller.enqueue(piece);
      },
      cancel() {
        known.cancelled = true;
      },
    },
    { highWaterMark: 0 },
  );
  const heard: PeerEvent[] = [];
  const disk = await openDisk({ room: "r", into: "nowhere", report: (event) => heard.push(event) });
  disk.stream(share, input);
  const read = (chunk: number) => disk.act({ do: "read", peer: "p", share: share.id, transfer: 1, chunk });
  const wait = async (count: number) => {
    while (heard.length < count) await Bun.sleep(1);
    return heard;
  };
  return { bytes, known, disk, read, heard, wait };
}

const chunkEvent = (bytes: Uint8Array, chunk: number) => {
  const digest = sha256(bytes.subarray(chunk * streamChunkBytes, (chunk + 1) * streamChunkBytes));
  return { on: "read" as const, peer: "p", transfer: 1, chunk, digest };
};
const ended = (size: number) => ({ on: "ended" as const, share: share.id, size });

test("[T9] [T11] chunks come in order however fast they are asked for; the end is told before the last one, and what is beyond it is nothing", async () => {
  const size = 2 * streamChunkBytes + 12_345;
  const { bytes, disk, read, wait, heard } = await lend(size);
  for (const chunk of [0, 1, 2, 3, 4]) read(chunk);
  expect(await wait(4)).toEqual([chunkEvent(bytes, 0), chunkEvent(bytes, 1), ended(size), chunkEvent(bytes, 2)]);
  expect(sha256(disk.chunk("p", 1, 2) ?? new Uint8Array())).toBe(sha256(bytes.subarray(2 * streamChunkBytes)));
  const digests = new Uint8Array(96).fill(7);
  disk.act({ do: "digest", share: share.id, digests });
  expect(heard.at(-1)).toEqual({ on: "digested", share: share.id, digest: sha256(sealedBytesOf(endedStream(share, size), digests)) });
  await disk.close();
});

for (const [what, size] of [
  ["at a chunk's border", streamChunkBytes],
  ["at once", 0],
] as const) {
  test(`[T11] a source that ends ${what} is told of by its size alone`, async () => {
    const { bytes, disk, read, wait } = await lend(size);
    for (let chunk = 0; chunk <= size / streamChunkBytes; chunk++) read(chunk);
    expect(await wait(size / streamChunkBytes + 1)).toEqual([...(size > 0 ? [chunkEvent(bytes, 0)] : []), ended(size)]);
    await disk.close();
  });
}

test("[T9] no more is read than is asked for, and all that was read is kept until it is freed", async () => {
  const { bytes, known, disk, read, wait } = await lend(6 * streamChunkBytes);
  expect(known.taken).toBe(0);
  read(0);
  await wait(1);
  expect(known.taken).toBeLessThan(streamChunkBytes + 200_000);
  read(1);
  await wait(2);
  for (const chunk of [0, 1]) expect(sha256(disk.chunk("p", 1, chunk) ?? new Uint8Array())).toBe(chunkEvent(bytes, chunk).digest);
  disk.act({ do: "free", peer: "p", share: share.id, transfer: 1, chunk: 0 });
  expect(disk.chunk("p", 1, 0)).toBeUndefined();
  await disk.close();
});

test("[T12] a source that fails ends its share by name, once it is no more it is let go of", async () => {
  const { disk, read, wait, heard, known } = await lend(3 * streamChunkBytes, streamChunkBytes + 5);
  read(0);
  read(1);
  read(2);
  await wait(2);
  expect(heard.slice(1, 2)).toEqual([{ on: "stop-sharing", share: share.id, why: "stream-broken" }]);
  disk.act({ do: "forget-source", share: share.id });
  const other = await lend(3 * streamChunkBytes);
  other.disk.act({ do: "forget-source", share: share.id });
  other.read(0);
  await Bun.sleep(10);
  expect([other.known.cancelled, other.heard]).toEqual([true, []]);
  expect(known.taken).toBeGreaterThan(streamChunkBytes);
});
