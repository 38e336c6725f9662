// `bun run picture` takes the picture of a room that the README shows: `docs/room.png`.
import { launchChromium, mouse } from "../support/person.ts";
import { scenes } from "./scenes.ts";

const path = new URL("../../docs/room.png", import.meta.url).pathname;
const shown = "a transfer under way";

/** A desk's window. */
const viewport = { width: 1280, height: 840 };

const browser = await launchChromium(undefined, mouse);
for await (const { name, page } of scenes(browser, "en", {
  viewport,
  deviceScaleFactor: 1.5,
  colorScheme: "light",
  reducedMotion: "reduce",
})) {
  if (name !== shown) continue;
  // Whoever set the scene has looked at it on a phone too.
  await page.setViewportSize(viewport);
  await page.locator('.share button[aria-expanded="true"]').filter({ visible: true }).click();
  // What is received, what is on offer and what is on its way are seen at once.
  await page
    .locator(".share")
    .nth(1)
    .evaluate((share) => share.scrollIntoView({ block: "start" }));
  await page.mouse.move(0, 0);
  await page.evaluate(() => document.activeElement instanceof HTMLElement && document.activeElement.blur());
  await page.screenshot({ path });
  break;
}
await browser.close();
console.log(path);
