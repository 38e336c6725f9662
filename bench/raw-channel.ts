// The limit: one bare data channel between two pages, kept as full as it can be, with nothing done to what arrives.
import type { Page } from "playwright-core";

/** Connects two pages; signalling is this process handing descriptions over. */
export async function connectRaw(from: Page, to: Page): Promise<void> {
  const offer = await from.evaluate(async () => {
    const pc = new RTCPeerConnection();
    const channel = pc.createDataChannel("raw", { negotiated: true, id: 0 });
    Object.assign(window, { pc, channel });
    await pc.setLocalDescription();
    await new Promise<void>((resolve) => (pc.onicegatheringstatechange = () => pc.iceGatheringState === "complete" && resolve()));
    return pc.localDescription?.sdp ?? "";
  });
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
  await from.evaluate(async (sdp) => {
    const { pc, channel } = window as unknown as { pc: RTCPeerConnection; channel: RTCDataChannel };
    const open = new Promise<void>((resolve) => (channel.onopen = () => resolve()));
    await pc.setRemoteDescription({ type: "answer", sdp });
    if (channel.readyState !== "open") await open;
  }, answer);
}

/** Sends `bytes` in messages of 128 KiB, up to 2 MiB of them buffered. Resolves to the milliseconds until the last one arrived. */
export async function sendRaw(from: Page, to: Page, bytes: number): Promise<number> {
  const arrived = to.evaluate((bytes) => {
    const { channel } = window as unknown as { channel: RTCDataChannel };
    let left = bytes;
    return new Promise<void>((resolve) => {
      channel.onmessage = ({ data }) => {
        left -= (data as ArrayBuffer).byteLength;
        if (left <= 0) resolve();
      };
    });
  }, bytes);
  const began = performance.now();
  await from.evaluate((bytes) => {
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
  await arrived;
  return performance.now() - began;
}
