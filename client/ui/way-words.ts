// How a connection is described. Few people ask for it, so it comes when somebody does.
import type { Language } from "../../protocol/words.ts";

const en = {
  direct: "{over} · from here: {mine} · there: {theirs}",
  host: "own address (host)",
  srflx: "address outside the router (srflx)",
  prflx: "address that only the other side saw (prflx)",
  relay: "TURN server (relay)",
  relayed: "Through this server over a WebSocket (TCP), sealed",
  prefers: "This server's host prefers that",
  "round-trip": "There and back: {time}",
  receiving: "Receiving {speed}",
  sending: "Sending {speed}",
  idle: "Nothing is being copied",
};

export type WayWords = Readonly<Record<keyof typeof en, string>>;

const ja: WayWords = {
  direct: "{over} · こちら: {mine} · 相手: {theirs}",
  host: "端末のアドレス (host)",
  srflx: "ルーターの外側のアドレス (srflx)",
  prflx: "相手からだけ見えたアドレス (prflx)",
  relay: "TURN サーバー (relay)",
  relayed: "このサーバーを WebSocket (TCP) で経由、封をして送信",
  prefers: "サーバーの運営者がこの経路を優先しています",
  "round-trip": "往復 {time}",
  receiving: "受信 {speed}",
  sending: "送信 {speed}",
  idle: "いまは何もコピーしていません",
};

export const wayWords: Readonly<Record<Language, WayWords>> = { en, ja };
