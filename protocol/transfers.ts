// A participant's shares and transfers: which side of them each word concerns, and what becomes of both sides when links and people come and go.
import type { Control } from "./channel.ts";
import { endSendings, heardHold, tellList, wasAsked, wasEnded } from "./offering.ts";
import { type Peer, type Person, type Stepped, tellPeer } from "./peer-state.ts";
import { andThen } from "./run.ts";
import type { PeerId } from "./signal.ts";
import { eachReceipt, listed, receive, toldDigest, toldThumbnail, wasOffered, wasRefused, withdrawn } from "./taking.ts";

type TransferWord = Extract<
  Control,
  { type: "offer" | "list" | "listed" | "withdraw" | "digest" | "thumbnail" | "pause" | "ask" | "done" | "cancel" | "refuse" }
>;

export function heard(peer: Peer, person: Person, message: TransferWord, now: number): Stepped {
  switch (message.type) {
    case "offer":
      return wasOffered(peer, person, message, now);
    case "listed":
      return listed(peer, person, message, now);
    case "withdraw":
      return withdrawn(peer, person, message.share, message.why, now);
    case "digest":
      return toldDigest(peer, person, message.share, message.digest, now);
    case "thumbnail":
      return toldThumbnail(peer, person, message.share, message.image);
    case "refuse":
      return wasRefused(peer, person, message, now);
    case "list":
      return tellList(peer, person.id, message);
    case "ask":
      return wasAsked(peer, person.id, message, now);
    case "done":
    case "cancel":
      return wasEnded(peer, person.id, message);
    case "pause":
      return heardPause(peer, person.id, message, now);
    default:
      return message satisfies never;
  }
}

/** Both sides may hold a transfer; each says what it does, and what it knows of the other. */
function heardPause(peer: Peer, from: PeerId, word: Extract<Control, { type: "pause" }>, now: number): Stepped {
  const { share, transfer, mine, yours } = word;
  const receipt = peer.receiving.get(transfer);
  if (receipt?.owner === from && receipt.now.share.id === share) {
    const known = yours === receipt.now.pausing.mine;
    return receive(peer, transfer, { on: "paused", theirs: mine, known, answer: !word.known }, now);
  }
  const sending = peer.sending.get(`${from}/${transfer}`);
  if (sending?.share.id === share) return heardHold(peer, sending, word);
  // T6: they speak of a transfer that I gave up before they could hear of it.
  const isTheirs = peer.people.get(from)?.shares.has(share) === true;
  return [peer, isTheirs ? [tellPeer(from, { type: "cancel", transfer, why: "cancelled" })] : []];
}

/** What waited to be sent is forgotten: the receiver asks again for what it misses. */
export function linkWent(peer: Peer, id: PeerId, now: number): Stepped {
  return andThen(eachReceipt(peer, id, { on: "unlinked" }, now), (next) => endSendings(next, id));
}

/** R10: they are gone. What they offered waits for them; what they took has ended, unless they come back for it. */
export function personGone(peer: Peer, id: PeerId, now: number): Stepped {
  return andThen(linkWent(peer, id, now), (next) => endSendings(next, id, "receiver-left"));
}
