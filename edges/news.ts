// What a person is shown at once, and what only every now and then.
import type { PeerEvent } from "../protocol/peer-state.ts";

/**
 * News is told at once, progress every now and then.
 * @param everyMs how often progress is told at most
 * @param tell shows what is so by then
 */
export function telling(everyMs: number, tell: () => void): (because: PeerEvent) => void {
  let waiting = false;
  return (because) => {
    if (!isProgress(because)) return tell();
    if (waiting) return;
    waiting = true;
    setTimeout(() => {
      waiting = false;
      tell();
    }, everyMs);
  };
}

/** What happens a hundred times a second while a transfer runs, and changes nothing but how far it is. */
export function isProgress(event: PeerEvent): boolean {
  switch (event.on) {
    case "frame":
    case "drained":
    case "read":
    case "hashed-own":
      return true;
    case "control":
      return event.message.type === "ask";
    case "receiving":
      return event.event.on === "hashed" || event.event.on === "stored" || event.event.on === "look" || event.event.on === "checked";
    default:
      return false;
  }
}
