// A terminal's end of a link: libdatachannel's connection with the two channels that both sides open alike. It describes a connection once (L21).
import { sendFrames } from "../edges/frames.ts";
import { hearing } from "../edges/hearing.ts";
import type { LinkEdge, LinkLent } from "../edges/link.ts";
import type { Control, Part } from "../protocol/channel.ts";
import type { Candidate } from "../protocol/envelope.ts";
import { frameBytesMax, lowWaterBytes } from "../protocol/limits.ts";
import type { LinkEffect, LinkEvent } from "../protocol/link.ts";
import type { Addon, PeerConnection } from "./addon.ts";
import { iceServersFor } from "./ice-servers.ts";
import { localNameIn } from "./local-name.ts";

/** `host`, `srflx`, `prflx` or `relay`, at each end. */
export type Way = { readonly mine: string; readonly theirs: string };

export type TerminalLink = LinkEdge & { way(): Way | undefined; close(): void };

type Lent = {
  readonly addon: Addon;
  /** Looks a `.local` name up. */
  readonly lookUp: (name: string) => Promise<string | undefined>;
};

/** The edge that `edges/peer.ts` makes links with. Lanes are declined: whoever offers one sees that nothing answers, and does without. */
export function linkEdgeOf({ addon, lookUp }: Lent): (lent: LinkLent) => TerminalLink {
  return (lent) => {
    let connection: Connection | undefined;
    const disconnect = () => {
      connection?.close();
      connection = undefined;
    };
    return {
      act(effect) {
        if (effect.do === "connect") {
          disconnect();
          connection = connect(effect.conversation, { addon, lookUp, ...lent });
        } else if (effect.do === "disconnect") disconnect();
        else connection?.negotiate(effect);
      },
      tell: (message) => connection?.tell(message),
      lanes() {},
      lane() {},
      sendPart: (transfer, part, digest, chunk) => connection?.sendPart(transfer, part, digest, chunk),
      way: () => connection?.way(),
      close: disconnect,
    };
  };
}

type Connection = ReturnType<typeof connect>;
type Negotiating = Extract<LinkEffect, { do: "describe" | "accept" | "add" | "restart" }>;

/** What is returned refers to the connection and its channels; whoever drops it without closing it has them closed by the collector. */
function connect(conversation: string, { addon, lookUp, iceServers, report }: Lent & LinkLent) {
  const pc = new addon.PeerConnection("roomcp", {
    iceServers: iceServersFor(iceServers()),
    disableAutoNegotiation: true,
    maxMessageSize: frameBytesMax,
  });
  const control = pc.createDataChannel("control", { negotiated: true, id: 0 });
  const data = pc.createDataChannel("data", { negotiated: true, id: 1 });
  data.setBufferedAmountLowThreshold(lowWaterBytes);
  let over = false;
  let described = false;

  const say = (event: LinkEvent) => over || report.link(event);
  const broken = () => say({ on: "broken", conversation });
  /** Nothing may be thrown into the add-on. What goes wrong in here is a fault of ours, and ends the process as one. */
  const safely =
    <Heard extends readonly unknown[]>(act: (...heard: Heard) => void) =>
    (...heard: Heard): void => {
      try {
        if (!over) act(...heard);
      } catch (error) {
        queueMicrotask(() => {
          throw error;
        });
      }
    };

  const words = hearing({ control: report.control, flooded: () => say({ on: "flooded", conversation }) });
  const opened = safely(() => {
    if (control.isOpen() && data.isOpen()) words.open(() => say({ on: "opened", conversation }));
  });
  for (const channel of [control, data]) {
    channel.onOpen(opened);
    channel.onClosed(safely(broken));
  }
  control.onMessage(safely(words.heard));
  data.onMessage(safely((message) => typeof message !== "string" && report.frame(bytesOf(message))));
  data.onBufferedAmountLow(safely(() => report.drained(data.bufferedAmount())));
  listen(pc, conversation, safely, say);

  const negotiate = (effect: Negotiating) => {
    try {
      if (effect.do === "add") return add(effect.candidate);
      // L21: whoever describes a connection anew, or asks for it, has broken the rule.
      if (effect.do === "restart" || (effect.do === "describe" && described)) return broken();
      if (effect.do === "describe") pc.setLocalDescription("offer");
      else {
        const { type, sdp } = effect.description;
        if (type === "offer" && described) return broken();
        pc.setRemoteDescription(sdp, type);
        if (type === "offer") pc.setLocalDescription("answer");
      }
      described = true;
    } catch {
      broken();
    }
  };

  const add = async (candidate: Candidate | null): Promise<void> => {
    if (candidate === null || candidate.candidate === "") return;
    const name = localNameIn(candidate.candidate);
    const address = name && (await lookUp(name));
    if (over || (name !== undefined && address === undefined)) return;
    const said = name && address ? candidate.candidate.replace(name, address) : candidate.candidate;
    try {
      pc.addRemoteCandidate(said, candidate.sdpMid ?? "0");
    } catch {
      // It cannot be read, or the connection has failed already, which is told by itself.
    }
  };

  return {
    negotiate,

    tell(message: Control) {
      if (over || !control.isOpen()) return;
      try {
        control.sendMessage(JSON.stringify(message));
      } catch {
        broken();
      }
    },

    sendPart(transfer: number, part: Part, digest: string, bytes: Uint8Array) {
      if (over || !data.isOpen()) return;
      try {
        const sent = sendFrames({ transfer, part, digest, bytes }, data.maxMessageSize(), (frame) => data.sendMessageBinary(frame));
        if (!sent) return broken();
        report.drained(data.bufferedAmount());
      } catch {
        broken();
      }
    },

    way(): Way | undefined {
      const pair = over ? null : pc.getSelectedCandidatePair();
      return pair === null ? undefined : { mine: pair.local.type, theirs: pair.remote.type };
    },

    close() {
      if (over) return;
      over = true;
      pc.close();
    },
  };
}

/** What the connection tells of itself. */
function listen(
  pc: PeerConnection,
  conversation: string,
  safely: <Heard extends readonly unknown[]>(act: (...heard: Heard) => void) => (...heard: Heard) => void,
  say: (event: LinkEvent) => void,
): void {
  pc.onLocalDescription(
    safely((sdp, type) => {
      if (type === "offer" || type === "answer") say({ on: "described", conversation, description: { type, sdp } });
    }),
  );
  pc.onLocalCandidate(
    safely((candidate, sdpMid) =>
      say({ on: "found", conversation, candidate: { candidate: candidate.replace(/^a=/, ""), sdpMid, sdpMLineIndex: 0 } }),
    ),
  );
  pc.onGatheringStateChange(safely((state) => state === "complete" && say({ on: "found", conversation, candidate: null })));
  pc.onStateChange(
    safely((state) => {
      if (state === "connected" || state === "disconnected" || state === "failed") say({ on: "ice", conversation, state });
    }),
  );
}

function bytesOf(message: Uint8Array): ArrayBuffer {
  const { buffer, byteOffset, byteLength } = message;
  return byteOffset === 0 && byteLength === buffer.byteLength ? (buffer as ArrayBuffer) : new Uint8Array(message).buffer;
}
