// What others send: frames are joined to chunks, hashed, and written once the machine has compared the digests.
import { frameHeaderBytes } from "../../protocol/frame.ts";
import type { PeerEffect } from "../../protocol/peer-state.ts";
import type { ReceiveEvent } from "../../protocol/receive-state.ts";
import { bytesOfChunks, chunkBytesOf, chunkCountOf, chunkLengthOf, chunksOf, type Share, sealedBytesOf } from "../../protocol/share.ts";
import { each, type Spans } from "../../protocol/span.ts";
import { isOpen } from "../../protocol/stream.ts";
import { detach } from "../detach.ts";
import type { Buffers } from "./buffers.ts";
import { digestBytes, hexOf, sha256Of } from "./digest.ts";
import type { Sink } from "./sink.ts";
import { type Summing, summing } from "./sums.ts";

type ReceiveEffect = Extract<PeerEffect, { do: "receive" }>;
type Effect = ReceiveEffect["effect"];
type Bytes = Uint8Array<ArrayBuffer>;

/** Where a finished transfer lies, and its files' SHA-256 by entry, as `sha256sum` prints it. */
export type Landed = { readonly paths: readonly string[]; readonly sums: readonly (string | undefined)[] };

/** Its storage, and what follows the bytes that go there. */
type Ready = { readonly sink: Sink; readonly sums: Summing };

/** A transfer that is open. `joining`: chunks whose frames are arriving; `hashed`: chunks that wait for the machine's word; `left`: bytes that are still to be written, as far as anybody knows. */
type Open = {
  share: Share;
  readonly joining: Map<number, Bytes>;
  readonly hashed: Map<number, Bytes>;
  ready?: Promise<Ready | undefined>;
  left: number;
  over: boolean;
};

export function openKeeper(lent: {
  buffers: Buffers;
  /** @param reserved bytes that the others here are still to write */
  openSink: (effect: ReceiveEffect, reserved: number) => Promise<Sink>;
  /** Frees what lies of a transfer that is not open. */
  forget: (effect: ReceiveEffect) => Promise<void>;
  report: (transfer: number, event: ReceiveEvent) => void;
  /** It could not be stored. */
  failed: (transfer: number, error: unknown) => void;
  landed: (transfer: number, landed: Landed) => void;
}) {
  const { buffers, report } = lent;
  const opened = new Map<number, Open>();
  /** A transfer is opened again only after it was closed. */
  const leaving = new Map<number, Promise<void>>();

  const open = (received: ReceiveEffect): void => {
    const { transfer, receipt } = received;
    const { share, chosen } = receipt.now;
    const left = isOpen(share) ? 0 : bytesOfChunks(share, chunksOf(share, chosen));
    const mine: Open = { share, joining: new Map(), hashed: new Map(), left, over: false };
    opened.set(transfer, mine);
    mine.ready = begin(received, mine).catch((error: unknown) => {
      if (opened.get(transfer) !== mine) return undefined;
      opened.delete(transfer);
      lent.failed(transfer, error);
      return undefined;
    });
  };

  const begin = async (received: ReceiveEffect, mine: Open): Promise<Ready> => {
    const { transfer, receipt } = received;
    const { share, chosen } = receipt.now;
    await leaving.get(transfer);
    const reserved = [...opened.values()].reduce((sum, each) => (each === mine ? sum : sum + each.left), 0);
    const sink = await lent.openSink(received, reserved);
    const ready = { sink, sums: summing({ share, chosen, read: rereading(mine, sink) }) };
    if (opened.get(transfer) === mine) report(transfer, { on: "opened", found: sink.found });
    return ready;
  };

  /** Into the same memory again and again. */
  const rereading = (mine: Open, sink: Sink) => {
    let memory: Bytes | undefined;
    return async (chunk: number): Promise<Bytes | undefined> => {
      if (mine.over) return undefined;
      memory ??= new Uint8Array(chunkBytesOf(mine.share));
      const bytes = memory.subarray(0, chunkLengthOf(mine.share, chunk));
      return (await sink.read(chunk, bytes)) ? bytes : undefined;
    };
  };

  const leave = (received: ReceiveEffect, keep: boolean): void => {
    const { transfer } = received;
    const mine = opened.get(transfer);
    opened.delete(transfer);
    if (mine !== undefined) mine.over = true;
    const before = leaving.get(transfer);
    const letGo = async () => {
      await before;
      const ready = await mine?.ready;
      if (ready !== undefined) await (keep ? ready.sink.shelve() : ready.sink.discard());
      else if (!keep) await lent.forget(received);
    };
    const done = letGo()
      .catch(() => {})
      .finally(() => leaving.get(transfer) === done && leaving.delete(transfer));
    leaving.set(transfer, done);
  };

  const join = ({ share, joining }: Open, { chunk, offset, frame }: Extract<Effect, { do: "keep" }>): void => {
    const bytes = joining.get(chunk) ?? buffers.take(chunkLengthOf(share, chunk));
    bytes.set(new Uint8Array(frame, frameHeaderBytes), offset);
    joining.set(chunk, bytes);
    detach(frame);
  };

  /** A stream has come to its end: its last chunk may be a short one. Its sink need not know. */
  const end = (mine: Open, share: Share): void => {
    mine.share = share;
    for (const [chunk, bytes] of mine.joining) mine.joining.set(chunk, bytes.subarray(0, chunkLengthOf(share, chunk)));
  };

  const hash = (transfer: number, { joining, hashed }: Open, chunk: number): void => {
    const bytes = joining.get(chunk);
    if (bytes === undefined) return;
    joining.delete(chunk);
    hashed.set(chunk, bytes);
    report(transfer, { on: "hashed", chunk, digest: sha256Of(bytes) });
  };

  const drop = ({ joining, hashed }: Open, chunk: number): void => {
    for (const chunks of [joining, hashed]) {
      const bytes = chunks.get(chunk);
      if (chunks.delete(chunk) && bytes !== undefined) buffers.give(bytes);
    }
  };

  const store = async (transfer: number, mine: Open, { sink, sums }: Ready, chunk: number, digest: string): Promise<void> => {
    const bytes = mine.hashed.get(chunk);
    if (bytes === undefined) return;
    mine.hashed.delete(chunk);
    await sink.write(chunk, bytes, digest);
    mine.left = Math.max(0, mine.left - bytes.length);
    if (!mine.over) report(transfer, { on: "stored", chunk });
    sums.stored(chunk, bytes, digest);
    buffers.give(bytes);
  };

  /** R12: are chunks still what was stored? */
  const check = async (transfer: number, mine: Open, { sink, sums }: Ready, chunks: Spans): Promise<void> => {
    const memory = buffers.take(chunkBytesOf(mine.share));
    for (const chunk of each(chunks)) {
      if (mine.over) break;
      const bytes = memory.subarray(0, chunkLengthOf(mine.share, chunk));
      const good = await sink.holds(chunk, bytes);
      if (mine.over) break;
      if (good) mine.left -= bytes.length;
      if (good) sums.stored(chunk, bytes, hexOf(sink.digests, chunk));
      report(transfer, { on: "checked", chunk, good });
    }
    buffers.give(memory);
  };

  const close = async (transfer: number, mine: Open, { sink, sums }: Ready): Promise<void> => {
    const known = await sums.finish();
    if (mine.over) return;
    const paths = await sink.finish();
    opened.delete(transfer);
    lent.landed(transfer, { paths, sums: known });
    report(transfer, { on: "closed" });
  };

  const later = async (
    transfer: number,
    mine: Open,
    effect: Extract<Effect, { do: "end" | "store" | "check" | "digest" | "close" }>,
  ): Promise<void> => {
    const ready = await mine.ready;
    if (ready === undefined || mine.over) return;
    const { share } = mine;
    switch (effect.do) {
      case "end":
        return ready.sums.end(share);
      case "store":
        return store(transfer, mine, ready, effect.chunk, effect.digest);
      case "check":
        return check(transfer, mine, ready, effect.chunks);
      case "digest":
        return report(transfer, { on: "digested", digest: sha256Of(sealedBytesOf(share, digestsOf(share, ready.sink))) });
      case "close":
        return close(transfer, mine, ready);
      default:
        return effect satisfies never;
    }
  };

  return {
    act(received: ReceiveEffect) {
      const { transfer, effect } = received;
      if (effect.do === "open") return open(received);
      if (effect.do === "shelve") return leave(received, true);
      if (effect.do === "discard") return leave(received, false);
      const mine = opened.get(transfer);
      if (mine === undefined) return;
      switch (effect.do) {
        case "keep":
          return join(mine, effect);
        case "end":
          end(mine, received.receipt.now.share);
          break;
        case "hash":
          return hash(transfer, mine, effect.chunk);
        case "drop":
          return drop(mine, effect.chunk);
        default:
      }
      later(transfer, mine, effect).catch((error: unknown) => {
        if (!mine.over) lent.failed(transfer, error);
      });
    },

    /** Shelves all that is open. Resolves when nothing is under way any more. */
    async close(): Promise<void> {
      for (const [transfer, mine] of [...opened]) {
        opened.delete(transfer);
        mine.over = true;
        const ready = await mine.ready;
        await ready?.sink.shelve().catch(() => {});
      }
      await Promise.all(leaving.values());
    },
  };
}

/** A stream's sink has room for more digests than there were chunks. */
function digestsOf(share: Share, { digests }: Sink): Bytes {
  return digests.subarray(0, chunkCountOf(share) * digestBytes);
}
