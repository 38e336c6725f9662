import { expect, test } from "bun:test";
import { endingOf, failureNames, failureOfCloseCode, shouldReconnect } from "../../protocol/failure.ts";

const codes = failureNames.flatMap((name) => endingOf(name).closeCode ?? []);

test("every close code is ours, or WebSocket's own for a message too large, and names one failure", () => {
  expect(codes.length).toBeGreaterThan(10);
  expect(new Set(codes).size).toBe(codes.length);
  for (const code of codes) expect(code === 1009 || (code >= 4000 && code <= 4999)).toBe(true);
  for (const name of failureNames) {
    const { closeCode } = endingOf(name);
    if (closeCode !== undefined) expect(failureOfCloseCode(closeCode)).toBe(name);
  }
});

test("an HTTP status is that of an error", () => {
  for (const name of failureNames) expect(endingOf(name).status ?? 400).toBeWithin(400, 600);
});

test("[S10] a lost line is opened again, an ending that trying again cannot mend is not", () => {
  for (const code of [1000, 1001, 1005, 1006, 1011, 1012, 1013, 4999]) expect(shouldReconnect(code)).toBe(true);
  const mends = failureNames.filter((name) => endingOf(name).retry === true);
  const lines = ["too-many-bytes", "too-many-joins", "too-many-messages", "too-many-sockets"] as const;
  expect(mends.sort()).toEqual(["join-too-late", "relay-busy", "relay-overrun", "rooms-full", "server-stopping", ...lines]);
  for (const code of codes) expect(shouldReconnect(code)).toBe(mends.includes(failureOfCloseCode(code) ?? "cancelled"));
});

test("[S6] whoever was replaced does not come back by itself", () => {
  expect(shouldReconnect(endingOf("replaced").closeCode ?? 0)).toBe(false);
});

test("[S8] each bound that closes a socket has a code of its own", () => {
  for (const name of ["room-full", "rooms-full", "too-many-messages", "too-many-bytes", "too-many-joins", "too-many-sockets"] as const)
    expect(endingOf(name).closeCode).toBeDefined();
});
