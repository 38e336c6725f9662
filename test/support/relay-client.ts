// A peer's socket to the relay of a listening server, as a test uses it: passes something to somebody, then sees what comes.
import { connect } from "node:net";
import { type Kind, readRelayHead, relayHeadBytes, relayMessage } from "../../protocol/relay-message.ts";
import type { Conversation, Ending } from "./conversation.ts";

type Heard = { readonly peer: string; readonly kind: Kind; readonly payload: Uint8Array };

export type RelaySocket = Awaited<ReturnType<typeof openRelay>>;

export function ticketOf({ welcome }: Conversation): string {
  if (welcome.type !== "welcome" || welcome.relay === undefined) throw new Error("no relay is lent");
  return welcome.relay.ticket;
}

export async function openRelay(url: string, room: string, ticket: string) {
  const socket = new WebSocket(`${url.replace(/^http/, "ws")}/r/${encodeURIComponent(room)}/relay`);
  socket.binaryType = "arraybuffer";
  const heard: Heard[] = [];
  const readers: ((message: Heard) => void)[] = [];
  socket.onmessage = ({ data }) => {
    const bytes = new Uint8Array(data as ArrayBuffer);
    const head = readRelayHead(bytes);
    if (head === undefined) throw new Error("not in our words");
    const message = { ...head, payload: bytes.subarray(relayHeadBytes) };
    const reader = readers.shift();
    if (reader === undefined) heard.push(message);
    else reader(message);
  };
  const ended = new Promise<Ending>((resolve) => (socket.onclose = ({ code, reason }) => resolve({ code, reason })));
  await new Promise<void>((resolve) => (socket.onopen = () => resolve()));
  socket.send(ticket);
  return {
    ended,
    raw: socket,
    pass(peer: string, kind: Kind, payload: Uint8Array = new Uint8Array()): void {
      socket.send(relayMessage(peer, kind, payload));
    },
    next(): Promise<Heard> {
      const message = heard.shift();
      return message === undefined ? new Promise((resolve) => readers.push(resolve)) : Promise.resolve(message);
    },
    /** What has come so far. */
    take: () => heard.splice(0),
  };
}

/** A socket to the relay that never reads. */
export async function deafTo(url: string, room: string, ticket: string) {
  const { hostname, port } = new URL(url);
  const socket = connect({ host: hostname, port: Number(port) });
  await new Promise<void>((resolve) => socket.once("connect", () => resolve()));
  const key = Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString("base64");
  socket.write(
    `GET /r/${room}/relay HTTP/1.1\r\nHost: ${hostname}:${port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: ${key}\r\nSec-WebSocket-Version: 13\r\n\r\n`,
  );
  await new Promise<void>((resolve) => socket.once("data", () => resolve()));
  socket.pause();
  const text = Buffer.from(ticket);
  // One masked text frame with a mask of zeros (RFC 6455, section 5.2).
  socket.write(Buffer.concat([Buffer.from([0x81, 0x80 | text.length, 0, 0, 0, 0]), text]));
  await Bun.sleep(100);
  return socket;
}
