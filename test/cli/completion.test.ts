import { beforeAll, expect, test } from "bun:test";
import { join } from "node:path";
import { command as serve } from "../../cli/serve.ts";
import { type Folder, temporaryFolder } from "../support/files.ts";

const root = join(import.meta.dir, "../..");
const printed = (shell: string) => Bun.spawnSync([process.execPath, "cli/main.ts", "completion", shell], { cwd: root }).stdout.toString();

let folder: Folder;
beforeAll(async () => {
  folder = await temporaryFolder();
  for (const shell of ["bash", "fish"]) await Bun.write(join(folder.path, shell), printed(shell));
});

/** What bash offers for the last of these words, by the script as somebody sources it. */
function inBash(...words: readonly string[]): readonly string[] {
  const script = `source ${folder.path}/bash; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _roomcp; printf '%s\\n' "\${COMPREPLY[@]}"`;
  const { stdout, stderr } = Bun.spawnSync(["bash", "--norc", "-c", script, "-", "roomcp", ...words]);
  expect(stderr.toString()).toBe("");
  return stdout.toString().trim().split("\n");
}

const flagsOfServe = Object.values(serve.flags).map(({ flag }) => `--${flag}`);

test("bash completes commands, flags, and what a flag may be", () => {
  expect(inBash("ser")).toEqual(["serve"]);
  expect(inBash("")).toEqual(expect.arrayContaining(["serve", "completion", "help"]));
  expect(inBash("help", "comp")).toEqual(["completion"]);
  expect(inBash("serve", "--")).toEqual(["--help", ...flagsOfServe]);
  expect(inBash("--po")).toEqual(["--port"]);
  expect(inBash("serve", "--relay", "")).toEqual(["fallback", "prefer", "off"]);
  expect(inBash("serve", "--port=1", "--relay", "=", "p")).toEqual(["prefer"]);
  expect(inBash("serve", "--config", "")).toEqual([""]);
  expect(inBash("completion", "")).toEqual(["bash", "zsh", "fish"]);
});

test.skipIf(Bun.which("fish") === null)("fish completes the same", () => {
  const offered = (line: string) => {
    const { stdout } = Bun.spawnSync(["fish", "--no-config", "-c", `source ${folder.path}/fish; complete -C ${JSON.stringify(line)}`]);
    return stdout
      .toString()
      .split("\n")
      .map((each) => each.split("\t")[0]);
  };
  expect(offered("roomcp ser")).toContain("serve");
  expect(offered("roomcp serve --")).toEqual(expect.arrayContaining(flagsOfServe));
  expect(offered("roomcp serve --relay ").slice(0, 3).sort()).toEqual(["fallback", "off", "prefer"]);
  expect(offered("roomcp completion ")).toEqual(expect.arrayContaining(["bash", "fish", "zsh"]));
});

test("another shell is refused by name", () => {
  const { exitCode, stderr } = Bun.spawnSync([process.execPath, "cli/main.ts", "completion", "tcsh"], { cwd: root });
  expect([exitCode, stderr.toString()]).toEqual([2, "roomcp: tcsh: one of bash, zsh, fish is needed.\n"]);
});
