// A peer's conversation with a listening server, as a test reads it: say something, then see what comes next.
import { protocolVersion } from "../../protocol/limits.ts";
import { type FromServer, readFromServer } from "../../protocol/signal.ts";
import { listen } from "../../routes/listening.ts";
import { bodyBytesMax } from "../../routes/pipe.ts";
import { defaults, type Settings } from "../../routes/settings.ts";
import { compose } from "../../server.ts";
import { bareClient } from "./outside.ts";

export type Ending = { readonly code: number; readonly reason: string };

/** A server on a free port of this machine; it stops at the end of the block. */
export async function openServer(settings: Partial<Settings> = {}, client = bareClient) {
  const all = { ...defaults, ...settings };
  const app = compose(all, client);
  const { ports } = listen(app, [{ port: 0 }], { hostname: "127.0.0.1", maxRequestBodySize: bodyBytesMax(all) });
  const url = `http://127.0.0.1:${ports[0]}`;
  return { url, [Symbol.asyncDispose]: () => app.stop(true).then(() => {}) };
}

/** Bun's own, which may say whose page it is; the browser's type knows nothing of headers. */
const Socket = WebSocket as unknown as new (url: string, options: Bun.WebSocketOptions) => WebSocket;

/** A socket that has said nothing yet. `path` as it goes over the wire; `tls` says whom to trust. */
export async function connect(
  url: string,
  room: string,
  headers: Readonly<Record<string, string>> = {},
  path = encodeURIComponent(room),
  tls: Bun.TLSOptions = {},
) {
  const socket = new Socket(`${url.replace(/^http/, "ws")}/r/${path}/signal`, { headers, tls });
  const heard: FromServer[] = [];
  const readers: { take(message: FromServer): void; stop(why: Error): void }[] = [];
  socket.onmessage = ({ data }) => {
    const message = readFromServer(data);
    if (message === undefined) throw new Error(`not in our words: ${data}`);
    const reader = readers.shift();
    if (reader === undefined) heard.push(message);
    else reader.take(message);
  };
  const ended = new Promise<Ending>((resolve) => {
    socket.onclose = ({ code, reason }) => {
      resolve({ code, reason });
      for (const reader of readers.splice(0)) reader.stop(new Error(`the socket ended with ${code} ${reason}`));
    };
  });
  await Promise.race([ended, new Promise<void>((resolve) => Object.assign(socket, { onopen: () => resolve() }))]);

  const send = (message: unknown) => {
    const raw = typeof message === "string" || message instanceof Uint8Array;
    socket.send(raw ? (message as string) : JSON.stringify(message));
  };
  const next = (): Promise<FromServer> => {
    const message = heard.shift();
    if (message !== undefined) return Promise.resolve(message);
    return new Promise((take, stop) => readers.push({ take, stop }));
  };
  return {
    /** A message as JSON; text and bytes as they are. */
    send,
    next,
    ended,
    /** What comes until the server answers a beat, so that "nothing came" needs no waiting. */
    async untilBeat(): Promise<readonly FromServer[]> {
      send({ type: "beat" });
      const before: FromServer[] = [];
      for (let message = await next(); message.type !== "beat"; message = await next()) before.push(message);
      return before;
    },
    /** Closes the socket without a word. */
    async drop(): Promise<void> {
      socket.close();
      await ended;
    },
  };
}

export type Conversation = Awaited<ReturnType<typeof connect>> & { readonly id: string; readonly welcome: FromServer };

export async function join(url: string, room: string, token: string, tls: Bun.TLSOptions = {}): Promise<Conversation> {
  const peer = await connect(url, room, {}, undefined, tls);
  peer.send(joinWith(token));
  const welcome = await peer.next();
  if (welcome.type !== "welcome") throw new Error(`not welcome: ${JSON.stringify(welcome)}`);
  return { ...peer, id: welcome.you, welcome };
}

export function joinWith(token: string, version = protocolVersion) {
  return { type: "join", version, token } as const;
}

/** 32 hexadecimal digits out of a number. */
export function tokenOf(number: number): string {
  return number.toString(16).padStart(32, "0");
}
