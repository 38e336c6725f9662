// The server's machine for one room: who is there, who is away, and to whom a message goes. It holds no socket: a seat is
// the number of a connection, so that the late end of an old connection cannot be taken for the end of a new one.
import type { Failure } from "./failure.ts";
import { awayMs, goodbyeMs, protocolVersion } from "./limits.ts";
import { readPipeAsk } from "./pipe-word.ts";
import { type Around, hereNow, noPipes, type Pipes, type PipesAct, type PipesEvent, stepPipes } from "./pipes.ts";
import type { FromPeer, FromServer, PeerId } from "./signal.ts";

type Seat = number;

/** `open`: knows of no secret of the room, and the server lends pipes. */
type Member = { readonly open: boolean } & (
  | { readonly at: "here"; readonly seat: Seat; readonly leaving: boolean }
  | { readonly at: "away"; readonly since: number }
);

export type Room = { readonly peersMax: number; readonly members: ReadonlyMap<PeerId, Member>; readonly pipes: Pipes };

export type RoomEvent =
  /** `pipeTicket`: opens pipes for this peer; undefined if it may not hear of any. */
  | { on: "join"; peer: PeerId; seat: Seat; version: number; pipeTicket?: string }
  | { on: "heard"; peer: PeerId; seat: Seat; message: Exclude<FromPeer, { type: "join" }> }
  | { on: "lost"; peer: PeerId; seat: Seat }
  | { on: "woke"; peer: PeerId; since: number }
  | { on: "pipe"; event: PipesEvent };

export type RoomEffect =
  | { do: "send"; seat: Seat; message: FromServer }
  | { do: "close"; seat: Seat; why: Failure }
  | { do: "wake"; afterMs: number; peer: PeerId; since: number }
  | { do: "pipe"; effect: PipesAct };

export function newRoom(peersMax: number): Room {
  return { peersMax, members: new Map(), pipes: noPipes };
}

/** A room with nobody in it does not exist; somebody away still keeps it. */
export function isDeserted(room: Room): boolean {
  return room.members.size === 0;
}

/** How many are in the room, those away included. */
export function peopleIn(room: Room): number {
  return room.members.size;
}

export function stepRoom(room: Room, event: RoomEvent, now: number): readonly [Room, readonly RoomEffect[]] {
  switch (event.on) {
    case "join":
      return join(room, event);
    case "heard":
      return heard(room, event);
    case "lost":
      return lost(room, event, now);
    case "woke":
      return woke(room, event);
    case "pipe":
      return pipe(room, event.event);
    default:
      return event satisfies never;
  }
}

function join(room: Room, { peer, seat, version, pipeTicket }: Extract<RoomEvent, { on: "join" }>): readonly [Room, RoomEffect[]] {
  const known = room.members.get(peer);
  if (version !== protocolVersion) return [room, [{ do: "close", seat, why: "version-mismatch" }]];
  if (known === undefined && room.members.size >= room.peersMax) return [room, [{ do: "close", seat, why: "room-full" }]];

  const effects: RoomEffect[] = [];
  if (known?.at === "here") effects.push({ do: "close", seat: known.seat, why: "replaced" });
  const others = [...room.members].filter(([id]) => id !== peer);
  const peers = others.map(([id, member]) => ({ id, away: member.at === "away" }));
  effects.push({ do: "send", seat, message: { type: "welcome", version: protocolVersion, you: peer, peers } });
  effects.push(...tellOthers(room, peer, { type: "arrived", peer }));
  const open = pipeTicket !== undefined;
  if (open) effects.push({ do: "send", seat, message: { type: "pipe", word: hereNow(room.pipes, pipeTicket) } });
  return [seated(room, peer, { at: "here", seat, leaving: false, open }), effects];
}

function heard(room: Room, { peer, seat, message }: Extract<RoomEvent, { on: "heard" }>): readonly [Room, readonly RoomEffect[]] {
  const member = room.members.get(peer);
  if (member?.at !== "here" || member.seat !== seat) return [room, []];
  switch (message.type) {
    case "tell": {
      const to = room.members.get(message.to);
      if (to?.at !== "here" || message.to === peer) {
        return [room, [{ do: "send", seat, message: { type: "refused", why: "no-such-peer", about: message.to } }]];
      }
      return [room, [{ do: "send", seat: to.seat, message: { type: "told", from: peer, envelope: message.envelope } }]];
    }
    case "beat":
      return [room, [{ do: "send", seat, message: { type: "beat" } }]];
    case "leave":
      return [seated(room, peer, { ...member, leaving: true }), []];
    case "pipe": {
      const ask = readPipeAsk(message.word);
      if (ask === undefined || !member.open) return [room, [{ do: "close", seat, why: "message-unreadable" }]];
      return pipe(room, { on: "asked", by: peer, ask });
    }
    default:
      return message satisfies never;
  }
}

function lost(room: Room, { peer, seat }: Extract<RoomEvent, { on: "lost" }>, now: number): readonly [Room, RoomEffect[]] {
  const member = room.members.get(peer);
  if (member?.at !== "here" || member.seat !== seat) return [room, []];
  const afterMs = member.leaving ? goodbyeMs : awayMs;
  return [
    seated(room, peer, { at: "away", since: now, open: member.open }),
    [...tellOthers(room, peer, { type: "away", peer }), { do: "wake", afterMs, peer, since: now }],
  ];
}

function woke(room: Room, { peer, since }: Extract<RoomEvent, { on: "woke" }>): readonly [Room, RoomEffect[]] {
  const member = room.members.get(peer);
  if (member?.at !== "away" || member.since !== since) return [room, []];
  const members = new Map(room.members);
  members.delete(peer);
  const [after, effects] = pipe({ ...room, members }, { on: "left", peer });
  return [after, [...tellOthers(room, peer, { type: "left", peer }), ...effects]];
}

/** What happens to the room's pipes, among those who are in it. */
function pipe(room: Room, event: PipesEvent): readonly [Room, RoomEffect[]] {
  const [pipes, effects] = stepPipes(room.pipes, event, aroundPipes(room));
  const told = effects.flatMap((effect): RoomEffect[] => {
    if (effect.do !== "tell") return [{ do: "pipe", effect }];
    const message = { type: "pipe", word: effect.word } as const;
    const to = [...room.members].filter(([id, { open }]) => open && (effect.to === "all" || effect.to === id));
    return to.flatMap(([, member]) => (member.at === "here" ? [{ do: "send", seat: member.seat, message }] : []));
  });
  return [{ ...room, pipes }, told];
}

function aroundPipes({ members }: Room): Around {
  const open = new Set([...members].flatMap(([id, member]) => (member.open ? [id] : [])));
  return { open, secret: open.size < members.size };
}

function seated(room: Room, peer: PeerId, member: Member): Room {
  return { ...room, members: new Map(room.members).set(peer, member) };
}

function tellOthers(room: Room, peer: PeerId, message: FromServer): RoomEffect[] {
  const effects: RoomEffect[] = [];
  for (const [id, member] of room.members) {
    if (id !== peer && member.at === "here") effects.push({ do: "send", seat: member.seat, message });
  }
  return effects;
}
