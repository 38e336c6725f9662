// Frees what pages left behind that nobody comes back to. Living pages hold a lock where there are any, and answer a roll call elsewhere.
import { forgetPlace, placesInLedger } from "./ledger.ts";
import { databaseName } from "./messages.ts";

const rollCallMs = 1_000;
const lockName = (place: string) => `roomcp:${place}`;
/** A tab that was closed may be opened again, and a laptop wake up, within a day; a room that nobody came back to until then is dead. */
export const keptMs = 24 * 60 * 60_000;

/** Says that this page lives, for as long as it does. */
export function claimPlace(place: string): void {
  navigator.locks?.request(lockName(place), () => new Promise(() => {})).catch(() => {});
  const channel = new BroadcastChannel("roomcp:places");
  channel.onmessage = ({ data }) => data === "who" && channel.postMessage({ here: place });
}

/** Removes the storage of every place that nobody claims, and that was not used for a day or is in no ledger. */
export async function sweep(mine: string): Promise<void> {
  const living = await livingPlaces();
  const known = new Map((await placesInLedger()).map(({ place, used }) => [place, used]));
  const isDead = (place: string) => place !== mine && !living.has(place) && Date.now() - (known.get(place) ?? 0) > keptMs;
  const dead = new Set([...known.keys()].filter(isDead));
  try {
    const folder = await (await navigator.storage.getDirectory()).getDirectoryHandle("roomcp");
    for await (const name of folder.keys()) {
      if (!isDead(name)) continue;
      dead.add(name);
      await folder.removeEntry(name, { recursive: true });
    }
  } catch {}
  for (const { name } of (await indexedDB.databases?.().catch(() => [])) ?? []) {
    const place = name?.startsWith(databaseName("")) ? name.slice(databaseName("").length) : undefined;
    if (place === undefined || !isDead(place)) continue;
    dead.add(place);
    indexedDB.deleteDatabase(databaseName(place));
  }
  for (const place of dead) await forgetPlace(place);
}

/** The places of pages that live. @param within how long they have to answer; a frozen tab cannot, but it keeps its lock. */
export async function livingPlaces(within = rollCallMs): Promise<ReadonlySet<string>> {
  const living = new Set<string>();
  const channel = new BroadcastChannel("roomcp:places");
  channel.onmessage = ({ data }) => typeof data?.here === "string" && living.add(data.here);
  channel.postMessage("who");
  await new Promise((resolve) => setTimeout(resolve, within));
  channel.close();
  for (const { name } of (await navigator.locks?.query())?.held ?? [])
    if (name?.startsWith(lockName(""))) living.add(name.slice(lockName("").length));
  return living;
}
