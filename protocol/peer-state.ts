// What a participant knows, and the events and effects that its parts share.
import type { Control, Part } from "./channel.ts";
import type { Chat } from "./chat.ts";
import type { Failure, OwnersEnding } from "./failure.ts";
import { awayMs } from "./limits.ts";
import type { Link, LinkEffect, LinkEvent } from "./link.ts";
import type { ReceiveEffect, ReceiveEvent, Receiving } from "./receive.ts";
import type { Offered, Sending } from "./send.ts";
import type { Share, ShareId } from "./share.ts";
import type { PeerId } from "./signal.ts";
import type { Signalling, SignallingEffect, SignallingEvent } from "./signalling.ts";

/** Another participant. `listed`: what the server says of them, `unlisted` if it has said nothing since it was away; `quietSince`: set while nothing at all is heard of them. */
export type Person = {
  readonly id: PeerId;
  readonly listed: "here" | "away" | "left" | "unlisted";
  readonly link: Link;
  readonly intro?: { readonly session: string; readonly nickname: string };
  /** True for those who were in the room before me: nobody announces that they joined. */
  readonly before: boolean;
  /** `taken`: a download was begun once, so "Automatic download" leaves it alone. */
  readonly shares: ReadonlyMap<ShareId, { readonly share: Share; readonly digest?: string; readonly taken?: true }>;
  /** Bytes that wait in the link's data channel. */
  readonly buffered: number;
  readonly quietSince?: number;
};

export type Receipt = { readonly owner: PeerId; readonly ownerName: string; readonly now: Receiving };

export type Peer = {
  /** Names this page, in 32 hexadecimal digits. A reload is the same peer in another session. */
  readonly session: string;
  readonly nickname: string;
  readonly signalling: Signalling;
  readonly me?: PeerId;
  readonly people: ReadonlyMap<PeerId, Person>;
  readonly chat: Chat;
  /** Those who are asked for all that was said before; the others are asked for what they said themselves. */
  readonly recalled: ReadonlySet<PeerId>;
  readonly offered: ReadonlyMap<ShareId, Offered>;
  /** Shares that I offer no more, and why. */
  readonly withdrawn: ReadonlyMap<ShareId, OwnersEnding>;
  /** By receiver and transfer: `${peer}/${transfer}`; those of a page that is gone have a time behind it. */
  readonly sending: ReadonlyMap<string, Sending & { readonly to: PeerId }>;
  /** By transfer, as this page numbers them. */
  readonly receiving: ReadonlyMap<number, Receipt>;
  readonly transfers: number;
  readonly automatic: boolean;
};

export type PeerEvent =
  // what the person wants
  | { on: "say"; id: string; at: number; text: string }
  | { on: "share"; share: Share }
  | { on: "stop-sharing"; share: ShareId; why: OwnersEnding }
  | { on: "fetch"; owner: PeerId; share: ShareId }
  | { on: "cancel"; transfer: number }
  | { on: "remove"; transfer: number }
  | { on: "automatic"; yes: boolean }
  | { on: "leave" }
  // what the edges report
  | { on: "signalling"; event: SignallingEvent }
  | { on: "link"; peer: PeerId; event: LinkEvent }
  | { on: "control"; peer: PeerId; message: Control }
  | { on: "frame"; peer: PeerId; frame: ArrayBuffer }
  | { on: "drained"; peer: PeerId; buffered: number }
  | { on: "read"; peer: PeerId; transfer: number; chunk: number; digest: string }
  | { on: "digested"; share: ShareId; digest: string }
  | { on: "receiving"; transfer: number; event: ReceiveEvent }
  | { on: "quiet"; peer: PeerId; since: number };

type LinkAct = Exclude<LinkEffect, { do: "tell" | "wake" }>;
type ReceiveAct = Exclude<ReceiveEffect, { do: "ask" | "done" | "cancel" | "look" }>;

export type PeerEffect =
  | { do: "signalling"; effect: Exclude<SignallingEffect, { do: "wake" }> }
  | { do: "link"; peer: PeerId; effect: LinkAct }
  | { do: "control"; peer: PeerId; message: Control }
  | { do: "read" | "free"; peer: PeerId; share: ShareId; transfer: number; chunk: number }
  | { do: "send-part"; peer: PeerId; transfer: number; part: Part; digest: string }
  | { do: "digest"; share: ShareId; bytes: Uint8Array<ArrayBuffer> }
  | { do: "forget-source"; share: ShareId }
  /** Something that the person should know. */
  | { do: "warn"; why: Failure }
  | { do: "receive"; transfer: number; share: Share; effect: ReceiveAct }
  /** Says the event again to this machine, later. */
  | { do: "wake"; afterMs: number; event: PeerEvent };

export type Stepped = readonly [Peer, readonly PeerEffect[]];

export function tellPeer(peer: PeerId, message: Control): PeerEffect {
  return { do: "control", peer, message };
}

/** Nothing is heard of somebody: neither server nor link. They count as gone if that lasts. */
export function quietly(peer: Peer, person: Person, now: number, afterMs = awayMs): Stepped {
  return [withPerson(peer, { ...person, quietSince: now }), [{ do: "wake", afterMs, event: { on: "quiet", peer: person.id, since: now } }]];
}

export function withPerson(peer: Peer, person: Person): Peer {
  return { ...peer, people: new Map(peer.people).set(person.id, person) };
}
