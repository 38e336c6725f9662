// A process that receives one share into a folder, going on with whatever is there, and may be killed at any moment: `bun receives.ts FOLDER`.

import { chunkCountOf } from "../../../protocol/share.ts";
import { each, without } from "../../../protocol/span.ts";
import { openFolderPage } from "../../contract/sink-folder.ts";
import { mixedShare } from "./mixed-share.ts";

const page = await openFolderPage(process.argv[2] ?? "");
const [left] = await page.disk.restore();
if (left?.complete) process.exit(0);
if ((await page.do.open(1, mixedShare)) !== "well") process.exit(2);
const found = await page.do.found(1);
if ((await page.do.check(1, found)).length > 0) process.exit(3);
for (const chunk of each(without([[0, chunkCountOf(mixedShare)]], found)))
  if ((await page.do.store(1, [chunk])) !== "well") process.exit(4);
if ((await page.do.close(1)) !== "well") process.exit(5);
await page.disk.close();
