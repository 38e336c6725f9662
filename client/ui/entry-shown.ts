// Each line of the log in words.
import type { Entry } from "../../protocol/chat.ts";
import { deliveryOf } from "../../protocol/delivery.ts";
import type { Peer } from "../../protocol/peer-state.ts";
import { mentions } from "./mention.ts";
import { visible } from "./visible.ts";
import { toneOf, type Visit } from "./visit.ts";

export type EntryShown = {
  readonly id: string;
  readonly kind: Entry["kind"];
  readonly said: boolean;
  readonly name: string;
  readonly tone: string;
  readonly stamp: string;
  readonly time: string;
  readonly note: string;
  /** What has become of a message of mine; empty for those of others, and where nobody was to hear it. */
  readonly delivery: "waiting" | "missed" | "delivered" | "";
  /** Who alone sees it, in words; empty where everybody does. */
  readonly direct: string;
  /** It names me. */
  readonly mention: boolean;
  readonly mine: boolean;
  /** Nobody remembers it for another: it was said while we were here. */
  readonly live: boolean;
  readonly text: string;
};

/** @param since when this page came in: what it is told of later was not said before */
export function entriesShown(
  peer: Peer,
  { say, names, measures }: Pick<Visit, "say" | "names" | "measures">,
  since: number,
): readonly EntryShown[] {
  return peer.chat.log.map((entry): EntryShown => {
    const { kind, at, nickname } = entry;
    const from = entry.kind === "said" ? entry.from : entry.peer;
    const id = `${from}/${entry.id}`;
    const name = names.value.get(from) ?? nickname;
    const mine = from === peer.me;
    const live = entry.kind === "said" && entry.toldBy === undefined;
    const base = { id, kind, name, mine, live, tone: toneOf(from), stamp: new Date(at).toISOString(), time: measures.clock(at) };
    if (entry.kind !== "said") {
      const text = say(entry.kind === "joined" ? "chat.joined" : "chat.left", { name });
      return { ...base, said: false, note: "", delivery: "", direct: "", mention: false, text };
    }
    const delivery = deliveryOf(peer, entry) ?? "";
    const other = entry.to === undefined ? undefined : mine ? entry.to : from;
    const direct = other === undefined ? "" : say("chat.only-two", { name: names.value.get(other) ?? say("people.nameless") });
    const mention = !mine && mentions(entry.text, peer.nickname, names.value.values());
    const note = delivery === "waiting" || delivery === "missed" ? say(`chat.${delivery}`) : noteOf(entry, since, { say, names });
    return { ...base, said: true, note, delivery, direct, mention, text: visible(entry.text) };
  });
}

/** Who vouches for what was said before: nobody but the one who tells it. */
function noteOf(
  { toldBy, from, at }: Extract<Entry, { kind: "said" }>,
  since: number,
  { say, names }: Pick<Visit, "say" | "names">,
): string {
  if (toldBy === undefined) return "";
  if (toldBy !== from) return say("chat.told-by", { name: names.value.get(toldBy) ?? say("people.nameless") });
  return at < since ? say("chat.told") : "";
}
