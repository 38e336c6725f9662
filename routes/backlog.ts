// What waits in the server's memory because somebody takes it too slowly, and whose it is. A Bun socket cannot be told to stop reading, so this is
// all that stands between a fast sender, a slow receiver and the end of the memory.

export type Backlog = {
  /** Notes bytes that were just handed to the socket. @returns how many of this sender's bytes wait in it now */
  add(sender: string, bytes: number): number;
  /** The socket is gone, and what waited in it. */
  drop(): void;
};

/** @param buffered bytes that wait in the socket now @param all bytes that wait in all sockets together */
export function openBacklog(buffered: () => number, all: { bytes: number }): Backlog {
  const line: { readonly sender: string; bytes: number }[] = [];
  const held = new Map<string, number>();
  let total = 0;

  const leaves = (sender: string, bytes: number) => {
    total -= bytes;
    all.bytes -= bytes;
    const left = (held.get(sender) ?? 0) - bytes;
    if (left > 0) held.set(sender, left);
    else held.delete(sender);
  };
  /** First in, first out: what the socket has sent is what came first. */
  const settle = () => {
    for (let sent = total - buffered(), first = line[0]; sent > 0 && first !== undefined; first = line[0]) {
      const bytes = Math.min(sent, first.bytes);
      leaves(first.sender, bytes);
      sent -= bytes;
      first.bytes -= bytes;
      if (first.bytes === 0) line.shift();
    }
  };

  return {
    add(sender, bytes) {
      line.push({ sender, bytes });
      total += bytes;
      all.bytes += bytes;
      held.set(sender, (held.get(sender) ?? 0) + bytes);
      settle();
      return held.get(sender) ?? 0;
    },
    drop() {
      all.bytes -= total;
      total = 0;
      line.length = 0;
      held.clear();
    },
  };
}
