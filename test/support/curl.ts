// curl as a process: what people have in a terminal.

export type Curl = {
  /** What it has printed so far: the answer's body, unless that goes into a file. */
  readonly printed: string;
  /** Waits until it has printed something like this. */
  says(what: RegExp): Promise<void>;
  /** Ctrl-C. */
  interrupt(): void;
  readonly ended: Promise<{ readonly code: number; readonly printed: string }>;
  [Symbol.asyncDispose](): Promise<void>;
};

/** Where it is no terminal, curl would keep its words together until it ends, hence `-N`. @param options `cwd`: where it saves what it gets; `input`: what stands at its standard input */
export function curl(args: readonly string[], options: { cwd?: string; input?: Blob } = {}): Curl {
  const { cwd, input } = options;
  const process_ = Bun.spawn(["curl", "-sS", "-N", ...args], {
    ...(cwd === undefined ? {} : { cwd }),
    stdin: input ?? "ignore",
    stdout: "pipe",
    stderr: "pipe",
  });
  let printed = "";
  let more = Promise.withResolvers<void>();
  const follow = async (stream: ReadableStream<Uint8Array>) => {
    const decoder = new TextDecoder();
    for await (const bytes of stream) {
      printed += decoder.decode(bytes, { stream: true });
      more.resolve();
      more = Promise.withResolvers();
    }
  };
  const followed = Promise.all([follow(process_.stdout), follow(process_.stderr)]);
  const ended = Promise.all([process_.exited, followed]).then(([code]) => ({ code, printed }));
  return {
    get printed() {
      return printed;
    },
    async says(what) {
      while (!what.test(printed)) {
        const over = await Promise.race([more.promise.then(() => false), ended.then(() => true)]);
        if (over && !what.test(printed)) throw new Error(`curl has ended without saying ${what}: ${printed}`);
      }
    },
    interrupt: () => process_.kill("SIGINT"),
    ended,
    async [Symbol.asyncDispose]() {
      process_.kill("SIGKILL");
      await process_.exited;
    },
  };
}
