// What happened in a room that somebody who is not looking would like to know, in a line each.
import type { Peer } from "../../protocol/peer-state.ts";
import type { NewsWords } from "../../protocol/words/details/en.ts";
import { type Language, sayIn } from "../../protocol/words.ts";
import { visible } from "./visible.ts";
import type { Visit } from "./visit.ts";

export type News = { readonly kind: "said" | "joined" | "shared" | "received" | "sent"; readonly line: string };

type Telling = Pick<Visit, "say" | "names"> & { readonly language: Language; readonly words: NewsWords };

/** What was remembered for me, or lay here before, is no news. */
export function newsBetween(before: Peer, now: Peer, { say, names, language, words }: Telling): readonly News[] {
  const tell = sayIn(words, language);
  const called = names.peek();
  const news: News[] = [];
  if (now.chat.log !== before.chat.log) {
    const known = new Set(before.chat.log.map(keyOf));
    for (const entry of now.chat.log) {
      if (known.has(keyOf(entry)) || entry.kind === "left") continue;
      const from = entry.kind === "said" ? entry.from : entry.peer;
      const name = called.get(from) ?? entry.nickname;
      if (from === now.me || (entry.kind === "said" && entry.toldBy !== undefined)) continue;
      if (entry.kind === "said") news.push({ kind: "said", line: tell("says", { name, text: visible(entry.text) }) });
      else news.push({ kind: "joined", line: say("chat.joined", { name }) });
    }
  }
  for (const [id, { shares }] of now.people === before.people ? [] : now.people) {
    const known = before.people.get(id)?.shares;
    // Whoever comes in brings what they share; that they came is said already.
    if (known === undefined || known === shares) continue;
    const name = called.get(id) ?? say("people.nameless");
    for (const [share, { offer }] of shares)
      if (!known.has(share)) news.push({ kind: "shared", line: tell("shares", { name, share: visible(offer.name) }) });
  }
  for (const [transfer, { now: receiving }] of now.receiving === before.receiving ? [] : now.receiving) {
    const was = before.receiving.get(transfer)?.now.at;
    if (receiving.at === "complete" && was !== undefined && was !== "complete")
      news.push({ kind: "received", line: tell("received", { share: visible(receiving.share.name) }) });
  }
  for (const [key, sending] of now.sending === before.sending ? [] : now.sending) {
    if (sending.ending !== "done" || before.sending.get(key)?.ending === "done" || !before.sending.has(key)) continue;
    const name = called.get(sending.to) ?? say("people.nameless");
    news.push({ kind: "sent", line: tell("sent", { name, share: visible(sending.share.name) }) });
  }
  return news;
}

function keyOf(entry: Peer["chat"]["log"][number]): string {
  return `${entry.kind}/${entry.kind === "said" ? entry.from : entry.peer}/${entry.id}`;
}
