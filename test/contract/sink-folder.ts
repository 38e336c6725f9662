// The verbs of the sink suites over the terminal peer's disk: chunks are given as a transfer gives them, and read back where they have landed.
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { sha256Of } from "../../cli/disk/digest.ts";
import { type Into, openDisk } from "../../cli/disk/index.ts";
import type { Failure } from "../../protocol/failure.ts";
import { frameHeaderBytes } from "../../protocol/frame.ts";
import { partBytes } from "../../protocol/limits.ts";
import type { PeerEvent, Receipt } from "../../protocol/peer-state.ts";
import { beginReceiving } from "../../protocol/receive.ts";
import type { ReceiveEffect, ReceiveEvent } from "../../protocol/receive-state.ts";
import { chunkBytesOf, chunkCountOf, chunkLengthOf, placesOf, type Share } from "../../protocol/share.ts";
import type { Spans } from "../../protocol/span.ts";

type Bytes = Uint8Array<ArrayBuffer>;
type Act = Exclude<ReceiveEffect, { do: "ask" | "done" | "cancel" | "look" | "pause" }>;

export type FolderPage = Awaited<ReturnType<typeof openFolderPage>>;

/** @param at a folder, or where else it goes */
export async function openFolderPage(at: string | Into, owner = "o".repeat(43)) {
  const into = typeof at === "string" ? { folder: at } : at;
  const folder = typeof into === "object" && "folder" in into ? into.folder : "";
  const heard: { transfer: number; event: ReceiveEvent }[] = [];
  /** `seed`: what a share's bytes are made of, which stay the same when a stream ends. */
  const shares = new Map<number, { share: Share; chosen: Spans | undefined; seed: number }>();
  let news = Promise.withResolvers<void>();
  const report = (event: PeerEvent) => {
    if (event.on !== "receiving") return;
    heard.push(event);
    news.resolve();
    news = Promise.withResolvers();
  };
  const disk = await openDisk({ room: "sinks", into, report });

  const until = async (transfer: number, is: (event: ReceiveEvent) => boolean): Promise<ReceiveEvent> => {
    for (;;) {
      const found = heard.find((each) => each.transfer === transfer && (each.event.on === "fail" || is(each.event)));
      if (found !== undefined) return found.event;
      await news.promise;
    }
  };
  const outcome = (event: ReceiveEvent): Failure | "well" => (event.on === "fail" ? event.why : "well");
  const known = (transfer: number) => {
    const found = shares.get(transfer);
    if (found === undefined) throw new Error(`transfer ${transfer} was not opened`);
    return found;
  };
  const receiptOf = (transfer: number): Receipt => {
    const { share, chosen } = known(transfer);
    return { owner, ownerName: "Owner", automatic: false, now: beginReceiving(share, transfer, chosen)[0] };
  };
  const act = (transfer: number, effect: Act) => disk.act({ do: "receive", transfer, receipt: receiptOf(transfer), effect });

  const bytesOf = (transfer: number, chunk: number) => chunkBytes(known(transfer).share, chunk, known(transfer).seed);
  const give = async (transfer: number, chunk: number) => {
    const bytes = bytesOf(transfer, chunk);
    for (let offset = 0; offset < bytes.length; offset += partBytes) {
      const piece = bytes.subarray(offset, offset + partBytes);
      const frame = new Uint8Array(frameHeaderBytes + piece.length);
      frame.set(piece, frameHeaderBytes);
      act(transfer, { do: "keep", chunk, offset, frame: frame.buffer });
    }
    act(transfer, { do: "hash", chunk });
    const hashed = outcome(await until(transfer, (event) => event.on === "hashed" && event.chunk === chunk));
    if (hashed === "well") act(transfer, { do: "store", chunk, digest: sha256Of(bytes) });
    return hashed;
  };

  const verbs = {
    async open(transfer: number, share: Share, chosen?: Spans) {
      shares.set(transfer, { share, chosen, seed: share.size });
      heard.splice(0, heard.length, ...heard.filter((each) => each.transfer !== transfer));
      act(transfer, { do: "open" });
      return outcome(await until(transfer, (event) => event.on === "opened"));
    },
    async store(transfer: number, chunks: readonly number[]) {
      for (const chunk of chunks) {
        const given = await give(transfer, chunk);
        if (given !== "well") return given;
      }
      for (const chunk of chunks) {
        const safe = outcome(await until(transfer, (event) => event.on === "stored" && event.chunk === chunk));
        if (safe !== "well") return safe;
      }
      return "well" as const;
    },
    give,
    async safe(transfer: number, chunks: readonly number[]) {
      for (const chunk of chunks) await until(transfer, (event) => event.on === "stored" && event.chunk === chunk);
    },
    async end(transfer: number, share: Share) {
      shares.set(transfer, { ...known(transfer), share });
      act(transfer, { do: "end" });
    },
    stored: (transfer: number) =>
      heard.flatMap((each) => (each.transfer === transfer && each.event.on === "stored" ? [each.event.chunk] : [])),
    async found(transfer: number) {
      const event = heard.findLast((each) => each.transfer === transfer && each.event.on === "opened")?.event;
      return event?.on === "opened" ? event.found : [];
    },
    async check(transfer: number, chunks: Spans) {
      act(transfer, { do: "check", chunks });
      const bad: number[] = [];
      for (const [from, to] of chunks)
        for (let chunk = from; chunk < to; chunk++) {
          const event = await until(transfer, (event) => event.on === "checked" && event.chunk === chunk);
          if (event.on !== "checked" || !event.good) bad.push(chunk);
        }
      return bad;
    },
    async digestOfAll(transfer: number) {
      act(transfer, { do: "digest" });
      const event = await until(transfer, (event) => event.on === "digested");
      return event.on === "digested" ? event.digest : "";
    },
    async close(transfer: number) {
      act(transfer, { do: "close" });
      return outcome(await until(transfer, (event) => event.on === "closed"));
    },
    async closed(transfer: number) {
      await verbs.close(transfer);
      return Array.from(disk.landed(transfer)?.sums ?? [], (sum) => sum ?? "");
    },
    shelve: async (transfer: number) => act(transfer, { do: "shelve" }),
    discard: async (transfer: number) => act(transfer, { do: "discard" }),
    chunkCount: async (transfer: number) => chunkCountOf(known(transfer).share),
    bytes: async (transfer: number, chunk: number) => Buffer.from(bytesOf(transfer, chunk)).toString("base64"),
    /** Each file as it has landed, and its first byte that is wrong. */
    async save(transfer: number) {
      const { share, seed } = known(transfer);
      const paths = disk.landed(transfer)?.paths ?? [];
      return Promise.all(
        placesOf(share).map(async ({ entry, index, from, to }) => {
          const bytes = await readFile(paths[index] ?? "");
          const differsAt = firstDifference(bytes, streamOf(share, from, to, seed));
          return { name: entry.path, size: bytes.length, ...(differsAt === undefined ? {} : { differsAt }) };
        }),
      );
    },
    /** What a failing disk does: some bytes of a stored chunk become others. The transfer must be a single file that is not open. */
    async damage(transfer: number, chunk: number) {
      // Until it is let go of, what is noted of it may still be written.
      await Bun.sleep(300);
      const { share } = known(transfer);
      const path = join(folder, `${share.name}.roomcp-part`);
      const bytes = await readFile(path);
      bytes.set([1, 2, 3], chunk * chunkBytesOf(share) + 9);
      await writeFile(path, bytes);
    },
  };
  return { disk, do: verbs, folder, [Symbol.asyncDispose]: () => disk.close() };
}

/** Words that no other chunk and no other share has there. */
export function chunkBytes(share: Share, chunk: number, seed = share.size): Bytes {
  const words = new Uint32Array(Math.ceil(chunkLengthOf(share, chunk) / 4));
  let word = Math.imul(seed + 1, 0x9e3779b1) ^ Math.imul(chunk + 1, 0x85ebca6b);
  for (let i = 0; i < words.length; i++) {
    word ^= word << 13;
    word ^= word >>> 17;
    word ^= word << 5;
    words[i] = word;
  }
  return new Uint8Array(words.buffer, 0, chunkLengthOf(share, chunk));
}

/** What a share's stream has from `from` to `to`. */
export function streamOf(share: Share, from: number, to: number, seed = share.size): Bytes {
  const all = new Uint8Array(to - from);
  const length = chunkBytesOf(share);
  for (let at = from; at < to; ) {
    const piece = chunkBytes(share, Math.floor(at / length), seed)
      .subarray(at % length)
      .subarray(0, to - at);
    all.set(piece, at - from);
    at += piece.length;
  }
  return all;
}

function firstDifference(some: Uint8Array, others: Uint8Array): number | undefined {
  const at = some.findIndex((byte, i) => byte !== others[i]);
  return at < 0 ? undefined : at;
}
