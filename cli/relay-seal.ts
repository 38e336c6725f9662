// Sealing and opening what goes over the relay, on the terminal's own thread: to hand a frame to another one and to wait for it costs more than AES does.
import { createCipheriv, createDecipheriv } from "node:crypto";
import { associatedWith, attempt, chaCha, isSealed, type Seal, type Sealing } from "../edges/relay-seal.ts";
import { relayMessageBytesMax } from "../protocol/limits.ts";
import type { RelayKeys } from "../protocol/relay.ts";
import { nonceOf, relayHeadBytes, sealBytes, writeRelayHead } from "../protocol/relay-message.ts";
import { detach } from "./detach.ts";

type Bytes = Uint8Array<ArrayBuffer>;

export const terminalSeal: Sealing = (keys) => (keys.aes ? aesGcm(keys) : chaCha(keys));

const algorithm = "aes-256-gcm";

/** One message is made here and sent before the next is, whoever it is for. */
const scratch = new Uint8Array(relayMessageBytesMax);

function aesGcm({ mine, theirs }: RelayKeys): Seal {
  let [sealed, opened] = [0, 0];
  return {
    seal(to, kind, pieces, done) {
      const length = relayHeadBytes + pieces.reduce((sum, piece) => sum + piece.length, 0) + sealBytes;
      const message = length <= scratch.length ? scratch.subarray(0, length) : new Uint8Array(length);
      writeRelayHead(message, to, kind);
      const cipher = createCipheriv(algorithm, mine, nonceOf(sealed++)).setAAD(associatedWith(kind));
      let at = relayHeadBytes;
      for (const piece of pieces) at = moved(cipher.update(piece), message, at);
      cipher.final();
      message.set(cipher.getAuthTag(), at);
      done(message);
    },
    open(kind, message, done) {
      const number = opened++;
      const plain = isSealed(message) ? attempt(() => decrypted(theirs, number, associatedWith(kind), message)) : undefined;
      detach(message.buffer);
      done(plain);
    },
  };
}

/** Throws where it is not what was sealed. */
function decrypted(key: Bytes, number: number, associated: Bytes, message: Bytes): Bytes {
  const end = message.length - sealBytes;
  const cipher = createDecipheriv(algorithm, key, nonceOf(number)).setAAD(associated).setAuthTag(message.subarray(end));
  const found = cipher.update(message.subarray(relayHeadBytes, end));
  cipher.final();
  const plain = new Uint8Array(found.length);
  moved(found, plain, 0);
  return plain;
}

/** @returns where what comes after it belongs */
function moved(from: Buffer, to: Bytes, at: number): number {
  const { length } = from;
  to.set(from, at);
  detach(from.buffer as ArrayBuffer);
  return at + length;
}
