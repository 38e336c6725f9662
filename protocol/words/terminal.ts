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
  "file-unreadable": "{name} cannot be read, so it is not shared. Check that it is there and that you may read it.",
  "file-special": "{name} is neither a file nor a folder, so it is not shared.",
  "link-outside": "{name} is a link out of the folder, or to nothing, so it is not shared. Name what it leads to, to share that.",
  "folder-unwritable": "Nothing can be written into {name}. Choose another folder, or change who may write to it.",
  "folder-busy": "Another roomcp is receiving the same into {name}. Wait until it is done, or choose another folder.",
  "pipe-closed": "The program that was reading this has ended, so it was not received to its end.",
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
  "file-unreadable": "{name} は読み込めないため、共有しません。ファイルがあるか、読み取りが許可されているかを確認してください。",
  "file-special": "{name} はファイルでもフォルダーでもないため、共有しません。",
  "link-outside":
    "{name} はフォルダーの外を指すリンクか、指す先のないリンクのため、共有しません。共有するには、リンク先を指定してください。",
  "folder-unwritable": "{name} には書き込めません。別のフォルダーを選ぶか、書き込みの許可を変更してください。",
  "folder-busy": "別の roomcp が同じものを {name} に受信しています。終わるのを待つか、別のフォルダーを選んでください。",
  "pipe-closed": "受け取っていたプログラムが終了したため、最後まで受信できませんでした。",
};

export const terminalWords: Readonly<Record<Language, Readonly<Record<TerminalFailure, string>>>> = { en, ja };
