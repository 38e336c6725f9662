// STUN as somebody has it who asks: messages made and read apart from the server's own code, and a socket to ask with.
import { crc32 } from "node:zlib";

export type Attribute = readonly [name: number, value: Buffer];
const cookie = 0x2112a442;

/** A message with these attributes. @param fingerprint true adds the right one */
export function stunMessage(type: number, transaction: Buffer, attributes: readonly Attribute[] = [], fingerprint = false): Buffer {
  const body = Buffer.concat(
    attributes.flatMap(([name, value]) => [word(name), word(value.length), value, Buffer.alloc(-value.length & 3)]),
  );
  const length = body.length + (fingerprint ? 8 : 0);
  const whole = Buffer.concat([word(type), word(length), long(cookie), transaction, body]);
  if (!fingerprint) return whole;
  return Buffer.concat([whole, word(0x8028), word(4), checksum(whole)]);
}

/** The value of a fingerprint. */
export function checksum(before: Buffer): Buffer {
  return long((crc32(before) ^ 0x5354554e) >>> 0);
}

/** A binding request with a transaction of its own. */
export function bindingRequest(attributes: readonly Attribute[] = [], fingerprint = false): Buffer {
  return stunMessage(0x0001, Buffer.from(crypto.getRandomValues(new Uint8Array(12))), attributes, fingerprint);
}

export type Told = {
  readonly type: number;
  readonly transaction: string;
  readonly attributes: ReadonlyMap<number, Buffer>;
  /** What XOR-MAPPED-ADDRESS says, such as `192.0.2.1 5000`; groups of IPv6 as they are, without `::`. */
  readonly mapped: string | undefined;
};

export function readTold(message: Buffer): Told {
  if (message.readUInt32BE(4) !== cookie || message.readUInt16BE(2) !== message.length - 20) throw new Error("no STUN");
  const attributes = new Map<number, Buffer>();
  for (let at = 20; at < message.length; ) {
    const length = message.readUInt16BE(at + 2);
    attributes.set(message.readUInt16BE(at), message.subarray(at + 4, at + 4 + length));
    at += 4 + length + (-length & 3);
  }
  const xored = attributes.get(0x0020);
  const transaction = message.toString("hex", 8, 20);
  return { type: message.readUInt16BE(0), transaction, attributes, mapped: xored && unmasked(xored, message.subarray(4, 20)) };
}

function unmasked(xored: Buffer, mask: Buffer): string {
  const port = xored.readUInt16BE(2) ^ mask.readUInt16BE(0);
  const bytes = Buffer.from(xored.subarray(4).map((byte, i) => byte ^ (mask[i] ?? 0)));
  if (xored.readUInt16BE(0) === 1) return `${bytes.join(".")} ${port}`;
  return `${Array.from({ length: 8 }, (_, i) => bytes.readUInt16BE(2 * i).toString(16)).join(":")} ${port}`;
}

/** Somebody with a socket of their own, who asks on the same machine. It closes at the end of the block. */
export async function openAsker(address = "127.0.0.1", port = 0) {
  const server = address.startsWith("127.") ? "127.0.0.1" : address;
  const heard: Buffer[] = [];
  const readers: ((message: Buffer) => void)[] = [];
  const data = (_: unknown, message: Buffer) => {
    const reader = readers.shift();
    if (reader === undefined) heard.push(message);
    else reader(message);
  };
  const socket = await Bun.udpSocket({ hostname: address, port, socket: { data, error() {} } });
  const send = (message: Buffer, to: { port: number }) => void socket.send(message, to.port, server);
  return {
    port: socket.port,
    send,
    /** Answers that nobody waited for. */
    heard,
    /** What is told to a request that is asked now. Datagrams on one machine stay in order: whatever was sent before had no answer by then. */
    async asks(to: { port: number }, message = bindingRequest()): Promise<Told> {
      send(message, to);
      return readTold(heard.shift() ?? (await new Promise<Buffer>((take) => readers.push(take))));
    },
    [Symbol.dispose]: () => socket.close(),
  };
}

function word(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16BE(value);
  return bytes;
}

function long(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}
