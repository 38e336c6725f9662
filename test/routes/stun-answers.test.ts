// Who gets an answer, and how often, by a clock that the test moves.

import { heapStats } from "bun:jsc";
import { expect, test } from "bun:test";
import { stunAnswersPerSecondMax, stunRequestsBurstMax, stunRequestsPerMinuteMax } from "../../protocol/limits.ts";
import { openAnswers } from "../../routes/stun-answers.ts";
import { bindingRequest } from "../support/stun.ts";

const request = bindingRequest();
const port = 3478;

function answering() {
  let now = 0;
  const answers = openAnswers({ now: () => now, isOwn: (address) => address === "192.0.2.254" });
  const isAnswered = (address: string, from = 5_000) => answers(request, { address, port: from }, port) !== undefined;
  return {
    isAnswered,
    later: (ms: number) => (now += ms),
    answers,
    /** How many of so many requests are answered. @param from the address of each */
    of: (count: number, from: (i: number) => string) => Array.from({ length: count }, (_, i) => isAnswered(from(i))).filter(Boolean).length,
  };
}

test("nobody is at port 0, and this server is not told its own address", () => {
  const { isAnswered } = answering();
  expect(isAnswered("192.0.2.1", 0)).toBe(false);
  expect(isAnswered("192.0.2.254", port)).toBe(false);
  expect([isAnswered("192.0.2.254"), isAnswered("192.0.2.1", port)]).toEqual([true, true]);
});

test("an address is answered so often, and then as time passes; others do not notice", () => {
  const { of, isAnswered, later } = answering();
  expect(of(2 * stunRequestsBurstMax, () => "192.0.2.1")).toBe(stunRequestsBurstMax);
  expect(isAnswered("192.0.2.2")).toBe(true);
  later(1_000);
  expect(of(stunRequestsBurstMax, () => "192.0.2.1")).toBe(stunRequestsPerMinuteMax / 60);
});

test("a line with IPv6 counts once, however many addresses it asks from", () => {
  const { of, isAnswered } = answering();
  expect(of(2 * stunRequestsBurstMax, (i) => `2001:db8:0:1::${i.toString(16)}`)).toBe(stunRequestsBurstMax);
  expect(isAnswered("2001:db8:0:2::1")).toBe(true);
});

test("IPv4 counts as IPv4 where the system writes it as IPv6", () => {
  const { of } = answering();
  expect(of(2 * stunRequestsBurstMax, (i) => (i % 2 === 0 ? "192.0.2.1" : "::ffff:192.0.2.1"))).toBe(stunRequestsBurstMax);
});

test("in all no more are answered than the bound, whatever addresses are written on them; then time mends it", () => {
  const { of, isAnswered, later } = answering();
  const anybody = (i: number) => `10.${i >> 16}.${(i >> 8) & 255}.${i & 255}`;
  expect(of(3 * stunAnswersPerSecondMax, anybody)).toBe(stunAnswersPerSecondMax);
  expect(isAnswered("192.0.2.1")).toBe(false);
  later(1_000);
  expect(isAnswered("192.0.2.1")).toBe(true);
});

test("whoever asks too often uses up nothing of what is there for all", () => {
  const { of } = answering();
  of(5 * stunAnswersPerSecondMax, () => "192.0.2.1");
  const others = stunAnswersPerSecondMax - stunRequestsBurstMax;
  expect(of(2 * stunAnswersPerSecondMax, (i) => `10.0.${(i >> 8) & 255}.${i & 255}`)).toBe(others);
});

test("a flood under made-up addresses takes no more memory the longer it lasts", () => {
  const { isAnswered, later } = answering();
  const flood = (seconds: number, from: number) => {
    for (let i = 0; i < seconds * stunAnswersPerSecondMax; i++) {
      if (i % 5 === 0) later(5_000 / stunAnswersPerSecondMax);
      isAnswered([from + (i >> 16), (i >> 8) & 255, i & 255, 1].join("."));
    }
    Bun.gc(true);
    return heapStats().heapSize;
  };
  const first = flood(20, 10);
  expect(flood(80, 20)).toBeLessThan(first + 16 * 2 ** 20);
}, 30_000);

test("what is no request costs nobody anything", () => {
  const { answers, of } = answering();
  for (let i = 0; i < 2 * stunAnswersPerSecondMax; i++) answers(new Uint8Array(20), { address: "192.0.2.1", port: 5_000 }, port);
  expect(of(stunRequestsBurstMax, () => "192.0.2.1")).toBe(stunRequestsBurstMax);
});
