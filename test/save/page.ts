// The page of these tests: the real ways in and out, with a stand-in for the disk of received bytes, and the folder picker lent.
import { signal } from "@preact/signals-core";
import { keepAwake, warnBeforeLeaving } from "../../client/awake.ts";
import type { Disk } from "../../client/disk/index.ts";
import { type Gathered, gatherDrop, gatherInput, pickFiles, pickFolder, regather, sameFiles } from "../../client/gather.ts";
import { type How, landing, type Saved } from "../../client/save/index.ts";
import type { Failure } from "../../protocol/failure.ts";
import type { Receipt } from "../../protocol/peer-state.ts";
import { completeReceiving } from "../../protocol/receive.ts";
import { type Entry, isChosen, placesOf, type Share, shareOf } from "../../protocol/share.ts";
import type { Spans } from "../../protocol/span.ts";
import { bytesAt } from "./bytes.ts";

/** What can be asked of `permission`: the page's own file system never asks. */
type Page = Window & { permission?: PermissionState; refuses?: RegExp; breaks?: { after: number; with: string } };
const page = window as Page;

const shared = new Map<number, { share: Share; chosen: Spans | undefined }>();
const warned: Failure[] = [];
const recorded: string[] = [];

const disk = {
  keepLanding() {},
  /** Only what was chosen lies on the disk. */
  async read(transfer: number) {
    const { share, chosen } = shared.get(transfer) ?? fail("no such transfer");
    if (chosen === undefined) return [{ from: 0, blob: new Blob(inPieces(0, share.size)) }];
    return placesOf(share).flatMap(({ index, from, to }) =>
      isChosen(chosen, index) ? [{ from, blob: new Blob([bytesAt(from, to)]) }] : [],
    );
  },
  async record(name: string, size: number, stream: ReadableStream<Uint8Array>, progress: (bytes: number) => void) {
    recorded.push(name);
    const root = await navigator.storage.getDirectory();
    const file = await root.getFileHandle(`record-${recorded.length}`, { create: true });
    const writable = await file.createWritable();
    let written = 0;
    let pieces: Uint8Array<ArrayBuffer>[] = [];
    const flush = async () => {
      await writable.write(new Blob(pieces));
      progress(written);
      pieces = [];
    };
    for (const reader = stream.getReader(); ; ) {
      const { done, value } = await reader.read();
      if (done) break;
      pieces.push(value as Uint8Array<ArrayBuffer>);
      written += value.length;
      if (pieces.length >= 1_000) await flush();
    }
    await flush();
    await writable.close();
    if (written !== size) throw new Error(`${written} bytes instead of ${size}`);
    return { blob: await file.getFile(), free: async () => {} };
  },
};

function* steps(from: number, to: number) {
  for (let at = from; at < to; at += 2 ** 20) yield bytesAt(at, Math.min(to, at + 2 ** 20));
}
const inPieces = (from: number, to: number) => [...steps(from, to)];

function fail(why: string): never {
  throw new Error(why);
}

let lander = landing({ disk: disk as unknown as Disk, room: "tests", warn: (why) => warned.push(why) });

const receiptOf = (transfer: number, share: Share, chosen: Spans | undefined, automatic: boolean): Receipt => {
  shared.set(transfer, { share, chosen });
  return { owner: "x".repeat(16), ownerName: "Ann", automatic, now: completeReceiving(share, transfer, chosen) };
};
const made = (entries: readonly Entry[]): Share => {
  const share = shareOf("5".repeat(32), entries);
  return typeof share === "string" ? fail(share) : share;
};
let transfers = 0;

// What a browser may say no to, and this one's own file system does not.
const prototype = FileSystemHandle.prototype as unknown as Record<string, unknown>;
prototype.queryPermission = async () => page.permission ?? "granted";
prototype.requestPermission = async () => (page.permission = "granted");
const directories = FileSystemDirectoryHandle.prototype as unknown as Record<string, (name: string, how?: object) => Promise<unknown>>;
for (const method of ["getFileHandle", "getDirectoryHandle"]) {
  const real = directories[method] ?? fail(method);
  directories[method] = function (this: FileSystemDirectoryHandle, name, how) {
    if (page.refuses?.test(name)) return Promise.reject(new TypeError("Name is not allowed."));
    return real.call(this, name, how);
  };
}
const realCreate = FileSystemFileHandle.prototype.createWritable;
FileSystemFileHandle.prototype.createWritable = async function (how) {
  if (page.breaks !== undefined && page.breaks.after-- <= 0) throw new DOMException("not here", page.breaks.with);
  return realCreate.call(this, how);
};

const awake = { busy: signal(false), losing: signal(false) };

type Told = {
  readonly path: string;
  readonly size: number;
  readonly modified: number;
  readonly media: string;
  readonly text: string | undefined;
};
async function told({ entries, files, handles }: Gathered, unreadable = 0) {
  const all = await Promise.all(
    entries.map(async (entry, i): Promise<Told> => ({ ...entry, text: entries.length > 100 ? undefined : await files[i]?.text() })),
  );
  return { entries: all, handles: handles.length, unreadable };
}

async function sha256(file: Blob): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", await file.arrayBuffer()));
  return [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

const picked = async () => (await navigator.storage.getDirectory()).getDirectoryHandle("picked", { create: true });
Object.assign(window, {
  showDirectoryPicker: picked,
  showOpenFilePicker: async () => Promise.all(["a.txt", "b.txt"].map(async (name) => (await picked()).getFileHandle(name))),
});

let kept: Gathered | undefined;

const verbs = {
  // out
  async save(entries: readonly Entry[], how: How, chosen?: Spans) {
    const transfer = ++transfers;
    await lander.save(transfer, receiptOf(transfer, made(entries), chosen, false), how);
    return lander.saved.value.get(transfer);
  },
  /** Like `count` small files, without telling each of them. */
  saveMany: (count: number, how: How) =>
    verbs.save(
      Array.from({ length: count }, (_, i) => ({
        path: `many/${i % 10}/記録 ${i}.txt`,
        size: i % 5,
        modified: 1_700_000_000_000,
        media: "",
      })),
      how,
    ),
  async saveAtOnce(times: number, entries: readonly Entry[]): Promise<readonly (Saved | undefined)[]> {
    return Promise.all(Array.from({ length: times }, () => verbs.save(entries, "folder")));
  },
  async progress(entries: readonly Entry[], how: How) {
    const seen: { done: number; at: number }[] = [];
    const stop = lander.saved.subscribe((saved) => {
      const now = saved.get(transfers);
      if (now?.at === "saving") seen.push({ done: now.done, at: performance.now() });
    });
    await verbs.save(entries, how);
    stop();
    return seen;
  },
  async completed(entries: readonly Entry[], automatic: boolean) {
    const transfer = ++transfers;
    const receipt = receiptOf(transfer, made(entries), undefined, automatic);
    await lander.completed(transfer, receipt);
    await lander.completed(transfer, receipt);
    return transfer;
  },
  async savedAt(transfer: number, at: Saved["at"]) {
    while (lander.saved.value.get(transfer)?.at !== at) await new Promise((resolve) => setTimeout(resolve, 10));
    return lander.saved.value.get(transfer);
  },
  saved: (transfer: number) => lander.saved.value.get(transfer),
  warned: () => warned.splice(0),
  recorded: () => recorded,
  folder: () => lander.folder.value,
  chooseFolder: () => lander.chooseFolder(),
  allowFolder: () => lander.allowFolder(),
  forgetFolder: () => lander.forgetFolder(),
  /** As a reload would, without one. */
  again() {
    lander = landing({ disk: disk as unknown as Disk, room: "tests", warn: (why) => warned.push(why) });
  },
  permission(now: PermissionState) {
    page.permission = now;
  },
  /** Names that match are refused as Chromium refuses some outside of its own file system. */
  refuse(names: string) {
    page.refuses = new RegExp(names, "iu");
  },
  breakAfter(after: number, name: string) {
    page.breaks = { after, with: name };
  },

  // the lent folder
  async put(path: string, text: string) {
    const names = path.split("/");
    let folder = await picked();
    for (const name of names.slice(0, -1)) folder = await folder.getDirectoryHandle(name, { create: true });
    const writable = await (await folder.getFileHandle(names.at(-1) ?? "", { create: true })).createWritable();
    await writable.write(text);
    await writable.close();
  },
  async fill(count: number) {
    const folder = await picked();
    for (let i = 0; i < count; i++)
      await (await folder.getDirectoryHandle(`f${i % 50}`, { create: true })).getFileHandle(`${i}`, { create: true });
  },
  /** Paths of files with the SHA-256 of what is in them, and of empty folders. */
  async tree() {
    const found: Record<string, string> = {};
    const walk = async (folder: FileSystemDirectoryHandle, path: string) => {
      let count = 0;
      for await (const handle of folder.values()) {
        count++;
        if (handle.kind === "directory") await walk(handle as FileSystemDirectoryHandle, `${path}${handle.name}/`);
        else found[path + handle.name] = await sha256(await (handle as FileSystemFileHandle).getFile());
      }
      if (count === 0 && path !== "") found[path] = "";
    };
    await walk(await picked(), "");
    return found;
  },
  async count() {
    let count = 0;
    const walk = async (folder: FileSystemDirectoryHandle) => {
      for await (const handle of folder.values()) {
        if (handle.kind === "directory") await walk(handle as FileSystemDirectoryHandle);
        else count++;
      }
    };
    await walk(await picked());
    return count;
  },
  async empty() {
    const folder = await picked();
    for await (const name of folder.keys()) await folder.removeEntry(name, { recursive: true });
    page.permission = "granted";
    delete page.refuses;
    delete page.breaks;
  },

  // in
  async input(selector: string) {
    return told(gatherInput(document.querySelector(selector) as HTMLInputElement));
  },
  dropped: () => drop,
  async pickFiles() {
    kept = await pickFiles();
    return kept && told(kept);
  },
  async pickFolder() {
    kept = await pickFolder();
    return kept && told(kept);
  },
  async picksNothing() {
    const real = window as unknown as Record<string, unknown>;
    const before = real.showDirectoryPicker;
    real.showDirectoryPicker = () => Promise.reject(new DOMException("thought better of it", "AbortError"));
    const nothing = await pickFolder();
    await lander.chooseFolder();
    real.showDirectoryPicker = before;
    return nothing === undefined;
  },
  async regather() {
    const share = made(kept?.entries ?? []);
    const found = await regather(kept?.handles ?? [], share);
    return typeof found === "string" ? found : told(found);
  },
  /** Is what an input holds what was picked before? */
  async same(selector: string) {
    const found = sameFiles(made(kept?.entries ?? []), gatherInput(document.querySelector(selector) as HTMLInputElement));
    return typeof found === "string" ? found : told(found);
  },
  keep(selector: string) {
    kept = gatherInput(document.querySelector(selector) as HTMLInputElement);
  },

  // awake
  startAwake() {
    keepAwake(awake.busy);
    warnBeforeLeaving(awake.losing);
  },
  awake(busy: boolean) {
    awake.busy.value = busy;
  },
  losing(yes: boolean) {
    awake.losing.value = yes;
  },
};

let drop: Promise<Awaited<ReturnType<typeof told>> & { readonly ms: number }> | undefined;
document.addEventListener("dragover", (event) => event.preventDefault());
document.addEventListener("drop", (event) => {
  event.preventDefault();
  const begun = performance.now();
  if (event.dataTransfer !== null)
    drop = gatherDrop(event.dataTransfer).then(async (gathered) => {
      const ms = performance.now() - begun;
      kept = gathered;
      return { ...(await told(gathered, gathered.unreadable)), ms };
    });
});

export type Verbs = typeof verbs;

Object.assign(globalThis, { verbs });
