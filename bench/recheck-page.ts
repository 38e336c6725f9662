// The page of bench/recheck.ts: the real disk edge, which is given a transfer and then asked to check what lies there.
import { type Disk, diskEdge } from "../client/disk/index.ts";
import type { Rung } from "../client/disk/messages.ts";
import { randomHex } from "../edges/random.ts";
import { frameHeaderBytes } from "../protocol/frame.ts";
import { chunkBytesMin } from "../protocol/limits.ts";
import type { PeerEvent, Receipt } from "../protocol/peer-state.ts";
import { beginReceiving } from "../protocol/receive.ts";
import type { ReceiveEvent } from "../protocol/receive-state.ts";
import { chunkCountOf, chunkLengthOf, type Share, shareOf } from "../protocol/share.ts";
import { countIn } from "../protocol/span.ts";

const transfer = 1;
/** Chunks that are given and not stored, at the most: two records of IndexedDB's. */
const inHandMax = 32;

let disk: Disk;
let receipt: Receipt;
/** Who is told of what the disk says. */
let heard: (event: ReceiveEvent) => void = () => {};

type Act = Parameters<Disk["act"]>[0];
type Received = Extract<Act, { do: "receive" }>["effect"];
const act = (effect: Received) => disk.act({ do: "receive", transfer, receipt, effect });

/** Resolves to what `hear` makes of the first event that it makes something of. */
function listen<Result>(hear: (event: ReceiveEvent) => Result | undefined): Promise<Result> {
  return new Promise((resolve, reject) => {
    heard = (event) => {
      const result = event.on === "fail" ? reject(new Error(event.why)) : hear(event);
      if (result !== undefined) resolve(result);
    };
  });
}

const foundIn = (event: ReceiveEvent) => (event.on === "opened" ? event.found : undefined);

const bench = {
  start({ workerUrl, rung, mib }: { workerUrl: string; rung: Rung; mib: number }) {
    const share = shareOf(randomHex(), [{ path: "large.bin", size: mib * chunkBytesMin, modified: 0, media: "" }]);
    if (typeof share === "string") throw new Error(share);
    receipt = { owner: "nobody", ownerName: "nobody", automatic: false, now: beginReceiving(share, transfer)[0] };
    const report = (event: PeerEvent) => {
      if (event.on === "receiving") heard(event.event);
    };
    disk = diskEdge({ place: randomHex(), room: "bench", workerUrl, rungs: [rung], report });
  },

  /** Fills the disk with a whole transfer, and lets go of it. */
  async fill(): Promise<void> {
    const { share } = receipt.now;
    const opened = listen(foundIn);
    act({ do: "open" });
    await opened;
    await give(share);
    act({ do: "shelve" });
  },

  /** Milliseconds that it takes to check all of it. */
  async check(): Promise<number> {
    const opened = listen(foundIn);
    act({ do: "open" });
    const found = await opened;
    const count = chunkCountOf(receipt.now.share);
    if (countIn(found) !== count) throw new Error(`${countIn(found)} of ${count} chunks were found`);
    let left = count;
    const checked = listen((event) => {
      if (event.on === "checked" && !event.good) throw new Error(`chunk ${event.chunk} is not what was stored`);
      return event.on === "checked" && --left === 0 ? "all" : undefined;
    });
    const began = performance.now();
    act({ do: "check", chunks: found });
    await checked;
    const took = performance.now() - began;
    act({ do: "shelve" });
    return took;
  },

  /** Milliseconds that a worker takes to hash as many bytes, which are in its memory. */
  hash(count: number): Promise<number> {
    const worker = new Worker("/hash.js", { type: "module" });
    return new Promise((resolve, reject) => {
      worker.onerror = ({ message }) => reject(new Error(message));
      worker.onmessage = ({ data }: MessageEvent<number>) => {
        worker.terminate();
        resolve(data);
      };
      worker.postMessage(count);
    });
  },
};

async function give(share: Share): Promise<void> {
  const count = chunkCountOf(share);
  let next = 0;
  let inHand = 0;
  let left = count;
  const giveNext = () => {
    const chunk = next++;
    const frame = new Uint8Array(frameHeaderBytes + chunkLengthOf(share, chunk));
    for (let from = 0; from < frame.length; from += 65_536) crypto.getRandomValues(frame.subarray(from, from + 65_536));
    act({ do: "keep", chunk, offset: 0, frame: frame.buffer });
    act({ do: "hash", chunk });
  };
  const stored = listen((event) => {
    if (event.on === "hashed") act({ do: "store", chunk: event.chunk, digest: event.digest });
    if (event.on !== "stored") return undefined;
    inHand--;
    left--;
    for (; inHand < inHandMax && next < count; inHand++) giveNext();
    return left === 0 ? "all" : undefined;
  });
  for (; inHand < inHandMax && next < count; inHand++) giveNext();
  await stored;
}

export type Verbs = typeof bench;

Object.assign(globalThis, { bench });
