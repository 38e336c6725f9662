// How far everything is that is being copied now, to me and from me, as one figure. What is copied together counts together until nothing moves any more: else the
// figure would fall whenever one of several files is done.
import { isPaused } from "../protocol/pausing.ts";
import { isUp, type Peer, type Receipt, type SendingTo } from "../protocol/peer-state.ts";
import { isActive, isRunning, storedBytes } from "../protocol/receive-state.ts";
import { isOpen } from "../protocol/stream.ts";
import { wholePercent } from "../protocol/words/measure.ts";

/** Bytes of each transfer that is there and that it is to have, by its name; of a stream without an end, nothing is known. */
type Counted = { readonly moves: boolean; readonly done: number; readonly of: number };
export type Batch = ReadonlyMap<string, Counted>;

export const nothingMoves: Batch = new Map();

/** @param before the same a moment ago */
export function underWay(before: Batch, peer: Peer): Batch {
  const now = new Map<string, Counted>();
  for (const receipt of peer.receiving.values()) {
    const name = `from ${receipt.now.transfer}`;
    const counted = received(receipt, before.has(name));
    if (counted !== undefined) now.set(name, counted);
  }
  for (const sending of peer.sending.values()) {
    const name = `to ${sending.to} ${sending.transfer}`;
    const counted = sent(peer, sending, before.has(name));
    if (counted !== undefined) now.set(name, counted);
  }
  return [...now.values()].some(({ moves }) => moves) ? now : nothingMoves;
}

function received({ now }: Receipt, known: boolean): Counted | undefined {
  if (now.at === "complete") return known ? { moves: false, done: now.wanted, of: now.wanted } : undefined;
  if (!isRunning(now)) return undefined;
  return { moves: isActive(now), ...(isOpen(now.share) ? { done: 0, of: 0 } : { done: storedBytes(now), of: now.wanted }) };
}

function sent({ people }: Peer, sending: SendingTo, known: boolean): Counted | undefined {
  const { share, stored, wanted, ending, to } = sending;
  if (ending === "done") return known ? { moves: false, done: wanted, of: wanted } : undefined;
  if (ending !== undefined) return undefined;
  return { moves: !isPaused(sending) && isUp(people.get(to)), ...(isOpen(share) ? { done: 0, of: 0 } : { done: stored, of: wanted }) };
}

/** `running`: transfers that move; `percent`: of all together, where anything is known of their size. */
export function wholeOf(batch: Batch): { readonly running: number; readonly percent: number | undefined } {
  const all = [...batch.values()];
  const of = all.reduce((sum, each) => sum + each.of, 0);
  const done = all.reduce((sum, each) => sum + each.done, 0);
  return { running: all.filter(({ moves }) => moves).length, percent: of > 0 ? wholePercent(done, of) : undefined };
}
