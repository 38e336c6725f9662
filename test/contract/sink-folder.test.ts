// The terminal peer's folder against the suites that every sink keeps.
import { type Folder, temporaryFolder } from "../support/files.ts";
import { resumingContract, storingContract } from "./sink.ts";
import { openFolderPage } from "./sink-folder.ts";

async function open() {
  const folder: Folder = await temporaryFolder();
  const page = await openFolderPage(folder.path);
  const close = async () => {
    await page[Symbol.asyncDispose]();
    await folder[Symbol.asyncDispose]();
  };
  return { ...page, [Symbol.asyncDispose]: close };
}

storingContract("a terminal's folder", open);
resumingContract("a terminal's folder", open);
