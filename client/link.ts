// The browser's end of a link: one RTCPeerConnection with two channels that both sides open alike, so neither waits for the other.
import { sendFrames } from "../edges/frames.ts";
import { hearing } from "../edges/hearing.ts";
import type { LinkEdge, LinkLent, LinkReport } from "../edges/link.ts";
import type { Control, Part } from "../protocol/channel.ts";
import type { Description } from "../protocol/envelope.ts";
import { frameBytesMax, lowWaterBytes } from "../protocol/limits.ts";
import type { LinkEffect, LinkEvent } from "../protocol/link.ts";
import { frameChannel } from "./frame-channel.ts";
import { laneSet } from "./lanes.ts";
import { type Way, wayOf } from "./way.ts";

export type BrowserLink = LinkEdge & {
  /** What the browser counts of the connection that is there; undefined while there is none. */
  way(): Promise<Way | undefined>;
};

export function linkEdge(lent: LinkLent): BrowserLink {
  let connection: Connection | undefined;
  return {
    act(effect) {
      if (effect.do === "connect") {
        connection?.close();
        connection = tryToConnect(effect.conversation, lent);
      } else if (effect.do === "disconnect") {
        connection?.close();
        connection = undefined;
      } else connection?.negotiate(effect);
    },
    tell: (message) => connection?.tell(message),
    lanes: (count) => connection?.lanes.want(count),
    lane: (word) => connection?.lanes.heard(word),
    sendPart: (transfer, part, digest, chunk) => connection?.sendPart(transfer, part, digest, chunk),
    way: async () => connection?.way(),
  };
}

/** A browser holds a bounded number of connections, and those that are closed count until it has looked after them. */
function tryToConnect(conversation: string, { iceServers, report }: LinkLent) {
  try {
    return connect(conversation, iceServers, report);
  } catch {
    report.link({ on: "broken", conversation });
    return undefined;
  }
}

type Connection = ReturnType<typeof connect>;
type Negotiating = Extract<LinkEffect, { do: "describe" | "accept" | "add" | "restart" }>;

function connect(conversation: string, iceServers: LinkLent["iceServers"], report: LinkReport) {
  const pc = new RTCPeerConnection({ iceServers: [...iceServers()] });
  const control = pc.createDataChannel("control", { negotiated: true, id: 0 });
  const data = pc.createDataChannel("data", { negotiated: true, id: 1 });
  data.bufferedAmountLowThreshold = lowWaterBytes;
  let over = false;
  let work = Promise.resolve();

  const say = (event: LinkEvent) => over || report.link(event);
  const broken = () => say({ on: "broken", conversation });
  const frame = (frame: ArrayBuffer) => over || report.frame(frame);
  const drained = () => over || report.drained(buffered());
  const first = frameChannel(data, { frame, drained, broken });
  const lanes = laneSet({ iceServers, tell: (word) => over || report.lane(word), frame, drained });
  const channels = () => [first, ...lanes.open];
  const buffered = () => channels().reduce((sum, channel) => sum + channel.buffered, 0);

  const words = hearing({ control: (message) => over || report.control(message), flooded: () => say({ on: "flooded", conversation }) });
  const opened = () => {
    if (control.readyState === "open" && data.readyState === "open") words.open(() => say({ on: "opened", conversation }));
  };
  for (const channel of [control, data]) {
    channel.onopen = opened;
    channel.onclose = broken;
  }
  control.onmessage = ({ data: text }) => over || words.heard(text);

  pc.onnegotiationneeded = () => say({ on: "negotiation-needed", conversation });
  pc.onicecandidate = ({ candidate }) => {
    const found = candidate?.toJSON();
    say({ on: "found", conversation, candidate: found === undefined ? null : { ...found, candidate: found.candidate ?? "" } });
  };
  pc.onconnectionstatechange = () => {
    const state = pc.connectionState;
    if (state === "connected" || state === "disconnected" || state === "failed") say({ on: "ice", conversation, state });
  };

  /** One after the other, as the connection itself demands. What fails here cannot be mended here: the conversation is over. */
  const negotiate = (effect: Negotiating) => {
    work = work.then(async () => {
      if (over) return;
      try {
        if (effect.do === "restart") pc.setConfiguration({ iceServers: [...iceServers()] });
        await carryOut(pc, effect, (description) => say({ on: "described", conversation, description }));
      } catch {
        // A candidate of an offer that was refused fits nothing, and is no loss.
        if (effect.do !== "add") broken();
      }
    });
  };

  return {
    negotiate,
    lanes,

    tell(message: Control) {
      if (control.readyState !== "open") return;
      try {
        control.send(JSON.stringify(message));
      } catch {
        // Megabytes of words that nobody takes: the other side is not listening any more.
        broken();
      }
    },

    sendPart(transfer: number, part: Part, digest: string, bytes: Uint8Array) {
      // A part goes over the lane that has least to send: all frames of it, so that it is late or lost as one.
      const lane = channels().reduce((least, each) => (each.buffered < least.buffered ? each : least));
      const takes = pc.sctp?.maxMessageSize ?? frameBytesMax;
      if (!sendFrames({ transfer, part, digest, bytes }, takes, (frame) => lane.send(frame))) return broken();
      report.drained(buffered());
    },

    way: async () => wayOf([...(await pc.getStats()).values()]),

    close() {
      over = true;
      lanes.close();
      pc.close();
    },
  };
}

async function carryOut(pc: RTCPeerConnection, effect: Negotiating, described: (description: Description) => void): Promise<void> {
  switch (effect.do) {
    case "describe":
      await pc.setLocalDescription();
      return tellLocal(pc, described);
    case "accept":
      await pc.setRemoteDescription(effect.description);
      if (effect.description.type !== "offer") return;
      await pc.setLocalDescription();
      return tellLocal(pc, described);
    case "add":
      return effect.candidate === null ? undefined : pc.addIceCandidate(effect.candidate as RTCIceCandidateInit);
    case "restart":
      return pc.restartIce();
    default:
      return effect satisfies never;
  }
}

function tellLocal(pc: RTCPeerConnection, described: (description: Description) => void): void {
  const local = pc.localDescription;
  if (local?.type === "offer" || local?.type === "answer") described({ type: local.type, sdp: local.sdp });
}
