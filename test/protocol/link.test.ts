import { expect, test } from "bun:test";
import { type Description, hello, type Words } from "../../protocol/envelope.ts";
import { greetAfterMs, linkWithinMs, protocolVersion, retryFirstMs, retryLastMs, troubleMs } from "../../protocol/limits.ts";
import { type Link, type LinkEffect, type LinkEvent, noLink, shownLink, stepLink } from "../../protocol/link.ts";

const mine = "a".repeat(32);
const theirs = "b".repeat(32);
const theirGreeting = hello(`${theirs}-1`);
const offer: Description = { type: "offer", sdp: "their offer" };
const answer: Description = { type: "answer", sdp: "their answer" };
const myOffer: Description = { type: "offer", sdp: "my offer" };
const myAnswer: Description = { type: "answer", sdp: "my answer" };

/** What a connection reports; the conversation is filled in. */
type Report = LinkEvent extends infer Each ? (Each extends { conversation: string } ? Omit<Each, "conversation"> : never) : never;

/** One side's link, of the peer with the lower id unless `first` says otherwise. */
function linkOf(first = true) {
  let link: Link = noLink;
  const does = (event: LinkEvent): readonly LinkEffect[] => {
    const [next, effects] = stepLink(link, event, { session: mine, first });
    link = next;
    return effects;
  };
  const conversation = () => ("conversation" in link ? link.conversation : "none");
  const hears = (words: Words) => does({ on: "told", words });
  return {
    does,
    hears,
    conversation,
    /** They describe their side of the conversation that is mine now. */
    told: (description: Description) => hears({ type: "description", conversation: conversation(), description }),
    reports: (event: Report) => does({ ...event, conversation: conversation() } as LinkEvent),
    /** The timer that was set last comes to its end. */
    wakes: () => does({ on: "woke", serial: link.serial }),
    get link() {
      return link;
    },
  };
}

/** The newcomer, which is polite, with its link up. */
function newcomerUp() {
  const side = linkOf();
  side.does({ on: "greet" });
  side.told(offer);
  side.reports({ on: "described", description: myAnswer });
  side.reports({ on: "opened" });
  return side;
}

/** The older peer, which is not polite, with its link up. */
function elderUp() {
  const side = linkOf();
  side.hears(theirGreeting);
  side.reports({ on: "described", description: myOffer });
  side.told(answer);
  side.reports({ on: "opened" });
  return side;
}

const waits = (effects: readonly LinkEffect[]) => effects.flatMap((effect) => (effect.do === "wake" ? [effect.afterMs] : []));
const acts = (effects: readonly LinkEffect[]) => effects.flatMap((effect) => (effect.do === "wake" ? [] : [effect]));
const greetings = (effects: readonly LinkEffect[]) => effects.filter((effect) => effect.do === "tell" && effect.words.type === "hello");

test("[L1] the newcomer greets, and connects when it is offered a description", () => {
  const side = linkOf();
  expect(acts(side.does({ on: "greet" }))).toEqual([{ do: "tell", words: hello(side.conversation()) }]);
  expect(acts(side.told(offer))).toEqual([
    { do: "connect", conversation: side.conversation() },
    { do: "accept", description: offer },
  ]);
  const words: Words = { type: "description", conversation: side.conversation(), description: myAnswer };
  expect(side.reports({ on: "described", description: myAnswer })).toEqual([{ do: "tell", words }]);
});

test("[L1] whoever is greeted connects and makes the first offer", () => {
  const side = linkOf();
  expect(acts(side.hears(theirGreeting))).toEqual([{ do: "connect", conversation: theirGreeting.conversation }, { do: "describe" }]);
  const words: Words = { type: "description", conversation: theirGreeting.conversation, description: myOffer };
  expect(side.reports({ on: "described", description: myOffer })).toEqual([{ do: "tell", words }]);
  expect(side.told(answer)).toEqual([{ do: "accept", description: answer }]);
});

test("[L1] somebody who arrived and does not greet is greeted", () => {
  const side = linkOf();
  expect(waits(side.does({ on: "expect" }))).toEqual([greetAfterMs]);
  expect(greetings(side.wakes())).toHaveLength(1);
});

test("[L1] candidates are passed on in both directions", () => {
  const side = linkOf();
  side.hears(theirGreeting);
  const words: Words = { type: "candidate", conversation: side.conversation(), candidate: null };
  expect(side.reports({ on: "found", candidate: null })).toEqual([{ do: "tell", words }]);
  expect(side.hears(words)).toEqual([{ do: "add", candidate: null }]);
});

test("[L2] words of another conversation mean nothing", () => {
  for (const side of [linkOf(), newcomerUp(), elderUp()]) {
    const before = side.link;
    for (const conversation of [`${mine}-999`, `${theirs}-999`]) {
      for (const description of [offer, answer]) expect(side.hears({ type: "description", conversation, description })).toEqual([]);
      expect(side.hears({ type: "candidate", conversation, candidate: null })).toEqual([]);
      expect(side.hears({ type: "unfit", conversation, version: 9 })).toEqual([]);
    }
    expect(side.link).toBe(before);
  }
});

test("[L2] what a connection reports that was given up means nothing", () => {
  const side = elderUp();
  const before = side.link;
  const old = { conversation: `${theirs}-0` };
  expect(side.does({ on: "broken", ...old })).toEqual([]);
  expect(side.does({ on: "ice", state: "failed", ...old })).toEqual([]);
  expect(side.does({ on: "described", description: myOffer, ...old })).toEqual([]);
  expect(side.link).toBe(before);
});

test("[L2] a new greeting ends the conversation before it", () => {
  for (const side of [newcomerUp(), elderUp()]) {
    const next = hello(`${theirs}-2`);
    const connect = { do: "connect", conversation: next.conversation } as const;
    expect(acts(side.hears(next))).toEqual([{ do: "disconnect" }, connect, { do: "describe" }]);
    expect(side.link).toMatchObject({ at: "connecting", conversation: next.conversation, polite: false });
  }
});

test("[L2] no two greetings of a page begin the same conversation", () => {
  const side = linkOf();
  const names = new Set<string>();
  for (let i = 0; i < 20; i++) {
    side.does({ on: "greet" });
    names.add(side.conversation());
    if (i % 2) side.wakes();
  }
  expect(names.size).toBe(20);
});

test("[L3] if both greet at once, the greeting of the lower id counts", () => {
  const lower = linkOf(true);
  lower.does({ on: "greet" });
  expect(lower.hears(theirGreeting)).toEqual([]);
  expect(lower.link.at).toBe("greeting");

  const higher = linkOf(false);
  higher.does({ on: "greet" });
  expect(acts(higher.hears(theirGreeting))).toContainEqual({ do: "connect", conversation: theirGreeting.conversation });
});

test("[L3] a greeting from before the other arrived does not count against theirs", () => {
  const lower = linkOf(true);
  lower.does({ on: "greet" });
  lower.does({ on: "expect" });
  expect(acts(lower.hears(theirGreeting))).toContainEqual({ do: "connect", conversation: theirGreeting.conversation });
});

test("[L4] when offers cross, the polite peer takes the other's and drops its own", () => {
  for (const sent of [true, false]) {
    const side = newcomerUp();
    expect(side.reports({ on: "negotiation-needed" })).toEqual([{ do: "describe" }]);
    if (sent) side.reports({ on: "described", description: myOffer });
    expect(side.told(offer)).toEqual([{ do: "accept", description: offer }]);
    expect(side.reports({ on: "described", description: myOffer })).toEqual([]);
    expect(side.told(answer)).toEqual([]);
    expect(side.reports({ on: "described", description: myAnswer })).toHaveLength(1);
  }
});

test("[L4] when offers cross, the other peer keeps its own", () => {
  const side = elderUp();
  side.reports({ on: "negotiation-needed" });
  expect(side.told(offer)).toEqual([]);
  expect(side.reports({ on: "described", description: myOffer })).toHaveLength(1);
  expect(side.told(offer)).toEqual([]);
  expect(side.told(answer)).toEqual([{ do: "accept", description: answer }]);
});

test("[L4] an answer that nobody waits for means nothing", () => {
  expect(newcomerUp().told(answer)).toEqual([]);
  expect(elderUp().told(answer)).toEqual([]);
});

test("[L5] a link is up when the channels are open, and not before", () => {
  const side = linkOf();
  side.hears(theirGreeting);
  side.reports({ on: "described", description: myOffer });
  side.told(answer);
  side.reports({ on: "ice", state: "connected" });
  expect([side.link.at, shownLink(side.link)]).toEqual(["connecting", "connecting"]);
  side.reports({ on: "opened" });
  expect([side.link.at, shownLink(side.link)]).toEqual(["up", "direct"]);
});

test("[L6] a link out of contact for 2 s restarts ICE", () => {
  const side = elderUp();
  expect(side.reports({ on: "ice", state: "disconnected" })).toEqual([{ do: "wake", afterMs: troubleMs, serial: side.link.serial }]);
  expect(troubleMs).toBe(2_000);
  expect(acts(side.wakes())).toEqual([{ do: "restart" }]);
  expect(side.link.at).toBe("up");
});

test("[L6] contact that comes back in time needs no restart", () => {
  const side = elderUp();
  side.reports({ on: "ice", state: "disconnected" });
  const { serial } = side.link;
  side.reports({ on: "ice", state: "connected" });
  expect(side.does({ on: "woke", serial })).toEqual([]);
  expect(side.link).toMatchObject({ at: "up", trouble: "none" });
});

test("[L6] a link that failed restarts ICE at once", () => {
  expect(acts(elderUp().reports({ on: "ice", state: "failed" }))).toEqual([{ do: "restart" }]);
});

test("[L6] if the restart fails, the one that greeted greets again", () => {
  const side = newcomerUp();
  side.reports({ on: "ice", state: "failed" });
  const [leave, tell] = acts(side.reports({ on: "ice", state: "failed" }));
  expect(leave).toEqual({ do: "disconnect" });
  expect(tell).toEqual({ do: "tell", words: hello(side.conversation()) });
});

test("[L6] if the restart leads to nothing within its time, a new conversation begins", () => {
  const polite = newcomerUp();
  expect(waits(polite.reports({ on: "ice", state: "failed" }))).toEqual([linkWithinMs]);
  expect(greetings(polite.wakes())).toHaveLength(1);

  const other = elderUp();
  other.reports({ on: "ice", state: "failed" });
  const effects = other.wakes();
  expect(acts(effects)).toEqual([{ do: "disconnect" }]);
  expect(waits(effects)).toEqual([greetAfterMs]);
  expect(greetings(other.wakes())).toHaveLength(1);
});

test("[L6] back at the server, a restart whose words may be lost is made again", () => {
  const side = elderUp();
  expect(side.does({ on: "greet" })).toEqual([]);
  side.reports({ on: "ice", state: "failed" });
  expect(side.does({ on: "greet" })).toEqual([{ do: "restart" }]);
});

test("[L7] a conversation without a link within 15 s is over", () => {
  expect(linkWithinMs).toBe(15_000);
  const greeting = linkOf();
  expect(waits(greeting.does({ on: "greet" }))).toEqual([linkWithinMs]);
  const connecting = linkOf();
  expect(waits(connecting.hears(theirGreeting))).toEqual([linkWithinMs]);
  for (const side of [greeting, connecting]) {
    side.wakes();
    expect(side.link).toMatchObject({ at: "unreachable", why: "link-failed" });
  }
});

test("[L7] an unreachable peer is tried again after 2 s, then after twice as long up to 60 s", () => {
  const side = linkOf();
  side.does({ on: "greet" });
  const seen: number[] = [];
  for (let i = 0; i < 7; i++) {
    seen.push(...waits(side.wakes()));
    expect(shownLink(side.link)).toBe("unreachable");
    expect(greetings(side.wakes())).toHaveLength(1);
    expect(shownLink(side.link)).toBe("unreachable");
  }
  expect(seen).toEqual([2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000]);
  expect([retryFirstMs, retryLastMs]).toEqual([2_000, 60_000]);
});

test("[L7] a connection that fails before the link is up counts as a try", () => {
  const side = linkOf();
  side.hears(theirGreeting);
  expect(side.reports({ on: "ice", state: "failed" })).toEqual([
    { do: "disconnect" },
    { do: "wake", afterMs: retryFirstMs, serial: side.link.serial },
  ]);
});

test("[L7] a connection that breaks before the link is up counts as a try", () => {
  const side = linkOf();
  side.does({ on: "greet" });
  side.told(offer);
  expect(greetings(side.reports({ on: "broken" }))).toEqual([]);
  expect(side.link).toMatchObject({ at: "unreachable", tries: 1 });
});

test("[L7] a link that came up begins with a short wait again", () => {
  const side = linkOf();
  side.does({ on: "greet" });
  for (let i = 0; i < 5; i++) side.wakes();
  expect(side.link.tries).toBe(3);
  side.hears(theirGreeting);
  side.reports({ on: "opened" });
  side.hears(hello(`${theirs}-2`));
  expect(waits(side.wakes())).toEqual([retryFirstMs]);
});

test("[L7] a greeting that reached nobody waits for them to arrive", () => {
  const side = linkOf();
  side.does({ on: "greet" });
  const { serial } = side.link;
  expect(side.does({ on: "refused" })).toEqual([]);
  expect(side.link.at).toBe("idle");
  expect(side.does({ on: "woke", serial })).toEqual([]);
});

test("[L8] a peer of another version is told so, and unreachable", () => {
  const side = linkOf();
  const conversation = `${theirs}-1`;
  const unfit: Words = { type: "unfit", conversation, version: protocolVersion };
  expect(side.hears({ type: "hello", conversation, version: protocolVersion + 1 })).toEqual([{ do: "tell", words: unfit }]);
  expect(side.link).toMatchObject({ at: "unreachable", why: "version-mismatch" });
});

test("[L8] whoever is told so is unreachable too, and does not try again by itself", () => {
  const side = linkOf();
  side.does({ on: "greet" });
  const { serial } = side.link;
  expect(side.hears({ type: "unfit", conversation: side.conversation(), version: protocolVersion + 1 })).toEqual([]);
  expect(side.link).toMatchObject({ at: "unreachable", why: "version-mismatch" });
  expect(side.does({ on: "woke", serial })).toEqual([]);
});

test("a connection that broke is left, and the one that greeted greets again", () => {
  expect(acts(newcomerUp().reports({ on: "broken" }))).toMatchObject([{ do: "disconnect" }, { do: "tell", words: { type: "hello" } }]);
  expect(acts(elderUp().reports({ on: "broken" }))).toEqual([{ do: "disconnect" }]);
});

test("two sides come to a link through each other's words alone", () => {
  for (const both of [false, true]) {
    const sides = [linkOf(true), linkOf(false)] as const;
    const line: [to: 0 | 1, words: Words][] = [];
    const post = (from: 0 | 1, effects: readonly LinkEffect[]) => {
      for (const effect of effects) {
        if (effect.do === "tell") line.push([from === 0 ? 1 : 0, effect.words]);
        if (effect.do === "describe") post(from, sides[from].reports({ on: "described", description: myOffer }));
        if (effect.do === "accept" && effect.description.type === "offer") {
          post(from, sides[from].reports({ on: "described", description: myAnswer }));
        }
      }
    };
    post(1, sides[1].does({ on: "greet" }));
    if (both) post(0, sides[0].does({ on: "greet" }));
    for (let next = line.shift(); next !== undefined; next = line.shift()) post(next[0], sides[next[0]].hears(next[1]));
    for (const side of sides) side.reports({ on: "opened" });
    expect(sides.map((side) => side.link.at)).toEqual(["up", "up"]);
    expect(sides[0].conversation()).toBe(sides[1].conversation());
    expect(sides[0].link).not.toMatchObject({ polite: (sides[1].link as { polite?: boolean }).polite });
  }
});
