// The limit: one bare data channel between two pages, kept as full as it can be, with nothing done to what arrives.
import type { Page } from "playwright-core";

/** Connects two pages; signalling is this process handing descriptions over. */
export async function connectRaw(from: Page, to: Page): Promise<void> {
  const offer = await offerRaw(from);
  const answer = await to.evaluate(async (sdp) => {
    const pc = new RTCPeerConnection();
    const channel = pc.createDataChannel("raw", { negotiated: true, id: 0 });
    channel.binaryType = "arraybuffer";
    Object.assign(window, { pc, channel });
    await pc.setRemoteDescription({ type: "offer", sdp });
    await pc.setLocalDescription();
    await new Promise<void>((resolve) => (pc.onicegatheringstatechange = () => pc.iceGatheringState === "complete" && resolve()));
    return pc.localDescription?.sdp ?? "";
  }, offer);
  await openRaw(from, answer);
}

/** A page's offer, with all its candidates. */
export function offerRaw(page: Page): Promise<string> {
  return page.evaluate(async () => {
    const pc = new RTCPeerConnection();
    const channel = pc.createDataChannel("raw", { negotiated: true, id: 0 });
    channel.binaryType = "arraybuffer";
    Object.assign(window, { pc, channel });
    await pc.setLocalDescription();
    await new Promise<void>((resolve) => (pc.onicegatheringstatechange = () => pc.iceGatheringState === "complete" && resolve()));
    return pc.localDescription?.sdp ?? "";
  });
}

/** Resolves once the channel is open. */
export function openRaw(page: Page, answer: string): Promise<void> {
  return page.evaluate(async (sdp) => {
    const { pc, channel } = window as unknown as { pc: RTCPeerConnection; channel: RTCDataChannel };
    const open = new Promise<void>((resolve) => (channel.onopen = () => resolve()));
    await pc.setRemoteDescription({ type: "answer", sdp });
    if (channel.readyState !== "open") await open;
  }, answer);
}

/** Resolves to the milliseconds until the last one arrived. */
export async function sendRaw(from: Page, to: Page, bytes: number): Promise<number> {
  const arrived = await countRaw(to, bytes);
  const began = performance.now();
  await fillRaw(from, bytes);
  await arrived();
  return performance.now() - began;
}

/** Resolves once the page counts, or what came before would be missing for ever; to what waits until all has arrived. */
export async function countRaw(page: Page, bytes: number): Promise<() => Promise<void>> {
  await page.evaluate((bytes) => {
    const { channel } = window as unknown as { channel: RTCDataChannel };
    let left = bytes;
    const arrived = new Promise<void>((resolve) => {
      channel.onmessage = ({ data }) => {
        left -= (data as ArrayBuffer).byteLength;
        if (left <= 0) resolve();
      };
    });
    Object.assign(window, { arrived });
  }, bytes);
  return () => page.evaluate(() => (window as unknown as { arrived: Promise<void> }).arrived);
}

/** Sends `bytes` in messages of 128 KiB, up to 2 MiB of them buffered. */
export function fillRaw(page: Page, bytes: number): Promise<void> {
  return page.evaluate((bytes) => {
    const { channel } = window as unknown as { channel: RTCDataChannel };
    const message = new Uint8Array(128 * 1024);
    let left = bytes;
    channel.bufferedAmountLowThreshold = 1024 * 1024;
    const fill = () => {
      for (; left > 0 && channel.bufferedAmount < 2 * 1024 * 1024; left -= message.length) channel.send(message);
    };
    channel.onbufferedamountlow = fill;
    fill();
  }, bytes);
}
