// One visit to a room: runs `protocol/peer.ts` and hands each effect to its edge.
import { computed, type Signal, signal } from "@preact/signals-core";
import type { Failure } from "../protocol/failure.ts";
import { messageMax, sharesPerPeerMax } from "../protocol/limits.ts";
import { isPaused } from "../protocol/pausing.ts";
import { enter, seedBytes, stepPeer } from "../protocol/peer.ts";
import type { LaneWord, Peer, PeerEffect, PeerEvent } from "../protocol/peer-state.ts";
import { isRunning } from "../protocol/receive-state.ts";
import { run } from "../protocol/run.ts";
import type { RoomSecret } from "../protocol/secret.ts";
import { shareOf } from "../protocol/share.ts";
import type { PeerId } from "../protocol/signal.ts";
import type { SignallingEvent } from "../protocol/signalling.ts";
import { keepAwake, warnBeforeLeaving } from "./awake.ts";
import { diskEdge } from "./disk/index.ts";
import type { Gathered } from "./gather.ts";
import { randomHex } from "./identity.ts";
import { type LinkEdge, linkEdge } from "./link.ts";
import { openMine } from "./mine.ts";
import { relayEdge } from "./relay.ts";
import { landing } from "./save/index.ts";
import { socketEdge } from "./socket.ts";

/** How often the screen learns of progress at most. Painting it 12 times a second took a third of all processor time. */
const progressEveryMs = 400;

export type Session = ReturnType<typeof startSession>;

export function startSession(lent: {
  room: string;
  secret: RoomSecret;
  socketUrl: string;
  relayUrl: string;
  workerUrl: string;
  token: string;
  nickname: string;
  automatic: number | undefined;
  warn: (why: Failure) => void;
}) {
  const { token, nickname, automatic, warn, room, secret, workerUrl } = lent;
  const session = randomHex();
  const [firstTransfer = 0] = crypto.getRandomValues(new Uint32Array(1));
  const seed = crypto.getRandomValues(new Uint8Array(seedBytes));
  const aes = globalThis.crypto.subtle !== undefined;
  const [start, effects] = enter({ room, secret, seed, aes, session, token, nickname, automatic, firstTransfer });
  const state: Signal<Peer> = signal(start);
  const links = new Map<PeerId, LinkEdge>();
  let iceServers: readonly RTCIceServer[] = [];
  const heard = (event: SignallingEvent) => {
    const told = event.on === "heard" && "iceServers" in event.message ? event.message.iceServers : undefined;
    if (told !== undefined) iceServers = told;
    machine.send({ on: "signalling", event });
  };
  const socket = socketEdge({ url: lent.socketUrl, report: heard });
  const disk = diskEdge({ place: token, room, workerUrl, report: (event) => machine.send(event) });
  const relay = relayEdge({
    url: lent.relayUrl,
    report: {
      socket: (event) => machine.send({ on: "relay-socket", event }),
      relay: (peer, event) => machine.send({ on: "relay", peer, event }),
      control: (peer, message) => machine.send({ on: "control", peer, over: "relay", message }),
      frame: (peer, frame) => machine.send({ on: "frame", peer, frame }),
      drained: (peer, buffered) => machine.send({ on: "drained", peer, over: "relay", buffered }),
    },
  });
  /** Those who are talked to through the relay; all others directly. */
  const relayed = new Set<PeerId>();
  const copies = landing({ disk, room, warn });
  const mine = openMine({ disk, offer: (event) => machine.send(event) });

  const linkTo = (peer: PeerId): LinkEdge => {
    const known = links.get(peer);
    if (known !== undefined) return known;
    const report = {
      link: (event: Extract<PeerEvent, { on: "link" }>["event"]) => machine.send({ on: "link", peer, event }),
      control: (message: Extract<PeerEvent, { on: "control" }>["message"]) =>
        machine.send({ on: "control", peer, over: "direct", message }),
      frame: (frame: ArrayBuffer) => machine.send({ on: "frame", peer, frame }),
      lane: (word: LaneWord) => machine.send({ on: "lane", peer, word }),
      drained: (buffered: number) => machine.send({ on: "drained", peer, over: "direct", buffered }),
    };
    const made = linkEdge({ iceServers: () => iceServers, report });
    links.set(peer, made);
    return made;
  };

  const act = (effect: PeerEffect) => {
    switch (effect.do) {
      case "signalling":
        return socket(effect.effect);
      case "link":
        return linkTo(effect.peer).act(effect.effect);
      case "lanes":
        return linkTo(effect.peer).lanes(effect.count);
      case "lane":
        return linkTo(effect.peer).lane(effect.word);
      case "relay-socket":
        return relay.socket(effect.effect);
      case "relay":
        return relay.act(effect.peer, effect.effect);
      case "talk":
        if (effect.over === "relay") relayed.add(effect.peer);
        else relayed.delete(effect.peer);
        return;
      case "control":
        return relayed.has(effect.peer) ? relay.tell(effect.peer, effect.message) : linkTo(effect.peer).tell(effect.message);
      case "send-part": {
        const { peer, transfer, part, digest } = effect;
        const chunk = disk.chunk(peer, transfer, part[0]);
        if (chunk === undefined) return;
        return relayed.has(peer)
          ? relay.sendPart(peer, transfer, part, digest, chunk)
          : linkTo(peer).sendPart(transfer, part, digest, chunk);
      }
      case "warn":
        return warn(effect.why);
      case "wake":
        setTimeout(() => machine.send(effect.event), effect.afterMs);
        return;
      case "read":
      case "free":
      case "hash-own":
      case "digest":
      case "forget-source":
      case "receive":
        return disk.act(effect);
      default:
        return effect satisfies never;
    }
  };

  let waiting = false;
  const publish = () => {
    state.value = machine.state;
  };
  /** News is shown at once, progress every now and then. */
  const changed = (_: Peer, because: PeerEvent) => {
    if (!isProgress(because)) {
      publish();
      return completed(because);
    }
    if (waiting) return;
    waiting = true;
    setTimeout(() => {
      waiting = false;
      publish();
    }, progressEveryMs);
  };
  /** A copy that is complete lands where the person wants it. */
  const completed = (because: PeerEvent) => {
    if (because.on !== "receiving" || because.event.on !== "closed") return;
    const receipt = machine.state.receiving.get(because.transfer);
    if (receipt?.now.at === "complete") copies.completed(because.transfer, receipt);
  };

  let latest = 0;
  /** Milliseconds since 1970 that never go back, whatever is done to the machine's clock. */
  const now = () => (latest = Math.max(latest, Date.now()));

  const machine = run({ state: start, step: stepPeer, act, now, changed });
  const hurry = () => machine.send({ on: "signalling", event: { on: "hurry" } });
  addEventListener("online", hurry);
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && hurry());
  addEventListener("pagehide", () => machine.send({ on: "leave" }));
  for (const effect of effects) act(effect);

  void disk.restore().then(({ receipts, shares }) => {
    machine.send({ on: "restore", receipts });
    mine.restore(shares);
  });

  const keeps = signal(true);
  void disk.keeps.then((yes) => (keeps.value = yes));
  keepAwake(computed(() => isBusy(state.value)));
  /** Whoever takes something from here must start over, or wait until the file is chosen again. */
  const isSendingWhatIsNotKept = () =>
    [...state.value.sending.values()].some((each) => each.ending === undefined && !isPaused(each) && !mine.isKept(each.share.id));
  warnBeforeLeaving(computed(() => (!keeps.value && hasUnsaved(state.value, copies.saved.value)) || isSendingWhatIsNotKept()));

  return {
    state,
    /** Milliseconds since 1970. */
    startedAt: Date.now(),

    /** Says something to everybody. Returns what is wrong with it, if anything. */
    say(text: string): Failure | undefined {
      if ([...text].length > messageMax) return "message-too-long";
      if (machine.state.me === undefined) return "not-entered";
      machine.send({ on: "say", id: randomHex(), at: Date.now(), text });
      return undefined;
    },

    /** Offers files as one share. Returns what is wrong with them, if anything. */
    share(gathered: Gathered): Failure | undefined {
      if (machine.state.offered.size + mine.kept.value.length >= sharesPerPeerMax) return "too-many-shares";
      const share = shareOf(randomHex(), gathered.entries);
      if (typeof share === "string") return share;
      mine.offer(share, gathered);
      return undefined;
    },

    /** Which way the direct link to somebody takes; undefined where there is none. */
    wayTo: async (peer: PeerId) => (machine.state.people.get(peer)?.contact?.over === "direct" ? linkTo(peer).way() : undefined),

    send(event: PeerEvent): void {
      machine.send(event);
      if (event.on === "pause") disk.keepPaused(event.transfer, event.yes);
    },

    /** Shares of an earlier page that wait for their files. */
    kept: mine.kept,
    shareAgain: mine.shareAgain,
    forgetKept: mine.forget,

    /** Plain SHA-256 of what was received, by transfer and entry. */
    sums: disk.sums,

    saved: copies.saved,
    folder: copies.folder,
    chooseFolder: copies.chooseFolder,
    allowFolder: copies.allowFolder,
    forgetFolder: copies.forgetFolder,
    /** Hands a finished copy out, under the files' own names. Rejects if the browser has lost some of it. */
    async save(transfer: number, how: "zip" | "files" | "folder"): Promise<void> {
      const receipt = machine.state.receiving.get(transfer);
      if (receipt?.now.at === "complete") await copies.save(transfer, receipt, how);
    },
  };
}

function isBusy(peer: Peer): boolean {
  const receives = [...peer.receiving.values()].some(({ now }) => isRunning(now) && now.linked && !isPaused(now));
  return receives || [...peer.sending.values()].some((sending) => sending.ending === undefined && !isPaused(sending));
}

/** Something was received, in whole or in part, and was not saved yet. */
function hasUnsaved(peer: Peer, saved: ReadonlyMap<number, { readonly at: string }>): boolean {
  return [...peer.receiving].some(([transfer, { now }]) => now.at !== "failed" && saved.get(transfer)?.at !== "saved");
}

/** What happens a hundred times a second while a transfer runs, and changes nothing but how far it is. */
function isProgress(event: PeerEvent): boolean {
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
