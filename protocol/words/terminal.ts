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
  "argument-wrong": "{name}: one of {needed} is needed.",
  "address-wanted": "{name}: an address like https://rooms.example is needed.",
  "host-silent": "{url} does not answer: {needed}",
  "settings-clash": "{needed}",
  "settings-unreadable": "{path} cannot be read: {needed}.",
  "toml-damaged": "{where}: this is no TOML. {needed}.",
  "setting-unknown": "{where}: there is no setting {name}; roomcp help serve lists them, without --.",
  "setting-guessed": "{where}: there is no setting {name}. Did you mean {guess}?",
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
  "argument-wrong": "{name}: {needed} のどれかが必要です。",
  "address-wanted": "{name}: https://rooms.example のようなアドレスが必要です。",
  "host-silent": "{url} が応答しません: {needed}",
  "settings-clash": "{needed}",
  "settings-unreadable": "{path} を読めません: {needed}.",
  "toml-damaged": "{where}: TOML として読めません。{needed}.",
  "setting-unknown": "{where}: {name} という設定はありません。roomcp help serve の一覧から -- なしで書きます。",
  "setting-guessed": "{where}: {name} という設定はありません。{guess} のことですか?",
  "port-taken": "そのポートは使われています。--port で別のポートを、--tls の隣なら --plain-port を指定してください。",
  "certificate-unusable": "{needed}",
};

export const terminalWords: Readonly<Record<Language, Readonly<Record<TerminalFailure, string>>>> = { en, ja };
