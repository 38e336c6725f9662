// What a terminal says while somebody is in a room. No page has these words.
import type { Language } from "../words.ts";

const en = {
  passphrase: "Passphrase: ",
  scan: "On a phone:",
  waiting: "Waiting for somebody to come in. Ctrl-C leaves.",
  "nothing-yet": "Waiting for somebody to share something. Ctrl-C leaves.",
  "lost-server": "The server is out of reach; what is connected goes on.",
  "server-back": "The server is back.",
  direct: "{name} is here, connected directly.",
  relayed: "{name} is here, relayed by the server, which sees nothing of what it passes on.",
  unreachable: "{name} cannot be reached: {why}",
  somebody: "Somebody",
  joined: "{name} joined.",
  left: "{name} left.",
  compare: "Compare with {name}, in another way than this room: {symbols}",
  delivered: "Delivered.",
  shared: "Sharing {share} ({size}).",
  takes: "{name} takes {share}.",
  sending: "{name}: {percent} of {share}, {speed}/s",
  sent: "{name} has {share}, verified.",
  "not-sent": "{name} did not get {share}: {why}",
  offers: "{name} shares {share} ({size}).",
  choice: "Which? Numbers, or Enter for all: ",
  receiving: "{share}: {percent}, {speed}/s",
  received: "{share} is here, verified.",
  "not-received": "{share} did not come: {why}",
  goes: "Going on with {share}.",
  "size-unknown": "as large as it will be",
} as const;

export type VisitWord = keyof typeof en;

const ja: Readonly<Record<VisitWord, string>> = {
  passphrase: "合言葉: ",
  scan: "スマートフォンではこちら:",
  waiting: "誰かが入るのを待っています。Ctrl-C で退出します。",
  "nothing-yet": "誰かが共有するのを待っています。Ctrl-C で退出します。",
  "lost-server": "サーバーに届きません。つながっている相手とはこのまま続きます。",
  "server-back": "サーバーに再び届くようになりました。",
  direct: "{name} さんと直接つながりました。",
  relayed: "{name} さんとサーバーの中継でつながりました。中身はサーバーには見えません。",
  unreachable: "{name} さんに届きません: {why}",
  somebody: "誰か",
  joined: "{name} さんが入りました。",
  left: "{name} さんが退出しました。",
  compare: "{name} さんと、このルーム以外の手段で見比べてください: {symbols}",
  delivered: "届きました。",
  shared: "{share} を共有しています ({size})。",
  takes: "{name} さんが {share} を受け取り始めました。",
  sending: "{name}: {share} の {percent}、{speed}/秒",
  sent: "{name} さんに {share} が届き、検証されました。",
  "not-sent": "{name} さんに {share} は届きませんでした: {why}",
  offers: "{name} さんが {share} を共有しています ({size})。",
  choice: "どれを受け取りますか? 番号、または Enter ですべて: ",
  receiving: "{share}: {percent}、{speed}/秒",
  received: "{share} を受け取り、検証しました。",
  "not-received": "{share} を受け取れませんでした: {why}",
  goes: "{share} の続きを受け取ります。",
  "size-unknown": "大きさは終わるまで未定",
};

export const visitWords: Readonly<Record<Language, Readonly<Record<VisitWord, string>>>> = { en, ja };
