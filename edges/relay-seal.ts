// Sealing and opening what goes over the relay, with the keys of one path. AES-GCM runs beside the program where `crypto.subtle` is there.
import { chacha20poly1305 } from "@noble/ciphers/chacha.js";
import type { RelayKeys } from "../protocol/relay.ts";
import { type Kind, kinds, nonceOf, relayHeadBytes, relayMessage, sealBytes } from "../protocol/relay-message.ts";
import type { PeerId } from "../protocol/signal.ts";

type Bytes = Uint8Array<ArrayBuffer>;

export type Seal = {
  /** A whole message: head, and what was sealed. Each call has the next number. */
  seal(to: PeerId, kind: Kind, plain: Bytes): Promise<Bytes>;
  /** What is in a message that came; rejects where a bit of it differs, or one before it is missing. */
  open(kind: Kind, message: Bytes): Promise<Bytes>;
};

export function relaySeal({ aes, mine, theirs }: RelayKeys): Seal {
  let sealed = 0;
  let opened = 0;
  const [encrypt, decrypt] = aes
    ? [aesGcm(mine, "encrypt"), aesGcm(theirs, "decrypt")]
    : [chaCha(mine, "encrypt"), chaCha(theirs, "decrypt")];
  return {
    async seal(to, kind, plain) {
      return relayMessage(to, kind, await encrypt(sealed++, kind, plain));
    },
    async open(kind, message) {
      if (message.length < relayHeadBytes + sealBytes) throw new Error("too short to be sealed");
      return decrypt(opened++, kind, message.subarray(relayHeadBytes));
    },
  };
}

type Crypt = (number: number, kind: Kind, bytes: Bytes) => Promise<Bytes>;

function aesGcm(raw: Bytes, how: "encrypt" | "decrypt"): Crypt {
  const key = crypto.subtle.importKey("raw", raw, "AES-GCM", false, [how]);
  return async (number, kind, bytes) => {
    const algorithm = { name: "AES-GCM", iv: nonceOf(number), additionalData: associated(kind) };
    return new Uint8Array(await crypto.subtle[how](algorithm, await key, bytes));
  };
}

function chaCha(key: Bytes, how: "encrypt" | "decrypt"): Crypt {
  return async (number, kind, bytes) => chacha20poly1305(key, nonceOf(number), associated(kind))[how](bytes) as Bytes;
}

function associated(kind: Kind): Bytes {
  return new Uint8Array([kinds[kind]]);
}
