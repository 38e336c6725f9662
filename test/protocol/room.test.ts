import { expect, test } from "bun:test";
import { awayMs, goodbyeMs, protocolVersion } from "../../protocol/limits.ts";
import { isDeserted, newRoom, peopleIn, type RoomEffect, type RoomEvent, stepRoom } from "../../protocol/room.ts";

const [ada, bob, cy] = ["a", "b", "c"].map((letter) => letter.repeat(43)) as [string, string, string];

/** A room, and each person's seat. A new connection is a new seat. */
function roomOf(...people: string[]) {
  let room = newRoom(3);
  let seats = 0;
  const seatOf = new Map<string, number>();
  const does = (event: RoomEvent, now = 0): readonly RoomEffect[] => {
    const [next, effects] = stepRoom(room, event, now);
    room = next;
    return effects;
  };
  const joins = (peer: string, version = protocolVersion) => {
    const seat = ++seats;
    const effects = does({ on: "join", peer, seat, version });
    seatOf.set(peer, seat);
    return effects;
  };
  for (const peer of people) joins(peer);
  const seat = (peer: string) => seatOf.get(peer) ?? 0;
  return {
    does,
    joins,
    seat,
    says: (peer: string, message: Extract<RoomEvent, { on: "heard" }>["message"]) => does({ on: "heard", peer, seat: seat(peer), message }),
    loses: (peer: string, now = 0) => does({ on: "lost", peer, seat: seat(peer) }, now),
    get people() {
      return peopleIn(room);
    },
    get deserted() {
      return isDeserted(room);
    },
  };
}

const send = (seat: number, message: Extract<RoomEffect, { do: "send" }>["message"]): RoomEffect => ({ do: "send", seat, message });

test("[S3] whoever joins is told who is there, and the others that somebody arrived", () => {
  const room = roomOf(ada, bob);
  room.loses(bob);
  expect(room.joins(cy)).toEqual([
    send(3, {
      type: "welcome",
      version: protocolVersion,
      you: cy,
      peers: [
        { id: ada, away: false },
        { id: bob, away: true },
      ],
    }),
    send(1, { type: "arrived", peer: cy }),
  ]);
});

test("[S3] whoever joins again is told of the others, and not of itself", () => {
  const peers = [{ id: bob, away: false }];
  expect(roomOf(ada, bob).joins(ada)).toContainEqual(send(3, { type: "welcome", version: protocolVersion, you: ada, peers }));
});

test("[S1] a peer of another version is turned away, and changes nothing", () => {
  const room = roomOf(ada);
  expect(room.joins(bob, protocolVersion + 1)).toEqual([{ do: "close", seat: 2, why: "version-mismatch" }]);
  expect(room.people).toBe(1);
  expect(room.joins(ada, protocolVersion + 1)).toEqual([{ do: "close", seat: 3, why: "version-mismatch" }]);
});

test("[S4] an envelope goes to the one it names, from whom it really came", () => {
  const room = roomOf(ada, bob, cy);
  expect(room.says(ada, { type: "tell", to: bob, envelope: "x" })).toEqual([send(2, { type: "told", from: ada, envelope: "x" })]);
});

test("[S4] an envelope to a stranger, to somebody away or to oneself reaches nobody", () => {
  const room = roomOf(ada, bob);
  room.loses(bob);
  for (const to of [cy, bob, ada]) {
    const refused = send(1, { type: "refused", why: "no-such-peer", about: to });
    expect(room.says(ada, { type: "tell", to, envelope: "x" })).toEqual([refused]);
  }
});

test("[S4] nothing that an old connection says counts", () => {
  const room = roomOf(ada, bob);
  room.joins(ada);
  const late = { on: "heard", peer: ada, seat: 1, message: { type: "tell", to: bob, envelope: "x" } } as const;
  expect(room.does(late)).toEqual([]);
  expect(room.does({ ...late, peer: cy, seat: 9 })).toEqual([]);
});

test("[S6] a second connection of the same peer ends the first", () => {
  const room = roomOf(ada, bob);
  const effects = room.joins(ada);
  expect(effects[0]).toEqual({ do: "close", seat: 1, why: "replaced" });
  expect(room.people).toBe(2);
  expect(room.does({ on: "lost", peer: ada, seat: 1 })).toEqual([]);
  expect(room.says(bob, { type: "tell", to: ada, envelope: "x" })).toEqual([send(3, { type: "told", from: bob, envelope: "x" })]);
});

test("[S7] whoever is lost is away for 30 s, and has then left", () => {
  const room = roomOf(ada, bob);
  const [away, wake] = room.loses(bob, 500);
  expect(away).toEqual(send(1, { type: "away", peer: bob }));
  expect(wake).toEqual({ do: "wake", afterMs: awayMs, peer: bob, since: 500 });
  expect(awayMs).toBe(30_000);
  expect(room.people).toBe(2);
  expect(room.does({ on: "woke", peer: bob, since: 500 }, 30_500)).toEqual([send(1, { type: "left", peer: bob })]);
  expect(room.people).toBe(1);
});

test("[S7] after a goodbye it is 4 s", () => {
  const room = roomOf(ada, bob);
  expect(room.says(bob, { type: "leave" })).toEqual([]);
  expect(room.loses(bob)).toContainEqual({ do: "wake", afterMs: goodbyeMs, peer: bob, since: 0 });
  expect(goodbyeMs).toBe(4_000);
});

test("[S7] a goodbye does not outlast a new connection", () => {
  const room = roomOf(ada, bob);
  room.says(bob, { type: "leave" });
  room.joins(bob);
  expect(room.loses(bob)).toContainEqual({ do: "wake", afterMs: awayMs, peer: bob, since: 0 });
});

test("[S7] whoever is back in time has not left, nor when lost once more", () => {
  const room = roomOf(ada, bob);
  room.loses(bob, 500);
  room.joins(bob);
  expect(room.does({ on: "woke", peer: bob, since: 500 }, 30_500)).toEqual([]);
  room.loses(bob, 30_000);
  expect(room.does({ on: "woke", peer: bob, since: 500 }, 30_500)).toEqual([]);
  expect(room.people).toBe(2);
});

test("[S8] a full room says so, to newcomers only", () => {
  const room = roomOf(ada, bob, cy);
  expect(room.joins("d".repeat(43))).toEqual([{ do: "close", seat: 4, why: "room-full" }]);
  expect(room.people).toBe(3);
  room.loses(cy);
  expect(room.joins(cy)[0]).toMatchObject({ do: "send", message: { type: "welcome" } });
});

test("[S9] a beat is answered", () => {
  expect(roomOf(ada).says(ada, { type: "beat" })).toEqual([send(1, { type: "beat" })]);
});

test("[S11] a room is deserted once the last has left, and not while somebody is away", () => {
  const room = roomOf();
  expect(room.deserted).toBe(true);
  room.joins(ada);
  room.loses(ada);
  expect(room.deserted).toBe(false);
  room.does({ on: "woke", peer: ada, since: 0 }, 30_000);
  expect(room.deserted).toBe(true);
});
