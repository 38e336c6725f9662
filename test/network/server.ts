// The simulated server: its sockets, and a machine for each room. Restarted, it remembers nothing.
import { endingOf, type Failure } from "../../protocol/failure.ts";
import { newRoom, type Room, type RoomEffect, type RoomEvent, stepRoom } from "../../protocol/room.ts";
import { type Running, run } from "../../protocol/run.ts";
import { type FromPeer, type FromServer, type PeerId, parseJson, type RelayLent, readFromPeer } from "../../protocol/signal.ts";
import type { Page } from "./page.ts";
import { addressOf, must, type World } from "./world.ts";

export type Socket = {
  readonly page: Page;
  readonly seat: number;
  readonly room: string;
  peer?: PeerId;
  /** As the server has it, and as the page has it. */
  there: boolean;
  here: boolean;
  /** The line is dead and neither side knows. */
  mute: boolean;
  toServerAt: number;
  toPageAt: number;
};

export type Server = {
  connect(page: Page): Socket;
  send(socket: Socket, message: FromPeer): void;
  /** The page closes its socket; the server learns of it later. */
  close(socket: Socket): void;
  restart(): void;
  /** Trouble for one socket, if there is one. */
  harm(): void;
};

/** A server behind a proxy closes what is silent for this long. */
const idleMs = 60_000;

export function serving(world: World, peersMax: number, lend: (page: Page) => RelayLent | undefined): Server {
  const { clock, chance } = world;
  const rooms = new Map<string, Running<Room, RoomEvent>>();
  const sockets = new Map<number, Socket>();
  let upAt = 0;

  const roomOf = (name: string) => {
    const known = rooms.get(name);
    if (known !== undefined) return known;
    const room = run<Room, RoomEvent, RoomEffect>({
      state: newRoom(peersMax),
      step: stepRoom,
      now: () => clock.now,
      act: (effect) => act(effect, name),
    });
    rooms.set(name, room);
    return room;
  };

  const act = (effect: RoomEffect, name: string) => {
    switch (effect.do) {
      case "send": {
        const socket = sockets.get(effect.seat);
        if (socket === undefined) return;
        must(socket.room === name, "[I3] the server's words stay in their room");
        const relay = effect.message.type === "welcome" ? lend(socket.page) : undefined;
        return tell(socket, relay === undefined ? effect.message : ({ ...effect.message, relay } as FromServer));
      }
      case "close": {
        const socket = sockets.get(effect.seat);
        if (socket !== undefined) end(socket, effect.why);
        return;
      }
      case "wake": {
        const { peer, since } = effect;
        const room = rooms.get(name);
        clock.after(effect.afterMs, () => {
          if (room !== undefined && rooms.get(name) === room) room.send({ on: "woke", peer, since });
        });
        return;
      }
      case "pipe":
        return must(false, "[P2] nobody pipes here");
      default:
        effect satisfies never;
    }
  };

  const tell = (socket: Socket, message: FromServer) => {
    socket.toPageAt = Math.max(socket.toPageAt, clock.now + chance.between(1, 120));
    socket.page.later(socket.toPageAt - clock.now, () => {
      if (!socket.here || socket.mute) return;
      if (message.type === "told") {
        const address = addressOf(socket.room, message.from, socket.page.id, message.envelope);
        const expected = world.envelopes.get(address) ?? 0;
        must(expected > 0, "[I3] [S4] an envelope reaches the one it names, once, from whom it comes");
        world.envelopes.set(address, expected - 1);
        world.count("envelope delivered");
      }
      socket.page.tellServerSaid(message);
    });
  };

  const end = (socket: Socket, why: Failure | "lost") => {
    lose(socket);
    const code = why === "lost" ? 1006 : (endingOf(why).closeCode ?? 1000);
    if (why !== "lost") world.count(`socket closed: ${why}`);
    socket.toPageAt = Math.max(socket.toPageAt, clock.now + chance.between(1, 200));
    socket.page.later(socket.toPageAt - clock.now, () => !socket.mute && closeHere(socket, code));
  };

  const closeHere = (socket: Socket, code: number) => {
    if (!socket.here) return;
    socket.here = false;
    socket.page.tellSignalling({ on: "closed", code, chance: chance.next() });
  };

  const lose = (socket: Socket) => {
    if (!socket.there) return;
    socket.there = false;
    sockets.delete(socket.seat);
    if (socket.peer === undefined) return;
    roomOf(socket.room).send({ on: "lost", peer: socket.peer, seat: socket.seat });
    tidy(socket.room);
  };

  const tidy = (name: string) => {
    if (rooms.get(name)?.state.members.size === 0) rooms.delete(name);
  };

  const hear = (socket: Socket, said: FromPeer) => {
    if (!socket.there || socket.mute) return;
    const message = world.read(said, (text) => readFromPeer(parseJson(text)));
    if (message.type === "join") {
      must(socket.peer === undefined, "[S1] a socket joins once");
      socket.peer = peerIdOf(message.token, socket.room);
      return roomOf(socket.room).send({ on: "join", peer: socket.peer, seat: socket.seat, version: message.version });
    }
    must(socket.peer !== undefined, "[S1] nothing is said before `join`");
    roomOf(socket.room).send({ on: "heard", peer: socket.peer, seat: socket.seat, message });
  };

  return {
    connect(page) {
      const socket: Socket = {
        ...{ page, seat: world.number(), room: page.room, there: false, here: true, mute: false, toServerAt: 0, toPageAt: 0 },
      };
      page.later(chance.between(5, 300), () => {
        if (!socket.here) return;
        if (clock.now < upAt || world.strikes(0.05)) return closeHere(socket, 1006);
        socket.there = true;
        sockets.set(socket.seat, socket);
        page.tellSignalling({ on: "opened" });
      });
      return socket;
    },
    send(socket, message) {
      socket.toServerAt = Math.max(socket.toServerAt, clock.now + chance.between(1, 120));
      clock.after(socket.toServerAt - clock.now, () => hear(socket, message));
    },
    close(socket) {
      const learnt = socket.mute ? idleMs : Math.max(0, socket.toServerAt - clock.now) + chance.between(1, 200);
      clock.after(learnt, () => lose(socket));
      socket.page.later(0, () => closeHere(socket, 1006));
    },
    restart() {
      world.count("server restarted");
      rooms.clear();
      upAt = clock.now + chance.between(0, 8_000);
      for (const socket of [...sockets.values()]) {
        delete socket.peer;
        end(socket, chance.happens(0.5) ? "server-stopping" : "lost");
      }
      rooms.clear();
    },
    harm() {
      const socket = chance.pick([...sockets.values()]);
      if (socket === undefined || socket.mute) return;
      if (chance.happens(0.25)) {
        world.count("socket gone mute");
        socket.mute = true;
        clock.after(idleMs, () => lose(socket));
        return;
      }
      world.count("socket cut");
      clock.after(chance.between(0, 3_000), () => lose(socket));
      socket.page.later(chance.between(0, 3_000), () => closeHere(socket, 1006));
      socket.mute = true;
    },
  };
}

/** As the server makes it (S2). */
export function peerIdOf(token: string, room: string): PeerId {
  return new Bun.CryptoHasher("sha256").update(`${token}/${room}`).digest("base64url");
}
