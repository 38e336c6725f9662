// The plain SHA-256 of each received file, as `sha256sum` prints it, taken while the data pass: a hasher follows the verified front, and reads
// again only what came early. Chunks that it has not seen are read from the sink.
import { createSHA256, type IHasher } from "hash-wasm";
import { chunkBytesOf, chunkCountOf, chunksOf, isChosen, isFolder, placesIn, type Share } from "../../protocol/share.ts";
import { each, firstFrom, type Spans } from "../../protocol/span.ts";
import type { Hasher } from "./hasher.ts";
import type { Sums } from "./messages.ts";
import { nextTurn } from "./turn.ts";

type Bytes = Uint8Array<ArrayBuffer>;

/** Of no bytes at all (FIPS 180-4). */
const emptySum = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

export type Summing = {
  /** A chunk is stored. Resolves when its bytes are not needed any more. */
  stored(chunk: number, bytes: Bytes): Promise<void>;
  /** Chunks that an earlier page stored. */
  found(chunks: readonly number[]): Promise<void>;
  /** The stream that is received is this share. */
  end(share: Share): Promise<void>;
  /** Reads what is left. */
  finish(): Promise<void>;
};

/** @param lent.read a stored chunk's bytes, good until the next are read; none if there is no use in going on @param lent.summed told of each chunk's finished files */
export function summing(lent: {
  share: Share;
  chosen: Spans | undefined;
  hash: Hasher;
  read: (chunk: number) => Promise<Bytes | undefined>;
  summed: (sums: Sums) => void;
}): Summing {
  const { chosen } = lent;
  let { share } = lent;
  let wanted = chunksOf(share, chosen);
  const here = new Set<number>();
  let front = firstFrom(wanted, 0);
  let large: Promise<IHasher> | undefined;
  /** While chunks are read again, those that are stored meanwhile wait for their turn on the disk, not in memory. */
  let following: Promise<void> | undefined;

  const sumEmpty = () => {
    const empty = share.entries.flatMap((entry, i) =>
      entry.size === 0 && !isFolder(entry) && isChosen(chosen, i) ? [[i, emptySum] as const] : [],
    );
    if (empty.length > 0) lent.summed(empty);
  };
  sumEmpty();

  const take = async (chunk: number, bytes: Bytes) => {
    const begin = chunk * chunkBytesOf(share);
    const end = begin + bytes.length;
    const sums: (readonly [number, string])[] = [];
    for (const { index, from, to } of placesIn(share, [begin, end])) {
      if (!isChosen(chosen, index)) continue;
      const piece = bytes.subarray(Math.max(0, from - begin), Math.min(bytes.length, to - begin));
      if (from >= begin && to <= end) {
        sums.push([index, await lent.hash(piece)]);
        continue;
      }
      large ??= createSHA256();
      const hasher = await large;
      if (from >= begin) hasher.init();
      hasher.update(piece);
      if (to <= end) sums.push([index, hasher.digest("hex")]);
    }
    front = firstFrom(wanted, chunk + 1);
    if (sums.length > 0) lent.summed(sums);
  };

  /** As far as chunks are here. */
  const follow = async (last?: { chunk: number; bytes: Bytes }) => {
    for (let chunk = front; chunk !== undefined && here.has(chunk); chunk = front) {
      const isInHand = last?.chunk === chunk;
      // What is read again may be much, and nobody waits for it: whatever the page has to say comes first.
      if (!isInHand) await nextTurn();
      const bytes = isInHand ? last.bytes : await lent.read(chunk);
      if (bytes === undefined) return;
      here.delete(chunk);
      await take(chunk, bytes);
    }
  };
  const followOnce = (last?: { chunk: number; bytes: Bytes }) => {
    following ??= follow(last).finally(() => (following = undefined));
    return following;
  };

  return {
    async stored(chunk, bytes) {
      here.add(chunk);
      if (following === undefined && front === chunk) await followOnce({ chunk, bytes });
    },
    async found(chunks) {
      for (const chunk of chunks) here.add(chunk);
      await followOnce();
    },
    async end(ended) {
      await following;
      share = ended;
      wanted = chunksOf(share, chosen);
      sumEmpty();
      // The last chunk was a whole one, and nobody knew that it was the last.
      if (share.size > 0 && large !== undefined && front !== undefined && front >= chunkCountOf(share))
        lent.summed([[0, (await large).digest("hex")]]);
    },
    async finish() {
      await following;
      for (const chunk of each(wanted)) here.add(chunk);
      await followOnce();
    },
  };
}
