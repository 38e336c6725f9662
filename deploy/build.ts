// roomcp as one file: the commands, the server and all that it sends to browsers, made now, so that it starts at once and needs nothing beside it.
//   bun run build          dist/roomcp, for this machine
//   bun run build --all    dist/roomcp-<target>, for every target whose runtime can be had
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { packName } from "../cli/release.ts";
import { optionalDependencies } from "../package.json";
import { buildClient } from "../routes/bundle.ts";
import { pack } from "../routes/pack.ts";

const root = join(import.meta.dir, "..");

export const targets = ["linux-x64", "linux-arm64", "darwin-x64", "darwin-arm64", "windows-x64"] as const;
type Target = (typeof targets)[number];

/**
 * @param outfile where to; Windows' gets `.exe`
 * @param target undefined for this machine. Throws what the bundler says, such as that it could not get the target's runtime
 * @returns where it is
 */
export async function build(outfile: string, target?: Target): Promise<string> {
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
      external: [...addonsElsewhere()],
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

/** WebRTC's add-ons for other systems than this one, whose packages are not installed here. A build for such a system talks over the relay. */
function addonsElsewhere(): readonly string[] {
  return Object.keys(optionalDependencies).filter((name) => {
    try {
      return import.meta.resolve(name) === undefined;
    } catch {
      return true;
    }
  });
}

/** False where one could not be built. */
async function buildAll(): Promise<boolean> {
  const failed: Target[] = [];
  for (const target of targets) {
    try {
      tell(await build(join(root, "dist", `roomcp-${target}`), target));
    } catch (error) {
      failed.push(target);
      console.error(`roomcp-${target} was not built: ${error instanceof AggregateError ? error.errors.join("; ") : error}`);
    }
  }
  return failed.length === 0;
}

function tell(path: string): void {
  console.log(`${path}  ${(Bun.file(path).size / 1_000_000).toFixed(1)} MB`);
}

if (import.meta.main) {
  await mkdir(join(root, "dist"), { recursive: true });
  if (process.argv.includes("--all")) process.exit((await buildAll()) ? 0 : 1);
  tell(await build(join(root, "dist", "roomcp")));
}
