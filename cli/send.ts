// roomcp send: files and folders for whoever comes into a room.
import { resolve } from "node:path";
import { telling } from "../edges/news.ts";
import { speedOf } from "../protocol/line.ts";
import type { Peer, SendingTo } from "../protocol/peer-state.ts";
import { type Share, shareOf } from "../protocol/share.ts";
import { type Command, type ExitCode, exit } from "./command.ts";
import { type Gathered, gather, shareIdOf } from "./disk/index.ts";
import { Failed, misused } from "./failed.ts";
import { readFlags } from "./flags.ts";
import { json, name, nicknameOf, server } from "./flags-of-visits.ts";
import { tellPeople } from "./people.ts";
import { tellRoom } from "./room.ts";
import { isAddress, makeRoom, readRoomLink, serverAt } from "./room-link.ts";
import { type Teller, teller } from "./teller.ts";
import { type Visit, visiting } from "./visit.ts";

const flags = {
  once: { flag: "once", says: "leave as soon as somebody has a full copy", value: false },
  server,
  name,
  json,
};

export const command: Command = {
  name: "send",
  summary: "share files and folders in a room",
  usage: "[options] FILE|FOLDER… [ROOM]",
  flags,
  more: `Without a ROOM it makes one and prints its address. It shares until Ctrl-C, to as many as come; the same command again goes on where
others had got to.  roomcp send --once photos/ --server https://host`,
  async run(argv, io) {
    const { values, rest } = readFlags(flags, argv, { env: io.env });
    const paths = rest.filter((word) => !isAddress(word));
    const [room, more] = rest.filter(isAddress);
    if (more !== undefined) throw misused("argument-unexpected", { name: more });
    if (paths.length === 0) throw misused("files-missing");
    const tell = teller(io, values.json);
    const gathered = await gather(paths);
    const [first] = gathered.leftOut;
    if (gathered.entries.length === 0)
      throw first === undefined ? new Failed("source-unreadable") : new Failed(first.why, { name: first.path });
    for (const { path, why } of gathered.leftOut) {
      const says = tell.because(why, { name: path });
      tell.note(says, { event: "left-out", path, failure: why, says });
    }
    const link = room === undefined ? await makeRoom(serverAt(values.server), undefined, io) : readRoomLink(room);
    if (room === undefined) tellRoom(link, tell, io);
    // The same files in the same room are the same share, so that others can go on with it.
    const purpose = `send ${paths.map((path) => resolve(path)).join("\n")}`;
    const nickname = nicknameOf(values.name, io);
    const visit = { link, nickname, purpose, into: "nowhere", io, tell } as const;
    return await visiting(visit, (visit) => share(visit, tell, gathered, values.once));
  },
};

async function share(visit: Visit, tell: Teller, gathered: Gathered, once: boolean): Promise<ExitCode> {
  const { peer, disk, token } = visit;
  const made = shareOf(shareIdOf(token, gathered.entries), gathered.entries);
  if (typeof made === "string") throw new Failed(made);
  disk.source(made, gathered);
  peer.send({ on: "share", share: made });
  const nameOf = tellPeople(visit, tell);
  tellSending(visit, made, tell, nameOf);
  await visit.until(({ me }) => me);
  const size = tell.measures.bytes(made.size);
  tell.note(tell.say("shared", { share: made.name, size }), {
    event: "shared",
    share: made.id,
    name: made.name,
    size: made.size,
    count: made.count,
  });
  await visit.until((state) => (once && isWhole(state, made) ? true : undefined));
  await tell.flushed();
  return exit.ok;
}

/** Somebody has all of it. */
function isWhole({ sending }: Peer, { id, size }: Share): boolean {
  return [...sending.values()].some(({ share, ending, wanted }) => share.id === id && ending === "done" && wanted === size);
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
    const said = { name: nameOf(each.to), share: share.name };
    if (now === "running") return tell.note(tell.say("takes", said), { event: "taken", ...about(each) });
    if (now === "done") return tell.note(tell.say("sent", said), { event: "sent", ...about(each) });
    const why = tell.because(now);
    tell.note(tell.say("not-sent", { ...said, why }), { event: "not-sent", ...about(each), failure: now, says: why });
  };

  const tellProgress = () => {
    const running = [...visit.peer.state.sending.values()].filter(({ ending, wanted }) => ending === undefined && wanted > 0);
    const lines = running.map((each) => {
      const { bytes, percent } = tell.measures;
      const [part, speed] = [percent(each.stored, each.wanted), bytes(speedOf(each.pace))];
      return tell.say("sending", { name: nameOf(each.to), share: share.name, percent: part, speed });
    });
    if (lines.length === 0) return;
    const told = running.map((each) => ({ ...about(each), stored: each.stored, wanted: each.wanted }));
    tell.progress(lines.join(" · "), { event: "sending", receivers: told });
  };

  const news = telling(progressEveryMs, tellProgress);
  visit.watch(({ sending }, because) => {
    for (const [key, each] of sending) if (each.share.id === share.id) tellOne(key, each);
    news(because);
  });
}
