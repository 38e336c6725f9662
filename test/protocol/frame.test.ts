import { expect, test } from "bun:test";
import fc from "fast-check";
import { fromHex, toHex } from "../../protocol/bytes.ts";
import { frameHeaderBytes, readFrameHead, writeFrameHead } from "../../protocol/frame.ts";
import { frameBytesMax } from "../../protocol/limits.ts";
import { propertyRuns } from "../support/mutated.ts";
import vectors from "../vectors/frame.json";

for (const { name, head, payload, bytes } of vectors.frames) {
  test(`frame vector, written: ${name}`, () => {
    const frame = new Uint8Array(frameHeaderBytes + payload.length / 2);
    writeFrameHead(frame, head);
    frame.set(fromHex(payload), frameHeaderBytes);
    expect(toHex(frame)).toBe(bytes);
  });

  test(`frame vector, read: ${name}`, () => {
    expect(readFrameHead(fromHex(bytes).buffer)).toEqual(head);
  });
}

for (const { name, bytes } of vectors.refused) {
  test(`[R1] no frame: ${name}`, () => {
    expect(readFrameHead(fromHex(bytes).buffer)).toBeUndefined();
  });
}

test("[R1] a frame longer than any that we send is none", () => {
  const bytes = new Uint8Array(frameBytesMax + 1);
  writeFrameHead(bytes, { transfer: 1, chunk: 0, offset: 0, digest: "0".repeat(64) });
  expect(readFrameHead(bytes.buffer)).toBeUndefined();
  expect(readFrameHead(bytes.buffer.slice(0, frameBytesMax))).toBeDefined();
});

test("a head is written where the frame begins, not where its buffer begins", () => {
  const bytes = new Uint8Array(200).subarray(100, 149);
  const head = { transfer: 7, chunk: 8, offset: 9, digest: "ab".repeat(32) };
  writeFrameHead(bytes, head);
  expect(readFrameHead(bytes.slice().buffer)).toEqual(head);
});

test("[R1] no bytes throw, and what is read is what is written", () => {
  const anyBytes = fc.uint8Array({ maxLength: 80 });
  const nearly = fc.tuple(fc.constantFrom("01000000", "01000001", "00000000"), fc.uint8Array({ maxLength: 60 })).map(([version, rest]) => {
    return Uint8Array.from([...fromHex(version), ...rest]);
  });
  fc.assert(
    fc.property(fc.oneof(anyBytes, nearly), (bytes) => {
      const head = readFrameHead(bytes.slice().buffer);
      expect(head !== undefined).toBe(bytes.length > 48 && toHex(bytes.subarray(0, 4)) === "01000000");
      if (head === undefined) return;
      const again = bytes.slice();
      writeFrameHead(again.fill(0, 0, 48), head);
      expect(again).toEqual(bytes.slice());
    }),
    propertyRuns,
  );
});
