// The browsers that benches watch: Chromium with profiles on the disk, as people have (another with `--chromium=PATH`), and two people linked with each
// other.
import { join } from "node:path";
import { type BrowserContext, chromium, type Page } from "playwright-core";
import { chromiumArguments, Person, wholeChromium } from "../test/support/person.ts";
import { treeOf } from "./cost.ts";
import type { Stage } from "./perform.ts";
import { choice } from "./ratio.ts";

/** `pid`: of its first process; all others descend from it. */
export type Browser = { readonly context: BrowserContext; readonly pid: number };

/** One after the other, please: a browser is known by being the process that was not there before. */
export async function openBrowser(
  { folder, things }: Stage,
  name: string,
  options: { executablePath?: string; flags?: readonly string[] } = {},
): Promise<Browser> {
  const children = () => treeOf(process.pid).filter(({ parent }) => parent === process.pid);
  const before = new Set(children().map(({ pid }) => pid));
  const context = await chromium.launchPersistentContext(join(folder.path, name), {
    executablePath: options.executablePath ?? choice("chromium") ?? wholeChromium,
    args: [...chromiumArguments, ...(options.flags ?? [])],
    acceptDownloads: true,
    // The bench itself closes it then, and takes the profile away.
    ...{ handleSIGINT: false, handleSIGTERM: false, handleSIGHUP: false },
  });
  things.defer(() => context.close());
  const pid = children().find(({ pid }) => !before.has(pid))?.pid;
  if (pid === undefined) throw new Error("the browser's process is not to be found");
  return { context, pid };
}

/** A page of the site's that does nothing, for what is measured beside the real one. */
export async function openBlank({ context }: Browser, site: { url: string }): Promise<Page> {
  const page = await context.newPage();
  await page.goto(`${site.url}/healthz`);
  return page;
}

/** @param run sets this pair's profiles apart from others of the same bench */
export async function openPair(stage: Stage, run = ""): Promise<readonly [Browser, Browser]> {
  return [await openBrowser(stage, `sharer${run}`), await openBrowser(stage, `receiver${run}`)];
}

/** Two people in a room, each in a tab of their own. @param prepared what is done to both tabs first */
export async function meet(
  browsers: readonly [Browser, Browser],
  urls: readonly [string, string],
  prepared: (page: Page) => Promise<unknown> = async () => {},
  state: "direct" | "relayed" = "direct",
): Promise<{ sharer: Person; receiver: Person }> {
  const sharer = new Person(await browsers[0].context.newPage());
  const receiver = new Person(await browsers[1].context.newPage());
  for (const { page } of [sharer, receiver]) await prepared(page);
  await sharer.enter(urls[0], "太郎");
  await receiver.enter(urls[1], "Zoë");
  await receiver.sees("太郎", state);
  await sharer.sees("Zoë", state);
  return { sharer, receiver };
}
