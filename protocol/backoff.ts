// How long a lost socket is left alone before it is opened again.
import { reconnectFirstMs, reconnectLastMs } from "./limits.ts";

/** Milliseconds. @param losses in a row; @param chance a random number in [0, 1), so that a thousand peers do not come back in the same instant */
export function backoffMs(losses: number, chance: number): number {
  return Math.min(reconnectLastMs, reconnectFirstMs * 2 ** losses) * (0.5 + 0.5 * chance);
}
