// roomcp as one file: the commands, the server and all that it sends to browsers, made now, so that it starts at once and needs nothing beside it.
//   bun run build          dist/roomcp, for this machine
//   bun run build --all    dist/roomcp-<target>, for every target whose runtime can be had
import { existsSync } from "node:fs";
import { cp, mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { packName } from "../cli/release.ts";
import { buildClient } from "../routes/bundle.ts";
import { pack } from "../routes/pack.ts";

const root = join(import.meta.dir, "..");

/** Which of WebRTC's add-ons belongs to each. All have glibc, where they are Linux. */
const addons = {
  "linux-x64": "linux-x64-gnu",
  "linux-arm64": "linux-arm64-gnu",
  "darwin-x64": "darwin-x64",
  "darwin-arm64": "darwin-arm64",
  "windows-x64": "win32-x64-msvc",
} as const;

type Target = keyof typeof addons;
const targets = Object.keys(addons) as readonly Target[];
const here = `${process.platform === "win32" ? "windows" : process.platform}-${process.arch}` as Target;

/**
 * @param outfile where to; Windows' gets `.exe`
 * @param target undefined for this machine
 * @param modules where packages are; without the target's add-on a terminal has no WebRTC
 * @returns where it is. Throws what the bundler says, such as that it could not get the target's runtime
 */
export async function build(outfile: string, target?: Target, modules = join(root, "node_modules")): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "roomcp-build-"));
  try {
    const packed = join(folder, packName);
    await Bun.write(packed, pack(await buildClient()));
    const { outputs } = await Bun.build({
      entrypoints: [join(root, "cli/main.ts"), packed],
      root,
      target: "bun",
      format: "esm",
      loader: { ".pack": "file" },
      // Elysia reads its handlers' source, so names stay.
      minify: { whitespace: true, syntax: true },
      bytecode: true,
      // A command brings what it needs into memory and nothing of the others: a third of the start, and 3 MiB of what a server holds.
      splitting: true,
      // What browsers get is in the pack already, as small as it becomes.
      external: ["oxc-minify"],
      plugins: [addonOf(target ?? here, modules)],
      compile: {
        outfile,
        ...(target && { target: `bun-${target}` }),
        // Whatever lies in the folder where somebody starts it is not ours.
        autoloadDotenv: false,
        autoloadBunfig: false,
      },
    });
    return outputs[0]?.path ?? outfile;
  } finally {
    await rm(folder, { recursive: true });
  }
}

function addonFile(target: Target, modules: string): string {
  return join(modules, "@node-datachannel", addons[target], "node_datachannel.node");
}

/** Embeds the target's add-on, and leaves those of other systems out. */
function addonOf(target: Target, modules: string): Bun.BunPlugin {
  const file = addonFile(target, modules);
  return {
    name: "addon",
    setup(build) {
      build.onResolve({ filter: /^@node-datachannel\// }, ({ path }) =>
        path.endsWith(`/${addons[target]}`) && existsSync(file) ? { path: file } : { path, external: true },
      );
    },
  };
}

/** False where one could not be built. Packages for all systems are had into a folder of their own, as the lock file has them. */
async function buildAll(): Promise<boolean> {
  const folder = await mkdtemp(join(tmpdir(), "roomcp-packages-"));
  let failed = false;
  try {
    for (const name of ["package.json", "bun.lock"]) await cp(join(root, name), join(folder, name));
    const flags = ["--frozen-lockfile", "--production", "--ignore-scripts", "--silent", "--os=*", "--cpu=*"];
    await Bun.spawn([process.execPath, "install", ...flags], { cwd: folder, stdio: ["ignore", "inherit", "inherit"] }).exited;
    const modules = join(folder, "node_modules");
    for (const target of targets) {
      try {
        tell(await build(join(root, "dist", `roomcp-${target}`), target, modules));
        if (!existsSync(addonFile(target, modules)))
          console.error(`roomcp-${target} has no WebRTC for the terminal: its add-on could not be had.`);
      } catch (error) {
        failed = true;
        console.error(`roomcp-${target} was not built: ${error instanceof AggregateError ? error.errors.join("; ") : error}`);
      }
    }
  } finally {
    await rm(folder, { recursive: true });
  }
  return !failed;
}

function tell(path: string): void {
  console.log(`${path}  ${(Bun.file(path).size / 1_000_000).toFixed(1)} MB`);
}

if (import.meta.main) {
  await mkdir(join(root, "dist"), { recursive: true });
  if (process.argv.includes("--all")) process.exit((await buildAll()) ? 0 : 1);
  tell(await build(join(root, "dist", "roomcp")));
}
