// The rooms with a clock that the test moves.
import { expect, test } from "bun:test";
import type { Failure } from "../../protocol/failure.ts";
import { awayMs, goodbyeMs, protocolVersion, reservationMs } from "../../protocol/limits.ts";
import type { FromServer } from "../../protocol/signal.ts";
import { openRegister, type Place } from "../../routes/register.ts";
import { newClock } from "../network/clock.ts";
import { peerId } from "../support/participant.ts";

/** @param bounds.early milliseconds by which timers fire too soon */
function registerWithClock(bounds: { peersPerRoom?: number; roomsMax?: number; early?: number } = {}) {
  const clock = newClock();
  let filled = 0;
  const register = openRegister({
    now: () => clock.now,
    later: (afterMs, then) => clock.after(afterMs - (bounds.early ?? 0), then),
    // Twice the same random bytes, then others: a name that is taken is drawn again.
    fill: (bytes) => bytes.fill(Math.floor(filled++ / 2)),
    bounds: { peersPerRoom: bounds.peersPerRoom ?? 8, rooms: bounds.roomsMax ?? 8 },
  });
  /** Somebody joins; `heard` is what the room tells them, `closed` why it ended their connection. */
  const joins = (letter: string, room = "a", version = protocolVersion) => {
    const heard: FromServer[] = [];
    const closed: Failure[] = [];
    const place = register.join(room, peerId(letter), version, {
      send: (message) => heard.push(message),
      close: (why) => closed.push(why),
    });
    return { heard, closed, place: place as Place, types: () => heard.map(({ type }) => type) };
  };
  return {
    register,
    joins,
    passes: (ms: number) => clock.runUntil(clock.now + ms),
    exists: (room = "a") => register.look(room) !== undefined,
  };
}

test("[S11] a room is there while somebody is in it, and no longer", () => {
  const { joins, passes, exists } = registerWithClock();
  expect(exists()).toBe(false);
  const ada = joins("a");
  passes(24 * 3_600_000);
  expect(exists()).toBe(true);
  ada.place.lost();
  passes(awayMs - 1);
  expect(exists()).toBe(true);
  passes(1);
  expect(exists()).toBe(false);
});

test("[S7] [S11] after a goodbye the room goes sooner", () => {
  const { joins, passes, exists } = registerWithClock();
  const ada = joins("a");
  ada.place.heard({ type: "leave" });
  expect(exists()).toBe(true);
  ada.place.lost();
  passes(goodbyeMs - 1);
  expect(exists()).toBe(true);
  passes(1);
  expect(exists()).toBe(false);
});

test("[S7] whoever is lost is away for the grace period, then has left", () => {
  const { register, joins, passes } = registerWithClock();
  const [ada, bob] = [joins("a"), joins("b")];
  bob.place.lost();
  expect(ada.types()).toEqual(["welcome", "arrived", "away"]);
  passes(awayMs - 1);
  expect(ada.types().length).toBe(3);
  expect(register.look("a")?.people).toBe(2);
  passes(1);
  expect(ada.heard.at(-1)).toEqual({ type: "left", peer: peerId("b") });
  expect(register.look("a")?.people).toBe(1);
});

test("[S7] whoever is back in time has not left, and the timer of the first loss does not end the second", () => {
  const { joins, passes } = registerWithClock();
  const ada = joins("a");
  joins("b").place.lost();
  passes(awayMs - 1_000);
  joins("b").place.lost();
  passes(1_000);
  expect(ada.types()).toEqual(["welcome", "arrived", "away", "arrived", "away"]);
  passes(awayMs - 1_000);
  expect(ada.types().at(-1)).toBe("left");
});

test("[S6] the late end of a replaced socket does not throw the new one out", () => {
  const { register, joins, passes } = registerWithClock();
  const [bob, first] = [joins("b"), joins("a")];
  const second = joins("a");
  expect(first.closed).toEqual(["replaced"]);
  first.place.heard({ type: "leave" });
  first.place.lost();
  passes(2 * awayMs);
  expect(second.closed).toEqual([]);
  expect(register.look("a")?.people).toBe(2);
  expect(bob.types()).toEqual(["welcome", "arrived", "arrived"]);
  bob.place.heard({ type: "tell", to: peerId("a"), envelope: "x" });
  expect(second.heard.at(-1)).toEqual({ type: "told", from: peerId("b"), envelope: "x" });
  expect(first.types()).toEqual(["welcome"]);
});

test("[S6] what a replaced socket still says is not heard", () => {
  const { joins } = registerWithClock();
  const [bob, first] = [joins("b"), joins("a")];
  joins("a");
  const before = bob.heard.length;
  first.place.heard({ type: "tell", to: peerId("b"), envelope: "x" });
  expect(bob.heard.length).toBe(before);
});

test("[S11] a reserved name waits ten minutes for its first person", () => {
  const { register, passes, exists } = registerWithClock();
  expect(register.reserve("a")).toEqual({ name: "a" });
  expect(register.look("a")?.people).toBe(0);
  passes(reservationMs - 1);
  expect(register.reserve("a")).toEqual({ why: "room-occupied" });
  passes(1);
  expect(exists()).toBe(false);
  expect(register.reserve("a")).toEqual({ name: "a" });
});

test("[S11] somebody who came in time keeps the room beyond the reservation", () => {
  const { register, joins, passes, exists } = registerWithClock();
  register.reserve("a");
  passes(reservationMs - 1);
  joins("a");
  passes(reservationMs);
  expect(exists()).toBe(true);
});

test("[S11] once its first person has come and gone, a reserved name is free again", () => {
  const { register, joins, passes, exists } = registerWithClock();
  register.reserve("a");
  joins("a").place.lost();
  passes(awayMs);
  expect(exists()).toBe(false);
  expect(register.reserve("a")).toEqual({ name: "a" });
  // The timer of the first reservation is not that of the second.
  passes(reservationMs - 1);
  expect(exists()).toBe(true);
});

test("[S11] a timer that fires a moment early still ends what it is for", () => {
  const { register, joins, passes, exists } = registerWithClock({ early: 0.3 });
  register.reserve("a");
  passes(reservationMs);
  expect(exists()).toBe(false);
  joins("a").place.lost();
  passes(awayMs);
  expect(exists()).toBe(false);
});

test("[S1] whoever is refused leaves no room behind, and no reservation is used up by it", () => {
  const { register, joins, exists } = registerWithClock();
  const stranger = joins("a", "a", 99);
  expect(stranger.closed).toEqual(["version-mismatch"]);
  stranger.place.lost();
  expect(exists()).toBe(false);
  register.reserve("b");
  joins("a", "b", 99).place.lost();
  expect(exists("b")).toBe(true);
});

test("[S8] a full room refuses by name, and its people hear nothing of it", () => {
  const { joins } = registerWithClock({ peersPerRoom: 1 });
  const [ada, bob] = [joins("a"), joins("b")];
  expect(bob.closed).toEqual(["room-full"]);
  expect(bob.heard).toEqual([]);
  bob.place.lost();
  expect(ada.types()).toEqual(["welcome"]);
});

test("[S8] somebody away keeps their place in a full room", () => {
  const { joins, passes } = registerWithClock({ peersPerRoom: 1 });
  joins("a").place.lost();
  expect(joins("b").closed).toEqual(["room-full"]);
  expect(joins("a").closed).toEqual([]);
  passes(awayMs);
  expect(joins("b").closed).toEqual(["room-full"]);
});

test("[S8] a server with all its rooms refuses another, and takes it once one is free", () => {
  const { register, joins, passes } = registerWithClock({ roomsMax: 1 });
  const ada = joins("a", "one");
  expect(joins("b", "two").place as unknown).toBe("rooms-full");
  expect(register.reserve("two")).toEqual({ why: "rooms-full" });
  expect(joins("b", "one").closed).toEqual([]);
  ada.place.lost();
  joins("b", "one").place.lost();
  passes(awayMs);
  expect(register.reserve("two")).toEqual({ name: "two" });
});

test("[N2] a random name that is taken is drawn again", () => {
  const { register } = registerWithClock();
  const [one, two] = [register.reserve(), register.reserve()];
  expect([one, two]).toEqual([{ name: "22222222" }, { name: "33333333" }]);
});

test("[S4] rooms do not hear each other", () => {
  const { joins } = registerWithClock();
  const [ada, bob] = [joins("a", "one"), joins("b", "two")];
  ada.place.heard({ type: "tell", to: peerId("b"), envelope: "x" });
  expect(ada.heard.at(-1)).toEqual({ type: "refused", why: "no-such-peer", about: peerId("b") });
  expect(bob.types()).toEqual(["welcome"]);
});

test("a server that stops tells everybody in every room", () => {
  const { register, joins } = registerWithClock();
  const seats = [joins("a"), joins("b"), joins("c", "another")];
  register.dismiss();
  expect(seats.map(({ closed }) => closed)).toEqual([["server-stopping"], ["server-stopping"], ["server-stopping"]]);
});
