// What a command of roomcp is. Help, completion and the reading of flags are made from this alone.

/** `--flag VALUE`. */
export type Option<Value> = {
  readonly flag: string;
  /** `-o VALUE` means the same. */
  readonly letter?: string;
  /** Where the same may stand in the environment. */
  readonly env?: string;
  readonly says: string;
  /** Throws an `Error` that says what is needed instead. */
  readonly read: (text: string) => Value;
  /** Without the flag. */
  readonly value: Value;
  /** For completion: the words that it may be, or that it is a path. */
  readonly completes?: readonly string[] | "path";
};

/** `--flag` alone; true where it is said. */
export type Switch = { readonly flag: string; readonly says: string; readonly value: boolean };

/** The flags of a command by the names that its code has for them. */
export type Flags = Readonly<Record<string, Option<unknown> | Switch>>;

export type Values<Table extends Flags> = { readonly [Name in keyof Table]: Table[Name]["value"] };

export type Command = {
  readonly name: string;
  /** One line, without a full stop. */
  readonly summary: string;
  /** What follows the name, e.g. `[options] ROOM FILE…`. */
  readonly usage: string;
  readonly flags: Flags;
  /** For completion: the words that its first argument may be; anything else is a file. */
  readonly completes?: readonly string[];
  /** Paragraphs below the flags, if any: examples, files, signals. */
  readonly more?: string;
  /**
   * @param argv what follows the name; `readFlags` of flags.ts reads it
   * @returns one of `exit`. Throws `Failed`, which main.ts tells and turns into a code
   */
  run(argv: readonly string[], io: Io): Promise<ExitCode>;
};

/** The process, as a command may touch it. */
export type Io = {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Standard output. Resolves once the system has taken it, so that whoever writes much waits for a slow reader. */
  out(said: string | Uint8Array): Promise<void>;
  /** Standard error: what is not the result. */
  err(said: string): void;
  /** Standard input; asked for at most once, and nothing is read before. */
  input(): ReadableStream<Uint8Array>;
  /** Is a person there, or a file, a pipe? And how many columns do they see at the moment? */
  readonly terminal: { readonly input: boolean; readonly out: boolean; readonly err: boolean; columns(): number };
  /** Aborted by the first SIGINT or SIGTERM, with the signal's name as its reason. The second ends the process. */
  readonly stop: AbortSignal;
  /** Calls back at each SIGHUP, which otherwise ends the process. */
  onHangUp(act: () => void): void;
};

/** Every way in which roomcp ends; `roomcp --help` and the README list them. */
export const exit = {
  ok: 0,
  /** It did not work, and was told why. */
  failed: 1,
  /** The command, a flag, a setting or a file of settings is not what it should be. Nothing was done. */
  usage: 2,
  /** What was compared is not the same. */
  differs: 3,
  /** Nobody answered: no server, no such room, or nobody in it. */
  unreachable: 4,
  /** Ended by Ctrl-C before it was done. */
  interrupted: 130,
} as const;

export type ExitCode = (typeof exit)[keyof typeof exit];
