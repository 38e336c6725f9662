// What systemd is told of a server that it started (sd_notify(3)). The words go as datagrams to a Unix socket, which Bun has no other way to than
// libc: `systemd-notify` would be another program, which a container has not, and whose words systemd takes only with NotifyAccess=all.

export type Supervisor = {
  /** @param state such as `READY=1` */
  tell(state: string): void;
  /** From now on it is told regularly that the process answers, if it wants to know. */
  watch(): void;
};

const nobody: Supervisor = { tell() {}, watch() {} };

/** Tells nobody where nobody asks. @param trouble is called with why somebody cannot be told */
export async function openSupervisor(
  env: Readonly<Record<string, string | undefined>>,
  trouble: (why: string) => void,
): Promise<Supervisor> {
  const path = env.NOTIFY_SOCKET ?? "";
  if (path === "") return nobody;
  const send = await datagramsTo(path).catch((error: unknown) => void trouble(`systemd cannot be told: ${error}`));
  if (send === undefined) return nobody;
  const tell = (state: string) => {
    if (!send(new TextEncoder().encode(state))) trouble(`systemd did not take ${state} at ${path}`);
  };
  const everyMs = Number(env.WATCHDOG_USEC ?? 0) / 1000 / 2;
  return {
    tell,
    watch() {
      if (everyMs > 0) setInterval(() => tell("WATCHDOG=1"), everyMs).unref();
    },
  };
}

/** @returns sends one datagram; false if it was not taken. Throws where there is no libc that we know */
async function datagramsTo(path: string): Promise<(bytes: Uint8Array) => boolean> {
  const { dlopen, ptr } = await import("bun:ffi");
  const { symbols: libc } = dlopen("libc.so.6", {
    socket: { args: ["i32", "i32", "i32"], returns: "i32" },
    sendto: { args: ["i32", "ptr", "usize", "i32", "ptr", "u32"], returns: "i64" },
  });
  const [unix, datagram, closeOnExec, noSignal] = [1, 2, 0o2000000, 0x4000];
  // sockaddr_un: the family in the machine's order, and the path, whose @ stands for the zero of an abstract name.
  const address = Buffer.concat([Buffer.from(new Uint16Array([unix]).buffer), Buffer.from(path.replace(/^@/, "\0"))]);
  const socket = libc.socket(unix, datagram | closeOnExec, 0);
  if (socket < 0) throw new Error("no Unix socket can be had");
  return (bytes) => Number(libc.sendto(socket, ptr(bytes), bytes.length, noSignal, ptr(address), address.length)) === bytes.length;
}
