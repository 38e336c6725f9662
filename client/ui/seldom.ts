// A figure that changes more often than it is worth showing.
import { effect, type ReadonlySignal, signal } from "@preact/signals-core";

/** The same figure, late by so much at the most; that there is one, and that there is none any more, is told at once. */
export function seldom(figure: ReadonlySignal<number | undefined>, everyMs: number): ReadonlySignal<number | undefined> {
  const told = signal(figure.peek());
  let waiting: ReturnType<typeof setTimeout> | undefined;
  const tell = () => {
    clearTimeout(waiting);
    waiting = undefined;
    told.value = figure.peek();
  };
  effect(() => {
    if ((figure.value === undefined) !== (told.peek() === undefined)) tell();
    else if (figure.value !== told.peek()) waiting ??= setTimeout(tell, everyMs);
  });
  return told;
}
