// How far a transfer is, in words.
import type { Speaking } from "./visit.ts";

/** @param speed bytes per second; 0 while none is known, or it stands still */
export function progressLine(done: number, total: number, speed: number, { say, measures }: Speaking): string {
  const parts = [
    say("shares.progress", { percent: measures.percent(done, total), done: measures.bytes(done), total: measures.bytes(total) }),
  ];
  if (speed > 0)
    parts.push(
      say("shares.speed", { speed: measures.bytes(speed) }),
      say("shares.left", { time: measures.seconds((total - done) / speed) }),
    );
  return parts.join(" · ");
}
