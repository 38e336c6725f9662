import { expect, test } from "bun:test";
import fc from "fast-check";
import { hello, type Letter, readLetter, sealWords, unsealWords, type Words, writeLetter } from "../../protocol/envelope.ts";
import { envelopeMax, protocolVersion } from "../../protocol/limits.ts";
import { seal, sealingOf } from "../../protocol/sealing.ts";
import { anyText, mutated, propertyRuns } from "../support/mutated.ts";
import { peerId } from "../support/participant.ts";

const conversation = "0a".repeat(16);
const share = "1b".repeat(32);
const parties = { room: "会議室", initiator: peerId("a"), responder: peerId("b"), conversation };
const key = new Uint8Array(64).fill(7);
const sides = () => [sealingOf(key, parties, "initiator"), sealingOf(key, parties, "responder")] as const;

const candidate = { candidate: "candidate:1 1 udp 1 10.0.0.1 9 typ host", sdpMid: "0", sdpMLineIndex: 0, usernameFragment: null };
const words: Words[] = [
  { type: "description", description: { type: "offer", sdp: "v=0\r\n" } },
  { type: "candidate", candidate },
  { type: "candidate", candidate: null },
];
const sealed = { n: 3, box: "00".repeat(20) };
const letters: Letter[] = [
  hello(conversation, share),
  { type: "unfit", conversation, version: 2 },
  { type: "reply", conversation, share, sealed },
  { type: "sealed", conversation, sealed },
  { type: "mismatch", conversation },
  { type: "shut", conversation, why: "room-locked" },
];

test("a letter is read as it was written", () => {
  for (const each of letters) expect(readLetter(writeLetter(each))).toEqual(each);
});

test("[V2] what one side seals opens on the other, one after the other, and nothing of it is to be seen", () => {
  let [mine, theirs] = sides();
  for (const each of [...words, ...words]) {
    const [next, box] = sealWords(mine, each);
    const opened = unsealWords(theirs, box);
    if (typeof opened === "string") throw new Error(opened);
    [mine, theirs] = [next, opened[0]];
    expect(opened[1]).toEqual(each);
    for (const plain of ["candidate", "offer", "v=0"]) expect(Buffer.from(box.box, "hex").toString("latin1")).not.toContain(plain);
  }
});

test("[V2] nothing opens for another room, pair, direction or conversation, with another key, or with a bit changed", () => {
  const [mine, theirs] = sides();
  const [, box] = sealWords(mine, { type: "candidate", candidate });
  expect(typeof unsealWords(theirs, box)).toBe("object");
  const others = [
    { ...parties, room: "会議" },
    { ...parties, initiator: peerId("c") },
    { ...parties, initiator: parties.responder, responder: parties.initiator },
    { ...parties, conversation: "0b".repeat(16) },
  ];
  for (const each of others) expect(unsealWords(sealingOf(key, each, "responder"), box)).toBe("forged");
  expect(unsealWords(sealingOf(new Uint8Array(64), parties, "responder"), box)).toBe("forged");
  expect(unsealWords(mine, box)).toBe("forged");
  expect(unsealWords(theirs, { ...box, n: 1 })).toBe("forged");
  fc.assert(
    fc.property(fc.nat({ max: 4 * box.box.length - 1 }), (bit) => {
      const bytes = Buffer.from(box.box, "hex");
      bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(unsealWords(theirs, { ...box, box: bytes.toString("hex") })).toBe("forged");
    }),
    propertyRuns,
  );
});

test("[V2] a number counts once, and none below it any more", () => {
  let [mine, theirs] = sides();
  const boxes = words.map((each) => {
    const [next, box] = sealWords(mine, each);
    mine = next;
    return box;
  });
  const [first, second, third] = boxes;
  if (first === undefined || second === undefined || third === undefined) throw new Error("three boxes");
  const opened = unsealWords(theirs, second);
  if (typeof opened === "string") throw new Error(opened);
  theirs = opened[0];
  expect(unsealWords(theirs, first)).toBe("late");
  expect(unsealWords(theirs, second)).toBe("late");
  expect(typeof unsealWords(theirs, third)).toBe("object");
});

test("[S1] the first word of a conversation carries the version", () => {
  expect(hello(conversation, share)).toEqual({ type: "hello", conversation, version: protocolVersion, share });
});

test("a long session description fits an envelope", () => {
  const line = `a=candidate:1 1 udp 2122260223 192.168.178.100 50000 typ host\r\n`;
  const sdp = line.repeat(Math.floor(16_384 / line.length));
  const [mine, theirs] = sides();
  const [, box] = sealWords(mine, { type: "description", description: { type: "offer", sdp } });
  const letter = writeLetter({ type: "reply", conversation, share, sealed: box });
  expect(letter.length).toBeLessThanOrEqual(envelopeMax);
  const read = readLetter(letter);
  expect(read?.type === "reply" && unsealWords(theirs, read.sealed)[1]).toEqual({
    type: "description",
    description: { type: "offer", sdp },
  });
});

test("[L2] a conversation without a proper name is none", () => {
  for (const name of ["", "7", "0a", "0A".repeat(16), `${conversation}\n`, `${conversation}-1`]) {
    expect(readLetter(JSON.stringify({ ...hello(conversation, share), conversation: name }))).toBeUndefined();
  }
});

test("no letter throws, and nothing out of bounds passes", () => {
  const asText = fc.oneof(mutated(letters), fc.jsonValue()).map((value) => JSON.stringify(value) ?? "");
  fc.assert(
    fc.property(fc.oneof(asText, fc.json(), anyText), (envelope) => {
      const read = readLetter(envelope);
      if (read === undefined) return;
      expect(read.conversation).toMatch(/^[0-9a-f]{32}$/);
      if ("share" in read) expect(read.share).toMatch(/^[0-9a-f]{64}$/);
      if (!("sealed" in read)) return;
      expect(read.sealed.box).toMatch(/^([0-9a-f]{2})+$/);
      const [, theirs] = sides();
      expect(["late", "forged"]).toContain(unsealWords(theirs, read.sealed) as string);
    }),
    propertyRuns,
  );
});

test("no sealed words throw, and nothing out of bounds passes", () => {
  const asText = fc.oneof(mutated(words), fc.jsonValue()).map((value) => JSON.stringify(value) ?? "");
  fc.assert(
    fc.property(fc.oneof(asText, fc.json(), anyText), (text) => {
      const [mine, theirs] = sides();
      const opened = unsealWords(theirs, seal(mine, text)[1]);
      if (typeof opened === "string") throw new Error(opened);
      const [, read] = opened;
      if (read?.type === "description") {
        expect(read.description.sdp.length).toBeLessThanOrEqual(16_384);
        expect(["offer", "answer"]).toContain(read.description.type);
      }
      if (read?.type === "candidate" && read.candidate) {
        expect(read.candidate.candidate.length).toBeLessThanOrEqual(1_024);
        expect(read.candidate.sdpMLineIndex ?? 0).toBeWithin(0, 65_536);
      }
    }),
    propertyRuns,
  );
});
