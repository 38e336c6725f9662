// Small pictures are drawn by a real browser, and say nothing of where and with what a photograph was taken.
import { afterAll, beforeAll, expect, test } from "bun:test";
import type { Browser, Page } from "playwright-core";
import { fromHex } from "../../protocol/bytes.ts";
import { thumbnailBytesMax } from "../../protocol/limits.ts";
import { isThumbnail } from "../../protocol/thumbnail.ts";
import { pictureIn } from "../support/media.ts";
import { launchChromium } from "../support/person.ts";

let browser: Browser;
let page: Page;
const limit = 60_000;

beforeAll(async () => {
  browser = await launchChromium();
  page = await browser.newPage();
  const built = await Bun.build({ entrypoints: [new URL("draw-page.ts", import.meta.url).pathname], target: "browser", format: "iife" });
  await page.evaluate((await built.outputs[0]?.text()) ?? "");
}, limit);
afterAll(() => browser?.close(), limit);

/** What is drawn of a file, and how wide and high a browser finds it. */
function drawn(bytes: Uint8Array): Promise<{ hex: string; sides: readonly number[] } | undefined> {
  return page.evaluate(async (base64) => {
    const draw = (globalThis as unknown as { drawThumbnail(file: Blob): Promise<string | undefined> }).drawThumbnail;
    const hex = await draw(new Blob([Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))])).catch(() => undefined);
    if (hex === undefined) return undefined;
    const image = await createImageBitmap(new Blob([Uint8Array.from(hex.match(/../g) ?? [], (each) => Number.parseInt(each, 16))]));
    return { hex, sides: [image.width, image.height] };
  }, Buffer.from(bytes).toString("base64"));
}

/** Exif, as a phone that was held upright writes it: turned by a quarter, who made it, and where. */
function exif(): Buffer {
  const entry = (tag: number, type: number, count: number, value: number) => {
    const bytes = Buffer.alloc(12);
    bytes.writeUInt16BE(tag, 0);
    bytes.writeUInt16BE(type, 2);
    bytes.writeUInt32BE(count, 4);
    if (type === 3) bytes.writeUInt16BE(value, 8);
    else bytes.writeUInt32BE(value, 8);
    return bytes;
  };
  const head = Buffer.from("4d4d002a00000008", "hex");
  const camera = Buffer.from("Spy Camera 9\0");
  const entries = [entry(0x010f, 2, camera.length, 50), entry(0x0112, 3, 1, 6), entry(0x8825, 4, 1, 50 + camera.length)];
  const place = Buffer.concat([Buffer.from("0001", "hex"), entry(1, 2, 2, 0x4e000000), Buffer.alloc(4)]);
  const tiff = Buffer.concat([head, Buffer.from("0003", "hex"), ...entries, Buffer.alloc(4), camera, place]);
  const content = Buffer.concat([Buffer.from("Exif\0\0"), tiff]);
  return Buffer.concat([Buffer.from([0xff, 0xe1, (content.length + 2) >> 8, (content.length + 2) & 255]), content]);
}

test(
  "[T13] of a photograph nothing is told but what is seen: no place, no camera; and it stands upright",
  async () => {
    const plain = Buffer.from(await pictureIn(page, "image/jpeg", 1_200, 800));
    const photo = Buffer.concat([plain.subarray(0, 2), exif(), plain.subarray(2)]);
    expect(photo.includes("Spy Camera")).toBe(true);
    const picture = await drawn(photo);
    // The browser understood what it says of itself: it is turned.
    expect(picture?.sides).toEqual([88, 132]);
    const bytes = fromHex(picture?.hex ?? "");
    expect(isThumbnail(bytes)).toBe(true);
    for (const trace of ["Exif", "Spy Camera", "http", "ICC"]) expect([trace, Buffer.from(bytes).includes(trace)]).toEqual([trace, false]);
  },
  limit,
);

test(
  "[T13] pictures of any size and sort become small; what is none becomes nothing",
  async () => {
    const wide = await drawn(await pictureIn(page, "image/png", 4_000, 300));
    expect(wide?.sides).toEqual([132, 10]);
    expect((await drawn(await pictureIn(page, "image/webp", 20, 30)))?.sides).toEqual([20, 30]);
    // The worst that can be drawn: nothing in it repeats.
    const noise = await page.evaluate(() => {
      const canvas = Object.assign(document.createElement("canvas"), { width: 132, height: 132 });
      const pen = canvas.getContext("2d") as CanvasRenderingContext2D;
      const pixels = pen.createImageData(132, 132);
      crypto.getRandomValues(new Uint8Array(pixels.data.buffer, 0, 65_536));
      for (let i = 3; i < pixels.data.length; i += 4) pixels.data[i] = 255;
      pen.putImageData(pixels, 0, 0);
      return canvas.toDataURL("image/png").replace(/^[^,]*,/, "");
    });
    expect(fromHex((await drawn(Buffer.from(noise, "base64")))?.hex ?? "").length).toBeLessThanOrEqual(thumbnailBytesMax);
    expect(await drawn(Buffer.from("no picture"))).toBeUndefined();
  },
  limit,
);
