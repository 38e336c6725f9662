// Memory that nobody reads any more is given back at once. Left to the garbage collector it counts until that runs, and a page through which files go has
// it run every second.

/** Detaches it; a browser that cannot leaves it as it is. */
export function release(buffer: ArrayBuffer): void {
  buffer.transfer?.(0);
}
