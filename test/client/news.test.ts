import { expect, test } from "bun:test";
import { newsBetween } from "../../client/ui/news.ts";
import type { Entry } from "../../protocol/chat.ts";
import type { Peer, Receipt } from "../../protocol/peer-state.ts";
import { news as words } from "../../protocol/words/details/en.ts";
import { hexId, peerId } from "../support/participant.ts";
import { knownOf, me, peerWith, peopleOf, personWith, shareWith, speakingOf } from "../support/shown.ts";

const ken = personWith("a", "Ken");
const alone = peerWith({ people: peopleOf(ken) });
const between = (before: Peer, now: Peer) =>
  newsBetween(before, now, { ...speakingOf(now), language: "en", words }).map(({ kind, line }) => `${kind}: ${line}`);

const said = (digit: string, from: string, differs: Partial<Extract<Entry, { kind: "said" }>> = {}): Entry => ({
  ...{ kind: "said", id: hexId(digit), from, nickname: "Once Ken", at: 0, text: "hello" },
  ...differs,
});
const withLog = (...log: readonly Entry[]): Peer => ({ ...alone, chat: { ...alone.chat, log } });

test("what others say is news once; what I say, or is remembered for me, is none", () => {
  const first = withLog(said("1", ken.id));
  expect(between(alone, first)).toEqual(["said: Ken: hello"]);
  expect(between(first, first)).toEqual([]);
  expect(between(first, withLog(said("1", ken.id), said("2", ken.id, { text: "and\u202ethen" })))).toEqual(["said: Ken: and\ufffdthen"]);
  expect(between(first, withLog(said("1", ken.id), said("3", me)))).toEqual([]);
  expect(between(first, withLog(said("0", ken.id, { toldBy: ken.id }), said("1", ken.id)))).toEqual([]);
});

test("a line that the log has dropped for its length is not told again, and hides none", () => {
  expect(between(withLog(said("1", ken.id), said("2", ken.id)), withLog(said("2", ken.id), said("3", ken.id)))).toHaveLength(1);
});

test("who comes in is news, who goes is none", () => {
  const came = (kind: "joined" | "left"): Entry => ({ kind, id: hexId("5"), peer: ken.id, nickname: "Ken", at: 0 });
  expect(between(alone, withLog(came("joined")))).toEqual(["joined: Ken joined"]);
  expect(between(alone, withLog(came("left")))).toEqual([]);
});

test("what somebody shares is news, but not all that they bring when they come", () => {
  const share = shareWith("1", ["plan.pdf", 9]);
  const sharing = peerWith({ people: peopleOf(personWith("a", "Ken", { shares: new Map([[share.id, knownOf(share)]]) })) });
  expect(between(alone, sharing)).toEqual(["shared: Ken shares plan.pdf"]);
  expect(between(sharing, sharing)).toEqual([]);
  expect(between(peerWith(), sharing)).toEqual([]);
});

test("what has arrived is news once it is verified, and not when a page finds it where it was", () => {
  const share = shareWith("1", ["plan.pdf", 9]);
  const receiving = (at: string) => ({
    ...alone,
    receiving: new Map([[7, { owner: ken.id, ownerName: "Ken", automatic: false, now: { at, share, transfer: 7 } } as unknown as Receipt]]),
  });
  expect(between(receiving("receiving"), receiving("complete"))).toEqual(["received: plan.pdf has arrived"]);
  expect(between(receiving("complete"), receiving("complete"))).toEqual([]);
  expect(between(alone, receiving("complete"))).toEqual([]);
});

test("who has all of what I share is news once", () => {
  const share = shareWith("1", ["plan.pdf", 9]);
  const sending = (ending?: string) => ({
    ...alone,
    sending: new Map([["a/7", { to: ken.id, share, ...(ending === undefined ? {} : { ending }) } as never]]),
  });
  expect(between(sending(), sending("done"))).toEqual(["sent: Ken has received plan.pdf"]);
  expect(between(sending("done"), sending("done"))).toEqual([]);
  expect(between(sending(), sending("cancelled"))).toEqual([]);
});

test("whoever is called alike is told apart, and who is gone keeps a name", () => {
  expect(between(alone, withLog(said("1", peerId("z"))))).toEqual(["said: Once Ken: hello"]);
});
