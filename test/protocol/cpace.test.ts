import { expect, test } from "bun:test";
import { joined } from "../../protocol/bytes.ts";
import { commonPointOf, generatorOf, keyBytes, keyOf, type Meeting, scalarBytes, shareBytes, shareOf } from "../../protocol/cpace.ts";
import vectors from "../vectors/cpace-ristretto255-sha512.json";

const hex = (text: string) => new Uint8Array(Buffer.from(text, "hex"));
const text = (bytes: Uint8Array | undefined) => bytes && Buffer.from(bytes).toString("hex");
const scalar = (littleEndian: string) => BigInt(`0x${Buffer.from(littleEndian, "hex").reverse().toString("hex")}`);
/** A scalar as the random bytes that it would come of. */
const random = (littleEndian: string) => hex(littleEndian.padEnd(2 * scalarBytes, "0"));

for (const [i, each] of vectors.exchanges.entries()) {
  const meeting: Meeting = { password: hex(each.PRS), channel: hex(each.CI), session: hex(each.sid) };

  test(`[V1] the draft's exchange ${i + 1}: generator, shares and the point that both come to`, () => {
    expect(text(generatorOf(meeting).toBytes())).toBe(each.g);
    expect(text(shareOf(meeting, random(each.ya)))).toBe(each.Ya);
    expect(text(shareOf(meeting, random(each.yb)))).toBe(each.Yb);
    expect(text(commonPointOf(scalar(each.ya), hex(each.Yb)))).toBe(each.K);
    expect(text(commonPointOf(scalar(each.yb), hex(each.Ya)))).toBe(each.K);
  });

  test(`[V1] the draft's exchange ${i + 1}: the key of initiator and responder`, () => {
    const associated = { initiators: hex(each.ADa), responders: hex(each.ADb) };
    const shares = [hex(each.Ya), hex(each.Yb)] as const;
    expect(text(keyOf(meeting, random(each.ya), hex(each.Yb), shares, associated))).toBe(each.ISK_IR);
    expect(text(keyOf(meeting, random(each.yb), hex(each.Ya), shares, associated))).toBe(each.ISK_IR);
  });
}

test("[V1] the draft's points: a valid one is multiplied, and those that are none or the neutral one are refused", () => {
  const { Valid, "Invalid Y1": noPoint, "Invalid Y2": neutral } = vectors.points;
  expect(text(commonPointOf(scalar(Valid.s), hex(Valid.X)))).toBe(Valid["G.scalar_mult_vfy(s,X)"]);
  for (const wrong of [noPoint, neutral, "ff".repeat(32), "", "00".repeat(31)]) {
    expect(commonPointOf(scalar(Valid.s), hex(wrong))).toBeUndefined();
    expect(keyOf(ours(), random("07"), hex(wrong), [hex(Valid.X), hex(wrong)])).toBeUndefined();
  }
});

const ours = (over: Partial<Meeting> = {}): Meeting => ({
  password: Buffer.from("secret"),
  channel: Buffer.from("room"),
  session: new Uint8Array(16),
  ...over,
});

/** What two come to who think these. */
function keysOf(one: Meeting, other: Meeting): readonly (string | undefined)[] {
  const [a, b] = [shareOf(one, random("0b")), shareOf(other, random("0d"))];
  expect([a.length, b.length]).toEqual([shareBytes, shareBytes]);
  return [keyOf(one, random("0b"), b, [a, b]), keyOf(other, random("0d"), a, [a, b])].map(text);
}

test("[V1] two who agree come to one key; with another password, channel or session they do not", () => {
  const [same, too] = keysOf(ours(), ours());
  expect(same).toHaveLength(2 * keyBytes);
  expect(too).toBe(same);
  for (const other of [{ password: Buffer.from("Secret") }, { channel: Buffer.from("rooms") }, { session: new Uint8Array(16).fill(1) }]) {
    const [mine, theirs] = keysOf(ours(), ours(other));
    expect(mine).not.toBe(theirs);
  }
});

test("[V1] lengths stand before what they count, so that no two lists are written alike; long ones in LEB128", () => {
  const list = (...words: string[]) => text(joined(...words.map((word) => Buffer.from(word))));
  expect(list("ab", "c")).not.toBe(list("a", "bc"));
  expect(list("ab", "")).not.toBe(list("", "ab"));
  expect(text(joined(new Uint8Array(128)))).toBe(`8001${"00".repeat(128)}`);
  expect(text(joined(new Uint8Array(20_000)))?.slice(0, 6)).toBe("a09c01");
});
