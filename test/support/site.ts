// A server of its own for a test: as a process, so that it can be killed, on a free port of this machine.

export type Site = {
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  /** Kills the server as a power cut would, and starts it again on the same port. */
  restart(): Promise<void>;
  kill(): Promise<void>;
  /** Resolves when it has stopped by itself, or was told to. */
  readonly ended: Promise<unknown>;
  /** Waits until it has printed something like this, and returns that. */
  said(what: RegExp): Promise<string>;
  [Symbol.asyncDispose](): Promise<void>;
};

export async function openSite(options: { host?: string; port?: number; flags?: readonly string[]; url?: string } = {}): Promise<Site> {
  const host = options.host ?? "127.0.0.1";
  let server = await start(host, options.port ?? 0, options.flags ?? []);
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
    kill,
    get ended() {
      return server.process.exited;
    },
    said: (what) => server.said(what),
    async restart() {
      await kill();
      server = await start(host, port, options.flags ?? []);
    },
    [Symbol.asyncDispose]: kill,
  };
}

async function start(host: string, port: number, flags: readonly string[]) {
  const command = [process.execPath, "server.ts", "--host", host, "--port", String(port), ...flags];
  const process_ = Bun.spawn(command, { cwd: new URL("../..", import.meta.url).pathname, stdout: "pipe", stderr: "inherit" });
  const decoder = new TextDecoder();
  const printed = process_.stdout.getReader();
  let text = "";
  const said = async (what: RegExp) => {
    for (let found = what.exec(text); ; found = what.exec(text)) {
      if (found !== null) return found[0];
      const { value, done } = await printed.read();
      if (done) throw new Error(`the server did not say ${what}: ${text}`);
      text += decoder.decode(value, { stream: true });
    }
  };
  const ready = await said(/http:\/\/\S+:\d+\n/);
  return { process: process_, port: Number(/\d+/.exec(ready.replace(/.*:/, ""))?.[0]), said };
}
