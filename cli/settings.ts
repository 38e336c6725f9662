// The server's settings as its host gave them.
import { clashIn, type Settings, settingsTable } from "../routes/settings.ts";
import { misused } from "./failed.ts";
import { readFlags } from "./flags.ts";

/** Throws `Failed`. */
export function readSettings(argv: readonly string[], env: Readonly<Record<string, string | undefined>>): Settings {
  const { values, rest } = readFlags(settingsTable, argv, { env });
  if (rest[0] !== undefined) throw misused("argument-unexpected", { name: rest[0] });
  const clash = clashIn(values);
  if (clash !== undefined) throw misused("settings-clash", { needed: clash });
  return values;
}
