// A file's SHA-256 as `sha256sum` prints it and `sha256sum --check` reads it.

/** @param path with a backslash, a line's end or a carriage return in it, it is escaped and the line begins with a backslash (GNU coreutils) */
export function sumLine(sha256: string, path: string): string {
  const escaped = path.replace(/[\\\n\r]/g, (character) => (character === "\\" ? "\\\\" : character === "\n" ? "\\n" : "\\r"));
  return `${escaped === path ? "" : "\\"}${sha256}  ${escaped}`;
}
