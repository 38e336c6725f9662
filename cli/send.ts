// roomcp send: files and folders for whoever comes into a room.
import { resolve } from "node:path";
import { telling } from "../edges/news.ts";
import { randomHex } from "../edges/random.ts";
import { canResume } from "../protocol/failure.ts";
import type { Peer, SendingTo } from "../protocol/peer-state.ts";
import { type Share, shareOf } from "../protocol/share.ts";
import { streamOf } from "../protocol/stream.ts";
import { bytesOf, progressOf, sizeOf, titleOf } from "./amounts.ts";
import { type Command, type ExitCode, exit, type Option } from "./command.ts";
import { type Gathered, gather, shareIdOf } from "./disk/index.ts";
import { Failed, misused } from "./failed.ts";
import { readFlags } from "./flags.ts";
import { json, name, nicknameOf, server } from "./flags-of-visits.ts";
import { tellPeople } from "./people.ts";
import { tellRoom } from "./room.ts";
import { isAddress, makeRoom, readRoomLink, serverAt, urlOf } from "./room-link.ts";
import { type Teller, teller } from "./teller.ts";
import { type Visit, visiting } from "./visit.ts";

const as: Option<string> = {
  flag: "as",
  says: "what to call standard input, e.g. backup.tar",
  read(text) {
    if (text === "" || text.endsWith("/")) throw new Error("a file's name");
    return text;
  },
  value: "stdin",
};

const flags = {
  as,
  once: { flag: "once", says: "leave as soon as somebody has a full copy", value: false },
  server,
  name,
  json,
};

export const command: Command = {
  name: "send",
  summary: "share files and folders in a room",
  usage: "[options] FILE|FOLDER|-… [ROOM]",
  flags,
  more: `Without a ROOM it makes one and prints its address. It shares until Ctrl-C, to as many as come; the same command again goes on where
others had got to.  roomcp send --once photos/ --server https://host
With - it shares standard input as it comes, once, to the first who takes it:  tar c . | roomcp send - --as backup.tar`,
  async run(argv, io) {
    const { values, rest } = readFlags(flags, argv, { env: io.env });
    const paths = rest.filter((word) => !isAddress(word));
    const [room, more] = rest.filter(isAddress);
    if (more !== undefined) throw misused("argument-unexpected", { name: more });
    if (paths.length === 0) throw misused("files-missing");
    const tell = teller(io, values.json);
    const isPiped = paths.includes("-");
    const beside = isPiped ? paths.find((path) => path !== "-") : undefined;
    if (beside !== undefined) throw misused("argument-unexpected", { name: beside });
    const known = room === undefined ? undefined : readRoomLink(room);
    const base = known?.base ?? serverAt(values.server);
    const gathered = isPiped ? undefined : await gatherAll(paths, tell);
    const link = known ?? (await makeRoom(base, undefined, io));
    if (known === undefined) tellRoom(link, tell, io);
    // On a terminal both kinds of output are one text.
    await tell.flushed();
    if (known === undefined && io.terminal.err && !tell.json) io.err(`${tell.say("come", { url: urlOf(link) })}\n`);
    // The same files in the same room are the same share, so that others can go on with it.
    const purpose = `send ${paths.map((path) => resolve(path)).join("\n")}`;
    const nickname = nicknameOf(values.name, io);
    const visit = { link, nickname, purpose, into: "nowhere", io, tell } as const;
    return await visiting(visit, (visit) =>
      gathered === undefined ? shareInput(visit, tell, io.input(), values.as) : shareFiles(visit, tell, gathered, values.once),
    );
  },
};

/** What is left out is told; nothing at all is a failure. */
async function gatherAll(paths: readonly string[], tell: Teller): Promise<Gathered> {
  const gathered = await gather(paths);
  const [first] = gathered.leftOut;
  if (gathered.entries.length === 0)
    throw first === undefined ? new Failed("source-unreadable") : new Failed(first.why, { name: first.path });
  for (const { path, why } of gathered.leftOut) {
    const says = tell.because(why, { name: path });
    tell.note(says, { event: "left-out", path, failure: why, says });
  }
  return gathered;
}

async function shareFiles(visit: Visit, tell: Teller, gathered: Gathered, once: boolean): Promise<ExitCode> {
  const { disk, token } = visit;
  const made = shareOf(shareIdOf(token, gathered.entries), gathered.entries);
  if (typeof made === "string") throw new Failed(made);
  disk.source(made, gathered);
  await offer(visit, tell, made);
  const ended = await visit.until((state) => {
    if (once && isWhole(state, made)) return exit.ok;
    // The file has changed, or cannot be read any more, which was told.
    return state.offered.has(made.id) ? undefined : exit.failed;
  });
  await tell.flushed();
  return ended;
}

/** Standard input, as it comes: who takes it has it, and there is nothing left to share. */
async function shareInput(visit: Visit, tell: Teller, input: ReadableStream<Uint8Array>, path: string): Promise<ExitCode> {
  const made = streamOf(randomHex(), { path, modified: Date.now(), media: "" });
  visit.disk.stream(made, input);
  await offer(visit, tell, made);
  const ending = await visit.until(({ sending, offered, withdrawn }) => {
    const ended = [...sending.values()].find(({ share, ending }) => share.id === made.id && ending !== undefined);
    return ended?.ending ?? (offered.has(made.id) ? undefined : (withdrawn.get(made.id) ?? "stream-broken"));
  });
  if (ending !== "done") throw new Failed(ending);
  await tell.flushed();
  return exit.ok;
}

async function offer(visit: Visit, tell: Teller, share: Share): Promise<void> {
  visit.peer.send({ on: "share", share });
  tellSending(visit, share, tell, tellPeople(visit, tell));
  await visit.until(({ me }) => me);
  const { id, name, count } = share;
  const told = { event: "shared", share: id, name, size: bytesOf(share), count };
  tell.note(tell.say("shared", { share: titleOf(tell, share), size: sizeOf(tell, share) }), told);
}

/** Somebody has all of it. */
function isWhole({ sending }: Peer, { id, size }: Share): boolean {
  return [...sending.values()].some(({ share, ending, wanted }) => share.id === id && ending === "done" && wanted === size);
}

/** What they read about it speaks of their own disk. */
function notSent(tell: Teller, { ending, stored, wanted }: SendingTo, said: { name: string; share: string }): string {
  if (ending === undefined || ending === "done") return "";
  if (ending === "no-space" || ending === "stream-too-large") return tell.say("no-space-there", said);
  if (canResume(ending)) return tell.say("stopped-there", { ...said, percent: tell.measures.percent(stored, wanted) });
  return tell.say("not-sent", { ...said, why: tell.because(ending) });
}

/** How often progress is drawn. */
const progressEveryMs = 250;

function tellSending(visit: Visit, share: Share, tell: Teller, nameOf: (id: string) => string): void {
  const endings = new Map<string, SendingTo["ending"] | "running">();
  const about = (each: SendingTo) => ({ peer: each.to, name: nameOf(each.to), share: share.id, transfer: each.transfer });

  const tellOne = (key: string, each: SendingTo) => {
    const before = endings.get(key);
    const now = each.ending ?? "running";
    if (before === now) return;
    endings.set(key, now);
    const said = { name: nameOf(each.to), share: titleOf(tell, share) };
    if (now === "running") return tell.note(tell.say("takes", said), { event: "taken", ...about(each) });
    if (now === "done") return tell.note(tell.say("sent", said), { event: "sent", ...about(each) });
    const why = notSent(tell, each, said);
    tell.note(why, { event: "not-sent", ...about(each), failure: now, says: why });
  };

  const tellProgress = () => {
    const running = [...visit.peer.state.sending.values()].filter(({ ending, wanted }) => ending === undefined && wanted > 0);
    const line = (each: SendingTo) => {
      const progress = progressOf(tell, each.share, each.stored, each.wanted, each.pace);
      return tell.say("sending", { name: nameOf(each.to), progress });
    };
    if (running.length === 0) return;
    const told = running.map((each) => ({ ...about(each), stored: each.stored, wanted: bytesOf({ ...each.share, size: each.wanted }) }));
    tell.progress(() => running.map(line).join("   "), { event: "sending", receivers: told });
  };

  const news = telling(progressEveryMs, tellProgress);
  visit.watch(({ sending }, because) => {
    for (const [key, each] of sending) if (each.share.id === share.id) tellOne(key, each);
    news(because);
  });
}
