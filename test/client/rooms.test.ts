import { afterAll, beforeEach, expect, test } from "bun:test";
import { forgetRoom, lastRooms, rememberRoom } from "../../client/rooms.ts";

const kept = new Map<string, string>();
const before = Object.getOwnPropertyDescriptor(globalThis, "localStorage");
const lent = (storage: object) => Object.defineProperty(globalThis, "localStorage", { value: storage, configurable: true });
beforeEach(() => {
  kept.clear();
  lent({
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  });
});
afterAll(() => {
  if (before === undefined) Reflect.deleteProperty(globalThis, "localStorage");
  else Object.defineProperty(globalThis, "localStorage", before);
});

const room = (name: string, at = 0, fragment = "") => ({ name, at, fragment });

test("a room is remembered once, the newest first, under the link with which it was entered last", () => {
  rememberRoom("/", room("a", 1));
  rememberRoom("/", room("b", 2));
  rememberRoom("/", room("a", 3, "k=00"));
  expect(lastRooms("/")).toEqual([room("a", 3, "k=00"), room("b", 2)]);
});

test("no more are kept than somebody looks through", () => {
  for (let i = 0; i < 40; i++) rememberRoom("/", room(`room-${i}`, i));
  expect(lastRooms("/").map(({ name }) => name)).toEqual(Array.from({ length: 12 }, (_, i) => `room-${39 - i}`));
});

test("what is forgotten leaves nothing behind, and the others stay", () => {
  rememberRoom("/", room("a"));
  rememberRoom("/", room("b"));
  forgetRoom("/", "a");
  expect(lastRooms("/")).toEqual([room("b")]);
  forgetRoom("/", "b");
  expect(kept.size).toBe(0);
});

test("servers that share a name, each under a path of its own, do not mix their rooms", () => {
  rememberRoom("/one/", room("a"));
  expect(lastRooms("/two/")).toEqual([]);
});

test("what something else has put there is no room", () => {
  for (const text of [
    "",
    "{",
    "null",
    "7",
    "[1,null,{}]",
    '[{"name":"a","fragment":"","at":"now"}]',
    '[{"name":7,"fragment":"","at":1}]',
  ]) {
    kept.set("roomcp:rooms:/", text);
    expect([text, lastRooms("/")]).toEqual([text, []]);
  }
});

test("without storage nothing is remembered, and nothing breaks", () => {
  const denied = () => {
    throw new DOMException("denied", "SecurityError");
  };
  lent({ getItem: denied, setItem: denied, removeItem: denied });
  rememberRoom("/", room("a"));
  expect(lastRooms("/")).toEqual([]);
});
