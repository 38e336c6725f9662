// GET /metrics: what this server counts, as Prometheus reads it. Numbers of everybody together; no label names a room, an address or a person.
import { Elysia } from "elysia";
import { version } from "../package.json";
import { answer, asText, refusals } from "./described.ts";
import { problem } from "./problem.ts";
import type { Register } from "./register.ts";
import type { Tally } from "./tally.ts";
import { bearerOf, sameToken } from "./token.ts";
import type { Exchange } from "./traffic.ts";

/** Who may read them: nobody, everybody who reaches the server, or whoever shows this token. */
export type MetricsSetting = "off" | "on" | { readonly token: string };

export type Metrics = {
  /** Tells the histogram of answers. */
  answered(exchange: Exchange): void;
  /** What they are, in Prometheus' text format 0.0.4. */
  text(): Promise<string>;
  /** Of the text. */
  readonly type: string;
};

/**
 * Of prom-client's usual ones those that Bun knows too: it has no heap spaces, no libuv handles and says nothing of its garbage
 * collection. Of no delays at all, between two hasty readers, a mean and a least are no numbers.
 */
const ofTheProcess = [
  "process_cpu_user_seconds_total",
  "process_cpu_system_seconds_total",
  "process_cpu_seconds_total",
  "process_start_time_seconds",
  "process_resident_memory_bytes",
  "process_open_fds",
  "process_max_fds",
  "nodejs_eventloop_lag_seconds",
  "nodejs_eventloop_lag_max_seconds",
  "nodejs_eventloop_lag_p50_seconds",
  "nodejs_eventloop_lag_p90_seconds",
  "nodejs_eventloop_lag_p99_seconds",
  "nodejs_heap_size_used_bytes",
  "nodejs_external_memory_bytes",
] as const;

/** Seconds: a page takes less than a millisecond, and what takes longer than a few waits for something. */
const secondsOfAnAnswer = [0.000_5, 0.001, 0.002_5, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5];

/** Counts nothing by itself: whenever somebody asks, the plain numbers of `tally` and `register` are read. */
export function openMetrics({ tally, register }: { tally: Tally; register: Register }): Metrics {
  // Loaded where it is wanted: most servers show no figures, and it takes a seventh of what they hold.
  const { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } = require("prom-client") as typeof import("prom-client");
  const registry = new Registry();
  const registers = [registry];

  const usual = new Registry();
  collectDefaultMetrics({ register: usual });
  for (const name of ofTheProcess) {
    const metric = usual.getSingleMetric(name);
    if (metric !== undefined) registry.registerMetric(metric);
  }

  const gauge = (name: string, help: string, read: () => number) =>
    new Gauge({
      ...{ name, help, registers },
      collect() {
        this.set(read());
      },
    });
  const counter = (name: string, help: string, read: () => number) =>
    new Counter({
      ...{ name, help, registers },
      collect() {
        this.reset();
        this.inc(read());
      },
    });

  gauge("roomcp_rooms", "Rooms with somebody in them.", () => register.count().rooms);
  gauge("roomcp_peers", "People in all rooms, those away for a moment included.", () => register.count().people);
  counter("roomcp_envelopes_total", "Envelopes that peers gave to the server for one another.", () => tally.envelopes);
  const relayed = (name: string, help: string, of: "messages" | "bytes") =>
    new Counter({
      ...{ name, help: `${help} frame: of files, which go this way where no direct link came up; control: what two say until one does.` },
      ...{ labelNames: ["kind"], registers },
      collect() {
        this.reset();
        for (const [kind, passed] of Object.entries(tally.relayed)) this.inc({ kind }, passed[of]);
      },
    });
  relayed("roomcp_relayed_messages_total", "Messages that the relay passed on.", "messages");
  relayed("roomcp_relayed_bytes_total", "Bytes that the relay passed on, heads included.", "bytes");
  gauge("roomcp_relayed_pairs", "Pairs of people whose files the relay carried in the last minute.", () => tally.pairs.count());
  counter("roomcp_piped_bytes_total", "Bytes that went to or from curl, in the clear.", () => tally.pipedBytes);
  gauge("roomcp_relay_waiting_bytes", "Bytes that the relay holds for those who read slowly.", () => tally.waiting.bytes);
  new Gauge({
    name: "roomcp_sockets",
    help: "WebSockets open now, by what they are for.",
    ...{ labelNames: ["kind"], registers },
    collect() {
      for (const [kind, open] of Object.entries(tally.sockets)) this.set({ kind }, open);
    },
  });
  new Counter({
    name: "roomcp_failures_total",
    help: "What was refused or ended by the server, by the failure's name in protocol/failure.ts.",
    ...{ labelNames: ["why"], registers },
    collect() {
      this.reset();
      for (const [why, times] of tally.failures) this.inc({ why }, times);
    },
  });
  const info = new Gauge({ name: "roomcp_info", help: "1, with the version.", labelNames: ["version"], registers });
  info.set({ version }, 1);
  const answers = new Histogram({
    name: "roomcp_http_answer_seconds",
    help: "Seconds until an answer was made, by the pattern of its address; 101: a socket was opened.",
    labelNames: ["method", "route", "status"],
    buckets: secondsOfAnAnswer,
    registers,
  });

  return {
    answered: ({ method, route, status, ms }) => answers.observe({ method, route, status }, ms / 1000),
    text: () => registry.metrics(),
    type: registry.contentType,
  };
}

export function metricsRoute({ setting, metrics }: { setting: MetricsSetting; metrics: Metrics | undefined }) {
  const tell = async ({ request }: { request: Request }) => {
    if (metrics === undefined) return problem(request, "page-not-found");
    if (typeof setting === "object" && !sameToken(bearerOf(request) ?? "", setting.token)) {
      const refusal = problem(request, "metrics-guarded");
      refusal.headers.set("www-authenticate", "Bearer");
      return refusal;
    }
    return new Response(await metrics.text(), {
      headers: { "content-type": metrics.type, "cache-control": "no-store" },
    });
  };
  return new Elysia().get("/metrics", tell, { detail });
}

const detail = {
  summary: "What the server counts, in Prometheus' text format",
  description: "Only where the host tells it: to everybody, or to whoever shows a token as a bearer.",
  responses: { ...answer(200, "Figures", asText), ...refusals(["metrics-guarded", "page-not-found"]) },
};
