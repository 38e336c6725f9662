// A worker that lives through a range of seeds, so that all cores of the machine do.
import { liveThrough } from "./network.ts";

declare const self: Worker;

/** `counts`: what happened, and how often. `broken`: the first seed that broke a rule, and which. */
export type Shift = {
  readonly counts: readonly (readonly [string, number])[];
  readonly broken?: { readonly seed: number; readonly why: string };
};

self.onmessage = ({ data }: MessageEvent<readonly number[]>) => {
  const counts = new Map<string, number>();
  let broken: Shift["broken"];
  for (const seed of data) {
    try {
      for (const [what, times] of liveThrough(seed)) counts.set(what, (counts.get(what) ?? 0) + times);
    } catch (error) {
      broken = { seed, why: error instanceof Error ? error.message : String(error) };
      break;
    }
  }
  postMessage({ counts: [...counts], ...(broken === undefined ? {} : { broken }) } satisfies Shift);
};
