// A file that one process holds at a time. The system lets go of it when the process ends, however it ends, which no file with a process id in
// it does. It is SQLite's lock, since that is the one which this runtime has on every system.
import { Database } from "bun:sqlite";

/** Resolves to what lets go of it; undefined if somebody else holds it, in this process or in another. */
export function takeLock(path: string): (() => void) | undefined {
  const database = new Database(path, { create: true });
  try {
    database.exec("PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE");
    return () => database.close();
  } catch (error) {
    database.close();
    if (error instanceof Error && "code" in error && error.code === "SQLITE_BUSY") return undefined;
    throw error;
  }
}
