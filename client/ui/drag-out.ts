// A verified file is dragged out of the page onto the desktop, where the browser knows how (Chromium's `DownloadURL`). Loaded when somebody touches a share's tile.
import { safeName } from "../../protocol/path.ts";
import type { ShareShown } from "./share-shown.ts";
import type { Visit } from "./visit.ts";

/** When a drag ends the browser has begun to read; what it reads is gone from here after this. */
const readForMs = 60_000;

export function draggingOut(visit: Visit) {
  let held: { readonly key: string; readonly address: string; readonly url: string } | undefined;
  const letGo = () => {
    const { url } = held ?? {};
    held = undefined;
    if (url !== undefined) setTimeout(() => URL.revokeObjectURL(url), readForMs);
  };
  return {
    /** Once the drag has begun it is too late to wait for a file. */
    async ready({ key, owner, id, only }: ShareShown): Promise<void> {
      if (held?.key === key) return;
      letGo();
      const found = await visit.session.value?.fileOf(owner, id, only).catch(() => undefined);
      if (found === undefined) return;
      const name = safeName(found.path.slice(found.path.lastIndexOf("/") + 1));
      const url = URL.createObjectURL(found.file);
      held = { key, url, address: `application/octet-stream:${name}:${url}` };
    },

    drag({ dataTransfer }: DragEvent, { key }: ShareShown): void {
      if (held?.key !== key || dataTransfer === null) return;
      dataTransfer.effectAllowed = "copy";
      dataTransfer.setData("DownloadURL", held.address);
    },

    letGo,
  };
}
