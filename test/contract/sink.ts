// What every sink keeps: bytes come back as they were given, in whatever order they came, and are gone when they are freed.
import { describe, expect, test } from "bun:test";
import { createHash } from "node:crypto";
import { chunkBytesMin, streamChunkBytes } from "../../protocol/limits.ts";
import type { Share } from "../../protocol/share.ts";
import { chunkCountOf, placesOf, sealedBytesOf } from "../../protocol/share.ts";
import { endedStream, streamOf } from "../../protocol/stream.ts";
import { hexId } from "../support/participant.ts";
import { shareOfSizes } from "../support/shares.ts";
import type { SinkPage } from "./sink-site.ts";

/** A page, or whatever else stores chunks and reads them back. */
export type Storing = AsyncDisposable & {
  readonly do: Pick<SinkPage["do"], "open" | "store" | "save" | "bytes" | "digestOfAll" | "closed" | "chunkCount" | "give" | "safe"> & {
    end(transfer: number, share: Share): Promise<unknown>;
    close(transfer: number): Promise<unknown>;
  };
};

/** What every sink keeps, wherever it is. @param open one of its own */
export function storingContract(name: string, open: () => Promise<Storing>): void {
  describe(name, () => {
    test("chunks that come in any order, the short one among them, are read back in theirs, across the borders of records", async () => {
      await using page = await open();
      const share = shareOf(20 * chunkBytesMin + 12_345);
      expect(await page.do.open(1, share)).toBe("well");
      expect(await page.do.store(1, shuffled(21))).toBe("well");
      await page.do.close(1);
      expect(await page.do.save(1)).toEqual(wholeOf(share));
    });

    test("several files, with empty ones among them, come back one by one", async () => {
      await using page = await open();
      const share = shareOf(0, 2_500_000, 0, 17, 1, 3 * chunkBytesMin, 0);
      await receive(page, 1, share);
      expect(await page.do.save(1)).toEqual(wholeOf(share));
    });

    test("[R11] shares of no bytes, of one, and of lengths around the borders of a chunk and of a record", async () => {
      await using page = await open();
      for (const [transfer, size] of [0, 1, chunkBytesMin - 1, chunkBytesMin, chunkBytesMin + 1, 16 * chunkBytesMin + 1].entries()) {
        const share = shareOf(size);
        await receive(page, transfer, share);
        expect(await page.do.save(transfer)).toEqual(wholeOf(share));
      }
    });

    test("the digest of a share is taken over its manifest and its chunks; each file has the SHA-256 that sha256sum prints", async () => {
      await using page = await open();
      const share = shareOf(0, 700_000, 3 * chunkBytesMin + 5, 17, 900_000, 0, 400_000, 2 * chunkBytesMin);
      expect(await page.do.open(1, share)).toBe("well");
      expect(await page.do.store(1, shuffled(chunkCountOf(share)))).toBe("well");
      const chunks = await Promise.all(
        first(chunkCountOf(share)).map(async (chunk) => Buffer.from(await page.do.bytes(1, chunk), "base64")),
      );
      const digests = Buffer.concat(chunks.map((bytes) => createHash("sha256").update(bytes).digest()));
      expect(await page.do.digestOfAll(1)).toBe(createHash("sha256").update(sealedBytesOf(share, digests)).digest("hex"));
      const stream = Buffer.concat(chunks);
      const sums = placesOf(share).map(({ from, to }) => createHash("sha256").update(stream.subarray(from, to)).digest("hex"));
      expect(await page.do.closed(1)).toEqual(sums);
    });

    test("[R16] a stream whose size is known at its end comes back whole, wherever that is, with its digest and SHA-256", async () => {
      await using page = await open();
      const stream = streamOf(hexId("5"), { path: "-", modified: 0, media: "" });
      for (const [transfer, size] of [0, 5, streamChunkBytes, 5 * streamChunkBytes + 12_345].entries()) {
        const share = endedStream(stream, size);
        const whole = Math.floor(size / streamChunkBytes);
        expect(await page.do.open(transfer, stream)).toBe("well");
        for (const chunk of first(whole)) await page.do.give(transfer, chunk);
        await page.do.end(transfer, share);
        expect(await page.do.store(transfer, first(chunkCountOf(share)).slice(whole))).toBe("well");
        await page.do.safe(transfer, first(whole));
        const chunks = await Promise.all(
          first(chunkCountOf(share)).map(async (chunk) => Buffer.from(await page.do.bytes(transfer, chunk), "base64")),
        );
        const digests = Buffer.concat(chunks.map((bytes) => createHash("sha256").update(bytes).digest()));
        expect(await page.do.digestOfAll(transfer)).toBe(createHash("sha256").update(sealedBytesOf(share, digests)).digest("hex"));
        expect(await page.do.closed(transfer)).toEqual([createHash("sha256").update(Buffer.concat(chunks)).digest("hex")]);
        expect(await page.do.save(transfer)).toEqual(wholeOf(share));
      }
    });

    test("two transfers at once do not mix", async () => {
      await using page = await open();
      const [one, other] = [shareOf(5 * chunkBytesMin + 1), shareOf(2_000_000, 15 * chunkBytesMin)];
      await Promise.all([receive(page, 7, one), receive(page, 8, other)]);
      expect(await page.do.save(8)).toEqual(wholeOf(other));
      expect(await page.do.save(7)).toEqual(wholeOf(one));
    });
  });
}

/** What a page's sinks do besides. @param open a page of its own, whose disk edge uses the rung in question */
export function sinkContract(name: string, open: () => Promise<SinkPage>): void {
  storingContract(name, open);
  describe(name, () => {
    test("what is made here is recorded as it comes, and freed", async () => {
      await using page = await open();
      for (const size of [1, 18 * chunkBytesMin + 5]) expect(await page.do.record(size)).toEqual({ size, told: size });
      await eventually(async () => (await page.do.kept()).length === 0);
    });

    test("what was stored outlives the worker that wrote it", async () => {
      await using page = await open();
      const share = shareOf(3 * chunkBytesMin);
      await receive(page, 1, share);
      await page.do.endWorkers();
      expect(await page.do.save(1)).toEqual(wholeOf(share));
    });

    test("[R8] what is discarded, whole or half, is freed, and what belongs to another transfer stays", async () => {
      await using page = await open();
      const share = shareOf(2 * chunkBytesMin + 5);
      await Promise.all([receive(page, 1, share), receive(page, 2, share)]);
      expect(await page.do.open(3, shareOf(17 * chunkBytesMin))).toBe("well");
      expect(await page.do.store(3, first(16))).toBe("well");
      const before = await page.do.kept();
      for (const transfer of [1, 3]) await page.do.discard(transfer);
      await eventually(async () => !(await page.do.kept()).some((name) => /^[13]\b/.test(name)));
      expect(await page.do.kept()).toEqual(before.filter((name) => /^2\b/.test(name)));
      expect(await page.do.save(1).catch(() => [])).not.toEqual(wholeOf(share));
      expect(await page.do.save(2)).toEqual(wholeOf(share));
    });
  });
}

/** A share of files of these sizes. */
export function shareOf(...sizes: number[]): Share {
  return shareOfSizes(hexId("5"), ...sizes);
}

/** What reading back brings of a share when all of it is right. */
export function wholeOf(share: Share): readonly { name: string; size: number }[] {
  return share.entries.map(({ path, size }) => ({ name: path, size }));
}

export function first(chunks: number): readonly number[] {
  return Array.from({ length: chunks }, (_, chunk) => chunk);
}

/** A whole transfer, from its first chunk to its last. */
export async function receive(page: Storing, transfer: number, share: Share): Promise<void> {
  expect(await page.do.open(transfer, share)).toBe("well");
  expect(await page.do.store(transfer, first(await page.do.chunkCount(transfer)))).toBe("well");
  await page.do.close(transfer);
}

/** Polls, since a browser does not tell when it has freed something. The test's own limit ends it. */
export async function eventually(is: () => Promise<boolean>): Promise<void> {
  while (!(await is())) await Bun.sleep(20);
}

/** Numbers below a prime's multiple, each once, in an order that follows no record. */
function shuffled(count: number): readonly number[] {
  return first(count).map((i) => (i * 17 + 40) % count);
}

/** What can be let go of, and gone on with. */
export type Resuming = Storing & {
  readonly do: Pick<SinkPage["do"], "found" | "check" | "damage"> & { shelve(transfer: number): Promise<unknown> };
};

/** What every sink does that keeps what it has. @param open one of its own */
export function resumingContract(name: string, open: () => Promise<Resuming>): void {
  describe(name, () => {
    test("[R12] what was stored when it was shelved is found again, and so are its digests", async () => {
      await using page = await open();
      const share = shareOf(20 * chunkBytesMin + 3);
      expect(await page.do.open(1, share)).toBe("well");
      expect(await page.do.store(1, first(16))).toBe("well");
      await page.do.shelve(1);
      expect(await page.do.open(1, share)).toBe("well");
      expect(await page.do.found(1)).toEqual([[0, 16]]);
      expect(await page.do.check(1, [[0, 16]])).toEqual([]);
      expect(await page.do.store(1, [16, 17, 18, 19, 20])).toBe("well");
      await page.do.closed(1);
      expect(await page.do.save(1)).toEqual(wholeOf(share));
    });

    test("[R12] a chunk that the disk has spoilt is told from the others", async () => {
      await using page = await open();
      const share = shareOf(16 * chunkBytesMin);
      expect(await page.do.open(1, share)).toBe("well");
      expect(await page.do.store(1, first(16))).toBe("well");
      await page.do.shelve(1);
      await page.do.damage(1, 5);
      expect(await page.do.open(1, share)).toBe("well");
      expect(await page.do.check(1, [[0, 16]])).toEqual([5]);
      expect(await page.do.store(1, [5])).toBe("well");
      await page.do.closed(1);
      expect(await page.do.save(1)).toEqual(wholeOf(share));
    });
  });
}

/** What every sink that outlives its page must do besides. @param open a page at a place, if one is named */
export function keepingContract(name: string, open: (at?: string) => Promise<SinkPage>): void {
  resumingContract(name, open);
  describe(name, () => {
    test("[R12] a new page of the tab finds it too, whole or half", async () => {
      const page = await open();
      const share = shareOf(20 * chunkBytesMin);
      expect(await page.do.open(1, share)).toBe("well");
      expect(await page.do.store(1, first(16))).toBe("well");
      expect(await page.do.open(2, shareOf(chunkBytesMin))).toBe("well");
      await page.do.store(2, [0]);
      await page.do.closed(2);
      await eventually(async () => (await page.do.restored()).some(({ transfer, complete }) => transfer === 2 && complete));
      const place = await page.do.place();
      await page.tab.close();
      await using again = await open(place);
      await eventually(async () => (await again.do.restored()).length === 2);
      expect((await again.do.restored()).sort((a, b) => a.transfer - b.transfer)).toEqual([
        { transfer: 1, complete: false, paused: false },
        { transfer: 2, complete: true, paused: false },
      ]);
      expect(await again.do.open(1, share)).toBe("well");
      expect(await again.do.found(1)).toEqual([[0, 16]]);
      expect(await again.do.check(1, [[0, 16]])).toEqual([]);
      expect(await again.do.store(1, [16, 17, 18, 19])).toBe("well");
      await again.do.closed(1);
      expect(await again.do.save(1)).toEqual(wholeOf(share));
      await again.do.knows(2, shareOf(chunkBytesMin));
      await again.do.discard(2);
      await again.do.discard(1);
      await eventually(async () => (await again.do.kept()).length === 0 && (await again.do.restored()).length === 0);
    });

    test("[R12] files' SHA-256 are right, and told, however a share was received on two pages", async () => {
      const page = await open();
      const share = shareOf(2 * chunkBytesMin, 91 * chunkBytesMin, 3 * chunkBytesMin);
      expect(await page.do.open(1, share)).toBe("well");
      expect(await page.do.store(1, first(80))).toBe("well");
      const place = await page.do.place();
      await page.do.shelve(1);
      await eventually(async () => (await page.do.kept()).length > 0);
      await Bun.sleep(500);
      await page.tab.close();
      await using again = await open(place);
      await eventually(async () => (await again.do.restored()).length === 1);
      expect(await again.do.open(1, share)).toBe("well");
      expect(await again.do.check(1, [[0, 80]])).toEqual([]);
      expect(await again.do.store(1, [95, ...first(95).slice(80)])).toBe("well");
      expect(await again.do.closed(1)).toEqual([...(await again.do.sumsGiven(1))]);
      await again.do.discard(1);
      await eventually(async () => (await again.do.kept()).length === 0);
    });
  });
}
