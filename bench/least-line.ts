// The least that an honest transfer over the relay does, in plain loops: a file is read, each chunk hashed, each frame sealed, sent, opened, each chunk
// hashed once more and written. Nobody asks for a part again, compares a digest, or could go on with it later.
import { createCipheriv, createDecipheriv } from "node:crypto";
import { closeSync, openSync, readSync, writeSync } from "node:fs";
import { frameHeaderBytes } from "../protocol/frame.ts";
import { chunkBytesMin, partBytes, relayWindowBytesMax } from "../protocol/limits.ts";
import { nonceOf, relayHeadBytes, sealBytes } from "../protocol/relay-message.ts";

/** Everybody's: nothing here is a secret. */
const key = new Uint8Array(32);
const messageBytes = relayHeadBytes + frameHeaderBytes + partBytes + sealBytes;
const ahead = Math.floor(relayWindowBytesMax / messageBytes);
const bodyAt = relayHeadBytes + frameHeaderBytes;
/** In a frame's head. */
const digestAt = 16;

/** The part with this number: where it lies in its chunk, and how long that chunk is. */
function placeOf(part: number, bytes: number): { readonly at: number; readonly whole: number } {
  const from = part * partBytes;
  const at = from % chunkBytesMin;
  return { at, whole: Math.min(chunkBytesMin, bytes - (from - at)) };
}

/** @param bytes a multiple of a part's */
export function sendFile(socket: WebSocket, path: string, bytes: number): void {
  const [chunk, message, head] = [new Uint8Array(chunkBytesMin), new Uint8Array(messageBytes), new Uint8Array(frameHeaderBytes)];
  const file = openSync(path, "r");
  let [sent, heard] = [0, 0];
  const fill = () => {
    for (; sent * partBytes < bytes && sent - heard < ahead; sent++) {
      const { at, whole } = placeOf(sent, bytes);
      if (at === 0) {
        readSync(file, chunk, 0, whole, sent * partBytes);
        Bun.SHA256.hash(chunk.subarray(0, whole), head.subarray(digestAt));
      }
      const cipher = createCipheriv("aes-256-gcm", key, nonceOf(sent));
      message.set(cipher.update(head), relayHeadBytes);
      message.set(cipher.update(chunk.subarray(at, at + partBytes)), bodyAt);
      cipher.final();
      message.set(cipher.getAuthTag(), bodyAt + partBytes);
      socket.send(message);
    }
    if (heard === sent && sent * partBytes === bytes) closeSync(file);
  };
  socket.onmessage = ({ data }) => {
    heard = Number(data);
    fill();
  };
  fill();
}

/** Resolves when all of it is written. */
export function receiveFile(socket: WebSocket, path: string, bytes: number): Promise<void> {
  const chunk = new Uint8Array(chunkBytesMin);
  const file = openSync(path, "w");
  let count = 0;
  const take = (message: Uint8Array) => {
    const end = message.length - sealBytes;
    const cipher = createDecipheriv("aes-256-gcm", key, nonceOf(count)).setAuthTag(message.subarray(end));
    const frame = cipher.update(message.subarray(relayHeadBytes, end));
    cipher.final();
    const { at, whole } = placeOf(count, bytes);
    chunk.set(frame.subarray(frameHeaderBytes), at);
    count++;
    if (at + partBytes < whole) return;
    const digest = Bun.SHA256.hash(chunk.subarray(0, whole), "hex");
    if (frame.toString("hex", digestAt, frameHeaderBytes) !== digest) throw new Error("not what was sent");
    writeSync(file, chunk, 0, whole, count * partBytes - whole);
  };
  return new Promise((resolve) => {
    socket.onmessage = ({ data }) => {
      take(new Uint8Array(data as ArrayBuffer));
      const isOver = count * partBytes === bytes;
      if (count % 4 === 0 || isOver) socket.send(String(count));
      if (!isOver) return;
      closeSync(file);
      resolve();
    };
  });
}
