// Handing a finished copy out: to the browser's own downloads, file by file or as one zip, or into a folder that was picked.
import { safeName, safePaths } from "../../protocol/path.ts";
import { isChosen, isFolder, placeOf } from "../../protocol/share.ts";
import type { Disk } from "../disk/index.ts";
import { cut } from "../disk/shelves.ts";
import { type Copy, copyInto } from "./folder.ts";
import { contentsOf } from "./handful.ts";
import type { How } from "./index.ts";

/** The browser may take minutes to copy a large file out of its storage, and needs URL and bytes until then. */
const savingMs = 60 * 60_000;
/** Downloads that begin at the same moment are taken for one by some browsers. */
const betweenMs = 150;

type Lent = { copy: Copy; how: How; disk: Disk; folder: () => Promise<FileSystemDirectoryHandle> };

/** Rejects with the browser's own error, or if it has lost some of the copy. */
export async function handOut({ copy, how, disk, folder }: Lent): Promise<void> {
  if (how === "files") await saveFiles(copy);
  else if (how === "zip") await saveZip(copy, disk);
  else await copyInto(copy, await folder());
}

async function saveFiles({ share, chosen, pieces }: Copy): Promise<void> {
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

async function saveZip({ share, chosen, pieces, progress }: Copy, disk: Disk): Promise<void> {
  const { zipOf } = await import("./zip.ts");
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
