// Shares as tests need them: files of given sizes, and the word in which their owner offers them.
import type { Control } from "../../protocol/channel.ts";
import { type Entry, portionOf, type Share, shareOf } from "../../protocol/share.ts";

export function fileOf(path: string, size: number): Entry {
  return { path, size, modified: 0, media: "" };
}

/** @param id 32 hexadecimal digits; files are called by their number */
export function shareOfSizes(id: string, ...sizes: readonly number[]): Share {
  return shareOfEntries(
    id,
    sizes.map((size, i) => fileOf(`${i}`, size)),
  );
}

export function shareOfEntries(id: string, entries: readonly Entry[]): Share {
  const share = shareOf(id, entries);
  if (typeof share === "string") throw new Error(share);
  return share;
}

export function offerOf(share: Share): Extract<Control, { type: "offer" }> {
  const { id, name, size, count, stream } = share;
  const offer = { id, name, size, count, ...(stream === undefined ? {} : { stream }) };
  return { type: "offer", share: offer, entries: [...portionOf(share, 0)] };
}
