// What a server that means ill can do with the letters that pass through it. Each attack sees every letter, and posts what it likes.

import { fromHex, toHex } from "../../protocol/bytes.ts";
import { type Agreement, type Meeting, scalarBytes } from "../../protocol/cpace.ts";
import { type Letter, readLetter, sealWords, unsealWords, type Words, writeLetter } from "../../protocol/envelope.ts";
import { meetingOf, type Parties, type Sealing, sealingOf } from "../../protocol/sealing.ts";
import type { PeerId } from "../../protocol/signal.ts";

/** A letter on its way. `from` is what the server says. */
export type Passing = { readonly room: string; readonly from: PeerId; readonly to: PeerId; readonly envelope: string };

export type Attack = (passing: Passing, post: (passing: Passing) => void) => void;

/** What the attacker's own connection is known by. */
export const evil = "the attacker's own";

const random = (bytes: number) => crypto.getRandomValues(new Uint8Array(bytes));
const rewritten = (passing: Passing, letter: Letter): Passing => ({ ...passing, envelope: writeLetter(letter) });

/** Changes the last digit of what is sealed, or of a share, in letters of one kind. */
export function spoiling(type: Letter["type"]): Attack {
  const spoilt = (text: string) => text.replace(/.$/, (digit) => (digit === "0" ? "1" : "0"));
  return (passing, post) => {
    const letter = readLetter(passing.envelope);
    if (letter?.type !== type) return post(passing);
    if ("sealed" in letter) return post(rewritten(passing, { ...letter, sealed: { ...letter.sealed, box: spoilt(letter.sealed.box) } }));
    post("share" in letter ? rewritten(passing, { ...letter, share: spoilt(letter.share) }) : passing);
  };
}

/** Everything is said twice, and a hundred times something that was said before. */
export function replaying(): Attack {
  const said: Passing[] = [];
  let left = 100;
  return (passing, post) => {
    post(passing);
    said.push(passing);
    for (const each of said.slice(-3)) if (left-- > 0) post(each);
  };
}

/** Of two letters that follow each other the second comes first. */
export function reordering(): Attack {
  const held = new Map<string, Passing>();
  return (passing, post) => {
    const way = `${passing.from} ${passing.to}`;
    const before = held.get(way);
    if (readLetter(passing.envelope)?.type !== "sealed") return post(passing);
    if (before === undefined) return void held.set(way, passing);
    held.delete(way);
    post(passing);
    post(before);
  };
}

export function dropping(type: Letter["type"]): Attack {
  return (passing, post) => {
    if (readLetter(passing.envelope)?.type !== type) post(passing);
  };
}

/** What is said to one room is told to the other, as if it had been said there. */
export function mixingRooms(other: (passing: Passing) => Passing): Attack {
  return (passing, post) => post(other(passing));
}

/** Says that letters are from somebody else. */
export function posing(as: PeerId): Attack {
  return (passing, post) => post(passing.to === as || passing.from === as ? passing : { ...passing, from: as });
}

/**
 * The man in the middle: runs the agreement with each of the two, with the password that he guesses, puts his own connection in place of
 * theirs, and passes on what he can.
 */
export function inBetween(agreement: Agreement, password: Uint8Array<ArrayBuffer>): Attack {
  type Side = {
    readonly meeting: Meeting;
    readonly random: Uint8Array<ArrayBuffer>;
    readonly share: string;
    readonly parties: Parties;
    sealing?: Sealing;
  };
  /** By conversation: towards whoever greeted, and towards whoever was greeted. */
  const greeters = new Map<string, Side>();
  const greeted = new Map<string, Side>();

  const side = (room: string, initiator: PeerId, responder: PeerId, conversation: string): Side => {
    const parties = { room, initiator, responder, conversation };
    const meeting = meetingOf(parties, password);
    const scalar = random(scalarBytes);
    return { parties, meeting, random: scalar, share: toHex(agreement.shareOf(meeting, scalar)) };
  };
  const agree = (mine: Side, theirs: string, role: "initiator" | "responder") => {
    const shares = role === "initiator" ? [mine.share, theirs] : [theirs, mine.share];
    const key = agreement.keyOf(mine.meeting, mine.random, fromHex(theirs), [fromHex(shares[0] ?? ""), fromHex(shares[1] ?? "")]);
    if (key !== undefined) mine.sealing = sealingOf(key, mine.parties, role);
  };
  const sealedFor = (mine: Side, words: Words) => {
    if (mine.sealing === undefined) throw new Error("nothing was agreed on");
    const [next, sealed] = sealWords(mine.sealing, words);
    mine.sealing = next;
    return sealed;
  };
  const mine = (type: "offer" | "answer"): Words => ({ type: "description", description: { type, sdp: evil } });

  return (passing, post) => {
    const letter = readLetter(passing.envelope);
    if (letter === undefined) return post(passing);
    const { room, from, to } = passing;
    const { conversation } = letter;
    switch (letter.type) {
      case "hello": {
        const towards = side(room, from, to, conversation);
        greeters.set(conversation, towards);
        agree(towards, letter.share, "responder");
        const onwards = side(room, from, to, conversation);
        greeted.set(conversation, onwards);
        return post(rewritten(passing, { ...letter, share: onwards.share }));
      }
      case "reply": {
        const [onwards, towards] = [greeted.get(conversation), greeters.get(conversation)];
        if (onwards === undefined || towards?.sealing === undefined) return;
        agree(onwards, letter.share, "initiator");
        return post(rewritten(passing, { ...letter, share: towards.share, sealed: sealedFor(towards, mine("offer")) }));
      }
      case "sealed": {
        const isGreeter = greeters.get(conversation)?.parties.initiator === from;
        const [heard, told] = isGreeter ? [greeters, greeted] : [greeted, greeters];
        const [theirs, onwards] = [heard.get(conversation), told.get(conversation)];
        if (theirs?.sealing === undefined || onwards?.sealing === undefined) return;
        const opened = unsealWords(theirs.sealing, letter.sealed);
        // What he cannot open he cannot pass on either; his own answer he can always make.
        if (isGreeter) return post(rewritten(passing, { ...letter, sealed: sealedFor(onwards, mine("answer")) }));
        if (typeof opened !== "string" && opened[1] !== undefined)
          post(rewritten(passing, { ...letter, sealed: sealedFor(onwards, opened[1]) }));
        return;
      }
      default:
        return post(passing);
    }
  };
}
