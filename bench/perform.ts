// How a bench runs: to its end or until it fails, is ended or takes too long; in each case what it brought is taken away again.
import { type Folder, temporaryFolder } from "../test/support/files.ts";
import { option } from "./ratio.ts";

export type Stage = {
  /** For all files, profiles and what browsers leave: on the disk, and gone afterwards. */
  readonly folder: Folder;
  /** What is closed afterwards, the latest first. */
  readonly things: AsyncDisposableStack;
};

/** What cannot be closed within this time is left to the end of the process. */
const closingMs = 15_000;

/** Does not return: the process ends, with 1 if the bench failed. */
export async function perform(play: (stage: Stage) => Promise<void>): Promise<never> {
  const things = new AsyncDisposableStack();
  const folder = things.use(await temporaryFolder());
  // Browsers put small things of their own wherever temporary files go.
  process.env.TMPDIR = folder.path;
  const cut = Promise.withResolvers<never>();
  const minutes = option("minutes", 60);
  setTimeout(() => cut.reject(`It was not over after ${minutes} minutes (--minutes).`), minutes * 60_000);
  for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(name, () => cut.reject(`Ended by ${name}.`));
  for (const name of ["uncaughtException", "unhandledRejection"] as const) process.on(name, cut.reject);
  let code = 0;
  try {
    await Promise.race([play({ folder, things }), cut.promise]);
  } catch (error) {
    console.error(error);
    code = 1;
  }
  await Promise.race([things.disposeAsync().catch(console.error), Bun.sleep(closingMs)]);
  process.exit(code);
}
