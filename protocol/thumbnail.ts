// A small picture of a share, as its owner tells it: a JPEG that says nothing but what it shows. It is the only thing of a peer's making that is shown unasked, so
// its head is read here before a browser decodes it: 8 KiB could claim to be 65,535 pixels wide.
import { concat } from "./bytes.ts";
import { thumbnailBytesMax, thumbnailSideMax } from "./limits.ts";

/** A marker and what it says, up to the first scan, whose pixels follow (ITU T.81, annex B). */
type Segment = { readonly marker: number; readonly from: number; readonly to: number };

const startOfImage = 0xd8;
const startOfScan = 0xda;
/** Baseline and progressive. */
const frames: ReadonlySet<number> = new Set([0xc0, 0xc2]);
/** Tables of quantisers and codes, restarts, JFIF's own head. Not among them: Exif, XMP, comments, profiles. */
const allowed: ReadonlySet<number> = new Set([...frames, 0xdb, 0xc4, 0xdd, 0xe0, startOfScan]);

export function isThumbnail(bytes: Uint8Array): boolean {
  const segments = segmentsOf(bytes);
  const framed = segments?.filter(({ marker }) => frames.has(marker)) ?? [];
  const [frame] = framed;
  if (segments === undefined || frame === undefined || framed.length > 1 || bytes.length > thumbnailBytesMax) return false;
  const isSide = (side: number) => side > 0 && side <= thumbnailSideMax;
  return (
    segments.every(({ marker }) => allowed.has(marker)) && isSide(wordAt(bytes, frame.from + 5)) && isSide(wordAt(bytes, frame.from + 7))
  );
}

/** The same picture without whatever else a browser may have written into it; undefined if it is no JPEG. */
export function bare(bytes: Uint8Array): Uint8Array<ArrayBuffer> | undefined {
  const segments = segmentsOf(bytes);
  if (segments === undefined) return undefined;
  const kept = segments.filter(({ marker }) => allowed.has(marker)).map(({ from, to }) => bytes.subarray(from, to));
  return concat(bytes.subarray(0, 2), ...kept, bytes.subarray(segments.at(-1)?.to));
}

function segmentsOf(bytes: Uint8Array): readonly Segment[] | undefined {
  if (bytes[0] !== 0xff || bytes[1] !== startOfImage) return undefined;
  const segments: Segment[] = [];
  for (let from = 2; from + 9 <= bytes.length; ) {
    const marker = bytes[from + 1] ?? 0;
    const to = from + 2 + wordAt(bytes, from + 2);
    if (bytes[from] !== 0xff || to <= from + 3 || to > bytes.length) return undefined;
    segments.push({ marker, from, to });
    if (marker === startOfScan) return segments;
    from = to;
  }
  return undefined;
}

function wordAt(bytes: Uint8Array, at: number): number {
  return 256 * (bytes[at] ?? 0) + (bytes[at + 1] ?? 0);
}
