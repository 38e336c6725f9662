// What a share is: files one after the other in one byte stream, cut into chunks, and the manifest that lists them.
import { fromHex, utf8 } from "./bytes.ts";
import type { Failure } from "./failure.ts";
import {
  chunkBytesMin,
  chunksMax,
  entriesPerShareMax,
  listedMax,
  mediaMax,
  pathMax,
  pathsMax,
  portionMax,
  shareBytesMax,
  streamChunkBytes,
  timeMax,
} from "./limits.ts";
import type { Entry, Offer, ShareId } from "./share-word.ts";
import { firstFrom, type Span, type Spans } from "./span.ts";

export type { Entry, Offer, ShareId };

/** A share with its whole manifest. */
export type Share = Offer & { readonly entries: readonly Entry[] };

/** Makes a share, or says why it cannot be one: more entries than a manifest holds, or more bytes than can be counted. */
export function shareOf(id: ShareId, given: readonly Entry[]): Share | Failure {
  if (given.length === 0) return "source-unreadable";
  if (given.length > entriesPerShareMax) return "too-many-files";
  const entries = given.map(entryOf);
  if (charactersOf(entries) > pathsMax) return "too-many-files";
  const size = bytesOf(entries);
  return size > shareBytesMax ? "share-too-large" : { id, name: nameOf(entries), size, count: entries.length, entries };
}

/** The share that these entries are the manifest of, or undefined if they are not what was offered: a folder has no bytes of its own. */
export function shareListed(offer: Offer, entries: readonly Entry[]): Share | undefined {
  const fits = entries.length === offer.count && bytesOf(entries) === offer.size && charactersOf(entries) <= pathsMax;
  return fits && isSoundStream(offer, entries) && entries.every((entry) => !isFolder(entry) || entry.size === 0)
    ? { ...offer, entries }
    : undefined;
}

/** A stream is one file; while it is open it may become as large as any. */
function isSoundStream({ stream, size }: Offer, entries: readonly Entry[]): boolean {
  if (stream === undefined) return true;
  return entries.length === 1 && !entries.some(isFolder) && (stream === "ended" || size === shareBytesMax);
}

/**
 * Entries from `from` on, as many as fit one message and one at least: a manifest is told in portions, each when it is asked for. The first
 * goes with the share's name, which may be as long as a path.
 */
export function portionOf({ name, entries }: Share, from: number): readonly Entry[] {
  let room = listedMax - (from === 0 ? charactersIn(name) : 0);
  let to = from;
  for (let entry = entries[to]; entry !== undefined && to - from < portionMax; entry = entries[++to]) {
    room -= charactersIn(entry) + 1;
    if (room < 0 && to > from) break;
  }
  return entries.slice(from, to);
}

/** Characters that one entry takes at the most, as JSON writes it: six for a character of its path or its media type. */
const entryCharactersMax = 6 * (pathMax + mediaMax) + 200;

/** Is it as long as `portionOf` makes those that others follow? Whoever tells a long manifest entry by entry only wants to keep us busy. */
export function isFullPortion(entries: readonly Entry[]): boolean {
  return entries.length === portionMax || charactersIn(entries) > listedMax - entryCharactersMax;
}

function charactersIn(value: unknown): number {
  return JSON.stringify(value).length;
}

/** Characters of all paths. */
export function charactersOf(entries: readonly Entry[]): number {
  return entries.reduce((sum, { path }) => sum + path.length, 0);
}

export function isFolder({ path }: Pick<Entry, "path">): boolean {
  return path.endsWith("/");
}

function bytesOf(entries: readonly Entry[]): number {
  return entries.reduce((sum, entry) => sum + entry.size, 0);
}

/** The one folder that everything is in, or the first file. */
function nameOf(entries: readonly Entry[]): string {
  const first = entries[0]?.path ?? "";
  const folder = first.slice(0, first.indexOf("/") + 1);
  return folder !== "" && entries.every(({ path }) => path.startsWith(folder)) ? folder : first;
}

/** An entry of any file system, within the bounds of a manifest. */
function entryOf({ path, size, modified, media }: Entry): Entry {
  const shown = path.slice(-pathMax).toWellFormed().replace(/^\/+/, "") || "_";
  return {
    path: shown,
    size: isFolder({ path: shown }) ? 0 : size,
    modified: Math.trunc(Math.min(timeMax, Math.max(-timeMax, modified || 0))),
    media: media.length > mediaMax ? "" : media,
  };
}

/** Bytes of a chunk: 896 KiB, doubled until the share has few enough chunks. Both sides reckon it, so nobody can lie about it. */
export function chunkBytesOf({ size, stream }: Offer): number {
  if (stream !== undefined) return streamChunkBytes;
  let bytes = chunkBytesMin;
  while (size / bytes > chunksMax) bytes *= 2;
  return bytes;
}

/** Number of chunks; an empty share has none. */
export function chunkCountOf(share: Offer): number {
  return Math.ceil(share.size / chunkBytesOf(share));
}

/** Bytes of chunk `index`: all alike but the last. */
export function chunkLengthOf(share: Offer, index: number): number {
  const bytes = chunkBytesOf(share);
  return Math.max(0, Math.min(bytes, share.size - index * bytes));
}

/** Where an entry lies in the stream. */
export type Place = { readonly entry: Entry; readonly index: number; readonly from: number; readonly to: number };

/** Where each entry begins, and where the last one ends: reckoned once a manifest, since a large one has 200,000 of them. */
const starts = new WeakMap<readonly Entry[], Float64Array>();

function startsOf(entries: readonly Entry[]): Float64Array {
  const known = starts.get(entries);
  if (known !== undefined) return known;
  const reckoned = new Float64Array(entries.length + 1);
  entries.forEach(({ size }, i) => {
    reckoned[i + 1] = (reckoned[i] ?? 0) + size;
  });
  starts.set(entries, reckoned);
  return reckoned;
}

export function placeOf({ entries }: Share, index: number): Place | undefined {
  const entry = entries[index];
  const at = startsOf(entries);
  return entry && { entry, index, from: at[index] ?? 0, to: at[index + 1] ?? 0 };
}

/** Where each entry lies in the stream. */
export function placesOf(share: Share): readonly Place[] {
  return share.entries.flatMap((_, index) => placeOf(share, index) ?? []);
}

/** The entries that have bytes in `[from, to)`, in order. */
export function placesIn(share: Share, [from, to]: Span): readonly Place[] {
  const at = startsOf(share.entries);
  let low = 0;
  let high = share.entries.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((at[middle + 1] ?? 0) <= from) low = middle + 1;
    else high = middle;
  }
  const places: Place[] = [];
  for (let place = placeOf(share, low); place !== undefined && place.from < to; place = placeOf(share, ++low)) {
    if (place.to > place.from) places.push(place);
  }
  return places;
}

/** The chunks that hold these entries. @param chosen spans of entries' indices; undefined means all of them */
export function chunksOf(share: Share, chosen: Spans | undefined): Spans {
  const count = chunkCountOf(share);
  if (chosen === undefined) return count === 0 ? [] : [[0, count]];
  const at = startsOf(share.entries);
  const bytes = chunkBytesOf(share);
  const chunks: Span[] = [];
  for (const [first, last] of chosen) {
    const begins = at[Math.min(first, share.count)] ?? 0;
    const ends = at[Math.min(last, share.count)] ?? 0;
    if (ends <= begins) continue;
    const [from, to] = [Math.floor(begins / bytes), Math.ceil(ends / bytes)];
    const before = chunks.at(-1);
    if (before !== undefined && from <= before[1]) chunks[chunks.length - 1] = [before[0], to];
    else chunks.push([from, to]);
  }
  return chunks;
}

/** Bytes of these chunks. */
export function bytesOfChunks(share: Offer, chunks: Spans): number {
  const bytes = chunkBytesOf(share);
  return chunks.reduce((sum, [from, to]) => sum + Math.min(to * bytes, share.size) - from * bytes, 0);
}

/** Is an entry among those chosen? */
export function isChosen(chosen: Spans | undefined, index: number): boolean {
  return chosen === undefined || firstFrom(chosen, index) === index;
}

/**
 * The bytes whose SHA-256 is the share's digest: the manifest as JSON, a zero byte, and the chunks' digests as raw bytes.
 * @param digests of all chunks in order, 32 bytes each
 */
export function sealedBytesOf(share: Share, digests: Uint8Array): Uint8Array<ArrayBuffer> {
  const manifest = share.entries.map(({ path, size, modified, media }) => [path, size, modified, media]);
  const head = utf8(JSON.stringify([share.id, chunkBytesOf(share), manifest]));
  const bytes = new Uint8Array(head.length + 1 + digests.length);
  bytes.set(head);
  bytes.set(digests, head.length + 1);
  return bytes;
}

/** Digests in hexadecimal, one after the other as raw bytes. */
export function rawDigests(digests: readonly string[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(32 * digests.length);
  digests.forEach((digest, index) => {
    bytes.set(fromHex(digest), 32 * index);
  });
  return bytes;
}
