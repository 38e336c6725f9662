// The command line: finds the command, gives it the process, and says what went wrong.
import { version } from "../package.json";
import { command as chat } from "./chat.ts";
import { type Command, type ExitCode, exit, type Io } from "./command.ts";
import { completion } from "./completion.ts";
import { command as doctor } from "./doctor.ts";
import { Failed, languageOf, misused, sentence } from "./failed.ts";
import { helpOf, overview } from "./flags.ts";
import { command as get } from "./get.ts";
import { nearest } from "./nearest.ts";
import { processIo } from "./process-io.ts";
import { command as room } from "./room.ts";
import { command as send } from "./send.ts";
import { command as serve } from "./serve.ts";
import { command as verify } from "./verify.ts";

const commands: readonly Command[] = [serve, room, send, get, chat, doctor, verify, completion(() => commands)];

/** Runs what `argv` asks for; without a command it serves. Never throws what a person can mend. */
export async function main(argv: readonly string[], io: Io): Promise<ExitCode> {
  try {
    const [first = "", ...rest] = argv;
    if (first === "--version") return await told(io, `roomcp ${version}\n`);
    if (first === "--help" || first === "-h") return await told(io, overview(commands));
    if (first === "help") return await told(io, rest[0] === undefined ? overview(commands) : helpOf(commandCalled(rest[0])));
    const command = first === "" || first.startsWith("-") ? serve : commandCalled(first);
    const given = command === serve && first !== serve.name ? argv : rest;
    if (asksForHelp(given)) return await told(io, helpOf(command));
    return await command.run(given, io);
  } catch (error) {
    if (!(error instanceof Failed)) throw error;
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

function commandCalled(name: string): Command {
  const found = commands.find((command) => command.name === name);
  if (found !== undefined) return found;
  const guess = nearest(
    name,
    commands.map((command) => command.name),
  );
  throw guess === undefined ? misused("command-unknown", { name }) : misused("command-guessed", { name, guess });
}

/** The whole of the process: it ends with what `main` returns. */
export async function runProcess(argv: readonly string[]): Promise<never> {
  process.exit(await main(argv, processIo()));
}

if (import.meta.main) await runProcess(process.argv.slice(2));
