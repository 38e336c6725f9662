import { expect, test } from "bun:test";
import fc from "fast-check";
import { type Control, readControl, type Said } from "../../protocol/channel.ts";
import { type Chat, cameOrWent, confirmed, forget, hear, historyOf, noChat, remember, say, wordsWaitingFor } from "../../protocol/chat.ts";
import { historyCharactersMax, historyMax, messageMax, messagesKeptMax } from "../../protocol/limits.ts";
import { propertyRuns } from "../support/mutated.ts";

const [me, ada, bob, cy] = ["m", "a", "b", "c"].map((letter) => letter.repeat(43)) as [string, string, string, string];
const idOf = (number: number) => number.toString(16).padStart(32, "0");
const said = (number: number, from = ada, text = `text ${number}`): Said => ({ id: idOf(number), from, nickname: "Ada", at: number, text });
const texts = (chat: Chat) => chat.log.map((entry) => (entry.kind === "said" ? entry.text : entry.kind));
const heardAll = (...all: Said[]) => all.reduce(hear, noChat);

test("[C1] what I say waits for everybody who is here", () => {
  const chat = say(say(noChat, said(1, me), [ada, bob]), said(2, me), [bob]);
  expect(wordsWaitingFor(chat, ada, me).map(({ text }) => text)).toEqual(["text 1"]);
  expect(wordsWaitingFor(chat, bob, me).map(({ text }) => text)).toEqual(["text 1", "text 2"]);
  expect(wordsWaitingFor(chat, me, me)).toEqual([]);
  expect(texts(chat)).toEqual(["text 1", "text 2"]);
});

test("[C2] a message waits until the person confirms it", () => {
  const chat = confirmed(say(noChat, said(1, me), [ada, bob]), ada, idOf(1));
  expect(wordsWaitingFor(chat, ada, me)).toEqual([]);
  expect(wordsWaitingFor(chat, bob, me)).toEqual([{ type: "say", id: idOf(1), at: 1, text: "text 1" }]);
  expect(wordsWaitingFor(confirmed(chat, bob, idOf(1)), bob, me)).toEqual([]);
});

test("[C2] confirming what was never said, or twice, means nothing", () => {
  const chat = say(noChat, said(1, me), [ada]);
  expect(wordsWaitingFor(confirmed(chat, ada, idOf(9)), ada, me)).toHaveLength(1);
  expect(confirmed(chat, bob, idOf(1))).toBe(chat);
});

test("[C2] a message is shown once, however often it comes", () => {
  expect(texts(heardAll(said(1), said(2), said(1), said(1)))).toEqual(["text 1", "text 2"]);
});

test("[C2] what was said stays as it was said", () => {
  expect(texts(heardAll(said(1), said(1, ada, "changed")))).toEqual(["text 1"]);
  expect(texts(heardAll(said(1), said(1, bob, "changed")))).toContain("text 1");
});

test("[C2] nobody hides another's message by saying something under its id first", () => {
  expect(texts(heardAll(said(1, bob, "first"), said(1)))).toContain("text 1");
});

test("[C7] of each message of mine it is known how many have it, once each, and how many left without", () => {
  const chat = confirmed(confirmed(say(say(noChat, said(1, me), [ada, bob]), said(2, me), [bob]), ada, idOf(1)), ada, idOf(1));
  const reach = (of: Chat) => of.log.map((entry) => entry.kind === "said" && entry.reach);
  expect(reach(chat)).toEqual([
    { heard: 1, missed: 0 },
    { heard: 0, missed: 0 },
  ]);
  expect(reach(forget(chat, bob, true))).toEqual([
    { heard: 1, missed: 1 },
    { heard: 0, missed: 1 },
  ]);
  expect(reach(forget(chat, bob, false))).toEqual(reach(chat));
});

test("[C5] what was said to one person is told to that one, and to nobody else, whoever asks", () => {
  const mine = { ...said(1, me), to: ada };
  const hers = { ...said(2, ada), to: me };
  const chat = hear(hear(say(noChat, mine, [ada]), hers), said(3, bob));
  const told = (asks: string, by?: string) => historyOf(chat, asks, by).flatMap((portion) => portion.said);
  expect(told(ada)).toEqual([mine, hers, said(3, bob)]);
  expect(told(ada, me)).toEqual([mine]);
  expect(told(bob)).toEqual([said(3, bob)]);
  expect(told(bob, me)).toEqual([]);
  expect(wordsWaitingFor(chat, ada, me)).toEqual([{ type: "say", id: idOf(1), at: 1, text: "text 1", direct: true }]);
});

test("whoever has left for good is waited for no more", () => {
  expect(wordsWaitingFor(forget(say(noChat, said(1, me), [ada]), ada, true), ada, me)).toEqual([]);
});

test("[C3] what others remember stands where its time puts it, marked as told", () => {
  const chat = remember(heardAll(said(2), said(5)), [said(1), said(3)], cy);
  expect(chat.log.map((entry) => [entry.at, entry.kind === "said" && entry.toldBy === cy])).toEqual([
    [1, true],
    [2, false],
    [3, true],
    [5, false],
  ]);
});

test("[C3] each message appears once, whoever tells it", () => {
  const once = remember(heardAll(said(2)), [said(1), said(2)], cy);
  expect(texts(remember(once, [said(1), said(2)], cy))).toEqual(["text 1", "text 2"]);
});

test("[C3] each message appears once, though it is told twice in one breath", () => {
  expect(texts(remember(noChat, [said(1), said(1)], cy))).toEqual(["text 1"]);
});

test("[C3] what its author says is no longer marked as told; what another says under its id changes nothing", () => {
  const told = remember(noChat, [said(1)], cy);
  expect(hear(told, said(1)).log).toEqual([{ kind: "said", ...said(1) }]);
  expect(hear(told, said(1, bob, "changed")).log[0]).toMatchObject({ toldBy: cy, from: ada, text: "text 1" });
});

test("[C4] coming and going is part of the log, and not of what newcomers are told", () => {
  const chat = cameOrWent(heardAll(said(1)), { kind: "left", id: "x", peer: bob, nickname: "Bob", at: 2 });
  expect(texts(chat)).toEqual(["text 1", "left"]);
  expect(historyOf(chat, cy).flatMap((portion) => portion.said)).toEqual([said(1)]);
});

test("[C3] newcomers are told the last messages, oldest first", () => {
  const chat = heardAll(...Array.from({ length: historyMax + 30 }, (_, i) => said(i)));
  const told = historyOf(chat, cy).flatMap((portion) => portion.said);
  expect(told).toHaveLength(historyMax);
  expect(told.map(({ at }) => at)).toEqual(Array.from({ length: historyMax }, (_, i) => i + 30));
});

test("[C3] however long or strange the messages, every portion can be read", () => {
  const text = fc.oneof(
    fc.string({ minLength: 1, maxLength: 60 }),
    fc.constantFrom("\u0000".repeat(messageMax), "🙂".repeat(messageMax), '"'.repeat(messageMax), "あ".repeat(300)),
  );
  fc.assert(
    fc.property(fc.array(text, { maxLength: 60 }), (all) => {
      const portions = historyOf(heardAll(...all.map((each, i) => said(i, ada, each))), cy);
      for (const portion of portions) expect(readControl(JSON.stringify(portion))).toEqual(portion);
      const told = portions.flatMap((portion) => portion.said);
      expect(told.map(({ text: each }) => each)).toEqual(all.slice(all.length - told.length));
      expect(told.reduce((sum, each) => sum + each.text.length, 0)).toBeLessThanOrEqual(historyCharactersMax);
    }),
    { numRuns: propertyRuns.numRuns / 4 },
  );
});

test("[C3] a history with the longest names that can be told can be told on", () => {
  const nickname = "\u0001".repeat(160);
  const told: Control = {
    type: "history",
    said: Array.from({ length: 50 }, (_, i) => ({ ...said(i, ada, "\u0001".repeat(130)), nickname })),
  };
  for (const portion of historyOf(remember(noChat, told.said, cy), bob)) expect(readControl(JSON.stringify(portion))).toBeDefined();
});

test("the page keeps a bounded number of messages, the newest", () => {
  const chat = remember(
    noChat,
    Array.from({ length: messagesKeptMax }, (_, i) => said(i)),
    cy,
  );
  expect(texts(hear(chat, said(messagesKeptMax)))).toHaveLength(messagesKeptMax);
  expect(texts(hear(chat, said(messagesKeptMax))).at(-1)).toBe(`text ${messagesKeptMax}`);
});
