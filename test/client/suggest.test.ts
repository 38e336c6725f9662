import { expect, test } from "bun:test";
import { suggestionsAt } from "../../client/ui/suggest.ts";

const names = ["Ken", "Ken (2)", "Zoë", "太郎"];
const texts = (before: string) => suggestionsAt(before, names)?.options.map(({ text }) => text);

test("behind an @ stand those whose names begin so, whatever is before it but an address", () => {
  expect(texts("@")).toEqual(["@Ken ", "@Ken (2) ", "@Zoë ", "@太郎 "]);
  expect(texts("hello @k")).toEqual(["@Ken ", "@Ken (2) "]);
  expect(texts("これは＠太")).toEqual(["@太郎 "]);
  expect(texts("@Ken (")).toEqual(["@Ken (2) "]);
  for (const nothing of ["mail a@k", "@x", "@Zoë", "@Zoë is", "@k\n", "k"]) expect(texts(nothing)).toBeUndefined();
});

test("no more are shown than fit above a phone's keyboard", () => {
  const many = Array.from({ length: 30 }, (_, i) => `Ken ${i}`);
  expect(suggestionsAt("@", many)?.options).toHaveLength(6);
});

test("what is chosen stands where the @ was", () => {
  expect(suggestionsAt("hello @zo", names)?.from).toBe(6);
});

test("behind a colon and two letters stand emoji, but not in times and addresses", () => {
  expect(texts("good :smi")?.[0]).toBe("😄");
  expect(texts("はい:ok")?.[0]).toBe("👌");
  for (const nothing of ["12:30", "http://a", "http:", ":", ":s", "note:smile", ":zzzz", "a :smile "])
    expect(texts(nothing)).toBeUndefined();
});

test("an emoji whose name is written to its end needs no choice", () => {
  expect(suggestionsAt("so :tada:", names)).toMatchObject({ from: 3, options: [], whole: { text: "🎉" } });
  expect(suggestionsAt("so :nothing:", names)).toBeUndefined();
});
