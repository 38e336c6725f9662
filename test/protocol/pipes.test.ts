// The server's machine for a room's pipes, alone and as a part of the room's.
import { expect, test } from "bun:test";
import { allowedPerPeerMax, pipesPerRoomMax, pipeWaitMs, protocolVersion } from "../../protocol/limits.ts";
import type { PipesEvent } from "../../protocol/pipes.ts";
import { newRoom, type RoomEffect, type RoomEvent, stepRoom } from "../../protocol/room.ts";

const [ann, ben, cyd] = ["a", "b", "c"].map((letter) => letter.repeat(43)) as [string, string, string];
const ticket = (peer: string) => peer[0]?.repeat(86) ?? "";
const id = (number: number) => number.toString(16).padStart(32, "0");

/** A room; `here`: who may hear of pipes, by their seat. */
function roomOf(...open: readonly string[]) {
  let room = newRoom(8);
  let seats = 0;
  const seatOf = new Map<string, number>();
  const does = (event: RoomEvent): readonly RoomEffect[] => {
    const [next, effects] = stepRoom(room, event, 0);
    room = next;
    return effects;
  };
  const joins = (peer: string, mayHear = true) => {
    seatOf.set(peer, ++seats);
    return does({ on: "join", peer, seat: seats, version: protocolVersion, ...(mayHear ? { pipeTicket: ticket(peer) } : {}) });
  };
  for (const peer of open) joins(peer);
  const seat = (peer: string) => seatOf.get(peer) ?? 0;
  return {
    joins,
    pipes: (event: PipesEvent) => does({ on: "pipe", event }),
    asks: (peer: string, word: unknown) => does({ on: "heard", peer, seat: seat(peer), message: { type: "pipe", word } }),
    leaves: (peer: string) => [...does({ on: "lost", peer, seat: seat(peer) }), ...does({ on: "woke", peer, since: 0 })],
    /** Who was told what of pipes. */
    told: (effects: readonly RoomEffect[]) =>
      effects.flatMap((effect) => {
        if (effect.do !== "send" || effect.message.type !== "pipe") return [];
        return [[[...seatOf].find(([, each]) => each === effect.seat)?.[0], effect.message.word]];
      }),
  };
}

const acts = (effects: readonly RoomEffect[]) => effects.flatMap((effect) => (effect.do === "pipe" ? [effect.effect] : []));
const film = { pipe: id(1), name: "film.mp4", size: 9 };

test("[P1] [P3] what curl brings is told to everybody, and to whoever comes later after their welcome, with a ticket of their own", () => {
  const room = roomOf(ann, ben);
  const effects = room.pipes({ on: "offer", ...film });
  const word = { is: "piped", piped: { at: "offered", ...film } };
  expect(room.told(effects)).toEqual([
    [ann, word],
    [ben, word],
  ]);
  expect(acts(effects)).toEqual([{ do: "wake", afterMs: pipeWaitMs, pipe: film.pipe }]);
  expect(room.told(room.joins(cyd))).toEqual([[cyd, { is: "here", ticket: ticket(cyd), pipes: [{ at: "offered", ...film }] }]]);
});

test("[P1] [P2] whoever has not said that they know of no secret hears nothing, and asking ends their socket", () => {
  const room = roomOf(ann);
  room.pipes({ on: "offer", ...film });
  expect(room.told(room.joins(ben, false))).toEqual([]);
  const taken = room.pipes({ on: "take", pipe: film.pipe, by: ann, call: 1 });
  expect(room.told(taken).map(([peer]) => peer)).toEqual([ann]);
  expect(room.asks(ben, { is: "allow", pipe: id(2), name: "x" })).toMatchObject([{ do: "close", why: "message-unreadable" }]);
  expect(room.asks(ann, { is: "allow", pipe: "short", name: "x" })).toMatchObject([{ do: "close", why: "message-unreadable" }]);
});

test("[P2] nothing is offered while somebody is there who may know a secret, nor while nobody is", () => {
  const refused = (room: ReturnType<typeof roomOf>) => room.pipes({ on: "offer", ...film });
  const secret = roomOf(ann);
  secret.joins(ben, false);
  expect(refused(secret)).toEqual([{ do: "pipe", effect: { do: "refuse", pipe: film.pipe, why: "pipe-secret" } }]);
  expect(refused(roomOf())).toEqual([{ do: "pipe", effect: { do: "refuse", pipe: film.pipe, why: "pipe-nobody" } }]);
  // When they have left, it is.
  secret.leaves(ben);
  expect(secret.told(refused(secret))).toHaveLength(1);
});

test("[P3] the first who takes it gets it; the second is told that it is taken, a stranger that there is nothing", () => {
  const room = roomOf(ann, ben);
  room.pipes({ on: "offer", ...film });
  expect(acts(room.pipes({ on: "take", pipe: film.pipe, by: cyd, call: 1 }))).toEqual([{ do: "deny", call: 1, why: "pipe-unknown" }]);
  const taken = room.pipes({ on: "take", pipe: film.pipe, by: ben, call: 2 });
  expect(acts(taken)).toEqual([{ do: "let", call: 2, ...film }]);
  expect(room.told(taken)[0]).toEqual([ann, { is: "piped", piped: { at: "taken", by: ben, ...film } }]);
  expect(acts(room.pipes({ on: "take", pipe: film.pipe, by: ann, call: 3 }))).toEqual([{ do: "deny", call: 3, why: "pipe-taken" }]);
  const over = room.pipes({ on: "over", pipe: film.pipe });
  expect(acts(over)).toEqual([{ do: "end", pipe: film.pipe }]);
  expect(room.told(over)[0]).toEqual([ann, { is: "piped", piped: { at: "over", by: ben, ...film } }]);
  expect(acts(room.pipes({ on: "take", pipe: film.pipe, by: ann, call: 4 }))).toEqual([{ do: "deny", call: 4, why: "pipe-unknown" }]);
});

test("[P5] what nobody took in time ends so; what was taken does not", () => {
  const room = roomOf(ann);
  room.pipes({ on: "offer", ...film });
  room.pipes({ on: "offer", ...film, pipe: id(2) });
  room.pipes({ on: "take", pipe: id(2), by: ann, call: 1 });
  expect(room.pipes({ on: "waited", pipe: id(2) })).toEqual([]);
  const ended = room.pipes({ on: "waited", pipe: film.pipe });
  expect(acts(ended)).toEqual([{ do: "end", pipe: film.pipe, why: "pipe-untaken" }]);
  expect(room.told(ended)).toEqual([[ann, { is: "piped", piped: { at: "over", ...film, why: "pipe-untaken" } }]]);
  expect(room.pipes({ on: "waited", pipe: film.pipe })).toEqual([]);
});

test("[P6] when the last one leaves, what was offered ends; what somebody took goes on", () => {
  const room = roomOf(ann);
  room.pipes({ on: "offer", ...film });
  room.pipes({ on: "offer", ...film, pipe: id(2) });
  room.pipes({ on: "take", pipe: id(2), by: ann, call: 1 });
  expect(acts(room.leaves(ann))).toEqual([{ do: "end", pipe: film.pipe, why: "pipe-nobody" }]);
});

test("[P6] whoever ends it, everybody is told why, once", () => {
  for (const why of ["pipe-giver-left", "pipe-taker-left", "pipe-stalled"] as const) {
    const room = roomOf(ann);
    room.pipes({ on: "offer", ...film });
    const ended = room.pipes({ on: "over", pipe: film.pipe, why });
    expect(acts(ended)).toEqual([{ do: "end", pipe: film.pipe, why }]);
    expect(room.told(ended)).toEqual([[ann, { is: "piped", piped: { at: "over", ...film, why } }]]);
    expect(room.pipes({ on: "over", pipe: film.pipe, why })).toEqual([]);
  }
});

test("[P7] a room and a person have so many, and no more", () => {
  const room = roomOf(ann, ben);
  for (let i = 0; i < pipesPerRoomMax; i++) expect(acts(room.pipes({ on: "offer", ...film, pipe: id(i) }))[0]?.do).toBe("wake");
  expect(acts(room.pipes({ on: "offer", ...film, pipe: id(99) }))).toEqual([{ do: "refuse", pipe: id(99), why: "too-many-pipes" }]);
  for (let i = 0; i < allowedPerPeerMax; i++) expect(room.asks(ann, { is: "allow", pipe: id(100 + i), name: "x" })).toEqual([]);
  expect(room.told(room.asks(ann, { is: "allow", pipe: id(200), name: "x" }))).toEqual([
    [ann, { is: "denied", pipe: id(200), why: "too-many-pipes" }],
  ]);
  expect(room.asks(ben, { is: "allow", pipe: id(200), name: "x" })).toEqual([]);
});

test("[P8] a curl gets what its owner allows, the owner alone is told, and the next may ask when it is over", () => {
  const room = roomOf(ann, ben);
  const calls = (call: number, run: number) => room.pipes({ on: "call", pipe: id(7), call, run: id(run) });
  expect(acts(calls(1, 50))).toEqual([{ do: "deny", call: 1, why: "pipe-unknown" }]);
  room.asks(ann, { is: "allow", pipe: id(7), name: "a.zip" });
  const called = calls(2, 51);
  expect(acts(called)).toEqual([{ do: "let", pipe: id(7), call: 2, name: "a.zip", run: id(51) }]);
  expect(room.told(called)).toEqual([[ann, { is: "called", pipe: id(7), run: id(51) }]]);
  expect(acts(calls(3, 52))).toEqual([{ do: "deny", call: 3, why: "pipe-busy" }]);
  expect(acts(room.pipes({ on: "over", pipe: id(51) }))).toEqual([{ do: "end", pipe: id(51) }]);
  expect(acts(calls(4, 53))[0]?.do).toBe("let");
});

test("[P8] nobody takes another's permission back, or over; it ends with its owner, and so does what runs", () => {
  const room = roomOf(ann, ben);
  room.asks(ann, { is: "allow", pipe: id(7), name: "a" });
  expect(room.asks(ben, { is: "forbid", pipe: id(7) })).toEqual([]);
  expect(room.told(room.asks(ben, { is: "allow", pipe: id(7), name: "b" }))).toEqual([
    [ben, { is: "denied", pipe: id(7), why: "pipe-taken" }],
  ]);
  room.pipes({ on: "call", pipe: id(7), call: 1, run: id(50) });
  expect(acts(room.leaves(ann))).toEqual([{ do: "end", pipe: id(50), why: "pipe-forbidden" }]);
  expect(acts(room.pipes({ on: "call", pipe: id(7), call: 2, run: id(51) }))).toEqual([{ do: "deny", call: 2, why: "pipe-unknown" }]);
});
