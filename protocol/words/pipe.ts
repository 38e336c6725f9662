// What people and their curl read of pipes. Only servers that lend them, and their pages, need these words.
import type { PipeFailure } from "../pipe-failure.ts";
import type { Language } from "../words.ts";

const en = {
  // in a room
  "pipe.whose": "from curl",
  "pipe.clear": "Through the server, not end-to-end encrypted",
  "pipe.take": "Download",
  "pipe.take-hint": "Only one person can take it, once.",
  "pipe.remove": "Remove",
  "pipe.waits": "Whoever takes it first gets it; nobody else can.",
  "pipe.mine": "You have taken it: your browser is downloading it.",
  "pipe.taken": "{name} is taking it.",
  "pipe.whole": "{name} has it.",
  "pipe.whole-mine": "All of it has come to your browser.",
  "pipe.failed": "It ended before it was whole. {why}",
  "pipe.failed-mine": "It ended before it was whole: what your browser has of it is not all. {why}",
  "pipe.someone": "Someone",

  // at one's own share
  "pipe.allow": "Allow curl",
  "pipe.allow-hint": "Whoever has the address that this makes can download this without a browser. The server will see what is in it.",
  "pipe.allowed":
    "Whoever has this address gets it, through the server, which sees what is in it. It works until you take it back or leave.",
  "pipe.copy": "Copy command",
  "pipe.copied": "Copied",
  "pipe.forbid": "Take back",
  "pipe.nobody-yet": "No curl has taken it yet.",
  "pipe.going": "To curl: {percent} · {done} of {total}",
  "pipe.sent": "Taken by curl once.|Taken by curl {n} times.",
  "pipe.broken": "The last one broke off. {why}",

  // in a terminal
  "pipe.offered":
    "{file}: offered to one person in the room; waiting for somebody to take it|{file}: offered to {n} people in the room; waiting for somebody to take it",
  "pipe.begun": "{file}: somebody takes it",
  "pipe.done": "{file}: taken whole by one person, {n} bytes",
  "pipe.not-done": "{file}: not sent. {why}",
  "pipe.up": "With curl alone, where the room has no secret (nothing after #): to whoever takes it first. The server sees it:",
  "pipe.down": "What somebody lets curl have, by the address that “Allow curl” at their share gives:",
  "pipe.peer": "Files, end-to-end encrypted, with roomcp in the terminal and the room's whole link:",

  "failure.pipe-off": "This server does not pass files on to or from curl. Open the room in a browser, or use: roomcp send FILE LINK",
  "failure.pipe-secret":
    "Somebody in this room has a secret that the server must not know, and what curl sends is not end-to-end encrypted. Use the room's whole link instead: roomcp send FILE LINK",
  "failure.pipe-nobody": "Nobody is in that room who could take it. Open the room in a browser first, then try again.",
  "failure.too-many-pipes": "Too much is waiting to be taken already. Try again when some of it has been.",
  "failure.pipe-unknown": "There is nothing here any more, or it is not for you. Ask for it again.",
  "failure.pipe-taken": "Somebody else has taken it: one person can. Ask for it to be sent again.",
  "failure.pipe-busy": "Somebody is getting it at this moment. Try again when they have it.",
  "failure.pipe-untaken": "Nobody took it in time. Tell somebody in the room that it comes, then send it again.",
  "failure.pipe-giver-left": "Whoever sent it stopped.",
  "failure.pipe-taker-left": "Whoever took it stopped. Send it again.",
  "failure.pipe-stalled": "Nothing went through for a minute. Try again.",
  "failure.pipe-torn": "Its bytes came out of order, so it was ended. Try again.",
  "failure.pipe-cut": "The connection to the server broke. Try again.",
  "failure.pipe-spent": "The server has passed on all that its host allows. In a browser, or with roomcp send, it can go directly.",
  "failure.pipe-changed": "The file was changed or cannot be read any more. Share it again.",
  "failure.request-too-large": "This request is larger than this server takes, or does not say how large it is.",
  "failure.pipe-forbidden": "It is not to be had by curl any more. Ask whoever shares it.",
};

type PipeWordKey = keyof typeof en;
export type PipeWords = Readonly<Record<PipeWordKey, string>>;

const ja: PipeWords = {
  "pipe.whose": "curl から",
  "pipe.clear": "サーバー経由です。エンドツーエンドで暗号化されていません",
  "pipe.take": "ダウンロード",
  "pipe.take-hint": "受け取れるのは 1 人、1 回だけです。",
  "pipe.remove": "削除",
  "pipe.waits": "最初に受け取った人だけのものになります。",
  "pipe.mine": "あなたが受け取りました。ブラウザがダウンロードしています。",
  "pipe.taken": "{name} さんが受け取っています。",
  "pipe.whole": "{name} さんが受け取りました。",
  "pipe.whole-mine": "すべてブラウザに届きました。",
  "pipe.failed": "途中で終わりました。{why}",
  "pipe.failed-mine": "途中で終わりました。ブラウザに届いた分はすべてではありません。{why}",
  "pipe.someone": "誰か",

  "pipe.allow": "curl を許可",
  "pipe.allow-hint": "ここで作られるアドレスを知っている人は、ブラウザなしでダウンロードできます。中身はサーバーに見えます。",
  "pipe.allowed": "このアドレスを知っている人は、サーバー経由で受け取れます。中身はサーバーに見えます。取り消すか退室するまで有効です。",
  "pipe.copy": "コマンドをコピー",
  "pipe.copied": "コピーしました",
  "pipe.forbid": "取り消す",
  "pipe.nobody-yet": "curl ではまだ誰も受け取っていません。",
  "pipe.going": "curl へ: {percent} · {done} / {total}",
  "pipe.sent": "curl で {n} 回受け取られました。",
  "pipe.broken": "前回は途中で切れました。{why}",

  "pipe.offered": "{file}: 部屋の {n} 人に知らせました。誰かが受け取るのを待っています",
  "pipe.begun": "{file}: 誰かが受け取っています",
  "pipe.done": "{file}: 1 人がすべて受け取りました。{n} バイト",
  "pipe.not-done": "{file}: 送れませんでした。{why}",
  "pipe.up": "curl だけで、秘密のない (# 以下のない) 部屋の、最初に受け取る人へ。サーバーに見えます:",
  "pipe.down": "「curl を許可」で作られたアドレスから受け取る:",
  "pipe.peer": "ファイルをエンドツーエンドで暗号化して。ターミナルの roomcp と、部屋のリンク全体で:",

  "failure.pipe-off":
    "このサーバーは curl のファイルを中継しません。ブラウザで部屋を開くか、次を使ってください: roomcp send ファイル リンク",
  "failure.pipe-secret":
    "この部屋には、サーバーが知ってはならない秘密を持つ人がいます。curl で送るものはエンドツーエンドで暗号化されません。代わりに、部屋のリンク全体を使ってください: roomcp send ファイル リンク",
  "failure.pipe-nobody": "その部屋には受け取れる人がいません。先にブラウザで部屋を開いてから、もう一度試してください。",
  "failure.too-many-pipes": "受け取りを待つものが多すぎます。いくつか受け取られてから、もう一度試してください。",
  "failure.pipe-unknown": "ここにはもう何もないか、あなた宛てではありません。もう一度送ってもらってください。",
  "failure.pipe-taken": "ほかの人が受け取りました。受け取れるのは 1 人です。もう一度送ってもらってください。",
  "failure.pipe-busy": "いま、ほかの人が受け取っています。終わってから、もう一度試してください。",
  "failure.pipe-untaken": "時間内に誰も受け取りませんでした。部屋の誰かに知らせてから、もう一度送ってください。",
  "failure.pipe-giver-left": "送っていた側が止めました。",
  "failure.pipe-taker-left": "受け取っていた側が止めました。もう一度送ってください。",
  "failure.pipe-stalled": "1 分間何も流れませんでした。もう一度試してください。",
  "failure.pipe-torn": "データの順番が違ったため、終了しました。もう一度試してください。",
  "failure.pipe-cut": "サーバーとの接続が切れました。もう一度試してください。",
  "failure.pipe-spent": "このサーバーは、管理者が許す量をすべて中継しました。ブラウザか roomcp send なら、直接送れます。",
  "failure.pipe-changed": "ファイルが変更されたか、読めなくなりました。もう一度共有してください。",
  "failure.request-too-large": "このリクエストは、このサーバーが受け取れる大きさを超えているか、大きさが書かれていません。",
  "failure.pipe-forbidden": "curl ではもう受け取れません。共有した人に聞いてください。",
};

export const pipeWords: Readonly<Record<Language, PipeWords>> = { en, ja };

export function pipeFailureKey(why: PipeFailure): `failure.${PipeFailure}` {
  return `failure.${why}`;
}
