import { expect, test } from "bun:test";
import fc from "fast-check";
import { piecesOf } from "../../client/ui/pieces.ts";
import { anyText } from "../support/mutated.ts";

/** Text as it is; an address in a list, with where it leads if that is written differently. */
const shown = (text: string) =>
  piecesOf(text).map(({ plain, href, linked }) => (href === "" ? plain : linked === href ? [linked] : [linked, href]));

for (const [text, pieces] of [
  ["", []],
  ["no address here", ["no address here"]],
  ["see https://a.example/x for it", ["see ", ["https://a.example/x"], " for it"]],
  ["http://192.168.1.5:3000/r/a", [["http://192.168.1.5:3000/r/a"]]],
  ["http://[::1]:3000/a", [["http://[::1]:3000/a"]]],
  ["HTTP://A.EXAMPLE/X", [["HTTP://A.EXAMPLE/X", "http://a.example/X"]]],
  ["https://a.example/1\nhttps://a.example/2", [["https://a.example/1"], "\n", ["https://a.example/2"]]],
  ["https://a.example/?q=1&b=2#c", [["https://a.example/?q=1&b=2#c"]]],
  ["https://a.example/r/会議室", [["https://a.example/r/会議室", "https://a.example/r/%E4%BC%9A%E8%AD%B0%E5%AE%A4"]]],
  // What ends a sentence
  ["https://a.example/x.", [["https://a.example/x"], "."]],
  ["https://a.example/x, then", [["https://a.example/x"], ", then"]],
  ["https://a.example/x?!", [["https://a.example/x"], "?!"]],
  ["https://a.example/x...", [["https://a.example/x"], "..."]],
  ["https://a.example/v1.2.", [["https://a.example/v1.2"], "."]],
  // Brackets and quotes
  ["(https://a.example/x)", ["(", ["https://a.example/x"], ")"]],
  ["(see https://a.example/x).", ["(see ", ["https://a.example/x"], ")."]],
  ["https://a.example/x_(y)", [["https://a.example/x_(y)"]]],
  ["(https://a.example/x_(y))", ["(", ["https://a.example/x_(y)"], ")"]],
  ["<https://a.example/x>", ["<", ["https://a.example/x"], ">"]],
  ['"https://a.example/x"', ['"', ["https://a.example/x"], '"']],
  // Japanese marks
  ["https://a.example/x。次に", [["https://a.example/x"], "。次に"]],
  ["https://a.example/x、https://a.example/y", [["https://a.example/x"], "、", ["https://a.example/y"]]],
  ["「https://a.example/x」です", ["「", ["https://a.example/x"], "」です"]],
  ["【https://a.example/x】『https://a.example/y』", ["【", ["https://a.example/x"], "】『", ["https://a.example/y"], "』"]],
  ["詳細（https://a.example/x）", ["詳細（", ["https://a.example/x"], "）"]],
  ["https://a.example/x\u3000次", [["https://a.example/x"], "\u3000次"]],
  // What is no address of the web stays text
  ["javascript:alert(1)", ["javascript:alert(1)"]],
  ["data:text/html,<script>", ["data:text/html,<script>"]],
  ["file:///etc/passwd ftp://a.example", ["file:///etc/passwd ftp://a.example"]],
  ["http:// https://", ["http:// https://"]],
  ["https://a.example:99999/", ["https://a.example:99999/"]],
  ["http:alert(1)", ["http:alert(1)"]],
] as const) {
  test(`${JSON.stringify(text)} in pieces`, () => {
    expect(shown(text)).toEqual(JSON.parse(JSON.stringify(pieces)));
  });
}

for (const ending of ["！", "？", "…", "．", "，"]) {
  test(`a full-width ${ending} after an address belongs to the sentence`, () => {
    expect(shown(`https://a.example/x${ending}`)).toEqual([["https://a.example/x"], ending]);
  });
}

const nearlyAddress = fc
  .array(
    fc.oneof(
      fc.constantFrom("https://", "http://", "javascript:", "a.example", "/", "(", ")", ".", "。", " ", "<", '"', "@", ":", "%"),
      anyText,
    ),
    {
      maxLength: 12,
    },
  )
  .map((parts) => parts.join(""));

test("whatever is said: nothing of it is lost, and every address is one of the web's", () => {
  let addresses = 0;
  fc.assert(
    fc.property(fc.oneof(nearlyAddress, fc.webUrl({ withQueryParameters: true, withFragments: true }), anyText), (text) => {
      const pieces = piecesOf(text);
      expect(pieces.map(({ plain, linked }) => plain + linked).join("")).toBe(text);
      expect(pieces.map(({ key }) => key)).toEqual(pieces.map((_, i) => i));
      for (const { plain, href, linked } of pieces) {
        expect((plain === "") !== (linked === "")).toBe(true);
        expect(href === "").toBe(linked === "");
        if (href === "") continue;
        expect(new URL(href).protocol).toMatch(/^https?:$/);
        addresses += 1;
      }
    }),
    { numRuns: 500 },
  );
  expect(addresses).toBeGreaterThan(50);
});
