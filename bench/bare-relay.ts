// The limit of signalling: a bare `Bun.serve` that passes the same bytes to the other of two sockets, reads nothing and knows nobody.
import type { ServerWebSocket } from "bun";

const waiting = new Map<string, ServerWebSocket<Line>>();
type Line = { readonly pair: string; other?: ServerWebSocket<Line> };

const server = Bun.serve<Line>({
  port: 0,
  hostname: "127.0.0.1",
  fetch(request, server) {
    const pair = new URL(request.url).pathname;
    return server.upgrade(request, { data: { pair } }) ? undefined : new Response("a WebSocket is wanted", { status: 400 });
  },
  websocket: {
    open(ws) {
      const other = waiting.get(ws.data.pair);
      if (other === undefined) return void waiting.set(ws.data.pair, ws);
      ws.data.other = other;
      other.data.other = ws;
    },
    message(ws, message) {
      ws.data.other?.send(message);
    },
  },
});
console.log(`http://127.0.0.1:${server.port}`);
