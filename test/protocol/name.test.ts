import { expect, test } from "bun:test";
import fc from "fast-check";
import { randomRoomName, readNickname, readRoomName } from "../../protocol/name.ts";
import { anyText, propertyRuns } from "../support/mutated.ts";

const points = (text: string) => [...text].length;

test("[N1] letters, marks, digits, - and _ of any script make a room name", () => {
  for (const name of ["a", "Team-1_b", "会議室", "हिन्दी", "ห้องเรียน", "٣٤", "Ünïcödé", "𝒜".repeat(64), "x".repeat(64)]) {
    expect(readRoomName(name)).toBe(name);
  }
});

test("[N1] a room name has one spelling, NFC", () => {
  expect(readRoomName("cafe\u0301")).toBe("caf\u00e9");
  expect(readRoomName("\u304b\u3099")).toBe("\u304c");
});

test("[N1] anything else is no room name", () => {
  const others = [
    "",
    " ",
    "a b",
    "a/b",
    "..",
    "a.b",
    "<b>",
    "½",
    "🙂",
    "a\u200db",
    "a\u0000",
    "a\u202eb",
    "\ud800",
    "x".repeat(65),
    "𝒜".repeat(65),
  ];
  for (const name of [...others, null, undefined, 5, {}, ["a"]]) expect(readRoomName(name)).toBeUndefined();
});

test("[N1] no input throws, and nothing but a room name passes", () => {
  fc.assert(
    fc.property(fc.oneof(anyText, fc.anything(), fc.string({ unit: "grapheme", maxLength: 80 })), (raw) => {
      const name = readRoomName(raw);
      if (name === undefined) return;
      expect(name).toBe(name.normalize("NFC"));
      expect(points(name)).toBeWithin(1, 65);
      for (const point of name) expect(point).toMatch(/^[\p{L}\p{M}\p{Nd}_-]$/u);
      expect(readRoomName(name)).toBe(name);
    }),
    propertyRuns,
  );
});

test("[N2] every byte that counts stands for one symbol, and every symbol for equally many bytes", () => {
  const times = new Map<string, number>();
  let thrownAway = 0;
  for (let byte = 0; byte < 256; byte++) {
    let fills = 0;
    const name = randomRoomName((bytes) => bytes.fill(fills++ === 0 ? byte : 0));
    expect(name).toHaveLength(8);
    if (fills > 1) thrownAway++;
    else times.set(name, (times.get(name) ?? 0) + 1);
  }
  expect(times.size).toBeGreaterThan(30);
  expect(new Set(times.values()).size).toBe(1);
  expect(thrownAway).toBeLessThan(times.size);
});

test("[N2] a random name has no look-alikes and can be read as a room name", () => {
  let byte = 0;
  for (let i = 0; i < 40; i++) {
    const name = randomRoomName((bytes) => bytes.set(bytes.map(() => byte++ % 256)));
    expect(name).toMatch(/^[2-9a-hjkmnp-z]{8}$/);
    expect(readRoomName(name)).toBe(name);
  }
});

test("[N3] a nickname keeps any script, emoji and markup as typed", () => {
  for (const name of ["Ada", "花子", "O'Neil <b>", "👩‍👩‍👧", "مريم", "x".repeat(40), "🙂".repeat(40)])
    expect(readNickname(name)).toBe(name);
});

test("[N3] white space is trimmed and folded", () => {
  expect(readNickname("  Ada \t\n Lovelace\u3000")).toBe("Ada Lovelace");
});

test("[N3] control characters, direction overrides and wrong lengths are refused", () => {
  const refused = ["", "   ", "x".repeat(41), "🙂".repeat(41), "a\u0000b", "a\u0007", "a\u202eb", "a\u2066b", "\ud800", "a\udc00"];
  for (const name of [...refused, null, undefined, 7, {}, []]) expect(readNickname(name)).toBeUndefined();
});

test("[N3] a name of which nothing can be seen is refused", () => {
  for (const name of ["\u200b", "\u200d\u200d", "\u00ad", "\u0301", "\u2060 \u2060", "\u{e0020}"])
    expect(readNickname(name)).toBeUndefined();
});

test("[N3] fillers and blank symbols cannot be seen either", () => {
  for (const name of ["\u3164", "\u115f\u1160", "\uffa0", "\u2800"]) expect(readNickname(name)).toBeUndefined();
});

test("[N3] no input throws, and nothing but a nickname passes", () => {
  fc.assert(
    fc.property(fc.oneof(anyText, fc.anything(), fc.string({ unit: "grapheme", maxLength: 60 })), (raw) => {
      const name = readNickname(raw);
      if (name === undefined) return;
      expect(points(name)).toBeWithin(1, 41);
      expect(name).toBe(name.trim());
      expect(name).not.toMatch(/\s\s|[\p{Cc}\u202a-\u202e\u2066-\u2069]/u);
      expect(name.isWellFormed()).toBe(true);
      expect(readNickname(name)).toBe(name);
    }),
    propertyRuns,
  );
});
