// What a file of browser tests plays on: a Chromium, a server of its own, and a folder for files, there before the first test and gone after the last.
import { afterAll, beforeAll } from "bun:test";
import type { Browser } from "playwright-core";
import { type Folder, temporaryFolder } from "./files.ts";
import { gathered, newRoom } from "./gathering.ts";
import { launchChromium, type Person, wholeChromium } from "./person.ts";
import { openSite, type Site } from "./site.ts";

export type Stage = {
  readonly browser: Browser;
  readonly site: Site;
  readonly folder: Folder;
  /** People in a new room of their own, each linked with all others. */
  meet(...names: readonly string[]): Promise<Person[]>;
};

/** Filled before the first test begins. @param flags the server's */
export function setStage(...flags: readonly string[]): Stage {
  return stageIn(undefined, flags);
}

/** The same in a Chromium that can install apps and tell news. */
export function setWholeStage(...flags: readonly string[]): Stage {
  return stageIn(wholeChromium, flags);
}

function stageIn(chromium: string | undefined, flags: readonly string[]): Stage {
  const stage = {} as { browser: Browser; site: Site; folder: Folder };
  beforeAll(async () => {
    [stage.browser, stage.site, stage.folder] = await Promise.all([launchChromium(chromium), openSite({ flags }), temporaryFolder()]);
  }, 60_000);
  afterAll(async () => {
    await stage.browser?.close();
    await stage.site?.kill();
    await stage.folder?.[Symbol.asyncDispose]();
  }, 60_000);
  return Object.assign(stage, {
    meet: async (...names: readonly string[]) => gathered(stage.browser, await newRoom(stage.site), ...names),
  });
}
