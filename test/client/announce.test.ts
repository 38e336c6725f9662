import { expect, test } from "bun:test";
import { signal } from "@preact/signals-core";
import { announce } from "../../client/ui/announce.ts";
import type { Peer, SendingTo } from "../../protocol/peer-state.ts";
import { beginReceiving, completeReceiving } from "../../protocol/receive.ts";
import type { Receiving } from "../../protocol/receive-state.ts";
import { newOffered, newSending } from "../../protocol/send.ts";
import { peerId } from "../support/participant.ts";
import { overLink, peerWith, peopleOf, personWith, shareWith, speakingOf } from "../support/shown.ts";

const photo = shareWith("1", ["写真.jpg", 4_000_000]);
const ken = peerId("a");
const begun = (transfer: number): Receiving => ({ ...beginReceiving(photo, transfer)[0], linked: true });

const peer = ({ receiving = [], sending = [] }: { receiving?: readonly Receiving[]; sending?: readonly SendingTo[] }) =>
  peerWith({
    people: peopleOf(personWith("a", "Ken", overLink)),
    receiving: new Map(receiving.map((now) => [now.transfer, { owner: ken, ownerName: "Ken", automatic: false, now }])),
    offered: new Map([[photo.id, newOffered(photo)]]),
    sending: new Map(sending.map((each) => [`${each.to}/${each.transfer}`, each])),
  });

/** What is told, one after the other, of a room that goes through these states. */
async function told(...states: readonly Peer[]): Promise<readonly string[]> {
  const now = signal<Peer | undefined>(undefined);
  const heard: string[] = [];
  const place = {
    set textContent(text: string) {
      heard.push(text);
    },
  };
  announce({ peer: now, ...speakingOf(states[0] ?? peerWith()) }, place, 1);
  for (const state of states) now.value = state;
  await Bun.sleep(20);
  return heard;
}

const sending = (differs: Partial<SendingTo> = {}): SendingTo => ({ ...newSending(photo, 1, 0), to: ken, ...differs });

test("a file that has come is told once, and what came before the page did is not", async () => {
  const complete = completeReceiving(photo, 1);
  expect(await told(peer({ receiving: [begun(1)] }), peer({ receiving: [complete] }), peer({ receiving: [complete] }))).toEqual([
    "写真.jpg: Verified",
  ]);
  expect(await told(peer({ receiving: [complete] }), peer({ receiving: [complete] }))).toEqual([]);
});

test("progress is not told; that somebody has it all is", async () => {
  const steps = [0, 1_000_000, 2_000_000, 3_000_000].map((stored) => peer({ sending: [sending({ stored })] }));
  expect(await told(...steps)).toEqual([]);
  expect(await told(...steps, peer({ sending: [sending({ ending: "done" })] }))).toEqual(["写真.jpg: Ken has it all"]);
});

test("what ends soon after each other is told in one go", async () => {
  const states = [
    [begun(1), begun(2)],
    [completeReceiving(photo, 1), begun(2)],
    [completeReceiving(photo, 1), completeReceiving(photo, 2)],
  ];
  expect(await told(...states.map((receiving) => peer({ receiving })))).toEqual(["写真.jpg: Verified\n写真.jpg: Verified"]);
});

test("what went wrong is told in words", async () => {
  const failed = { ...begun(1), at: "failed", why: "chunk-corrupt", stored: 0 } as unknown as Receiving;
  const [line] = await told(peer({ receiving: [begun(1)] }), peer({ receiving: [failed] }));
  expect(line).toStartWith("写真.jpg: Parts of the file arrived damaged");
});
