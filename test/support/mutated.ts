// Valid messages with one thing wrong, for the readers: a field missing, a field too many, or a value that nobody should send.
import fc from "fast-check";

export const propertyRuns = { numRuns: 200 };

/** Any UTF-16 units at all, lone surrogates included. */
export const anyText = fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 400 }).map((units) => String.fromCharCode(...units));

const hostileValue = fc.oneof(
  fc.constantFrom<unknown>(null, undefined, -1, -0, 1.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 32, 2 ** 53, 1e308, "", [], {}, true),
  fc.constantFrom<unknown>("x".repeat(70_000), Array(600).fill([0, 0, 1]), Array(600).fill({}), "\u0000", "__proto__", "\ud800"),
  fc.anything({ maxDepth: 2 }),
  anyText,
);

/** One of the messages with the value at a random path replaced, taken away, or joined by another. */
export function mutated(messages: readonly unknown[]): fc.Arbitrary<unknown> {
  const way = fc.array(fc.nat({ max: 20 }), { minLength: 1, maxLength: 5 });
  return fc
    .tuple(fc.constantFrom(...messages), way, hostileValue, fc.constantFrom("replace", "remove", "add"))
    .map(([message, path, value, how]) => changed(message, path, value, how));
}

function changed(value: unknown, [turn, ...rest]: readonly number[], hostile: unknown, how: string): unknown {
  if (turn === undefined || typeof value !== "object" || value === null || Object.keys(value).length === 0) return hostile;
  const copy = (Array.isArray(value) ? [...value] : { ...value }) as Record<string, unknown>;
  const keys = Object.keys(copy);
  const key = keys[turn % keys.length] ?? "";
  if (rest.length > 0 && typeof copy[key] === "object") copy[key] = changed(copy[key], rest, hostile, how);
  else if (how === "remove") delete copy[key];
  else copy[how === "add" ? `${key}2` : key] = hostile;
  return copy;
}
