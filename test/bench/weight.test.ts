// The page's JavaScript stays small: what comes before somebody enters, what a room needs, and all of it.
import { beforeAll, expect, test } from "bun:test";
import { bounds, weigh } from "../../bench/weight.ts";

let weight: Awaited<ReturnType<typeof weigh>>;
beforeAll(async () => {
  weight = await weigh();
});

for (const [name, bound] of Object.entries(bounds)) {
  test(`the page's JavaScript keeps within its bound gzipped: ${name}, ${bound} bytes`, () => {
    expect(weight.bytesOf(weight[name as keyof typeof bounds])).toBeLessThanOrEqual(bound);
  });
}

test("what comes first is part of what is inside, and that of everything", () => {
  const { first, inside, everything } = weight;
  expect(first.size).toBeGreaterThan(1);
  expect([...inside]).toEqual(expect.arrayContaining([...first]));
  expect([...everything]).toEqual(expect.arrayContaining([...inside]));
  expect(inside.size).toBeGreaterThan(first.size);
});
