// roomcp completion SHELL: what the shell completes, written out of the same tables as the help.
import { type Command, exit, type Flags, type Option, type Switch } from "./command.ts";
import { misused } from "./failed.ts";
import { isOption, readFlags } from "./flags.ts";

const shells = { bash, zsh, fish } as const;
const names = Object.keys(shells);

/** @param commands all that there are, this one too; asked for when it runs */
export function completion(commands: () => Promise<readonly Command[]>): Command {
  const flags = {} satisfies Flags;
  return {
    name: "completion",
    summary: "print what completes roomcp's words in bash, zsh or fish",
    usage: names.join("|"),
    flags,
    completes: names,
    more: `  bash  echo 'source <(roomcp completion bash)' >> ~/.bashrc
  zsh   roomcp completion zsh > ~/.zfunc/_roomcp, with fpath+=~/.zfunc before compinit
  fish  roomcp completion fish > ~/.config/fish/completions/roomcp.fish`,
    async run(argv, io) {
      const [shell, ...more] = readFlags(flags, argv).rest;
      const write = Object.entries(shells).find(([name]) => name === shell)?.[1];
      if (write === undefined) throw misused("argument-wrong", { name: shell ?? "completion", needed: names.join(", ") });
      if (more[0] !== undefined) throw misused("argument-unexpected", { name: more[0] });
      await io.out(write(await commands()));
      return exit.ok;
    },
  };
}

type Row = Option<unknown> | Switch;
const rowsOf = ({ flags }: Command): readonly Row[] => Object.values(flags);
const choicesOf = (row: Row) => (isOption(row) && row.completes !== "path" ? row.completes : undefined) ?? [];
const isPath = (row: Row) => isOption(row) && row.completes === "path";
/** In single quotes; these are the same in the three shells, but for fish's backslash. */
const quoted = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;

/** What comes behind a command is its flags, behind a flag what it may be, and everything else a file. */
function bash(commands: readonly Command[]): string {
  const cases = commands.map((command) => {
    const rows = rowsOf(command);
    const chosen = rows.filter((row) => choicesOf(row).length > 0);
    const typed = rows.filter((row) => isOption(row) && !chosen.includes(row));
    const cases = [
      ...chosen.map((row) => `        --${row.flag}) COMPREPLY=($(compgen -W ${quoted(choicesOf(row).join(" "))} -- "$word")); return ;;`),
      ...(typed.length === 0 ? [] : [`        ${typed.map(({ flag }) => `--${flag}`).join("|")}) return ;;`]),
    ];
    const flags = ["help", ...rows.map(({ flag }) => flag)].map((flag) => `--${flag}`).join(" ");
    const whole = [`    ${command.name})`, '      case "$before" in', ...cases, "      esac", `      flags=${quoted(flags)}`];
    return [...whole, `      arguments=${quoted((command.completes ?? []).join(" "))} ;;`].join("\n");
  });
  return `# roomcp completion bash
_roomcp() {
  local word=\${COMP_WORDS[COMP_CWORD]} before=\${COMP_WORDS[COMP_CWORD-1]} command=\${COMP_WORDS[1]} flags= arguments=
  if [[ $word == = ]]; then word=; elif [[ $before == = ]]; then before=\${COMP_WORDS[COMP_CWORD-2]}; fi
  COMPREPLY=()
  if ((COMP_CWORD == 1)) && [[ $word != -* ]]; then
    COMPREPLY=($(compgen -W ${quoted([...commands.map(({ name }) => name), "help"].join(" "))} -- "$word"))
    return
  fi
  [[ $command == -* ]] && command=serve
  case "$command" in
    help)
      COMPREPLY=($(compgen -W ${quoted(commands.map(({ name }) => name).join(" "))} -- "$word"))
      return ;;
${cases.join("\n")}
  esac
  if [[ $word == -* ]]; then arguments=$flags; fi
  COMPREPLY=($(compgen -W "$arguments" -- "$word"))
}
complete -o default -F _roomcp roomcp
`;
}

function zsh(commands: readonly Command[]): string {
  const told = (text: string) => text.replace(/[\\:[\]]/g, "\\$&");
  const argument = (row: Row) => {
    const value = !isOption(row) ? "" : isPath(row) ? ":file:_files" : `:value:(${choicesOf(row).join(" ")})`;
    return `        ${quoted(`--${row.flag}[${told(row.says)}]${value}`)} \\`;
  };
  const cases = commands.map(
    (command) => `    ${command.name})
      _arguments \\
${rowsOf(command).map(argument).join("\n")}
        '--help[tell of this command]' ${quoted(command.completes ? `1:word:(${command.completes.join(" ")})` : "*:file:_files")} ;;`,
  );
  return `#compdef roomcp
_roomcp() {
  local -a commands=(
${[...commands, { name: "help", summary: "tell of a command" }].map(({ name, summary }) => `    ${quoted(`${name}:${told(summary)}`)}`).join("\n")}
  )
  if (( CURRENT == 2 )); then
    _describe command commands
    return
  fi
  local command=$words[2]
  shift words
  (( CURRENT-- ))
  case $command in
    help) _describe command commands ;;
${cases.join("\n")}
  esac
}
if [ "$funcstack[1]" = "_roomcp" ]; then _roomcp "$@"; else compdef _roomcp roomcp; fi
`.replaceAll(/ \\\n\n/g, " \\\n");
}

function fish(commands: readonly Command[]): string {
  const said = (text: string) => `'${text.replace(/[\\']/g, "\\$&")}'`;
  const first = [...commands, { name: "help", summary: "tell of a command" }].map(
    ({ name, summary }) => `complete -c roomcp -n __fish_use_subcommand -f -a ${name} -d ${said(summary)}`,
  );
  const flags = commands.flatMap((command) =>
    rowsOf(command).map((row) => {
      const value = !isOption(row) ? "" : isPath(row) ? " -r -F" : ` -x -a ${said(choicesOf(row).join(" "))}`;
      return `complete -c roomcp -n '__fish_seen_subcommand_from ${command.name}' -l ${row.flag}${value} -d ${said(row.says)}`;
    }),
  );
  const words = commands.map(({ name, completes = [] }) =>
    completes.length === 0 ? "" : `complete -c roomcp -n '__fish_seen_subcommand_from ${name}' -f -a ${said(completes.join(" "))}\n`,
  );
  const helped = `complete -c roomcp -n '__fish_seen_subcommand_from help' -f -a ${said(commands.map(({ name }) => name).join(" "))}`;
  return `${["# roomcp completion fish", ...first, helped, ...flags].join("\n")}\n${words.join("")}`;
}
