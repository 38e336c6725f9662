// The rooms open now, each with its machine. It holds no socket: a seat is lent, with what the machine may do to it.
import type { Failure } from "../protocol/failure.ts";
import { reservationMs } from "../protocol/limits.ts";
import { randomRoomName } from "../protocol/name.ts";
import type { PipesAct, PipesEvent } from "../protocol/pipes.ts";
import { isDeserted, newRoom, peopleIn, type Room, type RoomEffect, type RoomEvent, stepRoom } from "../protocol/room.ts";
import { type Running, run } from "../protocol/run.ts";
import type { FromPeer, FromServer, PeerId } from "../protocol/signal.ts";
import type { Settings } from "./settings.ts";

/** What a room may do to somebody's connection. */
export type Seat = { send(message: FromServer): void; close(why: Failure): void };

/** What a connection may say to the room after it has joined. */
export type Place = { heard(message: Exclude<FromPeer, { type: "join" }>): void; lost(): void };

export type RoomFacts = { readonly room: string; readonly people: number; readonly createdAt: string };

export type Register = {
  /** Keeps a name, or a random one, for its first person. */
  reserve(name?: string): { readonly name: string } | { readonly why: Failure };
  look(name: string): RoomFacts | undefined;
  /** Rooms with somebody in them, and all their people, those away for a moment included. */
  count(): { readonly rooms: number; readonly people: number };
  /** Is somebody in the room, or away for a moment? */
  holds(name: string, peer: PeerId): boolean;
  /** @param pipeTicket opens pipes for this peer; undefined if it may not hear of any */
  join(name: string, peer: PeerId, version: number, seat: Seat, pipeTicket?: string): Place | Failure;
  /** Something happened to the pipes of a room, which may not be there any more. */
  pipe(name: string, event: PipesEvent): void;
  /** Tells everybody that the server stops. They come back by themselves. */
  dismiss(): void;
};

type OpenRoom = {
  readonly machine: Running<Room, RoomEvent>;
  readonly seats: Map<number, Seat>;
  readonly createdAt: number;
  reservedUntil: number;
};

/** @param lent.later calls back after some milliseconds; @param lent.fill overwrites bytes with random ones */
export function openRegister(lent: {
  now: () => number;
  later: (afterMs: number, then: () => void) => void;
  fill: (bytes: Uint8Array<ArrayBuffer>) => void;
  /** Read each time. */
  bounds: Pick<Settings, "peersPerRoom" | "rooms">;
  /** Carries out what a room decides about its pipes. */
  pipe?: (effect: PipesAct, send: (event: PipesEvent) => void) => void;
}): Register {
  const rooms = new Map<string, OpenRoom>();
  let seatsEver = 0;

  const closeIfDeserted = (name: string) => {
    const room = rooms.get(name);
    if (room !== undefined && isDeserted(room.machine.state) && room.reservedUntil <= lent.now()) rooms.delete(name);
  };

  const open = (name: string, reservedUntil: number): OpenRoom | Failure => {
    if (rooms.size >= lent.bounds.rooms) return "rooms-full";
    const seats = new Map<number, Seat>();
    const act = (effect: RoomEffect, send: (event: RoomEvent) => void) => {
      switch (effect.do) {
        case "send":
          return seats.get(effect.seat)?.send(effect.message);
        case "close":
          return seats.get(effect.seat)?.close(effect.why);
        case "wake":
          return lent.later(effect.afterMs, () => {
            send({ on: "woke", peer: effect.peer, since: effect.since });
            closeIfDeserted(name);
          });
        case "pipe":
          return lent.pipe?.(effect.effect, (event) => send({ on: "pipe", event }));
        default:
          return effect satisfies never;
      }
    };
    const machine = run({ state: newRoom(lent.bounds.peersPerRoom), step: stepRoom, act, now: lent.now });
    const room = { machine, seats, createdAt: lent.now(), reservedUntil };
    rooms.set(name, room);
    return room;
  };

  return {
    dismiss() {
      for (const { seats } of rooms.values()) for (const seat of [...seats.values()]) seat.close("server-stopping");
    },

    reserve(wish) {
      let name = wish ?? randomRoomName(lent.fill);
      while (wish === undefined && rooms.has(name)) name = randomRoomName(lent.fill);
      if (rooms.has(name)) return { why: "room-occupied" };
      const room = open(name, lent.now() + reservationMs);
      if (typeof room === "string") return { why: room };
      lent.later(reservationMs, () => {
        // Not compared with the clock: a timer may fire a fraction early, and nobody would look again.
        room.reservedUntil = 0;
        closeIfDeserted(name);
      });
      return { name };
    },

    look(name) {
      const room = rooms.get(name);
      if (room === undefined) return undefined;
      return { room: name, people: peopleIn(room.machine.state), createdAt: new Date(room.createdAt).toISOString() };
    },

    count() {
      const counts = [...rooms.values()].map(({ machine }) => peopleIn(machine.state)).filter((people) => people > 0);
      return { rooms: counts.length, people: counts.reduce((sum, people) => sum + people, 0) };
    },

    holds: (name, peer) => rooms.get(name)?.machine.state.members.has(peer) === true,

    pipe: (name, event) => rooms.get(name)?.machine.send({ on: "pipe", event }),

    join(name, peer, version, seat, pipeTicket) {
      const room = rooms.get(name) ?? open(name, 0);
      if (typeof room === "string") return room;
      const number = ++seatsEver;
      room.seats.set(number, seat);
      room.machine.send({ on: "join", peer, seat: number, version, ...(pipeTicket === undefined ? {} : { pipeTicket }) });
      // S11: a reserved name waits for its first person, and no longer.
      if (!isDeserted(room.machine.state)) room.reservedUntil = 0;
      return {
        heard: (message) => room.machine.send({ on: "heard", peer, seat: number, message }),
        lost: () => {
          room.seats.delete(number);
          room.machine.send({ on: "lost", peer, seat: number });
          closeIfDeserted(name);
        },
      };
    },
  };
}
