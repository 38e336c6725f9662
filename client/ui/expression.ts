// What pages write in their attributes for Alpine: names, own parts of what they stand for, calls, comparisons, choices. Each is read once, into a
// function of what its names stand for. Alpine's own strict reader knows most of JavaScript, weighs 5 kB gzipped, and reads anew at each turn.

/** What the names stand for: a component, and what its lists have given names to. */
type Scope = Readonly<Record<string, unknown>>;
type Read = (scope: Scope) => unknown;
type Operator = (before: unknown, after: unknown) => unknown;

/** Those that bind less come first. */
const operators: readonly ReadonlyMap<string | undefined, Operator>[] = [
  new Map([
    ["===", (before, after) => before === after],
    ["!==", (before, after) => before !== after],
  ]),
  new Map([[">", (before, after) => (before as number) > (after as number)]]),
  new Map([["+", (before, after) => (before as number) + (after as number)]]),
];

const constants: ReadonlyMap<string, unknown> = new Map<string, unknown>([
  ["true", true],
  ["false", false],
  ["null", null],
]);

const known = new Map<string, Read>();

/** @returns what gives its value, each time anew. Throws where it is no expression. */
export function expressionOf(text: string): Read {
  const read = known.get(text) ?? reader(text).whole();
  known.set(text, read);
  return read;
}

/** Goes through the words of a text once. What a rule reads is what its function gives. */
function reader(text: string) {
  const words: readonly string[] = text.match(/'[^']*'|[\w$]+|[=!]==|\S/g) ?? [];
  let at = 0;

  const wrong = () => new SyntaxError(`"${text}" is no expression at "${words.slice(at).join(" ")}"`);
  const takes = (word: string) => {
    const is = words[at] === word;
    if (is) at++;
    return is;
  };
  const must = (word: string) => {
    if (!takes(word)) throw wrong();
  };
  const name = () => {
    const word = words[at] ?? "";
    if (!/^[a-z$_][\w$]*$/i.test(word)) throw wrong();
    at++;
    return word;
  };
  /** As many as there are, with commas between them. */
  const listed = <Item>(end: string, item: () => Item): readonly Item[] => {
    const items: Item[] = [];
    while (!takes(end)) {
      if (items.length > 0) must(",");
      items.push(item());
    }
    return items;
  };

  const whole = (): Read => {
    const read = choice();
    if (at < words.length) throw wrong();
    return read;
  };

  const choice = (): Read => {
    const question = operation(0);
    if (!takes("?")) return question;
    const yes = choice();
    must(":");
    const no = choice();
    return (scope) => (question(scope) ? yes(scope) : no(scope));
  };

  const operation = (level: number): Read => {
    const those = operators[level];
    if (those === undefined) return sign();
    let read = operation(level + 1);
    for (let operate = those.get(words[at]); operate !== undefined; operate = those.get(words[at])) {
      at++;
      const [operator, before, after] = [operate, read, operation(level + 1)];
      read = (scope) => operator(before(scope), after(scope));
    }
    return read;
  };

  const sign = (): Read => {
    if (takes("!")) {
      const of = sign();
      return (scope) => !of(scope);
    }
    if (takes("-")) {
      const of = sign();
      return (scope) => -Number(of(scope));
    }
    return parts();
  };

  const parts = (): Read => {
    let read = value();
    while (takes(".")) {
      const [of, part] = [read, name()];
      read = (scope) => ownPart(of(scope), part);
    }
    return read;
  };

  const value = (): Read => {
    if (takes("(")) {
      const read = choice();
      must(")");
      return read;
    }
    if (takes("{")) {
      const entries = listed("}", (): readonly [string, Read] => {
        const key = name();
        must(":");
        return [key, choice()];
      });
      return (scope) => Object.fromEntries(entries.map(([key, read]) => [key, read(scope)]));
    }
    const word = words[at] ?? "";
    if (/^'|^\d+$/.test(word)) {
      at++;
      const literal = word.startsWith("'") ? word.slice(1, -1) : Number(word);
      return () => literal;
    }
    const called = name();
    if (constants.has(called)) return () => constants.get(called);
    if (!takes("(")) return (scope) => named(scope, called);
    const given = listed(")", choice);
    // Methods find their component as `this`.
    return (scope) =>
      (named(scope, called) as (...given: unknown[]) => unknown).apply(
        scope,
        given.map((read) => read(scope)),
      );
  };

  return { whole };
}

function named(scope: Scope, name: string): unknown {
  if (!(name in scope)) throw new ReferenceError(`nothing here is called ${name}`);
  return scope[name];
}

/** What an object has of itself, and nothing that it inherits: so no way leads from an element or an event to the window, or to any constructor. */
function ownPart(of: unknown, name: string): unknown {
  const part = (of as Scope)[name];
  return Object.hasOwn(of as object, name) ? part : undefined;
}
