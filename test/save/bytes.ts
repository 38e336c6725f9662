// The bytes of every share in these tests: each place in the stream has its own, so that nothing can lie where it should not.

export function bytesAt(from: number, to: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(to - from);
  for (let i = 0; i < bytes.length; i++) bytes[i] = Math.imul(from + i + 1, 0x9e3779b1) >>> 23;
  return bytes;
}
