// The browser's files of this very roomcp: in the binary as they were built, from source as they are made now.
import type { Client } from "../routes/client.ts";
import { unpack } from "../routes/pack.ts";

/** What the build calls the file that it embeds. */
export const packName = "client.pack";

export async function releasedClient(): Promise<Client> {
  const embedded = Bun.embeddedFiles.find((file) => "name" in file && String(file.name).endsWith(".pack"));
  if (embedded !== undefined) return unpack(await embedded.bytes());
  const { buildClient } = await import("../routes/bundle.ts");
  return buildClient();
}
