// What a person chose, dropped or pasted becomes a share; or, if it is what an earlier page shared, that share goes on.
import type { Gathered } from "../gather.ts";
import type { Session } from "../session.ts";
import { filesIn } from "./share-shown.ts";
import type { Visit } from "./visit.ts";

/** Reading for longer than this is said. */
const readingMs = 300;

/** @returns whether it is shared now. @param unreadable how many files the browser could not read, and left out */
export async function offer(visit: Visit, gathered: Gathered, unreadable = 0): Promise<boolean> {
  if (gathered.entries.length === 0) {
    if (unreadable > 0) visit.warn("source-unreadable");
    return false;
  }
  const session = await visiting(visit);
  for (const { share } of session.kept.value) {
    if (filesIn(share.entries) === filesIn(gathered.entries) && (await session.shareAgain(share.id, gathered)) === undefined) return true;
  }
  const why = session.share(gathered);
  if (why !== undefined) visit.warn(why);
  else visit.notice.value = unreadable > 0 ? visit.say("shares.unreadable", { n: unreadable }) : "";
  return why === undefined;
}

/** Whoever has entered may choose files while the rest of the page is still on its way; if that does not come, it is told where it is loaded. */
function visiting({ session }: Visit): Promise<Session> {
  return new Promise((resolve) => {
    if (session.value !== undefined) return resolve(session.value);
    const stop = session.subscribe((session) => {
      if (session === undefined) return;
      resolve(session);
      queueMicrotask(() => stop());
    });
  });
}

/** Says that a folder is being read, if that lasts. @param hasBegun while the browser's own dialog is open, nothing is read yet, and the page has no focus */
export async function whileReading<Result>(visit: Visit, reading: Promise<Result>, hasBegun = () => true): Promise<Result> {
  const timer = setInterval(() => {
    visit.reading.value = hasBegun();
  }, readingMs);
  try {
    return await reading;
  } finally {
    clearInterval(timer);
    visit.reading.value = false;
  }
}
