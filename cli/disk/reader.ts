// What others are sent: chunks of what is shared from here, kept while somebody is sent their parts.
import type { PeerEffect, PeerEvent } from "../../protocol/peer-state.ts";
import { chunkLengthOf, type Share, type ShareId, sealedBytesOf } from "../../protocol/share.ts";
import type { Buffers } from "./buffers.ts";
import { sha256Of } from "./digest.ts";
import type { Gathered } from "./gather.ts";
import { closeSource, openSource, readChunk, type Source } from "./sources.ts";
import { openStreamed, type Streamed } from "./streamed.ts";

type ReadEffect = Extract<PeerEffect, { do: "read" | "free" }>;
type HashEffect = Extract<PeerEffect, { do: "hash-own" }>;
type Bytes = Uint8Array<ArrayBuffer>;

export function openReader(lent: { buffers: Buffers; report: (event: PeerEvent) => void }) {
  const { buffers, report } = lent;
  const sources = new Map<ShareId, Source>();
  const streams = new Map<ShareId, Streamed>();
  const chunks = new Map<string, Bytes>();
  const reading = new Set<string>();

  const nameOf = ({ peer, transfer, chunk }: ReadEffect) => `${peer}/${transfer}/${chunk}`;

  /** Reads and hashes; undefined where the share has ended meanwhile, or ends by this. */
  const take = async (share: ShareId, chunk: number): Promise<{ bytes: Bytes; digest: string } | undefined> => {
    const source = sources.get(share);
    if (source === undefined) return undefined;
    const bytes = buffers.take(chunkLengthOf(source.share, chunk));
    const refusal = await readChunk(source, chunk, bytes);
    if (sources.get(share) === source && refusal === undefined) return { bytes, digest: sha256Of(bytes) };
    buffers.give(bytes);
    if (refusal !== undefined && sources.get(share) === source) report({ on: "stop-sharing", share, why: refusal });
    return undefined;
  };

  const told = (effect: ReadEffect, bytes: Bytes, digest: string): void => {
    const { peer, transfer, chunk } = effect;
    chunks.set(nameOf(effect), bytes);
    report({ on: "read", peer, transfer, chunk, digest });
  };

  /** T9, T11, T12: the next of a stream, whoever it is for. Nobody frees what is being read, but for what lies beyond the end. */
  const readStream = async (effect: ReadEffect, stream: Streamed): Promise<void> => {
    const { share } = effect;
    const isOver = () => streams.get(share) !== stream;
    try {
      const next = await stream.next();
      if (next === undefined) return;
      const { bytes, size } = next;
      if (isOver()) return buffers.give(bytes);
      if (size !== undefined) report({ on: "ended", share, size });
      if (bytes.length > 0) told(effect, bytes, sha256Of(bytes));
      else buffers.give(bytes);
    } catch {
      if (!isOver()) report({ on: "stop-sharing", share, why: "stream-broken" });
    }
  };

  return {
    share(share: Share, { files }: Pick<Gathered, "files">): void {
      sources.set(share.id, openSource(share, files));
    },

    /** The share becomes what comes out of `input`, and is read once. */
    stream(share: Share, input: ReadableStream<Uint8Array>): void {
      streams.set(share.id, openStreamed(share, input, buffers));
    },

    forget(share: ShareId): void {
      streams.get(share)?.close();
      streams.delete(share);
      const source = sources.get(share);
      sources.delete(share);
      if (source !== undefined) closeSource(source);
    },

    async read(effect: ReadEffect): Promise<void> {
      const { share, chunk } = effect;
      const stream = streams.get(share);
      if (stream !== undefined) return readStream(effect, stream);
      const name = nameOf(effect);
      reading.add(name);
      const taken = await take(share, chunk);
      // Freed before it was read: nobody wants it any more.
      const wanted = reading.delete(name);
      if (taken === undefined) return;
      if (!wanted) return buffers.give(taken.bytes);
      told(effect, taken.bytes, taken.digest);
    },

    free(effect: ReadEffect): void {
      const name = nameOf(effect);
      reading.delete(name);
      const bytes = chunks.get(name);
      chunks.delete(name);
      if (bytes !== undefined) buffers.give(bytes);
    },

    async hash({ share, chunk }: HashEffect): Promise<void> {
      const taken = await take(share, chunk);
      if (taken === undefined) return;
      buffers.give(taken.bytes);
      report({ on: "hashed-own", share, chunk, digest: taken.digest });
    },

    /** The digest of a share of mine, over its manifest and its chunks' digests. */
    digest(share: ShareId, digests: Uint8Array): void {
      const known = streams.get(share)?.share ?? sources.get(share)?.share;
      if (known !== undefined) report({ on: "digested", share, digest: sha256Of(sealedBytesOf(known, digests)) });
    },

    chunk: (peer: string, transfer: number, chunk: number): Uint8Array | undefined => chunks.get(`${peer}/${transfer}/${chunk}`),

    close(): void {
      for (const source of sources.values()) closeSource(source);
      sources.clear();
      for (const stream of streams.values()) stream.close();
      streams.clear();
    },
  };
}
