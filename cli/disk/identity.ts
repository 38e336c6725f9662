// Who a terminal peer is: a token that the next process of the same purpose takes up again, so that it is the same person, and goes on.
import { mkdir, readdir, readFile, rm, stat, utimes, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { toHex } from "../../protocol/bytes.ts";
import type { Entry, ShareId } from "../../protocol/share.ts";
import { sha256Of } from "./digest.ts";
import { takeLock } from "./lock.ts";

/** `token`: 32 hexadecimal digits; `release`: another process may be this person now. */
export type Identity = { readonly token: string; release(): void };

/** As long as a transfer that is not finished. */
const keptMs = 30 * 24 * 60 * 60_000;
/** Processes of one purpose at a time. */
const atOnceMax = 256;

/**
 * Two processes are never the same person at a time: the second one of a purpose is somebody else. Where the state folder cannot be written to,
 * everybody is new each time.
 * @param lent.room its address without the secret @param lent.purpose what the process is for, e.g. `get /home/me/Downloads`
 * @param lent.folder where tokens are kept: `$XDG_STATE_HOME/roomcp`, or `%LOCALAPPDATA%\roomcp`
 */
export async function claimIdentity(lent: { room: string; purpose: string; folder?: string }): Promise<Identity> {
  const folder = join(lent.folder ?? stateFolder(), "identities");
  const name = sha256Of(Buffer.from(JSON.stringify([lent.room, lent.purpose]))).slice(0, 32);
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await sweep(folder);
    for (let n = 1; n <= atOnceMax; n++) {
      const path = join(folder, `${name}.${n}`);
      const release = takeLock(lockOf(path));
      if (release !== undefined) return { token: await tokenAt(path), release };
    }
  } catch {}
  return { token: newToken(), release() {} };
}

/** A share's id that the same person gives to the same files again, so that others go on with it. 32 hexadecimal digits. */
export function shareIdOf(token: string, entries: readonly Entry[]): ShareId {
  const manifest = entries.map(({ path, size, modified }) => [path, size, modified]);
  return sha256Of(Buffer.from(JSON.stringify([token, manifest]))).slice(0, 32);
}

const lockOf = (path: string) => `${path}.lock`;
const newToken = () => toHex(crypto.getRandomValues(new Uint8Array(16)));

async function tokenAt(path: string): Promise<string> {
  const kept = await readFile(path, "utf8").catch(() => "");
  const token = /^[0-9a-f]{32}$/.test(kept) ? kept : newToken();
  if (token === kept) await utimes(path, new Date(), new Date());
  else await writeFile(path, token, { mode: 0o600 });
  return token;
}

async function sweep(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const path = join(folder, name);
    if (name.endsWith(".lock") || Date.now() - (await stat(path)).mtimeMs < keptMs) continue;
    const release = takeLock(lockOf(path));
    if (release === undefined) continue;
    await rm(path, { force: true });
    release();
    await rm(lockOf(path), { force: true });
  }
}

function stateFolder(): string {
  const { XDG_STATE_HOME, LOCALAPPDATA } = process.env;
  if (process.platform === "win32") return join(LOCALAPPDATA ?? join(homedir(), "AppData", "Local"), "roomcp");
  // The specification has relative paths passed over.
  return join(XDG_STATE_HOME?.startsWith("/") ? XDG_STATE_HOME : join(homedir(), ".local", "state"), "roomcp");
}
