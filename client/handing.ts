// Which tab hands on what the device handed over: the one in which it arrived, and the person sees it. Another tab's room is none of its business.
import { read, write } from "./storage.ts";

const key = "roomcp:handed";

/** The next room that is entered in this tab gets it. */
export function awaitRoom(id: string | undefined): void {
  write("session", key, id);
}

/** What waits for a room in this tab. */
export function awaited(): string | undefined {
  return read("session", key);
}
