// Every numbered rule of docs/protocol.md is cited by a test, and no test cites a rule that is not there.
import { expect, test } from "bun:test";
import { readProjectFile, sourceFiles } from "./support/tree.ts";

const defined = [...(await readProjectFile("docs/protocol.md")).matchAll(/^- \*\*([A-Z]\d+)\*\*/gm)].map(([, rule = ""]) => rule);
const tests = await sourceFiles("test");

/** A title begins with the rules that it cites: `"[R1] …"`, `"[R1] [R3] …"`. */
const cited = tests.flatMap(({ path, text }) =>
  [...text.matchAll(/["'`]((?:\[[A-Z]\d+\] )+)/g)]
    .flatMap(([, rules = ""]) => rules.match(/[A-Z]\d+/g) ?? [])
    .map((rule) => ({ rule, path })),
);

test("the check sees rules and tests", () => {
  expect(defined.length).toBeGreaterThan(40);
  expect(new Set(defined).size).toBe(defined.length);
  expect(tests.length).toBeGreaterThan(15);
  expect(cited.length).toBeGreaterThan(100);
});

test("every rule is cited in the title of a test", () => {
  const rules = new Set(cited.map(({ rule }) => rule));
  expect(defined.filter((rule) => !rules.has(rule))).toEqual([]);
});

test("every rule that is cited exists", () => {
  expect(cited.filter(({ rule }) => !defined.includes(rule))).toEqual([]);
});
