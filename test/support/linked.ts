// A participant in a room with Ada and Bob, whose links are up, and the words of transfers between them.
import type { Control, Part } from "../../protocol/channel.ts";
import { chunkBytesMin, partBytes } from "../../protocol/limits.ts";
import type { PeerEffect } from "../../protocol/peer-state.ts";
import type { Share } from "../../protocol/share.ts";
import { hexId, type Participant, participant, peerId } from "./participant.ts";
import { shareOfSizes } from "./shares.ts";

export const [ada, bob] = [peerId("a"), peerId("b")];

/** Of four chunks. */
export const partsPerChunk = chunkBytesMin / partBytes;
export const share = shareOfSizes(hexId("5"), 4 * chunkBytesMin);
export const digestOf = (chunk: number) => chunk.toString(16).padStart(64, "0");

export function linked(lent: { automatic?: number } = {}): Participant {
  const peer = participant(
    [ada, bob].map((id) => ({ id, away: false })),
    lent,
  );
  peer.meets(ada, hexId("0"), "Ada");
  peer.meets(bob, hexId("1"), "Bob");
  return peer;
}

/** I offer these. */
export function owner(...shares: readonly Share[]): Participant {
  const peer = linked();
  for (const each of shares) peer.does({ on: "share", share: each });
  return peer;
}

export const kinds = (effects: readonly PeerEffect[]) => effects.map((effect) => effect.do);
export const sent = (effects: readonly PeerEffect[]) => effects.flatMap((effect) => (effect.do === "send-part" ? [effect] : []));

/** Whole chunk, part by part. */
export const partsOf = (chunk: number) => Array.from({ length: partsPerChunk }, (_, i): Part => [chunk, i * partBytes, partBytes]);

export const asks = (peer: Participant, from: string, parts: Part[], transfer = 1, id = share.id, stored = 0) =>
  peer.hears(from, { type: "ask", share: id, transfer, parts, stored, wanted: 4 * chunkBytesMin });
export const reads = (peer: Participant, to: string, chunk: number, digest = digestOf(chunk), transfer = 1) =>
  peer.does({ on: "read", peer: to, transfer, chunk, digest });

export const stageOf = (peer: Participant, transfer = 1) => peer.state.receiving.get(transfer)?.now;
export const endingOf = (peer: Participant, to: string, transfer = 1) => peer.state.sending.get(`${to}/${transfer}`)?.ending;

export const pauseWord = (mine: boolean, yours: boolean, transfer = 1): Extract<Control, { type: "pause" }> => ({
  ...{ type: "pause", share: share.id, transfer, mine, yours, known: !mine },
});
