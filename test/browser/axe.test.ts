// Every screen, in every state that people bring about, keeps nobody out: axe-core finds nothing, on a phone in light and on a desk in the dark.
import { afterAll, beforeAll, expect, test } from "bun:test";
import axe from "axe-core";
import type { Browser, Page } from "playwright-core";
import { scenes } from "../screens/scenes.ts";
import { launchChromium } from "../support/person.ts";

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
}, 60_000);
afterAll(() => browser?.close(), 60_000);

const looks = [
  { width: 390, height: 844, colorScheme: "light" },
  { width: 1280, height: 800, colorScheme: "dark" },
] as const;

/** What axe-core finds wrong, each with where. The page's policy lets no script in but through the debugger, which is how this one comes. */
async function faultsIn(page: Page): Promise<readonly string[]> {
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(axe.source);
  return page.evaluate(async () => {
    const { violations } = await (window as unknown as { axe: typeof import("axe-core") }).axe.run({ resultTypes: ["violations"] });
    return violations.flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary }) => `${id} ${target.join(" ")} ${failureSummary ?? ""}`),
    );
  });
}

test("axe-core finds nothing wrong on any screen", async () => {
  const faults: Record<string, readonly string[]> = {};
  let seen = 0;
  for await (const { name, page } of scenes(browser, "en", { reducedMotion: "reduce" })) {
    for (const { width, height, colorScheme } of looks) {
      await page.setViewportSize({ width, height });
      await page.emulateMedia({ colorScheme });
      const found = await faultsIn(page);
      if (found.length > 0) faults[`${name}, ${width} px, ${colorScheme}`] = found;
    }
    seen++;
  }
  expect(seen).toBeGreaterThan(15);
  expect(faults).toEqual({});
}, 300_000);
