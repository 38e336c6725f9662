// The command line: finds the command, gives it the process, and says what went wrong.

import { version } from "../package.json";
import { languageOf } from "../protocol/words/choose.ts";
import { type Command, type ExitCode, exit, type Io } from "./command.ts";
import { completion } from "./completion.ts";
import { Failed, misused, sentence } from "./failed.ts";
import { helpOf, overview } from "./flags.ts";
import { nearest } from "./nearest.ts";
import { processIo } from "./process-io.ts";

/** Each is loaded when it is asked for, so that none makes the others slow. */
const commands: Readonly<Record<string, () => Promise<{ readonly command: Command }>>> = {
  serve: () => import("./serve.ts"),
  room: () => import("./room.ts"),
  send: () => import("./send.ts"),
  get: () => import("./get.ts"),
  chat: () => import("./chat.ts"),
  doctor: () => import("./doctor.ts"),
  verify: () => import("./verify.ts"),
  completion: async () => ({ command: completion(everyCommand) }),
};

const everyCommand = (): Promise<readonly Command[]> => Promise.all(Object.keys(commands).map(commandCalled));

/** Runs what `argv` asks for; without a command it serves. Never throws what a person can mend. */
export async function main(argv: readonly string[], io: Io): Promise<ExitCode> {
  try {
    const [first = "", ...rest] = argv;
    if (first === "--version") return await told(io, `roomcp ${version}\n`);
    if (first === "--help" || first === "-h" || (first === "help" && rest[0] === undefined))
      return await told(io, overview(await everyCommand()));
    if (first === "help") return await told(io, helpOf(await commandCalled(rest[0] ?? "")));
    const serves = first === "" || first.startsWith("-");
    const command = await commandCalled(serves ? "serve" : first);
    const given = serves ? argv : rest;
    if (asksForHelp(given)) return await told(io, helpOf(command));
    return await command.run(given, io);
  } catch (error) {
    // Whoever read what is said here has had enough, and there is nobody to tell.
    if (error instanceof Error && "code" in error && error.code === "EPIPE") return exit.failed;
    if (!(error instanceof Failed)) throw error;
    // Whoever has pressed Ctrl-C knows why nothing came of it.
    if (io.stop.aborted && io.stop.reason === "SIGINT") return exit.interrupted;
    io.err(`roomcp: ${sentence(languageOf(io.env), error.why, error.fillings)}\n`);
    return error.code;
  }
}

async function told(io: Io, text: string): Promise<ExitCode> {
  await io.out(text);
  return exit.ok;
}

function asksForHelp(argv: readonly string[]): boolean {
  const end = argv.indexOf("--");
  return (end < 0 ? argv : argv.slice(0, end)).some((word) => word === "--help" || word === "-h");
}

async function commandCalled(name: string): Promise<Command> {
  const load = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (load !== undefined) return (await load()).command;
  const guess = nearest(name, Object.keys(commands));
  throw guess === undefined ? misused("command-unknown", { name }) : misused("command-guessed", { name, guess });
}

/** The whole of the process: it ends with what `main` returns. */
export async function runProcess(argv: readonly string[]): Promise<never> {
  process.exit(await main(argv, processIo()));
}

if (import.meta.main) await runProcess(process.argv.slice(2));
