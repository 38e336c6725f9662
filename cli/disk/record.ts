// What is kept of a transfer that is not finished, beside its bytes, so that another process goes on with it: in a hidden folder of the folder that
// it is received into, `.roomcp/{job}/`.
//
//   receipt.json  who shares it, under which number it is received, and where its bytes are
//   share.json    the manifest
//   digests       SHA-256 of each chunk that is stored, 32 bytes each; zeros for the others
//   rest          bytes of the wanted chunks that belong to files which are not wanted
//   verified      it is all there and is what was shared: it only has to get its name
//   lock          held by the process that receives it
import { type FileHandle, lstat, mkdir, open, readdir, readFile, rename, rm, rmdir, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import * as v from "valibot";
import type { Receipt, Restored } from "../../protocol/peer-state.ts";
import { chunkCountOf, type Share, sealedBytesOf, shareListed } from "../../protocol/share.ts";
import { Entry, Offer } from "../../protocol/share-word.ts";
import { PeerId } from "../../protocol/signal.ts";
import type { Spans } from "../../protocol/span.ts";
import { digestBytes, sha256Of } from "./digest.ts";
import { takeLock } from "./lock.ts";
import { isPart, recordsIn } from "./place.ts";
import { DiskProblem } from "./problem.ts";
import { toWrite } from "./tree.ts";

type Bytes = Uint8Array<ArrayBuffer>;

const Index = v.pipe(v.number(), v.integer(), v.minValue(0));

/** A folder may come from anywhere, with a record in it that nobody here has written. Another version of what lies here is not read. */
const Noted = v.object({
  version: v.literal(1),
  room: v.string(),
  transfer: Index,
  owner: PeerId,
  ownerName: v.string(),
  automatic: v.boolean(),
  chosen: v.exactOptional(v.array(v.tuple([Index, Index]))),
  part: v.pipe(v.string(), v.check(isPart)),
  loose: v.boolean(),
});
type Noted = v.InferOutput<typeof Noted>;

const Listed = v.object({ ...Offer.entries, entries: v.array(Entry) });

/** `part`: the file or folder that the bytes are in, by its name; `loose`: it is a folder of several things that will lie side by side. */
export type Part = { readonly part: string; readonly loose: boolean };

export type Record = {
  readonly share: Share;
  readonly chosen: Spans | undefined;
  readonly part: Part;
  readonly digests: Bytes;
  /** Where bytes go that are not wanted. */
  readonly rest: string;
  /** Keeps one chunk's digest; its bytes must lie on the disk already. */
  note(chunk: number): Promise<void>;
  /** From now on it only has to get its name, whatever happens. */
  verified(): Promise<void>;
  /** Lets go of it. `over`: it is not needed any more. */
  close(over: boolean): Promise<void>;
};

/** The name of a transfer's record. Whatever differs in what is wanted of whom is another transfer. */
export function jobOf(room: string, { owner, now }: Receipt): string {
  const manifest = sha256Of(sealedBytesOf(now.share, new Uint8Array(0)));
  return sha256Of(Buffer.from(JSON.stringify([room, owner, manifest, now.chosen ?? null]))).slice(0, 32);
}

/** @param lent.makePart called for a new record: makes what the bytes will be in. Rejects with `folder-busy` if another process has this transfer */
export async function openRecord(lent: { folder: string; room: string; receipt: Receipt; makePart: () => Promise<Part> }): Promise<Record> {
  const { folder, room, receipt } = lent;
  const { share, chosen, transfer } = receipt.now;
  const path = join(recordsIn(folder), jobOf(room, receipt));
  await makeFolder(recordsIn(folder));
  await makeFolder(path);
  const unlock = takeLock(join(path, "lock"));
  if (unlock === undefined) throw new DiskProblem("folder-busy");
  let digestsFile: FileHandle | undefined;
  try {
    const before = await readNoted(path);
    const { part, loose } = before ?? (await lent.makePart());
    const { owner, ownerName, automatic } = receipt;
    const wanted = chosen === undefined ? {} : { chosen: chosen.map(([from, to]): [number, number] => [from, to]) };
    const noted: Noted = { version: 1, room, transfer, owner, ownerName, automatic, part, loose, ...wanted };
    if (before === undefined) {
      await rm(join(path, "digests"), { force: true });
      await writeWhole(join(path, "share.json"), JSON.stringify(share));
    }
    await writeWhole(join(path, "receipt.json"), JSON.stringify(noted));
    const digests = new Uint8Array(chunkCountOf(share) * digestBytes);
    digestsFile = await open(join(path, "digests"), toWrite, 0o600);
    await digestsFile.read(digests, 0, digests.length, 0);
    return recordIn(path, { share, chosen, part: { part, loose }, digests }, digestsFile, unlock);
  } catch (error) {
    await digestsFile?.close();
    unlock();
    throw error;
  }
}

async function makeFolder(path: string): Promise<void> {
  await mkdir(path, { mode: 0o700 }).catch(() => {});
  if (!(await lstat(path)).isDirectory()) throw new DiskProblem("folder-unwritable");
}

function recordIn(
  path: string,
  known: Pick<Record, "share" | "chosen" | "part" | "digests">,
  digestsFile: FileHandle | undefined,
  unlock: () => void,
): Record {
  return {
    ...known,
    rest: join(path, "rest"),
    async note(chunk) {
      await digestsFile?.write(known.digests, chunk * digestBytes, digestBytes, chunk * digestBytes);
    },
    verified: () => writeWhole(join(path, "verified"), ""),
    async close(over) {
      await digestsFile?.close();
      unlock();
      if (!over) return;
      await rm(path, { recursive: true, force: true });
      // Others may have theirs there.
      await rmdir(join(path, "..")).catch(() => {});
    },
  };
}

/** A transfer that an earlier process left here. `record` is to be closed. */
export type Left = {
  readonly room: string;
  readonly restored: Restored;
  readonly verified: boolean;
  /** When it was last written to, in milliseconds since 1970. */
  readonly used: number;
  readonly record: Record;
};

/** All that lie in a folder and that no other process has. */
export async function* leftIn(folder: string): AsyncGenerator<Left> {
  for (const job of await readdir(recordsIn(folder)).catch(() => [])) {
    const path = join(recordsIn(folder), job);
    const unlock = await lockOf(path);
    if (unlock === undefined) continue;
    const left = await readLeft(path, unlock).catch(() => undefined);
    if (left === undefined) unlock();
    else yield left;
  }
}

/** The record of a transfer that is not open, if there is one. */
export async function recordOf(folder: string, room: string, receipt: Receipt): Promise<Record | undefined> {
  const path = join(recordsIn(folder), jobOf(room, receipt));
  const unlock = await lockOf(path);
  if (unlock === undefined) return undefined;
  const left = await readLeft(path, unlock).catch(() => undefined);
  if (left === undefined) unlock();
  return left?.record;
}

async function lockOf(path: string): Promise<(() => void) | undefined> {
  try {
    await stat(join(path, "receipt.json"));
    return takeLock(join(path, "lock"));
  } catch {
    return undefined;
  }
}

async function readLeft(path: string, unlock: () => void): Promise<Left | undefined> {
  const noted = await readNoted(path);
  if (noted === undefined) return undefined;
  const { version: _, room, part, loose, chosen, ...others } = noted;
  const kept = { ...others, ...(chosen === undefined ? {} : { chosen }) };
  const listed = v.parse(Listed, JSON.parse(await readFile(join(path, "share.json"), "utf8")));
  const share = shareListed(listed, listed.entries);
  if (share === undefined) return undefined;
  const restored: Restored = { ...kept, share, complete: false, paused: false };
  const used = (await stat(join(path, "digests"))).mtimeMs;
  const known = { share, chosen, part: { part, loose }, digests: new Uint8Array(0) };
  return {
    room,
    restored,
    verified: await Bun.file(join(path, "verified")).exists(),
    used,
    record: recordIn(path, known, undefined, unlock),
  };
}

async function readNoted(path: string): Promise<Noted | undefined> {
  const text = await readFile(join(path, "receipt.json"), "utf8").catch(() => "null");
  const read = v.safeParse(Noted, JSON.parse(text));
  return read.success ? read.output : undefined;
}

/** The whole text or nothing, wherever we are ended. */
async function writeWhole(path: string, text: string): Promise<void> {
  await rm(`${path}.new`, { force: true });
  await writeFile(`${path}.new`, text, { mode: 0o600, flag: "wx" });
  await rename(`${path}.new`, path);
}
