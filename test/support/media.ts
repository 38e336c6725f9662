// Pictures, a video and a sound that are real and small, made where they are needed.
import type { Page } from "playwright-core";

type Bytes = Uint8Array<ArrayBuffer>;

/** A picture with something on it, as a browser writes it. */
export async function pictureIn(
  page: Page,
  type: "image/png" | "image/jpeg" | "image/webp",
  width: number,
  height: number,
): Promise<Bytes> {
  const base64 = await page.evaluate(
    ({ type, width, height }) => {
      const canvas = Object.assign(document.createElement("canvas"), { width, height });
      const pen = canvas.getContext("2d") as CanvasRenderingContext2D;
      const sky = pen.createLinearGradient(0, 0, 0, height);
      sky.addColorStop(0, "#f3b95f");
      sky.addColorStop(0.6, "#d96b4b");
      sky.addColorStop(1, "#5b3a5e");
      pen.fillStyle = sky;
      pen.fillRect(0, 0, width, height);
      pen.fillStyle = "#fff3d0";
      pen.beginPath();
      pen.arc(width * 0.68, height * 0.42, height * 0.12, 0, 7);
      pen.fill();
      pen.fillStyle = "#2a2438";
      pen.beginPath();
      pen.moveTo(0, height);
      for (let x = 0; x <= 20; x++) pen.lineTo((x / 20) * width, height * (0.66 + 0.16 * Math.sin(1 + x * 1.3) * Math.cos(x)));
      pen.lineTo(width, height);
      pen.fill();
      return canvas.toDataURL(type, 0.9).replace(/^[^,]*,/, "");
    },
    { type, width, height },
  );
  return Uint8Array.from(Buffer.from(base64, "base64"));
}

/** Two seconds of WebM: a lossy WebP is one key frame of VP8, and so is each frame of this. */
export async function videoIn(page: Page, width: number, height: number): Promise<Bytes> {
  const webp = await pictureIn(page, "image/webp", width, height);
  const at = Buffer.from(webp).indexOf("VP8 ");
  const frame = webp.subarray(at + 8, at + 8 + new DataView(webp.buffer).getUint32(at + 4, true));
  const block = (ms: number) => element("a3", [0x81, ms >> 8, ms & 255, 0x80, ...frame]);
  const duration = new DataView(new ArrayBuffer(8));
  duration.setFloat64(0, 2_000);
  return Uint8Array.from([
    ...element("1a45dfa3", [...element("4282", text("webm")), ...element("4287", [2]), ...element("4285", [2])]),
    ...element("18538067", [
      ...element("1549a966", [
        ...element("2ad7b1", [0x0f, 0x42, 0x40]),
        ...element("4489", [...new Uint8Array(duration.buffer)]),
        ...element("4d80", text("roomcp")),
        ...element("5741", text("roomcp")),
      ]),
      ...element("1654ae6b", [
        ...element("ae", [
          ...[...element("d7", [1]), ...element("73c5", [1]), ...element("83", [1]), ...element("86", text("V_VP8"))],
          ...element("e0", [...element("b0", [width >> 8, width & 255]), ...element("ba", [height >> 8, height & 255])]),
        ]),
      ]),
      ...element("1f43b675", [...element("e7", [0]), ...block(0), ...block(1_000)]),
    ]),
  ]);
}

/** An element of EBML (RFC 8794), its size in eight bytes. */
function element(id: string, content: readonly number[]): number[] {
  const size = new DataView(new ArrayBuffer(8));
  size.setBigUint64(0, BigInt(content.length) | (1n << 56n));
  return [...Buffer.from(id, "hex"), ...new Uint8Array(size.buffer), ...content];
}

const text = (words: string) => [...Buffer.from(words)];

/** A second of 440 Hz, 8 bits at 8 kHz. */
export function sound(): Bytes {
  const samples = 8_000;
  const wav = Buffer.alloc(44 + samples);
  wav.write("RIFF", 0);
  wav.writeUInt32LE(36 + samples, 4);
  wav.write("WAVEfmt ", 8);
  for (const [at, value] of [
    [16, 16],
    [24, 8_000],
    [28, 8_000],
    [40, samples],
  ] as const)
    wav.writeUInt32LE(value, at);
  for (const [at, value] of [
    [20, 1],
    [22, 1],
    [32, 1],
    [34, 8],
  ] as const)
    wav.writeUInt16LE(value, at);
  wav.write("data", 36);
  for (let i = 0; i < samples; i++) wav[44 + i] = 128 + Math.round(60 * Math.sin((2 * Math.PI * 440 * i) / 8_000));
  return Uint8Array.from(wav);
}

/** A PDF of one empty page. */
export const pdf = Uint8Array.from(
  Buffer.from(
    "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n",
  ),
);
