// Why a command of the terminal does not work, where no page could say the same. No page has these words.
import type { Language } from "../words.ts";

const en = {
  "command-unknown": "There is no command {name}; roomcp --help lists them.",
  "command-guessed": "There is no command {name}. Did you mean {guess}?",
  "option-unknown": "There is no option {name}; --help lists them.",
  "option-guessed": "There is no option {name}. Did you mean {guess}?",
  "option-bare": "{name} needs a value.",
  "option-filled": "{name} takes no value.",
  "value-wrong": "{name}: {needed}.",
  "argument-unexpected": "Nothing is known of {name}; --help says what belongs here.",
  "settings-clash": "{needed}",
  "port-taken": "That port is taken. Choose another with --port, or beside --tls with --plain-port.",
  "certificate-unusable": "{needed}",
} as const;

export type TerminalFailure = keyof typeof en;

const ja: Readonly<Record<TerminalFailure, string>> = {
  "command-unknown": "{name} というコマンドはありません。roomcp --help で一覧を見られます。",
  "command-guessed": "{name} というコマンドはありません。{guess} のことですか?",
  "option-unknown": "{name} というオプションはありません。--help で一覧を見られます。",
  "option-guessed": "{name} というオプションはありません。{guess} のことですか?",
  "option-bare": "{name} には値が必要です。",
  "option-filled": "{name} に値は付けられません。",
  "value-wrong": "{name}: {needed}.",
  "argument-unexpected": "{name} が何か分かりません。--help で書き方を見られます。",
  "settings-clash": "{needed}",
  "port-taken": "そのポートは使われています。--port で別のポートを、--tls の隣なら --plain-port を指定してください。",
  "certificate-unusable": "{needed}",
};

export const terminalWords: Readonly<Record<Language, Readonly<Record<TerminalFailure, string>>>> = { en, ja };
