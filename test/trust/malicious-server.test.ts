// A server that means ill, against people who know a secret: never a link, never a byte, always a name for it. The man in the middle gets
// through when CPace is switched off, and with the right passphrase, so that these tests can fail.
import { expect, test } from "bun:test";
import { fromHex, toHex } from "../../protocol/bytes.ts";
import { type Agreement, cpace, keyBytes, type Meeting, scalarBytes, shareBytes } from "../../protocol/cpace.ts";
import { hello, readLetter, unsealWords, writeLetter } from "../../protocol/envelope.ts";
import { guessesMax, guessesWithinMs } from "../../protocol/limits.ts";
import { meetingOf, type Parties, sealingOf } from "../../protocol/sealing.ts";
import { passwordOf, type RoomSecret } from "../../protocol/secret.ts";
import type { FromServer } from "../../protocol/signal.ts";
import { hexId, peerId } from "../support/participant.ts";
import { type Attack, dropping, evil, inBetween, mixingRooms, type Passing, posing, reordering, replaying, spoiling } from "./attacks.ts";
import { type Outcome, stage } from "./stage.ts";

const [ada, bob] = [peerId("a"), peerId("b")];
const secret: RoomSecret = { link: `k=${hexId("7")}`, passphrase: "ひみつ" };
const two = (room = "kitchen", known = secret) => ["a", "b"].map((letter) => ({ letter, room, secret: known }));

/** No password counts: what CPace is there for. */
const switchedOff: Agreement = {
  shareOf: (_, random) => random.slice(0, shareBytes) as Uint8Array<ArrayBuffer>,
  keyOf(_, __, ___, shares) {
    const key = new Uint8Array(keyBytes);
    const hash = new Bun.CryptoHasher("sha512");
    for (const share of shares) hash.update(share);
    hash.digest(key);
    return key;
  },
};

const honest: Attack = (passing, post) => post(passing);
const between = ({ accepted }: Outcome) => [accepted.get(ada)?.has(bob), accepted.get(bob)?.has(ada)];
const trapped = ({ accepted }: Outcome) => [...accepted.values()].some((whose) => whose.has(evil));
/** Why each had no link to the other. */
const whys = ({ whys }: Outcome) => [...(whys.get(ada) ?? []), ...(whys.get(bob) ?? [])];

test("a server that passes on what it is given brings them together", () => {
  expect(between(stage({ people: two(), attack: honest }).live(5_000))).toEqual([true, true]);
});

test("[V1] a man in the middle who does not know the secret is found out by both, at once, and gets nothing", () => {
  for (const guess of [{}, { passphrase: "ひみつ" }, { link: secret.link ?? "" }, { ...secret, passphrase: "ひみつ " }]) {
    const outcome = stage({ people: two(), attack: inBetween(cpace, passwordOf(guess)) }).live(5_000);
    expect([trapped(outcome), ...between(outcome)]).toEqual([false, false, false]);
    expect(whys(outcome)).toEqual(["secret-mismatch", "secret-mismatch"]);
  }
});

test("[V1] with CPace switched off, the man in the middle gets in", () => {
  const outcome = stage({ people: two(), attack: inBetween(switchedOff, new Uint8Array()), agreement: switchedOff }).live(5_000);
  expect([...(outcome.accepted.get(ada) ?? [])]).toEqual([evil]);
  expect([...(outcome.accepted.get(bob) ?? [])]).toEqual([evil]);
});

test("[V1] in an open room he gets in too: there it is the symbols that tell (V5)", () => {
  expect(trapped(stage({ people: two("kitchen", {}), attack: inBetween(cpace, passwordOf({})) }).live(5_000))).toBe(true);
});

for (const type of ["hello", "reply", "sealed"] as const) {
  test(`[V2] a server that changes one digit of every ${type} brings nobody together, and it has a name`, () => {
    const outcome = stage({ people: two(), attack: spoiling(type) }).live(5_000);
    expect(between(outcome)).not.toEqual([true, true]);
    expect(whys(outcome).some((why) => why === "secret-mismatch" || why === "envelope-forged")).toBe(true);
  });

  test(`[V2] [L7] a server that drops every ${type} brings nobody together, and after its time it has a name`, () => {
    const outcome = stage({ people: two(), attack: dropping(type) }).live(16_000);
    expect(between(outcome)).not.toEqual([true, true]);
    expect([...new Set(whys(outcome))]).toEqual(["link-failed"]);
  });
}

test("[V2] what is said twice, or once more later, counts once", () => {
  const outcome = stage({ people: two(), attack: replaying() }).live(5_000);
  expect(between(outcome)).toEqual([true, true]);
  for (const told of outcome.candidates.values()) expect(told).toEqual(["first", "second"]);
});

test("[V2] of two letters in the wrong order the earlier one is lost, and nothing else", () => {
  const outcome = stage({ people: two(), attack: reordering() }).live(5_000);
  expect(trapped(outcome)).toBe(false);
  for (const [who, whose] of outcome.accepted) for (const each of whose) expect(each).toBe(who === ada ? bob : ada);
  expect([...outcome.candidates.values()]).toContainEqual(["second"]);
});

/** The same two, with the same secret, in two rooms. */
const twoRooms = [...two("kitchen"), ...two("cellar").map((each) => ({ ...each, letter: each.letter === "a" ? "c" : "d" }))];
const twin: Readonly<Record<string, string>> = { [ada]: peerId("c"), [bob]: peerId("d"), [peerId("c")]: ada, [peerId("d")]: bob };

test("[V2] [I3] what is said in one room means nothing in another, also where both have one secret", () => {
  const swap = (passing: Passing): Passing => ({
    ...{ room: passing.room === "kitchen" ? "cellar" : "kitchen", envelope: passing.envelope },
    ...{ from: twin[passing.from] ?? "", to: twin[passing.to] ?? "" },
  });
  const outcome = stage({ people: twoRooms, attack: mixingRooms(swap) }).live(5_000);
  for (const whose of outcome.accepted.values()) expect([...whose]).toEqual([]);
  const free = stage({ people: twoRooms, attack: mixingRooms(swap), agreement: switchedOff }).live(5_000);
  // The seal itself binds the room: switching off CPace alone opens nothing here.
  for (const whose of free.accepted.values()) expect([...whose]).toEqual([]);
});

test("[V2] [S4] a letter that is said to be from somebody else opens for nobody", () => {
  const people = [...two(), { letter: "c", room: "kitchen", secret }];
  const outcome = stage({ people, attack: posing(peerId("c")) }).live(5_000);
  expect(between(outcome)).toEqual([false, false]);
});

test("[V4] a server that makes up peers tries ten thousand passphrases, and gets to try five", () => {
  let right = 0;
  let replies = 0;
  let shuts = 0;
  /** What the attacker made up for the greeting that is on its way. */
  let trying: { parties: Parties; meeting: Meeting; random: Uint8Array; share: Uint8Array<ArrayBuffer> } | undefined;
  const attack: Attack = ({ envelope }) => {
    const letter = readLetter(envelope);
    if (letter?.type === "shut") shuts++;
    if (letter?.type !== "reply" || trying === undefined) return;
    replies++;
    const theirs = fromHex(letter.share);
    const key = cpace.keyOf(trying.meeting, trying.random, theirs, [trying.share, theirs]);
    if (key !== undefined && typeof unsealWords(sealingOf(key, trying.parties, "initiator"), letter.sealed) !== "string") right++;
  };
  const room = stage({ people: [{ letter: "a", room: "kitchen", secret: { passphrase: "4999" } }], attack });
  const outcome = room.live(10);
  const say = (message: FromServer) => room.heardBy("kitchen", "a", message);
  for (let i = 0; i < 10_000; i++) {
    const from = i.toString(36).padStart(43, "x");
    const parties = { room: "kitchen", initiator: from, responder: ada, conversation: i.toString(16).padStart(32, "0") };
    const meeting = meetingOf(parties, passwordOf({ passphrase: `${i}` }));
    const random = new Uint8Array(scalarBytes).fill(3);
    // Once nothing is answered any more, nothing needs to be computed either.
    const share = shuts > 3 ? new Uint8Array(shareBytes).fill(1) : cpace.shareOf(meeting, random);
    trying = { parties, meeting, random, share };
    say({ type: "arrived", peer: from });
    say({ type: "told", from, envelope: writeLetter(hello(parties.conversation, toHex(share))) });
    say({ type: "told", from, envelope: writeLetter({ type: "mismatch", conversation: parties.conversation }) });
    say({ type: "left", peer: from });
    room.passes(1);
  }
  expect([replies, shuts, right]).toEqual([guessesMax, 10_000 - guessesMax, 0]);
  expect(outcome.warned).toContain("too-many-guesses");
  expect(10_000).toBeLessThan(guessesWithinMs);
}, 60_000);

test("[V4] whoever tries the right passphrase among the five gets in, so what is tried is what would count", () => {
  const attempt = inBetween(cpace, passwordOf({ passphrase: "ひみつ" }));
  expect(trapped(stage({ people: two("kitchen", { passphrase: "ひみつ" }), attack: attempt }).live(5_000))).toBe(true);
});
