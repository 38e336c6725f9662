import { expect, test } from "bun:test";
import { effect, reactive } from "../../client/ui/reactive.ts";
import { renew } from "../../client/ui/watch.ts";

type Item = {
  readonly key: string;
  readonly name: string;
  readonly percent: number;
  readonly inner: readonly { key: string; line: string }[];
};
const item = (key: string, percent: number, ...lines: readonly string[]): Item => ({
  ...{ key, name: `file ${key}`, percent },
  inner: lines.map((line, i) => ({ key: String(i), line })),
});

/** What is run again when something is told, by name. */
function showing(parts: Readonly<Record<string, () => unknown>>) {
  const run: string[] = [];
  for (const [name, part] of Object.entries(parts)) effect(part, { scheduler: () => void run.push(name) });
  return () => run.splice(0);
}

test("of an item that stays, only what shows the part that differs is shown again", () => {
  const before = renew<Item>([], [item("a", 1, "x", "y"), item("b", 1)]);
  const [a, b] = before.map((each) => reactive(each));
  const shown = showing({
    ...{ name: () => a?.name, percent: () => a?.percent, other: () => b?.percent },
    ...{ list: () => a?.inner.length, first: () => a?.inner[0]?.line, second: () => reactive(a?.inner[1])?.line },
  });
  expect(renew(before, [item("a", 2, "x", "z"), item("b", 1)])).toBe(before);
  expect(shown()).toEqual(["percent", "second"]);
  expect(before).toEqual([item("a", 2, "x", "z"), item("b", 1)]);
  expect(renew(before, [item("a", 2, "x", "z"), item("b", 1)])).toBe(before);
  expect(shown()).toEqual([]);
});

test("what comes, goes or changes places makes another list, with the same items", () => {
  const before = renew<Item>([], [item("a", 1, "x"), item("b", 1)]);
  const after = renew(before, [item("c", 1), item("b", 3), item("a", 1, "x")]);
  expect(after).not.toBe(before);
  expect(after.map((each) => before.indexOf(each))).toEqual([-1, 1, 0]);
  expect(after.map(({ percent }) => percent)).toEqual([1, 3, 1]);
  expect(renew(after, [item("b", 3)])).toEqual([item("b", 3)]);
});

test("a list inside an item is told when it has others", () => {
  const before = renew<Item>([], [item("a", 1, "x")]);
  const [a] = before.map((each) => reactive(each));
  const shown = showing({ list: () => a?.inner.length, name: () => a?.name });
  expect(renew(before, [item("a", 1, "x", "y")])).toBe(before);
  expect(shown()).toEqual(["list"]);
  expect(a?.inner.length).toBe(2);
});
