// The page of bench/agreement.ts: two sides of CPace and of the seal, as two pages would have them, each timed by itself.

import { cpace, scalarBytes } from "../protocol/cpace.ts";
import { hello, sealWords, unsealWords } from "../protocol/envelope.ts";
import { meetingOf, sealingOf } from "../protocol/sealing.ts";
import { passwordOf } from "../protocol/secret.ts";

const random = (bytes: number) => crypto.getRandomValues(new Uint8Array(bytes));
const words = { type: "description", description: { type: "offer", sdp: "v=0\r\n".repeat(400) } } as const;

/** Milliseconds of each side, `rounds` times. The first rounds, before the browser has compiled anything, count like the others. */
function measure(rounds: number): { initiator: number[]; responder: number[] } {
  const times = { initiator: [] as number[], responder: [] as number[] };
  const password = passwordOf({ link: "k=0123456789abcdef0123456789abcdef" });
  for (let round = 0; round < rounds; round++) {
    const conversation = round.toString(16).padStart(32, "0");
    const parties = { room: "会議室", initiator: "a".repeat(43), responder: "b".repeat(43), conversation };
    const meeting = meetingOf(parties, password);
    const [mine, theirs] = [random(scalarBytes), random(scalarBytes)];
    const began = performance.now();
    const share = cpace.shareOf(meeting, mine);
    const greeted = performance.now();
    hello(conversation, "");
    const answer = cpace.shareOf(meeting, theirs);
    const key = cpace.keyOf(meeting, theirs, share, [share, answer]);
    if (key === undefined) throw new Error("no key");
    const [, box] = sealWords(sealingOf(key, parties, "responder"), words);
    const replied = performance.now();
    const same = cpace.keyOf(meeting, mine, answer, [share, answer]);
    if (same === undefined || typeof unsealWords(sealingOf(same, parties, "initiator"), box) === "string") throw new Error("no agreement");
    const done = performance.now();
    times.initiator.push(greeted - began + done - replied);
    times.responder.push(replied - greeted);
  }
  return times;
}

Object.assign(globalThis, { measure });
