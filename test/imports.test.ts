// Imports point inwards, and the protocol touches nothing.
import { expect, test } from "bun:test";
import { posix } from "node:path";
import { sourceFiles } from "./support/tree.ts";

const product = await sourceFiles("", "routes", "protocol", "edges", "client", "cli");
const all = [...product, ...(await sourceFiles("test", "bench"))];

/** What a file imports: packages as they are called, files by their path from the project's root. */
function importsOf({ path, text }: { path: string; text: string }): readonly string[] {
  const found = text.matchAll(/(?:\bfrom|\bimport|\bimport\(|\brequire\()\s*["']([^"']+)["']/g);
  return [...found].map(([, name = ""]) => (name.startsWith(".") ? posix.join(posix.dirname(path), name) : name));
}

/** Text without its comments. */
const codeOf = (text: string) => text.replace(/\/\*[\s\S]*?\*\//g, "").replace(/(^|\s)\/\/.*$/gm, "");

const inFolder = (folder: string) => product.filter(({ path }) => path.startsWith(`${folder}/`));
const offenders = (files: typeof product, isWrong: (name: string) => boolean) =>
  files.flatMap((file) => importsOf(file).flatMap((name) => (isWrong(name) ? [`${file.path} imports ${name}`] : [])));

test("the check sees the house", () => {
  expect(inFolder("protocol").length).toBeGreaterThan(20);
  for (const folder of ["routes", "client", "edges"]) expect(inFolder(folder).length).toBeGreaterThan(3);
  expect(product.map(({ path }) => path)).toContain("server.ts");
  expect(product.flatMap(importsOf)).toContain("protocol/limits.ts");
  expect(importsOf({ path: "a/b.ts", text: `import "./c.ts";\nexport { d } from '../e.ts';\nconst f = await import("g");` })).toEqual([
    "a/c.ts",
    "e.ts",
    "g",
  ]);
});

test("protocol knows nobody but itself, valibot and the ciphers", () => {
  expect(offenders(inFolder("protocol"), (name) => name !== "valibot" && !/^(@noble|protocol)\//.test(name))).toEqual([]);
});

test("the server knows nothing of the client, and the client nothing of the server", () => {
  const server = [...inFolder("routes"), ...product.filter(({ path }) => path === "server.ts")];
  expect(offenders(server, (name) => name.startsWith("client/"))).toEqual([]);
  expect(offenders(inFolder("client"), (name) => name.startsWith("routes/") || name === "server.ts")).toEqual([]);
});

test("edges that browser and terminal share know the protocol, and neither of the two", () => {
  expect(offenders(inFolder("edges"), (name) => !/^(@noble|protocol|edges)\//.test(name))).toEqual([]);
  expect(offenders(inFolder("client"), (name) => name.startsWith("cli/"))).toEqual([]);
  expect(offenders(inFolder("cli"), (name) => name.startsWith("client/"))).toEqual([]);
});

test("nothing that people run knows the tests or the benches", () => {
  expect(offenders(product, (name) => /^(test|bench)\//.test(name) || name === "bun:test" || name === "fast-check")).toEqual([]);
});

for (const { path, text } of inFolder("protocol")) {
  test(`${path} has no clock, no randomness and nothing to wait for`, () => {
    const found = codeOf(text).match(
      /\bDate\.|\bnew Date\b|\bMath\.random\b|\bsetTimeout\b|\bsetInterval\b|\bPromise\b|\basync\b|\bawait\b/g,
    );
    expect(found ?? []).toEqual([]);
  });
}

test("no file is called after what it is for everybody", () => {
  expect(all.length).toBeGreaterThan(40);
  expect(all.map(({ path }) => path).filter((path) => /(^|\/)[^/]*\b(utils?|helpers?|types?|managers?)\.[^/]*$/i.test(path))).toEqual([]);
});
