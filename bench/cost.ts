// What a measurement costs in processor time and memory, read from /proc: whole trees of processes, as a browser is one.
import { readdirSync, readFileSync } from "node:fs";

type Process = { readonly pid: number; readonly parent: number; readonly cpuMs: number; readonly command: string };

/** Clock ticks per second: fixed at 100 in Linux's user interface. */
const ticksPerSecond = 100;

function processes(): readonly Process[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const stat = readFileSync(`/proc/${name}/stat`, "utf8");
        const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
        const command = readFileSync(`/proc/${name}/cmdline`, "utf8").replaceAll("\0", " ");
        const cpuMs = ((Number(fields[11]) + Number(fields[12])) * 1000) / ticksPerSecond;
        return [{ pid: Number(name), parent: Number(fields[1]), cpuMs, command }];
      } catch {
        return []; // It ended while we looked.
      }
    });
}

/** A process and all that descend from it. */
export function treeOf(root: number): readonly Process[] {
  const all = processes();
  const found = all.filter(({ pid }) => pid === root);
  for (const parent of found) found.push(...all.filter((each) => each.parent === parent.pid));
  return found;
}

/** Milliseconds of processor time that the trees have used so far. */
export function cpuMsOf(roots: readonly number[]): number {
  return roots.flatMap(treeOf).reduce((sum, { cpuMs }) => sum + cpuMs, 0);
}

/** Bytes that a process holds for itself alone (private, not shared, pages). */
export function privateBytesOf(pid: number): number {
  try {
    const rollup = readFileSync(`/proc/${pid}/smaps_rollup`, "utf8");
    return (
      1024 * [...rollup.matchAll(/^Private_(?:Clean|Dirty):\s+(\d+) kB$/gm)].reduce((sum, [, kilobytes]) => sum + Number(kilobytes), 0)
    );
  } catch {
    return 0;
  }
}

/** Of a Chromium process, what it is: `browser`, `renderer`, `gpu-process`, `utility network.mojom…`. */
export function roleOf(command: string): string {
  const type = /--type=(\S+)/.exec(command)?.[1] ?? "browser";
  const service = /--utility-sub-type=(\S+)/.exec(command)?.[1];
  return service === undefined ? type : `${type} ${service}`;
}
