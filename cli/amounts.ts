// How large a share is and how far it is, for people: of a stream nobody knows the size before its end.

import { type Pace, speedOf } from "../protocol/line.ts";
import { progressLine } from "../protocol/progress.ts";
import { isFolder, type Offer } from "../protocol/share.ts";
import { isOpen } from "../protocol/stream.ts";
import { speak } from "../protocol/words/all.ts";
import type { Teller } from "./teller.ts";

/** What a share is called where people read it, as on the page: its one file or folder, or the first and how many more. */
export function titleOf({ language }: Teller, { name, count }: Pick<Offer, "name" | "count">): string {
  return count === 1 || isFolder({ path: name }) ? name : speak(language)("shares.many", { name, n: count - 1 });
}

export function sizeOf({ say, measures }: Teller, offer: Offer): string {
  return isOpen(offer) ? say("size-unknown") : measures.bytes(offer.size);
}

/** @param stored bytes of `wanted` @param pace how fast they come */
export function progressOf({ language, measures }: Teller, offer: Offer, stored: number, wanted: number, pace: Pace): string {
  return progressLine(stored, isOpen(offer) ? undefined : wanted, speedOf(pace), { say: speak(language), measures });
}

/** For programs: `null` while nobody knows it. */
export function bytesOf(offer: Offer): number | null {
  return isOpen(offer) ? null : offer.size;
}
