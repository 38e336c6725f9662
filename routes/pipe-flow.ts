// What one download gets: the bytes of one request's body, or of several, one after the other, as fast as they are taken and no faster. Bun pauses the
// socket of a body that nobody reads, and asks a response for more only when its socket has room, so nothing is kept here but the piece in hand.
import type { PipeFailure } from "../protocol/pipe-failure.ts";

export type Flow = {
  readonly body: ReadableStream<Uint8Array>;
  /** Bytes that went through. */
  readonly bytes: number;
  /** Resolves once all of these bytes have been taken; to why, if they will not be. */
  feed(bytes: ReadableStream<Uint8Array> | null): Promise<PipeFailure | undefined>;
  /** That was all. The download is whole. */
  finish(): void;
  /** Breaks the download off: its connection is cut, so that nobody takes what came for the whole. */
  fail(why: PipeFailure): void;
  /** True if nothing went through since this was asked before. */
  isStalled(): boolean;
};

type Feeding = { readonly reader: ReadableStreamDefaultReader<Uint8Array>; readonly eaten: (why?: PipeFailure) => void };

/** @param lent.spend true if so many bytes may still be passed on @param lent.over told once, with why if it is not whole */
export function openFlow(lent: { spend: (bytes: number) => boolean; over: (why?: PipeFailure) => void }): Flow {
  let feeding: Feeding | undefined;
  let fed = Promise.withResolvers<void>();
  let outlet: ReadableStreamDefaultController<Uint8Array> | undefined;
  let ended: { readonly why?: PipeFailure } | undefined;
  let bytes = 0;
  let looked = -1;

  const end = (why?: PipeFailure) => {
    if (ended !== undefined) return;
    ended = why === undefined ? {} : { why };
    fed.resolve();
    feeding?.eaten(why);
    lent.over(why);
  };
  const fail = (why: PipeFailure) => {
    if (ended !== undefined) return;
    end(why);
    outlet?.error(new Error(why));
  };

  /** One piece for each time that the response has room for it. */
  const pull = async (controller: ReadableStreamDefaultController<Uint8Array>) => {
    while (ended === undefined) {
      if (feeding === undefined) {
        await fed.promise;
        continue;
      }
      const { reader, eaten } = feeding;
      const read = await reader.read().catch(() => undefined);
      if (ended !== undefined) return;
      if (read === undefined) return fail("pipe-giver-left");
      if (!read.done) {
        if (!lent.spend(read.value.length)) return fail("pipe-spent");
        bytes += read.value.length;
        return controller.enqueue(read.value);
      }
      feeding = undefined;
      fed = Promise.withResolvers();
      eaten();
    }
  };

  const source: UnderlyingDefaultSource<Uint8Array> = {
    start(controller) {
      outlet = controller;
    },
    pull,
    cancel: () => end("pipe-taker-left"),
  };

  return {
    body: new ReadableStream(source, { highWaterMark: 0 }),
    get bytes() {
      return bytes;
    },
    feed(stream) {
      if (ended !== undefined) return Promise.resolve(ended.why);
      if (stream === null) return Promise.resolve(undefined);
      if (feeding !== undefined) {
        fail("pipe-torn");
        return Promise.resolve("pipe-torn");
      }
      const { promise, resolve } = Promise.withResolvers<PipeFailure | undefined>();
      feeding = { reader: stream.getReader(), eaten: resolve };
      fed.resolve();
      return promise;
    },
    finish() {
      if (ended !== undefined) return;
      end();
      outlet?.close();
    },
    fail,
    isStalled() {
      const stalled = looked === bytes;
      looked = bytes;
      return stalled;
    },
  };
}
