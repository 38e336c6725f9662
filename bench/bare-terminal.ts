// A terminal's limit: a process that does nothing but send or receive bytes, over one channel of the WebRTC library or over a WebSocket. Whoever started
// it says what, one thing at a time (`raw-terminal.ts`).
import { type DataChannel, loadAddon, type PeerConnection } from "../cli/addon.ts";
import { frameHeaderBytes } from "../protocol/frame.ts";
import { frameBytesMax, highWaterBytes, lowWaterBytes, partBytes, relayWindowBytesMax } from "../protocol/limits.ts";
import { relayHeadBytes, sealBytes } from "../protocol/relay-message.ts";
import { receiveFile, sendFile } from "./least-line.ts";

export type Command =
  | { readonly do: "offer" }
  | { readonly do: "answer" | "accept"; readonly sdp: string }
  | { readonly do: "open"; readonly url: string }
  | { readonly do: "send" | "count"; readonly bytes: number }
  | { readonly do: "send-file" | "store-file"; readonly path: string; readonly bytes: number }
  | { readonly do: "wait" };

/** Collected, a connection and its channels would be closed. */
let connection: (PeerConnection & { localDescription(): { sdp: string } }) | undefined;
let line: Line | undefined;
let socket: WebSocket | undefined;
/** Of what is counted now. It counts before anything is sent, or what came earlier would be missing for ever. */
let arrived: Promise<void> | undefined;

/** `arrives`: counts from now on, and resolves when so many bytes have come. */
type Line = { send(bytes: number): void; arrives(bytes: number): Promise<void> };

/** A frame's size, so that neither side has fewer messages than the other. */
const messageBytes = partBytes + frameHeaderBytes;

async function obey(command: Command): Promise<string | undefined> {
  switch (command.do) {
    case "offer":
    case "answer": {
      const gathered = connect();
      if (command.do === "answer") connection?.setRemoteDescription(command.sdp, "offer");
      connection?.setLocalDescription(command.do);
      await gathered;
      return connection?.localDescription().sdp;
    }
    case "accept":
      connection?.setRemoteDescription(command.sdp, "answer");
      return undefined;
    case "open":
      socket = await openSocket(command.url);
      line = socketLine(socket);
      return undefined;
    case "send":
      line?.send(command.bytes);
      return undefined;
    case "count":
      arrived = line?.arrives(command.bytes);
      return undefined;
    case "send-file":
      if (socket !== undefined) sendFile(socket, command.path, command.bytes);
      return undefined;
    case "store-file":
      arrived = socket && receiveFile(socket, command.path, command.bytes);
      return undefined;
    case "wait":
      await arrived;
      return undefined;
    default:
      return command satisfies never;
  }
}

/** Resolves when all candidates are known. */
function connect(): Promise<void> {
  const { PeerConnection } = loadAddon();
  const made = new PeerConnection("bare", { iceServers: [], disableAutoNegotiation: true, maxMessageSize: frameBytesMax });
  connection = made as typeof connection;
  line = channelLine(made.createDataChannel("raw", { negotiated: true, id: 0 }));
  return new Promise((resolve) => made.onGatheringStateChange((state) => state === "complete" && resolve()));
}

/** Kept as full as it can be. */
function channelLine(channel: DataChannel): Line {
  const message = new Uint8Array(messageBytes);
  let left = 0;
  let arrived: (() => void) | undefined;
  let missing = 0;
  const fill = () => {
    if (!channel.isOpen()) return;
    for (; left > 0 && channel.bufferedAmount() < highWaterBytes; left -= messageBytes) channel.sendMessageBinary(message);
  };
  channel.setBufferedAmountLowThreshold(lowWaterBytes);
  channel.onBufferedAmountLow(fill);
  channel.onOpen(fill);
  channel.onMessage((message) => {
    missing -= message.length;
    if (missing <= 0) arrived?.();
  });
  return {
    send(bytes) {
      left = bytes;
      fill();
    },
    arrives(bytes) {
      missing = bytes;
      return new Promise((resolve) => (arrived = resolve));
    },
  };
}

async function openSocket(url: string): Promise<WebSocket> {
  const socket = new WebSocket(url);
  socket.binaryType = "arraybuffer";
  await new Promise<void>((resolve) => (socket.onopen = () => resolve()));
  return socket;
}

/** As much on its way as a receiver lets there be over the relay. */
function socketLine(socket: WebSocket): Line {
  const message = new Uint8Array(messageBytes + sealBytes + relayHeadBytes);
  const ahead = Math.floor(relayWindowBytesMax / message.length);
  return {
    send(bytes) {
      let [sent, heard] = [0, 0];
      const fill = () => {
        for (; sent * message.length < bytes && sent - heard < ahead; sent++) socket.send(message);
      };
      socket.onmessage = ({ data }) => {
        heard = Number(data);
        fill();
      };
      fill();
    },
    arrives(bytes) {
      let [left, count] = [bytes, 0];
      return new Promise((resolve) => {
        socket.onmessage = ({ data }) => {
          left -= (data as ArrayBuffer).byteLength;
          if (++count % 4 === 0 || left <= 0) socket.send(String(count));
          if (left <= 0) resolve();
        };
      });
    },
  };
}

process.on("message", async (command: Command) => process.send?.({ done: await obey(command) }));
process.on("disconnect", () => process.exit());
