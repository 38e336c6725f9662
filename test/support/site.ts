// A server of its own for a test: as a process, so that it can be killed, on a free port of this machine.

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

type Options = { host?: string; port?: number; flags?: readonly string[]; url?: string; namespace?: string };

/** @param options.namespace the network namespace to run in */
export async function openSite(options: Options = {}): Promise<Site> {
  const host = options.host ?? "127.0.0.1";
  const launch = (port: number) => start(host, port, options.flags ?? [], options.namespace);
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

async function start(host: string, port: number, flags: readonly string[], namespace?: string) {
  const within = namespace === undefined ? [] : ["ip", "netns", "exec", namespace];
  // Servers of several tests would quarrel about the announced name.
  const command = [...within, process.execPath, "cli/main.ts", "serve", "--host", host, "--port", String(port), "--mdns", "off", ...flags];
  const process_ = Bun.spawn(command, { cwd: new URL("../..", import.meta.url).pathname, stdout: "pipe", stderr: "inherit" });
  let shown = "";
  const decoder = new TextDecoder();
  let more = Promise.withResolvers<void>();
  const follow = async () => {
    for await (const bytes of process_.stdout) {
      shown += decoder.decode(bytes, { stream: true });
      more.resolve();
      more = Promise.withResolvers();
    }
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
