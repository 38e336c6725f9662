import { expect, test } from "bun:test";
import fc from "fast-check";
import { hello, open, seal, type Words } from "../../protocol/envelope.ts";
import { envelopeMax, protocolVersion } from "../../protocol/limits.ts";
import { anyText, mutated, propertyRuns } from "../support/mutated.ts";

const conversation = `${"0a".repeat(16)}-7`;
const candidate = { candidate: "candidate:1 1 udp 1 10.0.0.1 9 typ host", sdpMid: "0", sdpMLineIndex: 0, usernameFragment: null };
const words: Words[] = [
  hello(conversation),
  { type: "unfit", conversation, version: 2 },
  { type: "description", conversation, description: { type: "offer", sdp: "v=0\r\n" } },
  { type: "candidate", conversation, candidate },
  { type: "candidate", conversation, candidate: null },
];

test("what is sealed opens as it was", () => {
  for (const each of words) expect(open(seal(each))).toEqual(each);
});

test("[S1] the first word of a conversation carries the version", () => {
  expect(hello(conversation)).toEqual({ type: "hello", conversation, version: protocolVersion });
});

test("a long session description fits an envelope", () => {
  const line = `a=candidate:1 1 udp 2122260223 192.168.178.100 50000 typ host\r\n`;
  const sdp = line.repeat(Math.floor(32_768 / line.length));
  const sealed = seal({ type: "description", conversation, description: { type: "offer", sdp } });
  expect(sealed.length).toBeLessThanOrEqual(envelopeMax);
  expect(open(sealed)).toBeDefined();
});

test("[L2] a conversation without a proper name is none", () => {
  for (const name of ["", "7", `${"0a".repeat(16)}`, `${"0A".repeat(16)}-7`, `${conversation}\n`, `${"0a".repeat(16)}-1234567`]) {
    expect(open(JSON.stringify({ type: "hello", conversation: name, version: 1 }))).toBeUndefined();
  }
});

test("no envelope throws, and nothing out of bounds passes", () => {
  const asText = fc.oneof(mutated(words), fc.jsonValue()).map((value) => JSON.stringify(value) ?? "");
  fc.assert(
    fc.property(fc.oneof(asText, fc.json(), anyText), (envelope) => {
      const read = open(envelope);
      if (read === undefined) return;
      expect(read.conversation).toMatch(/^[0-9a-f]{32}-\d{1,6}$/);
      if (read.type === "description") expect(read.description.sdp.length).toBeLessThanOrEqual(32_768);
      if (read.type === "description") expect(["offer", "answer"]).toContain(read.description.type);
      if (read.type === "candidate" && read.candidate) {
        expect(read.candidate.candidate.length).toBeLessThanOrEqual(1_024);
        expect(read.candidate.sdpMLineIndex ?? 0).toBeWithin(0, 65_536);
      }
    }),
    propertyRuns,
  );
});
