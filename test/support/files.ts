// Files to share, made of bytes that no compression and no zeroed buffer can fake, and their SHA-256.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

export type Folder = { readonly path: string; make(name: string, bytes: number): Promise<string>; [Symbol.asyncDispose](): Promise<void> };

export async function temporaryFolder(): Promise<Folder> {
  const path = await mkdtemp(join(tmpdir(), "roomcp-test-"));
  return {
    path,
    async make(name, bytes) {
      const file = join(path, name);
      const writer = Bun.file(file).writer();
      for (let left = bytes; left > 0; left -= 65_536) writer.write(crypto.getRandomValues(new Uint8Array(Math.min(left, 65_536))));
      await writer.end();
      return file;
    },
    [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }),
  };
}

/** As `sha256sum` prints it. */
export async function sha256(path: string): Promise<string> {
  const hasher = new Bun.CryptoHasher("sha256");
  for await (const bytes of Bun.file(path).stream()) hasher.update(bytes);
  return hasher.digest("hex");
}
