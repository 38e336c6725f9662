// STUN's words, as far as somebody needs them who tells others the address that they come from (RFC 8489): a binding request, and its answer.
import { stunRequestBytesMax } from "../protocol/limits.ts";
import { bytesOf } from "./ip.ts";

export type BindingRequest = {
  /** The cookie and the number of the transaction: 16 bytes that the answer repeats, and that an IPv6 address is hidden with. */
  readonly transaction: Uint8Array;
  /** Attributes that nobody may answer without understanding, and that are not STUN's own. */
  readonly unknown: readonly number[];
};

const headerBytes = 20;
const type = { bindingRequest: 0x0001, bindingSuccess: 0x0101, bindingError: 0x0111 };
const cookie = 0x2112_a442;
const attribute = { messageIntegrity: 0x0008, errorCode: 0x0009, unknownAttributes: 0x000a, xorMappedAddress: 0x0020, fingerprint: 0x8028 };
/** What may be in a request of somebody who has an account elsewhere; here there are none, so it is passed over (section 6.3). */
const known = [0x0001, 0x0006, 0x0008, 0x0009, 0x000a, 0x0014, 0x0015, 0x001c, 0x001d, 0x001e, 0x0020];
const fingerprintMask = 0x5354_554e;

/** What was asked, or undefined if it is no sound binding request: those get no answer (section 6.3). */
export function readRequest(bytes: Uint8Array): BindingRequest | undefined {
  if (bytes.length < headerBytes || bytes.length > stunRequestBytesMax || bytes.length % 4 !== 0) return undefined;
  const view = viewOf(bytes);
  if (view.getUint16(0) !== type.bindingRequest || view.getUint32(4) !== cookie) return undefined;
  if (view.getUint16(2) !== bytes.length - headerBytes) return undefined;
  const unknown: number[] = [];
  let isSealed = false;
  for (let at = headerBytes, next = at; at < bytes.length; at = next) {
    const [name, length] = [view.getUint16(at), view.getUint16(at + 2)];
    next = at + 4 + padded(length);
    if (next > bytes.length) return undefined;
    if (name === attribute.fingerprint) {
      if (length !== 4 || next !== bytes.length || view.getUint32(at + 4) !== fingerprintOf(bytes.subarray(0, at))) return undefined;
    } else if (name < 0x8000 && !isSealed && !known.includes(name)) unknown.push(name);
    // What follows it counts for nothing (section 14.5).
    if (name === attribute.messageIntegrity) isSealed = true;
  }
  return { transaction: bytes.slice(4, headerBytes), unknown };
}

/**
 * The address that a request came from (section 14.2), and no attribute more: 32 bytes for IPv4, 44 for IPv6, where the shortest request has
 * 20; counted with their IP and UDP headers, 1.25 and 1.36 times what came. So nobody gains by having it sent to somebody else.
 * A request with attributes that are not understood is told which (section 6.3.1), and that never grows more than this.
 * Undefined where the address is none.
 */
export function writeAnswer({ transaction, unknown }: BindingRequest, from: { readonly address: string; readonly port: number }) {
  if (unknown.length > 0) return message(type.bindingError, transaction, [errorUnknown, [attribute.unknownAttributes, listOf(unknown)]]);
  const address = bytesOf(from.address);
  if (address === undefined) return undefined;
  const value = new Uint8Array(4 + address.length);
  viewOf(value).setUint16(0, address.length === 4 ? 1 : 2);
  viewOf(value).setUint16(2, from.port ^ (cookie >>> 16));
  value.set(
    address.map((byte, i) => byte ^ (transaction[i] ?? 0)),
    4,
  );
  return message(type.bindingSuccess, transaction, [[attribute.xorMappedAddress, value]]);
}

type Attribute = readonly [name: number, value: Uint8Array];

/** 420, without a phrase: programs read the number (section 14.8). */
const errorUnknown: Attribute = [attribute.errorCode, Uint8Array.of(0, 0, 4, 20)];

function listOf(names: readonly number[]): Uint8Array {
  const list = new Uint8Array(2 * names.length);
  for (const [i, name] of names.entries()) viewOf(list).setUint16(2 * i, name);
  return list;
}

function message(kind: number, transaction: Uint8Array, attributes: readonly Attribute[]): Uint8Array {
  const length = attributes.reduce((sum, [, value]) => sum + 4 + padded(value.length), 0);
  const bytes = new Uint8Array(headerBytes + length);
  const view = viewOf(bytes);
  view.setUint16(0, kind);
  view.setUint16(2, length);
  bytes.set(transaction, 4);
  let at = headerBytes;
  for (const [name, value] of attributes) {
    view.setUint16(at, name);
    view.setUint16(at + 2, value.length);
    bytes.set(value, at + 4);
    at += 4 + padded(value.length);
  }
  return bytes;
}

/** Values are filled up to four bytes, and their length says how many count (section 14). */
const padded = (length: number) => Math.ceil(length / 4) * 4;

/** Of everything before it, though the message's length counts it already (section 14.7). */
const fingerprintOf = (before: Uint8Array) => (Bun.hash.crc32(before) ^ fingerprintMask) >>> 0;

const viewOf = (bytes: Uint8Array) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
