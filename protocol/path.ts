// Names from strangers made safe for any file system, as close to the given ones as it allows. Nothing here leads out of its folder.
import { fileNameMax } from "./limits.ts";
import { type Entry, isFolder } from "./share.ts";

/**
 * A name that is safe to save under: quotes, spaces and any script stay; path separators, control characters, what is invisible, what turns
 * the reading direction, and what Windows cannot hold become `_`; `.` and `..` are no names, and neither are Windows' devices.
 * https://learn.microsoft.com/windows/win32/fileio/naming-a-file
 */
export function safeName(name: string): string {
  if (usual.test(name) && !device.test(name)) return name;
  const cut = shortened(name.toWellFormed(), fileNameMax).replace(unfit, "_");
  // The replaced characters may have been shorter than `_` is, never longer; what is put in front may be too much.
  const named = /^\s*$/u.test(cut) ? "_" : withoutLooseEnd(cut);
  return device.test(named) ? shortened(`_${named}`, fileNameMax) : named;
}

/** Most names, told from the others at a glance: a share may have 250,000 of them. */
const usual = /^[\w\-()'&+,.@ ]{0,84}[\w\-()]$/;

/**
 * Control characters; U+2028, U+2029; marks, overrides and isolates that turn the direction; characters of no width, but for the joiners
 * that emoji, Persian and the scripts of India are written with; characters that are none; what Windows keeps for itself.
 */
const unfit =
  /[/\\<>:"|?*\p{Cc}\u2028\u2029\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069\u00ad\u180e\u200b\u2060-\u2064\u206a-\u206f\ufeff\ufff9-\ufffb\p{Noncharacter_Code_Point}]/gu;

/** `CON`, `con.txt` and their like, also with superscript digits. */
const device = /^(?:con|prn|aux|nul|clock\$|conin\$|conout\$|(?:com|lpt)[0-9¹²³])\s*(?:\.|$)/i;

/** Windows drops dots and spaces at the end, and with them what a name was told apart by. No regular expression: those try every start. */
function withoutLooseEnd(name: string): string {
  let end = name.length;
  while (end > 0 && /[.\s]/u.test(name.charAt(end - 1))) end--;
  return name.slice(0, end) + "_".repeat(name.length - end);
}

/**
 * A safe name that Chromium also takes for a folder that was picked: it refuses blanks at either end, two dots at the start, format
 * characters, and what a desktop obeys (shortcuts, `desktop.ini`).
 */
export function plainName(name: string): string {
  const plain = safeName(name)
    .replace(/(?![\u200c\u200d])\p{Cf}/gu, "_")
    .replace(/^(?:\s|\.(?=[.\s]))/u, "_");
  const obeyed = /^(?:desktop\.ini|thumbs\.db)$/i.test(plain) || /\.(?:lnk|url|scf|local|\{.*\})$/i.test(plain);
  return obeyed ? shortened(`${plain}_`, fileNameMax) : plain;
}

/** UTF-16 units that no number of bytes in UTF-8 is more than three times of. */
const bytesPerUnit = 3;

/** The ending that programs go by. A name that begins with its only dot has none. */
const ending = /(?<=[^.])(?:\.tar)?\.[^.\s]{1,16}$/u;

/** What comes before the ending, and the ending. */
function parted(name: string): readonly [string, string] {
  const end = ending.exec(name.slice(-24))?.[0] ?? "";
  return [name.slice(0, name.length - end.length), end];
}

/** At most so many bytes of UTF-8, with the ending kept. */
function shortened(name: string, room: number): string {
  if (name.length * bytesPerUnit <= room || bytesOf(name) <= room) return name;
  const [stem, end] = parted(name);
  return cutTo(stem, room - bytesOf(end)) + end;
}

/** The beginning that has at most so many bytes of UTF-8, cut where a reader sees a border, or at least between two characters. */
function cutTo(text: string, room: number): string {
  if (text.length * bytesPerUnit <= room) return text;
  let bytes = 0;
  for (let at = 0; at < text.length; ) {
    const point = text.codePointAt(at) ?? 0;
    bytes += bytesOfPoint(point);
    if (bytes > room) return text.slice(0, borderBefore(text, at));
    at += point > 0xffff ? 2 : 1;
  }
  return text;
}

/** How far a single visible character may reach: a family of emoji has some 25 units. Longer ones are made to hurt. */
const reach = 64;
const graphemes = typeof Intl.Segmenter === "undefined" ? undefined : new Intl.Segmenter("en", { granularity: "grapheme" });

function borderBefore(text: string, at: number): number {
  // Nothing joins before U+0300, and asking costs more than all the rest.
  if (text.charCodeAt(at) < 0x300 && text.charCodeAt(at - 1) < 0x300) return at;
  const from = Math.max(0, at - reach);
  const start = graphemes?.segment(text.slice(from, at + reach)).containing(at - from)?.index ?? 0;
  return start > 0 ? from + start : at;
}

/** Bytes of UTF-8 of a well-formed text. */
function bytesOf(text: string): number {
  let bytes = 0;
  // Each half of a surrogate pair counts for two of its four.
  for (let i = 0; i < text.length; i++) bytes += isSurrogate(text.charCodeAt(i)) ? 2 : bytesOfPoint(text.charCodeAt(i));
  return bytes;
}

const isSurrogate = (unit: number) => (unit & 0xf800) === 0xd800;
const bytesOfPoint = (point: number) => (point < 0x80 ? 1 : point < 0x800 ? 2 : point <= 0xffff ? 3 : 4);

/** Folders below each other at the most; what lies deeper moves up, since some file systems hold no longer paths. */
const depthMax = 64;

/** Where each entry is saved: safe names from the top folder to the file; two that a file system would take for one get numbers. */
export function safePaths(entries: readonly Entry[]): readonly (readonly string[])[] {
  const top = emptyFolder();
  return entries.map((entry) => {
    const names = entry.path.split("/").filter((name) => name !== "");
    const last = isFolder(entry) ? undefined : names.pop();
    const steps: string[] = [];
    let folder = top;
    for (const shared of names.slice(0, depthMax)) {
      const [next, name] = inner(folder, shared);
      steps.push(name);
      folder = next;
    }
    if (last === undefined && steps.length > 0) return steps;
    steps.push(unique(folder, last ?? "_"));
    return steps;
  });
}

/**
 * What has a name in a folder already; its folders by the names that they were shared under; and how far those of one name are numbered.
 * Names are told apart as file systems do.
 */
type Folder = {
  readonly taken: Set<string>;
  readonly folders: Map<string, readonly [Folder, string]>;
  readonly numbers: Map<string, number>;
};

function emptyFolder(): Folder {
  return { taken: new Set(), folders: new Map(), numbers: new Map() };
}

function inner(folder: Folder, shared: string): readonly [Folder, string] {
  const known = folder.folders.get(shared);
  if (known !== undefined) return known;
  const made = [emptyFolder(), unique(folder, shared)] as const;
  folder.folders.set(shared, made);
  return made;
}

function unique(folder: Folder, shared: string): string {
  const name = safeName(shared);
  const folded = foldedOf(name);
  if (!folder.taken.has(folded)) {
    folder.taken.add(folded);
    return name;
  }
  // Long names that differ only where the number goes count together, so that 200,000 of them are still one way through.
  const series = foldedOf(numbered(name, 0));
  for (let n = folder.numbers.get(series) ?? 2; ; n++) {
    const next = numbered(name, n);
    const key = foldedOf(next);
    if (folder.taken.has(key)) continue;
    folder.taken.add(key);
    folder.numbers.set(series, n + 1);
    return next;
  }
}

/**
 * As file systems that ignore case and composition compare names (NTFS, APFS), and those that ignore what is invisible too (ext4 with
 * casefold, HFS+).
 */
function foldedOf(name: string): string {
  if (/^[ -~]*$/.test(name)) return name.toUpperCase();
  return name
    .replace(/\p{Default_Ignorable_Code_Point}/gu, "")
    .normalize("NFD")
    .toLowerCase()
    .toUpperCase()
    .normalize("NFC");
}

/** Bytes of ` (250000)`. */
const numberBytes = 9;

/** `a (2).txt` */
export function numbered(name: string, n: number): string {
  const [stem, end] = parted(name);
  return `${cutTo(stem, fileNameMax - bytesOf(end) - numberBytes)} (${n})${end}`;
}

/** A name with something behind it, and no longer than a name may be. */
export function withEnd(name: string, end: string): string {
  return cutTo(name, fileNameMax - bytesOf(end)) + end;
}
