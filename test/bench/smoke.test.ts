// The benches run and print their ratios.
import { expect, test } from "bun:test";
import { spreadOf } from "../../bench/ratio.ts";
import { layNetworks, short, tryBenches } from "./short.ts";

tryBenches(short);

test("every bench is in the list of all, and is tried", async () => {
  const all = await Bun.file(new URL("../../bench/all.ts", import.meta.url)).text();
  const listed = [...(/const names = \[([^\]]*)\]/.exec(all)?.[1]?.matchAll(/"([\w-]+)"/g) ?? [])].map(([, name = ""]) => name);
  expect(listed.toSorted()).toEqual([...short, ...layNetworks].map(([name]) => name).toSorted());
});

test("a spread is the median, the least and the most", () => {
  expect(spreadOf([3, 1, 2])).toEqual({ median: 2, least: 1, most: 3 });
  expect(spreadOf([4, 1, 2, 3])).toEqual({ median: 2.5, least: 1, most: 4 });
});
