// Memory that nobody reads any more is given back at once. Left to the garbage collector it counts until that runs, and a terminal through which files go
// has it run every second. Pages leave theirs to the collector: Chromium's own objects hold detached memory, and it no longer counts it.

export function detach(buffer: ArrayBuffer): void {
  buffer.transfer(0);
}
