// One visit to a room from a terminal: the machine with a terminal's edges, and what a command waits for in it.

import { type RunningPeer, runPeer } from "../edges/peer.ts";
import { randomHex } from "../edges/random.ts";
import type { Failure } from "../protocol/failure.ts";
import type { Peer, PeerEvent } from "../protocol/peer-state.ts";
import { loadAddon, unloadAddon } from "./addon.ts";
import { type ExitCode, exit, type Io } from "./command.ts";
import { claimIdentity, type Disk, type Into, openDisk } from "./disk/index.ts";
import { DiskProblem } from "./disk/problem.ts";
import { Failed } from "./failed.ts";
import { linkEdgeOf, type TerminalLink } from "./link.ts";
import { localNames } from "./local-name.ts";
import { terminalSeal } from "./relay-seal.ts";
import { type RoomLink, secretOf, socketUrlOf } from "./room-link.ts";
import type { Teller } from "./teller.ts";

export type Visit = {
  readonly peer: RunningPeer<TerminalLink>;
  readonly disk: Disk;
  /** The folder that is received into, or `-`. */
  readonly place: string;
  /** The same for the next process of this purpose in this room. */
  readonly token: string;
  /** Is called after every event that changed something. */
  watch(see: (peer: Peer, because: PeerEvent) => void): void;
  /** Looks now and after every change until something is there. Rejects with what `look` throws, where the server ends the visit, or the person does. */
  until<Found>(look: (peer: Peer) => Found | undefined): Promise<Found>;
};

export type Visiting = {
  readonly link: RoomLink;
  readonly nickname: string;
  /** Names what this process does in the room, so that the next that does it is the same person. */
  readonly purpose: string;
  readonly into: Into;
  readonly io: Io;
  readonly tell: Teller;
};

/** What `until` rejects with when the person has had enough. */
const interrupted = Symbol("interrupted");

/** Enters, does what the command is for, and leaves as one should, however that ends. */
export async function visiting(lent: Visiting, during: (visit: Visit) => Promise<ExitCode>): Promise<ExitCode> {
  const { io, link, tell } = lent;
  const addon = loadAddon();
  const secret = await secretOf(link, tell.say("passphrase"), io);
  const identity = await claimIdentity({ room: link.address, purpose: lent.purpose });
  const place = typeof lent.into === "object" && "folder" in lent.into ? lent.into.folder : "-";
  const warn = (why: Failure) => tell.note(tell.because(why), { event: "warning", failure: why, says: tell.because(why) });
  const disk = await openDisk({ room: link.address, into: lent.into, report: (event) => peer.send(event) }).catch((error) => {
    throw error instanceof DiskProblem ? new Failed(error.why, { name: place }) : error;
  });
  const seers = new Set<(peer: Peer, because: PeerEvent) => void>();
  const links: TerminalLink[] = [];
  const makeLink = linkEdgeOf({ addon, lookUp: localNames() });
  const peer = runPeer<TerminalLink>({
    entering: {
      ...{ room: link.room, secret, session: randomHex(), token: identity.token },
      ...{ nickname: lent.nickname, automatic: undefined, once: true },
    },
    socketUrl: socketUrlOf(link, "signal"),
    relayUrl: socketUrlOf(link, "relay"),
    disk,
    warn,
    sealing: terminalSeal,
    linkEdge(lentToLink) {
      const made = makeLink(lentToLink);
      links.push(made);
      return made;
    },
    changed: (state, because) => {
      for (const see of [...seers]) see(state, because);
    },
  });
  const until = waitFor({ peer, link, io, seers });
  try {
    peer.send({ on: "restore", receipts: await disk.restore() });
    return await during({ peer, disk, place, token: identity.token, watch: (see) => seers.add(see), until });
  } catch (error) {
    if (error === interrupted) return exit.interrupted;
    throw error;
  } finally {
    seers.clear();
    tell.leave();
    peer.send({ on: "leave" });
    await Bun.sleep(goodbyeMs);
    for (const each of links) each.close();
    await disk.close();
    identity.release();
    unloadAddon();
  }
}

/** So long what was said last has to get out. */
const goodbyeMs = 150;

/** A server that has never answered is not waited for: the address may be wrong. One that has been there comes back. */
const triesAtFirst = 2;

function waitFor({
  peer,
  link,
  io,
  seers,
}: {
  peer: RunningPeer<TerminalLink>;
  link: RoomLink;
  io: Io;
  seers: Set<(peer: Peer, because: PeerEvent) => void>;
}): Visit["until"] {
  return <Found>(look: (peer: Peer) => Found | undefined) =>
    new Promise<Found>((resolve, reject) => {
      const over = () => {
        seers.delete(see);
        io.stop.removeEventListener("abort", stopped);
      };
      const fail = (why: unknown) => {
        over();
        reject(why);
      };
      const stopped = () => fail(interrupted);
      const see = (state: Peer) => {
        let found: Found | undefined;
        try {
          found = look(state);
        } catch (error) {
          return fail(error);
        }
        if (found !== undefined) {
          over();
          return resolve(found);
        }
        const { signalling, me } = state;
        if (signalling.at === "ended") fail(new Failed(signalling.why));
        else if (me === undefined && signalling.losses >= triesAtFirst)
          fail(new Failed("server-silent", { name: link.base }, exit.unreachable));
      };
      if (io.stop.aborted) return reject(interrupted);
      io.stop.addEventListener("abort", stopped);
      seers.add(see);
      see(peer.state);
    });
}
