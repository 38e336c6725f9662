// The browser's files as one file, so that a binary carries them made: the length of a list, the list as JSON, and the bytes it tells of.
import type { Asset, Client } from "./client.ts";

type Listed = {
  readonly path: string;
  readonly type: string;
  readonly plain: number;
  readonly packed: readonly { encoding: "br" | "gzip"; length: number }[];
};
type List = { readonly paths: Client["paths"]; readonly files: readonly Listed[] };

const lengthBytes = 4;

/** The same client gives the same bytes. */
export function pack({ paths, files }: Client): Uint8Array {
  const sorted = [...files].sort(([one], [other]) => (one < other ? -1 : 1));
  const listed = sorted.map(([path, { type, plain, packed }]) => ({
    path,
    type,
    plain: plain.length,
    packed: packed.map(({ encoding, bytes }) => ({ encoding, length: bytes.length })),
  }));
  const list = new TextEncoder().encode(JSON.stringify({ paths, files: listed } satisfies List));
  const length = new Uint8Array(lengthBytes);
  new DataView(length.buffer).setUint32(0, list.length);
  return Buffer.concat([length, list, ...sorted.flatMap(([, { plain, packed }]) => [plain, ...packed.map(({ bytes }) => bytes)])]);
}

/** What `pack` made; nothing else is ever given to it, so nothing is checked. */
export function unpack(packed: Uint8Array<ArrayBuffer>): Client {
  const end = lengthBytes + new DataView(packed.buffer, packed.byteOffset).getUint32(0);
  const { paths, files }: List = JSON.parse(new TextDecoder().decode(packed.subarray(lengthBytes, end)));
  let at = end;
  const take = (length: number) => {
    at += length;
    return packed.subarray(at - length, at);
  };
  const assets = files.map(({ path, type, plain, packed }): [string, Asset] => [
    path,
    { type, plain: take(plain), packed: packed.map(({ encoding, length }) => ({ encoding, bytes: take(length) })) },
  ]);
  return { paths, files: new Map(assets) };
}
