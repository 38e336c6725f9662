// The server's settings as its host gave them: by flags, in the environment, in a file.
import { readFileSync } from "node:fs";
import { clashIn, type Settings, settingsTable } from "../routes/settings.ts";
import { misused } from "./failed.ts";
import { readFlags } from "./flags.ts";
import { readToml } from "./toml.ts";

export const serveFlags = {
  config: {
    flag: "config",
    env: "ROOMCP_CONFIG",
    says: "file in TOML with these settings, each by its flag without --; flags and the environment count before it",
    read: (path: string) => path,
    value: "",
    completes: "path",
  },
  ...settingsTable,
} as const;

/** Reads the file again each time. Throws `Failed`. */
export function readSettings(argv: readonly string[], env: Readonly<Record<string, string | undefined>>): Settings {
  const {
    values: { config },
    rest,
  } = readFlags(serveFlags, argv, { env });
  if (rest[0] !== undefined) throw misused("argument-unexpected", { name: rest[0] });
  const flags = Object.values(settingsTable).map(({ flag }) => flag);
  const file = config === "" ? new Map() : readToml(config, textOf(config), flags);
  const { config: _, ...settings } = readFlags(serveFlags, argv, { env, file }).values;
  const clash = clashIn(settings);
  if (clash !== undefined) throw misused("settings-clash", { needed: clash });
  return settings;
}

function textOf(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    throw misused("settings-unreadable", { path, needed: error instanceof Error ? error.message : String(error) });
  }
}
