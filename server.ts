// Composes one app out of the routes and listens.
import { Elysia } from "elysia";
import type { Failure } from "./protocol/failure.ts";
import { relayedToOneMax, relayMessageBytesMax, reservationsPerMinuteMax, socketIdleSeconds } from "./protocol/limits.ts";
import { adapterAt } from "./routes/adapter.ts";
import { announce } from "./routes/announce.ts";
import { announcementLine, banner, found } from "./routes/banner.ts";
import { type Authority, follow, openCertificates } from "./routes/certificate.ts";
import { checkRoute } from "./routes/check.ts";
import { type Client, clientRoute } from "./routes/client.ts";
import { openFounding } from "./routes/founding.ts";
import { openGate } from "./routes/gate.ts";
import { isTrustworthy, securityHeaders, trustworthyHeaders } from "./routes/headers.ts";
import { healthRoute } from "./routes/health.ts";
import { homeRoute } from "./routes/home.ts";
import { openIce } from "./routes/ice.ts";
import { doorsOf, listen } from "./routes/listening.ts";
import { type Log, standardError } from "./routes/log.ts";
import { manifestRoute } from "./routes/manifest.ts";
import { metricsRoute, openMetrics } from "./routes/metrics.ts";
import { mountAt, mountRoute } from "./routes/mount.ts";
import { openapiRoute } from "./routes/openapi.ts";
import { bodyBytesMax, isTooLarge, openPipes, refusal } from "./routes/pipe.ts";
import { problem } from "./routes/problem.ts";
import { openReadiness } from "./routes/readiness.ts";
import { openRegister } from "./routes/register.ts";
import { relayRoute } from "./routes/relay.ts";
import { openRelayBudget } from "./routes/relay-budget.ts";
import { openRelayTickets } from "./routes/relay-tickets.ts";
import { roomRoute } from "./routes/room.ts";
import { roomsRoute } from "./routes/rooms.ts";
import { renew, type Settings } from "./routes/settings.ts";
import { signalRoute } from "./routes/signal.ts";
import { countSockets } from "./routes/socket-count.ts";
import { openStun } from "./routes/stun.ts";
import { openTally } from "./routes/tally.ts";
import { tlsRoute } from "./routes/tls.ts";
import { type Exchange, traffic } from "./routes/traffic.ts";

/**
 * One app with its own rooms. It listens nowhere yet, nor does its `stun`. `dismiss` tells everybody that it stops. Whoever runs it says with
 * `readiness` when it takes people in.
 */
export function compose(settings: Settings, client: Client, log: Log = standardError(settings.log), authority?: Authority) {
  const now = () => performance.timeOrigin + performance.now();
  const every = (ms: number, act: () => void) => setInterval(act, ms).unref();
  const later = (afterMs: number, then: () => void) => void setTimeout(then, afterMs).unref();
  const tickets = openRelayTickets();
  const budget = openRelayBudget(settings, now);
  const tally = openTally(now);
  const spend = (caller: string, bytes: number) => {
    const may = budget.spend(caller, bytes);
    if (may) tally.pipedBytes += bytes;
    return may;
  };
  const pipes = openPipes({ settings, tickets, budget: { ...budget, spend }, every, later });
  const register = openRegister({
    now,
    later,
    pipe: pipes.act,
    fill: (bytes) => crypto.getRandomValues(bytes),
    bounds: settings,
  });
  const mayReserve = openGate(() => reservationsPerMinuteMax, now);
  const founding = openFounding(settings.createToken);
  const sockets = countSockets(() => settings.socketsPerAddress);
  const stun = openStun(settings, now);
  const ice = openIce({ settings, stun, now: Date.now, random: () => crypto.randomUUID() });
  const mount = mountAt(settings.base, client);
  const readiness = openReadiness();
  const metrics = settings.metrics === "off" ? undefined : openMetrics({ tally, register });
  const refused = (why: Failure) => {
    tally.failed(why);
    log.refused(why);
  };
  const idOf = (token: string, room: string) => new Bun.CryptoHasher("sha256").update(`${token}\n${room}`).digest("base64url");
  const websocket = {
    idleTimeout: socketIdleSeconds,
    // The relay's, which are the larger ones; `signal.ts` has bounds of its own.
    maxPayloadLength: relayMessageBytesMax,
    backpressureLimit: 2 * relayedToOneMax,
    closeOnBackpressureLimit: true,
    perMessageDeflate: false,
  };
  const answered = (exchange: Exchange) => {
    if (exchange.why !== undefined) tally.failed(exchange.why);
    metrics?.answered(exchange);
    log.answered(exchange);
  };
  const app = new Elysia({ websocket, adapter: adapterAt(settings.base), handler: { standardHostname: false } })
    .use(traffic({ now, told: answered }))
    .onRequest(({ set, request }) => {
      Object.assign(set.headers, securityHeaders, isTrustworthy(request, settings.publicUrl) ? trustworthyHeaders : {});
      if (settings.pipe === "on" && isTooLarge(request)) return refusal(request, "request-too-large");
    })
    .onError(({ code, request, error }) => {
      const why: Failure = code === "NOT_FOUND" ? "page-not-found" : code === "PARSE" ? "request-unreadable" : "server-fault";
      if (why === "server-fault") log.fault(error);
      return problem(request, why, mount);
    })
    .use(mountRoute(settings.base))
    .use(homeRoute({ register, settings, mount, mayReserve, founding }))
    .use(roomRoute({ register, settings, mount }))
    .use(roomsRoute({ register, settings, mayReserve, founding }))
    .use(signalRoute({ register, settings, now, idOf, founding, ice, tickets, sockets, tally, refused }))
    .use(relayRoute({ register, settings, now, tickets, sockets, tally, budget, every, refused }))
    .use(pipes.route(register))
    .use(clientRoute(client))
    .use(manifestRoute(mount))
    .use(checkRoute({ mount, settings }))
    .use(healthRoute(readiness))
    .use(metricsRoute({ setting: settings.metrics, metrics }))
    .use(tlsRoute({ mount, settings, authority }));
  app.use(openapiRoute(app, settings.base));
  return Object.assign(app, { dismiss: register.dismiss, stun, readiness });
}

/**
 * Listens. Resolves once people can come, and says where they can. `reload` looks at the certificates and takes over what may change while it runs; it
 * returns the flags of what may not. `stop` lets everybody go. Throws `CertificateError`, and what Bun says of a taken port.
 */
export async function start(given: Settings, lent: { client: Client; env: Env; tell: (line: string) => void }) {
  const { client, env, tell } = lent;
  const settings = { ...given };
  const log = standardError(settings.log);
  const certificates = openCertificates(settings, env);
  const app = compose(settings, client, log, certificates?.authority);
  const doors = doorsOf(settings, certificates?.pair);
  const { ports, show } = listen(app, doors, {
    hostname: settings.host,
    maxRequestBodySize: bodyBytesMax(settings),
  });
  const [port = settings.port, plainPort] = ports;
  tell(banner(found(settings, certificates, port, plainPort)));
  const look = certificates && follow(certificates, { show, tell });
  const whyNoStun = await app.stun.listen(port);
  if (whyNoStun !== undefined) tell(whyNoStun);
  const announcement = announce(settings, port, (outcome, url) => tell(announcementLine(outcome, url)));
  app.readiness.enter("ready");
  log.began({ port, peersPerRoom: settings.peersPerRoom, rooms: settings.rooms });
  return {
    reload(wanted: Settings): readonly string[] {
      look?.();
      return renew(settings, wanted);
    },
    async stop() {
      app.readiness.enter("stopping");
      log.ended();
      app.dismiss();
      app.stun.close();
      await Promise.race([Promise.all([app.stop(true), announcement.stop()]), Bun.sleep(stopWithinMs)]);
    },
  };
}

/** Milliseconds. Whoever is slow to close is not waited for longer. */
const stopWithinMs = 4_000;

type Env = Readonly<Record<string, string | undefined>>;

if (import.meta.main) await import("./cli/main.ts").then(({ runProcess }) => runProcess(["serve", ...process.argv.slice(2)]));
