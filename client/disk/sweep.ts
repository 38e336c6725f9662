// Frees what pages left behind that are gone: closed tabs, crashes. Living pages answer a roll call, or hold a lock where there are any.
import { databaseName } from "./messages.ts";

const rollCallMs = 1_000;
const lockName = (place: string) => `roomcp:${place}`;

/** Says that this page lives, for as long as it does. */
export function claimPlace(place: string): void {
  navigator.locks?.request(lockName(place), () => new Promise(() => {}));
  const channel = new BroadcastChannel("roomcp:places");
  channel.onmessage = ({ data }) => data === "who" && channel.postMessage({ here: place });
}

/** Removes the storage of every place that nobody claims. What cannot be removed now is left for the next time. */
export async function sweep(): Promise<void> {
  const living = await livingPlaces();
  try {
    const folder = await (await navigator.storage.getDirectory()).getDirectoryHandle("roomcp");
    for await (const name of folder.keys()) if (!living.has(name)) await folder.removeEntry(name, { recursive: true });
  } catch {}
  for (const { name } of (await indexedDB.databases?.().catch(() => [])) ?? []) {
    const place = name?.startsWith(databaseName("")) ? name.slice(databaseName("").length) : undefined;
    if (place !== undefined && !living.has(place)) indexedDB.deleteDatabase(databaseName(place));
  }
}

async function livingPlaces(): Promise<ReadonlySet<string>> {
  const living = new Set<string>();
  const channel = new BroadcastChannel("roomcp:places");
  channel.onmessage = ({ data }) => typeof data?.here === "string" && living.add(data.here);
  channel.postMessage("who");
  await new Promise((resolve) => setTimeout(resolve, rollCallMs));
  channel.close();
  // A frozen tab cannot answer, but it keeps its lock.
  for (const { name } of (await navigator.locks?.query())?.held ?? [])
    if (name?.startsWith(lockName(""))) living.add(name.slice(lockName("").length));
  return living;
}
