// The machine of the conversation in a room: what was said, to whom it has not got yet, and who came and went.
import type { Control, Said } from "./channel.ts";
import { historyCharactersMax, historyMax, messagesKeptMax } from "./limits.ts";
import type { PeerId } from "./signal.ts";

/** One line of the log. `toldBy`: it comes from somebody's memory, not from the one who said it; `reach`: of what I said, how many have it, or left without. */
export type Entry =
  | ({ readonly kind: "said"; readonly toldBy?: PeerId; readonly reach?: { readonly heard: number; readonly missed: number } } & Said)
  | { readonly kind: "joined" | "left"; readonly id: string; readonly peer: PeerId; readonly nickname: string; readonly at: number };

/** `waiting`: my messages that a person has not confirmed, oldest first. */
export type Chat = { readonly log: readonly Entry[]; readonly waiting: ReadonlyMap<PeerId, readonly string[]> };

export const noChat: Chat = { log: [], waiting: new Map() };

/** I say something to those who are here, or to one of them; whoever has no link yet gets it later. */
export function say(chat: Chat, said: Said, to: readonly PeerId[]): Chat {
  const waiting = new Map(chat.waiting);
  for (const peer of to) waiting.set(peer, [...(waiting.get(peer) ?? []), said.id]);
  return { log: withEntry(chat.log, { kind: "said", ...said, reach: { heard: 0, missed: 0 } }), waiting };
}

/** Somebody said something to me. The same message twice is the same message. */
export function hear(chat: Chat, said: Said): Chat {
  const known = chat.log.findIndex((entry) => entry.kind === "said" && nameOf(entry) === nameOf(said));
  if (known === -1) return { ...chat, log: withEntry(chat.log, { kind: "said", ...said }) };
  const entry = chat.log[known];
  if (entry?.kind !== "said" || entry.toldBy === undefined) return chat;
  return { ...chat, log: chat.log.with(known, { kind: "said", ...said }) };
}

/** Somebody confirmed one of my messages. */
export function confirmed(chat: Chat, peer: PeerId, id: string): Chat {
  const left = chat.waiting.get(peer)?.filter((each) => each !== id);
  if (left === undefined || left.length === chat.waiting.get(peer)?.length) return chat;
  const waiting = new Map(chat.waiting);
  if (left.length > 0) waiting.set(peer, left);
  else waiting.delete(peer);
  return { log: reached(chat.log, [id], "heard"), waiting };
}

/** Somebody is gone for good; what they have not got they will not get. @param counts whether they were ever to be reached, and wanted */
export function forget(chat: Chat, peer: PeerId, counts: boolean): Chat {
  const missed = chat.waiting.get(peer);
  if (missed === undefined) return chat;
  const waiting = new Map(chat.waiting);
  waiting.delete(peer);
  return { log: counts ? reached(chat.log, missed, "missed") : chat.log, waiting };
}

/** One more has these messages of mine, or will not get them. */
function reached(log: readonly Entry[], ids: readonly string[], how: "heard" | "missed"): readonly Entry[] {
  return log.map((entry) =>
    entry.kind === "said" && entry.reach !== undefined && ids.includes(entry.id)
      ? { ...entry, reach: { ...entry.reach, [how]: entry.reach[how] + 1 } }
      : entry,
  );
}

export function cameOrWent(chat: Chat, entry: Exclude<Entry, { kind: "said" }>): Chat {
  return { ...chat, log: withEntry(chat.log, entry) };
}

/** My messages that a person has not confirmed, as words for the link. */
export function wordsWaitingFor(chat: Chat, peer: PeerId, me: PeerId | undefined): readonly Extract<Control, { type: "say" }>[] {
  const ids = new Set(chat.waiting.get(peer));
  return chat.log.flatMap((entry) => (entry.kind === "said" && entry.from === me && ids.has(entry.id) ? [sayOf(entry)] : []));
}

/** A message of mine, as it is told. */
export function sayOf({ id, at, text, to }: Said): Extract<Control, { type: "say" }> {
  return { type: "say", id, at, text, ...(to === undefined ? {} : { direct: true }) };
}

/**
 * What somebody who asks is told: the last messages, or the last of one person, in portions that each fit one control message. C5: of direct ones only
 * what was said between us two.
 */
export function historyOf(chat: Chat, asks: PeerId, by?: PeerId): readonly Extract<Control, { type: "history" }>[] {
  const portions: Extract<Control, { type: "history" }>[] = [];
  let left = historyCharactersMax;
  let portion: Said[] = [];
  let characters = 0;
  const said = chat.log.filter(
    (each) =>
      each.kind === "said" && (by === undefined || each.from === by) && (each.to === undefined || each.to === asks || each.from === asks),
  ) as readonly Said[];
  for (const entry of said.slice(-historyMax).reverse()) {
    const { id, from, nickname, at, text, to } = entry;
    // JSON may write a character as six: `\u0000`.
    const size = 200 + 6 * (nickname.length + text.length);
    left -= text.length;
    if (left < 0) break;
    if (portion.length === 50 || characters + size > 50_000) {
      portions.push({ type: "history", said: portion });
      portion = [];
      characters = 0;
    }
    portion.unshift({ id, from, nickname, at, text, ...(to === undefined ? {} : { to }) });
    characters += size;
  }
  if (portion.length > 0) portions.push({ type: "history", said: portion });
  return portions.reverse();
}

/** Takes what somebody remembers into the log, where it belongs by its time, unless it is there already. */
export function remember(chat: Chat, history: readonly Said[], toldBy: PeerId): Chat {
  const known = new Set(chat.log.flatMap((entry) => (entry.kind === "said" ? [nameOf(entry)] : [])));
  const fresh = history.filter((said) => known.size < known.add(nameOf(said)).size);
  if (fresh.length === 0) return chat;
  const told = fresh.map((said) => ({ kind: "said" as const, ...said, toldBy }));
  return { ...chat, log: [...told, ...chat.log].sort((a, b) => a.at - b.at).slice(-messagesKeptMax) };
}

/** Ids are chosen by whoever speaks, so only together with the speaker do they name a message. */
function nameOf({ from, id }: Said): string {
  return `${from}/${id}`;
}

function withEntry(log: readonly Entry[], entry: Entry): readonly Entry[] {
  return [...log, entry].slice(-messagesKeptMax);
}
