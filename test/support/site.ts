// A server of its own for a test: as a process, so that it can be killed, on a free port of this machine.
import { taking } from "./made.ts";

export type Site = {
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  /** What the terminal shows so far. */
  readonly shown: string;
  /** Kills the server as a power cut would, and starts it again on the same port. */
  restart(): Promise<void>;
  kill(): Promise<void>;
  /** Resolves when it has stopped by itself, or was told to. */
  readonly ended: Promise<unknown>;
  /** Waits until it has printed something like this, and returns that. */
  said(what: RegExp): Promise<string>;
  /** Ends the server as its host does. */
  stop(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
};

type Options = { host?: string; port?: number; flags?: readonly string[]; url?: string; namespace?: string; env?: Record<string, string> };

/** @param options.namespace the network namespace to run in; @param options.env beside this process's own */
export async function openSite(options: Options = {}): Promise<Site> {
  const host = options.host ?? "127.0.0.1";
  const launch = (port: number) => start(host, port, options);
  let server = await launch(options.port ?? 0);
  const { port } = server;
  const kill = async () => {
    server.process.kill("SIGKILL");
    await server.process.exited;
  };
  return {
    url: options.url ?? `http://localhost:${port}`,
    port,
    get pid() {
      return server.process.pid;
    },
    get shown() {
      return server.shown();
    },
    kill,
    get ended() {
      return server.process.exited;
    },
    said: (what) => server.said(what),
    async stop() {
      server.process.kill("SIGTERM");
      await server.process.exited;
    },
    async restart() {
      await kill();
      server = await launch(port);
    },
    [Symbol.asyncDispose]: kill,
  };
}

async function start(host: string, port: number, { flags = [], namespace, env = {} }: Options) {
  const within = namespace === undefined ? [] : ["ip", "netns", "exec", namespace];
  // Servers of several tests would quarrel about the announced name.
  const settings = ["--host", host, "--port", String(port), "--mdns", "off", ...flags];
  const command = [...within, process.execPath, ...taking(), "cli/main.ts", "serve", ...settings];
  const cwd = new URL("../..", import.meta.url).pathname;
  const process_ = Bun.spawn(command, { cwd, env: { ...process.env, ...env }, stdout: "pipe", stderr: "pipe" });
  let shown = "";
  let more = Promise.withResolvers<void>();
  const read = async (stream: ReadableStream<Uint8Array>, also: (text: string) => void) => {
    const decoder = new TextDecoder();
    for await (const bytes of stream) {
      const text = decoder.decode(bytes, { stream: true });
      also(text);
      shown += text;
      more.resolve();
      more = Promise.withResolvers();
    }
  };
  const follow = async () => {
    await Promise.all([read(process_.stdout, () => {}), read(process_.stderr, (text) => void process.stderr.write(text))]);
    // Nobody may be waiting for it.
    more.promise.catch(() => {});
    more.reject(new Error(`the server has ended: ${shown}`));
  };
  follow();
  /** Waits until it has printed this. */
  const said = async (what: RegExp): Promise<string> => {
    for (;;) {
      const found = what.exec(shown)?.[0];
      if (found !== undefined) return found;
      await more.promise;
    }
  };
  const ready = await said(/https?:\/\/\S+:\d+/);
  return { process: process_, port: Number(/\d+$/.exec(ready)?.[0]), said, shown: () => shown };
}
