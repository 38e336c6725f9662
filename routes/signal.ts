// GET /r/{name}/signal: the room's socket. It reads words, knows who speaks, keeps the bounds, and leaves the rest to the room.
import type { ServerWebSocket } from "bun";
import { Elysia } from "elysia";
import { endingOf, type Failure } from "../protocol/failure.ts";
import {
  bytesBurstMax,
  bytesPerSecondMax,
  joinWithinMs,
  messageBurstMax,
  socketBacklogBytesMax,
  socketMessageBytesMax,
} from "../protocol/limits.ts";
import { readRoomName } from "../protocol/name.ts";
import { type Bucket, take } from "../protocol/rate.ts";
import { type FromPeer, type FromServer, type PeerId, parseJson, readFromPeer } from "../protocol/signal.ts";
import { callerOf } from "./caller.ts";
import { answer, refusals } from "./described.ts";
import type { Founding } from "./founding.ts";
import { openGate } from "./gate.ts";
import type { Ice } from "./ice.ts";
import { isForeign, originOf } from "./origin.ts";
import { pipeScope } from "./pipe.ts";
import { problem } from "./problem.ts";
import type { Place, Register } from "./register.ts";
import type { RelayTickets } from "./relay-tickets.ts";
import type { Settings } from "./settings.ts";
import type { SocketCount } from "./socket-count.ts";
import type { Tally } from "./tally.ts";

/** One socket. It speaks for nobody until it has a place in a room. */
type Line = {
  readonly ws: Socket;
  readonly room: string;
  readonly caller: string;
  readonly ice: Ice;
  readonly timer: Timer;
  over: boolean;
  place?: Place;
  messages?: Bucket;
  bytes?: Bucket;
};

type Socket = ServerWebSocket<Handlers>;
/** What Bun's socket does is handed by Elysia to the functions that the socket itself carries. */
type Handlers = { open(ws: Socket): void; message(ws: Socket, text: unknown): void; close(): void };

export function signalRoute(lent: {
  register: Register;
  settings: Settings;
  now: () => number;
  idOf: (token: string, room: string) => PeerId;
  founding: Founding;
  tickets: RelayTickets;
  sockets: SocketCount;
  tally: Tally;
  ice: (origin: string) => Ice;
  /** Told of each socket that is closed for a reason of ours. */
  refused: (why: Failure) => void;
}) {
  const { register, founding, tally } = lent;
  const close = (ws: Socket, why: Failure) => {
    lent.refused(why);
    ws.close(endingOf(why).closeCode ?? 1011, why);
  };
  const { settings } = lent;
  const mayJoin = openGate(() => settings.joinsPerMinute, lent.now);

  const join = (line: Line, { token, version, pass, open }: Extract<FromPeer, { type: "join" }>) => {
    const { ws, room } = line;
    if (line.place !== undefined) return close(ws, "joined-already");
    if (!mayJoin(line.caller)) return close(ws, "too-many-joins");
    if (register.look(room) === undefined && !founding.mayReturn(room, pass)) return close(ws, "room-not-made");
    clearTimeout(line.timer);
    const peer = lent.idOf(token, room);
    const given = founding.passTo(room);
    const lasting = {
      ...(given === undefined ? {} : { pass: given }),
      ...(settings.relay === "off" ? {} : { relay: { ticket: lent.tickets.ticketFor(room, peer), prefers: settings.relay === "prefer" } }),
    };
    const completed = (message: FromServer): FromServer => {
      if (message.type !== "welcome" && message.type !== "beat") return message;
      const iceServers = line.ice();
      const told = iceServers === undefined ? message : { ...message, iceServers: [...iceServers] };
      return told.type === "welcome" ? { ...told, ...lasting } : told;
    };
    const send = (message: FromServer) => {
      ws.send(JSON.stringify(completed(message)));
      if (ws.getBufferedAmount() > socketBacklogBytesMax) ws.terminate();
    };
    // P2: only those who know of no secret of the room hear of pipes.
    const pipeTicket = settings.pipe === "on" && open === true ? lent.tickets.ticketFor(pipeScope(room), peer) : undefined;
    const seat = { send, close: (why: Failure) => close(ws, why) };
    const place = register.join(room, peer, version, seat, pipeTicket);
    if (typeof place === "string") return close(ws, place);
    line.place = place;
    // The room may have refused this socket: then its end was heard before it had a place to give up.
    if (line.over) place.lost();
  };

  const open = (room: string | undefined, foreign: boolean, caller: string, ice: Ice): Handlers => {
    let line: Line | undefined;
    return {
      open(ws) {
        const few = lent.sockets.opened(caller);
        tally.sockets.signal++;
        if (foreign) return close(ws, "foreign-site");
        if (room === undefined) return close(ws, "room-name-invalid");
        if (!few) return close(ws, "too-many-sockets");
        line = { ws, room, caller, ice, timer: setTimeout(() => close(ws, "join-too-late"), joinWithinMs), over: false };
      },
      message(ws, text) {
        if (line === undefined || line.over) return;
        const why = whyTooMuch(line, sizeOf(text), lent.now(), settings.messagesPerSecond);
        if (why !== undefined) return close(ws, why);
        const message = readFromPeer(parseJson(text));
        if (message === undefined) return close(ws, line.place === undefined ? "not-joined" : "message-unreadable");
        if (message.type === "join") return join(line, message);
        if (line.place === undefined) return close(ws, "not-joined");
        if (message.type === "tell") tally.envelopes++;
        line.place.heard(message);
      },
      close() {
        lent.sockets.closed(caller);
        tally.sockets.signal--;
        if (line === undefined) return;
        line.over = true;
        clearTimeout(line.timer);
        line.place?.lost();
      },
    };
  };

  // Elysia hands what happens to a socket to the functions in its `data`. Upgrading here rather than with `.ws` spares every message a
  // promise, a wrapper of a dozen bound functions and a guess at its type: 4 µs of 13.
  return new Elysia().get(
    "/r/:name/signal",
    ({ request, server, params }) => {
      const caller = callerOf(request, server, settings.trustProxy);
      const { publicUrl } = settings;
      const data = open(readRoomName(params.name), isForeign(request, publicUrl), caller, lent.ice(originOf(request, publicUrl)));
      return server?.upgrade(request, { data }) ? undefined : problem(request, "socket-wanted");
    },
    { detail },
  );
}

const detail = {
  summary: "The room's WebSocket: docs/protocol.md has its words",
  responses: { ...answer(101, "A WebSocket"), ...refusals(["socket-wanted"]) },
};

/** S8: what a peer may send, by number and by size. */
function whyTooMuch(line: Line, bytes: number, now: number, perSecond: number): Failure | undefined {
  if (bytes > socketMessageBytesMax) return "message-too-large";
  const [messages, mayOne] = take(line.messages, now, perSecond, Math.max(messageBurstMax, perSecond));
  const [left, mayBytes] = take(line.bytes, now, bytesPerSecondMax, bytesBurstMax, bytes);
  Object.assign(line, { messages, bytes: left });
  if (!mayOne) return "too-many-messages";
  return mayBytes ? undefined : "too-many-bytes";
}

/** Close enough: our words are written in ASCII. */
function sizeOf(message: unknown): number {
  return typeof message === "string" || message instanceof Uint8Array ? message.length : 0;
}
