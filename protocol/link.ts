// The machine of one link: how two peers that see each other at the server come to two open channels, and back to them after trouble.
// Perfect negotiation (W3C WebRTC, section 10.7): the newcomer greets and is the polite one; the older peer makes the first offer.
// Before anything else the two find out whether they know the same secret (V1–V4): nobody else gets as far as a connection.

import { fromHex, toHex } from "./bytes.ts";
import { type Agreement, scalarBytes } from "./cpace.ts";
import { type Candidate, type Description, type Hello, hello, type Letter, sealWords, unsealWords, type Words } from "./envelope.ts";
import type { Failure } from "./failure.ts";
import { greetAfterMs, linkWithinMs, protocolVersion, retryFirstMs, retryLastMs, shutForMs, troubleMs } from "./limits.ts";
import { meetingOf, type Parties, type Sealing, sealingOf } from "./sealing.ts";
import type { PeerId } from "./signal.ts";

/** How far the exchange of descriptions is. `offering` and `answering` wait for the browser, `offered` for the other peer. */
type Talk = "stable" | "offering" | "offered" | "answering";

type At =
  /** The other peer will greet us, or is not there. */
  | { readonly at: "idle" }
  | { readonly at: "greeting"; readonly conversation: string; readonly random: Bytes; readonly share: string }
  /** `reply`: my share, until it is told. `proven`: the other one has shown that they know the secret. */
  | (Talking & { readonly at: "connecting"; readonly reply?: string; readonly proven: boolean })
  | (Talking & { readonly at: "up"; readonly trouble: Trouble })
  | { readonly at: "unreachable"; readonly why: Failure };

/** `once`: the connection of one of the two is described once, so it cannot be mended (L21). */
type Talking = {
  readonly conversation: string;
  readonly polite: boolean;
  readonly once: boolean;
  readonly talk: Talk;
  readonly sealing: Sealing;
};

type Trouble = "none" | "suspected" | "restarting";

type Bytes = Uint8Array<ArrayBuffer>;

export type Link = At & {
  /** Rises with every wait, so that an old timer means nothing. */
  readonly serial: number;
  /** Conversations in a row that led to no link. */
  readonly tries: number;
};

/** `conversation` on what the connection reports: words of a connection that was given up mean nothing. */
export type LinkEvent =
  | { on: "greet" }
  | { on: "expect" }
  | { on: "told"; letter: Letter }
  | { on: "refused" }
  | { on: "woke"; serial: number }
  | ({ conversation: string } & (
      | { on: "negotiation-needed" }
      | { on: "described"; description: Description }
      | { on: "found"; candidate: Candidate | null }
      | { on: "ice"; state: "connected" | "disconnected" | "failed" }
      | { on: "opened" }
      | { on: "broken" }
      /** They say more than anybody could take in. */
      | { on: "flooded" }
    ));

export type LinkEffect =
  | { do: "tell"; letter: Letter }
  | { do: "connect"; conversation: string }
  | { do: "describe" }
  | { do: "accept"; description: Description }
  | { do: "add"; candidate: Candidate | null }
  | { do: "restart" }
  | { do: "disconnect" }
  | { do: "wake"; afterMs: number; serial: number };

/**
 * Who the two are, and what I know of the room. `fresh`: secret random bytes that no other step gets. `spent`: so many guesses have failed
 * that nobody may make another. `once`: my connections are described once.
 */
export type Pair = {
  readonly room: string;
  readonly me: PeerId;
  readonly them: PeerId;
  readonly agreement: Agreement;
  readonly password: Bytes;
  readonly fresh: (bytes: number) => Bytes;
  readonly spent: boolean;
  readonly once: boolean;
};

type Stepped = readonly [Link, readonly LinkEffect[]];

export const noLink: Link = { at: "idle", serial: 0, tries: 0 };

export function stepLink(link: Link, event: LinkEvent, pair: Pair): Stepped {
  switch (event.on) {
    case "greet":
      return meetAgain(link, pair);
    case "expect":
      // They are new here and will greet us; a greeting of ours that went out before met nobody.
      return link.at === "connecting" || link.at === "up" ? [link, []] : wait(idle(link), greetAfterMs);
    case "told":
      return told(link, event.letter, pair);
    case "refused":
      return link.at === "greeting" ? [idle(link), []] : [link, []];
    case "woke":
      return event.serial === link.serial ? woke(link, pair) : [link, []];
    default:
      return ofConnection(link, event, pair);
  }
}

/** Back at the server: what was said meanwhile may be lost, so whatever is not up begins anew. */
function meetAgain(link: Link, pair: Pair): Stepped {
  if (link.at !== "up") return greet(link, pair);
  if (link.trouble !== "restarting") return [link, []];
  // An offer that the server did not pass on is said again; without one, the restart asks for it.
  return link.talk === "offered" ? [{ ...link, talk: "offering" }, [{ do: "describe" }]] : [link, [{ do: "restart" }]];
}

/** L1: a greeting names the conversation, and carries my share. */
function greet(link: Link, pair: Pair): Stepped {
  const fresh = pair.fresh(conversationBytes + scalarBytes);
  const conversation = toHex(fresh.subarray(0, conversationBytes));
  const random = fresh.slice(conversationBytes);
  const share = toHex(pair.agreement.shareOf(meetingOf(partiesOf(pair, conversation, "initiator"), pair.password), random));
  const greeting = { at: "greeting", conversation, random, share, serial: link.serial, tries: link.tries } as const;
  const [next, effects] = wait(greeting, linkWithinMs);
  return [next, [...leave(link), { do: "tell", letter: hello(conversation, share, pair.once) }, ...effects]];
}

const conversationBytes = 16;

function partiesOf({ room, me, them }: Pair, conversation: string, role: "initiator" | "responder"): Parties {
  const [initiator, responder] = role === "initiator" ? [me, them] : [them, me];
  return { room, initiator, responder, conversation };
}

function told(link: Link, letter: Letter, pair: Pair): Stepped {
  if (letter.type === "hello") return greeted(link, letter, pair);
  if (!("conversation" in link) || link.conversation !== letter.conversation) return [link, []];
  switch (letter.type) {
    case "unfit":
      return link.at === "greeting" ? [unreachable(link, "version-mismatch"), []] : [link, []];
    case "shut":
      return link.at === "greeting" ? wait(unreachable(link, letter.why), shutForMs) : [link, []];
    case "mismatch":
      // Whoever has proven to know the secret does not say this; the server might.
      return link.at === "connecting" && !link.proven ? [unreachable(link, "secret-mismatch"), leave(link)] : [link, []];
    case "reply":
      return link.at === "greeting" ? replied(link, letter, pair) : [link, []];
    case "sealed":
      return link.at === "greeting" ? [link, []] : unsealed(link, letter);
    default:
      return letter satisfies never;
  }
}

/** V1: whoever is greeted knows the key at once, and says so with the first offer, or with the wish for one (L21). */
function greeted(link: Link, letter: Hello, pair: Pair): Stepped {
  const { conversation, version } = letter;
  if (version !== protocolVersion) {
    const answer: LinkEffect = { do: "tell", letter: { type: "unfit", conversation, version: protocolVersion } };
    return [unreachable(link, "version-mismatch"), [...leave(link), answer]];
  }
  // Whoever says it twice has had their answer; another share for it would be another guess.
  if ("conversation" in link && link.conversation === conversation) return [link, []];
  if (link.at === "greeting" && pair.me < pair.them) return [link, []];
  const parties = partiesOf(pair, conversation, "responder");
  const meeting = meetingOf(parties, pair.password);
  const random = pair.fresh(scalarBytes);
  const share = pair.agreement.shareOf(meeting, random);
  const theirs = fromHex(letter.share);
  const key = pair.agreement.keyOf(meeting, random, theirs, [theirs, share]);
  if (key === undefined) return failed(link, "envelope-forged");
  const once = pair.once || letter.once === true;
  const talking = { conversation, polite: false, once, sealing: sealingOf(key, parties, "responder") } as const;
  const { serial, tries } = link;
  const connecting = { at: "connecting", ...talking, talk: "offering", reply: toHex(share), proven: false, serial, tries } as const;
  const [next, first] = pair.once && letter.once !== true ? invite(connecting) : ([connecting, { do: "describe" }] as const);
  const [waiting, effects] = wait(next, linkWithinMs);
  return [waiting, [...leave(link), { do: "connect", conversation }, first, ...effects]];
}

/** L21: the other one makes the offer. */
function invite({ reply: share = "", ...link }: Connecting): readonly [Connecting, LinkEffect] {
  const [sealing, sealed] = sealWords(link.sealing, { type: "invite" });
  const letter = { type: "reply", conversation: link.conversation, share, sealed } as const;
  return [
    { ...link, talk: "stable", sealing },
    { do: "tell", letter },
  ];
}

type Greeting = Extract<Link, { at: "greeting" }>;

/** V1, V3: the first sealed words show whether they know what I know. If not, both are told, and neither tries again by itself. */
function replied(link: Greeting, letter: Extract<Letter, { type: "reply" }>, pair: Pair): Stepped {
  const { conversation, random, serial, tries } = link;
  if (pair.spent) return wait(unreachable(link, "too-many-guesses"), shutForMs);
  const parties = partiesOf(pair, conversation, "initiator");
  const theirs = fromHex(letter.share);
  const key = pair.agreement.keyOf(meetingOf(parties, pair.password), random, theirs, [fromHex(link.share), theirs]);
  if (key === undefined) return failed(link, "envelope-forged");
  const opened = unsealWords(sealingOf(key, parties, "initiator"), letter.sealed);
  if (typeof opened === "string") return mismatched(link, conversation);
  const [sealing, words] = opened;
  const begun = { at: "connecting", conversation, polite: true, sealing, proven: true, serial, tries } as const;
  const connect: LinkEffect = { do: "connect", conversation };
  if (words?.type === "invite") {
    const [next, effects] = wait({ ...begun, once: true, talk: "offering" }, linkWithinMs);
    return [next, [connect, { do: "describe" }, ...effects]];
  }
  if (words?.type !== "description" || words.description.type !== "offer") return [link, []];
  const [next, effects] = wait({ ...begun, once: pair.once, talk: "answering" }, linkWithinMs);
  return [next, [connect, { do: "accept", description: words.description }, ...effects]];
}

function mismatched(link: Link, conversation: string): Stepped {
  return [unreachable(link, "secret-mismatch"), [...leave(link), { do: "tell", letter: { type: "mismatch", conversation } }]];
}

/** V2: what comes twice or late counts for nothing; what does not open is another secret, or was changed on the way. */
function unsealed(link: Connected, { conversation, sealed }: Extract<Letter, { type: "sealed" }>): Stepped {
  const opened = unsealWords(link.sealing, sealed);
  if (opened === "late") return [link, []];
  if (opened === "forged") {
    if (link.at === "up") return [link, []];
    return link.proven ? failed(link, "envelope-forged") : mismatched(link, conversation);
  }
  const [sealing, words] = opened;
  const next: Connected = link.at === "up" ? { ...link, sealing } : { ...link, sealing, proven: true };
  if (words === undefined) return [next, []];
  switch (words.type) {
    case "description":
      return described(next, words.description);
    case "candidate":
      return [next, [{ do: "add", candidate: words.candidate }]];
    case "invite":
      return [next, []];
    default:
      return words satisfies never;
  }
}

/** Says something in the conversation. The first words go with my share, if they are an offer. */
function say<L extends Connected>(link: L, words: Words): readonly [L, LinkEffect] {
  const { conversation } = link;
  const [sealing, sealed] = sealWords(link.sealing, words);
  if (link.at !== "connecting" || link.reply === undefined || words.type !== "description")
    return [
      { ...link, sealing },
      { do: "tell", letter: { type: "sealed", conversation, sealed } },
    ];
  const { reply: share, ...told } = link;
  return [{ ...told, sealing } as L, { do: "tell", letter: { type: "reply", conversation, share, sealed } }];
}

/** L4: a description of the other peer, for the conversation that is ours. */
function described(link: Connected, description: Description): Stepped {
  const accept: LinkEffect = { do: "accept", description };
  if (description.type === "answer") return link.talk === "offered" ? [{ ...link, talk: "stable" }, [accept]] : [link, []];
  const collision = link.talk === "offering" || link.talk === "offered";
  return collision && !link.polite ? [link, []] : [{ ...link, talk: "answering" }, [accept]];
}

/** What our own connection reports. */
function ofConnection(link: Link, event: Extract<LinkEvent, { conversation: string }>, pair: Pair): Stepped {
  if ((link.at !== "connecting" && link.at !== "up") || link.conversation !== event.conversation) return [link, []];
  switch (event.on) {
    case "negotiation-needed":
      return link.talk === "stable" ? [{ ...link, talk: "offering" }, [{ do: "describe" }]] : [link, []];
    case "described":
      return describedHere(link, event.description);
    case "found": {
      const [next, tell] = say(link, { type: "candidate", candidate: event.candidate });
      return [next, [tell]];
    }
    case "opened":
      // Not before they have proven to know the secret, which the answer did that the channels need.
      return link.at === "connecting" && link.proven ? [up(link), []] : [link, []];
    case "ice":
      return ice(link, event.state, pair);
    case "broken":
      return link.at === "connecting" ? failed(link, "link-failed") : beginAgain(link, pair);
    case "flooded": {
      const [next, effects] = wait(unreachable(link, "peer-floods"), shutForMs);
      return [next, [...leave(link), ...effects]];
    }
    default:
      return event satisfies never;
  }
}

type Connecting = Extract<Link, { at: "connecting" }>;
type Connected = Extract<Link, { at: "connecting" | "up" }>;

function describedHere(link: Connected, description: Description): Stepped {
  const [before, after] = description.type === "offer" ? (["offering", "offered"] as const) : (["answering", "stable"] as const);
  if (link.talk !== before) return [link, []];
  const [next, tell] = say(link, { type: "description", description });
  return [{ ...next, talk: after }, [tell]];
}

function up({ conversation, polite, once, talk, sealing, serial }: Connected): Link {
  return { at: "up", conversation, polite, once, talk, sealing, trouble: "none", serial: serial + 1, tries: 0 };
}

function ice(link: Connected, state: "connected" | "disconnected" | "failed", pair: Pair): Stepped {
  if (link.at === "connecting") return state === "failed" ? failed(link, "link-failed") : [link, []];
  switch (state) {
    case "connected":
      return link.trouble === "none" ? [link, []] : [up(link), []];
    case "disconnected":
      return link.trouble === "none" ? wait({ ...link, trouble: "suspected" }, troubleMs) : [link, []];
    case "failed":
      return link.trouble === "restarting" ? beginAgain(link, pair) : restart(link, pair);
    default:
      return state satisfies never;
  }
}

/** L6; L21: what is described once is not mended. */
function restart(link: Extract<Link, { at: "up" }>, pair: Pair): Stepped {
  if (link.once) return beginAgain(link, pair);
  const [next, effects] = wait({ ...link, trouble: "restarting" }, linkWithinMs);
  return [next, [{ do: "restart" }, ...effects]];
}

function woke(link: Link, pair: Pair): Stepped {
  switch (link.at) {
    case "idle":
    case "unreachable":
      return greet(link, pair);
    case "greeting":
    case "connecting":
      return failed(link, "link-failed");
    case "up":
      return link.trouble === "suspected" ? restart(link, pair) : beginAgain(link, pair);
    default:
      return link satisfies never;
  }
}

/** The connection is lost. The one that greeted greets again; the other waits for it, but not forever. */
function beginAgain(link: Connected, pair: Pair): Stepped {
  if (link.polite) return greet(link, pair);
  const [next, effects] = wait(idle(link), greetAfterMs);
  return [next, [...leave(link), ...effects]];
}

function failed(link: Link, why: Failure): Stepped {
  const tries = link.tries + 1;
  const [next, effects] = wait({ ...unreachable(link, why), tries }, Math.min(retryLastMs, retryFirstMs * 2 ** (tries - 1)));
  return [next, [...leave(link), ...effects]];
}

function idle(link: Link): Link {
  return { at: "idle", serial: link.serial + 1, tries: link.tries };
}

function unreachable(link: Link, why: Failure): Link {
  return { at: "unreachable", why, serial: link.serial + 1, tries: link.tries };
}

/** Is somebody being answered who has not shown yet that they know the secret? They may be guessing. */
export function isUnproven(link: Link): boolean {
  return link.at === "connecting" && !link.proven;
}

/** Ends the connection, where there is one. */
export function leave(link: Link): { readonly do: "disconnect" }[] {
  return link.at === "connecting" || link.at === "up" ? [{ do: "disconnect" }] : [];
}

function wait(link: Link, afterMs: number): Stepped {
  const serial = link.serial + 1;
  return [{ ...link, serial }, [{ do: "wake", afterMs, serial }]];
}
