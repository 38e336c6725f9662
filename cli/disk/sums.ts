// The plain SHA-256 of each received file, as `sha256sum` prints it, taken while the data pass. It follows the verified front; what came early is
// read again from the sink.
import { chunkBytesOf, chunkCountOf, chunksOf, isChosen, isFolder, placesIn, type Share } from "../../protocol/share.ts";
import { firstFrom, type Spans } from "../../protocol/span.ts";
import { newSha256, sha256Of } from "./digest.ts";

export type Summing = {
  /** A chunk is stored. Its bytes are not needed any more when this returns. */
  stored(chunk: number, bytes: Uint8Array, digest: string): void;
  /** The stream that is received is this share. */
  end(share: Share): void;
  /** Takes what is left. Resolves to the SHA-256 of the entries that were wanted, by their index; folders have none. */
  finish(): Promise<readonly (string | undefined)[]>;
};

/** @param lent.read a stored chunk's bytes, good until the next are read; none if there is no use in going on */
export function summing(lent: {
  share: Share;
  chosen: Spans | undefined;
  read: (chunk: number) => Promise<Uint8Array | undefined>;
}): Summing {
  const { chosen } = lent;
  let { share } = lent;
  let wanted = chunksOf(share, chosen);
  const sums: (string | undefined)[] = [];
  /** Stored, and not passed yet. */
  const early = new Set<number>();
  let front = firstFrom(wanted, 0);
  let large = newSha256();
  let following: Promise<void> | undefined;

  const sumEmpty = () =>
    share.entries.forEach((entry, index) => {
      if (entry.size === 0 && !isFolder(entry) && isChosen(chosen, index)) sums[index] = sha256Of(new Uint8Array(0));
    });
  sumEmpty();

  const take = (chunk: number, bytes: Uint8Array, digest?: string) => {
    const begin = chunk * chunkBytesOf(share);
    const end = begin + bytes.length;
    for (const { index, from, to } of placesIn(share, [begin, end])) {
      if (!isChosen(chosen, index)) continue;
      const piece = bytes.subarray(Math.max(0, from - begin), Math.min(bytes.length, to - begin));
      if (from >= begin && to <= end) {
        sums[index] = piece.length === bytes.length && digest !== undefined ? digest : sha256Of(piece);
        continue;
      }
      if (from >= begin) large = newSha256();
      large.update(piece);
      if (to <= end) sums[index] = large.digest("hex");
    }
    early.delete(chunk);
    front = firstFrom(wanted, chunk + 1);
  };

  const follow = async () => {
    for (let chunk = front; chunk !== undefined && early.has(chunk); chunk = front) {
      const bytes = await lent.read(chunk);
      if (bytes === undefined) return;
      take(chunk, bytes);
    }
  };
  const followOnce = () => {
    following ??= follow().finally(() => (following = undefined));
    return following;
  };

  return {
    stored(chunk, bytes, digest) {
      early.add(chunk);
      if (following !== undefined || front !== chunk) return;
      take(chunk, bytes, digest);
      // What goes wrong here goes wrong again in `finish`, where somebody waits for it.
      if (front !== undefined && early.has(front)) followOnce().catch(() => {});
    },
    end(ended) {
      share = ended;
      wanted = chunksOf(share, chosen);
      sumEmpty();
      // The last chunk was a whole one, and nobody knew that it was the last.
      if (share.size > 0 && front !== undefined && front >= chunkCountOf(share)) sums[0] = large.digest("hex");
    },
    async finish() {
      await following?.catch(() => {});
      await followOnce();
      return sums;
    },
  };
}
