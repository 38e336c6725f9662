// The browser's files made once for a whole run: making and packing them takes each of a hundred servers longer than all the rest of its start.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Where in the environment a run says which file has them. */
export const variable = "ROOMCP_TEST_CLIENT";

/** From now on servers of tests get them as they are now. */
export async function makeClient(): Promise<AsyncDisposable> {
  // Those servers have no need of what makes them.
  const [{ buildClient }, { pack }] = await Promise.all([import("../../routes/bundle.ts"), import("../../routes/pack.ts")]);
  const folder = await mkdtemp(join(tmpdir(), "roomcp-made-"));
  const file = join(folder, "client.pack");
  await Bun.write(file, pack(await buildClient()));
  process.env[variable] = file;
  return { [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }) };
}

/** What Bun is told besides when it starts a server: nothing where each makes its own. */
export const taking = (): readonly string[] =>
  process.env[variable] === undefined ? [] : ["--preload", `${import.meta.dir}/take-made.ts`];
