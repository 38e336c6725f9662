// A sharer's line that is slow: a small file is on its way as long as a test looks at it, however fast the machine is, and few bytes tell as much as many.
import type { Page } from "playwright-core";

/** From now on the page sends frames of files no faster than this; words go as ever. */
export async function slowDown(page: Page, bytesPerSecond: number): Promise<void> {
  await page.addInitScript(slow, bytesPerSecond);
  await page.evaluate(slow, bytesPerSecond);
}

function slow(bytesPerSecond: number): void {
  const send = RTCDataChannel.prototype.send as (data: unknown) => void;
  /** When the last frame that waits will have gone. */
  let free = 0;
  RTCDataChannel.prototype.send = function (data: unknown) {
    if (!(data instanceof Uint8Array)) return send.call(this, data);
    free = Math.max(free, performance.now()) + (1000 * data.length) / bytesPerSecond;
    // Whoever sends it may use its memory for another.
    const frame = data.slice();
    setTimeout(() => this.readyState === "open" && send.call(this, frame), free - performance.now());
  };
}
