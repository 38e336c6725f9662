import { expect, test } from "bun:test";
import fc from "fast-check";
import { expressionOf } from "../../client/ui/expression.ts";

const scope = {
  name: "Zoë",
  none: "",
  count: 2,
  open: true,
  items: ["a", "b"],
  share: Object.freeze({ key: "x", can: { stop: false }, nothing: undefined }),
  calls: [] as unknown[],
  call(...given: unknown[]) {
    this.calls.push(given);
    return given.length;
  },
};

for (const [text, value] of [
  ["name", "Zoë"],
  ["share.key", "x"],
  ["share.can.stop", false],
  ["share.nothing", undefined],
  ["share.missing", undefined],
  ["items.length", 2],
  ["name.length", 3],
  ["!open", false],
  ["!!none", false],
  ["!share.can.stop", true],
  ["items.length > 2", false],
  ["items.length>1", true],
  ["count > 1 === open", true],
  ["name === 'Zoë'", true],
  ["name !== 'Zoë'", false],
  ["none !== ''", false],
  ["'it is ' + name + '!'", "it is Zoë!"],
  ["count + 3", 5],
  ["'a' + 1 === 'a1'", true],
  ["-count", -2],
  ["open ? name : null", "Zoë"],
  ["none ? 1 : open ? 2 : 3", 2],
  ["open ? none ? 1 : 2 : 3", 2],
  ["(none ? 1 : 2) + 5", 7],
  ["{ open: open, shut: !open, 'x': 1 }", SyntaxError],
  ["{ open: open, shut: !open }", { open: true, shut: false }],
  ["{}", {}],
  ["true", true],
  ["' a  \"b\" '", ' a  "b" '],
  ["missing", ReferenceError],
  ["missing.part", ReferenceError],
  ["share.nothing.part", TypeError],
  ["name()", TypeError],
] as const) {
  test(`${text} is ${typeof value === "function" ? `no expression here: ${value.name}` : JSON.stringify(value)}`, () => {
    if (typeof value === "function") expect(() => expressionOf(text)(scope)).toThrow(value);
    else expect(expressionOf(text)(scope)).toEqual(value);
  });
}

test("what is called is given values, and finds its component", () => {
  scope.calls.length = 0;
  expect(expressionOf("call(name, -1, share, call())")(scope)).toBe(4);
  expect(scope.calls).toEqual([[], ["Zoë", -1, scope.share, 0]]);
});

test("only the side that is chosen is read", () => {
  scope.calls.length = 0;
  expressionOf("open ? call(1) : call(2)")(scope);
  expect(scope.calls).toEqual([[1]]);
});

test("a name has the value that it has when it is read", () => {
  const counting = { count: 0 };
  const read = expressionOf("count + 1");
  expect([read(counting), read({ count: 4 })]).toEqual([1, 5]);
});

for (const text of [
  "",
  "a b",
  "a =",
  "a = 1",
  "a.",
  "a.1",
  "a[0]",
  "f(",
  "f(a,)",
  "f(,)",
  "(a",
  "{ a }",
  "'a",
  "a ?",
  "a ? b",
  "a => b",
  "`a`",
  "a ?? b",
  "1a",
  "new A()",
])
  test(`"${text}" is no expression`, () => expect(() => expressionOf(text)(new Proxy({}, { has: () => true }))).toThrow());

test("no part that is inherited can be had, so nothing leads to a constructor or to the window", () => {
  const event = new Event("x");
  for (const text of [
    "name.constructor",
    "items.map",
    "share.constructor",
    "share.__proto__",
    "call.call",
    "event.target",
    "event.constructor",
  ])
    expect([text, expressionOf(text)({ ...scope, event })]).toEqual([text, undefined]);
});

test("what is read is what JavaScript reads", () => {
  const names = ["a", "b", "c.d", "f(a)", "f(b, 1)", "'s'", "7", "true", "null"];
  const leaf = fc.constantFrom(...names);
  const { expression } = fc.letrec<{ expression: string }>((tie) => ({
    expression: fc.oneof(
      { maxDepth: 5 },
      leaf,
      fc.tuple(tie("expression"), fc.constantFrom("===", "!==", ">", "+"), tie("expression")).map(([a, is, b]) => `${a} ${is} ${b}`),
      fc.tuple(tie("expression"), tie("expression"), tie("expression")).map(([a, b, c]) => `(${a} ? ${b} : ${c})`),
      fc.tuple(fc.constantFrom("!", "-"), leaf).map(([sign, a]) => sign + a),
      tie("expression").map((a) => `(${a})`),
    ),
  }));
  const here = { a: 1, b: "two", c: { d: false }, f: (x: unknown, y?: unknown) => [x, y].length };
  fc.assert(
    fc.property(expression, (text) => {
      const javascript = new Function(...Object.keys(here), `return ${text}`)(...Object.values(here));
      expect(expressionOf(text)(here)).toEqual(javascript);
    }),
  );
});
