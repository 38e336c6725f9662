// From signals to Alpine: a component shows what a function of signals says, and learns only of what differs.
import { effect } from "@preact/signals-core";

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
