import { expect, setDefaultTimeout, test } from "bun:test";
import { cp, mkdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { dependencies } from "../../package.json";
import { buildClient } from "../../routes/bundle.ts";
import { pack, unpack } from "../../routes/pack.ts";
import { temporaryFolder } from "../support/files.ts";

setDefaultTimeout(60_000);

const root = join(import.meta.dir, "../..");

test("the same source gives the same bytes and names, wherever it lies and wherever the process stands", async () => {
  await using folder = await temporaryFolder();
  const copy = join(folder.path, "some", "where");
  await mkdir(copy, { recursive: true });
  const packages = [...Object.keys(dependencies), "@oxc-minify"].map((name) => `node_modules/${name}`);
  for (const path of ["client", "edges", "protocol", "public", "routes", "package.json", "tsconfig.json", ...packages]) {
    await mkdir(dirname(join(copy, path)), { recursive: true });
    await cp(join(root, path), join(copy, path), { recursive: true });
  }
  const script = `
    const { buildClient } = await import(${JSON.stringify(join(copy, "routes/bundle.ts"))});
    const { pack } = await import(${JSON.stringify(join(copy, "routes/pack.ts"))});
    await Bun.stdout.write(pack(await buildClient()));`;
  const { stdout, stderr } = Bun.spawnSync([process.execPath, "-e", script], { cwd: folder.path });
  expect(stderr.toString()).toBe("");
  const [here, there] = [await buildClient(), unpack(new Uint8Array(stdout))];
  expect([...there.files.keys()].sort()).toEqual([...here.files.keys()].sort());
  expect(Buffer.from(pack(here)).equals(stdout)).toBe(true);
});

test("what is packed is the same when it is unpacked", async () => {
  const client = await buildClient();
  const again = unpack(new Uint8Array(pack(client)));
  expect(again.paths).toEqual(client.paths);
  expect(again.files).toEqual(new Map([...client.files].sort(([one], [other]) => (one < other ? -1 : 1))));
});
