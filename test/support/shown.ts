// Small states of a participant, built by hand, and the words in which the page shows them.
import { signal } from "@preact/signals-core";
import { noLink } from "../../protocol/link.ts";
import { namesOf } from "../../protocol/names-shown.ts";
import type { Known, Peer, Person } from "../../protocol/peer-state.ts";
import { noRelay } from "../../protocol/relay.ts";
import { sealingOf } from "../../protocol/sealing.ts";
import { type Entry, type Share, shareOf } from "../../protocol/share.ts";
import { speak } from "../../protocol/words/all.ts";
import { measuresOf } from "../../protocol/words/measure.ts";
import type { Language } from "../../protocol/words.ts";
import { hexId, participant, peerId } from "./participant.ts";

export const me = peerId("M");

/** Me, called "Me", alone in a room, but for what is said otherwise. */
export function peerWith(differs: Partial<Peer> & { people?: Peer["people"] } = {}): Peer {
  return { ...participant([]).state, ...differs };
}

/** Somebody by one letter; without a nickname they have not said who they are. */
export function personWith(letter: string, nickname?: string, differs: Partial<Person> = {}): Person {
  const intro = nickname === undefined ? {} : { intro: { session: hexId("0"), nickname } };
  const nothing = { relay: noRelay, era: 0, shares: new Map(), buffered: 0, verified: "no", locks: false } as const;
  return { id: peerId(letter), listed: "here", link: noLink, before: true, ...nothing, ...intro, ...differs };
}

const parties = { room: "kitchen", initiator: me, responder: peerId("a"), conversation: hexId("d") };

const upLink: Extract<Person["link"], { at: "up" }> = {
  ...{ at: "up", conversation: hexId("d"), polite: true, once: false, talk: "stable", trouble: "none" },
  ...{ sealing: sealingOf(new Uint8Array(64), parties, "initiator"), serial: 0, tries: 0 },
};

const contact = { name: hexId("d"), polite: true, sealing: upLink.sealing, era: 1, met: true, carries: true, offered: new Set<string>() };

/** Somebody whom one talks to. */
export const overLink: Partial<Person> = { link: upLink, contact: { ...contact, over: "direct" } };
export const overRelay: Partial<Person> = { contact: { ...contact, over: "relay" } };

export function peopleOf(...people: readonly Person[]): Peer["people"] {
  return new Map(people.map((person) => [person.id, person]));
}

/** Paths and bytes; a path that ends in `/` is a folder. */
export function shareWith(digit: string, ...files: readonly (readonly [path: string, size: number])[]): Share {
  const share = shareOf(hexId(digit), files.map(entryOf));
  if (typeof share === "string") throw new Error(share);
  return share;
}

export function entryOf([path, size]: readonly [path: string, size: number]): Entry {
  return { path, size, modified: 0, media: "" };
}

/** A share as somebody else's offer, its manifest known in whole. */
export function knownOf(share: Share, differs: Partial<Known> = {}): Known {
  const { entries, ...offer } = share;
  return { offer, entries, share, listing: false, taken: false, ...differs };
}

/** The same while only a first portion of the manifest is known. */
export function offerOf(share: Share, differs: Partial<Known> = {}): Known {
  const { share: _, ...known } = knownOf(share, differs);
  return { ...known, entries: share.entries.slice(0, 1) };
}

export function speakingOf(peer: Peer, language: Language = "en") {
  return { say: speak(language), measures: measuresOf(language), names: signal(namesOf(peer)) };
}
