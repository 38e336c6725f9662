// Why a command did not do what it was asked for: a name, a sentence in the person's language, and the code that the process ends with.
import { type Failure, failureNames } from "../protocol/failure.ts";
import { speak } from "../protocol/words/all.ts";
import { terminalWords } from "../protocol/words/terminal/all.ts";
import type { OtherwiseWord, TerminalFailure } from "../protocol/words/terminal/en.ts";
import { failureKey, filled, type Language } from "../protocol/words.ts";
import { type ExitCode, exit } from "./command.ts";

type Fillings = Readonly<Record<string, string | number>>;

/** Thrown out of a command's `run`; its `message` is English. */
export class Failed extends Error {
  constructor(
    readonly why: Failure | TerminalFailure,
    readonly fillings: Fillings = {},
    readonly code: ExitCode = exit.failed,
  ) {
    super(sentence("en", why, fillings));
  }
}

/** Somebody wrote what roomcp cannot make sense of. */
export function misused(why: TerminalFailure, fillings: Fillings = {}): Failed {
  return new Failed(why, fillings, exit.usage);
}

export function sentence(language: Language, why: Failure | TerminalFailure, fillings: Fillings = {}): string {
  const { failures, otherwise } = terminalWords[language];
  const here = Object.keys(otherwise).find((name): name is OtherwiseWord => name === why);
  if (here !== undefined) return filled(otherwise[here], fillings);
  const known = failureNames.find((name) => name === why);
  if (known !== undefined) return speak(language)(failureKey(known), fillings);
  return filled(failures[why as TerminalFailure], fillings);
}
