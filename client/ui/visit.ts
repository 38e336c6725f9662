// What the page's components share: the room, the language, and the session once somebody has entered.
import { computed, type ReadonlySignal, type Signal, signal } from "@preact/signals-core";
import type { Failure } from "../../protocol/failure.ts";
import { namesOf } from "../../protocol/names-shown.ts";
import type { Peer } from "../../protocol/peer-state.ts";
import type { PeerId } from "../../protocol/signal.ts";
import type { Spans } from "../../protocol/span.ts";
import type { DetailsWords } from "../../protocol/words/details/all.ts";
import type { PipeWords } from "../../protocol/words/host/en.ts";
import { type Measures, measuresOf } from "../../protocol/words/measure.ts";
import { failureKey, type Language, type Say } from "../../protocol/words.ts";
import type { Session } from "../session.ts";

export type Facts = {
  readonly room: string;
  readonly url: string;
  /** The path of the front page. */
  readonly home: string;
  /** Where words are that few ask for: `words/details/` in this language. */
  readonly details: string;
  /** The script of pipes and their words, where the server lends any. */
  readonly pipe?: { readonly script: string; readonly words: PipeWords };
};

/** Messages that were looked for, and the one that is looked at, as the log names them. */
export type Found = { readonly ids: ReadonlySet<string>; readonly current: string };
export const nothingFound: Found = { ids: new Set(), current: "" };

/** Something that somebody said to me alone, or in which they name me. */
export type ForMe = { readonly id: string; readonly why: "direct" | "mention"; readonly name: string; readonly text: string };

export type Visit = {
  readonly facts: Facts;
  readonly language: Language;
  readonly say: Say;
  readonly measures: Measures;
  readonly session: Signal<Session | undefined>;
  readonly peer: ReadonlySignal<Peer | undefined>;
  /** What to call everybody: a second "Ken" is "Ken (2)". */
  readonly names: ReadonlySignal<ReadonlyMap<PeerId, string>>;
  /** Something that the person should know; empty when all is well. */
  readonly notice: Signal<string>;
  /** How many messages came while nobody looked. */
  readonly unread: Signal<number>;
  /** A folder is being read. */
  readonly reading: Signal<boolean>;
  /** The only one whom what is being written is for; undefined: everybody. */
  readonly to: Signal<PeerId | undefined>;
  /** The last that came for me. Whoever wants to tell the person of it listens here. */
  readonly forMe: Signal<ForMe | undefined>;
  readonly found: Signal<Found>;
  /** Entries that are ticked and not downloaded yet, by the key of the share in the list. */
  readonly picks: Signal<ReadonlyMap<string, Spans>>;
  /** Files that are looked at, one of a share at a time: their entry's index by the key of the share in the list. */
  readonly previews: Signal<ReadonlyMap<string, number>>;
  warn(why: Failure, fillings?: Readonly<Record<string, string | number>>): void;
};

/** How to put things: words, names, sizes. */
export type Speaking = Pick<Visit, "say" | "names" | "measures">;

/** Rejects while the server is away. */
export function detailsOf({ facts }: Visit): Promise<DetailsWords> {
  return import(facts.details);
}

export function openVisit(facts: Facts, language: Language, say: Say): Visit {
  const session = signal<Session | undefined>(undefined);
  const peer = computed(() => session.value?.state.value);
  const notice = signal("");
  let names: ReadonlyMap<PeerId, string> = new Map();
  return {
    facts,
    language,
    say,
    measures: measuresOf(language),
    session,
    peer,
    names: computed(() => (names = namesOf(peer.value, names))),
    notice,
    unread: signal(0),
    reading: signal(false),
    to: signal(undefined),
    forMe: signal(undefined),
    found: signal(nothingFound),
    picks: signal(new Map()),
    previews: signal(new Map()),
    warn: (why, fillings) => (notice.value = say(failureKey(why), fillings)),
  };
}

/** The class of a person's colour, the same for everybody who sees them. */
export function toneOf(id: PeerId): string {
  let sum = 0;
  for (let i = 0; i < id.length; i++) sum = (31 * sum + id.charCodeAt(i)) % 65_521;
  return `tone-${sum % 12}`;
}

/** Enter that ends an IME's conversion is not Enter. Safari reports it as keyCode 229 after the composition is over. */
export function isComposing(event: KeyboardEvent): boolean {
  return event.isComposing || event.keyCode === 229;
}
