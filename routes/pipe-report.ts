// What a curl that brings something reads of it, line by line. Its answer is begun at once and ended with the pipe: a socket that is paused tells nobody
// that its other end is gone, and what is written to it does. So a dot every now and then is both a sign of life and a question for one.

export type Report = {
  readonly body: ReadableStream<Uint8Array>;
  say(line: string): void;
  /** The last line. */
  finish(line: string): void;
  /** The last line, and then the connection is cut, so that curl ends with an error and a script notices. */
  fail(line: string): void;
};

/** The last line must be out before its connection is cut. */
const lastLineMs = 100;

/** @param lent.gone told if curl ends first */
export function openReport(lent: { beatMs: number; gone: () => void; later: (afterMs: number, then: () => void) => void }): Report {
  const encoder = new TextEncoder();
  let outlet: ReadableStreamDefaultController<Uint8Array> | undefined;
  let dots = 0;
  const write = (text: string) => outlet?.enqueue(encoder.encode(text));
  const beat = setInterval(() => {
    dots++;
    write(".");
  }, lent.beatMs);
  const say = (line: string) => {
    write(`${dots > 0 ? "\n" : ""}${line}\n`);
    dots = 0;
  };
  const last = (line: string) => {
    clearInterval(beat);
    const ending = outlet;
    if (ending !== undefined) say(line);
    outlet = undefined;
    return ending;
  };
  const source: UnderlyingDefaultSource<Uint8Array> = {
    start(controller) {
      outlet = controller;
    },
    cancel() {
      clearInterval(beat);
      if (outlet === undefined) return;
      outlet = undefined;
      lent.gone();
    },
  };
  return {
    body: new ReadableStream(source),
    say,
    finish: (line) => last(line)?.close(),
    fail(line) {
      const ending = last(line);
      if (ending !== undefined) lent.later(lastLineMs, () => ending.error(new Error(line)));
    },
  };
}
