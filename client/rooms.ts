// The rooms that this browser was in last. They stay on the device; a link is kept whole, as the browser's own history keeps it, because without its secret it would
// lead to nobody. A passphrase is not kept.
import { isOn } from "./settings.ts";
import { read, write } from "./storage.ts";

export type LastRoom = {
  readonly name: string;
  /** What follows # in its link; empty where nothing does. */
  readonly fragment: string;
  /** Milliseconds since 1970. */
  readonly at: number;
};

/** More than anybody looks through. */
const roomsMax = 12;

/** @param home the path of the front page: servers may share a name, each under a path of its own */
const keyOf = (home: string) => `roomcp:rooms:${home}`;

/** Newest first. */
export function lastRooms(home: string): readonly LastRoom[] {
  try {
    const kept: unknown = JSON.parse(read("local", keyOf(home)) ?? "[]");
    return Array.isArray(kept) ? kept.filter(isRoom).slice(0, roomsMax) : [];
  } catch {
    return [];
  }
}

/** Unless the person wants none remembered. */
export function rememberRoom(home: string, room: LastRoom): void {
  if (!isOn("rooms")) return;
  keep(home, [room, ...without(lastRooms(home), room.name)].slice(0, roomsMax));
}

export function forgetRoom(home: string, name: string): void {
  keep(home, without(lastRooms(home), name));
}

export function forgetRooms(home: string): void {
  keep(home, []);
}

function keep(home: string, rooms: readonly LastRoom[]): void {
  write("local", keyOf(home), rooms.length === 0 ? undefined : JSON.stringify(rooms));
}

function without(rooms: readonly LastRoom[], name: string): readonly LastRoom[] {
  return rooms.filter((each) => each.name !== name);
}

function isRoom(kept: unknown): kept is LastRoom {
  if (typeof kept !== "object" || kept === null) return false;
  const { name, fragment, at } = kept as Record<string, unknown>;
  return typeof name === "string" && typeof fragment === "string" && typeof at === "number";
}
