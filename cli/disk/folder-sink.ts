// A transfer that is received into a folder: its bytes go straight to where they stay, in one file or folder that ends in `.roomcp-part` and gets its
// name when all of it is verified. Nothing is copied.
import { lstat, mkdir, open, rm, statfs, utimes } from "node:fs/promises";
import { join } from "node:path";
import { numbered } from "../../protocol/path.ts";
import type { Receipt } from "../../protocol/peer-state.ts";
import { bytesOfChunks, chunkCountOf, chunksOf, isChosen, isFolder, type Share } from "../../protocol/share.ts";
import { inBoth, type Spans, withSpan } from "../../protocol/span.ts";
import { isOpen } from "../../protocol/stream.ts";
import { eachAtOnce } from "./at-once.ts";
import { digestIn, hexOf, setDigest, sha256Of } from "./digest.ts";
import { land, landAll } from "./landing.ts";
import { type Names, namesOf } from "./names.ts";
import { isSmall, type Piece, piecesOf } from "./pieces.ts";
import { partName } from "./place.ts";
import { codeOf, noSpace } from "./problem.ts";
import { openRecord, type Part, type Record } from "./record.ts";
import type { Sink } from "./sink.ts";
import { openTree, readAll, toRead, toWrite, writeAll } from "./tree.ts";

type Bytes = Uint8Array<ArrayBuffer>;

/** @param lent.reserved bytes that other transfers are still to take of the same disk */
export async function openFolderSink(lent: { folder: string; room: string; receipt: Receipt; reserved: number }): Promise<Sink> {
  const { folder, room, receipt } = lent;
  const { share, chosen } = receipt.now;
  const names = namesOf(share, chosen);
  const record = await openRecord({ folder, room, receipt, makePart: () => makePart(folder, names) });
  const found = presentIn(share, record.digests);
  const wanted = chunksOf(share, chosen);
  try {
    // How much a stream takes is known when it has ended: a disk that it fills ends it.
    if (!isOpen(share))
      await askForRoom(folder, bytesOfChunks(share, wanted) - bytesOfChunks(share, inBoth(wanted, found)) + lent.reserved);
  } catch (error) {
    await (found.length === 0 ? discardRecord(folder, record) : record.close(false));
    throw error;
  }
  return sinkOf(folder, record, names, found);
}

async function askForRoom(folder: string, bytes: number): Promise<void> {
  const { bavail, bsize } = await statfs(folder);
  if (bytes > bavail * bsize) throw noSpace();
}

/** Chunks whose digest is there. */
function presentIn(share: Share, digests: Bytes): Spans {
  let spans: Spans = [];
  for (let chunk = 0; chunk < chunkCountOf(share); chunk++) {
    if (digestIn(digests, chunk).some((byte) => byte !== 0)) spans = withSpan(spans, [chunk, chunk + 1]);
  }
  return spans;
}

/** Nobody else can have made what is made here. */
async function makePart(folder: string, { tops, isTree }: Names): Promise<Part> {
  const [first = "_"] = tops;
  for (let n = 1; ; n++) {
    const part = partName(n === 1 ? first : numbered(first, n));
    try {
      if (isTree) await mkdir(join(folder, part));
      else await (await open(join(folder, part), "wx")).close();
      return { part, loose: tops.length > 1 };
    } catch (error) {
      if (codeOf(error) !== "EEXIST") throw error;
    }
  }
}

/** What is there and verified gets its name, also where the process that received it ended in the middle of this. Resolves to where it lies. */
export async function finishLanding(folder: string, record: Record): Promise<readonly string[]> {
  const { part, loose } = record.part;
  const from = join(folder, part);
  const { tops } = namesOf(record.share, record.chosen);
  const isThere = await lstat(from).catch(() => undefined);
  const paths = isThere === undefined ? [] : loose ? await landAll(from, folder) : [await land(from, folder, tops[0] ?? "_")];
  await record.close(true);
  return paths;
}

export async function discardRecord(folder: string, { part, close }: Record): Promise<void> {
  await rm(join(folder, part.part), { recursive: true, force: true });
  await close(true);
}

function sinkOf(folder: string, record: Record, names: Names, found: Spans): Sink {
  const { share, chosen, digests } = record;
  const tree = openTree(join(folder, record.part.part));
  const rest = openTree(record.rest);
  /** One after the other: a disk gains nothing by being asked for many chunks at once. */
  let line: Promise<unknown> = Promise.resolve();
  const inLine = <Result>(job: () => Promise<Result>): Promise<Result> => {
    const done = line.then(job);
    line = done.catch(() => {});
    return done;
  };

  const writePiece = async ({ entry, at, bytes, small }: Piece): Promise<void> => {
    if (entry === undefined) return writeAll(await rest.keep([]), bytes, at);
    const way = names.inPart(entry);
    if (!small) return writeAll(await tree.keep(way), bytes, at);
    await tree.once(way, toWrite, async (handle) => {
      await writeAll(handle, bytes, at);
      await handle.utimes(...timesOf(share, entry));
    });
  };

  const readPiece = async ({ entry, at, bytes, small }: Piece): Promise<boolean> => {
    const read = async (handle: Parameters<typeof readAll>[0]) => (await readAll(handle, bytes, at)) === bytes.length;
    if (entry === undefined) return read(await rest.keep([]));
    return small ? tree.once(names.inPart(entry), toRead, read) : read(await tree.keep(names.inPart(entry)));
  };

  const read = async (chunk: number, memory: Bytes): Promise<boolean> => {
    let whole = true;
    try {
      await eachAtOnce(piecesOf(share, chosen, chunk, memory), async (piece) => {
        whole = (await readPiece(piece)) && whole;
      });
    } catch (error) {
      if (codeOf(error) !== "ENOENT") throw error;
      whole = false;
    }
    return whole;
  };

  /** Makes what has no bytes, and sees to it that large files are on the disk itself before they have their names. */
  const settle = async (index: number): Promise<void> => {
    const entry = share.entries[index];
    if (entry === undefined) return;
    const way = names.inPart(index);
    if (isFolder(entry)) await tree.makeFolder(way);
    else await tree.once(way, toWrite, async (handle) => (entry.size > 0 ? handle.datasync() : undefined));
    await utimes(tree.pathOf(way), ...timesOf(share, index));
  };

  const letGo = () =>
    inLine(async () => {
      await tree.close();
      await rest.close();
    });

  return {
    found,
    digests,
    write: (chunk, bytes, digest) =>
      inLine(async () => {
        await eachAtOnce(piecesOf(share, chosen, chunk, bytes), writePiece);
        setDigest(digests, chunk, digest);
        await record.note(chunk);
      }),
    read: (chunk, memory) => inLine(() => read(chunk, memory)),
    holds: (chunk, memory) => inLine(async () => (await read(chunk, memory)) && sha256Of(memory) === hexOf(digests, chunk)),
    async shelve() {
      await letGo();
      await record.close(false);
    },
    async finish() {
      await letGo();
      const unsettled = share.entries.flatMap((entry, index) =>
        isChosen(chosen, index) && (entry.size === 0 || !isSmall(share, index)) ? [index] : [],
      );
      await eachAtOnce(unsettled, settle);
      await record.verified();
      return finishLanding(folder, record);
    },
    async discard() {
      await letGo();
      await discardRecord(folder, record);
    },
  };
}

/** Of access and of change, in seconds. */
function timesOf(share: Share, entry: number): readonly [number, number] {
  const seconds = (share.entries[entry]?.modified ?? 0) / 1000;
  return [seconds, seconds];
}
