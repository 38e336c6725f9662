// What is seen of transfers while the page is not: in its title, in its icon, and on the installed app's own. Loaded after somebody has entered.
import { computed, effect } from "@preact/signals-core";
import { nothingMoves, underWay, wholeOf } from "../under-way.ts";
import { seldom } from "./seldom.ts";
import { titleOf } from "./title.ts";
import type { Visit } from "./visit.ts";

type Badging = { setAppBadge?(count: number): Promise<void>; clearAppBadge?(): Promise<void> };

/** How often what moves is shown there at most. Each time a browser paints its own window for it, which costs as much as the page does. */
const progressEveryMs = 2_000;
/** Icons that are drawn between nothing and all. */
const steps = 10;
const pixels = 64;
/** A browser fetches an icon when it comes to it, though another has taken its place. */
const fetchedMs = 5_000;

export function showOutside(visit: Visit): void {
  const { title } = document;
  const icon = ringing();
  let batch = nothingMoves;
  const whole = computed(() => {
    const peer = visit.peer.value;
    batch = peer === undefined ? nothingMoves : underWay(batch, peer);
    return wholeOf(batch);
  });
  const running = computed(() => whole.value.running);
  const percent = seldom(
    computed(() => (running.value > 0 ? whole.value.percent : undefined)),
    progressEveryMs,
  );
  effect(() => {
    const progress = percent.value === undefined ? "" : visit.measures.percent(percent.value, 100);
    document.title = titleOf(title, { unread: visit.unread.value, progress });
  });
  effect(() => void icon(percent.value === undefined ? undefined : Math.floor((percent.value / 100) * steps)));
  effect(() => badge(running.value));
}

function badge(count: number): void {
  const { setAppBadge, clearAppBadge } = navigator as Badging;
  // It is refused where the page is not installed, which is nobody's mistake.
  if (count > 0) setAppBadge?.call(navigator, count).catch(() => {});
  else clearAppBadge?.call(navigator).catch(() => {});
}

/** Returns what shows a step of a ring in place of the page's icon; undefined: the icon itself. Where nothing is to move, the ring stands still. */
function ringing(): (step: number | undefined) => Promise<void> {
  const link = document.querySelector<HTMLLinkElement>('link[rel="icon"]');
  const { href: own = "", type = "" } = link ?? {};
  const still = matchMedia("(prefers-reduced-motion: reduce)");
  let ring: ReturnType<typeof drawing> | undefined;
  let wanted: number | undefined;
  let shown: number | undefined;
  return async (step) => {
    wanted = step === undefined ? undefined : still.matches ? steps / 2 : step;
    if (link === null || wanted === shown) return;
    const now = wanted;
    ring ??= drawing();
    const drawn = now === undefined ? undefined : await ring(now / steps);
    // Meanwhile it may have gone on.
    if (now !== wanted || now === shown) return;
    shown = now;
    const before = link.href;
    link.type = drawn === undefined ? type : "image/png";
    link.href = drawn === undefined ? own : URL.createObjectURL(drawn);
    if (before !== own) setTimeout(() => URL.revokeObjectURL(before), fetchedMs);
  };
}

/** Draws on the same canvas again and again: to make one costs more than to draw. Its pixels are read each time, so they do not belong on a graphics card. */
function drawing(): (part: number) => Promise<Blob | undefined> {
  const canvas = Object.assign(document.createElement("canvas"), { width: pixels, height: pixels });
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  return (part) => {
    if (pen === null) return Promise.resolve(undefined);
    const arc = (colour: string, of: number) => {
      pen.beginPath();
      pen.strokeStyle = colour;
      pen.arc(pixels / 2, pixels / 2, pixels / 2 - 8, -Math.PI / 2, (2 * of - 0.5) * Math.PI);
      pen.stroke();
    };
    pen.clearRect(0, 0, pixels, pixels);
    pen.lineWidth = 14;
    // Seen on light tabs and on dark ones.
    arc("#85867a80", 1);
    arc("#2c9479", Math.max(0.02, part));
    return new Promise((resolve) => canvas.toBlob((blob) => resolve(blob ?? undefined)));
  };
}
