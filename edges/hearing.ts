// What comes in on a link's control channel: no faster than anybody could take it in (L11), and no sooner than the link is up.
import { type Control, readControl } from "../protocol/channel.ts";
import { controlsBurstMax, controlsPerSecondMax } from "../protocol/limits.ts";
import { type Bucket, take } from "../protocol/rate.ts";

export function hearing(report: { control(message: Control): void; flooded(): void }) {
  /** Words that came on one channel before the other was open. */
  let early: Control[] | undefined = [];
  let heard: Bucket | undefined;
  return {
    heard(text: unknown): void {
      const [left, may] = take(heard, performance.now(), controlsPerSecondMax, controlsBurstMax);
      heard = left;
      const message = may ? readControl(text) : undefined;
      if (!may) report.flooded();
      else if (message === undefined) return;
      else if (early === undefined) report.control(message);
      else early.push(message);
    },
    /** The link is up: `opened` is told once, and then what came before. */
    open(opened: () => void): void {
      if (early === undefined) return;
      opened();
      const waiting = early;
      early = undefined;
      for (const message of waiting) report.control(message);
    },
  };
}
