// How many sockets are open from each address, of all kinds together.

export type SocketCount = {
  /** @returns false if there are too many with this one; it counts all the same, until it closes */
  opened(caller: string): boolean;
  closed(caller: string): void;
};

/** @param perAddress asked for each time */
export function countSockets(perAddress: () => number): SocketCount {
  const sockets = new Map<string, number>();
  return {
    opened(caller) {
      const open = (sockets.get(caller) ?? 0) + 1;
      sockets.set(caller, open);
      return open <= perAddress();
    },
    closed(caller) {
      const open = (sockets.get(caller) ?? 0) - 1;
      if (open > 0) sockets.set(caller, open);
      else sockets.delete(caller);
    },
  };
}
