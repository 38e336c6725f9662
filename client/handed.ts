// What the device has handed to this site, by its share sheet or by "Open with", until the room that the person chooses takes it. The service worker puts it here, and
// a page takes it out: IndexedDB is what both have.
import { type Database, openDatabase } from "./database.ts";

export type Handed = {
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly files: readonly File[];
  /** Where the browser lends the files instead. */
  readonly handles: readonly FileSystemHandle[];
  readonly text: string;
};

/** Whoever has chosen no room after an hour has forgotten it, and will share it again. */
const keptMs = 3_600_000;

const store = "handed";
const only = "last";

async function within<Result>(deed: (db: Database) => Promise<Result>): Promise<Result> {
  const db = await openDatabase("roomcp-handed", [store]);
  try {
    return await deed(db);
  } finally {
    db.close();
  }
}

/** What was handed before and not taken makes room. Rejects if the browser has no space for it. */
export async function keepHanded(handed: Handed): Promise<void> {
  await within((db) => db.put(store, handed, only));
}

/** Undefined if something else was handed since, or it was forgotten. */
export async function lookAtHanded(id: string): Promise<Handed | undefined> {
  const found = await within((db) => db.get<Handed>(store, only));
  return found?.id === id ? found : undefined;
}

export async function forgetHanded(id: string): Promise<void> {
  if ((await lookAtHanded(id)) !== undefined) await within((db) => db.delete(store, only));
}

export async function forgetOldHanded(now: number): Promise<void> {
  const found = await within((db) => db.get<Handed>(store, only));
  if (found !== undefined && now - found.at > keptMs) await forgetHanded(found.id);
}
