import { expect, test } from "bun:test";
import type { Part } from "../../protocol/channel.ts";
import { askedBytesMax, chunkBytesMin, partBytes, readAheadMax } from "../../protocol/limits.ts";
import { allDigests, asked, emptied, forward, newOffered, newSending, type Sending, wasRead, withDigest } from "../../protocol/send.ts";
import { partsPerChunk } from "../support/linked.ts";
import { shareOfSizes } from "../support/shares.ts";

const MiB = 1024 * 1024;
const shareOf = (size: number) => shareOfSizes("5".repeat(32), size);
const asking = (parts: readonly Part[], stored = 0) => ({ parts, stored, wanted: 2 ** 40 });
const share = shareOf(10 * chunkBytesMin + 5);
const digestOf = (chunk: number) => chunk.toString(16).padStart(64, "0");
const known = Array.from({ length: 11 }, (_, chunk) => chunk).reduce(
  (offered, chunk) => withDigest(offered, chunk, digestOf(chunk)) ?? offered,
  newOffered(share),
);

function askedFor(parts: readonly Part[], sending = newSending(share, 1, 0), stored = 0): Sending {
  const next = asked(sending, asking(parts, stored), 0);
  if (typeof next === "string") throw new Error(next);
  return next;
}

test("[T1] parts that lie in the share are taken", () => {
  const parts: Part[] = [
    [0, 0, partBytes],
    [0, chunkBytesMin - 1, 1],
    [10, 0, 5],
  ];
  expect(askedFor(parts).queue).toEqual(parts);
});

test("[T1] parts that do not lie in the share are refused", () => {
  for (const part of [
    [11, 0, 1],
    [10, 0, 6],
    [10, 5, 1],
    [0, chunkBytesMin, 1],
    [0, chunkBytesMin - 1, 2],
    [0, 0, 0],
  ] as Part[]) {
    expect(asked(newSending(share, 1, 0), asking([part]), 0)).toBe("asked-too-much");
  }
});

test("[T1] a part that no frame can carry is refused", () => {
  expect(asked(newSending(share, 1, 0), asking([[0, 0, chunkBytesMin]]), 0)).toBe("asked-too-much");
});

test("[T1] at most 64 MiB may be asked for ahead", () => {
  const large = shareOf(100 * MiB);
  const ahead = askedBytesMax / partBytes;
  const parts = Array.from(
    { length: ahead + 1 },
    (_, i): Part => [Math.floor(i / partsPerChunk), (i % partsPerChunk) * partBytes, partBytes],
  );
  const full = askedFor(parts.slice(0, ahead), newSending(large, 1, 0));
  expect(askedBytesMax).toBe(64 * MiB);
  expect(asked(full, asking(parts.slice(ahead)), 0)).toBe("asked-too-much");
  expect(asked(full, asking(parts.slice(0, 1)), 0)).toMatchObject({ queue: full.queue });
});

test("[T2] a chunk is read when it is first asked for, and once for all its parts", () => {
  const [reading, effects] = forward(
    askedFor([
      [3, 0, 1],
      [3, 1, 1],
    ]),
    newOffered(share),
    true,
  );
  // And the chunk after it, which will most likely be asked for next.
  expect(effects).toEqual([3, 4].map((chunk) => ({ do: "read", transfer: 1, chunk })));
  expect(forward(reading, newOffered(share), true)[1]).toEqual([]);
});

test("[T2] nothing of a chunk is sent before it is read and hashed", () => {
  const [reading] = forward(askedFor([[3, 0, 1]]), known, true);
  expect(forward(reading, known, true)[1]).toEqual([]);
  expect(forward(wasRead(reading, 3), newOffered(share), true)[1]).toEqual([]);
  expect(forward(wasRead(reading, 3), known, true)[1]).toEqual([{ do: "send-part", transfer: 1, part: [3, 0, 1], digest: digestOf(3) }]);
});

test("[T2] the same chunk with another digest means that the file changed", () => {
  const offered = withDigest(newOffered(share), 0, digestOf(0));
  if (offered === undefined) throw new Error("refused");
  expect(withDigest(offered, 0, digestOf(0))).toBe(offered);
  expect(withDigest(offered, 0, digestOf(1))).toBeUndefined();
});

test("[T3] the digests are all known once every chunk has been read", () => {
  expect(allDigests(known)).toHaveLength(11);
  expect(allDigests({ ...known, known: 10 })).toBeUndefined();
  expect(allDigests(newOffered(share))).toBeUndefined();
  expect(allDigests(newOffered(shareOf(0)))).toEqual([]);
});

test("[T4] nothing is sent while the link is full, but the next chunks are read", () => {
  const [reading, effects] = forward(
    askedFor([
      [0, 0, 1],
      [1, 0, 1],
    ]),
    known,
    false,
  );
  expect(effects.map((effect) => effect.do)).toEqual(["read", "read", "read"]);
  const both = wasRead(wasRead(reading, 0), 1);
  expect(forward(both, known, false)).toEqual([both, []]);
});

test("few chunks are in memory, and those of the queue stay", () => {
  let sending = askedFor(Array.from({ length: 11 }, (_, chunk): Part => [chunk, 0, 5]));
  const inMemory = new Set<number>();
  const sent: number[] = [];
  for (let turn = 0; turn < 100; turn++) {
    const [next, effects] = forward(sending, known, true);
    sending = next;
    for (const effect of effects) {
      if (effect.do === "read") {
        inMemory.add(effect.chunk);
        sending = wasRead(sending, effect.chunk);
      }
      if (effect.do === "free") inMemory.delete(effect.chunk);
      if (effect.do === "send-part") {
        expect(inMemory.has(effect.part[0])).toBe(true);
        sent.push(effect.part[0]);
      }
    }
    expect(inMemory.size).toBeLessThanOrEqual(readAheadMax + 1);
  }
  expect(sent).toEqual(Array.from({ length: 11 }, (_, chunk) => chunk));
});

test("[T6] the owner believes what was stored as far as it can be; a reload has it checked again, so it may become less", () => {
  const sending = askedFor([], newSending(share, 1, 0), chunkBytesMin);
  expect(sending.stored).toBe(chunkBytesMin);
  expect(askedFor([], sending, 5).stored).toBe(5);
  expect(askedFor([], sending, 2 ** 52).stored).toBe(10 * chunkBytesMin + 5);
});

test("[T6] a transfer that ended has a reason, and its chunks are freed", () => {
  const [reading] = forward(askedFor([[0, 0, 1]]), known, true);
  const [ended, effects] = emptied(reading, "cancelled");
  expect(effects).toEqual([0, 1].map((chunk) => ({ do: "free", transfer: 1, chunk })));
  expect(ended).toMatchObject({ ending: "cancelled", queue: [] });
  expect(wasRead(ended, 0)).toBe(ended);
  expect(emptied(reading)[0]).not.toHaveProperty("ending");
});
