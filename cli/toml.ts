// A file of settings in TOML (https://toml.io): the flags without their dashes, each with its value.
import { misused } from "./failed.ts";
import type { readFlags } from "./flags.ts";
import { nearest } from "./nearest.ts";

type Noted = NonNullable<NonNullable<Parameters<typeof readFlags>[2]>["file"]>;

/**
 * @param path for what is said of it
 * @param flags what may be set
 * @returns what each is set to, as it would stand behind its flag. Throws `Failed`, with the line
 */
export function readToml(path: string, text: string, flags: readonly string[]): Noted {
  const noted = Object.entries(parsed(path, text)).map(([name, value]) => {
    const where = `${path}, line ${lineOf(name, text)}`;
    if (flags.includes(name)) return [name, { text: spelled(value), where }] as const;
    const guess = nearest(name, flags);
    throw guess === undefined ? misused("setting-unknown", { where, name }) : misused("setting-guessed", { where, name, guess });
  });
  return new Map(noted);
}

function parsed(path: string, text: string): object {
  try {
    return Bun.TOML.parse(text);
  } catch (error) {
    const needed = (error instanceof Error ? error.message : String(error)).replace(/^TOML Parse error: /, "");
    throw misused("toml-damaged", { where: `${path}, line ${damagedLine(text)}`, needed });
  }
}

/** A list is what a flag takes with commas, a switch is on or off, and what is no text is JSON. */
function spelled(value: unknown): string {
  if (typeof value === "string") return value;
  if (typeof value === "boolean") return value ? "on" : "off";
  if (Array.isArray(value) && value.every((each) => typeof each === "string")) return value.join(",");
  return JSON.stringify(value);
}

function lineOf(name: string, text: string): number {
  const names = text.split("\n").map((line) => /^\s*\[*\s*["']?([^\s"'=.\]]+)/.exec(line)?.[1]);
  return names.indexOf(name) + 1;
}

/** Bun's parser does not say where it stopped: it is where the statement begins after which no beginning of the text is TOML. */
function damagedLine(text: string): number {
  const lines = text.split("\n");
  const isToml = (end: number) => {
    try {
      Bun.TOML.parse(lines.slice(0, end).join("\n"));
      return true;
    } catch {
      return false;
    }
  };
  let sound = lines.length - 1;
  while (sound > 0 && !isToml(sound)) sound--;
  return sound + 1;
}
