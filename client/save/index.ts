// Where a finished copy goes: the browser's own downloads, file by file or as one zip, or a folder that was picked.
import { type ReadonlySignal, signal } from "@preact/signals-core";
import type { Failure } from "../../protocol/failure.ts";
import { safeName, safePaths } from "../../protocol/path.ts";
import type { Receipt } from "../../protocol/peer-state.ts";
import { isChosen, isFolder, placeOf, type Share } from "../../protocol/share.ts";
import type { Spans } from "../../protocol/span.ts";
import type { Disk } from "../disk/index.ts";
import { cut, type Piece } from "../disk/shelves.ts";
import { copyInto } from "./folder.ts";
import { openPicked } from "./picked.ts";

export type How = "zip" | "files" | "folder";
export type Saved =
  | { readonly at: "saving"; readonly done: number; readonly total: number }
  | { readonly at: "saved"; readonly how: How }
  | { readonly at: "failed"; readonly why: Failure };

/** The browser may take minutes to copy a large file out of its storage, and needs URL and bytes until then. */
const savingMs = 60 * 60_000;
/** Downloads that begin at the same moment are taken for one by some browsers. */
const betweenMs = 150;
const progressEveryMs = 200;

export function landing(lent: { disk: Disk; room: string; warn: (why: Failure) => void }) {
  const { disk, warn } = lent;
  const saved = signal<ReadonlyMap<number, Saved>>(new Map());
  const picked = openPicked(lent.room);
  /** Copies that were completed before the folder could be written to. */
  const waiting = new Map<number, Receipt>();

  const tell = (transfer: number, now: Saved) => {
    saved.value = new Map(saved.value).set(transfer, now);
  };
  const progressOf = (transfer: number, total: number) => {
    let last = performance.now();
    return (done: number) => {
      if (performance.now() - last < progressEveryMs) return;
      last = performance.now();
      tell(transfer, { at: "saving", done, total });
    };
  };

  const save = async (transfer: number, receipt: Receipt, how: How): Promise<void> => {
    const { share, chosen, wanted } = receipt.now;
    if (saved.value.get(transfer)?.at === "saving") return;
    tell(transfer, { at: "saving", done: 0, total: wanted });
    const progress = progressOf(transfer, wanted);
    try {
      const pieces = await disk.read(transfer, share);
      if (how === "files") await saveFiles(share, chosen, pieces);
      else if (how === "zip") await saveZip(disk, share, chosen, pieces, progress);
      else await copyInto({ share, chosen, pieces, folder: await picked.ready(), progress });
      tell(transfer, { at: "saved", how });
    } catch (error) {
      const why = whyNot(error);
      if (why === "folder-denied") {
        // It lands as soon as it may; but not again and again where the browser says yes and then no.
        if (await picked.look()) picked.denied();
        else if (receipt.automatic) waiting.set(transfer, receipt);
      }
      tell(transfer, { at: "failed", why });
      warn(why);
    }
  };

  const saveWaiting = () => {
    if (picked.folder.value?.ready !== true) return;
    for (const [transfer, receipt] of waiting) {
      waiting.delete(transfer);
      void save(transfer, receipt, "folder");
    }
  };
  picked.folder.subscribe(saveWaiting);

  return {
    saved: saved as ReadonlySignal<ReadonlyMap<number, Saved>>,
    folder: picked.folder as ReadonlySignal<{ readonly name: string; readonly ready: boolean } | undefined>,
    chooseFolder: picked.choose,
    allowFolder: picked.allow,
    forgetFolder: picked.forget,
    save,
    /** A transfer is complete: what nobody clicked lands in the picked folder with no click either, as soon as it may be written to. */
    async completed(transfer: number, receipt: Receipt): Promise<void> {
      await picked.looked;
      if (!receipt.automatic || picked.folder.value === undefined || saved.value.has(transfer)) return;
      waiting.set(transfer, receipt);
      saveWaiting();
    },
  };
}

async function saveFiles(share: Share, chosen: Spans | undefined, pieces: readonly Piece[]): Promise<void> {
  const paths = safePaths(share.entries);
  let first = true;
  for (const [index, entry] of share.entries.entries()) {
    const place = placeOf(share, index);
    if (isFolder(entry) || !isChosen(chosen, index) || place === undefined) continue;
    if (!first) await new Promise((resolve) => setTimeout(resolve, betweenMs));
    first = false;
    offerDownload(cut(pieces, place.from, place.to), paths[index]?.at(-1) ?? "_");
  }
}

async function saveZip(disk: Disk, share: Share, chosen: Spans | undefined, pieces: readonly Piece[], progress: (bytes: number) => void) {
  const [{ zipOf }, { contentsOf }] = await Promise.all([import("./zip.ts"), import("./handful.ts")]);
  const name = `${safeName(share.name.replace(/\/$/, ""))}.zip`;
  const { size, stream } = zipOf(share, chosen, contentsOf(share, chosen, pieces));
  const { blob, free } = await disk.record(name, size, stream, progress);
  offerDownload(blob, name);
  setTimeout(() => void free(), savingMs);
}

function offerDownload(blob: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), savingMs);
}

function whyNot(error: unknown): Failure {
  const name = error instanceof DOMException ? error.name : "";
  if (name === "QuotaExceededError") return "no-space";
  return name === "NotAllowedError" ? "folder-denied" : "sink-broken";
}
