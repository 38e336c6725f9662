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
  "webrtc-missing": "This machine's part for direct connections does not load: {needed}. roomcp doctor tells more.",
  "link-unreadable": "{name} is no address of a room. It looks like https://host/r/name#k=…",
  "server-missing": "Which server? Say --server https://host, or set ROOMCP_SERVER.",
  "server-silent": "{name} does not answer. Is the address right, and is roomcp running there?",
  "server-strange": "{name} answers, but not as roomcp does.",
  "room-empty": "Nobody else is in the room.",
  "not-delivered": "Not everybody who is here has got it.",
  "files-missing": "Which files? Name files or folders behind the command.",
  "share-undecided": "There are {n} shares. Say --all to take them all.",
  "pipe-many": "Only one file can go to standard output; {name} has more.",
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
  "webrtc-missing": "直接接続のための部品を読み込めません: {needed}。詳しくは roomcp doctor で確かめられます。",
  "link-unreadable": "{name} はルームのアドレスではありません。https://host/r/name#k=… の形です。",
  "server-missing": "どのサーバーですか? --server https://host を付けるか、ROOMCP_SERVER を設定してください。",
  "server-silent": "{name} が応答しません。アドレスは正しいですか? roomcp は動いていますか?",
  "server-strange": "{name} は応答しましたが、roomcp ではないようです。",
  "room-empty": "ルームにはほかに誰もいません。",
  "not-delivered": "ここにいる全員には届いていません。",
  "files-missing": "どのファイルですか? コマンドの後にファイルかフォルダーを書いてください。",
  "share-undecided": "共有が {n} 件あります。すべて受け取るには --all を付けてください。",
  "pipe-many": "標準出力に出せるファイルは一つだけです。{name} には二つ以上あります。",
};

export const terminalWords: Readonly<Record<Language, Readonly<Record<TerminalFailure, string>>>> = { en, ja };
