// Many small files as one folder, against one file of as many bytes, in interleaved pairs: verified and stored.
//   bun bench/small-files.ts [--files=10000] [--kb=10] [--rounds=9]
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { Folder } from "../test/support/files.ts";
import { newRoom } from "../test/support/gathering.ts";
import { openSite } from "../test/support/site.ts";
import { meet, openPair } from "./browsers.ts";
import { needDisk } from "./disk-room.ts";
import { perform } from "./perform.ts";
import { inTurns, judged, option, spreadOf, told } from "./ratio.ts";
import { letGo, timeToReceive } from "./shown.ts";

const count = option("files", 10_000);
const kb = option("kb", 10);
const rounds = option("rounds", 9);
/** Of the speed of one file. */
const bound = 0.7;
const perFolder = 500;
const [many, one] = ["many small files", "one large file"];

await perform(async (stage) => {
  await needDisk(5 * count * kb * 1000);
  const folder = await makeFiles(stage.folder);
  const file = await stage.folder.make(one, count * kb * 1000);
  const site = stage.things.use(await openSite());
  const browsers = await openPair(stage);
  const url = await newRoom(site);
  const { sharer, receiver } = await meet(browsers, [url, url]);

  const shared = async (name: string, offer: () => Promise<void>) => {
    await offer();
    await receiver.share(name).waitFor({ timeout: 60_000 });
    const ms = await timeToReceive(receiver, name);
    await letGo(sharer, receiver, name);
    return ms;
  };

  const found = { ratios: [] as number[], many: [] as number[], one: [] as number[] };
  for (let round = 0; round < rounds; round++) {
    const [manyMs, oneMs] = await inTurns(round, [
      () => shared(many, () => sharer.sharesFolder(folder)),
      () => shared(one, () => sharer.shares(file)),
    ]);
    const speed = (ms: number) => (count * kb) / ms;
    found.ratios.push(oneMs / manyMs);
    found.many.push(speed(manyMs));
    found.one.push(speed(oneMs));
    console.log(
      `round ${round + 1}: many ${speed(manyMs).toFixed(1)} MB/s, one ${speed(oneMs).toFixed(1)} MB/s, ratio ${(oneMs / manyMs).toFixed(2)}`,
    );
  }
  console.log(
    `${count} files of ${kb} kB / one file of ${count * kb} kB: ${judged(spreadOf(found.ratios), { atLeast: bound })}, of ${rounds} pairs`,
  );
  console.log(`  MB/s: many ${told(spreadOf(found.many), 1)}, one ${told(spreadOf(found.one), 1)}`);
});

async function makeFiles(folder: Folder): Promise<string> {
  const bytes = crypto.getRandomValues(new Uint8Array(kb * 1000));
  for (let file = 0; file < count; file++) {
    const within = join(folder.path, many ?? "", String(Math.floor(file / perFolder)));
    if (file % perFolder === 0) await mkdir(within, { recursive: true });
    // Each differs from all others, as files do.
    new DataView(bytes.buffer).setUint32(0, file);
    await Bun.write(join(within, `${file}.bin`), bytes);
  }
  return join(folder.path, many ?? "");
}
