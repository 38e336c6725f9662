// roomcp get: takes what others share in a room, to a folder or to standard output.
import { resolve } from "node:path";
import { telling } from "../edges/news.ts";
import type { ReceiversEnding } from "../protocol/failure.ts";
import type { Known, Peer, Person, Receipt } from "../protocol/peer-state.ts";
import { isRunning, type Receiving, storedBytes } from "../protocol/receive-state.ts";
import type { ShareId } from "../protocol/share.ts";
import type { PeerId } from "../protocol/signal.ts";
import { bytesOf, progressOf, sizeOf, titleOf } from "./amounts.ts";
import { ask } from "./ask.ts";
import { type Command, type ExitCode, exit, type Io, type Option } from "./command.ts";
import { type DiskFailure, fileForPipe, type Into } from "./disk/index.ts";
import { Failed, misused } from "./failed.ts";
import { readFlags } from "./flags.ts";
import { json, name, nicknameOf } from "./flags-of-visits.ts";
import { landedFiles } from "./landed-files.ts";
import { tellPeople } from "./people.ts";
import { readRoomLink } from "./room-link.ts";
import { sumLine } from "./sum-line.ts";
import { type Teller, teller } from "./teller.ts";
import { type Visit, visiting } from "./visit.ts";

const out: Option<string> = {
  flag: "output",
  letter: "o",
  says: "the folder to put it in, or - for standard output",
  read: (text) => text,
  value: ".",
  completes: "path",
};

const flags = { out, all: { flag: "all", says: "take all that is shared, without asking", value: false }, name, json };

export const command: Command = {
  name: "get",
  summary: "take what is shared in a room",
  usage: "[options] ROOM",
  flags,
  more: `Prints the SHA-256 of each file as sha256sum does. What was begun and is not complete goes on where it was: say the same again.
With -o - one file goes to standard output as it comes:  roomcp get -o - ROOM | tar x`,
  async run(argv, io) {
    const { values, rest } = readFlags(flags, argv, { env: io.env });
    const [room = "", more] = rest;
    if (more !== undefined) throw misused("argument-unexpected", { name: more });
    const link = readRoomLink(room);
    const isPiped = values.out === "-";
    // Standard output has the file's bytes and nothing else.
    const tell = teller(isPiped ? { ...io, out: async (said) => io.err(String(said)) } : io, values.json);
    const into: Into = isPiped ? { pipe: (bytes) => io.out(bytes) } : { folder: resolve(values.out) };
    const purpose = `get ${isPiped ? "-" : resolve(values.out)}`;
    const nickname = nicknameOf(values.name, io);
    return await visiting({ link, nickname, purpose, into, io, tell }, (visit) => take(visit, tell, { io, isPiped, all: values.all }));
  },
};

/** A share that somebody offers. */
type Offered = { readonly owner: PeerId; readonly known: Known };
type Wanted = ReadonlyMap<string, { readonly owner: PeerId; readonly share: ShareId; readonly name: string }>;
type How = { readonly io: Io; readonly isPiped: boolean; readonly all: boolean };

async function take(visit: Visit, tell: Teller, how: How): Promise<ExitCode> {
  const { peer } = visit;
  const nameOf = tellPeople(visit, tell);
  tellReceiving(visit, tell);
  await visit.until(({ me }) => me);
  const wanted = new Map(begunBefore(peer.state, tell));
  if (wanted.size === 0 || how.all) {
    for (const { owner, known } of await choose(visit, tell, how, nameOf)) {
      wanted.set(keyOf(owner, known.offer.id), { owner, share: known.offer.id, name: known.offer.name });
      if (receiptOf(peer.state, owner, known.offer.id) === undefined) peer.send({ on: "fetch", owner, share: known.offer.id });
    }
  }
  const ended = await Promise.all([...wanted.values()].map((each) => untilEnded(visit, each, how)));
  for (const { receipt, share } of ended) if (receipt?.now.at === "complete") tellReceived(visit, tell, receipt, share);
  await tell.flushed();
  const failed = ended.find(({ receipt }) => receipt?.now.at !== "complete");
  if (failed === undefined) return exit.ok;
  // Why it failed was told when it did.
  if (failed.receipt?.now.at === "failed") return exit.failed;
  throw new Failed("manifest-unreadable");
}

function keyOf(owner: PeerId, share: ShareId): string {
  return `${owner}/${share}`;
}

function receiptOf({ receiving }: Peer, owner: PeerId, share: ShareId): Receipt | undefined {
  return [...receiving.values()].find((receipt) => receipt.owner === owner && receipt.now.share.id === share);
}

/** What an earlier process of this purpose left. */
function begunBefore({ receiving }: Peer, tell: Teller): Wanted {
  const left = [...receiving.values()].filter(({ now }) => isRunning(now));
  return new Map(
    left.map(({ owner, now: { share } }) => {
      tell.note(tell.say("goes", { share: titleOf(tell, share) }), { event: "resumed", share: share.id, name: share.name });
      return [keyOf(owner, share.id), { owner, share: share.id, name: share.name }] as const;
    }),
  );
}

/** So long others who are here may take to say what they share, once the first has. */
const settleMs = 500;
/** After this the person is told what is being waited for. */
const patienceMs = 3_000;

async function choose(visit: Visit, tell: Teller, { io, isPiped, all }: How, nameOf: (id: PeerId) => string): Promise<readonly Offered[]> {
  const waiting = setTimeout(() => {
    const isAlone = visit.peer.state.people.size === 0;
    tell.note(tell.say(isAlone ? "nobody-yet" : "nothing-yet"), { event: "waiting" });
  }, patienceMs);
  const began = performance.now();
  let offers: readonly Offered[] = [];
  try {
    // What was offered may be gone by then.
    while (offers.length === 0) {
      await visit.until((state) => {
        if (offersIn(state).length > 0) return true;
        // Whoever is here from the start knows another secret, and nobody else would come to a room that is another one to them.
        if (performance.now() - began < patienceMs && state.people.size > 0 && [...state.people.values()].every(knowsAnother))
          throw new Failed("link-other", {}, exit.unreachable);
        return undefined;
      });
      await Bun.sleep(settleMs);
      offers = offersIn(visit.peer.state);
    }
  } finally {
    clearTimeout(waiting);
  }
  offers.forEach(({ owner, known: { offer } }, index) => {
    const said = { name: nameOf(owner), share: titleOf(tell, offer), size: sizeOf(tell, offer) };
    const number = offers.length > 1 ? `${index + 1}. ` : "";
    const told = {
      event: "offer",
      peer: owner,
      name: said.name,
      share: offer.id,
      title: offer.name,
      size: bytesOf(offer),
      count: offer.count,
    };
    tell.note(number + tell.say("offers", said), told);
  });
  if (offers.length > 1 && isPiped) throw misused("share-undecided", { n: offers.length });
  if (all || offers.length <= 1) return offers;
  const answer = io.terminal.input ? await ask(io, tell.say("choice")) : undefined;
  if (answer === undefined) throw misused("share-undecided", { n: offers.length });
  const numbers = new Set(answer.match(/\d+/g)?.map(Number));
  return offers.filter((_, index) => numbers.size === 0 || numbers.has(index + 1));
}

function knowsAnother({ link, contact }: Person): boolean {
  return contact === undefined && link.at === "unreachable" && link.why === "secret-mismatch";
}

function offersIn({ people }: Peer): readonly Offered[] {
  return [...people.values()].flatMap(({ id, intro, shares }) =>
    intro === undefined ? [] : [...shares.values()].map((known) => ({ owner: id, known })),
  );
}

/** Waits until it is complete or failed; `receipt` is undefined where its manifest was not what had been offered. */
async function untilEnded(visit: Visit, { owner, share, name }: { owner: PeerId; share: ShareId; name: string }, { isPiped }: How) {
  const receipt = await visit.until((state) => {
    const receipt = receiptOf(state, owner, share);
    if (receipt === undefined) return state.people.get(owner)?.shares.has(share) ? undefined : "gone";
    if (isPiped && fileForPipe(receipt.now.share, receipt.now.chosen) === undefined) return "not-one-file";
    return isRunning(receipt.now) ? undefined : receipt;
  });
  if (receipt === "not-one-file") throw misused("pipe-many", { name });
  return { receipt: receipt === "gone" ? undefined : receipt, share: name };
}

function tellReceived({ disk }: Visit, tell: Teller, { now }: Receipt, share: string): void {
  const landed = disk.landed(now.transfer);
  const files = landed === undefined ? [] : landedFiles(now, landed);
  tell.note(tell.say("received", { share: titleOf(tell, now.share) }), {
    event: "received",
    share: now.share.id,
    name: share,
    size: now.share.size,
    files,
  });
  if (!tell.json) for (const { path, sha256 } of files) tell.result(sumLine(sha256, path), { event: "file" });
}

/** This machine's own reason says more than what the other side is told. */
function whyOf({ disk }: Visit, { transfer, why }: Extract<Receiving, { at: "failed" }>): ReceiversEnding | DiskFailure {
  return disk.whyBroken(transfer) ?? why;
}

/** How often progress is drawn. */
const progressEveryMs = 250;

function tellReceiving(visit: Visit, tell: Teller): void {
  const ended = new Set<number>();
  const tellProgress = () => {
    const running = [...visit.peer.state.receiving.values()].filter(({ now }) => now.at === "receiving");
    if (running.length === 0) return;
    const line = ({ now }: Receipt) => {
      const progress = now.at === "receiving" ? progressOf(tell, now.share, storedBytes(now), now.wanted, now.line.pace) : "";
      return tell.say("receiving", { share: titleOf(tell, now.share), progress });
    };
    const told = running.map(({ now }) => ({
      share: now.share.id,
      transfer: now.transfer,
      stored: storedBytes(now),
      wanted: bytesOf({ ...now.share, size: now.wanted }),
    }));
    tell.progress(() => running.map(line).join("   "), { event: "receiving", transfers: told });
  };
  const news = telling(progressEveryMs, tellProgress);
  visit.watch(({ receiving }, because) => {
    for (const { now } of receiving.values()) {
      if (now.at !== "failed" || ended.has(now.transfer)) continue;
      ended.add(now.transfer);
      const failure = whyOf(visit, now);
      const why = tell.because(failure, { name: visit.place });
      const told = { event: "not-received", share: now.share.id, transfer: now.transfer, failure, says: why };
      tell.note(tell.say("not-received", { share: titleOf(tell, now.share), why }), told);
    }
    news(because);
  });
}
