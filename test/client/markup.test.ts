import { expect, test } from "bun:test";
import fc from "fast-check";
import { type Markup, markupOf } from "../../client/ui/markup.ts";
import { anyText } from "../support/mutated.ts";

/** Text as it is; an address in a list, with where it leads if that is written differently; what is marked under its name. */
const shown = (tree: readonly Markup[]): readonly unknown[] =>
  tree.map((part) => {
    if (part.is === "text") return part.text;
    if (part.is === "link") return part.text === part.href ? [part.text] : [part.text, part.href];
    return part.is === "strong"
      ? { strong: shown(part.inside) }
      : { [part.is]: part.text, ...("language" in part && part.language && { in: part.language }) };
  });

for (const [text, tree] of [
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
  ["[press](javascript:alert(1))", ["[press](javascript:alert(1))"]],
  ["![](https://a.example/x.png)", ["![](", ["https://a.example/x.png"], ")"]],
  ["<img src=x onerror=alert(1)>", ["<img src=x onerror=alert(1)>"]],
  // Code
  ["run `bun test` now", ["run ", { code: "bun test" }, " now"]],
  ["`https://a.example/x` and `**x**`", [{ code: "https://a.example/x" }, " and ", { code: "**x**" }]],
  ["``x``, ```y```", [{ code: "x" }, ", ", { code: "y" }]],
  ["a lone ` stays, `` too", ["a lone ` stays, `` too"]],
  ["`not\nover lines`", ["`not\nover lines`"]],
  ["実行は`bun test`です", ["実行は", { code: "bun test" }, "です"]],
  // Strong words
  ["**now** and __never__", [{ strong: ["now"] }, " and __never__"]],
  ["これは**大切**です", ["これは", { strong: ["大切"] }, "です"]],
  ["「**大切**」、**https://a.example/x**。", ["「", { strong: ["大切"] }, "」、", { strong: [["https://a.example/x"]] }, "。"]],
  ["2 ** 3 ** 4", ["2 ** 3 ** 4"]],
  ["f(**kwargs)", ["f(**kwargs)"]],
  ["****, ** **, **a\nb**", ["****, ** **, **a\nb**"]],
  ["https://a.example/x**", [["https://a.example/x"], "**"]],
  // Blocks
  ["```\na\n  b\n```", [{ block: "a\n  b" }]],
  ["so:\n```ts\nconst a = `1`;\n```\nright", ["so:", { block: "const a = `1`;", in: "ts" }, "right"]],
  ["```\nhttps://a.example/x **x**\n```", [{ block: "https://a.example/x **x**" }]],
  ["```\n\nfar down\n\n```", [{ block: "\nfar down\n" }]],
  ["```\nnever closed", ["```\nnever closed"]],
  ["```\n```", ["```\n```"]],
  ["```what is this\nx\n```", ["```what is this\nx\n```"]],
  ["```\n1\n```\n```\n2\n```", [{ block: "1" }, { block: "2" }]],
] as const) {
  test(`${JSON.stringify(text)} as a tree`, () => {
    expect(shown(markupOf(text))).toEqual(JSON.parse(JSON.stringify(tree)));
  });
}

for (const ending of ["！", "？", "…", "．", "，", "：", "；", "〉", "》", "］", "”"]) {
  test(`a full-width ${ending} after an address belongs to the sentence, and so does what follows`, () => {
    expect(shown(markupOf(`https://a.example/x${ending}`))).toEqual([["https://a.example/x"], ending]);
    expect(shown(markupOf(`https://a.example/x${ending}次に`))).toEqual([["https://a.example/x"], `${ending}次に`]);
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

const nearlyMarked = fc
  .array(
    fc.oneof(
      fc.constantFrom("`", "```", "**", "*", "\n", "```js", " ", "あ", "https://a.example/x", "\n```\nx\n```\n", "`x`", "<b>"),
      anyText,
    ),
    { maxLength: 16 },
  )
  .map((parts) => parts.join(""));

const leaves = (tree: readonly Markup[]): readonly Exclude<Markup, { is: "strong" }>[] =>
  tree.flatMap((part) => (part.is === "strong" ? leaves(part.inside) : [part]));

test("whatever is said: nothing of it is lost but its marks, and every address is one of the web's", () => {
  const seen: Record<string, number> = {};
  const bare = (text: string) => text.replace(/[`*\n]/g, "").replace(/[ \t]+/g, " ");
  fc.assert(
    fc.property(fc.oneof(nearlyAddress, nearlyMarked, fc.webUrl({ withQueryParameters: true, withFragments: true }), anyText), (text) => {
      const tree = markupOf(text);
      const kept = leaves(tree).map((part) => ("language" in part ? part.language : "") + part.text);
      expect(bare(kept.join(""))).toBe(bare(text));
      for (const part of leaves(tree)) {
        seen[part.is] = (seen[part.is] ?? 0) + 1;
        expect(part.text).not.toBe("");
        if (part.is === "link") expect(new URL(part.href).protocol).toMatch(/^https?:$/);
      }
    }),
    { numRuns: 800 },
  );
  for (const kind of ["text", "link", "code", "block"]) expect(`${kind}: ${(seen[kind] ?? 0) > 20}`).toBe(`${kind}: true`);
});

test("the longest message is read at once, whatever it is made of", () => {
  for (const part of ["`", "``", "*", "**a", "**a ", "```a\n", "```\n", "`a", "https://", "https://a.example/(", "https://a.example/x)*"]) {
    const text = part.repeat(Math.floor(8_000 / part.length));
    const began = performance.now();
    markupOf(text);
    expect(`${part}: ${performance.now() - began < 400}`).toBe(`${part}: true`);
  }
});
