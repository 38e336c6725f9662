// GET /r/{name}/relay: passes on what two people of a room have sealed for each other, where no connection of their own is up. It keeps nothing, and
// reads nothing but whom a message is for.
import type { ServerWebSocket } from "bun";
import { Elysia } from "elysia";
import { endingOf, type Failure } from "../protocol/failure.ts";
import {
  joinWithinMs,
  relayedBytesMax,
  relayedPerPairMax,
  relayedToOneMax,
  relayMessagesBurstMax,
  relayMessagesPerSecondMax,
  relayStalledMs,
} from "../protocol/limits.ts";
import { readRoomName } from "../protocol/name.ts";
import { type Bucket, take } from "../protocol/rate.ts";
import { readRelayHead, relayHeadBytes, writeRelayHead } from "../protocol/relay-message.ts";
import type { PeerId } from "../protocol/signal.ts";
import { type Backlog, openBacklog } from "./backlog.ts";
import { callerOf } from "./caller.ts";
import { answer, refusals } from "./described.ts";
import { isForeign } from "./origin.ts";
import { problem } from "./problem.ts";
import type { Register } from "./register.ts";
import type { RelayBudget } from "./relay-budget.ts";
import type { RelayTickets } from "./relay-tickets.ts";
import type { Settings } from "./settings.ts";
import type { SocketCount } from "./socket-count.ts";
import type { Tally } from "./tally.ts";

type Socket = ServerWebSocket<Handlers>;
type Handlers = { open(ws: Socket): void; message(ws: Socket, message: unknown): void; drain(): void; close(): void };

/** Somebody's socket, once its ticket was good. */
type Seat = {
  readonly ws: Socket;
  readonly room: string;
  readonly peer: PeerId;
  readonly caller: string;
  readonly backlog: Backlog;
  rate?: Bucket;
};

/** What the server itself says waits too. */
const theServer = "";

export function relayRoute(lent: {
  register: Register;
  settings: Settings;
  tickets: RelayTickets;
  budget: RelayBudget;
  sockets: SocketCount;
  tally: Tally;
  now: () => number;
  /** Calls back again and again, after so many milliseconds each. */
  every: (ms: number, act: () => void) => void;
  refused: (why: Failure) => void;
}) {
  const { register, settings, tickets, budget, sockets, tally } = lent;
  /** By room and peer. */
  const seats = new Map<string, Seat>();
  const all = tally.waiting;
  const nameOf = (room: string, peer: PeerId) => `${room}\n${peer}`;
  const close = (ws: Socket, why: Failure) => {
    lent.refused(why);
    // Somebody who reads nothing hears nothing of it either, and what waits for them would stay.
    if (ws.getBufferedAmount() > 0) return ws.terminate();
    ws.close(endingOf(why).closeCode ?? 1011, why);
  };
  /** Whoever takes nothing for so long, though there is something, is ended. */
  lent.every(relayStalledMs, () => {
    for (const { ws, backlog } of seats.values()) if (backlog.isStalled()) ws.terminate();
    tally.pairs.forget();
  });

  const sit = (ws: Socket, room: string, caller: string, ticket: unknown): Seat | undefined => {
    const peer = typeof ticket === "string" ? tickets.peerOf(room, ticket) : undefined;
    if (peer === undefined || !register.holds(room, peer)) {
      close(ws, "relay-unknown");
      return undefined;
    }
    const before = seats.get(nameOf(room, peer));
    const rate = before?.rate === undefined ? {} : { rate: before.rate };
    const seat: Seat = { ws, room, peer, caller, backlog: openBacklog(() => ws.getBufferedAmount(), all), ...rate };
    seats.set(nameOf(room, peer), seat);
    if (before !== undefined) close(before.ws, "replaced");
    return seat;
  };

  const passOn = (seat: Seat, message: Uint8Array): Failure | undefined => {
    const head = readRelayHead(message);
    if (head === undefined || head.kind === "absent") return "message-unreadable";
    const [rate, may] = take(seat.rate, lent.now(), relayMessagesPerSecondMax, relayMessagesBurstMax);
    seat.rate = rate;
    if (!may) return "too-many-messages";
    if (!register.holds(seat.room, seat.peer)) return "relay-unknown";
    const to = register.holds(seat.room, head.peer) ? seats.get(nameOf(seat.room, head.peer)) : undefined;
    if (to === undefined || to === seat || !hasRoom(to, seat.peer, message.length)) return absent(seat, head.peer);
    if (all.bytes + message.length > relayedBytesMax && stillBusy(message.length)) return "relay-busy";
    if (!budget.spend(seat.caller, message.length)) return "relay-spent";
    writeRelayHead(message, seat.peer, head.kind);
    const passed = tally.relayed[head.kind];
    passed.messages++;
    passed.bytes += message.length;
    if (head.kind === "frame") tally.pairs.passed(seat.peer, to.peer);
    to.ws.send(message);
    to.backlog.add(seat.peer, message.length);
    return undefined;
  };

  /** Of one who takes too little, one sender's bytes are bounded, and everybody's together. What is over it goes nowhere: the path to them begins anew. */
  const hasRoom = ({ backlog }: Seat, from: PeerId, bytes: number) => {
    if (backlog.bytes > 0) backlog.settle();
    return backlog.of(from) + bytes <= relayedPerPairMax && backlog.bytes + bytes <= relayedToOneMax;
  };

  const stillBusy = (bytes: number) => {
    for (const { backlog } of seats.values()) backlog.settle();
    return all.bytes + bytes > relayedBytesMax;
  };

  const absent = ({ ws, backlog }: Seat, peer: PeerId): Failure | undefined => {
    const message = new Uint8Array(relayHeadBytes);
    writeRelayHead(message, peer, "absent");
    ws.send(message);
    backlog.add(theServer, message.length);
    return backlog.of(theServer) > relayedPerPairMax ? "relay-overrun" : undefined;
  };

  const open = (room: string | undefined, foreign: boolean, caller: string): Handlers => {
    let seat: Seat | undefined;
    let timer: Timer | undefined;
    let over = false;
    return {
      open(ws) {
        const few = sockets.opened(caller);
        tally.sockets.relay++;
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
        // It was copied when it was passed on. Left to the collector, the next one comes in memory that is new.
        if (message instanceof Uint8Array) (message.buffer as ArrayBuffer).transfer(0);
        over = why !== undefined;
        if (why !== undefined) close(ws, why);
      },
      drain() {
        seat?.backlog.settle();
      },
      close() {
        over = true;
        sockets.closed(caller);
        tally.sockets.relay--;
        clearTimeout(timer);
        if (seat === undefined) return;
        seat.backlog.drop();
        if (seats.get(nameOf(seat.room, seat.peer)) === seat) seats.delete(nameOf(seat.room, seat.peer));
      },
    };
  };

  return new Elysia().get(
    "/r/:name/relay",
    ({ request, server, params }) => {
      if (settings.relay === "off") return problem(request, "page-not-found");
      const caller = callerOf(request, server, settings.trustProxy);
      const data = open(readRoomName(params.name), isForeign(request, settings.publicUrl), caller);
      return server?.upgrade(request, { data }) ? undefined : problem(request, "socket-wanted");
    },
    { detail },
  );
}

const detail = {
  summary: "The room's WebSocket for what two people have sealed for each other",
  responses: { ...answer(101, "A WebSocket"), ...refusals(["socket-wanted", "page-not-found"]) },
};
