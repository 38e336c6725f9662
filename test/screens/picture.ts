// `bun run picture` takes the picture of a room that the README shows: `docs/room.png`.
import { launchChromium } from "../support/person.ts";
import { scenes } from "./scenes.ts";

const path = new URL("../../docs/room.png", import.meta.url).pathname;
const shown = "a transfer under way";

const browser = await launchChromium();
for await (const { name, page } of scenes(browser, "en", {
  viewport: { width: 1280, height: 800 },
  colorScheme: "light",
  reducedMotion: "reduce",
})) {
  if (name !== shown) continue;
  await page.screenshot({ path });
  break;
}
await browser.close();
console.log(path);
