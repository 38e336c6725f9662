// A server of its own for a test: as a process, so that it can be killed, on a free port of this machine.

export type Site = {
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  /** Kills the server as a power cut would, and starts it again on the same port. */
  restart(): Promise<void>;
  kill(): Promise<void>;
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
  let said = "";
  const decoder = new TextDecoder();
  for await (const bytes of process_.stdout) {
    said += decoder.decode(bytes, { stream: true });
    const found = /http:\/\/\S+:(\d+)/.exec(said)?.[1];
    if (found !== undefined) return { process: process_, port: Number(found) };
  }
  throw new Error(`the server did not start: ${said}`);
}
