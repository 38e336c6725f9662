// How large a share is, in words.
import type { Offer } from "../../protocol/share.ts";
import { isOpen } from "../../protocol/stream.ts";
import type { Speaking } from "./visit.ts";

/** What is shown of how large a share is: a stream has no size before its end. */
export function sizeLine(offer: Offer, bytes: number, { say, measures }: Speaking): string {
  return isOpen(offer) ? say("shares.size-unknown") : measures.bytes(bytes);
}
