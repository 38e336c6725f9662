// A data channel that carries frames, and keeps those that the browser's own buffer had no room for.
import { highWaterBytes } from "../protocol/limits.ts";

export type FrameChannel = {
  readonly isOpen: boolean;
  /** Bytes that wait; at least the high-water mark while the browser takes no more. */
  readonly buffered: number;
  /** A frame is copied before this returns. What comes while it is not open is lost. */
  send(frame: Uint8Array<ArrayBuffer>): void;
};

export function frameChannel(
  channel: RTCDataChannel,
  report: { frame(frame: ArrayBuffer): void; drained(): void; broken(): void },
): FrameChannel {
  const late: Uint8Array<ArrayBuffer>[] = [];

  const trySend = (frame: Uint8Array<ArrayBuffer>): boolean => {
    if (channel.readyState !== "open") return true;
    try {
      channel.send(frame);
      return true;
    } catch (error) {
      // The browser's own buffer is full (W3C WebRTC, section 6.2); its low-water event tries again.
      if (error instanceof DOMException && error.name === "OperationError") return false;
      report.broken();
      return true;
    }
  };

  channel.binaryType = "arraybuffer";
  channel.onmessage = ({ data }) => data instanceof ArrayBuffer && report.frame(data);
  channel.onbufferedamountlow = () => {
    for (let first = late[0]; first !== undefined && trySend(first); first = late[0]) late.shift();
    report.drained();
  };
  return {
    get isOpen() {
      return channel.readyState === "open";
    },
    get buffered() {
      return late.length > 0 ? Math.max(highWaterBytes, channel.bufferedAmount) : channel.bufferedAmount;
    },
    send(frame) {
      if (late.length > 0 || !trySend(frame)) late.push(frame.slice());
    },
  };
}
