// Handing a finished copy to the browser's own download.
import { placesOf, type Share, safeName, sizeOf } from "../../protocol/share.ts";

/** The browser may take minutes to copy a large file out of its storage, and needs URL and bytes until then. */
export const savingMs = 60 * 60_000;

/**
 * Offers each file under its own name. The bytes stay where they are: nothing is read here.
 * Throws if they are not all there any more.
 */
export function saveFiles(whole: Blob, share: Share): void {
  if (whole.size !== sizeOf(share)) throw new Error(`${whole.size} bytes are left of ${sizeOf(share)}`);
  for (const { file, from, to } of placesOf(share)) {
    // Whatever a peer calls its type: it is to be saved, never to be opened here.
    offerDownload(whole.slice(from, to, "application/octet-stream"), safeName(file.name));
  }
}

function offerDownload(blob: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), savingMs);
}
