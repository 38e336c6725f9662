// What a person named on the command line, as a share's entries and the files behind them.
import { accessSync, constants, type Stats, statSync } from "node:fs";
import { readdir, realpath } from "node:fs/promises";
import { basename, join, resolve, sep } from "node:path";
import type { Entry } from "../../protocol/share.ts";
import type { TerminalFailure } from "../../protocol/words/terminal/en.ts";
import { isOurs } from "./place.ts";

/** A file as it was when it was looked at; `changed`: milliseconds, with their fractions, where the disk keeps any. */
export type FileHere = { readonly path: string | Buffer; readonly changed: number };

/** Something that is not shared, and why. */
export type LeftOut = {
  readonly path: string;
  readonly why: Extract<TerminalFailure, "file-unreadable" | "file-special" | "link-outside">;
};

/** `files`: by entry, undefined for folders. */
export type Gathered = {
  readonly entries: readonly Entry[];
  readonly files: readonly (FileHere | undefined)[];
  readonly leftOut: readonly LeftOut[];
};

/**
 * Files, and folders with all that is in them, hidden files too, in an order that is the same every time; a folder with nothing in it keeps its
 * place. A link is followed where it was named, and inside of a folder if it leads to a file of that folder; otherwise it is left out, as
 * is what cannot be read and what is neither file nor folder. What roomcp has not finished receiving is passed over.
 */
export async function gather(paths: readonly string[]): Promise<Gathered> {
  const found: Found = { entries: [], files: [], leftOut: [] };
  for (const path of paths) {
    const here = resolve(path);
    const stats = statOf(here);
    const name = basename(here) || "root";
    if (stats?.isDirectory()) await gatherFolder(found, { path: here, name, tree: await realpath(here) });
    else add(found, here, name, stats);
  }
  return found;
}

type Found = { readonly entries: Entry[]; readonly files: (FileHere | undefined)[]; readonly leftOut: LeftOut[] };

/** `name`: its path in the share; `tree`: where the folder that was named really is, which links may not leave. */
type Walked = { readonly path: string | Buffer; readonly name: string; readonly tree: string };

/** Calls to the system block: one by one they are a tenth of the work that promises of 200,000 files would be. */
async function gatherFolder(found: Found, { path, name, tree }: Walked): Promise<void> {
  const inside = await readFolder(path).catch(() => undefined);
  if (inside === undefined) return void found.leftOut.push({ path: String(path), why: "file-unreadable" });
  let kept = 0;
  for (const child of inside) {
    const below = { path: joined(path, child.raw), name: `${name}/${child.name}`, tree };
    if (isOurs(child.name)) continue;
    kept++;
    if (child.kind === "folder") await gatherFolder(found, below);
    else if (child.kind === "link") await addLink(found, below);
    else add(found, below.path, below.name, statOf(below.path));
  }
  if (kept > 0) return;
  const modified = Math.trunc(statOf(path)?.mtimeMs ?? 0);
  found.entries.push({ path: `${name}/`, size: 0, modified, media: "" });
  found.files.push(undefined);
}

type Child = { readonly name: string; readonly raw: string | Buffer; readonly kind: "folder" | "link" | "other" };

/** In the order of their names' code units. Names that are no UTF-8 are kept as bytes: as text they would be found by nobody. */
async function readFolder(path: string | Buffer): Promise<readonly Child[]> {
  const all = (await readdir(path, { withFileTypes: true })).map((each) => {
    const kind = each.isDirectory() ? "folder" : each.isSymbolicLink() ? "link" : "other";
    return { name: each.name, raw: each.name, kind } as const;
  });
  if (!all.some(({ name }) => name.includes("\ufffd"))) return all.sort(byName);
  const raw = await readdir(path, { encoding: "buffer" });
  return raw
    .map((raw): Child => {
      const known = all.find(({ name }) => Buffer.from(name).equals(raw));
      if (known !== undefined) return known;
      const stats = statOf(joined(path, raw));
      return { name: raw.toString(), raw, kind: stats?.isDirectory() ? "folder" : "other" };
    })
    .sort(byName);
}

const byName = (one: { name: string }, other: { name: string }) => (one.name < other.name ? -1 : one.name > other.name ? 1 : 0);

async function addLink(found: Found, { path, name, tree }: Walked): Promise<void> {
  const real = await realpath(String(path)).catch(() => undefined);
  const stats = real === undefined ? undefined : statOf(real);
  if (real?.startsWith(tree + sep) && stats?.isFile()) return add(found, real, name, stats);
  found.leftOut.push({ path: String(path), why: "link-outside" });
}

function add(found: Found, path: string | Buffer, name: string, stats: Stats | undefined): void {
  if (stats === undefined || !mayRead(path)) return void found.leftOut.push({ path: String(path), why: "file-unreadable" });
  if (!stats.isFile()) return void found.leftOut.push({ path: String(path), why: "file-special" });
  found.entries.push({ path: name, size: stats.size, modified: Math.trunc(stats.mtimeMs), media: mediaOf(name) });
  found.files.push({ path, changed: stats.mtimeMs });
}

function statOf(path: string | Buffer): Stats | undefined {
  try {
    return statSync(path);
  } catch {
    return undefined;
  }
}

function mayRead(path: string | Buffer): boolean {
  try {
    accessSync(path, constants.R_OK);
    return true;
  } catch {
    return false;
  }
}

const unknownMedia = "application/octet-stream";
const media = new Map<string, string>();

/** As the file's ending says. */
function mediaOf(name: string): string {
  const ending = /\.[^./]+$/.exec(name)?.[0] ?? "";
  const known = media.get(ending) ?? Bun.file(`file${ending}`).type.replace(/;.*$/, "");
  media.set(ending, known);
  return known === unknownMedia ? "" : known;
}

function joined(path: string | Buffer, name: string | Buffer): string | Buffer {
  if (typeof path === "string" && typeof name === "string") return join(path, name);
  return Buffer.concat([Buffer.from(path as Buffer), Buffer.from(sep), Buffer.from(name as Buffer)]);
}
