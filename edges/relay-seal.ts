// Sealing and opening what goes over the relay, with the keys of one path. AES-GCM runs beside the program where `crypto.subtle` is there.
import { chacha20poly1305 } from "@noble/ciphers/chacha.js";
import { concat } from "../protocol/bytes.ts";
import type { RelayKeys } from "../protocol/relay.ts";
import { type Kind, kinds, nonceOf, relayHeadBytes, relayMessage, sealBytes } from "../protocol/relay-message.ts";
import type { PeerId } from "../protocol/signal.ts";

type Bytes = Uint8Array<ArrayBuffer>;

/** Both tell what they made, at once or later, in the order of the calls; undefined where nothing could be made. */
export type Seal = {
  /**
   * A whole message: head, and these pieces, one after the other, sealed. Each call has the next number.
   * @param done may use the message until it returns
   */
  seal(to: PeerId, kind: Kind, pieces: readonly Uint8Array[], done: (message: Bytes | undefined) => void): void;
  /** What is in a message that came; nothing where a bit of it differs, or one before it is missing. Nobody else reads the message afterwards. */
  open(kind: Kind, message: Bytes, done: (plain: Bytes | undefined) => void): void;
};

/** How an edge seals: with this, or with what is quicker where it runs. */
export type Sealing = (keys: RelayKeys) => Seal;

export const relaySeal: Sealing = (keys) => (keys.aes ? aesGcm(keys) : chaCha(keys));

export function isSealed(message: Bytes): boolean {
  return message.length >= relayHeadBytes + sealBytes;
}

export function associatedWith(kind: Kind): Bytes {
  return new Uint8Array([kinds[kind]]);
}

/** Several are being sealed and opened at a time, so that none waits for the thread that did the one before. */
function aesGcm({ mine, theirs }: RelayKeys): Seal {
  const [encrypt, decrypt] = [crypt(mine, "encrypt"), crypt(theirs, "decrypt")];
  const [out, come] = [inTurn(), inTurn()];
  return {
    seal(to, kind, pieces, done) {
      out(encrypt(kind, concat(...pieces)), (sealed) => done(sealed && relayMessage(to, kind, sealed)));
    },
    open(kind, message, done) {
      if (isSealed(message)) come(decrypt(kind, message.subarray(relayHeadBytes)), done);
      else come(Promise.resolve(undefined), done);
    },
  };
}

function crypt(raw: Bytes, how: "encrypt" | "decrypt") {
  const key = crypto.subtle.importKey("raw", raw, "AES-GCM", false, [how]);
  let number = 0;
  return async (kind: Kind, bytes: Bytes): Promise<Bytes> => {
    const algorithm = { name: "AES-GCM", iv: nonceOf(number++), additionalData: associatedWith(kind) };
    return new Uint8Array(await crypto.subtle[how](algorithm, await key, bytes));
  };
}

type Made = Bytes | undefined;

/** Whatever is ready first: each is told after those before it. */
function inTurn() {
  let last = Promise.resolve();
  return (making: Promise<Made>, done: (made: Made) => void) => {
    const made = making.catch(() => undefined);
    const next = async () => done(await made);
    // What one did wrong does not stop the next.
    last = last.then(next, next);
  };
}

/** At once: it is a program of ours, and waits for nobody. */
export function chaCha({ mine, theirs }: RelayKeys): Seal {
  let [sealed, opened] = [0, 0];
  return {
    seal(to, kind, pieces, done) {
      const cipher = chacha20poly1305(mine, nonceOf(sealed++), associatedWith(kind));
      done(relayMessage(to, kind, cipher.encrypt(concat(...pieces))));
    },
    open(kind, message, done) {
      done(attempt(() => chacha20poly1305(theirs, nonceOf(opened++), associatedWith(kind)).decrypt(message.subarray(relayHeadBytes))));
    },
  };
}

/** Undefined where it throws. */
export function attempt(open: () => Uint8Array): Bytes | undefined {
  try {
    return open() as Bytes;
  } catch {
    return undefined;
  }
}
