// How large a share is and how far it is, for people: of a stream nobody knows the size before its end.
import type { Offer } from "../protocol/share.ts";
import { isOpen } from "../protocol/stream.ts";
import type { Teller } from "./teller.ts";

export function sizeOf({ say, measures }: Teller, offer: Offer): string {
  return isOpen(offer) ? say("size-unknown") : measures.bytes(offer.size);
}

/** @param stored bytes of `wanted` */
export function progressOf({ measures }: Teller, offer: Offer, stored: number, wanted: number): string {
  return isOpen(offer) ? measures.bytes(stored) : measures.percent(stored, wanted);
}

/** For programs: `null` while nobody knows it. */
export function bytesOf(offer: Offer): number | null {
  return isOpen(offer) ? null : offer.size;
}
