// What a disk says when it cannot do something, by our names.
import type { ReceiversEnding } from "../../protocol/failure.ts";
import type { TerminalFailure } from "../../protocol/words/terminal/en.ts";

export type DiskFailure = Extract<TerminalFailure, "folder-busy" | "folder-unwritable" | "pipe-closed">;

/** Something went wrong that has a name of its own, for the person; the other side hears `sink-broken`. */
export class DiskProblem extends Error {
  constructor(readonly why: DiskFailure) {
    super(why);
  }
}

const named: Readonly<Record<string, ReceiversEnding>> = { ENOSPC: "no-space", EDQUOT: "no-space" };
const forThePerson: Readonly<Record<string, DiskFailure>> = {
  EACCES: "folder-unwritable",
  EPERM: "folder-unwritable",
  EROFS: "folder-unwritable",
  EPIPE: "pipe-closed",
};

/** How a transfer ends by it; and what its person is told besides, where that says more. */
export function problemOf(error: unknown): { readonly why: ReceiversEnding; readonly also?: DiskFailure } {
  if (error instanceof DiskProblem) return { why: "sink-broken", also: error.why };
  const code = codeOf(error);
  const also = forThePerson[code];
  return { why: named[code] ?? "sink-broken", ...(also === undefined ? {} : { also }) };
}

/** A system's name for it, e.g. `ENOENT`; empty if it has none. */
export function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "";
}

export function noSpace(): Error {
  return Object.assign(new Error("no space is left"), { code: "ENOSPC" });
}
