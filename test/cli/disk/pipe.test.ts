// Receiving into a pipe: in order, as fast as somebody reads, and with nothing held that need not be.
import { expect, test } from "bun:test";
import { createHash } from "node:crypto";
import { fileForPipe } from "../../../cli/disk/index.ts";
import { chunkBytesMin } from "../../../protocol/limits.ts";
import type { Share } from "../../../protocol/share.ts";
import { openFolderPage, streamOf } from "../../contract/sink-folder.ts";
import { fileOf, shareOfEntries } from "../../support/shares.ts";

const id = "5".repeat(32);
const shareOf = (...sizes: number[]) =>
  shareOfEntries(
    id,
    sizes.map((size, i) => fileOf(`${i}`, size)),
  );
const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");

/** A reader that takes what comes when it is let. */
function reader() {
  const taken: Uint8Array[] = [];
  let leave = Promise.resolve();
  let go = () => {};
  return {
    taken,
    hold() {
      ({ promise: leave, resolve: go } = Promise.withResolvers<void>());
    },
    letGo: () => go(),
    async write(bytes: Uint8Array) {
      await leave;
      taken.push(bytes.slice());
    },
  };
}

async function receive(share: Share, order: readonly number[], chosen?: readonly (readonly [number, number])[]) {
  const pipe = reader();
  await using page = await openFolderPage({ pipe: pipe.write });
  expect(await page.do.open(1, share, chosen)).toBe("well");
  expect(await page.do.store(1, order)).toBe("well");
  const sums = await page.do.closed(1);
  return { bytes: Buffer.concat(pipe.taken), sums };
}

test("chunks go out in order, in whatever order they come, and the file has its SHA-256", async () => {
  const share = shareOf(8 * chunkBytesMin + 5);
  const { bytes, sums } = await receive(share, [3, 1, 0, 2, 8, 7, 4, 6, 5]);
  expect(bytes.equals(streamOf(share, 0, share.size))).toBe(true);
  expect(sums).toEqual([sha256(bytes)]);
});

test("of several files the one that is wanted, and no byte of the others", async () => {
  const share = shareOf(100, 2 * chunkBytesMin, 100);
  const { bytes } = await receive(share, [0, 1, 2], [[1, 2]]);
  expect(bytes.equals(streamOf(share, 100, 100 + 2 * chunkBytesMin))).toBe(true);
});

test("[R11] a file of no bytes is nothing, and complete", async () => {
  expect(await receive(shareOf(0), [])).toEqual({ bytes: Buffer.alloc(0), sums: [sha256(new Uint8Array(0))] });
});

test("a chunk counts as stored when it was taken, and not before", async () => {
  const pipe = reader();
  await using page = await openFolderPage({ pipe: pipe.write });
  const share = shareOf(3 * chunkBytesMin);
  await page.do.open(1, share);
  pipe.hold();
  for (const chunk of [0, 1, 2]) await page.do.give(1, chunk);
  await Bun.sleep(30);
  expect(page.do.stored(1)).toEqual([]);
  pipe.letGo();
  while (page.do.stored(1).length < 3) await Bun.sleep(1);
  expect(page.do.stored(1)).toEqual([0, 1, 2]);
});

test("a reader that ends ends it by name", async () => {
  const gone = () => Promise.reject(Object.assign(new Error("nobody reads"), { code: "EPIPE" }));
  await using page = await openFolderPage({ pipe: gone });
  await page.do.open(1, shareOf(2 * chunkBytesMin));
  expect(await page.do.store(1, [0])).toBe("sink-broken");
  expect(page.disk.whyBroken(1)).toBe("pipe-closed");
});

test("[R8] what went out before it broke off is not sent again when it is gone on with", async () => {
  const pipe = reader();
  await using page = await openFolderPage({ pipe: pipe.write });
  const share = shareOf(4 * chunkBytesMin);
  await page.do.open(1, share);
  expect(await page.do.store(1, [0, 1])).toBe("well");
  // Came early, and is lost with the transfer.
  await page.do.give(1, 3);
  await page.do.shelve(1);
  expect(await page.do.open(1, share)).toBe("well");
  expect(await page.do.found(1)).toEqual([[0, 2]]);
  expect(await page.do.check(1, [[0, 2]])).toEqual([]);
  expect(await page.do.store(1, [2, 3])).toBe("well");
  await page.do.closed(1);
  expect(Buffer.concat(pipe.taken).equals(streamOf(share, 0, share.size))).toBe(true);
});

test("several files, or none, are not for a pipe", async () => {
  const folder = shareOfEntries(id, [fileOf("d/", 0), fileOf("d/a", 1)]);
  expect([fileForPipe(shareOf(1, 2), undefined), fileForPipe(shareOf(1, 2), [[1, 2]]), fileForPipe(folder, undefined)]).toEqual([
    undefined,
    1,
    1,
  ]);
  await using page = await openFolderPage({ pipe: reader().write });
  expect(await page.do.open(1, shareOf(1, 2))).toBe("sink-broken");
});
