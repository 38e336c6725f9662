// The project's own source files, for tests that hold the house in order.
import { Glob } from "bun";

const root = new URL("../../", import.meta.url).pathname;

export type SourceFile = { readonly path: string; readonly text: string };

/** TypeScript files of these folders, by their path from the project's root, e.g. `protocol/room.ts`; `""` is the root without its folders. */
export async function sourceFiles(...folders: readonly string[]): Promise<readonly SourceFile[]> {
  const patterns = folders.map((folder) => (folder === "" ? "*.ts" : `${folder}/**/*.ts`));
  const paths = patterns.flatMap((pattern) => [...new Glob(pattern).scanSync({ cwd: root })]).sort();
  return Promise.all(paths.map(async (path) => ({ path, text: await Bun.file(root + path).text() })));
}

export function readProjectFile(path: string): Promise<string> {
  return Bun.file(root + path).text();
}
