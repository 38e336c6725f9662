// What the machine needs of a disk, whatever it is: a browser's own storage, or a terminal's files.
import type { PeerEffect } from "../protocol/peer-state.ts";
import type { PeerId } from "../protocol/signal.ts";

export type DiskEffect = Extract<PeerEffect, { do: "read" | "free" | "hash-own" | "digest" | "forget-source" | "receive" }>;

export type DiskEdge = {
  act(effect: DiskEffect): void;
  /** A chunk that was read for somebody and not freed since. */
  chunk(peer: PeerId, transfer: number, chunk: number): Uint8Array | undefined;
};
