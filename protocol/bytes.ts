// Bytes as texts, and lists of bytes as one.

type Bytes = Uint8Array<ArrayBuffer>;

/** @param text two hexadecimal digits a byte */
export function fromHex(text: string): Bytes {
  const bytes = new Uint8Array(text.length / 2);
  for (let i = 0; i < bytes.length; i++) bytes[i] = 16 * nibbleOf(text.charCodeAt(2 * i)) + nibbleOf(text.charCodeAt(2 * i + 1));
  return bytes;
}

/** Of `0`–`9` and `a`–`f`, in either case, by their place in ASCII. */
function nibbleOf(code: number): number {
  return code > 57 ? (code & 15) + 9 : code & 15;
}

const hexOfByte = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));

export function toHex(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) text += hexOfByte[byte];
  return text;
}

/** `TextEncoder` is the platform's, and this folder knows no platform. */
export function utf8(text: string): Bytes {
  const escaped = encodeURIComponent(text.toWellFormed());
  const bytes = new Uint8Array(escaped.length);
  let length = 0;
  for (let i = 0; i < escaped.length; i++) {
    if (escaped[i] === "%") {
      bytes[length++] = Number.parseInt(escaped.slice(i + 1, i + 3), 16);
      i += 2;
    } else bytes[length++] = escaped.charCodeAt(i);
  }
  return bytes.slice(0, length);
}

export function concat(...all: readonly Uint8Array[]): Bytes {
  const bytes = new Uint8Array(all.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const each of all) {
    bytes.set(each, at);
    at += each.length;
  }
  return bytes;
}

/** Each of them with its length before it, so that no two lists are written alike (`lv_cat` of CPace; lengths in LEB128). */
export function joined(...all: readonly Uint8Array[]): Bytes {
  return concat(...all.map(prefixed));
}

export function prefixed(bytes: Uint8Array): Bytes {
  const length: number[] = [];
  let left = bytes.length;
  do {
    length.push((left & 0x7f) | (left > 0x7f ? 0x80 : 0));
    left >>= 7;
  } while (left > 0);
  return concat(new Uint8Array(length), bytes);
}
