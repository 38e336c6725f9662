// `bun run icons` draws the PNGs in public/ from the SVGs beside them: for home screens, and for the card that a link becomes where it is sent to somebody.
import type { Browser } from "playwright-core";
import { launchChromium } from "../support/person.ts";

const folder = new URL("../../public/", import.meta.url).pathname;

/** An icon that the device cuts into a shape of its own is full to its edges, and what counts lies within the inner four fifths. */
const uncut = (svg: string) =>
  svg
    .replace(/ rx="\d+"/, "")
    .replace('viewBox="0 0 64 64"', 'viewBox="-2 -2 68 68" overflow="visible"')
    .replace('<rect width="64" height="64"', '<rect x="-2" y="-2" width="68" height="68"');

const pictures = [
  { file: "icon-180.png", from: "icon.svg", width: 180, height: 180, as: uncut },
  { file: "icon-192.png", from: "icon.svg", width: 192, height: 192 },
  { file: "icon-512.png", from: "icon.svg", width: 512, height: 512 },
  { file: "maskable-512.png", from: "icon.svg", width: 512, height: 512, as: uncut },
  { file: "card.png", from: "card.svg", width: 1200, height: 630 },
] as const;

async function draw(browser: Browser, picture: (typeof pictures)[number]): Promise<void> {
  const { file, from, width, height } = picture;
  const svg = await Bun.file(folder + from).text();
  const page = await browser.newPage({ viewport: { width, height } });
  await page.setContent(
    `<style>body{margin:0}svg{display:block;width:100vw;height:100vh}</style>${"as" in picture ? picture.as(svg) : svg}`,
  );
  await page.screenshot({ path: folder + file, omitBackground: true });
  await page.close();
}

const browser = await launchChromium();
for (const picture of pictures) await draw(browser, picture);
await browser.close();
console.log(pictures.map(({ file }) => `public/${file}`).join("\n"));
