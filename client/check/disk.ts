// Where this browser would keep what is received, and how fast it reads and checks: the page's own worker is asked.
import { randomHex } from "../../edges/random.ts";
import { within } from "../../edges/within.ts";
import { chunkBytesMin } from "../../protocol/limits.ts";
import { chunkCountOf, shareOf } from "../../protocol/share.ts";
import { openDatabase } from "../database.ts";
import { openCrew } from "../disk/crew.ts";
import { databaseName, databaseStore, type FromWorker, type Rung, type ToWorker } from "../disk/messages.ts";
import type { Findings } from "./verdict.ts";

/** One order at a time: what the worker says next is the answer, and undefined that it says nothing. */
type Asked = (order: ToWorker) => Promise<FromWorker | undefined>;

const worker = "check";
const patienceMs = 10_000;
/** Bytes that are checked, after a first chunk that warms it up. */
const checkedBytes = 32 * chunkBytesMin;

export async function tryDisk(workerUrl: string): Promise<Pick<Findings, "storage" | "hash">> {
  let heard: (message: FromWorker | undefined) => void = () => {};
  const crew = openCrew({ workerUrl, heard: (message) => heard(message), broken: () => heard(undefined) });
  const asked: Asked = async (order) => {
    const answer = new Promise<FromWorker | undefined>((resolve) => (heard = resolve));
    try {
      crew.order(worker, order);
    } catch {
      // Where workers are switched off there is none to be made.
      return undefined;
    }
    return within(answer, patienceMs);
  };
  try {
    const rung = await rungOf(asked);
    const room = await roomLeft();
    const rate = await rateOf(asked);
    const hash = rate === undefined ? ({ at: "broken" } as const) : ({ at: "hashed", rate, native: crypto.subtle !== undefined } as const);
    return { storage: room === undefined ? { rung } : { rung, room }, hash };
  } finally {
    crew.end(worker);
  }
}

/** The best rung that works here, tried as `disk/index.ts` does. */
async function rungOf(asked: Asked): Promise<Rung> {
  if (navigator.storage?.getDirectory !== undefined) {
    const tried = await asked({ do: "try-opfs" });
    if (tried?.on === "tried-opfs" && tried.works) return "opfs";
  }
  return (await databaseWorks()) ? "indexeddb" : "memory";
}

/** Leaves nothing; should the page end amid it, the next room sweeps up. */
async function databaseWorks(): Promise<boolean> {
  const name = databaseName(randomHex());
  try {
    const database = await openDatabase(name, [databaseStore]);
    await database.put(databaseStore, new Blob(["roomcp"]), [-1, 0]);
    database.close();
    indexedDB.deleteDatabase(name);
    return true;
  } catch {
    return false;
  }
}

async function roomLeft(): Promise<number | undefined> {
  const { quota, usage } = (await navigator.storage?.estimate?.().catch(() => undefined)) ?? {};
  return quota === undefined || usage === undefined ? undefined : Math.max(0, quota - usage);
}

/** Bytes per second from a file to its chunks' digests; undefined if the worker does not answer. */
async function rateOf(asked: Asked): Promise<number | undefined> {
  const file = new File([new Uint8Array(checkedBytes + chunkBytesMin)], "check");
  const share = shareOf(randomHex(), [{ path: file.name, size: file.size, modified: file.lastModified, media: "" }]);
  if (typeof share === "string") return undefined;
  const read = (chunk: number) => ({ do: "read", key: String(chunk), share: share.id, chunk, bytes: false }) as const;
  // No answer comes to this.
  void asked({ do: "source", share, files: [file], from: 0 });
  if ((await asked(read(0)))?.on !== "read") return undefined;
  const began = performance.now();
  for (let chunk = 1; chunk < chunkCountOf(share); chunk++) if ((await asked(read(chunk)))?.on !== "read") return undefined;
  return (1000 * checkedBytes) / (performance.now() - began);
}
