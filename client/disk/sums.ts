// The plain SHA-256 of each received file, as `sha256sum` prints it, taken while the data pass: a hasher follows the verified front, and reads
// again only what came early. Chunks that it has not seen are read from the sink. Now and then it tells where it is, so that a later page goes on there.
import { createSHA256, type IHasher } from "hash-wasm";
import { chunkBytesOf, chunkCountOf, chunksOf, isChosen, isFolder, placesIn, type Share } from "../../protocol/share.ts";
import { each, firstFrom, type Spans } from "../../protocol/span.ts";
import { isStream } from "../../protocol/stream.ts";
import type { Hasher } from "./hasher.ts";
import type { Halfway, Sums } from "./messages.ts";
import { nextTurn } from "./turn.ts";

type Bytes = Uint8Array<ArrayBuffer>;

/** Of no bytes at all (FIPS 180-4). */
const emptySum = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

/** Bytes after which it tells where it is: what a later page reads again at the most, in half a second. */
const usuallyEvery = 64 * 2 ** 20;
/** With more files than these, their sums would be a burden to write again and again, and each is small. */
const toldFilesMax = 1_000;

export type Summing = {
  /** A chunk is stored. Resolves when its bytes are not needed any more. */
  stored(chunk: number, bytes: Bytes): Promise<void>;
  /** Chunks that an earlier page stored, and that are what they were. */
  found(chunks: readonly number[]): Promise<void>;
  /** The stream that is received is this share. */
  end(share: Share): Promise<void>;
  /** Reads what is left. */
  finish(): Promise<void>;
};

/**
 * @param lent.read a stored chunk's bytes, good until the next are read; none if there is no use in going on @param lent.summed told of each chunk's finished files
 * @param lent.halfway what `passed` was told last on an earlier page @param lent.passedEvery bytes
 */
export function summing(lent: {
  share: Share;
  chosen: Spans | undefined;
  hash: Hasher;
  halfway: Halfway | undefined;
  read: (chunk: number) => Promise<Bytes | undefined>;
  summed: (sums: Sums) => void;
  passed: (halfway: Halfway) => void;
  passedEvery?: number;
}): Summing {
  const { chosen, halfway, passedEvery = usuallyEvery } = lent;
  let { share } = lent;
  let wanted = chunksOf(share, chosen);
  const here = new Set<number>();
  let front = firstFrom(wanted, 0);
  let large: Promise<IHasher> | undefined;
  let untold = 0;
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
    let goesOn: IHasher | undefined;
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
      else goesOn = hasher;
    }
    front = firstFrom(wanted, chunk + 1);
    if (sums.length > 0) lent.summed(sums);
    untold += bytes.length;
    if (untold >= passedEvery) tell(goesOn);
  };

  const tell = (hasher: IHasher | undefined) => {
    untold = 0;
    // What cannot be continued on a later page is not told.
    if (front === undefined || isStream(share) || share.count > toldFilesMax) return;
    lent.passed({ front, ...(hasher === undefined ? {} : { state: hasher.save() }) });
  };

  /** Begins where an earlier page was, if all that it had summed is what it was. What is not has been asked for again, and may be another's word. */
  const resume = async (good: ReadonlySet<number>) => {
    if (halfway === undefined || front === undefined || halfway.front <= front) return;
    const isSound = chunksBefore(halfway.front).every((chunk) => good.has(chunk));
    if (!isSound) return lent.passed({ front: 0 });
    const hasher = halfway.state === undefined ? undefined : await hasherAt(halfway.state);
    if (halfway.state !== undefined && hasher === undefined) return;
    if (hasher !== undefined) large = Promise.resolve(hasher);
    front = firstFrom(wanted, halfway.front);
  };
  const chunksBefore = (end: number) => [...each(wanted)].filter((chunk) => chunk < end);

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
      await resume(new Set(chunks));
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

/** A hasher in the middle of a file; none where another build of it wrote down how far it was. */
async function hasherAt(state: Uint8Array): Promise<IHasher | undefined> {
  const hasher = await createSHA256();
  try {
    return hasher.load(state);
  } catch {
    return undefined;
  }
}
