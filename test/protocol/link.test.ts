import { expect, test } from "bun:test";
import { cpace } from "../../protocol/cpace.ts";
import { type Description, hello, type Letter, type Words } from "../../protocol/envelope.ts";
import { greetAfterMs, linkWithinMs, protocolVersion, retryFirstMs, retryLastMs, shutForMs, troubleMs } from "../../protocol/limits.ts";
import { type Link, type LinkEffect, type LinkEvent, noLink, stepLink } from "../../protocol/link.ts";
import { passwordOf, type RoomSecret } from "../../protocol/secret.ts";
import { quickAgreement } from "../support/agreement.ts";
import { opposite } from "../support/opposite.ts";
import { peerId } from "../support/participant.ts";

const room = "kitchen";
const offer: Description = { type: "offer", sdp: "their offer" };
const answer: Description = { type: "answer", sdp: "their answer" };
const myOffer: Description = { type: "offer", sdp: "my offer" };
const myAnswer: Description = { type: "answer", sdp: "my answer" };

/** What a connection reports; the conversation is filled in. */
type Report = LinkEvent extends infer Each ? (Each extends { conversation: string } ? Omit<Each, "conversation"> : never) : never;

/** What a link wants done, with what is sealed as the other side reads it. */
type Act = Exclude<LinkEffect, { do: "tell" }> | { do: "tell"; letter: Letter } | { do: "tell"; words: Words };

/** One side's link, of the peer with the lower id unless `first` says otherwise, and somebody on the other side who knows a secret too. */
function linkOf(first = true, lent: { mine?: RoomSecret; theirs?: RoomSecret; spent?: boolean; once?: boolean } = {}) {
  let link: Link = noLink;
  let steps = 0;
  const [me, them] = first ? [peerId("a"), peerId("b")] : [peerId("b"), peerId("a")];
  const other = opposite({ room, password: passwordOf(lent.theirs ?? {}), me, them });
  const password = passwordOf(lent.mine ?? {});
  let greeting: Letter | undefined;
  const step = (event: LinkEvent): readonly LinkEffect[] => {
    const fresh = (bytes: number) => new Uint8Array(bytes).fill(++steps);
    const pair = { room, me, them, agreement: quickAgreement, password, fresh, spent: lent.spent === true, once: lent.once === true };
    const [next, effects] = stepLink(link, event, pair);
    link = next;
    for (const effect of effects) if (effect.do === "tell" && effect.letter.type === "hello") greeting = effect.letter;
    return effects;
  };
  const read = (effect: LinkEffect): Act => {
    if (effect.do !== "tell") return effect;
    if (!("sealed" in effect.letter)) return { do: "tell", letter: effect.letter };
    return { do: "tell", words: other.reads(effect.letter) };
  };
  const does = (event: LinkEvent): readonly Act[] => step(event).map(read);
  const conversation = () => ("conversation" in link ? link.conversation : "none");
  const hears = (letter: Letter) => {
    const effects = does({ on: "told", letter });
    if (link.at === "connecting" && link.reply !== undefined) other.hearsReply({ conversation: link.conversation, share: link.reply });
    return effects;
  };
  return {
    does,
    hears,
    conversation,
    /** They greet; the letter that did it. */
    greeted(once = false) {
      const letter = other.greets(once);
      return { letter, effects: hears(letter) };
    },
    /** What they would write. */
    letterOf: (words: Words) => other.says(conversation(), words),
    /** They say something in the conversation that is mine now. */
    told(said: Description | Words) {
      const words: Words = "sdp" in said ? { type: "description", description: said } : said;
      if (link.at !== "greeting") return hears(other.says(conversation(), words));
      if (greeting?.type !== "hello") throw new Error("nobody was greeted");
      return hears(other.replies(greeting, words));
    },
    reports: (event: Report) => does({ ...event, conversation: conversation() } as LinkEvent),
    /** The same, with what is told as it goes through the server. */
    reportsSealed: (event: Report) => step({ ...event, conversation: conversation() } as LinkEvent),
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
  side.greeted();
  side.reports({ on: "described", description: myOffer });
  side.told(answer);
  side.reports({ on: "opened" });
  return side;
}

const waits = (effects: readonly Act[]) => effects.flatMap((effect) => (effect.do === "wake" ? [effect.afterMs] : []));
const acts = (effects: readonly Act[]) => effects.flatMap((effect) => (effect.do === "wake" ? [] : [effect]));
const greetings = (effects: readonly Act[]) =>
  effects.flatMap((effect) => (effect.do === "tell" && "letter" in effect && effect.letter.type === "hello" ? [effect.letter] : []));

test("[L1] the newcomer greets, and connects when it is offered a description", () => {
  const side = linkOf();
  const [greeting] = greetings(acts(side.does({ on: "greet" })));
  expect(greeting).toEqual(hello(side.conversation(), greeting?.share ?? ""));
  expect(acts(side.told(offer))).toEqual([
    { do: "connect", conversation: side.conversation() },
    { do: "accept", description: offer },
  ]);
  const words: Words = { type: "description", description: myAnswer };
  expect(side.reports({ on: "described", description: myAnswer })).toEqual([{ do: "tell", words }]);
});

test("[L1] whoever is greeted connects and makes the first offer", () => {
  const side = linkOf();
  const { letter, effects } = side.greeted();
  expect(acts(effects)).toEqual([{ do: "connect", conversation: letter.conversation }, { do: "describe" }]);
  const words: Words = { type: "description", description: myOffer };
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
  side.greeted();
  const words: Words = { type: "candidate", candidate: null };
  expect(side.reports({ on: "found", candidate: null })).toEqual([{ do: "tell", words }]);
  expect(side.told(words)).toEqual([{ do: "add", candidate: null }]);
});

test("[L2] words of another conversation mean nothing", () => {
  for (const side of [newcomerUp(), elderUp()]) {
    const before = side.link;
    const conversation = "9".repeat(32);
    const letter = side.letterOf({ type: "candidate", candidate: null });
    expect(side.hears({ ...letter, conversation } as Letter)).toEqual([]);
    expect(side.hears({ type: "reply", conversation, share: "1b".repeat(32), sealed: { n: 0, box: "00".repeat(16) } })).toEqual([]);
    expect(side.hears({ type: "unfit", conversation, version: 9 })).toEqual([]);
    expect(side.hears({ type: "mismatch", conversation })).toEqual([]);
    expect(side.hears({ type: "shut", conversation, why: "room-locked" })).toEqual([]);
    expect(side.link).toBe(before);
  }
});

test("[L2] what a connection reports that was given up means nothing", () => {
  const side = elderUp();
  const before = side.link;
  const old = { conversation: "0".repeat(32) };
  expect(side.does({ on: "broken", ...old })).toEqual([]);
  expect(side.does({ on: "ice", state: "failed", ...old })).toEqual([]);
  expect(side.does({ on: "described", description: myOffer, ...old })).toEqual([]);
  expect(side.link).toBe(before);
});

test("[L2] a new greeting ends the conversation before it", () => {
  for (const side of [newcomerUp(), elderUp()]) {
    const { letter: next, effects } = side.greeted();
    const connect = { do: "connect", conversation: next.conversation } as const;
    expect(acts(effects)).toEqual([{ do: "disconnect" }, connect, { do: "describe" }]);
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
  expect(lower.greeted().effects).toEqual([]);
  expect(lower.link.at).toBe("greeting");

  const higher = linkOf(false);
  higher.does({ on: "greet" });
  const { letter, effects } = higher.greeted();
  expect(acts(effects)).toContainEqual({ do: "connect", conversation: letter.conversation });
});

test("[L3] a greeting from before the other arrived does not count against theirs", () => {
  const lower = linkOf(true);
  lower.does({ on: "greet" });
  lower.does({ on: "expect" });
  const { letter, effects } = lower.greeted();
  expect(acts(effects)).toContainEqual({ do: "connect", conversation: letter.conversation });
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
  side.greeted();
  side.reports({ on: "described", description: myOffer });
  side.told(answer);
  side.reports({ on: "ice", state: "connected" });
  expect(side.link.at).toBe("connecting");
  side.reports({ on: "opened" });
  expect(side.link.at).toBe("up");
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
  expect(tell).toMatchObject({ do: "tell", letter: { type: "hello", conversation: side.conversation() } });
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
  expect(waits(connecting.greeted().effects)).toEqual([linkWithinMs]);
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
    expect(side.link.at === "unreachable" || side.link.tries > 0).toBe(true);
    expect(greetings(side.wakes())).toHaveLength(1);
    expect(side.link.at === "unreachable" || side.link.tries > 0).toBe(true);
  }
  expect(seen).toEqual([2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000]);
  expect([retryFirstMs, retryLastMs]).toEqual([2_000, 60_000]);
});

test("[L7] a connection that fails before the link is up counts as a try", () => {
  const side = linkOf();
  side.greeted();
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
  side.greeted();
  side.reports({ on: "described", description: myOffer });
  side.told(answer);
  side.reports({ on: "opened" });
  side.greeted();
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
  const conversation = "d".repeat(32);
  const unfit: Letter = { type: "unfit", conversation, version: protocolVersion };
  expect(side.hears({ ...hello(conversation, "1b".repeat(32)), version: protocolVersion + 1 } as Letter)).toEqual([
    { do: "tell", letter: unfit },
  ]);
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
  expect(acts(newcomerUp().reports({ on: "broken" }))).toMatchObject([{ do: "disconnect" }, { do: "tell", letter: { type: "hello" } }]);
  expect(acts(elderUp().reports({ on: "broken" }))).toEqual([{ do: "disconnect" }]);
});

/** Two links that hear each other, if the one in between passes on what they say. */
function joined(both: boolean, pass: (letter: Letter) => Letter, secrets: { mine?: RoomSecret; theirs?: RoomSecret } = {}) {
  const sides = [bare(0, secrets.mine ?? {}), bare(1, secrets.theirs ?? {})] as const;
  const line: [to: 0 | 1, letter: Letter][] = [];
  const post = (from: 0 | 1, effects: readonly LinkEffect[]) => {
    for (const effect of effects) {
      if (effect.do === "tell") line.push([from === 0 ? 1 : 0, effect.letter]);
      if (effect.do === "describe") post(from, sides[from].does({ on: "described", description: myOffer }));
      if (effect.do === "accept" && effect.description.type === "offer")
        post(from, sides[from].does({ on: "described", description: myAnswer }));
    }
  };
  post(1, sides[1].does({ on: "greet" }));
  if (both) post(0, sides[0].does({ on: "greet" }));
  for (let next = line.shift(); next !== undefined; next = line.shift())
    post(next[0], sides[next[0]].does({ on: "told", letter: pass(next[1]) }));
  // The channels open only where each took the other's description.
  if (sides.every(({ link }) => link.at === "connecting" && link.talk === "stable")) for (const side of sides) side.does({ on: "opened" });
  return sides.map((side) => side.link);
}

function bare(who: 0 | 1, secret: RoomSecret) {
  let link: Link = noLink;
  let steps = 100 * who;
  const [me = "", them = ""] = who === 0 ? [peerId("a"), peerId("b")] : [peerId("b"), peerId("a")];
  return {
    does(event: LinkEvent | Report): readonly LinkEffect[] {
      const said = { conversation: "conversation" in link ? link.conversation : "none", ...event } as LinkEvent;
      const fresh = (bytes: number) => new Uint8Array(bytes).fill(++steps);
      const pair = { room, me, them, agreement: cpace, password: passwordOf(secret), fresh, spent: false, once: false };
      const [next, effects] = stepLink(link, said, pair);
      link = next;
      return effects;
    },
    get link() {
      return link;
    },
  };
}

test("[V1] two sides come to a link through each other's words alone, with CPace and all", () => {
  for (const both of [false, true]) {
    const [one, other] = joined(both, (letter) => letter, { mine: { passphrase: "ひみつ" }, theirs: { passphrase: "ひみつ" } });
    expect([one?.at, other?.at]).toEqual(["up", "up"]);
    if (one?.at !== "up" || other?.at !== "up") throw new Error("both are up");
    expect(one.conversation).toBe(other.conversation);
    expect(one.polite).not.toBe(other.polite);
    expect(one.sealing.comparison).toEqual(other.sealing.comparison);
  }
});

test("[V3] whoever has another secret comes to no link, and both are told why", () => {
  for (const both of [false, true]) {
    for (const theirs of [{}, { passphrase: "ひみつ" }, { link: `k=${"0".repeat(32)}`, passphrase: "ひみつ?" }]) {
      const links = joined(both, (letter) => letter, { mine: { link: `k=${"0".repeat(32)}`, passphrase: "ひみつ" }, theirs });
      for (const link of links) expect(link).toMatchObject({ at: "unreachable", why: "secret-mismatch" });
    }
  }
});

/** A letter with one hexadecimal digit of it replaced. */
const spoilt = (letter: Letter): Letter => {
  const swap = (text: string) => text.replace(/.$/, (digit) => (digit === "0" ? "1" : "0"));
  if ("sealed" in letter) return { ...letter, sealed: { ...letter.sealed, box: swap(letter.sealed.box) } };
  return "share" in letter ? { ...letter, share: swap(letter.share) } : letter;
};

test("[V2] whatever is changed on the way, there is no link, and the reason has a name", () => {
  for (const type of ["hello", "reply", "sealed"] as const) {
    const links = joined(false, (letter) => (letter.type === type ? spoilt(letter) : letter));
    for (const link of links) expect(link.at).not.toBe("up");
    expect(links.some((link) => link.at === "unreachable" && ["secret-mismatch", "envelope-forged"].includes(link.why))).toBe(true);
  }
});

test("[V2] what is said twice, or later than what came after it, counts for nothing", () => {
  const side = elderUp();
  const [first, second] = [null, { candidate: "later" }].map((candidate) => side.letterOf({ type: "candidate", candidate }));
  if (first === undefined || second === undefined) throw new Error("two letters");
  expect(side.hears(second)).toEqual([{ do: "add", candidate: { candidate: "later" } }]);
  expect(side.hears(second)).toEqual([]);
  expect(side.hears(first)).toEqual([]);
});

test("[V2] nothing that was sealed for one conversation opens in another, and a link that is up loses nothing by what does not open", () => {
  const side = elderUp();
  const old = side.letterOf({ type: "candidate", candidate: null });
  expect(side.hears(spoilt(old))).toEqual([]);
  expect(side.link.at).toBe("up");
  side.greeted();
  side.reports({ on: "described", description: myOffer });
  expect(side.hears({ ...old, conversation: side.conversation() } as Letter)).toContainEqual({ do: "disconnect" });
  expect(side.link).toMatchObject({ at: "unreachable", why: "secret-mismatch" });
});

test("[V3] whoever has shown that they know the secret is not taken for a stranger because somebody says so", () => {
  const side = elderUp();
  expect(side.hears({ type: "mismatch", conversation: side.conversation() })).toEqual([]);
  expect(side.link.at).toBe("up");
});

test("[V1] no link is up before the other side has shown that they know the secret", () => {
  const side = linkOf();
  side.greeted();
  side.reports({ on: "described", description: myOffer });
  expect(side.reports({ on: "opened" })).toEqual([]);
  expect(side.link.at).toBe("connecting");
});

test("[V4] whoever lets nobody in is asked again after a minute", () => {
  const side = linkOf();
  side.does({ on: "greet" });
  const effects = side.hears({ type: "shut", conversation: side.conversation(), why: "too-many-guesses" });
  expect(side.link).toMatchObject({ at: "unreachable", why: "too-many-guesses" });
  expect(waits(effects)).toEqual([shutForMs]);
  expect(greetings(side.wakes())).toHaveLength(1);
});

test("[V4] when too many guesses have failed, a reply is not tried", () => {
  const side = linkOf(true, { spent: true });
  side.does({ on: "greet" });
  expect(acts(side.told(offer))).toEqual([]);
  expect(side.link).toMatchObject({ at: "unreachable", why: "too-many-guesses" });
});

test("[L11] whoever floods the link loses it, and is tried again after a minute", () => {
  const side = elderUp();
  const effects = side.reports({ on: "flooded" });
  expect(acts(effects)).toEqual([{ do: "disconnect" }]);
  expect(side.link).toMatchObject({ at: "unreachable", why: "peer-floods" });
  expect(waits(effects)).toEqual([shutForMs]);
});

// L21: connections that are described once

test("[L21] whoever describes once and is greeted by somebody who can offer invites them to, and answers", () => {
  const side = linkOf(true, { once: true });
  const { letter, effects } = side.greeted();
  expect(acts(effects)).toEqual([
    { do: "connect", conversation: letter.conversation },
    { do: "tell", words: { type: "invite" } },
  ]);
  expect(acts(side.told(offer))).toEqual([{ do: "accept", description: offer }]);
  side.reports({ on: "described", description: myAnswer });
  side.reports({ on: "opened" });
  expect(side.link).toMatchObject({ at: "up", polite: false });
});

test("[L21] whoever is invited makes the offer, and is still the polite one", () => {
  const side = linkOf();
  side.does({ on: "greet" });
  expect(acts(side.told({ type: "invite" }))).toEqual([{ do: "connect", conversation: side.conversation() }, { do: "describe" }]);
  expect(side.reports({ on: "described", description: myOffer })).toEqual([
    { do: "tell", words: { type: "description", description: myOffer } },
  ]);
  expect(side.told(answer)).toEqual([{ do: "accept", description: answer }]);
  side.reports({ on: "opened" });
  expect(side.link).toMatchObject({ at: "up", polite: true });
});

test("[L21] of two that describe once, whoever is greeted makes the offer", () => {
  const side = linkOf(true, { once: true });
  expect(acts(side.greeted(true).effects)).toEqual([{ do: "connect", conversation: side.conversation() }, { do: "describe" }]);
});

test("[L21] a greeting says that its connections are described once", () => {
  const [greeting] = greetings(acts(linkOf(true, { once: true }).does({ on: "greet" })));
  expect(greeting).toMatchObject({ once: true });
});

test("[L21] trouble on a link that is described once is a new conversation", () => {
  const invited = linkOf();
  invited.does({ on: "greet" });
  invited.told({ type: "invite" });
  invited.reports({ on: "described", description: myOffer });
  invited.told(answer);
  const greeter = linkOf(true, { once: true });
  greeter.does({ on: "greet" });
  greeter.told(offer);
  greeter.reports({ on: "described", description: myAnswer });
  for (const side of [invited, greeter]) {
    side.reports({ on: "opened" });
    expect(waits(side.reports({ on: "ice", state: "disconnected" }))).toEqual([troubleMs]);
    expect(greetings(side.wakes())).toHaveLength(1);
  }
  const asked = linkOf();
  asked.greeted(true);
  asked.reports({ on: "described", description: myOffer });
  asked.told(answer);
  asked.reports({ on: "opened" });
  const effects = asked.reports({ on: "ice", state: "failed" });
  expect([acts(effects), waits(effects)]).toEqual([[{ do: "disconnect" }], [greetAfterMs]]);
});
