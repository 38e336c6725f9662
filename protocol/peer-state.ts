// What a participant knows, and the events and effects that its parts share.
import type { Control, Part } from "./channel.ts";
import type { Chat } from "./chat.ts";
import type { Comparison } from "./comparison.ts";
import type { Agreement } from "./cpace.ts";
import type { Letter } from "./envelope.ts";
import type { Failure, OwnersEnding } from "./failure.ts";
import type { Lanes } from "./lanes.ts";
import { awayMs } from "./limits.ts";
import type { Path } from "./line.ts";
import type { Link, LinkEffect, LinkEvent } from "./link.ts";
import type { PipeAsk } from "./pipe-word.ts";
import type { Bucket } from "./rate.ts";
import type { ReceiveEffect, ReceiveEvent, Receiving } from "./receive-state.ts";
import type { Relay, RelayEffect, RelayEvent } from "./relay.ts";
import type { RelaySocket, RelaySocketEffect, RelaySocketEvent } from "./relay-socket.ts";
import type { Sealing } from "./sealing.ts";
import type { Guard } from "./secret.ts";
import type { Offered, Sending } from "./send.ts";
import type { Entry, Offer, Share, ShareId } from "./share.ts";
import type { PeerId } from "./signal.ts";
import type { Signalling, SignallingEffect, SignallingEvent } from "./signalling.ts";
import type { Spans } from "./span.ts";

/** What is to be downloaded once the manifest is here. */
export type Wish = { readonly chosen?: Spans; readonly automatic?: boolean };

/**
 * A share of somebody else. `entries`: what is known of its manifest; `share`: once that is all. `listing`: the rest is being asked for;
 * `wish`: what is to be downloaded then. `taken`: a download was begun once, so "Automatic download" leaves it alone.
 */
export type Known = {
  readonly offer: Offer;
  readonly entries: readonly Entry[];
  readonly share?: Share;
  readonly digest?: string;
  /** A small picture of it, in hexadecimal. */
  readonly thumbnail?: string;
  readonly listing: boolean;
  readonly wish?: Wish;
  readonly taken: boolean;
  /** It is to be downloaded when its turn comes. */
  readonly queued?: true;
};

/**
 * Two people talk: over which path, and which connection of it. `era`: the number of this stretch of talking; `met`: their introduction in it was
 * heard, so their words count; `carries`: file data may be asked for over it; `offered`: shares that they offered in it; `trip`: how long the way is.
 */
export type Contact = {
  readonly over: Path;
  readonly name: string;
  readonly polite: boolean;
  readonly sealing: Sealing;
  readonly era: number;
  readonly met: boolean;
  readonly carries: boolean;
  readonly offered: ReadonlySet<ShareId>;
  readonly trip?: Trip;
};

/** There and back, in milliseconds, when it was last measured; `asked`: when the `ping` went out that has no answer yet. */
export type Trip = { readonly asked?: number; readonly ms?: number };

/** Another participant. `listed`: what the server says of them, `unlisted` if it has said nothing since it was away; `quietSince`: set while nothing at all is heard of them. */
export type Person = {
  readonly id: PeerId;
  readonly listed: "here" | "away" | "left" | "unlisted";
  readonly link: Link;
  readonly relay: Relay;
  readonly contact?: Contact;
  /** Of the last contact; and how often they may begin another. */
  readonly era: number;
  readonly eras?: Bucket;
  readonly intro?: { readonly session: string; readonly nickname: string };
  /** True for those who were in the room before me: nobody announces that they joined. */
  readonly before: boolean;
  readonly shares: ReadonlyMap<ShareId, Known>;
  /** How many connections carry what they send me; undefined while nothing comes over a link. */
  readonly lanes?: Lanes;
  /** Bytes that wait in the page for the path in use. */
  readonly buffered: number;
  /** In an open room: what we compare; whether I have found it the same, on this link or on the one `before`; this link's secret, and that one's. */
  readonly comparison?: Comparison;
  readonly verified: "no" | "before" | "yes";
  readonly continuity?: Uint8Array<ArrayBuffer>;
  readonly previous?: Uint8Array<ArrayBuffer>;
  /** They want that nobody new is let in. */
  readonly locks: boolean;
  /** How often they may greet, and the conversation of the letter that waits for its turn. */
  readonly greetings?: Bucket;
  readonly waiting?: string;
  readonly quietSince?: number;
  /** They said that they are writing, when last; `direct`: to me alone. */
  readonly typing?: { readonly since: number; readonly direct: boolean };
};

export type SendingTo = Sending & { readonly to: PeerId };

/** `session`: the owner's page that it was begun with, if it was begun on this one; `automatic`: nobody clicked. */
export type Receipt = {
  readonly owner: PeerId;
  readonly ownerName: string;
  readonly session?: string;
  readonly automatic: boolean;
  readonly now: Receiving;
};

/** A transfer that an earlier page of this tab left: complete, or to be continued. */
export type Restored = {
  readonly transfer: number;
  readonly owner: PeerId;
  readonly ownerName: string;
  readonly automatic: boolean;
  readonly share: Share;
  readonly chosen?: Spans;
  readonly complete: boolean;
  readonly paused: boolean;
};

/** What may not be told to anybody: `password` of CPace; `seed`: 64 random bytes that every secret number is made of, `drawn` how often it was used. */
export type Own = {
  readonly agreement: Agreement;
  readonly password: Uint8Array<ArrayBuffer>;
  readonly seed: Uint8Array<ArrayBuffer>;
  readonly drawn: number;
};

export type Peer = {
  readonly room: string;
  readonly guard: Guard;
  readonly own: Own;
  /** When others had my share and did not show that they know the secret; milliseconds. */
  readonly guesses: readonly number[];
  /** Nobody new is let in while I, or somebody whom I hear, wants that. */
  readonly locked: boolean;
  /** Those whom I do not want to hear, nor to be heard by. */
  readonly ignored: ReadonlySet<PeerId>;
  /** Names this page, in 32 hexadecimal digits. A reload is the same peer in another session. */
  readonly session: string;
  readonly nickname: string;
  readonly signalling: Signalling;
  readonly relaySocket: RelaySocket;
  /** This browser has AES-GCM. */
  readonly aes: boolean;
  /** My connections are described once: no offer to whoever can make one, and no restart (L21). */
  readonly once: boolean;
  readonly me?: PeerId;
  readonly people: ReadonlyMap<PeerId, Person>;
  readonly chat: Chat;
  /** What I told of my writing last: when, to whom, and whether it still is so. */
  readonly typing?: { readonly at: number; readonly yes: boolean; readonly to: PeerId | undefined };
  /** Those who are asked for all that was said before; the others are asked for what they said themselves. */
  readonly recalled: ReadonlySet<PeerId>;
  readonly offered: ReadonlyMap<ShareId, Offered>;
  /** Shares that I offer no more, and why. */
  readonly withdrawn: ReadonlyMap<ShareId, OwnersEnding>;
  /** By receiver and transfer: `${peer}/${transfer}`. */
  readonly sending: ReadonlyMap<string, SendingTo>;
  /** Shares that were taken of people who are gone or on a new page since, by `${owner}/${share}`, and what was wished for and not begun. */
  readonly taken: ReadonlyMap<string, Wish | undefined>;
  /** By transfer. */
  readonly receiving: ReadonlyMap<number, Receipt>;
  /** The number of the next transfer, 32 bits. Counting begins at random, so that no two pages of a person use one number. */
  readonly nextTransfer: number;
  /** Bytes of a share that is taken without a click; undefined: none is. */
  readonly automatic: number | undefined;
};

export type PeerEvent =
  // what the person wants
  /** `to`: the only one it is for; undefined: everybody. */
  | { on: "say"; id: string; at: number; text: string; to?: PeerId }
  /** I am writing something to one person or to everybody, or no longer. */
  | { on: "typing"; yes: boolean; to?: PeerId }
  /** `digests`: of chunks that were given out by an earlier page. */
  | { on: "share"; share: Share; digests?: readonly (string | undefined)[] }
  | { on: "stop-sharing"; share: ShareId; why: OwnersEnding }
  /** Asks for the rest of a manifest. */
  | { on: "list"; owner: PeerId; share: ShareId }
  /** `chosen`: the entries that are wanted, by index; undefined: all. Continues what can be continued. */
  | { on: "fetch"; owner: PeerId; share: ShareId; chosen?: Spans }
  /** Takes these one after the other, as if nobody had to click. */
  | { on: "fetch-all"; shares: readonly { readonly owner: PeerId; readonly share: ShareId }[] }
  | { on: "pause"; transfer: number; yes: boolean }
  | { on: "cancel"; transfer: number }
  | { on: "remove"; transfer: number }
  /** What the sharer does with one receiver's transfer. */
  | { on: "hold"; to: PeerId; transfer: number; yes: boolean }
  | { on: "refuse"; to: PeerId; transfer: number }
  | { on: "automatic"; upTo: number | undefined }
  /** What we compared is the same, or not. */
  | { on: "verified"; peer: PeerId; symbols: readonly number[]; yes: boolean }
  | { on: "lock"; yes: boolean }
  | { on: "ignore"; peer: PeerId; yes: boolean }
  /** How long is the way to them? */
  | { on: "ping"; peer: PeerId }
  | { on: "leave" }
  /** Asks the server for something about pipes. */
  | { on: "pipe"; word: PipeAsk }
  // what the edges report
  | { on: "signalling"; event: SignallingEvent }
  /** A letter that waited for its turn. */
  | { on: "letter"; from: PeerId; letter: Letter }
  | { on: "link"; peer: PeerId; event: LinkEvent }
  | { on: "relay-socket"; event: RelaySocketEvent }
  | { on: "relay"; peer: PeerId; event: RelayEvent }
  | { on: "control"; peer: PeerId; over: Path; message: Control }
  | { on: "frame"; peer: PeerId; frame: ArrayBuffer }
  /** My end of a further connection to somebody. */
  | { on: "lane"; peer: PeerId; word: LaneWord }
  | { on: "drained"; peer: PeerId; over: Path; buffered: number }
  /** Nothing better than the relay has come up in time. */
  | { on: "carry"; peer: PeerId; era: number }
  | { on: "read"; peer: PeerId; transfer: number; chunk: number; digest: string }
  | { on: "hashed-own"; share: ShareId; chunk: number; digest: string }
  | { on: "restore"; receipts: readonly Restored[] }
  | { on: "digested"; share: ShareId; digest: string }
  /** A small picture of a share of mine was drawn. */
  | { on: "drawn"; share: ShareId; image: string }
  /** The source of a stream has come to its end. `size`: bytes in all. */
  | { on: "ended"; share: ShareId; size: number }
  | { on: "receiving"; transfer: number; event: ReceiveEvent }
  | { on: "quiet"; peer: PeerId; since: number }
  /** Nobody has said for a while that they still write. */
  | { on: "typed-out"; peer: PeerId; since: number };

export type LaneWord = Extract<Control, { type: "lane" }>;

type LinkAct = Exclude<LinkEffect, { do: "tell" | "wake" }>;
type ReceiveAct = Exclude<ReceiveEffect, { do: "ask" | "done" | "cancel" | "look" | "pause" }>;

export type PeerEffect =
  | { do: "signalling"; effect: Exclude<SignallingEffect, { do: "wake" }> }
  | { do: "link"; peer: PeerId; effect: LinkAct }
  | { do: "relay-socket"; effect: Exclude<RelaySocketEffect, { do: "wake" }> }
  | { do: "relay"; peer: PeerId; effect: Exclude<RelayEffect, { do: "wake" }> }
  /** What is said and sent to somebody goes over this path from now on. */
  | { do: "talk"; peer: PeerId; over: Path | undefined }
  /** So many connections are to carry file data, the first included. */
  | { do: "lanes"; peer: PeerId; count: number }
  /** Their end of a further connection. */
  | { do: "lane"; peer: PeerId; word: LaneWord }
  | { do: "control"; peer: PeerId; message: Control }
  | { do: "read" | "free"; peer: PeerId; share: ShareId; transfer: number; chunk: number }
  | { do: "send-part"; peer: PeerId; transfer: number; part: Part; digest: string }
  /** Reads a chunk of mine only to hash it. */
  | { do: "hash-own"; share: ShareId; chunk: number }
  /** Takes the digest of a share of mine over its manifest and its chunks' digests, 32 bytes each. */
  | { do: "digest"; share: ShareId; digests: Uint8Array<ArrayBuffer> }
  | { do: "forget-source"; share: ShareId }
  /** What the server says of pipes, as `pipe-word.ts` reads it. */
  | { do: "pipe"; word: unknown }
  /** Something that the person should know. */
  | { do: "warn"; why: Failure }
  | { do: "receive"; transfer: number; receipt: Receipt; effect: ReceiveAct }
  /** Says the event again to this machine, later. */
  | { do: "wake"; afterMs: number; event: PeerEvent };

export type Stepped = readonly [Peer, readonly PeerEffect[]];

export function tellPeer(peer: PeerId, message: Control): PeerEffect {
  return { do: "control", peer, message };
}

/** There is a path to them, and we talk over it. */
export function isUp(person: Person | undefined): boolean {
  return person?.contact !== undefined;
}

/** L14: the host wants the relay used also where a direct link would do. */
export function prefersRelay({ relaySocket }: Peer): boolean {
  return relaySocket.at !== "off" && relaySocket.lent.prefers;
}

/** Nothing is heard of somebody: neither server nor link. They count as gone if that lasts. */
export function quietly(peer: Peer, person: Person, now: number, afterMs = awayMs): Stepped {
  return [withPerson(peer, { ...person, quietSince: now }), [{ do: "wake", afterMs, event: { on: "quiet", peer: person.id, since: now } }]];
}

/** Somebody whom I hear, and who wants that nobody new is let in. */
export function lockedBy({ people }: Peer): Person | undefined {
  return [...people.values()].find((person) => person.locks && isUp(person));
}

/** V6: newcomers are not wanted, by me or by somebody whom I hear. */
export function isLocked(peer: Peer): boolean {
  return peer.locked || lockedBy(peer) !== undefined;
}

export function withPerson(peer: Peer, person: Person): Peer {
  return { ...peer, people: new Map(peer.people).set(person.id, person) };
}

/** The entries that were put in last. */
export function newest<Key, Value>(map: ReadonlyMap<Key, Value>, count: number): ReadonlyMap<Key, Value> {
  return map.size <= count ? map : new Map([...map].slice(-count));
}
