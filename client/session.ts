// One visit to a room on a page: the machine and its edges, the page's own things around them, and what a person does with them.
import { type Signal, signal } from "@preact/signals-core";
import { telling } from "../edges/news.ts";
import { runPeer } from "../edges/peer.ts";
import { randomHex } from "../edges/random.ts";
import { relaySeal } from "../edges/relay-seal.ts";
import type { Failure } from "../protocol/failure.ts";
import { messageMax, sharesPerPeerMax } from "../protocol/limits.ts";
import type { Peer, PeerEvent } from "../protocol/peer-state.ts";
import type { RoomSecret } from "../protocol/secret.ts";
import { isChosen, placeOf, type ShareId, shareOf } from "../protocol/share.ts";
import type { PeerId } from "../protocol/signal.ts";
import { diskEdge } from "./disk/index.ts";
import { cut } from "./disk/shelves.ts";
import type { Gathered } from "./gather.ts";
import { linkEdge } from "./link.ts";
import { openMine } from "./mine.ts";
import { landing } from "./save/index.ts";
import { stay } from "./stay.ts";

/** How often the screen learns of progress at most. Painting it 12 times a second took a third of all processor time. */
const progressEveryMs = 400;

export type Session = ReturnType<typeof startSession>;

export function startSession(lent: {
  room: string;
  secret: RoomSecret;
  socketUrl: string;
  relayUrl: string;
  workerUrl: string;
  token: string;
  nickname: string;
  automatic: number | undefined;
  warn: (why: Failure) => void;
}) {
  const { token, nickname, automatic, warn, room, secret, socketUrl, relayUrl } = lent;
  const disk = diskEdge({ place: token, room, workerUrl: lent.workerUrl, report: (event) => machine.send(event) });
  const copies = landing({ disk, room, warn });
  const mine = openMine({ disk, offer: (event) => machine.send(event) });
  /** Whoever knows what is said of pipes puts themselves here; on most servers, nobody. */
  const pipes = { hear: (_: unknown) => {} };
  const shows = telling(progressEveryMs, () => (state.value = machine.state));
  const changed = (_: Peer, because: PeerEvent) => {
    shows(because);
    completed(because);
  };
  /** A copy that is complete lands where the person wants it. */
  const completed = (because: PeerEvent) => {
    if (because.on === "receiving" && because.event.on === "closed") land(because.transfer);
  };
  const land = (transfer: number) => {
    const receipt = machine.state.receiving.get(transfer);
    if (receipt?.now.at === "complete") copies.completed(transfer, receipt);
  };
  const entering = { room, secret, session: randomHex(), token, nickname, automatic };
  const machine = runPeer({ entering, socketUrl, relayUrl, disk, linkEdge, sealing: relaySeal, warn, pipes, changed });
  const state: Signal<Peer> = signal(machine.state);
  const staying = stay({ state, send: machine.send, keeps: disk.keeps, saved: copies.saved, isKept: mine.isKept });

  void disk.restore().then(({ receipts, shares, landing }) => {
    machine.send({ on: "restore", receipts });
    for (const transfer of landing) land(transfer);
    mine.restore(shares);
  });

  return {
    state,
    /** Milliseconds since 1970. */
    startedAt: Date.now(),

    /** Says something to everybody, or to one person. Returns what is wrong with it, if anything. */
    say(text: string, to?: PeerId): Failure | undefined {
      if ([...text].length > messageMax) return "message-too-long";
      if (machine.state.me === undefined) return "not-entered";
      if (to !== undefined && !machine.state.people.has(to)) return "person-left";
      machine.send({ on: "say", id: randomHex(), at: Date.now(), text, ...(to === undefined ? {} : { to }) });
      return undefined;
    },

    /** Offers files as one share. Returns what is wrong with them, if anything. */
    share(gathered: Gathered): Failure | undefined {
      if (machine.state.offered.size + mine.kept.value.length >= sharesPerPeerMax) return "too-many-shares";
      const share = shareOf(randomHex(), gathered.entries);
      if (typeof share === "string") return share;
      mine.offer(share, gathered);
      return undefined;
    },

    /** Which way the direct link to somebody takes; undefined where there is none. */
    wayTo: async (peer: PeerId) => (machine.state.people.get(peer)?.contact?.over === "direct" ? machine.linkTo(peer).way() : undefined),

    send(event: PeerEvent): void {
      machine.send(event);
      if (event.on === "pause") disk.keepPaused(event.transfer, event.yes);
    },

    pipes,
    /** The files behind a share of mine, by entry. */
    filesOf: mine.filesOf,

    /** One file of a share that is here in whole: mine, or a copy that is complete. Nothing of it is read yet. */
    async fileOf(owner: PeerId, id: ShareId, index: number): Promise<{ path: string; file: Blob } | undefined> {
      const own = owner === machine.state.me ? mine.filesOf(id)?.[index] : undefined;
      if (own !== undefined) return { path: own.name, file: own };
      const receipt = [...machine.state.receiving.values()].find((each) => each.owner === owner && each.now.share.id === id);
      if (receipt?.now.at !== "complete" || !isChosen(receipt.now.chosen, index)) return undefined;
      const { share, transfer } = receipt.now;
      const place = placeOf(share, index);
      return place && { path: place.entry.path, file: cut(await disk.read(transfer, share), place.from, place.to) };
    },

    staying,

    /** Shares of an earlier page that wait for their files. */
    kept: mine.kept,
    shareAgain: mine.shareAgain,
    forgetKept: mine.forget,

    /** Plain SHA-256 of what was received, by transfer and entry. */
    sums: disk.sums,

    saved: copies.saved,
    folder: copies.folder,
    chooseFolder: copies.chooseFolder,
    allowFolder: copies.allowFolder,
    forgetFolder: copies.forgetFolder,
    /** Hands a finished copy out, under the files' own names. Rejects if the browser has lost some of it. */
    async save(transfer: number, how: "zip" | "files" | "folder"): Promise<void> {
      const receipt = machine.state.receiving.get(transfer);
      if (receipt?.now.at === "complete") await copies.save(transfer, receipt, how);
    },
  };
}
