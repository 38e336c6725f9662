// How far a transfer is, in words.
import type { Offer } from "../../protocol/share.ts";
import { isOpen } from "../../protocol/stream.ts";
import type { Speaking } from "./visit.ts";

/**
 * @param total undefined while nobody knows it
 * @param speed bytes per second; 0 while none is known, or it stands still
 */
export function progressLine(done: number, total: number | undefined, speed: number, { say, measures }: Speaking): string {
  const known = total === undefined ? {} : { percent: measures.percent(done, total), total: measures.bytes(total) };
  const parts = [say(total === undefined ? "shares.progress-open" : "shares.progress", { done: measures.bytes(done), ...known })];
  if (speed > 0) parts.push(say("shares.speed", { speed: measures.bytes(speed) }));
  if (speed > 0 && total !== undefined) parts.push(say("shares.left", { time: measures.seconds((total - done) / speed) }));
  return parts.join(" · ");
}

/** What is shown of how large a share is: a stream has no size before its end. */
export function sizeLine(offer: Offer, bytes: number, { say, measures }: Speaking): string {
  return isOpen(offer) ? say("shares.size-unknown") : measures.bytes(bytes);
}
