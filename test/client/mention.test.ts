import { expect, test } from "bun:test";
import { mentions } from "../../client/ui/mention.ts";

for (const [text, name, others, is] of [
  ["@Ken look", "Ken", [], true],
  ["look, @ken!", "Ken", [], true],
  ["@Kenji look", "Ken", [], false],
  ["@Kenta Sato look", "Kenta", ["Kenta Sato"], false],
  ["@Ken (2) look", "Ken", ["Ken (2)"], false],
  ["@Ken look", "Ken", ["Ken (2)"], true],
  ["Ken look", "Ken", [], false],
  ["mail ken@Ken.example", "Ken", [], false],
  ["@太郎さん、お願いします", "太郎", [], true],
  ["これは＠太郎へ", "太郎", ["花子"], true],
  ["@花子さん", "花", ["花子"], false],
  ["@Ｋｅｎ", "Ken", [], true],
  ["@Zoe\u0308 look", "Zoë", [], true],
  ["@Zoe", "Zoë", [], false],
  ["@ @@ @", "Ken", [], false],
  ["@한결아", "한결", [], true],
] as const) {
  test(`${JSON.stringify(text)} ${is ? "names" : "does not name"} ${name}${others.map((other) => `, where ${other} is too`).join("")}`, () => {
    expect(mentions(text, name, others)).toBe(is);
  });
}
