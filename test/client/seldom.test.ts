import { expect, test } from "bun:test";
import { signal } from "@preact/signals-core";
import { seldom } from "../../client/ui/seldom.ts";

test("a figure is told late and as it is by then; that there is one, or none any more, at once", async () => {
  const figure = signal<number | undefined>(undefined);
  const shown = seldom(figure, 20);
  const seen: (number | undefined)[] = [];
  let heard = () => {};
  shown.subscribe((value) => {
    seen.push(value);
    heard();
  });
  figure.value = 1;
  expect(seen).toEqual([undefined, 1]);
  const told = new Promise<void>((resolve) => (heard = resolve));
  figure.value = 2;
  figure.value = 3;
  expect(seen).toEqual([undefined, 1]);
  await told;
  expect(seen).toEqual([undefined, 1, 3]);
  figure.value = 4;
  figure.value = undefined;
  expect(seen).toEqual([undefined, 1, 3, undefined]);
  figure.value = 5;
  expect(seen).toEqual([undefined, 1, 3, undefined, 5]);
});
