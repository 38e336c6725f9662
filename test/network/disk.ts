// The disk edges of one page: the sink of each transfer that it receives, and the chunks that it has read to send.

import { fromHex } from "../../protocol/bytes.ts";
import { canResume } from "../../protocol/failure.ts";
import { frameHeaderBytes, writeFrameHead } from "../../protocol/frame.ts";
import type { PeerEffect, Receipt, Restored } from "../../protocol/peer-state.ts";
import type { ReceiveEvent } from "../../protocol/receive-state.ts";
import { chunkBytesOf, chunkCountOf, chunkLengthOf, chunksOf, rawDigests, type Share, type ShareId } from "../../protocol/share.ts";
import { countIn, type Spans, withSpan } from "../../protocol/span.ts";
import { isStream } from "../../protocol/stream.ts";
import { digestOfBytes, digestOfWords, type Flying, grainBytes, overwrite, sameWords, type Words, wordsOf } from "./content.ts";
import type { Page } from "./page.ts";
import { must, type Original, type World } from "./world.ts";

/** What lies on the disk of one transfer. `words` and `digest` of a chunk may disagree: then the disk has lost it. */
export type Sink = {
  receipt: Receipt;
  /** Chunks that are arriving. */
  readonly kept: Map<number, Map<number, number>>;
  readonly stored: Map<number, { words: Words; readonly digest: string }>;
  now: "opening" | "open" | "shelved" | "closed" | "discarded";
  paused: boolean;
};

/** What a tab leaves on the disk, whatever becomes of its page. */
export type Place = { readonly sinks: Map<number, Sink>; readonly shares: Map<ShareId, { share: Share; digests: (string | undefined)[] }> };

export function newPlace(): Place {
  return { sinks: new Map(), shares: new Map() };
}

type Receive = Extract<PeerEffect, { do: "receive" }>;

export function actOnSink(world: World, page: Page, received: Receive): void {
  const { transfer, effect } = received;
  const sink = page.place.sinks.get(transfer);
  switch (effect.do) {
    case "open":
      open(world, page, received, sink);
      return;
    case "end":
      // It may be opening yet.
      must(sink?.now === "open" || sink?.now === "opening", `[R16] a sink that is ${sink?.now} is not told of the end`);
      sink.receipt = received.receipt;
      return;
    case "shelve":
      if (sink === undefined) return;
      must(sink.now !== "discarded", "what is discarded is not shelved");
      sink.now = "shelved";
      sink.kept.clear();
      return;
    case "discard":
      if (sink === undefined) return;
      must(sink.now !== "discarded", "a sink is discarded once");
      sink.now = "discarded";
      sink.kept.clear();
      sink.stored.clear();
      return;
    default:
      must(sink?.now === "open", `nothing is done with a sink that is ${sink?.now}: ${effect.do}`);
      onOpen(world, page, received, effect, sink);
  }
}

function open(world: World, page: Page, { transfer, receipt }: Receive, before: Sink | undefined): void {
  const { chance } = world;
  must(before === undefined || before.now === "shelved", `a sink that is ${before?.now} is not opened`);
  const sink: Sink = before ?? { receipt, kept: new Map(), stored: new Map(), now: "opening", paused: false };
  sink.now = "opening";
  page.place.sinks.set(transfer, sink);
  if (world.strikes(0.03)) {
    world.count("disk full at once");
    page.later(chance.between(0, 300), () => page.tellReceiving(transfer, { on: "fail", why: "no-space" }));
    return;
  }
  page.later(chance.between(0, 300), () => {
    if (sink.now !== "opening") return;
    sink.now = "open";
    const found = [...sink.stored.keys()].reduce<Spans>((spans, chunk) => withSpan(spans, [chunk, chunk + 1]), []);
    if (found.length > 0) world.count("chunks found on the disk");
    page.tellReceiving(transfer, { on: "opened", found });
  });
}

type OnOpen = Exclude<Receive["effect"], { do: "open" | "end" | "shelve" | "discard" }>;

function onOpen(world: World, page: Page, { transfer }: Receive, effect: OnOpen, sink: Sink): void {
  const { chance } = world;
  const { share, chosen } = sink.receipt.now;
  const tell = (event: Parameters<typeof page.tellReceiving>[1], ms: number) =>
    page.later(ms, () => {
      if (sink.now === "open" || event.on === "closed") page.tellReceiving(transfer, event);
    });
  switch (effect.do) {
    case "check":
      check(world, sink, effect.chunks, tell);
      return;
    case "keep": {
      const words = sink.kept.get(effect.chunk) ?? new Map<number, number>();
      overwrite(words, effect.offset, effect.frame);
      sink.kept.set(effect.chunk, words);
      return;
    }
    case "hash":
      tell({ on: "hashed", chunk: effect.chunk, digest: digestOfWords(sink.kept.get(effect.chunk) ?? new Map()) }, chance.between(1, 60));
      return;
    case "store":
      store(world, sink, effect, tell);
      return;
    case "drop":
      sink.kept.delete(effect.chunk);
      world.count("chunk dropped");
      return;
    case "digest": {
      const digests = Array.from({ length: chunkCountOf(share) }, (_, chunk) => sink.stored.get(chunk)?.digest ?? "");
      tell({ on: "digested", digest: sealOf(share.id, rawDigests(digests)) }, chance.between(0, 20));
      return;
    }
    case "close":
      must(countIn(chunksOf(share, chosen)) <= sink.stored.size, "a sink is closed when it is whole");
      sink.now = "closed";
      tell({ on: "closed" }, chance.between(0, 20));
      return;
    default:
      effect satisfies never;
  }
}

type Tell = (event: ReceiveEvent, ms: number) => void;

/** One chunk after the other is hashed again. */
function check({ chance, count }: World, { stored }: Sink, chunks: Spans, tell: Tell): void {
  let ms = 0;
  for (const [from, to] of chunks)
    for (let chunk = from; chunk < to; chunk++) {
      const found = stored.get(chunk);
      const good = found !== undefined && digestOfWords(found.words) === found.digest;
      if (!good) stored.delete(chunk);
      if (!good) count("chunk found damaged");
      ms += chance.between(1, 60);
      tell({ on: "checked", chunk, good }, ms);
    }
}

function store(world: World, sink: Sink, { chunk, digest }: Extract<OnOpen, { do: "store" }>, tell: Tell): void {
  const words = sink.kept.get(chunk);
  must(words !== undefined, "a chunk is stored that is not here");
  const original = world.originals.get(sink.receipt.now.share.id);
  must(original !== undefined, "a share has an owner");
  const versions = Array.from({ length: original.version + 1 }, (_, version) => version);
  const isTrue = versions.some((version) => sameWords(words, wordsOf(original, version, chunk)));
  must(isTrue, `[I1] chunk ${chunk} of ${original.share.id} is stored damaged`);
  must(!sink.stored.has(chunk), "[I5] a chunk is stored once");
  sink.kept.delete(chunk);
  sink.stored.set(chunk, { words, digest });
  world.count("chunk stored");
  const { chance } = world;
  if (world.strikes(0.01)) {
    world.count("disk full midway");
    tell({ on: "fail", why: chance.happens(0.5) ? "sink-broken" : "no-space" }, chance.between(0, 100));
    return;
  }
  const slow = world.strikes(0.04);
  if (slow) world.count("disk slow");
  tell({ on: "stored", chunk }, slow ? chance.between(500, 5_000) : chance.between(1, 80));
}

/** The page is gone: what lies on the disk stays, for a time, and may rot. */
export function leaveOnDisk(world: World, page: Page): void {
  const { receiving, offered } = page.machine.state;
  for (const [transfer, sink] of page.place.sinks) {
    if (sink.now === "discarded") page.place.sinks.delete(transfer);
    if (sink.now !== "closed") sink.now = sink.now === "discarded" ? "discarded" : "shelved";
    // A copy that was whole, and that nobody said so of yet, is checked like any other.
    if (sink.now === "closed" && receiving.get(transfer)?.now.at !== "complete") sink.now = "shelved";
    sink.paused = receiving.get(transfer)?.now.pausing.mine ?? false;
    sink.kept.clear();
    const rots = world.strikes(0.4) ? [...sink.stored.values()][0] : undefined;
    if (rots !== undefined && sink.now === "shelved") rots.words = new Map(rots.words).set(0, 0x5eed ^ (rots.words.get(0) ?? 0));
  }
  page.place.shares.clear();
  // The last digests may not have been noted, or none of them. Of a stream nothing is left.
  for (const [id, { share, digests }] of offered) {
    if (isStream(share)) continue;
    const lost = world.strikes(0.3) ? 1 : 0.1;
    page.place.shares.set(id, { share, digests: digests.map((digest) => (world.strikes(lost) ? undefined : digest)) });
  }
}

/** What an earlier page of this place left. */
export function restoredFrom({ sinks }: Place): readonly Restored[] {
  return [...sinks].map(([transfer, { receipt, now, paused }]) => {
    const { owner, ownerName, automatic } = receipt;
    const { share, chosen } = receipt.now;
    return {
      transfer,
      owner,
      ownerName,
      automatic,
      share,
      complete: now === "closed",
      paused,
      ...(chosen === undefined ? {} : { chosen }),
    };
  });
}

/** R8, I1: what is on the disk in the end is whole and true, or can be continued, or is nothing. */
export function checkSink(world: World, sink: Sink, receipt: Receipt | undefined): void {
  const at = receipt?.now.at;
  const keeps = at === "failed" && canResume(receipt?.now.at === "failed" ? receipt.now.why : "cancelled");
  const wanted =
    at === "complete" ? "closed" : at === "failed" && keeps ? "shelved" : at === "failed" || at === undefined ? "discarded" : "open";
  must(sink.now === wanted, `[R8] the sink of a transfer that is ${at} is ${sink.now}`);
  const original = world.originals.get(sink.receipt.now.share.id);
  must(original !== undefined, "a share has an owner");
  if (at !== "complete" || original.version > 0) return;
  const { share, chosen } = sink.receipt.now;
  for (const [from, to] of chunksOf(share, chosen))
    for (let chunk = from; chunk < to; chunk++) {
      const found = sink.stored.get(chunk);
      must(found !== undefined && sameWords(found.words, wordsOf(original, 0, chunk)), "[I1] a complete copy is the owner's file");
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
  if (isStream(original.share)) {
    readStream(world, page, original, effect);
    return;
  }
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
    if (original.lies === "always" || (original.lies === "at times" && world.chance.happens(0.2))) {
      world.count("chunk read falsely");
      page.memory.set(name, { words: wordsOf(original, original.version + 1, chunk), digest });
    }
    page.machine.send({ on: "read", peer, transfer, chunk, digest });
  });
}

/** T9: a stream is read once, in order; where it ends is known when it was read to its end. */
function readStream(world: World, page: Page, { share, ...rest }: Original, { peer, transfer, chunk }: Reading): void {
  const { chance, clock, count } = world;
  const name = `${peer}/${transfer}/${chunk}`;
  const source = page.streams.get(share.id) ?? { next: 0, until: 0 };
  must(chunk === source.next, `[T9] chunk ${chunk} of a stream is read as number ${source.next}`);
  const slow = world.strikes(0.15);
  if (slow) count("stream slow");
  const until = Math.max(source.until, clock.now) + (slow ? chance.between(1_000, 200_000) : chance.between(1, 120));
  page.streams.set(share.id, { next: chunk + 1, until });
  page.reading.set(name, world.number());
  page.later(until - clock.now, () => {
    if (!page.machine.state.offered.has(share.id)) return;
    if (world.strikes(0.03)) {
      count("stream broke");
      page.machine.send({ on: "stop-sharing", share: share.id, why: "stream-broken" });
      return;
    }
    const length = chunkLengthOf(share, chunk);
    if (length < chunkBytesOf(share)) page.machine.send({ on: "ended", share: share.id, size: share.size });
    if (length === 0) return;
    must(page.reading.delete(name), "[T9] a stream's chunk is not freed before it was read");
    const words = wordsOf({ share, ...rest }, 0, chunk);
    const digest = digestOfWords(words);
    page.memory.set(name, { words: rest.lies === "always" ? wordsOf({ share, ...rest }, 1, chunk) : words, digest });
    count("chunk of a stream read");
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

/** Reads a chunk only to hash it. */
export function hashOwn(world: World, page: Page, { share, chunk }: Extract<PeerEffect, { do: "hash-own" }>): void {
  const original = world.originals.get(share);
  must(original !== undefined, "a share has files");
  const digest = digestOfWords(wordsOf(original, original.version, chunk));
  world.count("chunk hashed for its digest alone");
  page.later(world.chance.between(1, 120), () => page.machine.send({ on: "hashed-own", share, chunk, digest }));
}

export function digestOwn(world: World, page: Page, id: ShareId, digests: Uint8Array): void {
  const digest = world.originals.get(id)?.lies === "about the whole" ? world.chance.hex(64) : sealOf(id, digests);
  page.later(world.chance.between(0, 20), () => page.machine.send({ on: "digested", share: id, digest }));
}

/** Stands in for the digest of a whole share; the true one has tests of its own. */
function sealOf(id: ShareId, digests: Uint8Array): string {
  return digestOfBytes(new Uint8Array([...fromHex(id), ...digests]));
}
