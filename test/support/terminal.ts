// Somebody at a terminal: a roomcp of its own, as a process.
import { resolve } from "node:path";

export type Terminal = {
  readonly pid: number;
  readonly out: string;
  readonly err: string;
  /** Waits until it has said something like this on standard output or beside it, and returns the match. */
  said(what: RegExp): Promise<RegExpExecArray>;
  types(text: string): void;
  /** Ends what is typed. */
  closes(): void;
  kill(signal: "SIGINT" | "SIGTERM" | "SIGKILL"): void;
  /** The code that it ends with. */
  readonly ended: Promise<number>;
};

const root = resolve(import.meta.dir, "../..");

/** @param lent.state where it remembers who it is; @param lent.namespace the network namespace to run in */
export function terminal(
  argv: readonly string[],
  lent: { state: string; env?: Readonly<Record<string, string>>; cwd?: string; namespace?: string },
): Terminal {
  const within = lent.namespace === undefined ? [] : ["ip", "netns", "exec", lent.namespace];
  const child = Bun.spawn([...within, process.execPath, `${root}/cli/main.ts`, ...argv], {
    ...{ cwd: lent.cwd ?? lent.state, stdin: "pipe", stdout: "pipe", stderr: "pipe" },
    env: { PATH: process.env.PATH ?? "", HOME: lent.state, XDG_STATE_HOME: lent.state, LANG: "C.UTF-8", ...lent.env },
  });
  const heard = { out: "", err: "" };
  let more = Promise.withResolvers<void>();
  const follow = async (which: "out" | "err", from: ReadableStream<Uint8Array>) => {
    const decoder = new TextDecoder();
    for await (const bytes of from) {
      heard[which] += decoder.decode(bytes, { stream: true });
      more.resolve();
      more = Promise.withResolvers();
    }
  };
  let isOver = false;
  const ended = Promise.all([child.exited, follow("out", child.stdout), follow("err", child.stderr)]).then(([code]) => {
    isOver = true;
    more.resolve();
    return code;
  });
  return {
    pid: child.pid,
    get out() {
      return heard.out;
    },
    get err() {
      return heard.err;
    },
    async said(what) {
      for (;;) {
        const found = what.exec(heard.out) ?? what.exec(heard.err);
        if (found !== null) return found;
        if (isOver) throw new Error(`it has ended without ${what}:\n${heard.out}\n${heard.err}`);
        await more.promise;
      }
    },
    types(text) {
      child.stdin.write(text);
      child.stdin.flush();
    },
    closes: () => void child.stdin.end(),
    kill: (signal) => child.kill(signal),
    ended,
  };
}
