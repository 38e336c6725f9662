// `bun run picture` takes the picture of a room that the README shows: `docs/room.png`.
import { launchChromium, mouse } from "../support/person.ts";
import { scenes } from "./scenes.ts";

const path = new URL("../../docs/room.png", import.meta.url).pathname;
const shown = "a transfer under way";

const browser = await launchChromium(undefined, mouse);
for await (const { name, page } of scenes(browser, "en", {
  viewport: { width: 1280, height: 800 },
  deviceScaleFactor: 2,
  colorScheme: "light",
  reducedMotion: "reduce",
})) {
  if (name !== shown) continue;
  // All of the list is seen at once.
  await page.locator('.share button[aria-expanded="true"]').filter({ visible: true }).click();
  await page.locator(".shares > ul").evaluate((list) => list.scrollTo({ top: 0 }));
  await page.screenshot({ path });
  break;
}
await browser.close();
console.log(path);
