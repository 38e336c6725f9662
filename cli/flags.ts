// Reads what a person typed behind a command by the command's table, and writes the help out of the same table.
import { type Command, exit, type Flags, type Option, type Switch, type Values } from "./command.ts";
import { type Failed, misused } from "./failed.ts";
import { nearest } from "./nearest.ts";

type Given = {
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** What a file of settings says, by flag, and where it says so. */
  readonly file?: ReadonlyMap<string, { readonly text: string; readonly where: string }>;
};

/**
 * Flags count before the environment, that before a file, that before what is built in. `--` ends the flags; `-` alone is none.
 * @returns the values, and what is no flag in its order. Throws `Failed`
 */
export function readFlags<Table extends Flags>(
  table: Table,
  argv: readonly string[],
  { env = {}, file = new Map() }: Given = {},
): { readonly values: Values<Table>; readonly rest: readonly string[] } {
  const { said, rest } = split(table, argv);
  const values = Object.entries(table).map(([name, row]) => {
    if (!isOption(row)) return [name, said.has(row.flag) || row.value];
    const typed = said.get(row.flag) ?? ((row.env && env[row.env]) || undefined);
    const noted = file.get(row.flag);
    const given = typed ?? noted?.text;
    if (given === undefined) return [name, row.value];
    try {
      return [name, row.read(given)];
    } catch (error) {
      const flag = row.env === undefined ? `--${row.flag}` : `--${row.flag} (${row.env})`;
      const where = typed === undefined && noted !== undefined ? `${noted.where}, ${row.flag}` : flag;
      throw misused("value-wrong", { name: where, needed: error instanceof Error ? error.message : String(error) });
    }
  });
  return { values: Object.fromEntries(values), rest };
}

export function isOption(row: Option<unknown> | Switch): row is Option<unknown> {
  return "read" in row;
}

function split(table: Flags, argv: readonly string[]): { said: ReadonlyMap<string, string>; rest: readonly string[] } {
  const rows = new Map(Object.values(table).map((row) => [row.flag, row]));
  const said = new Map<string, string>();
  const rest: string[] = [];
  for (let i = 0; i < argv.length; i++) {
    const word = argv[i] ?? "";
    if (word === "--") return { said, rest: [...rest, ...argv.slice(i + 1)] };
    if (!word.startsWith("-") || word === "-") {
      rest.push(word);
      continue;
    }
    const [, flag = "", inline] = /^--([^=]+)(?:=(.*))?$/s.exec(word) ?? [];
    const row = rows.get(flag) ?? Object.values(table).find((each) => isOption(each) && each.letter && word === `-${each.letter}`);
    if (row === undefined) throw unknownOption(word, [...rows.keys()]);
    if (!isOption(row) && inline !== undefined) throw misused("option-filled", { name: `--${flag}` });
    const value = isOption(row) ? (inline ?? argv[++i]) : "";
    if (value === undefined) throw misused("option-bare", { name: `--${flag}` });
    said.set(row.flag, value);
  }
  return { said, rest };
}

function unknownOption(word: string, flags: readonly string[]): Failed {
  const name = word.split("=")[0] ?? word;
  const guess = nearest(name.replace(/^-+/, ""), flags);
  return guess === undefined ? misused("option-unknown", { name }) : misused("option-guessed", { name, guess: `--${guess}` });
}

/** What `roomcp help NAME` prints: a line for each flag, with its variable and what it is without. */
export function helpOf({ name, summary, usage, flags, more }: Command): string {
  const rows = Object.values(flags);
  const widthOf = (cells: readonly string[]) => Math.max(0, ...cells.map((cell) => cell.length)) + 2;
  const envOf = (row: Option<unknown> | Switch) => (isOption(row) && row.env) || "";
  const flagOf = (row: Option<unknown> | Switch) => (isOption(row) && row.letter ? `${row.flag}, -${row.letter}` : row.flag);
  const [flagWidth, envWidth] = [widthOf(rows.map(flagOf)), widthOf(rows.map(envOf))];
  const lines = rows.map((row) => {
    const usual = !isOption(row) || typeof row.value === "object" || row.value === "" ? "" : ` (${row.value})`;
    const env = rows.some((each) => envOf(each) !== "") ? envOf(row).padEnd(envWidth) : "";
    return `  --${flagOf(row).padEnd(flagWidth)}${env}${row.says}${usual}`;
  });
  return [
    `roomcp ${name}: ${summary}`,
    "",
    `  roomcp ${name} ${usage}`.trimEnd(),
    ...(lines.length > 0 ? ["", ...lines] : []),
    ...(more ? ["", more] : []),
    "",
  ].join("\n");
}

/** What `roomcp --help` prints. */
export function overview(commands: readonly Command[]): string {
  const width = Math.max(...commands.map(({ name }) => name.length)) + 2;
  return [
    "roomcp: web rooms to chat and copy files in, browser to browser",
    "",
    "  roomcp [command] [options]",
    "",
    ...commands.map(({ name, summary }) => `  ${name.padEnd(width)}${summary}`),
    "",
    "roomcp help COMMAND tells of one; roomcp --version which this is. Without a command it serves.",
    `Exit codes: ${exit.ok} done, ${exit.failed} failed, ${exit.usage} wrong usage or settings, ${exit.differs} compared and not the same, ` +
      `${exit.unreachable} nobody answered, ${exit.interrupted} ended by Ctrl-C.`,
    "",
  ].join("\n");
}
