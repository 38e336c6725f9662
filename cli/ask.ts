// A question to whoever sits at the terminal, whatever standard input is.
import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import type { Io } from "./command.ts";

const terminal = "/dev/tty";

/** @returns one line; undefined where nobody is there to answer */
export async function ask(io: Io, question: string, how: "shown" | "hidden" = "shown"): Promise<string | undefined> {
  if (!io.terminal.err || process.platform === "win32") return undefined;
  const input = createReadStream(terminal);
  // Reports errors by its iterator.
  input.on("error", () => {});
  io.err(question);
  const echo = (on: boolean) => Bun.spawnSync(["stty", on ? "echo" : "-echo"], { stdin: Bun.file(terminal) });
  if (how === "hidden") echo(false);
  const showAgain = () => echo(true);
  if (how === "hidden") io.stop.addEventListener("abort", showAgain, { once: true });
  try {
    for await (const line of createInterface({ input })) return line;
    return undefined;
  } catch {
    return undefined;
  } finally {
    if (how === "hidden") {
      io.stop.removeEventListener("abort", showAgain);
      showAgain();
      io.err("\n");
    }
    input.destroy();
  }
}
