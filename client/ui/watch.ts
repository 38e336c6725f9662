// From signals to Alpine: a component shows what a function of signals says, and learns only of what differs.
import { effect } from "@preact/signals-core";
import { reactive } from "./reactive.ts";

/** Runs `show` now and whenever a signal that it read changes, and puts what it returns on the component. Returns how to end that. */
export function watch<Component extends object>(component: Component, show: () => Partial<Component>): () => void {
  return effect(() => {
    Object.assign(component, show());
  });
}

/** The items of `after`, but the very objects of `before` where nothing differs, so that Alpine leaves them alone. Items are frozen plain data. */
export function reuse<Item extends object>(
  before: readonly Item[],
  after: readonly Item[],
  nameOf: (item: Item) => string,
): readonly Item[] {
  const known = new Map(before.map((item) => [nameOf(item), item]));
  const items = after.map((item) => {
    const same = known.get(nameOf(item));
    return same !== undefined && JSON.stringify(same) === JSON.stringify(item) ? same : Object.freeze(item);
  });
  return items.length === before.length && items.every((item, i) => item === before[i]) ? before : Object.freeze(items);
}

type Keyed = { readonly key: string };

/**
 * Like `reuse`, for items that change again and again, and each time in little: one that stays is changed in place, and so is what lies in a list of
 * its own. Then only what shows the part that differs is painted.
 */
export function renew<Item extends Keyed>(before: readonly Item[], after: readonly Item[]): readonly Item[] {
  const known = new Map(before.map((item) => [item.key, item]));
  const items = after.map((item) => {
    const same = known.get(item.key);
    return same === undefined ? item : changed(same, item);
  });
  return items.length === before.length && items.every((item, i) => item === before[i]) ? before : Object.freeze(items);
}

/** Changes the parts that differ, where whoever shows them hears of it. Both have the same parts. */
function changed<Item extends object>(item: Item, after: Item): Item {
  const told = reactive(item);
  for (const [name, value] of Object.entries(after)) {
    const now: unknown = item[name as keyof Item];
    const next = isList(now) && isList(value) ? renew(now, value) : value;
    if (JSON.stringify(now) !== JSON.stringify(value)) Object.assign(told, { [name]: next });
  }
  return item;
}

function isList(value: unknown): value is readonly Keyed[] {
  return Array.isArray(value);
}
