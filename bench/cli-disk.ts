// The terminal peer's disk: reading and hashing what is sent, and joining, hashing, writing and summing what is received. One large file beside a hash
// of the same bytes in memory; small ones beside a loop that opens, reads or writes, and closes one after the other, and hashes nothing.
//   bun bench/cli-disk.ts [--rounds=9] [--mib=256] [--files=2000]
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { sha256Of } from "../cli/disk/digest.ts";
import { gather, openDisk } from "../cli/disk/index.ts";
import { frameHeaderBytes } from "../protocol/frame.ts";
import { chunkBytesMin, partBytes } from "../protocol/limits.ts";
import type { PeerEvent, Receipt } from "../protocol/peer-state.ts";
import { beginReceiving } from "../protocol/receive.ts";
import type { ReceiveEffect } from "../protocol/receive-state.ts";
import { chunkCountOf, chunkLengthOf, type Share, shareOf } from "../protocol/share.ts";
import { temporaryFolder } from "../test/support/files.ts";
import { perform } from "./perform.ts";
import { inTurns, judged, option, spreadOf, told } from "./ratio.ts";

const rounds = option("rounds", 9);
const mib = option("mib", 256);
const files = option("files", 2000);
/** More than a processor's caches hold. */
const different = 64;
/** Chunks in hand at a time, as on a quick line. */
const inHand = 8;
const smallBytes = 16_384;

const chunks = Array.from({ length: different }, (_, i) => {
  const bytes = new Uint8Array(chunkBytesMin);
  for (let from = 0; from < bytes.length; from += 65_536) crypto.getRandomValues(bytes.subarray(from, from + 65_536));
  bytes[0] = i;
  return bytes;
});
const chunkOf = (share: Share, chunk: number) => (chunks[chunk % different] ?? new Uint8Array()).subarray(0, chunkLengthOf(share, chunk));

await perform(async ({ folder, things }) => {
  const many = things.use(await temporaryFolder());
  await folder.make("large", mib * 2 ** 20);
  await Promise.all(Array.from({ length: files }, (_, i) => many.make(`${i}`, smallBytes)));
  const inMemory = async () => hashAll(mib * 2 ** 20);
  await measure("one file", join(folder.path, "large"), folder.path, { read: inMemory, write: inMemory, atLeast: [0.7, 0.35] });
  const [from, to] = [many.path, join(folder.path, "bare")];
  const small = {
    read: () => timed(() => readdirSync(from).forEach((name) => void readFileSync(join(from, name)))),
    write: async () => {
      mkdirSync(to);
      const took = await timed(() =>
        Array.from({ length: files }, (_, i) => writeFileSync(join(to, `${i}`), (chunks[0] ?? new Uint8Array()).subarray(0, smallBytes))),
      );
      await rm(to, { recursive: true });
      return took;
    },
    atLeast: [0.3, 0.7],
  } as const;
  await measure(`${files} files of ${smallBytes / 1024} KiB`, from, folder.path, small);
});

type Limit = { readonly read: () => Promise<number>; readonly write: () => Promise<number>; readonly atLeast: readonly [number, number] };

async function measure(what: string, path: string, where: string, limit: Limit): Promise<void> {
  const gathered = await gather([path]);
  const share = shareOf("5".repeat(32), gathered.entries);
  if (typeof share === "string") throw new Error(share);
  const sending: number[] = [];
  const receiving: number[] = [];
  const closing: number[] = [];
  // The first round warms up.
  for (let round = 0; round <= rounds; round++) {
    const [bareOfRead, read] = await inTurns(round, [limit.read, () => readAll(share, gathered)]);
    const [bareOfWrite, written] = await inTurns(round, [limit.write, () => writeAll(share, join(where, "in"))]);
    if (round === 0) continue;
    sending.push(bareOfRead / read);
    receiving.push(bareOfWrite / written.stored);
    closing.push(written.closed / written.stored);
  }
  console.log(`${what}, sending / limit: ${judged(spreadOf(sending), { atLeast: limit.atLeast[0] })}`);
  // Every byte of a large file is hashed twice, for its chunk and for the file: half of its limit is the most.
  console.log(`${what}, receiving / limit: ${judged(spreadOf(receiving), { atLeast: limit.atLeast[1] })}`);
  console.log(`  getting its name, the disk itself included, in times of receiving: ${told(spreadOf(closing))}`);
}

async function timed(job: () => unknown): Promise<number> {
  const began = performance.now();
  await job();
  return performance.now() - began;
}

function hashAll(size: number): Promise<number> {
  return timed(() => {
    for (let left = size, i = 0; left > 0; left -= chunkBytesMin, i++)
      sha256Of((chunks[i % different] ?? new Uint8Array()).subarray(0, left));
  });
}

async function readAll(share: Share, gathered: Awaited<ReturnType<typeof gather>>): Promise<number> {
  const done = Promise.withResolvers<void>();
  const count = chunkCountOf(share);
  let asked = 0;
  let heard = 0;
  const ask = () => disk.act({ do: "read", peer: "p", share: share.id, transfer: 1, chunk: asked++ });
  const report = (event: PeerEvent) => {
    if (event.on !== "read") return done.reject(new Error(JSON.stringify(event)));
    disk.act({ do: "free", peer: "p", share: share.id, transfer: 1, chunk: event.chunk });
    if (++heard === count) return done.resolve();
    if (asked < count) ask();
  };
  const disk = await openDisk({ room: "bench", into: "nowhere", report });
  disk.source(share, gathered);
  const began = performance.now();
  while (asked < Math.min(inHand, count)) ask();
  await done.promise;
  const took = performance.now() - began;
  await disk.close();
  return took;
}

/** Milliseconds until all is stored, and from then on until it has its name. */
async function writeAll(share: Share, folder: string): Promise<{ stored: number; closed: number }> {
  await mkdir(folder);
  const done = Promise.withResolvers<void>();
  const count = chunkCountOf(share);
  const receipt: Receipt = { owner: "o".repeat(43), ownerName: "Owner", automatic: false, now: beginReceiving(share, 1)[0] };
  const act = (effect: Exclude<ReceiveEffect, { do: "ask" | "done" | "cancel" | "look" | "pause" }>) =>
    disk.act({ do: "receive", transfer: 1, receipt, effect });
  let given = 0;
  let stored = 0;
  let began = 0;
  let ended = 0;
  const give = () => {
    const chunk = given++;
    const bytes = chunkOf(share, chunk);
    for (let offset = 0; offset < bytes.length; offset += partBytes) act({ do: "keep", chunk, offset, frame: frameOf(bytes, offset) });
    act({ do: "hash", chunk });
  };
  const report = (event: PeerEvent) => {
    if (event.on !== "receiving") return;
    const heard = event.event;
    if (heard.on === "opened") {
      began = performance.now();
      while (given < Math.min(inHand, count)) give();
    } else if (heard.on === "hashed") act({ do: "store", chunk: heard.chunk, digest: heard.digest });
    else if (heard.on === "stored") {
      if (++stored === count) {
        ended = performance.now();
        act({ do: "close" });
      } else if (given < count) give();
    } else if (heard.on === "closed") done.resolve();
    else if (heard.on === "fail") done.reject(new Error(heard.why));
  };
  const disk = await openDisk({ room: "bench", into: { folder }, report });
  act({ do: "open" });
  await done.promise;
  const closed = performance.now() - ended;
  await disk.close();
  await rm(folder, { recursive: true });
  return { stored: ended - began, closed };
}

/** A new one each time: whoever keeps it uses it up. */
function frameOf(bytes: Uint8Array, offset: number): ArrayBuffer {
  const piece = bytes.subarray(offset, offset + partBytes);
  const frame = new Uint8Array(frameHeaderBytes + piece.length);
  frame.set(piece, frameHeaderBytes);
  return frame.buffer;
}
