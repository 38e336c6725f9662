// The matrix as text: rows and columns are places, and each cell says what became of a pair.
import type { Copied } from "./copying.ts";
import { type Place, places } from "./town.ts";

/** The place of the one who shares, and of the one who receives. */
export type Cells = ReadonlyMap<`${Place} ${Place}`, Copied>;

export const legend = [
  "In each cell: the kind of link; seconds from the newcomer's Enter until their words stand in the other's chat; seconds from that Enter until the first",
  "byte of the file; MB/s from that byte to the last; ✓ if the copy's SHA-256 is the original's. Rows share, columns receive.",
].join("\n");

export function tableOf(title: string, cells: Cells): string {
  const rows = places.filter((place) => [...cells.keys()].some((key) => key.startsWith(`${place} `)));
  const columns = places.filter((place) => [...cells.keys()].some((key) => key.endsWith(` ${place}`)));
  const lines = rows.map((row) => [row, ...columns.map((column) => cellOf(cells.get(`${row} ${column}`)))]);
  const widths = ["", ...columns].map((_, i) => Math.max(...[[title, ...columns], ...lines].map((line) => line[i]?.length ?? 0)));
  return [[title, ...columns], ...lines]
    .map((line) =>
      line
        .map((text, i) => text.padEnd(widths[i] ?? 0))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

function cellOf(copied: Copied | undefined): string {
  if (copied === undefined) return "";
  const seconds = (ms: number) => (ms / 1000).toFixed(1);
  const { kind, usableMs, firstByteMs, mbPerSecond, verified } = copied;
  return `${kind.padEnd(7)} ${seconds(usableMs)} ${seconds(firstByteMs)} ${mbPerSecond.toFixed(1).padStart(5)} ${verified ? "✓" : "✗"}`;
}
