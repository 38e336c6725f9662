// The bytes of one message on a relay's socket: whom it is for — once it is passed on, whom it is from — what it is, and what is said.
//
//   0   43 bytes  a peer's id, in ASCII
//   43  u8        0 absent: they have no socket to the relay; said by the server alone, and nothing follows
//                 1 a word in the clear, as JSON, that makes the path (`relay.ts`)
//                 2 a control message, sealed     3 a frame, sealed
//   44  payload
//
// What is sealed is numbered from 0 on in each direction of each path, and nothing may be missing: the number is the AEAD's nonce, and the
// kind what it is associated with.
import type { PeerId } from "./signal.ts";

export const relayHeadBytes = 44;
const idBytes = 43;
/** A ticket begins with the id of whose it is. */
export const idLength = idBytes;
/** What sealing adds, with either algorithm. */
export const sealBytes = 16;

export const kinds = { absent: 0, word: 1, control: 2, frame: 3 } as const;
export type Kind = keyof typeof kinds;

const named = Object.keys(kinds) as readonly Kind[];

export function writeRelayHead(message: Uint8Array, peer: PeerId, kind: Kind): void {
  for (let i = 0; i < idBytes; i++) message[i] = peer.charCodeAt(i);
  message[idBytes] = kinds[kind];
}

/** A whole message. */
export function relayMessage(peer: PeerId, kind: Kind, payload: Uint8Array): Uint8Array<ArrayBuffer> {
  const message = new Uint8Array(relayHeadBytes + payload.length);
  writeRelayHead(message, peer, kind);
  message.set(payload, relayHeadBytes);
  return message;
}

/** The head of a message, or undefined if it is none of ours. Never throws. */
export function readRelayHead(message: Uint8Array): { readonly peer: PeerId; readonly kind: Kind } | undefined {
  const kind = named[message[idBytes] ?? named.length];
  if (kind === undefined) return undefined;
  const peer = String.fromCharCode(...message.subarray(0, idBytes));
  return /^[A-Za-z0-9_-]{43}$/.test(peer) ? { peer, kind } : undefined;
}

/** The nonce of the sealed message with this number: 4 bytes of nothing, and 8 of the number. */
export function nonceOf(number: number): Uint8Array<ArrayBuffer> {
  const nonce = new Uint8Array(12);
  new DataView(nonce.buffer).setBigUint64(4, BigInt(number));
  return nonce;
}
