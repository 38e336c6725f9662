// The page's end of drawing: one image at a time, by a worker that is ended when nothing is left to draw, and with it the memory that large photographs took.
import type { Crew } from "./crew.ts";

export const painterName = "painter";
/** An image that takes longer is left as it is. */
const drawWithinMs = 20_000;
/** Bytes of a file that is drawn: the largest photographs of cameras. */
const drawnBytesMax = 64 * 2 ** 20;

export function openPainter(crew: Crew) {
  let line: Promise<unknown> = Promise.resolve();
  let waiting = 0;
  let answered: ((image: string | undefined) => void) | undefined;

  const one = (file: Blob) =>
    new Promise<string | undefined>((resolve) => {
      const tooLate = setTimeout(() => {
        crew.end(painterName);
        answered?.(undefined);
      }, drawWithinMs);
      answered = (image) => {
        clearTimeout(tooLate);
        answered = undefined;
        if (--waiting === 0) crew.end(painterName);
        resolve(image);
      };
      crew.order(painterName, { do: "draw", file });
    });

  return {
    /** A small picture of an image, in hexadecimal; undefined where there is none. */
    draw(file: Blob): Promise<string | undefined> {
      if (file.size > drawnBytesMax) return Promise.resolve(undefined);
      waiting++;
      const drawn = line.then(() => one(file));
      line = drawn;
      return drawn;
    },
    heard: (image: string | undefined) => answered?.(image),
    broken: () => answered?.(undefined),
  };
}
