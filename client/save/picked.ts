// The folder that a person picked for a room. The browser lends it; after a reload it may ask for one more click.
import { signal } from "@preact/signals-core";
import { openDatabase } from "../database.ts";

type Handle = FileSystemDirectoryHandle & {
  queryPermission?(how: { mode: "readwrite" }): Promise<PermissionState>;
  requestPermission?(how: { mode: "readwrite" }): Promise<PermissionState>;
};
type Picker = { showDirectoryPicker?: (how: { mode: "readwrite" }) => Promise<Handle> };

const store = "folders";
const how = { mode: "readwrite" } as const;

export function openPicked(room: string) {
  const folder = signal<{ readonly name: string; readonly ready: boolean } | undefined>(undefined);
  let handle: Handle | undefined;
  const database = openDatabase("roomcp-folders", [store]).catch(() => undefined);
  const remember = async (kept: Handle | undefined) => {
    const db = await database;
    // Where it cannot be remembered it is good for this visit.
    await (kept === undefined ? db?.delete(store, room) : db?.put(store, kept, room))?.catch(() => {});
  };
  const show = async () => {
    // The page's own file system asks nobody, and has no such question.
    const ready = handle !== undefined && (await (handle.queryPermission?.(how) ?? "granted")) === "granted";
    folder.value = handle && { name: handle.name, ready };
    return ready;
  };
  const looked = database
    .then((db) => db?.get<Handle>(store, room))
    .then((kept) => {
      handle ??= kept;
      return show();
    })
    .catch(() => {});

  return {
    folder,
    /** What an earlier visit picked is known. */
    looked,
    /** Asks the browser once more whether it may be written to. */
    look: show,
    async choose(): Promise<void> {
      try {
        handle = await (window as Picker).showDirectoryPicker?.(how);
      } catch (error) {
        // Nothing was picked, and nothing changes.
        if (error instanceof DOMException && error.name === "AbortError") return;
        throw error;
      }
      await remember(handle);
      await show();
    },
    /** Asks for leave again; needs a click. */
    async allow(): Promise<void> {
      await handle?.requestPermission?.(how);
      await show();
    },
    forget(): void {
      handle = undefined;
      folder.value = undefined;
      void remember(undefined);
    },
    denied(): void {
      if (handle !== undefined) folder.value = { name: handle.name, ready: false };
    },
    /** The folder, if it may be written to. Rejects with a `NotAllowedError` if it may not. */
    async ready(): Promise<FileSystemDirectoryHandle> {
      await show();
      if (handle === undefined || folder.value?.ready !== true) throw new DOMException("no folder may be written to", "NotAllowedError");
      return handle;
    },
  };
}
