// A server that means ill, for real browsers: it stands in front of a true one, passes its pages on, and does what an attack says with the letters.
//   bun test/trust/malicious-proxy.ts [--attack=in-between|honest|spoil|drop|replay] [--port=3001] [--of=http://localhost:3000]
import type { ServerWebSocket } from "bun";
import { cpace } from "../../protocol/cpace.ts";
import { passwordOf } from "../../protocol/secret.ts";
import type { PeerId } from "../../protocol/signal.ts";
import { type Attack, dropping, inBetween, replaying, spoiling } from "./attacks.ts";

export const attacks: Readonly<Record<string, () => Attack>> = {
  honest: () => (passing, post) => post(passing),
  /** He knows what the server knows: nothing. */
  "in-between": () => inBetween(cpace, passwordOf({})),
  spoil: () => spoiling("reply"),
  drop: () => dropping("sealed"),
  replay: replaying,
};

type Line = { readonly room: string; readonly path: string; upstream?: WebSocket; me?: PeerId; readonly early: string[] };

export function openMaliciousProxy(of: string, name: string, port = 0) {
  const attack = attacks[name]?.();
  if (attack === undefined) throw new Error(`there is no attack "${name}"; there are ${Object.keys(attacks).join(", ")}`);
  const seats = new Map<string, ServerWebSocket<Line>>();

  const fromServer = (ws: ServerWebSocket<Line>, text: string) => {
    const message = JSON.parse(text);
    if (message.type === "welcome") seats.set(`${ws.data.room} ${message.you}`, ws);
    if (message.type === "welcome") ws.data.me = message.you;
    // It lends no relay: all that there is goes through its hands as letters.
    if (message.type !== "told") return void ws.send(JSON.stringify({ ...message, relay: undefined }));
    const passing = { room: ws.data.room, from: message.from, to: ws.data.me ?? "", envelope: message.envelope };
    attack(passing, (each) => {
      const to = seats.get(`${each.room} ${each.to}`);
      to?.send(JSON.stringify({ type: "told", from: each.from, envelope: each.envelope }));
    });
  };

  const server = Bun.serve<Line, never>({
    port,
    hostname: "127.0.0.1",
    async fetch(request, self) {
      const url = new URL(request.url);
      const room = /^\/r\/([^/]+)\/signal$/.exec(url.pathname)?.[1];
      if (room !== undefined && self.upgrade(request, { data: { room: decodeURIComponent(room), path: url.pathname, early: [] } }))
        return undefined;
      const { method, body } = request;
      const headers = new Headers(request.headers);
      headers.set("accept-encoding", "identity");
      return fetch(new URL(url.pathname + url.search, of), { method, headers, body, redirect: "manual" });
    },
    websocket: {
      open(ws) {
        const upstream = new WebSocket(new URL(ws.data.path, of.replace(/^http/, "ws")));
        ws.data.upstream = upstream;
        upstream.onopen = () => {
          for (const text of ws.data.early.splice(0)) upstream.send(text);
        };
        upstream.onmessage = ({ data }) => fromServer(ws, String(data));
        upstream.onclose = ({ code, reason }) => ws.close(code === 1006 || code === 1005 ? 1001 : code, reason);
      },
      message(ws, text) {
        const { upstream, early } = ws.data;
        if (upstream?.readyState === WebSocket.OPEN) upstream.send(String(text));
        else early.push(String(text));
      },
      close: (ws) => ws.data.upstream?.close(),
    },
  });
  return { url: `http://localhost:${server.port}`, [Symbol.asyncDispose]: () => server.stop(true) };
}

if (import.meta.main) {
  const option = (name: string, usual: string) =>
    process.argv.find((each) => each.startsWith(`--${name}=`))?.slice(name.length + 3) ?? usual;
  const { url } = openMaliciousProxy(option("of", "http://localhost:3000"), option("attack", "in-between"), Number(option("port", "3001")));
  console.log(`A server that means ill (${option("attack", "in-between")}) is at ${url}`);
}
