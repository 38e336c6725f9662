import { expect, test } from "bun:test";
import fc from "fast-check";
import { stunRequestBytesMax } from "../../protocol/limits.ts";
import { readRequest, writeAnswer } from "../../routes/stun-message.ts";
import { propertyRuns } from "../support/mutated.ts";
import { type Attribute, bindingRequest, checksum, readTold, stunMessage } from "../support/stun.ts";
import vectors from "../vectors/rfc5769.json";

const bytes = (hex: string) => Buffer.from(hex, "hex");
const from = { address: "192.0.2.1", port: 32_853 };
const transaction = bytes("b7e7a701bc34d686fa87dfae");

/** What somebody at that address is told. */
const told = (request: Uint8Array, source = from) => {
  const read = readRequest(request);
  const answer = read && writeAnswer(read, source);
  return answer && readTold(Buffer.from(answer));
};

test("the request of RFC 5769 is read: its fingerprint is right, and one attribute is ICE's and not STUN's own", () => {
  const read = readRequest(bytes(vectors.request));
  expect(Buffer.from(read?.transaction ?? []).toString("hex")).toBe(`2112a442${transaction.toString("hex")}`);
  expect(read?.unknown).toEqual([0x0024]);
});

for (const { address, port, message } of vectors.responses) {
  test(`an answer says ${address} as RFC 5769 has it, and nothing else`, () => {
    const expected = readTold(bytes(message));
    const { attributes, type, transaction } = told(stunMessage(0x0001, bytes("b7e7a701bc34d686fa87dfae")), { address, port }) ?? {};
    expect([type, transaction]).toEqual([0x0101, expected.transaction]);
    expect([...(attributes ?? [])]).toEqual([[0x0020, expected.attributes.get(0x0020) ?? Buffer.of()]]);
  });
}

test("an IPv4 address is one, also where the system writes it as IPv6; a zone is nobody else's business", () => {
  const request = bindingRequest();
  expect(told(request, { address: "::ffff:192.0.2.7", port: 9 })?.mapped).toBe("192.0.2.7 9");
  expect(told(request, { address: "fe80::1:2%eth0", port: 9 })?.mapped).toBe("fe80:0:0:0:0:0:1:2 9");
  expect(told(request, { address: "::1", port: 65_535 })?.mapped).toBe("0:0:0:0:0:0:0:1 65535");
  for (const address of ["", "somebody", "1.2.3", "1:2"]) expect(told(request, { address, port: 9 })).toBeUndefined();
});

test("every address and port comes out as it is", () => {
  fc.assert(
    fc.property(fc.ipV4(), fc.integer({ min: 1, max: 65_535 }), fc.uint8Array({ minLength: 12, maxLength: 12 }), (address, port, id) => {
      expect(told(stunMessage(0x0001, Buffer.from(id)), { address, port })?.mapped).toBe(`${address} ${port}`);
    }),
    propertyRuns,
  );
});

test("what STUN itself knows and what need not be understood is passed over", () => {
  const attributes: Attribute[] = [
    [0x8022, Buffer.from("a client")],
    [0x0006, Buffer.from("user")],
    [0x0014, Buffer.from("realm")],
    [0xc057, Buffer.alloc(3)],
    [0x0008, Buffer.alloc(20)],
    // After the seal nothing counts.
    [0x7777, Buffer.alloc(0)],
  ];
  for (const fingerprint of [false, true]) expect(told(bindingRequest(attributes, fingerprint))?.mapped).toBe("192.0.2.1 32853");
});

test("attributes that must be understood and are not are named, with 420", () => {
  const answer = told(
    bindingRequest(
      [
        [0x0003, Buffer.alloc(4)],
        [0x8022, Buffer.from("x")],
        [0x0024, Buffer.alloc(4)],
        [0x7fff, Buffer.alloc(0)],
      ],
      true,
    ),
  );
  expect(answer?.type).toBe(0x0111);
  expect(answer?.attributes.get(0x0009)?.toString("hex")).toBe("00000414");
  expect(answer?.attributes.get(0x000a)?.toString("hex")).toBe("000300247fff");
  expect(answer?.mapped).toBeUndefined();
});

const sound = bindingRequest([], true);
/** The right fingerprint of what is before it, and then one attribute more. */
const [before, fingerprint, after] = [bindingRequest().fill(16, 3, 4), bytes("80280004"), bytes("80220004aaaaaaaa")];
const followed = Buffer.concat([before, fingerprint, checksum(before), after]);
const changed = (at: number, to: number) => Buffer.from(sound).fill(to, at, at + 1);
for (const [what, message] of [
  ["nothing", Buffer.of()],
  ["half a header", sound.subarray(0, 10)],
  ["a message that is cut off", sound.subarray(0, 24)],
  ["a message with something after it", Buffer.concat([sound, Buffer.alloc(4)])],
  ["an indication", stunMessage(0x0011, transaction)],
  ["an answer", bytes(vectors.responses[0]?.message ?? "")],
  ["an error", stunMessage(0x0111, transaction)],
  ["a request for a relay", stunMessage(0x0003, transaction)],
  ["another cookie, as of RFC 3489", changed(4, 0)],
  ["a wrong length", changed(3, 4)],
  ["a length that is no multiple of four", Buffer.concat([stunMessage(0x0001, transaction).fill(1, 3, 4), Buffer.alloc(1)])],
  ["a fingerprint that is wrong", changed(27, sound.readUInt8(27) ^ 1)],
  ["a fingerprint of something else", changed(19, sound.readUInt8(19) ^ 1)],
  ["a fingerprint that is right and not the last", followed],
  ["a fingerprint that is too short", bindingRequest([[0x8028, Buffer.alloc(2)]])],
  ["an attribute that is longer than the message", Buffer.concat([stunMessage(0x0001, transaction).fill(4, 3, 4), bytes("80220008")])],
  ["a request longer than anybody's", bindingRequest([[0x8022, Buffer.alloc(stunRequestBytesMax)]])],
  ["DTLS", Buffer.from("16fefd0000000000000000005a010000", "hex")],
] as const) {
  test(`${what} is no request`, () => {
    expect(readRequest(message)).toBeUndefined();
  });
}

test("nothing that comes throws, and no answer to anything is more than 1.36 times as long as what came, with what IP and UDP add", () => {
  const attribute = fc.tuple(
    fc.integer({ min: 0, max: 0xffff }),
    fc.uint8Array({ maxLength: 12 }).map((value) => Buffer.from(value)),
  );
  const request = fc.tuple(fc.array(attribute, { maxLength: 40 }), fc.boolean()).map(([list, signed]) => bindingRequest(list, signed));
  const broken = fc
    .tuple(request, fc.nat(), fc.nat(255))
    .map(([message, at, to]) => Buffer.from(message).fill(to, at % message.length, (at % message.length) + 1));
  let answered = 0;
  fc.assert(
    fc.property(fc.oneof(request, broken, fc.uint8Array({ maxLength: 1_500 })), fc.boolean(), (message, isIPv6) => {
      const read = readRequest(message);
      const answer = read && writeAnswer(read, { address: isIPv6 ? "2001:db8::1" : "192.0.2.1", port: 1 });
      if (answer === undefined) return;
      answered += 1;
      const wrapping = 8 + (isIPv6 ? 40 : 20);
      expect((answer.length + wrapping) / (message.length + wrapping)).toBeLessThan(1.36);
    }),
    propertyRuns,
  );
  expect(answered).toBeGreaterThan(20);
});

test("the shortest request gets 32 bytes over IPv4 and 44 over IPv6 for its 20", () => {
  const read = readRequest(bindingRequest());
  const length = (address: string) => read && writeAnswer(read, { address, port: 1 })?.length;
  expect([bindingRequest().length, length("192.0.2.1"), length("2001:db8::1")]).toEqual([20, 32, 44]);
});
