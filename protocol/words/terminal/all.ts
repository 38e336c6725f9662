// What only a terminal says, in every language.
import type { Language } from "../../words.ts";
import type { DoctorWords, FailureWords, OtherwiseWords, StateWords, VisitWords } from "./en.ts";
import * as en from "./en.ts";
import * as ja from "./ja.ts";

export type TerminalWords = {
  readonly failures: FailureWords;
  readonly otherwise: OtherwiseWords;
  readonly visit: VisitWords;
  readonly doctor: DoctorWords;
  readonly states: StateWords;
};

export const terminalWords: Readonly<Record<Language, TerminalWords>> = { en, ja };
