// What kind of thing a file is, by its name: which sign stands beside it, and whether and how a browser may show it. Whatever a peer calls its type, this list
// decides: a page, a script or an unknown type is never among what is shown.

/** Media types that are shown here, by what shows them, and the endings of their names. SVG is only ever an image, where it can run nothing. */
const shown = {
  image: {
    "image/png": ["png", "apng"],
    "image/jpeg": ["jpg", "jpeg", "jfif"],
    "image/gif": ["gif"],
    "image/webp": ["webp"],
    "image/avif": ["avif"],
    "image/bmp": ["bmp"],
    "image/svg+xml": ["svg"],
  },
  video: { "video/mp4": ["mp4", "m4v", "mov"], "video/webm": ["webm", "mkv"], "video/ogg": ["ogv"] },
  audio: {
    "audio/mpeg": ["mp3"],
    "audio/mp4": ["m4a"],
    "audio/aac": ["aac"],
    "audio/ogg": ["ogg", "oga", "opus"],
    "audio/wav": ["wav"],
    "audio/flac": ["flac"],
  },
  pdf: { "application/pdf": ["pdf"] },
  text: { "text/plain": ["txt", "md", "log", "csv", "tsv", "json", "xml", "yaml", "yml", "toml", "ini", "srt", "vtt", "diff", "patch"] },
} as const;

/** The same for what has only a sign. */
const named = {
  archive: ["zip", "7z", "rar", "gz", "tgz", "bz2", "xz", "zst", "tar", "iso"],
  image: ["heic", "heif", "tif", "tiff", "raw", "psd"],
};

export type Shown = keyof typeof shown;
export type Kind = Shown | "archive" | "file" | "files" | "folder";

type Way = { readonly how: Shown; readonly media: string };

const ways = new Map<string, Way>(
  Object.entries(shown).flatMap(([how, types]) =>
    Object.entries(types).flatMap(([media, endings]) =>
      (endings as readonly string[]).map((ending) => [ending, { how: how as Shown, media }] as const),
    ),
  ),
);
const signs = new Map(Object.entries(named).flatMap(([kind, endings]) => endings.map((ending) => [ending, kind as Kind] as const)));

/** How a file of this name may be shown, and as which media type; undefined: not at all. */
export function wayOf(path: string): Way | undefined {
  return ways.get(endingOf(path));
}

export function kindOf(path: string): Kind {
  return wayOf(path)?.how ?? signs.get(endingOf(path)) ?? "file";
}

function endingOf(path: string): string {
  return /[^/]\.([a-z0-9]+)$/i.exec(path)?.[1]?.toLowerCase() ?? "";
}
