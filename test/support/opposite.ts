// The other side of a conversation, for tests that hold only one: it answers greetings and seals what it says, as `protocol/link.ts` would.

import { fromHex, toHex } from "../../protocol/bytes.ts";
import { type Hello, hello, type Letter, sealWords, unsealWords, type Words } from "../../protocol/envelope.ts";
import { meetingOf, type Parties, type Sealing, sealingOf } from "../../protocol/sealing.ts";
import type { PeerId } from "../../protocol/signal.ts";
import { quickAgreement } from "./agreement.ts";

export type Opposite = ReturnType<typeof opposite>;

type Side = { room: string; password: Uint8Array<ArrayBuffer>; me: PeerId; them: PeerId };

/** @param side `me`: the one that is tested; `them`: the one that this stands for */
export function opposite({ room, password, me, them }: Side) {
  let greetings = 0;
  let share = "";
  let sealing: Sealing | undefined;

  const meet = (conversation: string, shares: readonly [initiators: string, responders: string], greets: boolean) => {
    const [initiator, responder] = greets ? [them, me] : [me, them];
    const parties: Parties = { room, initiator, responder, conversation };
    const meeting = meetingOf(parties, password);
    const [one, other] = shares.map(fromHex);
    if (one === undefined || other === undefined) throw new Error("two shares are needed");
    const key = quickAgreement.keyOf(meeting, new Uint8Array(), one, [one, other]);
    if (key === undefined) throw new Error("no key");
    sealing = sealingOf(key, parties, greets ? "initiator" : "responder");
  };
  const box = (words: Words) => {
    if (sealing === undefined) throw new Error("nothing was agreed on yet");
    const [next, sealed] = sealWords(sealing, words);
    sealing = next;
    return sealed;
  };

  return {
    greets(once = false): Hello {
      const conversation = (++greetings).toString(16).padStart(32, "d");
      share = "1b".repeat(32);
      return hello(conversation, share, once);
    },
    /** What answers a greeting of theirs was told: from here on both have the key. */
    hearsReply({ conversation, share: theirs }: { conversation: string; share: string }) {
      meet(conversation, [share, theirs], true);
    },
    replies({ conversation, share: theirs }: Hello, words: Words): Letter {
      const mine = toHex(new Uint8Array(32).fill(++greetings));
      meet(conversation, [theirs, mine], false);
      return { type: "reply", conversation, share: mine, sealed: box(words) };
    },
    says: (conversation: string, words: Words): Letter => ({ type: "sealed", conversation, sealed: box(words) }),
    /** What is said in a letter. */
    reads(letter: Letter): Words {
      if (letter.type === "reply") meet(letter.conversation, [share, letter.share], true);
      if (sealing === undefined || !("sealed" in letter)) throw new Error(`nothing is sealed: ${letter.type}`);
      const opened = unsealWords(sealing, letter.sealed);
      if (typeof opened === "string" || opened[1] === undefined) throw new Error(`it does not open: ${opened}`);
      sealing = opened[0];
      return opened[1];
    },
  };
}
