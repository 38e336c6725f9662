import { expect, test } from "bun:test";
import { idsFound } from "../../client/ui/search.ts";
import type { Entry } from "../../protocol/chat.ts";
import { hexId, peerId } from "../support/participant.ts";

const said = (digit: string, text: string): Entry => ({ kind: "said", id: hexId(digit), from: peerId("a"), nickname: "Ada", at: 1, text });
const log: readonly Entry[] = [
  said("1", "The Plan for Thursday"),
  { kind: "joined", id: "2", peer: peerId("b"), nickname: "plan", at: 2 },
  said("3", "ＰＬＡＮ Ｂ、カフェで"),
  said("4", "nothing"),
];
const found = (query: string) => idsFound(log, query).map((id) => id.slice(-1));

test("messages are found by their words, oldest first; neither width nor case of letters counts, and no name of who came", () => {
  expect(found("plan")).toEqual(["1", "3"]);
  expect(found("ｶﾌｪ")).toEqual(["3"]);
  expect(found("  thursday ")).toEqual(["1"]);
  expect(found("never")).toEqual([]);
});

test("who looks for nothing finds nothing", () => {
  expect(found("  ")).toEqual([]);
});
