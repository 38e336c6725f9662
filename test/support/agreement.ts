// An agreement that is quick and keeps nothing secret: whoever listens could compute the key. Two come to one key if and only if they agree on
// what CPace has them agree on, which is all that most tests need.
import { joined } from "../../protocol/bytes.ts";
import { type Agreement, keyBytes, shareBytes } from "../../protocol/cpace.ts";

export const quickAgreement: Agreement = {
  shareOf: (_, random) => random.slice(0, shareBytes) as Uint8Array<ArrayBuffer>,
  keyOf({ password, channel, session }, _, __, shares) {
    const hash = new Bun.CryptoHasher("sha512").update(joined(password, channel, session, ...shares));
    const key = new Uint8Array(keyBytes);
    hash.digest(key);
    return key;
  },
};
