// While a transfer runs, the screen stays on and leaving is asked about; as soon as none does, neither.
import { effect, type ReadonlySignal, signal } from "@preact/signals-core";

/**
 * Holds a screen wake lock while `busy`. A browser takes it away from a hidden page, and has none over plain HTTP.
 * @returns whether one is held
 */
export function keepAwake(busy: ReadonlySignal<boolean>): ReadonlySignal<boolean> {
  const held = signal(false);
  let lock: Promise<WakeLockSentinel | undefined> | undefined;
  const hold = () => {
    if (!busy.peek() || document.visibilityState !== "visible" || lock !== undefined) return;
    const asked = navigator.wakeLock?.request("screen").catch(() => undefined);
    lock = asked;
    void asked?.then((sentinel) => (held.value = lock === asked && sentinel !== undefined));
  };
  const release = () => {
    void lock?.then((sentinel) => sentinel?.release());
    lock = undefined;
    held.value = false;
  };
  effect(() => (busy.value ? hold() : release()));
  document.addEventListener("visibilitychange", () => {
    release();
    hold();
  });
  return held;
}

/** Asks before the page is left while something would be lost. A listener that was always there would cost the back button its speed. */
export function warnBeforeLeaving(wouldLose: ReadonlySignal<boolean>): void {
  const ask = (event: BeforeUnloadEvent) => event.preventDefault();
  effect(() => {
    if (wouldLose.value) addEventListener("beforeunload", ask);
    else removeEventListener("beforeunload", ask);
  });
}
