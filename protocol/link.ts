// The machine of one link: how two peers that see each other at the server come to two open channels, and back to them after trouble.
// Perfect negotiation (W3C WebRTC, section 10.7): the newcomer greets and is the polite one; the older peer makes the first offer.
import { type Candidate, type Description, hello, type Words } from "./envelope.ts";
import type { Failure } from "./failure.ts";
import { greetAfterMs, linkWithinMs, protocolVersion, retryFirstMs, retryLastMs, troubleMs } from "./limits.ts";

/** How far the exchange of descriptions is. `offering` and `answering` wait for the browser, `offered` for the other peer. */
type Talk = "stable" | "offering" | "offered" | "answering";

type At =
  /** The other peer will greet us, or is not there. */
  | { readonly at: "idle" }
  | { readonly at: "greeting"; readonly conversation: string }
  | { readonly at: "connecting"; readonly conversation: string; readonly polite: boolean; readonly talk: Talk }
  | { readonly at: "up"; readonly conversation: string; readonly polite: boolean; readonly talk: Talk; readonly trouble: Trouble }
  | { readonly at: "unreachable"; readonly why: Failure };

type Trouble = "none" | "suspected" | "restarting";

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
  | { on: "told"; words: Words }
  | { on: "refused" }
  | { on: "woke"; serial: number }
  | ({ conversation: string } & (
      | { on: "negotiation-needed" }
      | { on: "described"; description: Description }
      | { on: "found"; candidate: Candidate | null }
      | { on: "ice"; state: "connected" | "disconnected" | "failed" }
      | { on: "opened" }
      | { on: "broken" }
    ));

export type LinkEffect =
  | { do: "tell"; words: Words }
  | { do: "connect"; conversation: string }
  | { do: "describe" }
  | { do: "accept"; description: Description }
  | { do: "add"; candidate: Candidate | null }
  | { do: "restart" }
  | { do: "disconnect" }
  | { do: "wake"; afterMs: number; serial: number };

/** Who the two are: `session` names this page, `first` is true on the side whose greeting counts when both greet at once. */
export type Pair = { readonly session: string; readonly first: boolean };

type Stepped = readonly [Link, readonly LinkEffect[]];

export const noLink: Link = { at: "idle", serial: 0, tries: 0 };

/** What people are shown. */
export function shownLink(link: Link): "connecting" | "direct" | "unreachable" {
  if (link.at === "up") return "direct";
  return link.at === "unreachable" || link.tries > 0 ? "unreachable" : "connecting";
}

export function stepLink(link: Link, event: LinkEvent, pair: Pair): Stepped {
  switch (event.on) {
    case "greet":
      return meetAgain(link, pair);
    case "expect":
      // They are new here and will greet us; a greeting of ours that went out before met nobody.
      return link.at === "connecting" || link.at === "up" ? [link, []] : wait(idle(link), greetAfterMs);
    case "told":
      return told(link, event.words, pair);
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

function greet(link: Link, pair: Pair): Stepped {
  const conversation = `${pair.session}-${(link.serial + 1) % 1_000_000}`;
  const [next, effects] = wait({ at: "greeting", conversation, serial: link.serial, tries: link.tries }, linkWithinMs);
  return [next, [...leave(link), { do: "tell", words: hello(conversation) }, ...effects]];
}

function told(link: Link, words: Words, pair: Pair): Stepped {
  if (words.type === "hello") return greeted(link, words, pair);
  const ours = "conversation" in link && link.conversation === words.conversation;
  if (!ours) return [link, []];
  switch (words.type) {
    case "unfit":
      return [unreachable(link, "version-mismatch"), leave(link)];
    case "description":
      return described(link, words.description);
    case "candidate":
      return link.at === "greeting" ? [link, []] : [link, [{ do: "add", candidate: words.candidate }]];
    default:
      return words satisfies never;
  }
}

function greeted(link: Link, words: Extract<Words, { type: "hello" }>, pair: Pair): Stepped {
  const { conversation, version } = words;
  if (version !== protocolVersion) {
    const answer: LinkEffect = { do: "tell", words: { type: "unfit", conversation, version: protocolVersion } };
    return [unreachable(link, "version-mismatch"), [...leave(link), answer]];
  }
  if (link.at === "greeting" && pair.first) return [link, []];
  const next = { at: "connecting", conversation, polite: false, talk: "offering", serial: link.serial, tries: link.tries } as const;
  const [waiting, effects] = wait(next, linkWithinMs);
  return [waiting, [...leave(link), { do: "connect", conversation }, { do: "describe" }, ...effects]];
}

/** A description of the other peer, for the conversation that is ours. */
function described(link: Link, description: Description): Stepped {
  const accept: LinkEffect = { do: "accept", description };
  switch (link.at) {
    case "idle":
    case "unreachable":
      return [link, []];
    case "greeting": {
      if (description.type !== "offer") return [link, []];
      const { conversation, serial, tries } = link;
      const [next, effects] = wait({ at: "connecting", conversation, polite: true, talk: "answering", serial, tries }, linkWithinMs);
      return [next, [{ do: "connect", conversation }, accept, ...effects]];
    }
    case "connecting":
    case "up": {
      if (description.type === "answer") return link.talk === "offered" ? [{ ...link, talk: "stable" }, [accept]] : [link, []];
      const collision = link.talk === "offering" || link.talk === "offered";
      return collision && !link.polite ? [link, []] : [{ ...link, talk: "answering" }, [accept]];
    }
    default:
      return link satisfies never;
  }
}

/** What our own connection reports. */
function ofConnection(link: Link, event: Extract<LinkEvent, { conversation: string }>, pair: Pair): Stepped {
  if ((link.at !== "connecting" && link.at !== "up") || link.conversation !== event.conversation) return [link, []];
  switch (event.on) {
    case "negotiation-needed":
      return link.talk === "stable" ? [{ ...link, talk: "offering" }, [{ do: "describe" }]] : [link, []];
    case "described":
      return describedHere(link, event.description);
    case "found":
      return [link, [{ do: "tell", words: { type: "candidate", conversation: link.conversation, candidate: event.candidate } }]];
    case "opened":
      return link.at === "up" ? [link, []] : [up(link), []];
    case "ice":
      return ice(link, event.state, pair);
    case "broken":
      return link.at === "connecting" ? failed(link) : beginAgain(link, pair);
    default:
      return event satisfies never;
  }
}

type Connected = Extract<Link, { at: "connecting" | "up" }>;

function describedHere(link: Connected, description: Description): Stepped {
  const tell: LinkEffect = { do: "tell", words: { type: "description", conversation: link.conversation, description } };
  if (description.type === "offer") return link.talk === "offering" ? [{ ...link, talk: "offered" }, [tell]] : [link, []];
  return link.talk === "answering" ? [{ ...link, talk: "stable" }, [tell]] : [link, []];
}

function up(link: Connected): Link {
  const { conversation, polite, talk, serial } = link;
  return { at: "up", conversation, polite, talk, trouble: "none", serial: serial + 1, tries: 0 };
}

function ice(link: Connected, state: "connected" | "disconnected" | "failed", pair: Pair): Stepped {
  if (link.at === "connecting") return state === "failed" ? failed(link) : [link, []];
  switch (state) {
    case "connected":
      return link.trouble === "none" ? [link, []] : [up(link), []];
    case "disconnected":
      return link.trouble === "none" ? wait({ ...link, trouble: "suspected" }, troubleMs) : [link, []];
    case "failed":
      return link.trouble === "restarting" ? beginAgain(link, pair) : restart(link);
    default:
      return state satisfies never;
  }
}

function restart(link: Extract<Link, { at: "up" }>): Stepped {
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
      return failed(link);
    case "up":
      return link.trouble === "suspected" ? restart(link) : beginAgain(link, pair);
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

function failed(link: Link): Stepped {
  const tries = link.tries + 1;
  const [next, effects] = wait({ ...unreachable(link, "link-failed"), tries }, Math.min(retryLastMs, retryFirstMs * 2 ** (tries - 1)));
  return [next, [...leave(link), ...effects]];
}

function idle(link: Link): Link {
  return { at: "idle", serial: link.serial + 1, tries: link.tries };
}

function unreachable(link: Link, why: Failure): Link {
  return { at: "unreachable", why, serial: link.serial + 1, tries: link.tries };
}

/** Ends the connection, where there is one. */
export function leave(link: Link): { readonly do: "disconnect" }[] {
  return link.at === "connecting" || link.at === "up" ? [{ do: "disconnect" }] : [];
}

function wait(link: Link, afterMs: number): Stepped {
  const serial = link.serial + 1;
  return [{ ...link, serial }, [{ do: "wake", afterMs, serial }]];
}
