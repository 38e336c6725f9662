import { expect, test } from "bun:test";
import { type Command, exit, type Io } from "../../cli/command.ts";
import { helpOf, readFlags } from "../../cli/flags.ts";
import { main } from "../../cli/main.ts";
import { nearest } from "../../cli/nearest.ts";
import { version } from "../../package.json";
import { failureNames } from "../../protocol/failure.ts";
import { languageOf } from "../../protocol/words/choose.ts";
import { failures } from "../../protocol/words/terminal/en.ts";

/** What a command line shows, and the code it ends with. */
async function shown(argv: readonly string[], env: Io["env"] = {}) {
  const said = { out: "", err: "" };
  const io: Io = {
    env,
    out: async (text) => {
      said.out += text;
    },
    err: (text) => {
      said.err += text;
    },
    input: () => new ReadableStream(),
    terminal: { input: false, out: false, err: false, columns: () => 80 },
    stop: AbortSignal.abort("SIGTERM"),
    onHangUp: () => {},
  };
  return { code: await main(argv, io), ...said };
}

test("--version is the package's", async () => {
  expect(await shown(["--version"])).toEqual({ code: exit.ok, out: `roomcp ${version}\n`, err: "" });
});

test("--help lists every command and every exit code", async () => {
  const { code, out } = await shown(["--help"]);
  expect(code).toBe(exit.ok);
  expect(out).toMatch(/^ {2}serve +\S/m);
  for (const each of Object.values(exit)) expect(out).toContain(` ${each} `);
  expect((await shown(["help"])).out).toBe(out);
});

test("help of a command is the same by either way", async () => {
  const { out, code } = await shown(["help", "serve"]);
  expect([code, out.split("\n")[2]]).toEqual([exit.ok, "  roomcp serve [options]"]);
  for (const argv of [
    ["serve", "--help"],
    ["serve", "--port", "1", "-h"],
    ["--port=1", "--help"],
  ])
    expect((await shown(argv)).out).toBe(out);
});

for (const [argv, words] of [
  [["sevre"], "There is no command sevre. Did you mean serve?"],
  [["help", "srve"], "There is no command srve. Did you mean serve?"],
  [["frobnicate"], "There is no command frobnicate; roomcp --help lists them."],
  [["serve", "--prot", "1"], "There is no option --prot. Did you mean --port?"],
  [["--prot=1"], "There is no option --prot. Did you mean --port?"],
  [["serve", "--colour"], "There is no option --colour; --help lists them."],
  [["serve", "room"], "Nothing is known of room; --help says what belongs here."],
] as const) {
  test(`roomcp ${argv.join(" ")} is wrong usage, and says what is wrong`, async () => {
    expect(await shown(argv)).toEqual({ code: exit.usage, out: "", err: `roomcp: ${words}\n` });
  });
}

test("what is wrong is said in the person's language", async () => {
  const { err } = await shown(["sevre"], { LANG: "ja_JP.UTF-8" });
  expect(err).toContain("sevre というコマンドはありません。serve のことですか?");
  expect([languageOf({ LANG: "ja" }), languageOf({ LC_ALL: "C", LANG: "ja_JP" }), languageOf({})]).toEqual(["ja", "en", "en"]);
});

test("no name has a sentence in two places", () => {
  expect(failureNames.filter((name) => name in failures)).toEqual([]);
});

const flags = {
  name: { flag: "name", env: "NAME", says: "a name", read: (text: string) => text, value: "nobody" },
  json: { flag: "json", says: "lines of JSON", value: false },
};

test("a table reads flags, switches and what is neither, in any order", () => {
  expect(readFlags(flags, ["a", "--json", "--name=x", "-", "--", "--name", "b"])).toEqual({
    values: { name: "x", json: true },
    rest: ["a", "-", "--name", "b"],
  });
  const file = new Map([["name", { text: "file", where: "a.toml, line 1" }]]);
  expect(readFlags(flags, [], { env: { NAME: "env" }, file }).values).toEqual({ name: "env", json: false });
  expect(readFlags(flags, [], { env: { NAME: "" }, file }).values.name).toBe("file");
  expect(() => readFlags(flags, ["--json=yes"])).toThrow("--json takes no value.");
  expect(() => readFlags(flags, ["--name"])).toThrow("--name needs a value.");
});

test("help says what a flag is without being said", () => {
  const command: Command = {
    name: "greet",
    summary: "greets",
    usage: "[options] WHOM",
    flags,
    more: "It is kind.",
    run: async () => exit.ok,
  };
  expect(helpOf(command)).toBe(
    "roomcp greet: greets\n\n  roomcp greet [options] WHOM\n\n  --name  NAME  a name (nobody)\n  --json        lines of JSON\n\nIt is kind.\n",
  );
});

test("the nearest word is the one with the fewest wrong letters, if any is near", () => {
  const words = ["serve", "send", "get", "completion"];
  expect(["sned", "gte", "complete", "serve-", "verify", ""].map((typed) => nearest(typed, words))).toEqual([
    "send",
    "get",
    "completion",
    "serve",
    undefined,
    undefined,
  ]);
});
