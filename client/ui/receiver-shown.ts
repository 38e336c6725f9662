// What a sharer sees of a share: who takes it, how far each of them is, and what can be done about it.

import { canResume } from "../../protocol/failure.ts";
import { speedOf } from "../../protocol/line.ts";
import { isUp, type Peer, type SendingTo } from "../../protocol/peer-state.ts";
import { progressLine } from "../../protocol/progress.ts";
import type { Share } from "../../protocol/share.ts";
import type { PeerId } from "../../protocol/signal.ts";
import { isOpen } from "../../protocol/stream.ts";
import { wholePercent } from "../../protocol/words/measure.ts";
import { failureKey } from "../../protocol/words.ts";
import { type Speaking, toneOf } from "./visit.ts";

/** `pause`, `resume`, `cancel`: what the buttons are called, with the receiver's name; empty where there is none. */
export type ReceiverShown = {
  readonly key: string;
  readonly to: PeerId;
  readonly transfer: number;
  readonly line: string;
  readonly tone: string;
  readonly pause: string;
  readonly resume: string;
  readonly cancel: string;
};

/** What a share of mine has and others have not. */
export function ownShown(peer: Peer, share: Share, speaking: Speaking) {
  const { say, measures } = speaking;
  const takers = [...peer.sending.values()].filter((sending) => sending.share.id === share.id);
  const percents = takers.map((taker) => (taker.ending === "done" ? 100 : isOpen(share) ? 0 : wholePercent(taker.stored, taker.wanted)));
  const percent = takers.length === 0 ? 0 : Math.floor(percents.reduce((sum, each) => sum + each, 0) / takers.length);
  const size = measures.bytes(takers.reduce((sum, taker) => sum + storedBy(taker), 0));
  return {
    ...{ owner: peer.me ?? "", whose: say("shares.mine"), tone: peer.me === undefined ? "" : toneOf(peer.me) },
    state: "offered" as const,
    ...{ percent, width: `${percent}%`, busy: takers.some(({ ending }) => ending === undefined) },
    line: takers.length === 0 ? say("shares.nobody-takes") : say("shares.sent", { size, n: new Set(takers.map(({ to }) => to)).size }),
    receivers: takers.map((taker) => receiverShown(peer, taker, speaking)),
  };
}

function storedBy({ ending, stored, wanted }: SendingTo): number {
  return ending === "done" ? wanted : stored;
}

function receiverShown(peer: Peer, taker: SendingTo, speaking: Speaking): ReceiverShown {
  const { say, names } = speaking;
  const name = names.value.get(taker.to) ?? say("people.nameless");
  const running = taker.ending === undefined;
  const held = taker.pausing.mine;
  return {
    ...{ key: `${taker.to}/${taker.transfer}`, to: taker.to, transfer: taker.transfer, tone: toneOf(taker.to) },
    line: receiverLine(peer, taker, name, speaking),
    pause: running && !held ? say("shares.pause-for", { name }) : "",
    resume: running && held ? say("shares.resume-for", { name }) : "",
    cancel: running ? say("shares.cancel-for", { name }) : "",
  };
}

export function receiverLine(peer: Peer, taker: SendingTo, name: string, speaking: Speaking): string {
  const { say, measures } = speaking;
  const { ending, pausing, stored, wanted } = taker;
  if (ending === "done") return say(wanted < taker.share.size ? "shares.receiver-some" : "shares.receiver-done", { name });
  if (ending === "refused-by-sharer") return say("shares.receiver-refused", { name });
  // What they read about it speaks of their own device.
  if (ending !== undefined && canResume(ending))
    return say("shares.receiver-stopped", { name, progress: measures.percent(stored, wanted) });
  if (ending !== undefined) return say("shares.receiver-ended", { name, why: say(failureKey(ending)) });
  const away = !isUp(peer.people.get(taker.to));
  const stands = away || pausing.mine || pausing.theirs;
  const progress = progressLine(stored, isOpen(taker.share) ? undefined : wanted, stands ? 0 : speedOf(taker.pace), speaking);
  if (pausing.mine) return say(pausing.theirs ? "shares.receiver-both" : "shares.receiver-held", { name, progress });
  if (pausing.theirs) return say("shares.receiver-paused", { name, progress });
  return away ? say("shares.receiver-away", { name, progress }) : say("shares.receiver", { name, percent: progress });
}
