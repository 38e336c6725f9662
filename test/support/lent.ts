// What a browser would ask the person for, and cannot ask a test: files and folders that are picked, lent from the page's own file system.
import type { Page } from "playwright-core";

/** From now on the folder that is picked in this page is one of its own file system. */
export async function lendFolder(page: Page, name: string): Promise<void> {
  await page.addInitScript((name) => {
    Object.assign(window, {
      showDirectoryPicker: async () => (await navigator.storage.getDirectory()).getDirectoryHandle(name, { create: true }),
    });
  }, name);
}

/** From now on the file that is picked in this page is one of its own file system, of random bytes made in the page. */
export async function lendFile(page: Page, name: string): Promise<void> {
  await page.addInitScript((name) => {
    Object.assign(window, { showOpenFilePicker: async () => [await (await navigator.storage.getDirectory()).getFileHandle(name)] });
  }, name);
}

/** Makes that file. Resolves to its SHA-256. */
export async function makeLentFile(page: Page, name: string, mib: number): Promise<string> {
  return page.evaluate(
    async ([name, mib]) => {
      const root = await navigator.storage.getDirectory();
      const writable = await (await root.getFileHandle(name, { create: true })).createWritable();
      const piece = new Uint8Array(65_536);
      for (let i = 0; i < mib * 16; i++) await writable.write(crypto.getRandomValues(piece));
      await writable.close();
      const bytes = await (await (await root.getFileHandle(name)).getFile()).arrayBuffer();
      const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
      return [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    },
    [name, mib] as const,
  );
}

/** Every file below a lent folder with its SHA-256, by path. */
export async function treeInLent(page: Page, name: string): Promise<Readonly<Record<string, string>>> {
  return page.evaluate(async (name) => {
    const found: [string, string][] = [];
    const walk = async (folder: FileSystemDirectoryHandle, path: string): Promise<void> => {
      for await (const [name, handle] of folder.entries()) {
        if (handle.kind === "directory") {
          await walk(handle as FileSystemDirectoryHandle, `${path}${name}/`);
          continue;
        }
        const bytes = await (await (handle as FileSystemFileHandle).getFile()).arrayBuffer();
        const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
        found.push([path + name, [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("")]);
      }
    };
    await walk(await (await navigator.storage.getDirectory()).getDirectoryHandle(name), "");
    return Object.fromEntries(found.sort(([a], [b]) => (a < b ? -1 : 1)));
  }, name);
}

/** Counts the bytes of frames that a page sends, from its next load on. */
export async function countSent(page: Page): Promise<() => Promise<number>> {
  await page.addInitScript(() => {
    const send = RTCDataChannel.prototype.send as (data: unknown) => void;
    Object.assign(window, { bytesSent: 0 });
    RTCDataChannel.prototype.send = function (data: unknown) {
      if (data instanceof Uint8Array) (window as unknown as { bytesSent: number }).bytesSent += data.length;
      return send.call(this, data);
    };
  });
  return () => page.evaluate(() => (window as unknown as { bytesSent: number }).bytesSent);
}
