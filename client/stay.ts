// What ties a visit to the page it happens in: waking up, going away, and what would be lost by that.
import { computed, type ReadonlySignal, signal } from "@preact/signals-core";
import { isPaused } from "../protocol/pausing.ts";
import type { Peer, PeerEvent } from "../protocol/peer-state.ts";
import { isRunning } from "../protocol/receive-state.ts";
import type { ShareId } from "../protocol/share.ts";
import { keepAwake, warnBeforeLeaving } from "./awake.ts";

type Saved = ReadonlyMap<number, { readonly at: string }>;

/** `awake`: the screen is kept on; `loses`: something would be lost if the page were left now. */
type Staying = { readonly awake: ReadonlySignal<boolean>; readonly loses: ReadonlySignal<boolean> };

/** @param lent `keeps`: what is received outlives the page; `isKept`: a later page can read that share of mine again */
export function stay(lent: {
  state: ReadonlySignal<Peer>;
  send: (event: PeerEvent) => void;
  keeps: Promise<boolean>;
  saved: ReadonlySignal<Saved>;
  isKept: (share: ShareId) => boolean;
}): Staying {
  const { state, send, saved } = lent;
  const hurry = () => send({ on: "signalling", event: { on: "hurry" } });
  addEventListener("online", hurry);
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && hurry());
  addEventListener("pagehide", () => send({ on: "leave" }));

  const keeps = signal(true);
  void lent.keeps.then((yes) => (keeps.value = yes));
  const awake = keepAwake(computed(() => isBusy(state.value)));
  const losesReceived = () => !keeps.value && hasUnsaved(state.value, saved.value);
  const loses = computed(() => losesReceived() || isSendingWhatIsNotKept(state.value, lent.isKept));
  warnBeforeLeaving(loses);
  return { awake, loses };
}

function isBusy(peer: Peer): boolean {
  const receives = [...peer.receiving.values()].some(({ now }) => isRunning(now) && now.linked && !isPaused(now));
  return receives || [...peer.sending.values()].some((sending) => sending.ending === undefined && !isPaused(sending));
}

/** Something was received, in whole or in part, and was not saved yet. */
function hasUnsaved(peer: Peer, saved: Saved): boolean {
  return [...peer.receiving].some(([transfer, { now }]) => now.at !== "failed" && saved.get(transfer)?.at !== "saved");
}

/** Whoever takes something from here must start over, or wait until the file is chosen again. */
function isSendingWhatIsNotKept({ sending }: Peer, isKept: (share: ShareId) => boolean): boolean {
  return [...sending.values()].some((each) => each.ending === undefined && !isPaused(each) && !isKept(each.share.id));
}
