// GET /r/{name}/signal: the room's socket. It reads words, knows who speaks, keeps the bounds, and leaves the rest to the room.
import type { ServerWebSocket } from "bun";
import { Elysia } from "elysia";
import { endingOf, type Failure } from "../protocol/failure.ts";
import { joinWithinMs, messageBurstMax } from "../protocol/limits.ts";
import { readRoomName } from "../protocol/name.ts";
import { type Bucket, take } from "../protocol/rate.ts";
import { type FromPeer, type FromServer, type PeerId, parseJson, readFromPeer } from "../protocol/signal.ts";
import { openGate } from "./gate.ts";
import { isForeign } from "./origin.ts";
import { problem } from "./problem.ts";
import type { Place, Register } from "./register.ts";
import type { Settings } from "./settings.ts";

/** One socket. It speaks for nobody until it has a place in a room. */
type Line = { readonly ws: Socket; readonly room: string; readonly timer: Timer; over: boolean; place?: Place; bucket?: Bucket };

type Socket = ServerWebSocket<Handlers>;
/** What Bun's socket does is handed by Elysia to the functions that the socket itself carries. */
type Handlers = { open(ws: Socket): void; message(ws: Socket, text: unknown): void; close(): void };

export function signalRoute(lent: {
  register: Register;
  settings: Settings;
  now: () => number;
  idOf: (token: string, room: string) => PeerId;
}) {
  const { joinsPerMinute, messagesPerSecond, publicUrl } = lent.settings;

  const mayJoin = openGate(joinsPerMinute, lent.now);

  const join = (line: Line, { token, version }: Extract<FromPeer, { type: "join" }>) => {
    const { ws, room } = line;
    if (line.place !== undefined) return close(ws, "joined-already");
    if (!mayJoin(ws.remoteAddress)) return close(ws, "too-many-joins");
    clearTimeout(line.timer);
    const seat = { send: (message: FromServer) => ws.send(JSON.stringify(message)), close: (why: Failure) => close(ws, why) };
    const place = lent.register.join(room, lent.idOf(token, room), version, seat);
    if (typeof place === "string") return close(ws, place);
    line.place = place;
    // The room may have refused this socket: then its end was heard before it had a place to give up.
    if (line.over) place.lost();
  };

  const open = (room: string | undefined, foreign: boolean): Handlers => {
    let line: Line | undefined;
    return {
      open(ws) {
        if (foreign) return close(ws, "foreign-site");
        if (room === undefined) return close(ws, "room-name-invalid");
        line = { ws, room, timer: setTimeout(() => close(ws, "join-too-late"), joinWithinMs), over: false };
      },
      message(ws, text) {
        if (line === undefined) return;
        const [bucket, may] = take(line.bucket, lent.now(), messagesPerSecond, Math.max(messageBurstMax, messagesPerSecond));
        line.bucket = bucket;
        if (!may) return close(ws, "too-many-messages");
        const message = readFromPeer(parseJson(text));
        if (message === undefined) return close(ws, line.place === undefined ? "not-joined" : "message-unreadable");
        if (message.type === "join") return join(line, message);
        if (line.place === undefined) return close(ws, "not-joined");
        line.place.heard(message);
      },
      close() {
        if (line === undefined) return;
        line.over = true;
        clearTimeout(line.timer);
        line.place?.lost();
      },
    };
  };

  // Elysia hands what happens to a socket to the functions in its `data`. Upgrading here rather than with `.ws` spares every message a
  // promise, a wrapper of a dozen bound functions and a guess at its type: 4 µs of 13.
  return new Elysia().get("/r/:name/signal", ({ request, server, params }) => {
    const data = open(readRoomName(params.name), isForeign(request, publicUrl));
    return server?.upgrade(request, { data }) ? undefined : problem(request, "socket-wanted");
  });
}

function close(ws: Socket, why: Failure): void {
  ws.close(endingOf(why).closeCode ?? 1011, why);
}
