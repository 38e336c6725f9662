// How a command tells what happens in a room: its result on standard output and everything else beside it, or all of it as JSON, one object a line.

import type { Failure } from "../protocol/failure.ts";
import { languageOf } from "../protocol/words/choose.ts";
import { type Measures, measuresOf } from "../protocol/words/measure.ts";
import { terminalWords } from "../protocol/words/terminal/all.ts";
import type { TerminalFailure, VisitWord } from "../protocol/words/terminal/en.ts";
import { filled, type Language } from "../protocol/words.ts";
import type { Io } from "./command.ts";
import { sentence } from "./failed.ts";

/** What a program reads; docs/terminal.md lists them. */
export type Told = { readonly event: string } & Readonly<Record<string, unknown>>;

type Fillings = Readonly<Record<string, string | number>>;

export type Teller = {
  readonly json: boolean;
  readonly language: Language;
  readonly measures: Measures;
  say(word: VisitWord, fillings?: Fillings): string;
  because(why: Failure | TerminalFailure, fillings?: Fillings): string;
  /** What the command is for. `text`: a line, or nothing where only programs care. */
  result(text: string | undefined, told: Told): void;
  /** What a person may like to know meanwhile. */
  note(text: string | undefined, told: Told): void;
  /** How far it is: one line that the next replaces, on a terminal only. */
  progress(text: () => string, told: Told): void;
  /** No more of how far it is: what comes next begins a line of its own. */
  leave(): void;
  /** Resolves once all of it is written; rejects where nobody reads any more. */
  flushed(): Promise<void>;
};

export function teller(io: Io, json: boolean): Teller {
  const language = languageOf(io.env);
  let written: Promise<void> = Promise.resolve();
  let drawn = false;

  const out = (text: string) => {
    written = written.then(() => io.out(text));
    // Whoever waits for it learns of it.
    written.catch(() => {});
  };
  const wipe = () => {
    if (drawn) io.err("\r\u001b[2K");
    drawn = false;
  };
  const line = (told: Told) => out(`${JSON.stringify(told)}\n`);

  return {
    json,
    language,
    measures: measuresOf(language),
    say: (word, fillings = {}) => filled(terminalWords[language].visit[word], fillings),
    because: (why, fillings) => sentence(language, why, fillings),
    result(text, told) {
      wipe();
      if (json) line(told);
      else if (text !== undefined) out(`${shown(text)}\n`);
    },
    note(text, told) {
      wipe();
      if (json) line(told);
      else if (text !== undefined) io.err(`${shown(text)}\n`);
    },
    progress(text, told) {
      if (json) return line(told);
      if (!io.terminal.err) return;
      io.err(`\r\u001b[2K${cut(shown(text()), io.terminal.columns() - 1)}`);
      drawn = true;
    },
    leave() {
      if (drawn) io.err("\n");
      drawn = false;
    },
    flushed: () => written,
  };
}

/** As much of a text as fits; Japanese characters and emoji take two columns. */
function cut(text: string, columns: number): string {
  if (Bun.stringWidth(text) <= columns) return text;
  let [kept, width] = ["", 1];
  for (const { segment } of new Intl.Segmenter().segment(text)) {
    width += Bun.stringWidth(segment);
    if (width > columns) break;
    kept += segment;
  }
  return `${kept}…`;
}

/** What others chose to be called must not move the cursor. Lines and tabs are harmless. */
function shown(text: string): string {
  return text.replace(/[^\P{Cc}\n\t]|[\u202a-\u202e\u2066-\u2069]/gu, "\ufffd");
}
