// A participant's end of the relay: the words and frames of everybody whom it carries them to, over one WebSocket to the server.
import { type Control, type Part, readControl } from "../protocol/channel.ts";
import { frameHeaderBytes, writeFrameHead } from "../protocol/frame.ts";
import {
  controlsBurstMax,
  controlsPerSecondMax,
  peopleKnownMax,
  relayHighWaterBytes,
  relayWaitingMax,
  relayWordMax,
  relayWordsBurstMax,
  relayWordsPerSecondMax,
} from "../protocol/limits.ts";
import { type Bucket, take } from "../protocol/rate.ts";
import { type RelayEffect, type RelayEvent, readRelayWord } from "../protocol/relay.ts";
import { type Kind, readRelayHead, relayHeadBytes, relayMessage } from "../protocol/relay-message.ts";
import type { RelaySocketEvent } from "../protocol/relay-socket.ts";
import type { PeerId } from "../protocol/signal.ts";
import type { Seal, Sealing } from "./relay-seal.ts";
import { relaySocketEdge } from "./relay-socket.ts";

type Bytes = Uint8Array<ArrayBuffer>;

type Report = {
  socket(event: RelaySocketEvent): void;
  relay(peer: PeerId, event: RelayEvent): void;
  control(peer: PeerId, message: Control): void;
  frame(peer: PeerId, frame: ArrayBuffer): void;
  drained(peer: PeerId, buffered: number): void;
};

/** `waiting`: bytes that are being sealed. */
type SealedPath = { readonly seal: Seal; waiting: number };

/** A socket says nothing when it has sent what waited: it is looked at this often, in milliseconds. */
const lookEveryMs = 8;

const [encoder, decoder] = [new TextEncoder(), new TextDecoder()];

export function relayEdge({ url, sealing, report }: { url: string; sealing: Sealing; report: Report }) {
  const paths = new Map<PeerId, SealedPath>();
  /** How much of each is listened to, whatever becomes of the path to them. */
  const words = new Map<PeerId, Bucket>();
  const controls = new Map<PeerId, Bucket>();
  let looking = false;

  const heard = (message: Bytes) => {
    const head = readRelayHead(message);
    if (head === undefined) return;
    const { peer, kind } = head;
    if (kind === "absent") return report.relay(peer, { on: "absent" });
    if (kind === "word") return heardWord(peer, message);
    const path = paths.get(peer);
    if (path === undefined) return;
    path.seal.open(kind, message, (plain) => {
      if (paths.get(peer) !== path) return;
      if (plain === undefined) report.relay(peer, { on: "broken" });
      else opened(peer, kind, plain);
    });
  };

  const socket = relaySocketEdge({ url, report: report.socket, heard });

  const heardWord = (peer: PeerId, message: Bytes) => {
    if (!mayTake(words, peer, relayWordsPerSecondMax, relayWordsBurstMax)) return;
    const word =
      message.length <= relayHeadBytes + relayWordMax ? readRelayWord(decoder.decode(message.subarray(relayHeadBytes))) : undefined;
    if (word !== undefined) report.relay(peer, { on: "said", word });
  };

  const opened = (peer: PeerId, kind: Kind, plain: Bytes) => {
    if (kind === "frame") return report.frame(peer, plain.byteLength === plain.buffer.byteLength ? plain.buffer : plain.slice().buffer);
    if (!mayTake(controls, peer, controlsPerSecondMax, controlsBurstMax)) return report.relay(peer, { on: "flooded" });
    const message = readControl(decoder.decode(plain));
    if (message !== undefined) report.control(peer, message);
  };

  const sealed = (peer: PeerId, kind: Kind, ...pieces: readonly Uint8Array[]) => {
    const path = paths.get(peer);
    if (path === undefined) return;
    const bytes = pieces.reduce((sum, piece) => sum + piece.length, 0);
    // Nobody takes what is said to them, and they may have asked for it only to have it said.
    if (buffered(path) + bytes > relayWaitingMax) return report.relay(peer, { on: "broken" });
    path.waiting += bytes;
    path.seal.seal(peer, kind, pieces, (message) => {
      path.waiting -= bytes;
      if (paths.get(peer) !== path) return;
      if (message === undefined) report.relay(peer, { on: "broken" });
      else socket.send(message);
    });
  };

  const buffered = (path: SealedPath) => path.waiting + socket.buffered;

  const look = () => {
    looking = false;
    for (const [peer, path] of paths) {
      const bytes = buffered(path);
      if (bytes > 0) lookSoon();
      if (bytes < relayHighWaterBytes / 2) report.drained(peer, bytes);
    }
  };
  const lookSoon = () => {
    if (looking) return;
    looking = true;
    setTimeout(look, lookEveryMs);
  };

  return {
    socket: socket.act,

    act(peer: PeerId, effect: Exclude<RelayEffect, { do: "wake" }>) {
      switch (effect.do) {
        case "say":
          return socket.send(relayMessage(peer, "word", encoder.encode(JSON.stringify(effect.word))));
        case "use":
          paths.set(peer, { seal: sealing(effect.keys), waiting: 0 });
          return;
        case "stop":
          paths.delete(peer);
          return;
        default:
          return effect satisfies never;
      }
    },

    tell(peer: PeerId, message: Control): void {
      sealed(peer, "control", encoder.encode(JSON.stringify(message)));
    },

    /** Sends a part of a chunk as one frame. `chunk`: its bytes. */
    sendPart(peer: PeerId, transfer: number, [chunk, offset, length]: Part, digest: string, bytes: Uint8Array): void {
      const head = new Uint8Array(frameHeaderBytes);
      writeFrameHead(head, { transfer, chunk, offset, digest });
      sealed(peer, "frame", head, bytes.subarray(offset, offset + length));
      const path = paths.get(peer);
      if (path !== undefined) report.drained(peer, buffered(path));
      lookSoon();
    },
  };
}

function mayTake(buckets: Map<PeerId, Bucket>, peer: PeerId, perSecond: number, burst: number): boolean {
  const [left, may] = take(buckets.get(peer), performance.now(), perSecond, burst);
  buckets.set(peer, left);
  if (buckets.size > 2 * peopleKnownMax) buckets.clear();
  return may;
}
