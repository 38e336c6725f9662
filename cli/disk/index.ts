// The terminal peer's end of the disk: files that are read for others, and what is received of theirs.
import { access, constants, mkdir, realpath } from "node:fs/promises";
import type { DiskEffect } from "../../edges/disk.ts";
import type { PeerEvent, Restored } from "../../protocol/peer-state.ts";
import type { Share } from "../../protocol/share.ts";
import { openBuffers } from "./buffers.ts";
import { discardRecord, finishLanding, openFolderSink } from "./folder-sink.ts";
import type { Gathered } from "./gather.ts";
import { type Landed, openKeeper } from "./keeper.ts";
import { fileForPipe, newPiped, openPipeSink, type Piped, type Write } from "./pipe-sink.ts";
import { type DiskFailure, DiskProblem, problemOf } from "./problem.ts";
import { openReader } from "./reader.ts";
import { leftIn, recordOf } from "./record.ts";
import type { Sink } from "./sink.ts";

export { type Gathered, gather, type LeftOut } from "./gather.ts";
export { claimIdentity, type Identity, shareIdOf } from "./identity.ts";
export type { Landed } from "./keeper.ts";
export { fileForPipe } from "./pipe-sink.ts";
export { type DiskFailure, DiskProblem } from "./problem.ts";

type ReceiveEffect = Extract<DiskEffect, { do: "receive" }>;

/** How long what nobody went on with stays: an evening's download may wait for the next holiday, and somebody can see it lie there. */
const keptMs = 30 * 24 * 60 * 60_000;

/**
 * Where what is received goes. `folder`: made if it is not there; `pipe`: to a writer, as it comes, one file and nothing else (`fileForPipe`
 * says whether a share has just one). `nowhere`: nothing is received.
 */
export type Into = { readonly folder: string } | { readonly pipe: Write } | "nowhere";

/**
 * The disk of one visit. It carries out the machine's effects and reports what came of them, as `client/disk/index.ts` does for a page:
 *
 *     const { token } = await claimIdentity({ room, purpose: `get ${folder}` });
 *     const disk = await openDisk({ room, into: { folder }, report: (event) => machine.send(event) });
 *     machine.send({ on: "restore", receipts: await disk.restore() });          // what an earlier process left goes on
 *     …  disk.act(effect) for "read", "free", "hash-own", "digest", "forget-source", "receive";  disk.chunk(…) for "send-part"
 *     const gathered = await gather(paths);                                      // .leftOut is for the person
 *     const share = shareOf(shareIdOf(token, gathered.entries), gathered.entries);
 *     disk.source(share, gathered);  machine.send({ on: "share", share });
 *     …  after "closed": disk.landed(transfer) is where it lies, with each file's SHA-256
 *     await disk.close();                                                        // before the process ends, if it can choose
 *
 * Rejects with a `DiskProblem` (`why`: `folder-unwritable`) where the folder cannot be made or written to.
 * @param lent.room names the room, e.g. its address without the secret; transfers of other rooms are left alone
 */
export async function openDisk(lent: { room: string; into: Into; report: (event: PeerEvent) => void }) {
  const { room, into, report } = lent;
  const folder = typeof into === "object" && "folder" in into ? await folderAt(into.folder) : undefined;
  const buffers = openBuffers();
  const landed = new Map<number, Landed>();
  const piped = new Map<number, Piped>();
  const problems = new Map<number, DiskFailure>();
  const reader = openReader({ buffers, report });

  const openSink = async ({ transfer, receipt }: ReceiveEffect, reserved: number): Promise<Sink> => {
    problems.delete(transfer);
    const { share, chosen } = receipt.now;
    if (folder !== undefined) return openFolderSink({ folder, room, receipt, reserved });
    if (into === "nowhere" || !("pipe" in into) || fileForPipe(share, chosen) === undefined) throw new Error("there is nowhere to put it");
    const known = piped.get(transfer) ?? newPiped(share, chosen);
    piped.set(transfer, known);
    return openPipeSink(share, chosen, known, into.pipe);
  };
  const forget = async ({ receipt }: ReceiveEffect): Promise<void> => {
    const record = folder === undefined ? undefined : await recordOf(folder, room, receipt);
    if (folder !== undefined && record !== undefined) await discardRecord(folder, record);
  };

  const keeper = openKeeper({
    ...{ buffers, openSink, forget },
    report: (transfer, event) => report({ on: "receiving", transfer, event }),
    failed(transfer, error) {
      const { why, also } = problemOf(error);
      if (also !== undefined) problems.set(transfer, also);
      report({ on: "receiving", transfer, event: { on: "fail", why } });
    },
    landed: (transfer, what) => landed.set(transfer, what),
  });

  return {
    source: (share: Share, gathered: Pick<Gathered, "files">) => reader.share(share, gathered),
    /** A share of unknown size (`streamOf` of protocol/stream.ts): `input` is read once, as far as somebody asks for it. */
    stream: (share: Share, input: ReadableStream<Uint8Array>) => reader.stream(share, input),
    chunk: reader.chunk,
    /** Where a transfer that is complete lies, or undefined before. */
    landed: (transfer: number): Landed | undefined => landed.get(transfer),
    /** Why a transfer failed with `sink-broken`, where that has a name of its own: `folder-busy`, `folder-unwritable`, `pipe-closed`. */
    whyBroken: (transfer: number): DiskFailure | undefined => problems.get(transfer),
    act(effect: DiskEffect) {
      switch (effect.do) {
        case "read":
          return void reader.read(effect);
        case "free":
          return reader.free(effect);
        case "hash-own":
          return void reader.hash(effect);
        case "digest":
          return reader.digest(effect.share, effect.digests);
        case "forget-source":
          return reader.forget(effect.share);
        case "receive":
          return keeper.act(effect);
        default:
          return effect satisfies never;
      }
    },

    /**
     * What earlier processes left of this room in the folder. What was verified before its process ended gets its name now, and counts as
     * complete; what nobody has gone on with for 30 days, of whatever room, is freed.
     */
    async restore(): Promise<readonly Restored[]> {
      const restored: Restored[] = [];
      if (folder === undefined) return restored;
      for await (const left of leftIn(folder)) {
        if (left.verified) {
          const paths = await finishLanding(folder, left.record);
          landed.set(left.restored.transfer, { paths, sums: [] });
          if (left.room === room) restored.push({ ...left.restored, complete: true });
        } else if (Date.now() - left.used > keptMs) await discardRecord(folder, left.record);
        else {
          await left.record.close(false);
          if (left.room === room) restored.push(left.restored);
        }
      }
      return restored;
    },

    /** Closes all files, and keeps what can be gone on with. */
    async close(): Promise<void> {
      await keeper.close();
      reader.close();
    },
  };
}

export type Disk = Awaited<ReturnType<typeof openDisk>>;

async function folderAt(path: string): Promise<string> {
  try {
    await mkdir(path, { recursive: true });
    await access(path, constants.W_OK);
    return await realpath(path);
  } catch {
    throw new DiskProblem("folder-unwritable");
  }
}
