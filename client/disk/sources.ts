// Where a share's chunks are read from: the files that a person chose. Slicing a file asks the file system, so it is the worker's work.
import { chunkBytesOf, chunkCountOf, chunkLengthOf, placesIn, type Share } from "../../protocol/share.ts";
import { type Stream, streamOf } from "./stream.ts";

/** `files`: by entry; undefined for folders. `runs`: the streams that are being read, oldest first. */
export type Source = { readonly share: Share; readonly files: (File | undefined)[]; readonly runs: Run[] };

/**
 * Chunks that follow each other, out of one stream. `next`: the one that comes next; `chunks`: the first that does not; `work`: what was asked before;
 * `witness`: a byte of the file that was read last.
 */
type Run = {
  next: number;
  readonly chunks: number;
  readonly stream: Stream;
  work: Promise<unknown>;
  witness?: { readonly file: File; readonly byte: Blob };
  idle?: ReturnType<typeof setTimeout>;
};

/** Streams of one share at a time: receivers are at different places of it. */
const runsMax = 4;
/** Files that one stream is made of: those that begin within so many bytes, up to a number. */
const filesPerRun = 64;
const filesWithin = 64 * 2 ** 20;
/** Every file of a chunk is looked at after it was read, so where there are many in one, nothing is gained by a stream. */
const filesPerChunkMax = 8;
/** An open file keeps a disk from being taken out. */
const idleMs = 10_000;

type Refusal = "changed" | "unreadable";

export function openSource(share: Share): Source {
  return { share, files: [], runs: [] };
}

export function closeSource({ runs }: Source): void {
  for (const run of runs.splice(0)) stop(run);
}

/**
 * Resolves to the bytes of a chunk, or to why there are none: a file is not what it was when it was shared, or it cannot be read.
 * Browsers refuse to read a file that was changed as they refuse one that is gone, with `NotReadableError`; Chromium says `NotFoundError` of the latter.
 */
export async function readChunk(source: Source, chunk: number): Promise<ArrayBuffer | Refusal> {
  const places = placesAt(source, chunk);
  if (typeof places === "string") return places;
  return (await readInRun(source, chunk, places)) ?? readAlone(places.map(partOf), chunkLengthOf(source.share, chunk));
}

/** Asks for one chunk by itself. */
async function readAlone(pieces: readonly Blob[], length: number): Promise<ArrayBuffer | Refusal> {
  try {
    const bytes = await joined(pieces).arrayBuffer();
    return bytes.byteLength === length ? bytes : "changed";
  } catch (error) {
    return error instanceof DOMException && error.name === "NotReadableError" ? "changed" : "unreadable";
  }
}

/** Undefined if a stream does not have it, or not as it was: asked for alone, the browser says why. */
async function readInRun(source: Source, chunk: number, places: readonly Place[]): Promise<ArrayBuffer | undefined> {
  if (places.length > filesPerChunkMax) return undefined;
  const run = source.runs.find(({ next, chunks }) => next === chunk && next < chunks) ?? openRun(source, chunk);
  if (run === undefined) return undefined;
  run.next = chunk + 1;
  const length = chunkLengthOf(source.share, chunk);
  const reading = run.work.then(() => run.stream.read(length, new ArrayBuffer(length)));
  run.work = reading;
  clearTimeout(run.idle);
  run.idle = setTimeout(() => leave(source, run), idleMs);
  try {
    const { buffer } = await reading;
    for (const { file } of places) await witnessOf(run, file).arrayBuffer();
    return buffer;
  } catch {
    leave(source, run);
    return undefined;
  }
}

function openRun(source: Source, chunk: number): Run | undefined {
  const { pieces, chunks } = followingOf(source, chunk);
  if (chunks - chunk < 2) return undefined;
  try {
    const run = { next: chunk, chunks, stream: streamOf(joined(pieces)), work: Promise.resolve() };
    source.runs.push(run);
    if (source.runs.length > runsMax) leave(source, source.runs[0]);
    return run;
  } catch {
    // A browser whose files have no streams of this kind.
    return undefined;
  }
}

function leave({ runs }: Source, run: Run | undefined): void {
  if (run === undefined) return;
  const at = runs.indexOf(run);
  if (at >= 0) runs.splice(at, 1);
  stop(run);
}

function stop({ stream, idle }: Run): void {
  clearTimeout(idle);
  stream.stop();
}

/** A stream looks at its file when it opens it, and goes on reading whatever becomes of it; whoever reads a byte anew looks again. */
function witnessOf(run: Run, file: File): Blob {
  if (run.witness?.file !== file) run.witness = { file, byte: file.slice(0, 1) };
  return run.witness.byte;
}

/** Bytes of a file. */
type Place = { readonly file: File; readonly from: number; readonly to: number };

/** Where the bytes of a chunk are. */
function placesAt({ share, files }: Source, chunk: number): readonly Place[] | Refusal {
  const from = chunk * chunkBytesOf(share);
  const to = from + chunkLengthOf(share, chunk);
  const places: Place[] = [];
  for (const place of placesIn(share, [from, to])) {
    const file = files[place.index];
    if (file === undefined) return "unreadable";
    if (file.size !== place.entry.size) return "changed";
    places.push({ file, from: from - place.from, to: to - place.from });
  }
  return places;
}

/** A file that is wanted whole is lent as it is. A slice of it is one more Blob for the browser, and doubles what a small file costs to read (measured on Chromium 156). */
function partOf({ file, from, to }: Place): Blob {
  return from <= 0 && to >= file.size ? file : file.slice(Math.max(0, from), Math.min(file.size, to));
}

/** The files that begin or go on at a chunk, and the first chunk that they do not have whole. */
function followingOf({ share, files }: Source, chunk: number): { pieces: readonly Blob[]; chunks: number } {
  const from = chunk * chunkBytesOf(share);
  const pieces: Blob[] = [];
  let end = from;
  for (const place of placesIn(share, [from, Math.min(share.size, from + filesWithin)])) {
    const file = files[place.index];
    if (file?.size !== place.entry.size || pieces.length === filesPerRun) break;
    pieces.push(file.slice(Math.max(0, from - place.from)));
    end = place.to;
  }
  return { pieces, chunks: end === share.size ? chunkCountOf(share) : Math.floor(end / chunkBytesOf(share)) };
}

function joined(pieces: readonly Blob[]): Blob {
  const [only] = pieces;
  return pieces.length === 1 && only !== undefined ? only : new Blob([...pieces]);
}
