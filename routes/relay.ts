// GET /r/{name}/relay: passes on what two people of a room have sealed for each other, where no connection of their own is up. It keeps nothing, and
// reads nothing but whom a message is for.
import type { ServerWebSocket } from "bun";
import { Elysia } from "elysia";
import { endingOf, type Failure } from "../protocol/failure.ts";
import { joinWithinMs, relayedBytesMax, relayedPerPairMax, relayMessagesBurstMax, relayMessagesPerSecondMax } from "../protocol/limits.ts";
import { readRoomName } from "../protocol/name.ts";
import { type Bucket, take } from "../protocol/rate.ts";
import { readRelayedHead, relayedHeadBytes, writeRelayedHead } from "../protocol/relayed.ts";
import type { PeerId } from "../protocol/signal.ts";
import { type Backlog, openBacklog } from "./backlog.ts";
import { callerOf } from "./caller.ts";
import { isForeign } from "./origin.ts";
import { problem } from "./problem.ts";
import type { Register } from "./register.ts";
import type { RelayBudget } from "./relay-budget.ts";
import type { RelayTickets } from "./relay-tickets.ts";
import type { Settings } from "./settings.ts";
import type { SocketCount } from "./socket-count.ts";

type Socket = ServerWebSocket<Handlers>;
type Handlers = { open(ws: Socket): void; message(ws: Socket, message: unknown): void; close(): void };

/** Somebody's socket, once its ticket was good. */
type Seat = {
  readonly ws: Socket;
  readonly room: string;
  readonly peer: PeerId;
  readonly caller: string;
  readonly backlog: Backlog;
  rate?: Bucket;
};

export function relayRoute(lent: {
  register: Register;
  settings: Settings;
  tickets: RelayTickets;
  budget: RelayBudget;
  sockets: SocketCount;
  now: () => number;
  refused: (why: Failure) => void;
}) {
  const { register, settings, tickets, budget, sockets } = lent;
  /** By room and peer. */
  const seats = new Map<string, Seat>();
  const all = { bytes: 0 };
  const nameOf = (room: string, peer: PeerId) => `${room}\n${peer}`;
  const close = (ws: Socket, why: Failure) => {
    lent.refused(why);
    ws.close(endingOf(why).closeCode ?? 1011, why);
  };

  const sit = (ws: Socket, room: string, caller: string, ticket: unknown): Seat | undefined => {
    const peer = typeof ticket === "string" ? tickets.peerOf(room, ticket) : undefined;
    if (peer === undefined || !register.holds(room, peer)) {
      close(ws, "relay-unknown");
      return undefined;
    }
    const before = seats.get(nameOf(room, peer));
    const seat: Seat = { ws, room, peer, caller, backlog: openBacklog(() => ws.getBufferedAmount(), all) };
    seats.set(nameOf(room, peer), seat);
    if (before !== undefined) close(before.ws, "replaced");
    return seat;
  };

  const passOn = (seat: Seat, message: Uint8Array): Failure | undefined => {
    const head = readRelayedHead(message);
    if (head === undefined || head.kind === "absent") return "message-unreadable";
    const [rate, may] = take(seat.rate, lent.now(), relayMessagesPerSecondMax, relayMessagesBurstMax);
    seat.rate = rate;
    if (!may) return "too-many-messages";
    if (!register.holds(seat.room, seat.peer)) return "relay-unknown";
    const to = seats.get(nameOf(seat.room, head.peer));
    if (to === undefined || to === seat) {
      const absent = new Uint8Array(relayedHeadBytes);
      writeRelayedHead(absent, head.peer, "absent");
      seat.ws.send(absent);
      return undefined;
    }
    if (!budget.spend(seat.caller, message.length)) return "relay-spent";
    // What they have not taken is counted before more of it is handed over.
    if (all.bytes + message.length > relayedBytesMax) return "relay-busy";
    writeRelayedHead(message, seat.peer, head.kind);
    to.ws.send(message);
    return to.backlog.add(seat.peer, message.length) > relayedPerPairMax ? "relay-overrun" : undefined;
  };

  const open = (room: string | undefined, foreign: boolean, caller: string): Handlers => {
    let seat: Seat | undefined;
    let timer: Timer | undefined;
    let over = false;
    return {
      open(ws) {
        const few = sockets.opened(caller);
        const why = foreign ? "foreign-site" : room === undefined ? "room-name-invalid" : few ? undefined : "too-many-sockets";
        over = why !== undefined;
        if (why !== undefined) return close(ws, why);
        timer = setTimeout(() => close(ws, "join-too-late"), joinWithinMs);
      },
      message(ws, message) {
        if (over) return;
        if (seat === undefined) {
          clearTimeout(timer);
          seat = sit(ws, room ?? "", caller, message);
          over = seat === undefined;
          return;
        }
        const why = message instanceof Uint8Array ? passOn(seat, message) : "message-unreadable";
        over = why !== undefined;
        if (why !== undefined) close(ws, why);
      },
      close() {
        over = true;
        sockets.closed(caller);
        clearTimeout(timer);
        if (seat === undefined) return;
        seat.backlog.drop();
        if (seats.get(nameOf(seat.room, seat.peer)) === seat) seats.delete(nameOf(seat.room, seat.peer));
      },
    };
  };

  return new Elysia().get("/r/:name/relay", ({ request, server, params }) => {
    if (settings.relay === "off") return problem(request, "page-not-found");
    const caller = callerOf(request, server, settings.trustProxy);
    const data = open(readRoomName(params.name), isForeign(request, settings.publicUrl), caller);
    return server?.upgrade(request, { data }) ? undefined : problem(request, "socket-wanted");
  });
}
