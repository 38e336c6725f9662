// Which finished copies were handed out, which are to be, and what is wrong if one could not be.
import { type ReadonlySignal, signal } from "@preact/signals-core";
import type { Failure } from "../../protocol/failure.ts";
import type { Receipt } from "../../protocol/peer-state.ts";
import type { Disk } from "../disk/index.ts";
import { openPicked } from "./picked.ts";

export type How = "zip" | "files" | "folder";
export type Saved =
  | { readonly at: "saving"; readonly done: number; readonly total: number }
  | { readonly at: "saved"; readonly how: How }
  | { readonly at: "failed"; readonly why: Failure };

const progressEveryMs = 200;
/** Milliseconds after which what hands copies out is loaded, so that it is here even if the server is gone by then. */
const loadAfterMs = 1_000;

const loadHandOut = () => import("./hand-out.ts");

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
    const { share, wanted } = receipt.now;
    if (saved.value.get(transfer)?.at === "saving") return;
    tell(transfer, { at: "saving", done: 0, total: wanted });
    const progress = progressOf(transfer, wanted);
    try {
      const pieces = await disk.read(transfer, share);
      const { handOut } = await loadHandOut();
      await handOut({ copy: { ...receipt.now, pieces, progress }, how, disk, folder: picked.ready });
      tell(transfer, { at: "saved", how });
      disk.keepLanding(transfer, false);
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
  setTimeout(() => loadHandOut().catch(() => {}), loadAfterMs);

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
      disk.keepLanding(transfer, true);
      saveWaiting();
    },
  };
}

function whyNot(error: unknown): Failure {
  const name = error instanceof DOMException ? error.name : "";
  if (name === "QuotaExceededError") return "no-space";
  return name === "NotAllowedError" ? "folder-denied" : "sink-broken";
}
