// `bun run screens` takes a picture of every scene at three widths, in light and dark, in English, Japanese and Arabic or the languages whose tags stand after it, and puts them on one sheet: `screens/sheet.html` and a
// PNG per language. Words after it choose scenes by their names.
import { mkdir, rm } from "node:fs/promises";
import type { Browser, CDPSession, Page } from "playwright-core";
import { isLanguage, type Language } from "../../protocol/words.ts";
import { launchChromium, mouse } from "../support/person.ts";
import { scenes } from "./scenes.ts";

const folder = new URL("../../screens/", import.meta.url).pathname;
const widths = { 390: 844, 820: 1180, 1280: 800 } as const;
const schemes = ["light", "dark"] as const;
const words = process.argv.slice(2);
const wanted = words.filter((word) => !isLanguage(word));
/** Long words, tall ones, and ones that run the other way; the others are asked for by their tags. */
const spoken = words.some(isLanguage) ? words.filter(isLanguage) : (["en", "ja", "ar"] as const);

type Picture = {
  readonly language: Language;
  readonly scene: string;
  readonly width: number;
  readonly scheme: string;
  readonly file: string;
};

/** A phone and a tablet are touched, a desk has a mouse. */
async function hold(page: Page, devices: CDPSession, width: number, height: number): Promise<void> {
  await devices.send("Emulation.setTouchEmulationEnabled", { enabled: width < 1000 });
  // The style asks anew what the page is held with when its size changes.
  await page.setViewportSize({ width, height });
}

async function photograph(browser: Browser, language: Language): Promise<readonly Picture[]> {
  const pictures: Picture[] = [];
  let devices: CDPSession | undefined;
  for await (const { name, page } of scenes(browser, language, { viewport: { width: 390, height: 844 } })) {
    if (wanted.length > 0 && !wanted.some((word) => name.includes(word))) continue;
    devices ??= await page.context().newCDPSession(page);
    for (const [width, height] of Object.entries(widths)) {
      await hold(page, devices, Number(width), height);
      for (const scheme of schemes) {
        await page.emulateMedia({ colorScheme: scheme, reducedMotion: "reduce" });
        const file = `${language}-${name.replace(/\W+/g, "-")}-${width}-${scheme}.png`;
        await page.screenshot({ path: folder + file, fullPage: true });
        pictures.push({ language, scene: name, width: Number(width), scheme, file });
      }
    }
  }
  return pictures;
}

const escaped = (text: string) => text.replace(/[&<"]/g, (character) => `&#${character.charCodeAt(0)};`);

function sheetOf(pictures: readonly Picture[]): string {
  const names = [...new Set(pictures.map(({ scene }) => scene))];
  const rows = names.map((scene) => {
    const shown = pictures.filter((picture) => picture.scene === scene);
    const images = shown.map(
      ({ file, width, language, scheme }) =>
        `<a href="${file}"><img src="${file}" width="${Math.round(width / 3)}" alt="${escaped(`${scene}, ${width} px, ${scheme}, ${language}`)}"></a>`,
    );
    return `<h2>${escaped(scene)}</h2><p>${images.join("")}</p>`;
  });
  return `<!doctype html><meta charset="utf-8"><title>roomcp: every screen</title>
<style>body{font:14px sans-serif;margin:16px;background:#888;color:#fff;width:1750px}p{display:flex;flex-wrap:wrap;align-items:start;gap:8px}</style>
${rows.join("\n")}`;
}

await rm(folder, { recursive: true, force: true });
await mkdir(folder, { recursive: true });
const browser = await launchChromium(undefined, mouse);
const pictures: Picture[] = [];
for (const language of spoken) pictures.push(...(await photograph(browser, language)));
await Bun.write(`${folder}sheet.html`, sheetOf(pictures));
const page = await browser.newPage({ viewport: { width: 1800, height: 1000 } });
await page.goto(`file://${folder}sheet.html`);
await page.screenshot({ path: `${folder}sheet.png`, fullPage: true });
await browser.close();
console.log(`${pictures.length} pictures: ${folder}sheet.html`);
