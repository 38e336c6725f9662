// The table of settings in docs/hosting.md, made from the same rows as `roomcp help serve`.
//   bun test/support/settings-table.ts    writes it there
import { serveFlags } from "../../cli/settings.ts";

const marks = [
  "<!-- settings: npx bun test/support/settings-table.ts writes what is between these lines -->",
  "<!-- end of settings -->",
] as const;
export const hosting = new URL("../../docs/hosting.md", import.meta.url);

/** The document with the table in it. Throws where the marks are not. */
export function withSettings(text: string): string {
  const [begin, end] = marks.map((mark) => text.indexOf(mark)) as [number, number];
  if (begin < 0 || end < begin) throw new Error("docs/hosting.md has no place for the settings");
  return `${text.slice(0, begin + marks[0].length)}\n${table()}\n${text.slice(end)}`;
}

function table(): string {
  const rows = Object.values(serveFlags).map(({ flag, env, says, value }) => {
    const usual = typeof value === "object" || value === "" ? "" : ` \`${value}\``;
    return `| \`--${flag}\` | \`${env}\` |${usual} | ${says.replaceAll("|", "\\|")} |`;
  });
  return ["| flag | variable | without | what |", "|---|---|---|---|", ...rows].join("\n");
}

if (import.meta.main) await Bun.write(hosting, withSettings(await Bun.file(hosting).text()));
