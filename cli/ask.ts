// A question to whoever sits at the terminal, whatever standard input is.
import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import type { Io } from "./command.ts";

const terminal = "/dev/tty";

/** What is typed, line by line. One reader for all questions: a read that has begun cannot be called off, and would take the next answer. */
let typed: AsyncIterator<string> | undefined;

function linesTyped(): AsyncIterator<string> {
  if (typed !== undefined) return typed;
  const input = createReadStream(terminal);
  typed = createInterface({ input })[Symbol.asyncIterator]();
  return typed;
}

/** @returns one line; undefined where nobody is there to answer */
export async function ask(io: Io, question: string, how: "shown" | "hidden" = "shown"): Promise<string | undefined> {
  if (!io.terminal.err || process.platform === "win32") return undefined;
  io.err(question);
  const echo = (on: boolean) => Bun.spawnSync(["stty", on ? "echo" : "-echo"], { stdin: Bun.file(terminal) });
  const showAgain = () => echo(true);
  if (how === "hidden") {
    echo(false);
    io.stop.addEventListener("abort", showAgain, { once: true });
  }
  const stopped = Promise.withResolvers<undefined>();
  const stop = () => stopped.resolve(undefined);
  io.stop.addEventListener("abort", stop, { once: true });
  try {
    const answer = await Promise.race([linesTyped().next(), stopped.promise]);
    return answer?.done === false ? answer.value : undefined;
  } catch {
    return undefined;
  } finally {
    io.stop.removeEventListener("abort", stop);
    if (how === "hidden") {
      io.stop.removeEventListener("abort", showAgain);
      showAgain();
      io.err("\n");
    }
  }
}
