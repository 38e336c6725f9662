// GET /r/{name}/signal: the room's socket. It reads words, knows who speaks, keeps the bounds, and leaves the rest to the room.
import { Elysia } from "elysia";
import { endingOf, type Failure } from "../protocol/failure.ts";
import { joinWithinMs, messageBurstMax } from "../protocol/limits.ts";
import { readRoomName } from "../protocol/name.ts";
import { type Bucket, take } from "../protocol/rate.ts";
import { type FromPeer, type FromServer, type PeerId, readFromPeer } from "../protocol/signal.ts";
import { isForeign } from "./origin.ts";
import type { Place, Register } from "./register.ts";
import type { Settings } from "./settings.ts";

/** One socket. It speaks for nobody until it has a place in a room. */
type Line = { readonly room: string; readonly address: string; place?: Place; bucket?: Bucket; timer?: Timer };

type Socket = {
  send(text: string): unknown;
  close(code: number, reason: string): void;
  readonly raw: object;
  readonly remoteAddress: string;
};

export function signalRoute(lent: {
  register: Register;
  settings: Settings;
  now: () => number;
  idOf: (token: string, room: string) => PeerId;
}) {
  const lines = new WeakMap<object, Line>();
  const joins = new Map<string, Bucket>();
  const { joinsPerMinute, messagesPerSecond, publicUrl } = lent.settings;

  const mayJoin = (address: string): boolean => {
    const now = lent.now();
    const [bucket, may] = take(joins.get(address), now, joinsPerMinute / 60, joinsPerMinute);
    joins.set(address, bucket);
    // Whoever has been quiet for a minute has a full bucket again, so nothing is lost with it.
    if (joins.size > 10_000) for (const [each, { at }] of joins) if (now - at > 60_000) joins.delete(each);
    return may;
  };

  const join = (ws: Socket, line: Line, { token, version }: Extract<FromPeer, { type: "join" }>) => {
    if (line.place !== undefined) return close(ws, "joined-already");
    if (!mayJoin(line.address)) return close(ws, "too-many-joins");
    clearTimeout(line.timer);
    const seat = { send: (message: FromServer) => ws.send(JSON.stringify(message)), close: (why: Failure) => close(ws, why) };
    const place = lent.register.join(line.room, lent.idOf(token, line.room), version, seat);
    if (typeof place === "string") return close(ws, place);
    line.place = place;
    // The room may have refused this socket: then its end was heard before it had a place to give up.
    if (!lines.has(ws.raw)) place.lost();
  };

  return new Elysia().ws("/r/:name/signal", {
    open(ws) {
      const room = readRoomName(ws.data.params.name);
      if (isForeign(ws.data.request, publicUrl)) return close(ws, "foreign-site");
      if (room === undefined) return close(ws, "room-name-invalid");
      const line: Line = { room, address: ws.remoteAddress };
      line.timer = setTimeout(() => close(ws, "join-too-late"), joinWithinMs);
      lines.set(ws.raw, line);
    },
    message(ws, raw) {
      const line = lines.get(ws.raw);
      if (line === undefined) return;
      const [bucket, may] = take(line.bucket, lent.now(), messagesPerSecond, Math.max(messageBurstMax, messagesPerSecond));
      line.bucket = bucket;
      if (!may) return close(ws, "too-many-messages");
      const message = readFromPeer(raw);
      if (message === undefined) return close(ws, line.place === undefined ? "not-joined" : "message-unreadable");
      if (message.type === "join") return join(ws, line, message);
      if (line.place === undefined) return close(ws, "not-joined");
      line.place.heard(message);
    },
    close(ws) {
      const line = lines.get(ws.raw);
      clearTimeout(line?.timer);
      line?.place?.lost();
      lines.delete(ws.raw);
    },
  });
}

function close(ws: Socket, why: Failure): void {
  ws.close(endingOf(why).closeCode ?? 1011, why);
}
