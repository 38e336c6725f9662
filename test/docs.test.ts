// What README.md and docs/hosting.md tell people to type is typed here, and works. A block marked `sh serve` is a server that the next blocks marked
// `sh run` ask; other blocks need a machine of their own.
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { chmod, mkdir } from "node:fs/promises";
import { join } from "node:path";
import { type Folder, temporaryFolder } from "./support/files.ts";
import { hosting, withSettings } from "./support/settings-table.ts";
import { readProjectFile } from "./support/tree.ts";

setDefaultTimeout(60_000);

let folder: Folder;
let server: { readonly pid: number; readonly exited: Promise<number> } | undefined;
const port = freePort();

beforeAll(async () => {
  folder = await temporaryFolder();
  await mkdir(join(folder.path, "bin"));
  const roomcp = join(folder.path, "bin", "roomcp");
  await Bun.write(roomcp, `#!/bin/sh\nexec ${process.execPath} ${new URL("../cli/main.ts", import.meta.url).pathname} "$@"\n`);
  await chmod(roomcp, 0o755);
});
afterAll(async () => {
  await stopServer();
  await folder[Symbol.asyncDispose]();
});

function freePort(): number {
  const server = Bun.serve({ port: 0, fetch: () => new Response() });
  const { port = 0 } = server;
  server.stop(true);
  return port;
}

/** With a port that nobody has, and as a group of its own. */
function shell(script: string) {
  return Bun.spawn(["sh", "-eu", "-c", script.replaceAll("3000", String(port))], {
    cwd: folder.path,
    detached: true,
    env: { ...process.env, PATH: `${folder.path}/bin:${process.env.PATH}`, ROOMCP_MDNS: "off", ROOMCP_DATA: folder.path },
    stdout: "pipe",
    stderr: "pipe",
  });
}

async function startServer(script: string): Promise<void> {
  await stopServer();
  const started = shell(script);
  server = started;
  let ended = false;
  started.exited.then(() => (ended = true));
  while ((await asked()) !== 200) {
    if (ended) throw new Error(`the server has ended: ${await new Response(started.stderr).text()}`);
    await Bun.sleep(50);
  }
}

/** Its status; undefined where nobody answers. */
function asked(): Promise<number | undefined> {
  return fetch(`http://localhost:${port}/healthz`, { keepalive: false }).then(
    ({ status }) => status,
    () => undefined,
  );
}

async function stopServer(): Promise<void> {
  if (server === undefined) return;
  process.kill(-server.pid);
  await server.exited;
  // The shell may be gone before the server is.
  while ((await asked()) !== undefined) await Bun.sleep(20);
  server = undefined;
}

// The README asks the server that is there last.
for (const path of ["docs/hosting.md", "README.md"]) {
  const blocks = [...(await readProjectFile(path)).matchAll(/^```sh (serve|run)\n([\s\S]*?)^```$/gm)];
  test(`${path} has something to run`, () => expect(blocks.some(([, mark]) => mark === "run")).toBe(true));

  for (const [, mark, script = ""] of blocks) {
    test(`${path}: ${script.split("\n")[0]}`, async () => {
      if (mark === "serve") return await startServer(script);
      if (server === undefined) await startServer("roomcp serve --port 3000");
      for (const command of script.trimEnd().split("\n")) {
        const run = shell(command);
        const [out, err, code] = await Promise.all([new Response(run.stdout).text(), new Response(run.stderr).text(), run.exited]);
        expect([command, code, err, out.length > 0]).toEqual([command, 0, expect.any(String), true]);
      }
    });
  }
}

test("the table of settings in docs/hosting.md is what the code has", async () => {
  const text = await Bun.file(hosting).text();
  expect(text).toBe(withSettings(text));
});

test("whatever files the documents name are there", async () => {
  for (const path of ["README.md", "docs/hosting.md"]) {
    const base = new URL(`../${path}`, import.meta.url);
    const links = [...(await readProjectFile(path)).matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map(([, to = ""]) => to);
    expect(links.length).toBeGreaterThan(3);
    for (const to of links) expect([path, to, await Bun.file(new URL(to, base)).exists()]).toEqual([path, to, true]);
  }
});
