// What others are sent: every chunk has its files' bytes, however it is asked for, and a file that changed gives none.
import { afterAll, beforeAll, expect, test } from "bun:test";
import { createHash } from "node:crypto";
import { appendFile, readFile, rename, rm, utimes, writeFile } from "node:fs/promises";
import { type Disk, gather, openDisk, shareIdOf } from "../../../cli/disk/index.ts";
import { chunkBytesMin } from "../../../protocol/limits.ts";
import type { PeerEvent } from "../../../protocol/peer-state.ts";
import { chunkCountOf, type Share, sealedBytesOf, shareOf } from "../../../protocol/share.ts";
import { type Folder, temporaryFolder } from "../../support/files.ts";

let folder: Folder;
beforeAll(async () => {
  folder = await temporaryFolder();
});
afterAll(() => folder?.[Symbol.asyncDispose]());

const token = "7".repeat(32);

async function lend(...paths: string[]) {
  const heard: PeerEvent[] = [];
  const disk = await openDisk({ room: "r", into: "nowhere", report: (event) => heard.push(event) });
  const gathered = await gather(paths);
  const share = shareOf(shareIdOf(token, gathered.entries), gathered.entries) as Share;
  disk.source(share, gathered);
  const read = async (chunk: number, peer = "p") => {
    const before = heard.length;
    disk.act({ do: "read", peer, share: share.id, transfer: 1, chunk });
    while (heard.length === before) await Bun.sleep(1);
    const event = heard.at(-1);
    return event?.on === "read" ? event.digest : event?.on === "stop-sharing" ? event.why : "nothing";
  };
  return { disk, share, heard, read };
}

async function digestsOf(...paths: string[]): Promise<readonly string[]> {
  const stream = Buffer.concat(await Promise.all(paths.map((path) => readFile(path))));
  return Array.from({ length: Math.ceil(stream.length / chunkBytesMin) }, (_, chunk) =>
    sha256(stream.subarray(chunk * chunkBytesMin, (chunk + 1) * chunkBytesMin)),
  );
}

const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");
const free = (disk: Disk, share: Share, chunk: number, peer = "p") => disk.act({ do: "free", peer, share: share.id, transfer: 1, chunk });

test("chunks are the files' bytes, one after the other, all at once, from anywhere, and over many small files", async () => {
  const sizes = [3 * chunkBytesMin + 9, 5, 0, 2 * chunkBytesMin, ...Array(80).fill(20_000), 4 * chunkBytesMin];
  const paths = await Promise.all(sizes.map((size, i) => folder.make(`f${String(i).padStart(3, "0")}`, size)));
  const { disk, share, heard } = await lend(...paths);
  const digests = await digestsOf(...paths);
  expect(chunkCountOf(share)).toBe(digests.length);
  const order = [...digests.keys(), 4, 1, 2, 3, 0, 1, 5, 9, 10, 2, 6, 0];
  order.forEach((chunk, i) => {
    disk.act({ do: "read", peer: `p${i}`, share: share.id, transfer: 1, chunk });
  });
  while (heard.length < order.length) await Bun.sleep(1);
  for (const [i, chunk] of order.entries()) {
    expect(heard).toContainEqual({ on: "read", peer: `p${i}`, transfer: 1, chunk, digest: digests[chunk] ?? "" });
    expect(sha256(disk.chunk(`p${i}`, 1, chunk) ?? new Uint8Array())).toBe(digests[chunk] ?? "");
    free(disk, share, chunk, `p${i}`);
    expect(disk.chunk(`p${i}`, 1, chunk)).toBeUndefined();
  }
  await disk.close();
});

test("[T2] chunks are read for their digests alone, and the share's digest is taken over all of them", async () => {
  const path = await folder.make("own", 2 * chunkBytesMin + 1);
  const { disk, share, heard } = await lend(path);
  const digests = await digestsOf(path);
  for (const chunk of digests.keys()) disk.act({ do: "hash-own", share: share.id, chunk });
  while (heard.length < 3) await Bun.sleep(1);
  for (const [chunk, digest] of digests.entries()) expect(heard).toContainEqual({ on: "hashed-own", share: share.id, chunk, digest });
  const raw = Uint8Array.from(Buffer.from(digests.join(""), "hex"));
  disk.act({ do: "digest", share: share.id, digests: raw });
  expect(heard.at(-1)).toEqual({ on: "digested", share: share.id, digest: sha256(sealedBytesOf(share, raw)) });
  await disk.close();
});

for (const [what, change, why] of [
  ["written anew", (path: string) => writeFile(path, Buffer.alloc(6 * chunkBytesMin, 7)), "source-changed"],
  ["longer", (path: string) => appendFile(path, "more"), "source-changed"],
  ["shorter", (path: string) => writeFile(path, "less"), "source-changed"],
  ["gone", (path: string) => rm(path), "source-unreadable"],
  ["a pipe now", (path: string) => rm(path).then(() => void Bun.spawnSync(["mkfifo", path])), "source-unreadable"],
] as const) {
  test(`[T2] a file that is ${what} gives nothing more, and ends its share by name`, async () => {
    const path = await folder.make(`changed ${what}`, 6 * chunkBytesMin);
    const { disk, read } = await lend(path);
    // Read to its end, it is closed: what comes next finds whatever is there by then.
    const digests = await digestsOf(path);
    for (const chunk of [0, 5]) expect(await read(chunk)).toBe(digests[chunk] ?? "");
    // The file system's clock must move.
    await Bun.sleep(20);
    await change(path);
    expect(await read(2)).toBe(why);
    await disk.close();
  });
}

test("[T2] a file that another one took the place of while it was read goes on as it was, or ends: never a mixture", async () => {
  const path = await folder.make("replaced", 6 * chunkBytesMin);
  const { disk, read } = await lend(path);
  const digests = await digestsOf(path);
  expect(await read(0)).toBe(digests[0] ?? "");
  const other = await folder.make("other", 6 * chunkBytesMin);
  await utimes(other, 5, 5);
  await rename(other, path);
  for (const chunk of [1, 2, 3, 4]) expect([digests[chunk], "source-changed"]).toContain(await read(chunk));
  await disk.close();
});

test("a share that is forgotten while it is read says nothing more", async () => {
  const path = await folder.make("forgotten", 2 * chunkBytesMin);
  const { disk, share, heard } = await lend(path);
  disk.act({ do: "read", peer: "p", share: share.id, transfer: 1, chunk: 0 });
  disk.act({ do: "forget-source", share: share.id });
  await disk.close();
  await Bun.sleep(20);
  expect(heard).toEqual([]);
});

test("the same person gives the same files the same id, and other files, times or people another", async () => {
  const path = await folder.make("id", 100);
  const { entries } = await gather([path]);
  expect(shareIdOf(token, entries)).toBe(shareIdOf(token, (await gather([path])).entries));
  expect(shareIdOf("8".repeat(32), entries)).not.toBe(shareIdOf(token, entries));
  await utimes(path, 1, 1);
  expect(shareIdOf(token, (await gather([path])).entries)).not.toBe(shareIdOf(token, entries));
});
