// What opens the relay's socket: each welcome gives one to its peer. It holds while this server runs, and only while its peer is in the room.
import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import { idLength } from "../protocol/relay-message.ts";
import type { PeerId } from "../protocol/signal.ts";

export type RelayTickets = {
  ticketFor(room: string, peer: PeerId): string;
  /** Whose it is; undefined if it is none of ours for this room. */
  peerOf(room: string, ticket: string): PeerId | undefined;
};

/** A ticket is a peer's id of 43 characters, and 32 bytes that prove that we gave it, in base64url. */
const ticketPattern = /^[A-Za-z0-9_-]{86}$/;

export function openRelayTickets(): RelayTickets {
  const key = randomBytes(32);
  const proofOf = (room: string, peer: PeerId) => createHmac("sha256", key).update(`${peer}\n${room}`).digest("base64url");
  return {
    ticketFor: (room, peer) => peer + proofOf(room, peer),
    peerOf(room, ticket) {
      if (!ticketPattern.test(ticket)) return undefined;
      const peer = ticket.slice(0, idLength);
      return timingSafeEqual(Buffer.from(ticket.slice(idLength)), Buffer.from(proofOf(room, peer))) ? peer : undefined;
    },
  };
}
