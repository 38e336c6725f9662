// What peers tell each other of a share, with its readers. What is reckoned of shares is apart, since workers reckon and read no words.
import * as v from "valibot";
import { fromHex } from "./bytes.ts";
import { entriesPerShareMax, mediaMax, pathMax, portionMax, shareBytesMax, thumbnailBytesMax, timeMax } from "./limits.ts";
import { isThumbnail } from "./thumbnail.ts";

const Bytes = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(shareBytesMax));

export const ShareId = v.pipe(v.string(), v.regex(/^[0-9a-f]{32}$/));
export type ShareId = v.InferOutput<typeof ShareId>;

export const Entry = v.object({
  /**
   * As the sharer's file system has it, with `/` between folders; a path that ends in `/` is a folder. Use `safePaths` before it names
   * anything here.
   */
  path: v.pipe(v.string(), v.minLength(1), v.maxLength(pathMax)),
  /** Bytes; a folder has none. */
  size: Bytes,
  /** Last change, in milliseconds since 1970. */
  modified: v.pipe(v.number(), v.integer(), v.minValue(-timeMax), v.maxValue(timeMax)),
  /** Media type as the sharer's browser guesses it; may be empty. Nothing here trusts it. */
  media: v.pipe(v.string(), v.maxLength(mediaMax)),
});
export type Entry = v.InferOutput<typeof Entry>;

/** What is told of a share at once, however many files it has. */
export const Offer = v.object({
  id: ShareId,
  /** What to call it: its only file or folder (which ends in `/`), or the first of several. */
  name: v.pipe(v.string(), v.minLength(1), v.maxLength(pathMax)),
  size: Bytes,
  /** Entries in its manifest. */
  count: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(entriesPerShareMax)),
  /** One file that is received once, while it is made: `open` as long as nobody knows its size, which is `shareBytesMax` until then. */
  stream: v.exactOptional(v.picklist(["open", "ended"])),
});
export type Offer = v.InferOutput<typeof Offer>;

/** A portion of a manifest, as one message carries it. */
export const Entries = v.pipe(v.array(Entry), v.maxLength(portionMax));

/** A small picture of it, in hexadecimal. */
export const Thumbnail = v.pipe(
  v.string(),
  v.maxLength(2 * thumbnailBytesMax),
  v.regex(/^([0-9a-f]{2})+$/),
  v.check((hex) => isThumbnail(fromHex(hex))),
);
