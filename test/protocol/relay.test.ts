import { expect, test } from "bun:test";
import { toHex } from "../../protocol/bytes.ts";
import { relayAgainFirstMs, shutForMs } from "../../protocol/limits.ts";
import {
  type Base,
  noRelay,
  type Relay,
  type RelayEffect,
  type RelayEvent,
  type RelayWord,
  readRelayWord,
  stepRelay,
} from "../../protocol/relay.ts";
import { sealingOf } from "../../protocol/sealing.ts";
import { hexId, peerId } from "../support/participant.ts";

const key = new Uint8Array(64).fill(7);
const base = (digit: string, polite: boolean, secret = key): Base => {
  const conversation = hexId(digit);
  const parties = { room: "kitchen", initiator: peerId("a"), responder: peerId("b"), conversation };
  return { conversation, polite, sealing: sealingOf(secret, parties, polite ? "initiator" : "responder") };
};

let drawn = 0;
/** One side. `hears` what the other says, once it is told to. */
function side(lent: { aes?: boolean; open?: boolean } = {}) {
  let relay: Relay = noRelay;
  const here = { open: lent.open ?? true, aes: lent.aes ?? true, fresh: (bytes: number) => new Uint8Array(bytes).fill(++drawn) };
  const does = (event: RelayEvent): readonly RelayEffect[] => {
    const [next, effects] = stepRelay(relay, event, here);
    relay = next;
    return effects;
  };
  return {
    does,
    says: (event: RelayEvent) => words(does(event)),
    /** The timer of these effects comes to its end. */
    wakes: (effects: readonly RelayEffect[]) => words(does(wakeIn(effects))),
    get at() {
      return relay.at;
    },
    get name() {
      return relay.at === "up" ? relay.name : undefined;
    },
  };
}

const words = (effects: readonly RelayEffect[]): readonly RelayWord[] =>
  effects.flatMap((effect) => (effect.do === "say" ? [effect.word] : []));
const wakeIn = (effects: readonly RelayEffect[]): RelayEvent => ({
  on: "woke",
  serial: effects.flatMap((effect) => (effect.do === "wake" ? [effect.serial] : []))[0] ?? -1,
});
const keysIn = (effects: readonly RelayEffect[]) => effects.flatMap((effect) => (effect.do === "use" ? [effect.keys] : []))[0];
const said = (word: RelayWord | undefined): RelayEvent => {
  if (word === undefined) throw new Error("nothing was said");
  return { on: "said", word };
};

/** Two who have proven themselves in a conversation, and the keys that they came to. */
function met(lent: { aes?: readonly [boolean, boolean]; secrets?: readonly [Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>] } = {}) {
  const [one, other] = [side({ aes: lent.aes?.[0] ?? true }), side({ aes: lent.aes?.[1] ?? true })];
  const [hello] = one.says({ on: "proven", base: base("1", true, lent.secrets?.[0]) });
  other.does({ on: "proven", base: base("1", false, lent.secrets?.[1]) });
  const answered = other.does(said(hello));
  const met = one.does(said(words(answered)[0]));
  return { one, other, keys: [keysIn(met), keysIn(answered)] as const };
}

test("[L15] whoever greeted says hello, the other answers, and both have the same keys, crosswise", () => {
  const { one, other, keys } = met();
  expect([one.at, other.at]).toEqual(["up", "up"]);
  expect(one.name).toBe(other.name ?? "");
  expect(keys[0]?.mine).toEqual(keys[1]?.theirs as Uint8Array<ArrayBuffer>);
  expect(keys[0]?.theirs).toEqual(keys[1]?.mine as Uint8Array<ArrayBuffer>);
  expect(toHex(keys[0]?.mine ?? key)).not.toBe(toHex(keys[0]?.theirs ?? key));
});

test("[L15] every path has keys of its own, though the conversation is the same", () => {
  const [first, second] = [met(), met()];
  expect(toHex(first.keys[0]?.mine ?? key)).not.toBe(toHex(second.keys[0]?.mine ?? key));
});

test("[L15] who does not have the pair's key comes to other keys", () => {
  const { keys } = met({ secrets: [key, new Uint8Array(64).fill(8)] });
  expect(toHex(keys[0]?.mine ?? key)).not.toBe(toHex(keys[1]?.theirs ?? key));
});

test("[L15] AES where both have it, else ChaCha20; a server that says otherwise to one of them brings them to different keys", () => {
  expect(met().keys.map((each) => each?.aes)).toEqual([true, true]);
  expect(met({ aes: [true, false] }).keys.map((each) => each?.aes)).toEqual([false, false]);
  expect(met({ aes: [false, true] }).keys.map((each) => each?.aes)).toEqual([false, false]);
  const [one, other] = [side(), side()];
  const [hello] = one.says({ on: "proven", base: base("1", true) });
  other.does({ on: "proven", base: base("1", false) });
  if (hello?.type !== "hello") throw new Error("no hello");
  const answered = other.does(said({ ...hello, aes: false }));
  const keys = [keysIn(one.does(said(words(answered)[0]))), keysIn(answered)];
  expect(toHex(keys[0]?.mine ?? key)).not.toBe(toHex(keys[1]?.theirs ?? key));
});

test("[L15] an answer to an earlier hello means nothing", () => {
  const [one, other] = [side(), side()];
  other.does({ on: "proven", base: base("1", false) });
  const [first] = one.says({ on: "proven", base: base("1", true) });
  const [second] = one.says({ on: "opened" });
  const [answer, later] = [first, second].map((hello) => other.says(said(hello))[0]);
  expect(one.does(said(answer))).toEqual([]);
  expect(one.at).toBe("greeting");
  one.does(said(later));
  expect(one.name).toBe(other.name ?? "");
});

test("[L16] whoever was greeted says that they are ready, and is greeted then: a hello that came before was too early", () => {
  const [one, other] = [side(), side()];
  const [early] = one.says({ on: "proven", base: base("1", true) });
  expect(other.does(said(early))).toEqual([]);
  const [ready] = other.says({ on: "proven", base: base("1", false) });
  const [hello] = one.says(said(ready));
  one.does(said(other.says(said(hello))[0]));
  expect([one.at, other.at]).toEqual(["up", "up"]);
});

test("[L16] a path outlives its conversation; whoever lost it is greeted in the next, whoever has it is left alone", () => {
  const { one, other } = met();
  const { name } = one;
  one.does({ on: "proven", base: base("2", true) });
  const [ready] = other.says({ on: "proven", base: base("2", false) });
  expect(one.does(said(ready))).toEqual([]);
  expect([one.name, other.name]).toEqual([name, name]);
  one.does({ on: "closed" });
  expect(one.at).toBe("down");
  const [hello] = one.says({ on: "opened" });
  one.does(said(other.says(said(hello))[0]));
  expect(one.name).toBe(other.name ?? "");
  expect(one.name).not.toBe(name ?? "");
});

test("[L16] a new page of theirs is greeted, though the old path looks well from here", () => {
  const { other } = met();
  const page = side();
  const [hello] = page.says({ on: "proven", base: base("3", true) });
  expect(other.does(said(hello))).toEqual([]);
  const [ready] = other.says({ on: "proven", base: base("3", false) });
  page.does(said(other.says(said(page.says(said(ready))[0]))[0]));
  expect(page.name).toBe(other.name ?? "");
});

test("[L15] what does not open ends the path, and it is made anew after two seconds", () => {
  const { one } = met();
  const effects = one.does({ on: "broken" });
  expect(effects).toMatchObject([{ do: "stop" }, { do: "wake", afterMs: relayAgainFirstMs }]);
  expect(one.at).toBe("down");
  expect(one.does({ on: "broken" })).toEqual([]);
  expect(one.wakes(effects)).toMatchObject([{ type: "hello" }]);
});

test("[L16] what is not answered is said again, after twice the wait each time; an answer that came meanwhile makes the timer mean nothing", () => {
  const [one, other] = [side(), side()];
  let effects = one.does({ on: "proven", base: base("1", true) });
  const waits: number[] = [];
  for (let i = 0; i < 7; i++) {
    waits.push(...effects.flatMap((effect) => (effect.do === "wake" ? [effect.afterMs] : [])));
    effects = one.does(wakeIn(effects));
  }
  expect(waits).toEqual([2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000]);
  other.does({ on: "proven", base: base("1", false) });
  one.does(said(other.says(said(words(effects)[0]))[0]));
  const { name } = one;
  expect(one.does(wakeIn(effects))).toEqual([]);
  expect(one.name).toBe(name ?? "");
});

test("[L17] nobody is greeted without a socket, and whoever is absent is tried again", () => {
  expect(side({ open: false }).does({ on: "proven", base: base("1", true) })).toEqual([]);
  const { one } = met();
  const effects = one.does({ on: "absent" });
  expect(effects).toMatchObject([{ do: "stop" }, { do: "wake" }]);
  expect(one.at).toBe("down");
  expect(one.wakes(effects)).toMatchObject([{ type: "hello" }]);
});

test("[V7] whoever says that the path is gone is believed, and not asked again", () => {
  const { one } = met();
  expect(one.does({ on: "said", word: { type: "gone", conversation: hexId("1") } })).toEqual([{ do: "stop" }]);
  expect(one.at).toBe("down");
});

test("[L11] whoever says more than anybody could take in is not heard for a minute", () => {
  const { one } = met();
  const effects = one.does({ on: "flooded" });
  expect(effects).toMatchObject([{ do: "stop" }, { do: "wake", afterMs: shutForMs }]);
  expect(one.does({ on: "said", word: { type: "ready", conversation: hexId("1"), up: false } })).toEqual([]);
  expect(one.does({ on: "proven", base: base("2", true) })).toEqual([]);
  one.does({ on: "closed" });
  expect(one.does({ on: "opened" })).toEqual([]);
  expect(one.wakes(effects)).toMatchObject([{ type: "hello", conversation: hexId("2") }]);
});

test("[L15] what is not in our words is none, however long", () => {
  const hello = { type: "hello", conversation: hexId("1"), nonce: hexId("2"), aes: true } as const;
  expect(readRelayWord(JSON.stringify(hello))).toEqual(hello);
  for (const text of ["", "{", "null", JSON.stringify({ ...hello, nonce: "g" }), `${JSON.stringify(hello)}${" ".repeat(300)}`])
    expect(readRelayWord(text)).toBeUndefined();
});
