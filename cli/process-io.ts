// The process that roomcp runs in, lent to its commands.
import { exit, type Io } from "./command.ts";

export function processIo(): Io {
  const stop = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const)
    process.on(signal, () => {
      if (stop.signal.aborted) process.exit(exit.interrupted);
      stop.abort(signal);
    });
  // Whoever writes hears of it where they wait for it.
  process.stdout.on("error", () => {});
  return {
    env: process.env,
    out: (said) =>
      new Promise((taken, fail) => {
        process.stdout.write(said, (error) => (error ? fail(error) : taken()));
      }),
    err: (said) => void process.stderr.write(said),
    input: () => Bun.stdin.stream(),
    terminal: {
      ...{ input: process.stdin.isTTY === true, out: process.stdout.isTTY === true, err: process.stderr.isTTY === true },
      columns: () => process.stderr.columns || process.stdout.columns || 80,
    },
    stop: stop.signal,
    onHangUp: (act) => void process.on("SIGHUP", act),
  };
}
