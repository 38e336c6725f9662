// The relay's limit: two pages with a WebSocket each to a bare server that passes bytes from one to the other, with nothing sealed, read or stored.
import type { Page } from "playwright-core";
import { frameHeaderBytes } from "../protocol/frame.ts";
import { partBytes } from "../protocol/limits.ts";
import { relayHeadBytes, sealBytes } from "../protocol/relay-message.ts";
import type { Stage } from "./perform.ts";

/** A bare relay in a process of its own. */
export async function startBareRelay({ things }: Stage): Promise<{ readonly url: string; readonly pid: number }> {
  const relay = Bun.spawn([process.execPath, "bench/bare-relay.ts"], { stdout: "pipe" });
  things.defer(() => relay.kill());
  return { url: new TextDecoder().decode((await relay.stdout.getReader().read()).value).trim(), pid: relay.pid };
}

let pairs = 0;

/** Sends `bytes` in messages of a sealed frame's size, 2 MiB of them unacknowledged. Resolves to the milliseconds until the last one arrived. */
export async function sendRelayed(from: Page, to: Page, relay: string, bytes: number): Promise<number> {
  const url = `${relay.replace("http", "ws")}/${++pairs}`;
  const length = partBytes + frameHeaderBytes + sealBytes + relayHeadBytes;
  await Promise.all(
    [from, to].map((page) =>
      page.evaluate(async (url) => {
        const socket = new WebSocket(url);
        socket.binaryType = "arraybuffer";
        Object.assign(window, { socket });
        await new Promise<void>((resolve) => (socket.onopen = () => resolve()));
      }, url),
    ),
  );
  // What came before somebody counts it would be missing for ever.
  await to.evaluate((bytes) => {
    const { socket } = window as unknown as { socket: WebSocket };
    let left = bytes;
    let count = 0;
    const arrived = new Promise<void>((resolve) => {
      socket.onmessage = ({ data }) => {
        left -= (data as ArrayBuffer).byteLength;
        if (++count % 4 === 0 || left <= 0) socket.send(String(count));
        if (left <= 0) resolve();
      };
    });
    Object.assign(window, { arrived });
  }, bytes);
  const arrived = to.evaluate(() => (window as unknown as { arrived: Promise<void> }).arrived);
  const began = performance.now();
  await from.evaluate(
    ([bytes, length]) => {
      const { socket } = window as unknown as { socket: WebSocket };
      const message = new Uint8Array(length);
      let [sent, heard] = [0, 0];
      const fill = () => {
        for (; sent * length < bytes && sent - heard < 16; sent++) socket.send(message);
      };
      socket.onmessage = ({ data }) => {
        heard = Number(data);
        fill();
      };
      fill();
    },
    [bytes, length] as const,
  );
  await arrived;
  const ms = performance.now() - began;
  for (const page of [from, to]) await page.evaluate(() => (window as unknown as { socket: WebSocket }).socket.close());
  return ms;
}
