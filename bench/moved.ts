// Counts what a page's data channels carry of files, from its next load on: how much went out, how much came in, how much was on its way.
import type { Page } from "playwright-core";
import { frameHeaderBytes } from "../protocol/frame.ts";

/** In bytes, without the heads of frames. `outstanding`: the most that was asked for and not there yet at one time. */
export type Moved = { readonly sent: number; readonly arrived: number; readonly outstanding: number };

export async function countMoved(page: Page): Promise<void> {
  await page.addInitScript((head) => {
    const moved = { sent: 0, arrived: 0, outstanding: 0 };
    const asked = new Map<string, number>();
    let outstanding = 0;
    Object.assign(window, { moved });

    const asks = (text: string) => {
      const { type, transfer, parts = [] } = JSON.parse(text);
      if (type !== "ask") return;
      for (const [chunk, offset, length] of parts) {
        const name = `${transfer}/${chunk}/${offset}`;
        // What is asked for again is on its way once.
        if (!asked.has(name)) outstanding += length;
        asked.set(name, length);
      }
      moved.outstanding = Math.max(moved.outstanding, outstanding);
    };
    const arrives = (frame: ArrayBuffer) => {
      moved.arrived += frame.byteLength - head;
      const view = new DataView(frame);
      const name = `${view.getUint32(4)}/${view.getUint32(8)}/${view.getUint32(12)}`;
      outstanding -= asked.get(name) ?? 0;
      asked.delete(name);
    };

    const create = RTCPeerConnection.prototype.createDataChannel;
    RTCPeerConnection.prototype.createDataChannel = function (...made) {
      const channel = create.apply(this, made);
      channel.addEventListener("message", ({ data }) => data instanceof ArrayBuffer && data.byteLength > head && arrives(data));
      return channel;
    };
    const send = RTCDataChannel.prototype.send as (data: unknown) => void;
    RTCDataChannel.prototype.send = function (data: unknown) {
      if (data instanceof Uint8Array) moved.sent += data.length - head;
      else if (typeof data === "string") asks(data);
      return send.call(this, data);
    };
  }, frameHeaderBytes);
}

/** What moved since the page was loaded. */
export function movedIn(page: Page): Promise<Moved> {
  return page.evaluate(() => (window as unknown as { moved: Moved }).moved);
}
