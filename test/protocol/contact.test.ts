// Over which path two people talk: one of them decides, the other follows.
import { expect, test } from "bun:test";
import { chunkBytesMin, partBytes, protocolVersion, relayDataAfterMs, relayWindowBytesMax } from "../../protocol/limits.ts";
import type { PeerEffect } from "../../protocol/peer-state.ts";
import { hexId, type Participant, participant, peerId, saidTo } from "../support/participant.ts";
import { offerOf, shareOfSizes } from "../support/shares.ts";

/** Me, "M", decides with Ada, "a"; with Abe, "A", he does. */
const [ada, abe] = [peerId("a"), peerId("A")];
const share = shareOfSizes(hexId("5"), 8 * chunkBytesMin);
const lent = { ticket: "t".repeat(86), prefers: false };

function withRelay(id: string, prefers = false): Participant {
  const peer = participant([]);
  peer.server({ type: "welcome", version: protocolVersion, you: peer.me, peers: [{ id, away: false }], relay: { ...lent, prefers } });
  peer.does({ on: "relay-socket", event: { on: "opened" } });
  return peer;
}

/** They have proven themselves, and the path over the relay is made. */
function relayed(peer: Participant, id: string): readonly PeerEffect[] {
  const effects = peer.proves(id);
  const hello = effects.flatMap((effect) => (effect.do === "relay" && effect.effect.do === "say" ? [effect.effect.word] : []))[0];
  if (hello?.type !== "hello") throw new Error("nobody was greeted over the relay");
  const { conversation, nonce } = hello;
  return peer.does({
    on: "relay",
    peer: id,
    event: { on: "said", word: { type: "answer", conversation, nonce: hexId("9"), to: nonce, aes: true } },
  });
}

const talksOver = (effects: readonly PeerEffect[]) => effects.flatMap((effect) => (effect.do === "talk" ? [effect.over] : []));
const wordsTo = (id: string, effects: readonly PeerEffect[]) => saidTo(id, effects).map(({ type }) => type);
const over = (peer: Participant, id: string) => peer.person(id).contact?.over;
const opens = (peer: Participant, id: string) => peer.link(id, { on: "opened", conversation: peer.conversationWith(id) });

test("[L13] words go over the relay before a link is up", () => {
  const peer = withRelay(ada);
  const effects = relayed(peer, ada);
  expect(talksOver(effects)).toEqual(["relay"]);
  expect(wordsTo(ada, effects)[0]).toBe("intro");
  peer.introduces(ada, hexId("0"), "Ada", "relay");
  peer.hears(ada, { type: "say", id: hexId("1"), at: 1, text: "hi" }, "relay");
  expect(peer.log).toContain("hi");
});

test("[L12] who does not decide says nothing until the other has begun, then answers with the same number on the same path", () => {
  const peer = withRelay(abe);
  expect(talksOver(relayed(peer, abe))).toEqual([]);
  expect(peer.hears(abe, { type: "say", id: hexId("1"), at: 1, text: "too early" }, "relay")).toEqual([]);
  const effects = peer.hears(abe, { type: "intro", version: protocolVersion, session: hexId("0"), nickname: "Abe", era: 7 }, "relay");
  expect(saidTo(abe, effects)[0]).toMatchObject({ type: "intro", era: 7 });
  opens(peer, abe);
  expect(over(peer, abe)).toBe("relay");
  peer.hears(abe, { type: "intro", version: protocolVersion, session: hexId("0"), nickname: "Abe", era: 8 }, "direct");
  expect(over(peer, abe)).toBe("direct");
});

test("[L12] an introduction that was overtaken by a later one changes nothing", () => {
  const peer = withRelay(abe);
  relayed(peer, abe);
  opens(peer, abe);
  const intro = { type: "intro", version: protocolVersion, session: hexId("0"), nickname: "Abe" } as const;
  peer.hears(abe, { ...intro, era: 9 }, "direct");
  expect(peer.hears(abe, { ...intro, era: 8 }, "relay")).toEqual([]);
  expect(over(peer, abe)).toBe("direct");
});

test("[L12] words on another path, or of the era before, count for nothing", () => {
  const peer = withRelay(ada);
  relayed(peer, ada);
  peer.introduces(ada, hexId("0"), "Ada", "relay");
  opens(peer, ada);
  expect(over(peer, ada)).toBe("direct");
  const before = peer.state;
  for (const path of ["relay", "direct"] as const) peer.hears(ada, { type: "say", id: hexId("1"), at: 1, text: "late" }, path);
  expect(peer.state).toBe(before);
  peer.introduces(ada, hexId("0"), "Ada");
  peer.hears(ada, { type: "say", id: hexId("1"), at: 1, text: "in time" });
  expect(peer.log).toContain("in time");
});

test("[L14] [C2] a link that comes up takes over, and what was not confirmed is said again", () => {
  const peer = withRelay(ada);
  relayed(peer, ada);
  peer.introduces(ada, hexId("0"), "Ada", "relay");
  peer.does({ on: "say", id: hexId("1"), at: 1, text: "hi" });
  const effects = opens(peer, ada);
  expect(talksOver(effects)).toEqual(["direct"]);
  expect(wordsTo(ada, effects)).toEqual(["intro", "say"]);
});

test("[L14] a link that is lost or restarts gives way to the relay; one that is back takes over again", () => {
  const peer = withRelay(ada);
  relayed(peer, ada);
  opens(peer, ada);
  const conversation = peer.conversationWith(ada);
  peer.link(ada, { on: "ice", state: "disconnected", conversation });
  expect(over(peer, ada)).toBe("direct");
  peer.link(ada, { on: "woke", serial: peer.person(ada).link.serial });
  expect(over(peer, ada)).toBe("relay");
  peer.link(ada, { on: "ice", state: "connected", conversation });
  expect(over(peer, ada)).toBe("direct");
  peer.link(ada, { on: "broken", conversation });
  expect(over(peer, ada)).toBe("relay");
  peer.does({ on: "relay-socket", event: { on: "closed", code: 1006, chance: 0 } });
  expect(over(peer, ada)).toBeUndefined();
});

test("[L14] a host that prefers the relay has it used beside a link, for file data too", () => {
  const peer = withRelay(ada, true);
  relayed(peer, ada);
  opens(peer, ada);
  expect(peer.person(ada).contact).toMatchObject({ over: "relay", carries: true });
});

test("[L13] file data waits 5 s for a link, then goes over the relay, no more than its window ahead", () => {
  const peer = withRelay(ada);
  const waits = relayed(peer, ada).flatMap((effect) => (effect.do === "wake" && effect.event.on === "carry" ? [effect] : []));
  expect(waits.map(({ afterMs }) => afterMs)).toEqual([relayDataAfterMs]);
  peer.introduces(ada, hexId("0"), "Ada", "relay");
  const { id, name, size, count } = share;
  peer.hears(ada, { type: "offer", share: { id, name, size, count }, entries: [...share.entries] }, "relay");
  peer.does({ on: "fetch", owner: ada, share: id });
  expect(wordsTo(ada, peer.receiving(1, { on: "opened", found: [] }))).toEqual([]);
  const [wake] = waits;
  const effects = wake === undefined ? [] : peer.does(wake.event);
  expect(wordsTo(ada, effects)).toContain("ask");
  expect(peer.state.receiving.get(1)?.now).toMatchObject({ linked: true, path: "relay" });
  const asked = saidTo(ada, effects).flatMap((word) => (word.type === "ask" ? word.parts : []));
  expect(asked.reduce((sum, [, , length]) => sum + length, 0)).toBeLessThanOrEqual(relayWindowBytesMax);
});

test("[L13] where a link was tried in vain, file data waits for nothing", () => {
  const peer = withRelay(ada);
  peer.proves(ada);
  peer.link(ada, { on: "ice", state: "failed", conversation: peer.conversationWith(ada) });
  expect(peer.person(ada).link.at).toBe("unreachable");
  const { base } = peer.person(ada).relay;
  if (base === undefined || peer.person(ada).relay.at !== "greeting") throw new Error("nobody was greeted over the relay");
  const relay = peer.person(ada).relay as { nonce: string };
  const word = { type: "answer", conversation: base.conversation, nonce: hexId("9"), to: relay.nonce, aes: true } as const;
  peer.does({ on: "relay", peer: ada, event: { on: "said", word } });
  expect(peer.person(ada).contact).toMatchObject({ over: "relay", carries: true });
});

test("[V7] somebody who is ignored is not heard over the relay either", () => {
  const peer = withRelay(ada);
  relayed(peer, ada);
  peer.introduces(ada, hexId("0"), "Ada", "relay");
  const { conversation } = peer.person(ada).relay.base ?? { conversation: hexId("0") };
  const effects = peer.does({ on: "ignore", peer: ada, yes: true });
  for (const effect of [{ do: "say", word: { type: "gone", conversation } }, { do: "stop" }])
    expect(effects).toContainEqual({ do: "relay", peer: ada, effect } as PeerEffect);
  const word = { type: "ready", conversation, up: false } as const;
  expect(peer.does({ on: "relay", peer: ada, event: { on: "said", word } })).toEqual([]);
  expect(over(peer, ada)).toBeUndefined();
});

test("[L13] all that is taken of one owner over the relay shares its window, also what was asked for on a quicker link before", () => {
  const peer = withRelay(ada);
  relayed(peer, ada);
  opens(peer, ada);
  peer.introduces(ada, hexId("0"), "Ada");
  const taken = ["5", "6", "7"].map((digit) => shareOfSizes(hexId(digit), 40 * chunkBytesMin));
  for (const each of taken) {
    const { id, name, size, count } = each;
    peer.hears(ada, { type: "offer", share: { id, name, size, count }, entries: [...each.entries] });
    peer.does({ on: "fetch", owner: ada, share: id });
  }
  const transfers = [...peer.state.receiving.keys()];
  for (const transfer of transfers) peer.receiving(transfer, { on: "opened", found: [] });
  const outside = () => {
    const stages = transfers.map((transfer) => peer.state.receiving.get(transfer)?.now);
    return stages.reduce((sum, now) => sum + (now?.at === "receiving" ? now.outside : 0), 0);
  };
  expect(outside()).toBeGreaterThan(relayWindowBytesMax);
  const broken = peer.link(ada, { on: "broken", conversation: peer.conversationWith(ada) });
  peer.introduces(ada, hexId("0"), "Ada", "relay");
  for (const { id, name, size, count, entries } of taken)
    peer.hears(ada, { type: "offer", share: { id, name, size, count }, entries: [...entries] }, "relay");
  expect(over(peer, ada)).toBe("relay");
  for (const effect of broken) if (effect.do === "wake" && effect.event.on === "carry") peer.does(effect.event);
  expect(peer.state.receiving.get(transfers[0] ?? 0)?.now).toMatchObject({ linked: true, path: "relay", among: 3 });
  expect(outside()).toBeGreaterThan(0);
  expect(outside()).toBeLessThanOrEqual(relayWindowBytesMax);
});

test("[L13] however many are taken of one owner, no more than the window is outside, and each has its turn", () => {
  const peer = withRelay(ada, true);
  relayed(peer, ada);
  peer.introduces(ada, hexId("0"), "Ada", "relay");
  for (let i = 0; i < 60; i++) {
    const each = shareOfSizes(i.toString(16).padStart(32, "0"), partBytes);
    peer.hears(ada, offerOf(each), "relay");
    peer.does({ on: "fetch", owner: ada, share: each.id });
  }
  const stages = () => [...peer.state.receiving.values()].flatMap(({ now }) => (now.at === "receiving" ? [now] : []));
  const outside = () => stages().reduce((sum, now) => sum + now.outside, 0);
  for (const transfer of peer.state.receiving.keys()) peer.receiving(transfer, { on: "opened", found: [] });
  expect(outside()).toBe(relayWindowBytesMax);
  const [first] = stages();
  peer.does({ on: "cancel", transfer: first?.transfer ?? 0 });
  for (const { transfer } of stages()) peer.receiving(transfer, { on: "look" });
  expect(outside()).toBe(relayWindowBytesMax);
});
