// A server that means ill, against people who know a secret: never a link, never a byte, always a name for it. The same attacks get through
// when what guards against them is switched off, so that these tests can fail.
import { expect, test } from "bun:test";
import { type Agreement, cpace, keyBytes, shareBytes } from "../../protocol/cpace.ts";
import { writeLetter } from "../../protocol/envelope.ts";
import { guessesMax, guessesWithinMs } from "../../protocol/limits.ts";
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

test("[V2] what is said twice, again later, or in another order harms nobody: at the worst there is no link", () => {
  for (const attack of [replaying(), reordering()]) {
    const outcome = stage({ people: two(), attack }).live(5_000);
    expect(trapped(outcome)).toBe(false);
    for (const [who, whose] of outcome.accepted) for (const each of whose) expect(each).toBe(who === ada ? bob : ada);
  }
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

/** Somebody whom the server made up greets, is answered, and tries one passphrase on what they were told. */
test("[V4] a server that makes up peers tries ten thousand passphrases, and gets to try five", async () => {
  const guarded: RoomSecret = { passphrase: "ひみつ" };
  let replies = 0;
  let shuts = 0;
  const attack: Attack = ({ envelope }) => {
    if (envelope.includes('"reply"')) replies++;
    if (envelope.includes('"shut"')) shuts++;
  };
  const room = stage({ people: [{ letter: "a", room: "kitchen", secret: guarded }], attack });
  const outcome = room.live(10);
  const share = Buffer.from(
    cpace.shareOf(
      { password: passwordOf({ passphrase: "guess" }), channel: new Uint8Array(), session: new Uint8Array(16) },
      new Uint8Array(64).fill(3),
    ),
  ).toString("hex");
  for (let i = 0; i < 10_000; i++) {
    const from = i.toString(36).padStart(43, "x");
    const conversation = i.toString(16).padStart(32, "0");
    const say = (message: FromServer) => room.heardBy("kitchen", "a", message);
    say({ type: "arrived", peer: from });
    say({ type: "told", from, envelope: writeLetter({ type: "hello", conversation, version: 3, share }) });
    say({ type: "told", from, envelope: writeLetter({ type: "mismatch", conversation }) });
    say({ type: "left", peer: from });
    room.passes(1);
  }
  expect(replies).toBe(guessesMax);
  expect(shuts).toBe(10_000 - guessesMax);
  expect(outcome.warned).toContain("too-many-guesses");
  expect(10_000).toBeLessThan(guessesWithinMs);
}, 60_000);
