import { expect, test } from "bun:test";
import { readControl } from "../../protocol/channel.ts";
import { deliveryOf } from "../../protocol/delivery.ts";
import { typingEveryMs, typingForMs } from "../../protocol/limits.ts";
import { hexId, participant, peerId, saidTo } from "../support/participant.ts";

const [ada, bob, cy] = [peerId("a"), peerId("b"), peerId("c")];
const here = (...ids: string[]) => ids.map((id) => ({ id, away: false }));
const typing = (yes: boolean, direct = false) => ({ type: "typing", yes, direct }) as const;

/** Me in a room with Ada and Bob. */
function among() {
  const peer = participant(here(ada, bob));
  for (const id of [ada, bob]) peer.meets(id);
  return peer;
}

const writes = (peer: ReturnType<typeof among>, yes: boolean, to?: string) => {
  const effects = peer.does({ on: "typing", yes, ...(to === undefined ? {} : { to }) });
  return { ada: saidTo(ada, effects), bob: saidTo(bob, effects) };
};

test("[C5] what I say to one person goes to that one, and waits for nobody else", () => {
  const peer = among();
  const effects = peer.does({ on: "say", id: hexId("1"), at: 1, text: "psst", to: ada });
  expect(saidTo(ada, effects)).toEqual([{ type: "say", id: hexId("1"), at: 1, text: "psst", direct: true }]);
  expect(saidTo(bob, effects)).toEqual([]);
  expect([...peer.state.chat.waiting.keys()]).toEqual([ada]);
  expect(peer.state.chat.log.at(-1)).toMatchObject({ to: ada, text: "psst" });
});

test("[C5] to somebody who is not here nothing is said, and nothing is kept", () => {
  const peer = among();
  expect(peer.does({ on: "say", id: hexId("1"), at: 1, text: "psst", to: cy })).toEqual([]);
  expect(peer.state.chat.log).toEqual([]);
});

test("[C5] what is said to me alone is marked, and whoever asks later learns nothing of it but its author", () => {
  const peer = among();
  peer.hears(ada, { type: "say", id: hexId("1"), at: 1, text: "psst", direct: true });
  expect(peer.state.chat.log.at(-1)).toMatchObject({ from: ada, to: peer.me, text: "psst" });
  for (const all of [true, false]) expect(saidTo(bob, peer.hears(bob, { type: "recall", all }))).toEqual([]);
  const [told] = saidTo(ada, peer.hears(ada, { type: "recall", all: true }));
  expect(told).toMatchObject({ type: "history", said: [{ text: "psst", to: peer.me }] });
});

test("[C5] nobody can tell me what others said to each other alone, or say that something was said to me alone by another", () => {
  const peer = among();
  const said = { id: hexId("1"), nickname: "Bob", at: 1, text: "psst" };
  peer.hears(ada, { type: "history", said: [{ ...said, from: bob, to: ada }] });
  peer.hears(ada, { type: "history", said: [{ ...said, from: bob, to: peer.me }] });
  peer.hears(ada, { type: "history", said: [{ ...said, from: peer.me, to: bob }] });
  expect(peer.state.chat.log).toEqual([]);
  peer.hears(ada, { type: "history", said: [{ ...said, from: peer.me, to: ada }] });
  expect(peer.state.chat.log).toHaveLength(1);
});

test("[C5] words that say `direct: false` are not in our language, so nobody can be unsure whom a message is for", () => {
  const said = { type: "say", id: hexId("1"), at: 1, text: "x" };
  expect(readControl(JSON.stringify({ ...said, direct: true }))).toEqual({ ...said, direct: true } as never);
  expect(readControl(JSON.stringify({ ...said, direct: false }))).toBeUndefined();
});

test("[C6] whoever writes says so once in a while, and takes it back", () => {
  const peer = among();
  expect(writes(peer, false)).toEqual({ ada: [], bob: [] });
  expect(writes(peer, true)).toEqual({ ada: [typing(true)], bob: [typing(true)] });
  peer.passes(typingEveryMs - 1);
  expect(writes(peer, true)).toEqual({ ada: [], bob: [] });
  peer.passes(1);
  expect(writes(peer, true).ada).toEqual([typing(true)]);
  expect(writes(peer, false).ada).toEqual([typing(false)]);
  expect(writes(peer, false).ada).toEqual([]);
});

test("[C6] a letter that comes and goes is not told each time", () => {
  const peer = among();
  let words = 0;
  for (let i = 0; i < 50; i++) {
    for (const yes of [true, false]) words += writes(peer, yes).ada.length;
    peer.passes(20);
  }
  expect(words).toBe(2);
});

test("[C6] of what I write to one person only that one learns; when I turn to another, the first learns that it is over", () => {
  const peer = among();
  expect(writes(peer, true, ada)).toEqual({ ada: [typing(true, true)], bob: [] });
  expect(writes(peer, true, bob)).toEqual({ ada: [typing(false, true)], bob: [typing(true, true)] });
  expect(writes(peer, true)).toEqual({ ada: [typing(true)], bob: [typing(false, true), typing(true)] });
});

test("[C6] a message to others says to those who do not get it that I write no more", () => {
  const peer = among();
  writes(peer, true);
  const effects = peer.does({ on: "say", id: hexId("1"), at: 1, text: "psst", to: ada });
  expect(saidTo(bob, effects)).toEqual([typing(false)]);
  expect(writes(peer, true).bob).toEqual([typing(true)]);
});

test("[C6] writing is over with the message, when it is taken back, and when it was not said again", () => {
  const peer = among();
  const [wake] = peer.hears(ada, typing(true));
  expect(wake).toMatchObject({ do: "wake", afterMs: typingForMs });
  expect(peer.person(ada).typing).toEqual({ since: 0, direct: false });
  peer.hears(ada, { type: "say", id: hexId("1"), at: 1, text: "x" });
  expect(peer.person(ada).typing).toBeUndefined();

  peer.hears(bob, typing(true, true));
  expect(peer.person(bob).typing?.direct).toBe(true);
  peer.hears(bob, typing(false, true));
  expect(peer.person(bob).typing).toBeUndefined();

  peer.hears(ada, typing(true));
  peer.passes(1_000);
  peer.hears(ada, typing(true));
  if (wake?.do !== "wake") throw new Error("no timer");
  peer.does(wake.event);
  expect(peer.person(ada).typing).toBeDefined();
  peer.does({ on: "typed-out", peer: ada, since: 1_000 });
  expect(peer.person(ada).typing).toBeUndefined();
});

test("[C7] a message has arrived when all who were here have it", () => {
  const peer = among();
  const delivery = () => {
    const entry = peer.state.chat.log.find((each) => each.kind === "said");
    return entry?.kind === "said" ? deliveryOf(peer.state, entry) : "nothing said";
  };
  peer.does({ on: "say", id: hexId("1"), at: 1, text: "x" });
  expect(delivery()).toBe("waiting");
  peer.hears(ada, { type: "heard", id: hexId("1") });
  expect(delivery()).toBe("waiting");
  peer.hears(bob, { type: "heard", id: hexId("1") });
  expect(delivery()).toBe("delivered");
  // Somebody who comes later was not there.
  peer.server({ type: "arrived", peer: cy });
  expect(delivery()).toBe("delivered");
});

test("[C7] whoever leaves without it has missed it; whoever is ignored is not waited for; where nobody was, nothing arrives", () => {
  const said = (peer: ReturnType<typeof participant>) => {
    peer.does({ on: "say", id: hexId("1"), at: 1, text: "x" });
    return () => {
      const entry = peer.state.chat.log.find((each) => each.kind === "said");
      return entry?.kind === "said" ? deliveryOf(peer.state, entry) : "nothing said";
    };
  };
  const left = among();
  const ofLeft = said(left);
  left.hears(ada, { type: "heard", id: hexId("1") });
  left.breaks(bob);
  left.server({ type: "left", peer: bob });
  expect([left.knows(bob), ofLeft()]).toEqual([false, "missed"]);

  const ignoring = among();
  const ofIgnoring = said(ignoring);
  ignoring.hears(ada, { type: "heard", id: hexId("1") });
  ignoring.does({ on: "ignore", peer: bob, yes: true });
  expect(ofIgnoring()).toBe("delivered");

  expect(said(participant([]))()).toBeUndefined();
});
