// What waits in the server's memory because somebody takes it too slowly, and whose it is. A Bun socket cannot be told to stop reading, so this is
// all that stands between a fast sender, a slow receiver and the end of the memory.

export type Backlog = {
  /** Bytes that wait in the socket in all, and those of one sender, as of the last `settle`. */
  readonly bytes: number;
  of(sender: string): number;
  /** Notes bytes that were just handed to the socket. */
  add(sender: string, bytes: number): void;
  /** Forgets what the socket has sent meanwhile. */
  settle(): void;
  /** True if bytes wait, and none was sent since this was asked before. */
  isStalled(): boolean;
  /** The socket is gone, and what waited in it. */
  drop(): void;
};

/** @param buffered bytes that wait in the socket now @param all bytes that wait in all sockets together */
export function openBacklog(buffered: () => number, all: { bytes: number }): Backlog {
  const line: { readonly sender: string; bytes: number }[] = [];
  const held = new Map<string, number>();
  let total = 0;
  let hasSent = true;

  const change = (sender: string, bytes: number) => {
    total += bytes;
    all.bytes += bytes;
    const now = (held.get(sender) ?? 0) + bytes;
    if (now > 0) held.set(sender, now);
    else held.delete(sender);
  };
  /** First in, first out: what the socket has sent is what came first. */
  const settle = () => {
    let sent = total - buffered();
    while (sent > 0 && line[0] !== undefined) {
      const [first] = line;
      const bytes = Math.min(sent, first.bytes);
      change(first.sender, -bytes);
      sent -= bytes;
      first.bytes -= bytes;
      if (first.bytes === 0) line.shift();
      hasSent = true;
    }
  };

  return {
    get bytes() {
      return total;
    },
    of: (sender) => held.get(sender) ?? 0,
    add(sender, bytes) {
      const last = line.at(-1);
      if (last?.sender === sender) last.bytes += bytes;
      else line.push({ sender, bytes });
      change(sender, bytes);
      settle();
    },
    settle,
    isStalled() {
      settle();
      const stalled = total > 0 && !hasSent;
      hasSent = false;
      return stalled;
    },
    drop() {
      all.bytes -= total;
      total = 0;
      line.length = 0;
      held.clear();
    },
  };
}
