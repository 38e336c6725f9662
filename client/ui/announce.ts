// What somebody who does not see the lists is told once: that a file has come, that another has one of mine, or that it went wrong. Progress is never told.
import { effect } from "@preact/signals-core";
import type { Peer } from "../../protocol/peer-state.ts";
import { isRunning } from "../../protocol/receive-state.ts";
import { failureKey } from "../../protocol/words.ts";
import { receiverLine } from "./receiver-shown.ts";
import type { Speaking, Visit } from "./visit.ts";

/** Milliseconds: files of one selection end one soon after the other, and are told in one go. */
const togetherMs = 500;

/** @param place a polite live region; @param whileMs what ends within this time is told in one go */
export function announce(visit: Speaking & Pick<Visit, "peer">, place: Pick<HTMLElement, "textContent">, whileMs = togetherMs): void {
  let running: ReadonlySet<string> = new Set();
  const news: string[] = [];
  effect(() => {
    const peer = visit.peer.value;
    if (peer === undefined) return;
    const { now, ended } = transfersOf(peer, visit);
    for (const [key, line] of ended) if (running.has(key)) news.push(line());
    running = now;
    if (news.length === 0) return;
    setTimeout(() => {
      if (news.length > 0) place.textContent = news.splice(0).join("\n");
    }, whileMs);
  });
}

/** @returns the transfers that run now, and what to say of those that do not */
function transfersOf(peer: Peer, visit: Speaking) {
  const { say, names } = visit;
  const now = new Set<string>();
  const ended = new Map<string, () => string>();
  for (const [transfer, { now: at }] of peer.receiving) {
    const key = `from ${transfer}`;
    if (isRunning(at)) now.add(key);
    else ended.set(key, () => `${at.share.name}: ${say(at.at === "failed" ? failureKey(at.why) : "shares.verified")}`);
  }
  for (const taker of peer.sending.values()) {
    const key = `to ${taker.to} ${taker.transfer}`;
    if (taker.ending === undefined) now.add(key);
    else
      ended.set(key, () => `${taker.share.name}: ${receiverLine(peer, taker, names.value.get(taker.to) ?? say("people.nameless"), visit)}`);
  }
  return { now, ended };
}
