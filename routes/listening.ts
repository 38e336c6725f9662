// The ports of one app. Bun takes a new certificate only with a new server, so a port changes hands while its open sockets live on.
import type { Server } from "bun";
import { websocket } from "elysia/ws";
import type { Pair } from "./authority.ts";
import type { Settings } from "./settings.ts";

type App = {
  readonly fetch: (request: Request) => Response | Promise<Response>;
  readonly config: { readonly websocket?: object };
  server: Server<unknown> | null;
};

/** @param pair undefined for plain HTTP */
export type Door = { readonly port: number; readonly pair?: Pair | undefined };

export type Listening = {
  /** In the order of the doors; where 0 was asked for, the port that was free. */
  readonly ports: readonly number[];
  /** From now on this is the certificate of every door that had one. Sockets that are open stay as they are. */
  show(pair: Pair): void;
};

/** With an authority of its own there is a door for plain HTTP too: whoever does not trust it yet reads there how to. */
export function doorsOf({ tls, port, plainPort }: Settings, pair: Pair | undefined): readonly Door[] {
  if (pair === undefined) return [{ port }];
  const beside = plainPort !== "" ? plainPort : tls !== "self" ? "off" : port === 0 ? 0 : port === 443 ? 80 : port + 1;
  return beside === "off" ? [{ port, pair }] : [{ port, pair }, { port: beside }];
}

/** Opens the doors, and has the app take for its server whichever a request came through. `app.stop` closes all. Throws what Bun says. */
export function listen(app: App, doors: readonly Door[], lent: { hostname: string; maxRequestBodySize: number }): Listening {
  const through = new WeakMap<Request, Server<unknown>>();
  /** All that are open, and those that have still sockets of an earlier certificate. */
  const servers = new Set<Server<unknown>>();

  const open = ({ port, pair }: Door): Server<unknown> => {
    const server = Bun.serve({
      ...lent,
      port,
      ...(pair === undefined ? {} : { tls: { cert: pair.certificate, key: pair.key } }),
      reusePort: false,
      development: false,
      idleTimeout: 30,
      websocket: { ...app.config.websocket, ...websocket } as Bun.WebSocketHandler<unknown>,
      fetch(request, server) {
        through.set(request, server);
        return app.fetch(request);
      },
    });
    servers.add(server);
    return server;
  };
  const opened = doors.map((door) => ({ door, server: open(door) }));
  const first = opened[0]?.server;

  app.server = {
    port: first?.port,
    hostname: first?.hostname,
    requestIP: (request: Request) => through.get(request)?.requestIP(request) ?? null,
    timeout: (request: Request, seconds: number) => through.get(request)?.timeout(request, seconds),
    upgrade: (request: Request, options: never) => through.get(request)?.upgrade(request, options) ?? false,
    stop: async (now?: boolean) => void (await Promise.all([...servers].map((server) => server.stop(now)))),
  } as unknown as Server<unknown>;

  return {
    ports: opened.map(({ server }) => server.port ?? 0),
    show(pair) {
      for (const each of opened) {
        if (each.door.pair === undefined) continue;
        const before = each.server;
        // A server that is stopped has forgotten its port.
        const { port = 0 } = before;
        before.stop(false).then(() => servers.delete(before));
        each.server = open({ port, pair });
      }
    },
  };
}
