// What the machine needs of a link, whatever makes it: a browser's RTCPeerConnection, or a terminal's library.
import type { Control, Part } from "../protocol/channel.ts";
import type { LinkEffect, LinkEvent } from "../protocol/link.ts";
import type { LaneWord } from "../protocol/peer-state.ts";
import type { IceServer } from "../protocol/signal.ts";

export type LinkEdge = {
  act(effect: Exclude<LinkEffect, { do: "tell" | "wake" }>): void;
  tell(message: Control): void;
  /** Lanes that are wanted, and what the other side says of one. */
  lanes(count: number): void;
  lane(word: LaneWord): void;
  /** Sends a part of a chunk as one frame, or as several where the other side takes only smaller ones. `chunk`: its bytes. */
  sendPart(transfer: number, part: Part, digest: string, chunk: Uint8Array): void;
};

export type LinkReport = {
  link(event: LinkEvent): void;
  lane(word: LaneWord): void;
  control(message: Control): void;
  frame(frame: ArrayBuffer): void;
  drained(buffered: number): void;
};

/** `iceServers`: the newest STUN and TURN servers. A visit outlasts their credentials. */
export type LinkLent = { readonly iceServers: () => readonly IceServer[]; readonly report: LinkReport };
