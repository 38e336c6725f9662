// Draws the small picture of an image that its owner tells others. It is painted anew, so nothing of the file goes with it but what is seen: no place, no camera.
import { toHex } from "../../protocol/bytes.ts";
import { thumbnailBytesMax, thumbnailSideMax } from "../../protocol/limits.ts";
import { bare, isThumbnail } from "../../protocol/thumbnail.ts";

const qualities = [0.8, 0.65, 0.5, 0.35];

/** In hexadecimal; undefined where this browser cannot read or draw it, or not as small as it must be. */
export async function drawThumbnail(file: Blob): Promise<string | undefined> {
  const image = await createImageBitmap(file);
  const scale = Math.min(1, thumbnailSideMax / Math.max(image.width, image.height));
  const side = (length: number) => Math.max(1, Math.round(length * scale));
  const canvas = new OffscreenCanvas(side(image.width), side(image.height));
  const pen = canvas.getContext("2d");
  if (pen === null) return undefined;
  pen.imageSmoothingQuality = "high";
  // JPEG knows nothing that can be seen through.
  pen.fillStyle = "#fff";
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.drawImage(image, 0, 0, canvas.width, canvas.height);
  image.close();
  for (const quality of qualities) {
    const drawn = await canvas.convertToBlob({ type: "image/jpeg", quality });
    const bytes = bare(new Uint8Array(await drawn.arrayBuffer()));
    if (bytes !== undefined && bytes.length <= thumbnailBytesMax) return isThumbnail(bytes) ? toHex(bytes) : undefined;
  }
  return undefined;
}
