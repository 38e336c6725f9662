// The disk edges of one page: the sink of each transfer that it receives, and the chunks that it has read to send.
import { frameHeaderBytes, writeFrameHead } from "../../protocol/frame.ts";
import type { PeerEffect } from "../../protocol/peer-state.ts";
import { chunkCountOf, type Share, type ShareId } from "../../protocol/share.ts";
import { digestOfBytes, digestOfWords, type Flying, grainBytes, overwrite, sameWords, type Words, wordsOf } from "./content.ts";
import type { Page } from "./page.ts";
import { must, type World } from "./world.ts";

export type Sink = {
  readonly share: Share;
  /** Chunks that are arriving. */
  readonly kept: Map<number, Map<number, number>>;
  readonly stored: Map<number, Words>;
  now: "opening" | "open" | "closed" | "discarded";
};

type Receive = Extract<PeerEffect, { do: "receive" }>;

export function actOnSink(world: World, page: Page, { transfer, share, effect }: Receive): void {
  const { chance } = world;
  const tell = (event: Parameters<typeof page.tellReceiving>[1], ms: number) => page.later(ms, () => page.tellReceiving(transfer, event));
  if (effect.do === "open") {
    must(!page.sinks.has(transfer), "a sink is opened once");
    page.sinks.set(transfer, { share, kept: new Map(), stored: new Map(), now: "opening" });
    if (world.strikes(0.02)) {
      tell({ on: "fail", why: "no-space" }, chance.between(0, 300));
      return;
    }
    page.later(chance.between(0, 300), () => {
      const sink = page.sinks.get(transfer);
      if (sink?.now === "opening") sink.now = "open";
      page.tellReceiving(transfer, { on: "opened" });
    });
    return;
  }
  const sink = page.sinks.get(transfer);
  must(sink !== undefined, "a sink is opened before it is used");
  if (effect.do === "discard") {
    must(sink.now !== "discarded", "a sink is discarded once");
    sink.now = "discarded";
    sink.kept.clear();
    sink.stored.clear();
    return;
  }
  must(sink.now === "open", `nothing is done with a sink that is ${sink.now}: ${effect.do}`);
  switch (effect.do) {
    case "keep": {
      const words = sink.kept.get(effect.chunk) ?? new Map<number, number>();
      overwrite(words, effect.offset, effect.frame);
      sink.kept.set(effect.chunk, words);
      return;
    }
    case "hash": {
      const digest = digestOfWords(sink.kept.get(effect.chunk) ?? new Map());
      tell({ on: "hashed", chunk: effect.chunk, digest }, chance.between(1, 60));
      return;
    }
    case "store": {
      const words = sink.kept.get(effect.chunk);
      must(words !== undefined, "a chunk is stored that is not here");
      const original = world.originals.get(share.id);
      must(original !== undefined, "a share has an owner");
      const versions = Array.from({ length: original.version + 1 }, (_, version) => version);
      const isTrue = versions.some((version) => sameWords(words, wordsOf(original, version, effect.chunk)));
      must(isTrue, `[I1] chunk ${effect.chunk} of ${share.id} is stored damaged`);
      must(!sink.stored.has(effect.chunk), "a chunk is stored once");
      sink.kept.delete(effect.chunk);
      sink.stored.set(effect.chunk, words);
      world.count("chunk stored");
      if (world.strikes(0.003)) tell({ on: "fail", why: "sink-broken" }, chance.between(0, 100));
      else tell({ on: "stored", chunk: effect.chunk }, chance.between(1, 80));
      return;
    }
    case "drop":
      sink.kept.delete(effect.chunk);
      world.count("chunk dropped");
      return;
    case "digest":
      tell({ on: "digested", digest: digestOfBytes(effect.bytes) }, chance.between(0, 20));
      return;
    case "close":
      must(sink.stored.size === chunkCountOf(share), "a sink is closed when it is whole");
      sink.now = "closed";
      tell({ on: "closed" }, chance.between(0, 20));
      return;
    default:
      effect satisfies never;
  }
}

/** R8, I1: what is on the disk in the end is whole and true, or nothing. */
export function checkSink(world: World, sink: Sink, complete: boolean): void {
  must(sink.now === (complete ? "closed" : "discarded"), `[R8] the sink of a ${complete ? "complete" : "failed"} transfer is ${sink.now}`);
  const original = world.originals.get(sink.share.id);
  must(original !== undefined, "a share has an owner");
  if (!complete || original.version > 0) return;
  for (let chunk = 0; chunk < chunkCountOf(sink.share); chunk++) {
    const words = sink.stored.get(chunk);
    must(words !== undefined && sameWords(words, wordsOf(original, 0, chunk)), "[I1] a complete copy is the owner's file");
  }
}

/** Chunks that the owner has in memory, and the version of the file that they were read from. */
export type Memory = Map<string, { readonly words: Words; readonly digest: string }>;

type Reading = Extract<PeerEffect, { do: "read" | "free" }>;

export function actOnSource(world: World, page: Page, effect: Reading): void {
  const { peer, share, transfer, chunk } = effect;
  const name = `${peer}/${transfer}/${chunk}`;
  if (effect.do === "free") {
    must(page.memory.has(name) || page.reading.has(name), "a chunk is freed that was never read");
    page.memory.delete(name);
    page.reading.delete(name);
    return;
  }
  must(!page.memory.has(name) && !page.reading.has(name), "a chunk is read that is in memory");
  const original = world.originals.get(share);
  must(original !== undefined, "a share has files");
  const order = world.number();
  page.reading.set(name, order);
  page.later(world.chance.between(1, 120), () => {
    if (page.reading.get(name) !== order) return;
    if (original.version > 0 && world.chance.happens(0.5)) {
      page.machine.send({ on: "stop-sharing", share, why: "source-changed" });
      return;
    }
    page.reading.delete(name);
    const words = wordsOf(original, original.version, chunk);
    const digest = digestOfWords(words);
    page.memory.set(name, { words, digest });
    page.machine.send({ on: "read", peer, transfer, chunk, digest });
  });
}

type SendPart = Extract<PeerEffect, { do: "send-part" }>;

/** The frames of a part, as large as the connection takes them. */
export function framesOf(page: Page, effect: SendPart, frameBytes: number): Flying[] {
  const { peer, transfer, part, digest } = effect;
  const [chunk, from, length] = part;
  const read = page.memory.get(`${peer}/${transfer}/${chunk}`);
  must(read !== undefined, "a part is sent of a chunk that is not in memory");
  const frames: Flying[] = [];
  for (let offset = from; offset < from + length; offset += frameBytes) {
    const bytes = Math.min(frameBytes, from + length - offset);
    const head = new Uint8Array(frameHeaderBytes);
    writeFrameHead(head, { transfer, chunk, offset, digest });
    const words: number[] = [];
    for (let at = offset; at < offset + bytes; at += grainBytes) words.push(read.words.get(at) ?? 0);
    frames.push({ head, words, length: bytes });
  }
  return frames;
}

export function digestOwn(world: World, page: Page, share: ShareId, bytes: Uint8Array): void {
  const digest = digestOfBytes(bytes);
  page.later(world.chance.between(0, 20), () => page.machine.send({ on: "digested", share, digest }));
}
