// One visit to a room: runs `protocol/peer.ts` and hands each effect to its edge.
import { type Signal, signal } from "@preact/signals-core";
import type { Failure } from "../protocol/failure.ts";
import { messageMax, sharesPerPeerMax } from "../protocol/limits.ts";
import { enter, stepPeer } from "../protocol/peer.ts";
import type { Peer, PeerEffect, PeerEvent } from "../protocol/peer-state.ts";
import { run } from "../protocol/run.ts";
import type { FileEntry } from "../protocol/share.ts";
import { shareOf } from "../protocol/share.ts";
import type { PeerId } from "../protocol/signal.ts";
import { diskEdge } from "./disk/index.ts";
import { randomHex } from "./identity.ts";
import { type LinkEdge, linkEdge } from "./link.ts";
import { socketEdge } from "./socket.ts";

/** How often the screen learns of progress at most. Painting it 12 times a second took a third of all processor time. */
const progressEveryMs = 400;

export type Session = ReturnType<typeof startSession>;

export function startSession(lent: {
  socketUrl: string;
  workerUrl: string;
  iceServers: readonly RTCIceServer[];
  token: string;
  nickname: string;
  automatic: boolean;
  warn: (why: Failure) => void;
}) {
  const session = randomHex();
  const [start, effects] = enter({ session, token: lent.token, nickname: lent.nickname, automatic: lent.automatic });
  const state: Signal<Peer> = signal(start);
  const links = new Map<PeerId, LinkEdge>();
  const socket = socketEdge({ url: lent.socketUrl, report: (event) => machine.send({ on: "signalling", event }) });
  const disk = diskEdge({ session, workerUrl: lent.workerUrl, report: (event) => machine.send(event) });

  const linkTo = (peer: PeerId): LinkEdge => {
    const known = links.get(peer);
    if (known !== undefined) return known;
    const report = {
      link: (event: Extract<PeerEvent, { on: "link" }>["event"]) => machine.send({ on: "link", peer, event }),
      control: (message: Extract<PeerEvent, { on: "control" }>["message"]) => machine.send({ on: "control", peer, message }),
      frame: (frame: ArrayBuffer) => machine.send({ on: "frame", peer, frame }),
      drained: (buffered: number) => machine.send({ on: "drained", peer, buffered }),
    };
    const made = linkEdge({ iceServers: lent.iceServers, report });
    links.set(peer, made);
    return made;
  };

  const act = (effect: PeerEffect) => {
    switch (effect.do) {
      case "signalling":
        return socket(effect.effect);
      case "link":
        return linkTo(effect.peer).act(effect.effect);
      case "control":
        return linkTo(effect.peer).tell(effect.message);
      case "send-part": {
        const chunk = disk.chunk(effect.peer, effect.transfer, effect.part[0]);
        if (chunk !== undefined) linkTo(effect.peer).sendPart(effect.transfer, effect.part, effect.digest, chunk);
        return;
      }
      case "warn":
        return lent.warn(effect.why);
      case "wake":
        setTimeout(() => machine.send(effect.event), effect.afterMs);
        return;
      case "read":
      case "free":
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
    if (!isProgress(because)) return publish();
    if (waiting) return;
    waiting = true;
    setTimeout(() => {
      waiting = false;
      publish();
    }, progressEveryMs);
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
    share(files: readonly File[]): Failure | undefined {
      if (machine.state.offered.size >= sharesPerPeerMax) return "too-many-shares";
      const entries = files.map(
        (file): FileEntry => ({ name: file.name, size: file.size, modified: file.lastModified, media: file.type.slice(0, 128) }),
      );
      const share = shareOf(randomHex(), entries);
      if (typeof share === "string") return share;
      disk.source(share, files);
      machine.send({ on: "share", share });
      return undefined;
    },

    send: machine.send,
    /** Hands a finished copy to the browser's own download, under the files' own names. */
    save: disk.save,
  };
}

/** What happens a hundred times a second while a transfer runs, and changes nothing but how far it is. */
function isProgress(event: PeerEvent): boolean {
  switch (event.on) {
    case "frame":
    case "drained":
    case "read":
      return true;
    case "control":
      return event.message.type === "ask";
    case "receiving":
      return event.event.on === "hashed" || event.event.on === "stored" || event.event.on === "look";
    default:
      return false;
  }
}
